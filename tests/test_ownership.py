"""A library that nobody named has to be the user's own."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import searcher
from searcher.errors import LibraryError, NoLibrary
from searcher.settings import Library, find_library

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only root can give files to others",
)
ROOT = Path(__file__).resolve().parent.parent
OTHER, THIRD = 54321, 54322
"""Users without a name."""


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory that others may enter, and no library in the user-data directory."""
    monkeypatch.delenv("SEARCHER_LIBRARY", raising=False)
    monkeypatch.delenv("SUDO_UID", raising=False)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("XDG_DATA_HOME", f"{folder}/share")
        yield Path(folder)


def make(root: Path, *, owner: int, index: int | None = None, mode: int = 0o755):
    """A library of this owner, index/ perhaps of another."""
    library = Library(root)
    shutil.copytree(ROOT / "corpus", library.corpus)
    library.index.mkdir()
    (library.root / "sub" / "folder").mkdir(parents=True)
    for path in (root, *root.rglob("*")):
        os.chown(path, owner, owner, follow_symlinks=False)
    os.chown(library.index, owner if index is None else index, 0)
    root.chmod(mode)
    return library


def found(library: Library, **environ: str) -> Library:
    return find_library(cwd=library.root / "sub" / "folder", environ=environ)


@contextmanager
def being(user: int) -> Iterator[None]:
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("owner", [OTHER, pwd.getpwnam("nobody").pw_uid])
def test_that_of_another_is_refused_by_name(place: Path, owner: int) -> None:
    library = make(place / "theirs", owner=owner)
    with pytest.raises(LibraryError) as caught:
        found(library)
    name = "nobody" if owner != OTHER else f"the user with the number {OTHER}"
    assert f"{library.root} belongs to {name}, not to you" in caught.value.message
    assert f"--library {library.root}" in caught.value.hint


def test_so_is_that_of_root_for_others(place: Path) -> None:
    library = make(place / "theirs", owner=0)
    with being(OTHER), pytest.raises(LibraryError, match="belongs to root"):
        found(library)


MINE = [
    {"owner": 0},
    {"owner": 0, "index": OTHER},
    {"owner": OTHER, "index": 0},
    {"owner": 0, "index": 0, "mode": 0o777},
    {"owner": 0, "index": OTHER, "mode": 0o775},
]


@pytest.mark.parametrize("how", MINE)
def test_one_that_is_ours_in_part_is_taken(place: Path, how: dict[str, int]) -> None:
    library = make(place / "ours", **how)
    assert found(library) == library


@pytest.mark.parametrize("mode", [0o777, 0o1777])
def test_one_that_anybody_could_have_made_is_not(place: Path, mode: int) -> None:
    """As in /tmp, which root owns."""
    library = make(place / "all", owner=0, index=OTHER, mode=mode)
    with pytest.raises(LibraryError, match=f"belongs to .*{OTHER}"):
        found(library)


def test_an_index_is_not_ours_by_a_link_of_others(place: Path) -> None:
    """Else their corpus/ would be built into an index of ours."""
    ours = make(place / "ours", owner=0)
    library = make(place / "theirs", owner=OTHER)
    library.index.rmdir()
    library.index.symlink_to(ours.index)
    os.chown(library.index, OTHER, OTHER, follow_symlinks=False)
    with pytest.raises(LibraryError, match="belongs to"):
        found(library)


def test_by_a_link_of_ours_it_is(place: Path) -> None:
    theirs = make(place / "theirs", owner=OTHER)
    library = make(place / "linked", owner=OTHER)
    library.index.rmdir()
    library.index.symlink_to(theirs.index)
    os.chown(library.index, 0, 0, follow_symlinks=False)
    assert found(library) == library


def test_a_library_reached_by_a_link_is_whose_it_is(place: Path) -> None:
    ours = make(place / "ours", owner=0)
    link = place / "link"
    link.symlink_to(ours.root)
    os.chown(link, OTHER, OTHER, follow_symlinks=False)
    assert found(Library(link)).root == link


