"""The folder index/: published by one rename, whatever happens on the way."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.errors import (
    ForeignIndex,
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
)
from searcher.generation import Generation, Intake
from searcher.index.generations import Generations
from searcher.index.manifest import (
    Kind,
    Published,
    read_manifest,
    verify_files,
    write_manifest,
)
from searcher.model import DigestState, Problem
from searcher.settings import is_ours

DIGEST = DigestState("一/a.txt", size=3, mtime=1_700_000_000_123_456_789, sha256="ab")
PROBLEM = Problem("一/a.txt", 7, "found this, wanted that")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def at(index: Path, *, kind: int = 1, analysis: str = "plain") -> Generations:
    return Generations(index, format=kind, analysis=analysis)


def build(index: Path, *texts: str) -> Generation:
    """Publish a generation of one file a text."""
    with at(index).begin() as staging:
        for number, text in enumerate(texts):
            (staging.folder / f"{number}.txt").write_text(text, encoding="utf-8")
        return staging.publish(
            papers=len(texts), digests=[DIGEST], problems=iter([PROBLEM])
        )


def texts(index: Path) -> list[str]:
    return at(index).read(
        lambda found: [(found.folder / name).read_text("utf-8") for name in found.files]
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_nothing_is_there_before_the_first_build(index: Path) -> None:
    assert at(index).current() is None
    with pytest.raises(IndexMissing, match="nothing has been built"):
        texts(index)
    assert not index.exists()


def test_a_build_is_read_back(index: Path) -> None:
    built = build(index, "one", "two")
    found = at(index).current()
    assert found is not None
    assert found.generation == built
    assert built == Generation(
        1,
        created=built.created,
        format=1,
        analysis="plain",
        papers=2,
        intake=Intake.of((DIGEST,), (PROBLEM,)),
    )
    assert built.created.endswith("+00:00")
    assert found.folder == index / "g000001"
    assert texts(index) == ["one", "two"]
    verify_files(found)
    assert names(index) == ["CURRENT", "LOCK", "g000001"]
    assert names(found.folder) == ["0.txt", "1.txt", "digests.jsonl", "manifest.json"]
    assert (index / "CURRENT").read_bytes() == b"g000001\n"


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=50,
    deadline=None,
)
@given(
    path=st.text(st.characters(codec=None), min_size=1),
    message=st.text(),
    size=st.integers(0, 2**63),
)
def test_a_manifest_gives_back_what_was_put_in(
    tmp_path: Path, path: str, message: str, size: int
) -> None:
    folder = tmp_path / "g000007"
    folder.mkdir(exist_ok=True)
    digest = DigestState(path, size=size, mtime=size, sha256="0" * 64, entries=size)
    problem = Problem(path, size, message)
    generation = Generation(
        7,
        created="2026-02-06T00:00:00+00:00",
        format=1,
        analysis=message,
        papers=size,
        intake=Intake.of((digest,), (problem,)),
    )
    written = Published(generation, folder, {}, "g000005")
    write_manifest(written)
    assert read_manifest(folder, Kind(1, message)) == written


def test_left_without_publish_there_is_no_trace(index: Path) -> None:
    build(index, "one")
    before = names(index)
    with at(index).begin() as staging:
        (staging.folder / "0.txt").write_text("two")
    assert names(index) == before
    with pytest.raises(ZeroDivisionError), at(index).begin():
        _ = 1 / 0
    assert names(index) == before
    assert texts(index) == ["one"]


def test_the_current_and_the_previous_are_kept_and_nothing_of_others_is_touched(
    index: Path,
) -> None:
    build(index, "1")
    (index / "notes.txt").write_text("somebody's")
    (index / "g12").mkdir()
    for text in ("2", "3", "4"):
        build(index, text)
    assert names(index) == ["CURRENT", "LOCK", "g000003", "g000004", "g12", "notes.txt"]
    assert texts(index) == ["4"]


def test_leftovers_are_cleared_and_their_numbers_are_not_mistaken(index: Path) -> None:
    build(index, "1")
    build(index, "2")
    (index / "g000007").mkdir()
    (index / "g000007" / "0.txt").write_text("killed")
    (index / "g000009").symlink_to(index / "g000002")
    assert build(index, "3").number == 10
    assert names(index) == ["CURRENT", "LOCK", "g000002", "g000009", "g000010"]


def test_linked_files_are_taken_as_they_were_recorded(index: Path) -> None:
    build(index, "unchanged", "old")
    with at(index).begin() as staging:
        assert staging.base is not None
        staging.keep("0.txt")
        (staging.folder / "1.txt").write_text("new")
        staging.publish(papers=2, digests=[], problems=[])
    assert texts(index) == ["unchanged", "new"]
    found = at(index).current()
    assert found is not None
    assert found.files["0.txt"] == staging.base.files["0.txt"]
    verify_files(found)


def test_a_reader_stays_with_the_generation_it_opened(index: Path) -> None:
    build(index, "1")
    with at(index).read(lambda found: (found.folder / "0.txt").open()) as stream:
        for text in ("2", "3"):
            build(index, text)
        assert not (index / "g000001").exists()
        assert stream.read() == "1"


def test_a_reader_whose_files_vanish_reads_current_again(index: Path) -> None:
    build(index, "1")
    asked = []

    def use(found: Published) -> str:
        asked.append(found.generation.number)
        if len(asked) == 1:
            build(index, "2")
            build(index, "3")
        return (found.folder / "0.txt").read_text()

    assert at(index).read(use) == "3"
    assert asked == [1, 3]


@contextmanager
def held(index: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of a build."""
    code = (
        "import sys; from pathlib import Path\n"
        "from searcher.index.generations import Generations\n"
        "index = Generations(Path(sys.argv[1]), format=1, analysis='plain')\n"
        "with index.begin(): print('held', flush=True); sys.stdin.read(1)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_one_builds_at_a_time_and_death_frees_the_lock(index: Path) -> None:
    build(index, "1")
    with held(index) as other:
        with pytest.raises(IndexBusy, match=f"in process {other.pid}$") as caught:
            at(index).begin()
        assert "--wait" in caught.value.hint
        with pytest.raises(IndexBusy, match=f"in process {other.pid}$"):
            at(index).begin(timeout=0.05)
        assert texts(index) == ["1"]
        assert (index / "g000002").exists()
        other.kill()
        other.wait()
        with at(index).begin(timeout=10) as staging:
            assert staging.number == 3
    assert names(index) == ["CURRENT", "LOCK", "g000001"]


def test_one_thread_does_not_wait_for_itself(index: Path) -> None:
    with at(index).begin() as staging:
        for timeout in (0, -1):
            with pytest.raises(IndexBusy, match=f"in process {os.getpid()}$"):
                at(index).begin(timeout=timeout)
        staging.publish(papers=0, digests=[], problems=[])
    at(index).begin().close()


def test_another_kind_of_index_is_outdated(index: Path) -> None:
    build(index, "1")
    for kind in (at(index, kind=2), at(index, analysis="other")):
        with pytest.raises(IndexOutdated, match=r"g000001 was built with") as caught:
            kind.current()
        assert caught.value.digests == ("一/a.txt",)
        with kind.begin() as staging:
            assert staging.base is None
    assert texts(index) == ["1"]


def _edit(manifest: Path, **changes: object) -> None:
    value = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps(value | changes))


