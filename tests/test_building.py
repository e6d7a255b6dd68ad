"""update() and rebuild(): the index follows the corpus and loses nothing on the way."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Any, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.building import Report, rebuild, update
from searcher.corpus.pending import pending
from searcher.errors import (
    ForeignIndex,
    IndexBusy,
    IndexMissing,
    LibraryError,
    RemovalsRefused,
)
from searcher.generation import Generation
from searcher.index import open_backend
from searcher.index.backend import Page, Scored
from searcher.index.generations import Generations
from searcher.index.manifest import Published
from searcher.index.staging import Staging
from searcher.model import (
    DigestState,
    Order,
    Paper,
    Problem,
    Record,
    Sighting,
    sightings_from_json,
)
from searcher.query.plan import EVERYTHING, Plan
from searcher.searching import Searcher
from searcher.settings import Library, create_library


class JsonReader:
    """The papers of one file, of which all can be asked for."""

    def __init__(self, published: Published) -> None:
        self.generation = published.generation
        stored = json.loads((published.folder / "papers.json").read_bytes())
        self._papers = {paper["id"]: Paper.from_json(paper) for paper in stored}
        self._sightings = {one["id"]: sightings_from_json(one) for one in stored}
        self._keys = {one["id"]: one["keys"] for one in stored}

    @property
    def segmenter(self) -> Any:
        raise NotImplementedError

    def search(
        self, plan: Plan, *, limit: int | None, offset: int, order: Order
    ) -> Page:
        assert (plan, limit, offset) == (EVERYTHING, None, 0), order
        return Page(len(self._papers), [Scored(name, 0.0) for name in self._papers])

    def papers(self, ids: Iterable[str]) -> list[Paper]:
        return [self._papers[name] for name in ids if name in self._papers]

    def sightings(self, id: str) -> tuple[Sighting, ...]:  # noqa: A002
        return self._sightings.get(id, ())

    def keyed(self, key: str) -> list[str]:
        return [name for name, keys in self._keys.items() if key in keys]

    def seen_in(self, digests: Collection[str]) -> list[str]:
        papers = self._papers.items()
        return [i for i, p in papers if any(seen.digest in digests for seen in p.seen)]

    def records(self) -> dict[str, Record]:
        return {
            name: Record(paper, self._sightings[name], tuple(self._keys[name]))
            for name, paper in self._papers.items()
        }

    def close(self) -> None:
        pass


class JsonBackend:
    """The least engine that keeps its generations on disk."""

    def __init__(self, index: Path, *, analysis: str = "plain") -> None:
        self._generations = Generations(index, format=1, analysis=analysis)

    def open(self) -> JsonReader:
        return self._generations.read(JsonReader)

    def tidy(self) -> None:
        self._generations.tidy()

    def recall(self) -> JsonReader:
        return self._generations.recall(JsonReader)

    def begin(self, base: Generation | None, *, expected: int = 0) -> "JsonBuild":  # noqa: ARG002
        records = self.open().records() if base else {}
        return JsonBuild(self._generations.begin(), records)


class JsonBuild:
    def __init__(self, staging: Staging, records: dict[str, Record]) -> None:
        self._staging = staging
        self._before = records
        self._added: dict[str, Record] = {}

    def add(self, records: Iterable[Record]) -> None:
        for record in records:
            assert record.paper.id not in self._added
            self._added[record.paper.id] = record

    def remove(self, ids: Iterable[str]) -> None:
        for name in ids:
            del self._before[name]

    def publish(
        self, *, digests: Iterable[DigestState], problems: Iterable[Problem]
    ) -> Generation:
        assert not self._before.keys() & self._added.keys()
        records = {**self._before, **self._added}
        stored = json.dumps(
            [records[n].to_json() | {"keys": records[n].keys} for n in sorted(records)]
        )
        (self._staging.folder / "papers.json").write_text(stored, encoding="utf-8")
        return self._staging.publish(
            papers=len(records), digests=digests, problems=problems
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self._staging.close()


class Desk:
    """A library, and the hands that change its corpus."""

    def __init__(self, root: Path) -> None:
        self.library = create_library(root)
        self.backend = JsonBackend(self.library.index)
        self._clock = count(1_700_000_000)

    def write(self, name: str, *numbers: int, title: str = "Paper") -> Path:
        place = self.library.corpus / name
        place.parent.mkdir(parents=True, exist_ok=True)
        lines = (
            {"id": f"2602.{n:05}", "title": f"{title} {n}", "abstract": "..."}
            for n in numbers
        )
        place.write_text("".join(json.dumps(line) + "\n" for line in lines))
        self.touch(name)
        return place

    def touch(self, name: str) -> None:
        now = next(self._clock)
        os.utime(self.library.corpus / name, (now, now))

    def update(self, **options: Any) -> Report:
        return update(self.library, backend=self.backend, **options)

    def rebuild(self, **options: Any) -> Report:
        return rebuild(self.library, backend=self.backend, **options)

    def papers(self) -> dict[str, str]:
        """The English titles by id."""
        return {paper.id: paper.title.en for paper in self.records()}

    def records(self) -> list[Paper]:
        reader = self.backend.open()
        hits = reader.search(EVERYTHING, limit=None, offset=0, order=Order.NEWEST).hits
        return reader.papers(hit.id for hit in hits)

    def generations(self) -> list[str]:
        return sorted(path.name for path in self.library.index.glob("g*"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "library")


@pytest.fixture
def forbid(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Makes the system refuse to open files; chmod would not stop root."""
    refused: set[str] = set()

    def guarded(opener: Callable[..., Any]) -> Callable[..., Any]:
        def open_unless_refused(path: Any, *arguments: Any, **options: Any) -> Any:
            if not isinstance(path, int) and os.fspath(path) in refused:
                raise PermissionError(13, "Permission denied", os.fspath(path))
            return opener(path, *arguments, **options)

        return open_unless_refused

    def forbid_only(*places: Path) -> None:
        refused.clear()
        refused.update(map(str, places))

    monkeypatch.setattr(os, "open", guarded(os.open))
    monkeypatch.setattr(io, "open", guarded(io.open))
    yield forbid_only
    monkeypatch.undo()


