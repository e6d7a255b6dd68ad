"""Odd file systems and odd names: read-only, full, without hard links; any name."""

import errno
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searcher.building import rebuild, update
from searcher.checking import check
from searcher.errors import LibraryError
from searcher.settings import Library, create_library


@contextmanager
def mounted(place: Path, *arguments: str) -> Iterator[Path]:
    """A file system mounted there for a while; skips where that is not allowed."""
    if not shutil.which("mount"):
        pytest.skip("needs mount")
    done = subprocess.run(
        ["mount", *arguments, str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"cannot mount: {done.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@contextmanager
def read_only(place: Path) -> Iterator[Path]:
    """A folder that cannot be written to, nor what is in it."""
    if os.geteuid():
        mode = place.stat().st_mode
        place.chmod(0o555)
        try:
            yield place
        finally:
            place.chmod(mode)
        return
    with mounted(place, "--bind", str(place)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
        yield place


pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX file systems")


class TestReadOnly:
    def test_search_answers_from_an_index_that_cannot_be_written(
        self, run, library: Library, digest: Callable[..., Path]
    ) -> None:
        digest(library, "2026-02-07.jsonl", 50)
        with read_only(library.index):
            found = run("search", "--count", "trust", library=library)
            assert (found.status, found.out) == (0, "10\n")
            assert found.err.startswith(f"note: {library.index}")
            assert found.err.endswith("; generation 2 answers\n")
            assert len(found.err.splitlines()) == 1
            refused = run("searcher", "update", library=library)
            assert (refused.status, refused.out) == (2, "")
            message, hint = refused.err.splitlines()
            assert message.startswith(f"searcher: {library.index}")
            assert "ead-only" in message or "ermission denied" in message
            assert hint.startswith("hint: ")
        assert run("search", "--count", "trust", library=library).out == "11\n"

    def test_when_nothing_changed_nothing_is_written(
        self, run, library: Library
    ) -> None:
        with read_only(library.index):
            assert run("search", "--count", "trust", library=library) == (0, "10\n", "")
            assert run("searcher", "update", library=library).status == 0
            assert run("searcher", "check", library=library).status == 0

    def test_without_an_index_the_error_says_so(self, run, library: Library) -> None:
        shutil.rmtree(library.index)
        library.index.mkdir()
        with read_only(library.index):
            found = run("search", "trust", library=library)
        assert (found.status, found.out) == (2, "")
        message, hint = found.err.splitlines()
        assert message.startswith(f"search: {library.index}")
        assert hint == "hint: see that there is room, and that index/ can be written to"

    def test_a_corpus_that_cannot_be_written_is_only_read(
        self, run, library: Library, digest: Callable[..., Path]
    ) -> None:
        digest(library, "2026-02-07.jsonl", 50)
        with read_only(library.corpus):
            assert run("search", "--count", "trust", library=library).out == "11\n"
            assert run("searcher", "rebuild", library=library).status == 0
            assert run("searcher", "check", library=library).status == 0


class TestFull:
    def test_a_full_disk_is_said_and_the_old_generation_answers(
        self, run, library: Library, digest: Callable[..., Path], tmp_path: Path
    ) -> None:
        room = sum(p.stat().st_size for p in library.index.rglob("*") if p.is_file())
        kept = tmp_path / "kept"
        shutil.move(library.index, kept)
        library.index.mkdir()
        with mounted(
            library.index, "-t", "tmpfs", "-o", f"size={room + 100_000}", "tmpfs"
        ):
            subprocess.run(["cp", "-a", f"{kept}/.", str(library.index)], check=True)
            digest(library, "2026-02-07.jsonl", *range(10, 700), word=noise())
            refused = run("searcher", "update", library=library)
            assert (refused.status, refused.out) == (2, "")
            assert "No space left on device" in refused.err
            assert str(library.index) in refused.err
            found = run("search", "--count", "trust", library=library)
            assert (found.status, found.out) == (0, "10\n")
            assert "No space left on device; generation 2 answers" in found.err
            generations = sorted(p.name for p in library.index.glob("g*"))
            assert generations == ["g000001", "g000002"]
            (library.corpus / "2026-02-07.jsonl").unlink()
            assert run("searcher", "check", library=library).status == 0


def noise() -> str:
    """What does not get smaller when it is compressed."""
    return f"{random.Random(1).getrandbits(4000):x}"


class TestNoHardLinks:
    def test_files_are_copied_and_their_checksums_hold(
        self,
        library: Library,
        digest: Callable[..., Path],
        ask: Callable[..., dict[str, list[str]]],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def refuse(source: object, target: object, **_: object) -> None:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM), source, None, target)

        monkeypatch.setattr(os, "link", refuse)
        for number in range(50, 54):
            digest(library, f"2026-03-{number}.jsonl", number)
            update(library)
        assert check(library).differences == ()
        (library.corpus / "2026-02-06.jsonl").unlink()
        update(library)
        assert check(library).differences == ()
        files = [p for p in library.index.rglob("*") if p.is_file()]
        assert {place.stat().st_nlink for place in files} == {1}
        updated = ask(library)
        rebuild(library)
        assert ask(library) == updated

    def test_on_a_file_system_that_has_none(
        self, run, volatile: Path, digest: Callable[..., Path]
    ) -> None:
        if not shutil.which("mkfs.vfat"):
            pytest.skip("needs mkfs.vfat")
        library = create_library(volatile / "library")
        image = volatile / "image"
        image.write_bytes(b"\0" * (64 << 20))
        subprocess.run(["mkfs.vfat", str(image)], check=True, capture_output=True)
        with mounted(library.index, "-o", "loop", str(image)):
            for number in range(4):
                digest(library, f"{number}.jsonl", number)
                assert run("search", "--count", "trust", library=library).status == 0
            assert check(library).differences == ()


NAMES = [
    "with spaces and more.jsonl",
    "12:30:05 at noon.jsonl",
    "two\nlines.jsonl",
    "文献/二月 五日.jsonl",
    "-q.jsonl",
    "'quoted\" and $HOME.jsonl",
    "surrogate-\udcff.jsonl",
    "\x1b[31mred.jsonl",
    "é-decomposed-e\u0301.jsonl",
]


class TestNames:
    def test_odd_names_of_digests(
        self, run, volatile: Path, digest: Callable[..., Path]
    ) -> None:
        library = create_library(volatile / "odd")
        names = []
        for number, name in enumerate(NAMES):
            try:
                digest(library, name, number)
            except OSError:
                continue  # this file system does not have such names
            names.append(name)
        assert len(names) > 5
        update(library)
        assert check(library).compared == len(names)
        assert not update(library).changed
        for number, name in enumerate(names):
            digest(library, name, 100 + number, word="changed")
        assert len(update(library).altered) == len(names)
        assert check(library).differences == ()
        for name in names[: len(names) // 2]:
            (library.corpus / name).unlink()
        assert len(update(library).removed) == len(names) // 2
        assert check(library).differences == ()
        for words in (["status"], ["status", "--json"], ["check"]):
            found = run("searcher", *words, library=library)
            assert found.status == 0, found.err
            assert "\x1b" not in found.out

    def test_an_odd_name_of_a_library(
        self, run, volatile: Path, digest: Callable[..., Path]
    ) -> None:
        library = create_library(volatile / "g000001" / "a library: 图书馆\n'zwei")
        digest(library, "a.jsonl", 1)
        assert run("search", "--count", "trust", library=library).out == "1\n"
        digest(library, "b.jsonl", 2)
        assert run("search", "--count", "trust", library=library).out == "2\n"
        assert check(library).differences == ()


def test_a_lock_that_cannot_be_had_is_a_sentence(
    library: Library, digest: Callable[..., Path]
) -> None:
    (library.index / "LOCK").unlink()
    (library.index / "LOCK").mkdir()
    digest(library, "2026-02-07.jsonl", 50)
    with pytest.raises(LibraryError, match="LOCK"):
        update(library)