DAMAGE = {
    "CURRENT names no generation": lambda i: (i / "CURRENT").write_text("garbage"),
    "CURRENT names no generation ": lambda i: (i / "CURRENT").write_text(""),
    "g000099/manifest.json is missing": lambda i: (i / "CURRENT").write_text("g000099"),
    "manifest.json is missing": lambda i: (i / "g000002/manifest.json").unlink(),
    "manifest.json is not the manifest": lambda i: (
        i / "g000002/manifest.json"
    ).write_bytes(b"\0" * 300),
    "manifest.json is not the manifest ": lambda i: _edit(
        i / "g000002/manifest.json", digests=[{"path": "a.txt", "colour": 1}]
    ),
    "manifest.json is of generation 1": lambda i: shutil.copy(
        i / "g000001/manifest.json", i / "g000002/manifest.json"
    ),
    "0.txt is missing": lambda i: (i / "g000002/0.txt").unlink(),
    "0.txt has 1 bytes, wanted 3": lambda i: (i / "g000002/0.txt").write_text(
        "t", encoding="utf-8"
    ),
}


@pytest.mark.parametrize("message", DAMAGE)
def test_damage_is_named_and_mended_by_the_next_build(
    index: Path, message: str
) -> None:
    build(index, "one")
    build(index, "two")
    DAMAGE[message](index)
    with pytest.raises(IndexDamaged, match=message.strip()) as caught:
        at(index).current()
    assert caught.value.hint == "searcher rebuild"
    assert is_ours(index)
    build(index, "three")
    assert texts(index) == ["three"]
    build(index, "four")
    assert len(names(index)) == 4