def said(report: Report) -> str:
    return "\n".join(map(str, report.problems))


def test_the_first_update_builds_everything(desk: Desk) -> None:
    desk.write("a.jsonl", 1, 2)
    desk.write("2026/b.jsonl", 2, 3)
    report = desk.update()
    assert report == Report(
        report.generation,
        changed=True,
        added=("2026/b.jsonl", "a.jsonl"),
        seconds=report.seconds,
    )
    assert (report.papers, report.generation.number) == (3, 1)
    assert [d.path for d in report.generation.digests] == ["2026/b.jsonl", "a.jsonl"]
    assert set(desk.papers()) == {"2602.00001", "2602.00002", "2602.00003"}


def test_nothing_is_published_when_nothing_changed(desk: Desk) -> None:
    desk.write("a.jsonl", 1)
    built = desk.update().generation
    assert not pending(desk.library, built).anything
    report = desk.update()
    assert (report.changed, report.generation) == (False, built)
    desk.touch("a.jsonl")
    assert not desk.update().changed
    assert desk.generations() == ["g000001"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux alone")
def test_names_that_are_shown_alike_are_two_digests(desk: Desk) -> None:
    for number, name in enumerate((b"bad\xff", b"bad\\xff")):
        desk.write(os.fsdecode(name), number)
    built = desk.update().generation
    assert [digest.path for digest in built.digests] == ["bad\\x5cxff", "bad\\xff"]
    assert len(desk.papers()) == 2
    assert not pending(desk.library, built).anything
    assert not desk.update().changed


def test_new_changed_and_removed_digests_are_taken_in(desk: Desk) -> None:
    for name, number in [("a.jsonl", 1), ("b.jsonl", 2), ("c.jsonl", 3)]:
        desk.write(name, number)
    built = desk.update().generation
    desk.write("b.jsonl", 4)
    (desk.library.corpus / "c.jsonl").unlink()
    desk.write("d.jsonl", 5)
    assert pending(desk.library, built).anything
    report = desk.update()
    assert (report.added, report.altered, report.removed, report.kept) == (
        ("d.jsonl",),
        ("b.jsonl",),
        ("c.jsonl",),
        (),
    )
    assert set(desk.papers()) == {"2602.00001", "2602.00004", "2602.00005"}


def test_a_rebuild_builds_though_nothing_changed(desk: Desk) -> None:
    desk.write("a.jsonl", 1)
    desk.update()
    before = desk.records()
    report = desk.rebuild()
    assert (report.changed, report.generation.number) == (True, 2)
    assert desk.records() == before


def test_problems_are_kept_with_the_generation(desk: Desk) -> None:
    place = desk.write("a.jsonl", 1)
    place.write_text(place.read_text() + "{broken\n")
    report = desk.update()
    assert [(p.path, p.line) for p in report.problems] == [("a.jsonl", 2)]
    assert desk.update().problems == report.problems
    assert report.papers == 1


def test_progress_goes_through_the_corpus_and_then_through_the_papers(
    desk: Desk,
) -> None:
    size = desk.write("a.jsonl", *range(1500)).stat().st_size
    told: list[tuple[str, int, int]] = []
    desk.update(progress=lambda *step: told.append(step))
    assert ("reading", size, size) in told
    assert told[-2:] == [("indexing", 1000, 1500), ("indexing", 1500, 1500)]


def test_an_empty_corpus_is_an_empty_index(desk: Desk) -> None:
    assert desk.update().papers == 0
    assert not desk.update().changed


# what cannot be read is not removed


def test_a_corpus_that_is_not_there_changes_nothing(desk: Desk) -> None:
    desk.write("a.jsonl", 1)
    built = desk.update().generation
    desk.library.corpus.rename(desk.library.root / "elsewhere")
    report = desk.update(accept_removals=True)
    assert (report.changed, report.generation) == (False, built)
    assert "cannot be read" in said(report)
    assert pending(desk.library, built).problems
    with pytest.raises(LibraryError, match="corpus cannot be read"):
        desk.rebuild(accept_removals=True)
    assert set(desk.papers()) == {"2602.00001"}


def test_nothing_is_built_of_a_corpus_that_is_not_there(desk: Desk) -> None:
    shutil.rmtree(desk.library.corpus)
    with pytest.raises(LibraryError, match="corpus cannot be read"):
        desk.update()
    with pytest.raises(IndexMissing):
        desk.backend.open()


@pytest.mark.parametrize("build", [Desk.update, Desk.rebuild])
def test_when_more_than_half_is_gone_nothing_is_published_unless_accepted(
    desk: Desk, build: Callable[..., Report]
) -> None:
    for number in range(1, 5):
        desk.write(f"{number}.jsonl", number)
    desk.update()
    for number in (1, 2, 3):
        (desk.library.corpus / f"{number}.jsonl").unlink()
    desk.write("new.jsonl", 9)
    with pytest.raises(RemovalsRefused, match="3 of 4 digests are gone") as caught:
        build(desk)
    assert "searcher update --accept-removals" in caught.value.hint
    assert len(desk.papers()) == 4
    assert desk.generations() == ["g000001"]
    report = build(desk, accept_removals=True)
    assert report.removed == ("1.jsonl", "2.jsonl", "3.jsonl")
    assert set(desk.papers()) == {"2602.00004", "2602.00009"}


def test_half_may_go(desk: Desk) -> None:
    desk.write("a.jsonl", 1)
    desk.write("b.jsonl", 2)
    desk.update()
    (desk.library.corpus / "a.jsonl").unlink()
    assert desk.update().removed == ("a.jsonl",)
    (desk.library.corpus / "b.jsonl").unlink()
    with pytest.raises(RemovalsRefused, match="1 of 1"):
        desk.update()


def test_digests_that_were_moved_are_not_gone(desk: Desk) -> None:
    for number in range(1, 4):
        desk.write(f"{number}.jsonl", number)
    desk.update()
    (desk.library.corpus / "2026").mkdir()
    for number in range(1, 4):
        place = desk.library.corpus / f"{number}.jsonl"
        place.rename(place.parent / "2026" / place.name)
    report = desk.update()
    assert (len(report.added), len(report.removed), report.papers) == (3, 3, 3)


def test_papers_of_a_folder_that_is_not_mounted_stay(
    desk: Desk, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (desk.library.corpus / "link").symlink_to(disk)
    desk.write("link/a.jsonl", 1, 2)
    desk.write("link/b.jsonl", 3)
    desk.write("here.jsonl", 2, 4)
    desk.update()
    before = desk.records()

    disk.rename(tmp_path / "away")
    report = desk.update()
    assert not report.changed
    assert "link: cannot be read" in said(report)

    desk.write("new.jsonl", 5)
    report = desk.update()
    assert report.kept == ("link/a.jsonl", "link/b.jsonl")
    assert "link: cannot be read" in said(report)
    assert [paper for paper in desk.records() if paper.id != "2602.00005"] == before
    assert not desk.update().changed

    desk.write("here.jsonl", 4)
    desk.update()
    assert len(desk.papers()) == 5
    shared = desk.backend.open().papers(["2602.00002"])[0]
    assert [seen.digest for seen in shared.seen] == ["link/a.jsonl"]

    (tmp_path / "away").rename(disk)
    report = desk.update()
    assert report.altered == ("link/a.jsonl", "link/b.jsonl")
    assert (report.kept, report.problems) == ((), ())
    after = desk.records()
    desk.rebuild()
    assert desk.records() == after


def test_papers_of_a_file_that_cannot_be_opened_stay(
    desk: Desk, forbid: Callable[..., None]
) -> None:
    desk.write("here.jsonl", 1)
    locked = desk.write("locked.jsonl", 2, title="Old")
    desk.update()

    desk.write("locked.jsonl", 2, 3, title="New")
    desk.write("here.jsonl", 4)
    forbid(locked)
    report = desk.update()
    assert report.kept == ("locked.jsonl",)
    assert "locked.jsonl: cannot be read" in said(report)
    assert desk.papers() == {"2602.00002": "Old 2", "2602.00004": "Paper 4"}
    assert not desk.update().changed

    desk.write("here.jsonl", 5)
    assert desk.update().kept == ("locked.jsonl",)
    assert desk.papers() == {"2602.00002": "Old 2", "2602.00005": "Paper 5"}

    forbid()
    assert desk.update().altered == ("locked.jsonl",)
    assert desk.papers() == {
        "2602.00002": "New 2",
        "2602.00003": "New 3",
        "2602.00005": "Paper 5",
    }
    assert not desk.update().changed


def test_a_new_file_that_cannot_be_opened_is_not_tried_by_building_each_time(
    desk: Desk, forbid: Callable[..., None]
) -> None:
    desk.write("here.jsonl", 1)
    forbid(desk.write("locked.jsonl", 2))
    report = desk.update()
    assert "locked.jsonl: cannot be read" in said(report)
    assert report.papers == 1
    again = desk.update()
    assert not again.changed
    assert "locked.jsonl: cannot be read" in said(again)
    forbid()
    assert desk.update().papers == 2


# the index


def test_an_outdated_or_damaged_index_is_built_anew(desk: Desk) -> None:
    desk.write("a.jsonl", 1)
    desk.update()
    desk.backend = JsonBackend(desk.library.index, analysis="another")
    report = desk.update()
    assert (report.changed, report.generation.analysis) == (True, "another")
    (desk.library.index / "g000002" / "papers.json").unlink()
    assert desk.update().changed
    assert set(desk.papers()) == {"2602.00001"}


def test_an_outdated_index_is_not_emptied_either(desk: Desk, tmp_path: Path) -> None:
    place = desk.write("a.jsonl", 1)
    built = desk.update().generation
    place.rename(tmp_path / "a.jsonl")
    newer = JsonBackend(desk.library.index, analysis="another")
    with pytest.raises(RemovalsRefused):
        update(desk.library, backend=newer)
    assert desk.backend.open().generation == built
    before = desk.records()
    place.symlink_to("nowhere")
    desk.backend = newer
    report = desk.update()
    assert (report.kept, report.generation.analysis) == (("a.jsonl",), "another")
    assert desk.records() == before
    place.unlink()
    (tmp_path / "a.jsonl").rename(place)
    assert (desk.update().kept, desk.records()) == ((), before)


def test_a_foreign_index_is_left_alone(desk: Desk) -> None:
    shutil.rmtree(desk.library.index)
    desk.library.index.mkdir()
    (desk.library.index / "index.html").write_text("<p>")
    desk.write("a.jsonl", 1)
    for build in (desk.update, desk.rebuild):
        with pytest.raises(ForeignIndex):
            build()
    assert [p.name for p in desk.library.index.iterdir()] == ["index.html"]


def test_an_index_that_was_deleted_is_made_again(desk: Desk) -> None:
    desk.write("a.jsonl", 1)
    desk.update()
    shutil.rmtree(desk.library.index)
    assert desk.update().papers == 1


def test_an_index_that_cannot_be_written_is_said(desk: Desk) -> None:
    desk.write("a.jsonl", 1)
    (desk.library.index / "LOCK").mkdir()
    with pytest.raises(LibraryError, match="LOCK"):
        desk.update()


def test_one_builder_waits_for_another_if_asked(desk: Desk) -> None:
    desk.write("a.jsonl", 1)
    other = desk.backend.begin(None)
    with pytest.raises(IndexBusy):
        desk.update()
    release = Timer(0.2, other.__exit__, (None, None, None))
    release.start()
    assert desk.update(wait=True).papers == 1
    release.join()


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a.jsonl", "b.jsonl", "c/d.jsonl"]),
            st.none() | st.lists(st.integers(1, 4), max_size=3),
            st.sampled_from(["One", "Two"]),
        ),
        max_size=4,
    )
)
def test_any_sequence_of_updates_gives_what_one_build_gives(
    steps: list[tuple[str, list[int] | None, str]],
) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        for name, numbers, title in steps:
            if numbers is None:
                (desk.library.corpus / name).unlink(missing_ok=True)
            else:
                desk.write(name, *numbers, title=title)
            desk.update(accept_removals=True)
        desk.update()
        updated = desk.records()
        shutil.rmtree(desk.library.index)
        desk.update()
        assert updated == desk.records()


