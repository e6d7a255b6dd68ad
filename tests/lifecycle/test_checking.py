"""`searcher check`: what differs is listed, and mended if wanted; and `status`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from searcher.building import update
from searcher.checking import Difference, check
from searcher.corpus.collecting import read_corpus
from searcher.errors import LibraryError
from searcher.index import open_backend
from searcher.model import Order, Record
from searcher.query.plan import EVERYTHING
from searcher.settings import Library


def test_an_index_that_holds_what_the_corpus_holds(built: Library) -> None:
    found = check(built)
    assert (found.differences, found.compared, found.left_out) == ((), 10, 0)
    assert found.generation
    assert found.generation.number == 2


def test_progress_is_told(built: Library) -> None:
    told: list[tuple[str, int, int]] = []
    check(built, progress=lambda *step: told.append(step))
    size = sum(path.stat().st_size for path in built.corpus.glob("*.jsonl"))
    assert ("reading", size, size) in told
    assert told[-1] == ("comparing", 10, 10)


def test_digests_that_are_not_taken_in_are_told_and_their_papers_left_out(
    library: Library, digest: Callable[..., Path]
) -> None:
    digest(library, "2026-02-06.jsonl", 3, 8, 11)
    digest(library, "new.jsonl", 0, 50)
    assert check(library).differences == (
        Difference("2026-02-06.jsonl", "has changed since it was taken in"),
        Difference("new.jsonl", "has not been taken in"),
    )
    found = check(library)
    # 0, 3, 8, 9 in the index; 11 and 50 are not there yet
    assert (found.compared, found.left_out) == (6, 6)
    (library.corpus / "new.jsonl").unlink()
    (library.corpus / "2026-02-06.jsonl").unlink()
    assert check(library).differences == (
        Difference("2026-02-06.jsonl", "is gone, its papers are in the index"),
    )


def test_bytes_that_changed_behind_the_time_of_a_digest_are_noticed(
    library: Library, run
) -> None:
    import os

    place = library.corpus / "2026-02-05.jsonl"
    known = place.stat()
    place.write_text(place.read_text().replace("first", "worst"))
    os.utime(place, ns=(known.st_mtime_ns, known.st_mtime_ns))
    assert not update(library).changed
    assert check(library).differences == (
        Difference("2026-02-05.jsonl", "holds other bytes than when it was taken in"),
    )
    assert run("searcher", "check", "--repair", library=library).status == 0
    assert run("search", "--count", "worst", library=library).out == "7\n"


def test_papers_that_differ_are_told_with_their_fields(library: Library) -> None:
    """An index whose files are all right, and that was built of something else."""
    backend = open_backend(library.index)
    reader = backend.open()
    generation = reader.generation
    ids = {
        hit.id
        for hit in reader.search(
            EVERYTHING, limit=None, offset=0, order=Order.NEWEST
        ).hits
    }
    one, *_, last = papers = read_corpus(library.corpus).papers
    from searcher.frozen import replace

    with backend.begin(generation) as build:
        build.remove([one.id, last.id])
        added = (replace(one, authors=("Nobody",)), replace(one, id="2699.00001"))
        build.add([Record(paper) for paper in added])
        build.publish(digests=generation.digests, problems=())
    reader.close()
    assert ids == {paper.id for paper in papers}
    assert check(library).differences == (
        Difference(one.id, "differs from the corpus in authors"),
        Difference(last.id, "is in the corpus and not in the index"),
        Difference("2699.00001", "is in the index and not in the corpus"),
    )


def test_papers_of_digests_that_cannot_be_read_are_left_out(
    library: Library, digest: Callable[..., Path], run
) -> None:
    disk = library.root / "disk"
    disk.mkdir()
    (library.corpus / "link").symlink_to(disk)
    digest(library, "link/away.jsonl", 0, 60, 61)
    update(library)
    disk.rename(library.root / "elsewhere")
    for _ in range(2):
        found = check(library)
        assert (found.differences, found.compared, found.left_out) == ((), 9, 3)
        digest(library, "here.jsonl", 1, 2)  # of papers that are there already
        update(library)
    said = run("searcher", "check", library=library)
    assert said.status == 0
    assert (
        said.err
        == "note: 3 papers not compared: of digests not read, or not taken in\n"
    )


def test_a_corpus_that_is_not_there_is_no_difference(library: Library) -> None:
    library.corpus.rename(library.root / "elsewhere")
    with pytest.raises(LibraryError, match="cannot be read"):
        check(library)


class TestCommand:
    def test_no_differences(self, run, library: Library) -> None:
        found = run("searcher", "check", library=library)
        assert found == (0, "10 papers in index/ and in corpus/, no differences\n", "")

    def test_nothing_built_differs_and_is_built(self, run, library: Library) -> None:
        import shutil

        shutil.rmtree(library.index)
        found = run("searcher", "check", library=library)
        assert found.status == 1
        assert found.out == f"index: nothing has been built in {library.index}\n"
        assert found.err == "hint: searcher check --repair\n"
        found = run("searcher", "check", "--repair", library=library)
        assert found.status == 0
        assert found.out.splitlines() == [
            f"repaired: index: nothing has been built in {library.index}",
            "10 papers in index/ and in corpus/, no differences",
        ]

    def test_json(self, run, library: Library, digest: Callable[..., Path]) -> None:
        digest(library, "new.jsonl", 50)
        found = run("searcher", "check", "--json", library=library)
        assert found.status == 1
        pending = {"what": "new.jsonl", "message": "has not been taken in"}
        assert json.loads(found.out) == {
            "format": 1,
            "library": str(library.root),
            "generation": 2,
            "compared": 10,
            "left_out": 1,
            "differences": [pending],
            "repaired": [],
        }
        found = run("searcher", "check", "--json", "--repair", library=library)
        assert found.status == 0
        value = json.loads(found.out)
        assert (value["differences"], value["repaired"]) == ([], [pending])
        assert (value["generation"], value["compared"]) == (3, 11)

    def test_an_error_is_no_difference(self, run, library: Library) -> None:
        library.corpus.rename(library.root / "elsewhere")
        found = run("searcher", "check", library=library)
        assert (found.status, found.out) == (2, "")
        assert found.err.startswith(f"searcher: {library.corpus} cannot be read")


class TestStatus:
    def test_disk_use_counts_what_is_shared_once(
        self, run, library: Library, digest: Callable[..., Path]
    ) -> None:
        digest(library, "new.jsonl", 50)
        update(library)
        value = json.loads(run("searcher", "status", "--json", library=library).out)
        sizes = {
            (path.stat().st_dev, path.stat().st_ino): path.stat().st_size
            for path in library.index.rglob("*")
            if path.is_file()
        }
        disk = value["disk"]
        assert disk["bytes"] == sum(sizes.values())
        assert [one["number"] for one in disk["generations"]] == [2, 3]
        for one in disk["generations"]:
            folder = library.index / f"g{one['number']:06d}"
            assert one["bytes"] == sum(p.stat().st_size for p in folder.iterdir())
            assert 5_000_000 < one["shared"] < one["bytes"]
        assert sum(s["papers"] - s["gone"] for s in value["segments"]) == 11

    def test_for_people(self, run, library: Library) -> None:
        lines = run("searcher", "status", library=library).out.splitlines()
        assert [line.split()[0] for line in lines] == [
            "library",
            "index",
            "papers",
            "digests",
            "segments",
            "disk",
            "core",
            "problems",
        ]

    def test_damage_is_said(self, run, library: Library) -> None:
        (library.index / "g000002" / "words.dict").write_bytes(b"")
        found = run("searcher", "status", library=library)
        assert found.status == 0
        assert "words.dict has 0 bytes, wanted " in found.out


def test_strict_publishes_and_is_an_error(run, library: Library) -> None:
    """The papers that could be read are found; that some could not is not forgotten."""
    (library.corpus / "bad.jsonl").write_text(
        '{broken\n{"id": "x", "title": "Trust"}\n'
    )
    for _ in range(2):
        found = run("searcher", "update", "--strict", library=library)
        assert found.status == 2
        assert "found problems in digests, wanted none" in found.err
    assert run("search", "--count", "trust", library=library) == (0, "11\n", "")