def test_a_flipped_bit_is_found_when_everything_is_read(index: Path) -> None:
    build(index, "one")
    found = at(index).current()
    assert found is not None
    (found.folder / "0.txt").write_text("ona")
    assert at(index).current() == found
    with pytest.raises(IndexDamaged, match=r"0\.txt is not what was written"):
        verify_files(found)


def test_a_foreign_index_is_refused_and_left_as_it_is(index: Path) -> None:
    index.mkdir()
    (index / "CURRENT").write_text("MANIFEST-000001\n")
    (index / "MANIFEST-000001").write_text("a database")
    with pytest.raises(ForeignIndex, match="'CURRENT'"):
        at(index).begin()
    with pytest.raises(ForeignIndex):
        at(index).current()
    assert names(index) == ["CURRENT", "MANIFEST-000001"]


def test_a_current_that_cannot_be_read_is_not_taken_for_a_leftover(
    index: Path,
) -> None:
    build(index, "one")
    (index / "CURRENT").unlink()
    (index / "CURRENT").mkdir()
    with pytest.raises(IsADirectoryError):
        at(index).begin()
    assert (index / "g000001" / "0.txt").exists()
    (index / "CURRENT").rmdir()
    (index / "CURRENT").write_text("g000001")
    assert texts(index) == ["one"]


def test_an_interrupt_right_behind_the_rename_leaves_what_was_published(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(index, "one")
    rename = os.replace

    def interrupted(source: Path, target: Path) -> None:
        rename(source, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(index, "two")
    monkeypatch.undo()
    assert texts(index) == ["two"]
    build(index, "three")


KILLED = """
import os, shutil, signal, sys
from pathlib import Path
import filelock
from searcher.index.generations import Generations

EVENTS = {"open", "os.mkdir", "os.rename", "os.truncate", "os.listdir", "os.scandir"}
REMOVALS = {"os.remove", "os.rmdir"}  # these may name a file without its folder

def build(index, limit):
    seen = 0
    def watch(event, arguments):
        nonlocal seen
        inside = event in EVENTS and str(index) in str(arguments[0])
        if inside or event in REMOVALS:
            seen += 1
            if seen == limit:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(watch)
    with Generations(index, format=1, analysis="plain").begin() as staging:
        (staging.folder / "0.txt").write_text("new", encoding="utf-8")
        staging.publish(papers=1, digests=[], problems=[])

start = Path(sys.argv[1])
for limit in range(1, 200):
    index = start.parent / f"killed-{limit:03d}" / "index"
    index.parent.mkdir()
    if start.exists():
        shutil.copytree(start, index)
    child = os.fork()
    if not child:
        build(index, limit)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("before", [[], ["older", "old"]])
def test_killed_at_any_moment_the_last_published_generation_serves(
    index: Path, before: list[str]
) -> None:
    for text in before:
        build(index, text)
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(index)],
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.returncode == 0
    killed = sorted(index.parent.glob("killed-*/index"))
    served = []
    for place in killed:
        found = at(place).current()
        served.append(texts(place) if found else [])
        if found:
            verify_files(found)
        assert is_ours(place)
        assert build(place, "next").papers == 1
        assert texts(place) == ["next"]
        assert len(names(place)) == (4 if found else 3)
    last = before[-1:]
    assert served[0] == last
    assert served[-1] == ["new"]
    assert served == sorted(served, key=lambda texts: texts != last)
    assert len(served) > 15


def test_files_in_folders_are_recorded_too(index: Path) -> None:
    with at(index).begin() as staging:
        (staging.folder / "deep").mkdir()
        (staging.folder / "deep" / "file").write_text("x")
        staging.publish(papers=0, digests=[], problems=[])
    assert texts(index) == ["x"]
    found = at(index).current()
    assert found is not None
    assert list(found.files) == ["deep/file"]