KILLED = """
import os, signal, sys
from pathlib import Path
from searcher.building import update
from searcher.settings import Library

def kill(stage, done, total):
    if stage == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

update(Library(Path(sys.argv[1])), progress=kill)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("stage", ["reading", "indexing"])
def test_killed_while_building_the_embedded_index_stays_as_it_was(
    desk: Desk, stage: str
) -> None:
    library = Library(desk.library.root)
    desk.write("a.jsonl", 1)
    built = update(library).generation
    desk.write("b.jsonl", 2)
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(library.root), stage],
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.returncode == -signal.SIGKILL
    assert desk.generations() == ["g000001", "g000002"]
    assert pending(library, built).anything
    report = update(library)
    assert (report.papers, report.generation.number) == (2, 3)
    assert desk.generations() == ["g000001", "g000003"]


def test_a_searcher_outlives_the_files_of_its_generation(desk: Desk) -> None:
    library = Library(desk.library.root)
    line = json.dumps({"id": "2602.00001", "title": "强化学习", "abstract": "信任区域"})
    (library.corpus / "a.jsonl").write_text(line + "\n", encoding="utf-8")
    update(library)
    with Searcher(open_backend(library.index).open()) as before:
        for number in range(2, 5):
            desk.write(f"{number}.jsonl", number)
            update(library)
        assert "g000001" not in desk.generations()
        assert before.search("强化").total == 1
        assert "did you mean: 强化学习" in before.search("qianghuaxuexi").notes
        assert before.search("qianghua", relax=True).total == 1