def test_by_sudo_one_is_still_oneself(place: Path) -> None:
    library = make(place / "ours", owner=OTHER)
    assert found(library, SUDO_UID=str(OTHER)) == library
    for other in (str(THIRD), "", "x", "-1", "٥", f"{OTHER} "):
        with pytest.raises(LibraryError):
            found(library, SUDO_UID=other)
    root = make(place / "root", owner=0)
    assert found(root, SUDO_UID=str(OTHER)) == root


def test_only_root_is_another_by_sudo(place: Path) -> None:
    library = make(place / "theirs", owner=THIRD)
    with being(OTHER), pytest.raises(LibraryError):
        found(library, SUDO_UID=str(THIRD))


def test_nothing_further_up_is_taken_instead(place: Path) -> None:
    """Whoever stands in a library means that one."""
    outer = make(place / "ours", owner=0)
    make(outer.root / "theirs", owner=OTHER)
    with pytest.raises(LibraryError, match="ours/theirs belongs to"):
        find_library(cwd=outer.root / "theirs" / "sub", environ={})


def test_nor_is_that_of_the_user_data_directory(place: Path) -> None:
    make(place / "share" / "digest-searcher", owner=OTHER)
    with pytest.raises(LibraryError, match="belongs to"):
        find_library(cwd=place, environ={})


def test_folders_that_make_no_library_are_nobodys_business(place: Path) -> None:
    """Neither corpus/ alone nor an index/ of another program is refused."""
    library = make(place / "theirs", owner=OTHER)
    library.index.rmdir()
    with pytest.raises(NoLibrary):
        found(library)
    library.index.mkdir()
    (library.index / "a table").write_text("of another program")
    os.chown(library.index, OTHER, OTHER)
    outer = make(place / "ours", owner=0)
    library.root.rename(outer.root / "theirs")
    assert found(Library(outer.root / "theirs")) == outer


def test_one_that_was_named_is_taken(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = make(place / "theirs", owner=OTHER)
    assert find_library(library.root) == library
    assert find_library(environ={"SEARCHER_LIBRARY": str(library.root)}) == library
    monkeypatch.chdir(library.root)
    assert find_library(".") == library


COMMANDS = [
    ["search", "trust"],
    ["search", "--no-update", "-q", "trust"],
    ["searcher", "status"],
    ["searcher", "update"],
    ["searcher", "rebuild"],
    ["searcher", "check", "--repair"],
    ["searcher", "like", "1502.05477"],
    ["searcher", "explain", "trust", "1502.05477"],
    ["searcher", "show", "1502.05477"],
    ["searcher", "add", str(ROOT / "README.md")],
]


def _listing(root: Path) -> dict[str, float]:
    return {str(path): path.stat().st_mtime_ns for path in root.rglob("*")}


def test_no_command_touches_it(place: Path) -> None:
    library = make(place / "theirs", owner=OTHER)
    before = _listing(library.root)
    modules = {"search": "searcher.cli.search", "searcher": "searcher.cli.admin"}
    start = [sys.executable, "-m"]

    def run(program: str, *words: str) -> "subprocess.CompletedProcess[bytes]":
        environ = {
            **os.environ,
            "PYTHONPATH": str(Path(searcher.__file__).resolve().parents[1]),
        }
        return subprocess.run(
            [*start, modules[program], *words],
            cwd=library.root / "sub",
            env=environ,
            capture_output=True,
            check=False,
        )

    for command in COMMANDS:
        done = run(*command)
        assert done.returncode == 2, command
        assert b"belongs to the user with the number 54321, not to you" in done.stderr
        assert done.stdout == b""
    assert _listing(library.root) == before
    assert run("search", "--library", "..", "trust").returncode == 0


def test_nor_does_python(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = make(place / "theirs", owner=OTHER)
    monkeypatch.chdir(library.root)
    calls: list[Callable[..., object]] = [
        searcher.open,
        searcher.update,
        searcher.rebuild,
    ]
    for call in calls:
        with pytest.raises(LibraryError, match="belongs to"):
            call()
    assert list(library.index.iterdir()) == []
    with searcher.open(".") as papers:
        assert papers.search("trust region")
