"""Which directory is the library, and which index/ is left alone."""

from pathlib import Path

import pytest

from searcher.errors import ForeignIndex, LibraryError, NoLibrary
from searcher.settings import (
    INDEX_README,
    Library,
    create_library,
    find_library,
    is_ours,
)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of which nothing above is a library, and no user-data directory."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.delenv("SEARCHER_LIBRARY", raising=False)
    place = tmp_path / "away"
    place.mkdir()
    return place


def make(root: Path, **index: str) -> Library:
    """A library without READMEs; `index` holds files by name, `_` for a folder."""
    library = Library(root)
    library.corpus.mkdir(parents=True)
    library.index.mkdir()
    for name, text in index.items():
        if text == "_":
            (library.index / name).mkdir()
        else:
            (library.index / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return library


def listing(root: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
    }


def test_the_repository_has_the_readme_that_init_writes() -> None:
    assert (ROOT / "index" / "README.md").read_text("utf-8") == INDEX_README


@pytest.mark.parametrize(
    "index",
    [
        {},
        {"README_md": INDEX_README},
        {"README_md": INDEX_README.replace("\n", "\r\n")},
        {"CURRENT": "g000012\n"},
        {"CURRENT": "g1000000", "LOCK": "", "g1000000": "_", "g999999": "_"},
        {"LOCK": "123\n", "g000001": "_"},
        {"_gitignore": "*", "_DS_Store": "x", "LOCK": ""},
        {"CURRENT": "damaged", "LOCK": "", "g000001": "_"},
        {"CURRENT": "g000001\n", "notes_txt": "somebody dropped this here"},
    ],
)
def test_ours(tmp_path: Path, index: dict[str, str]) -> None:
    assert is_ours(make(tmp_path, **index).index)


@pytest.mark.parametrize(
    "index",
    [
        {"README_md": "# Our site\n"},
        {"README_md": f"\n{INDEX_README}"},
        {"index_html": "<p>"},
        {"README_md": INDEX_README, "index_html": "<p>"},
        {"g000001": "_"},
        {"CURRENT": "MANIFEST-000004\n", "LOCK": "", "MANIFEST-000004": "leveldb"},
        {"CURRENT": "g000001"[:-1], "g000001": "_"},
        {"CURRENT": "g００００１２"},
        {"LOCK": "", "gone": "_"},
    ],
)
def test_foreign(tmp_path: Path, index: dict[str, str]) -> None:
    assert not is_ours(make(tmp_path, **index).index)


def test_an_index_that_is_not_there_is_nobodys_and_a_file_is_not_ours(
    tmp_path: Path,
) -> None:
    assert is_ours(tmp_path / "index")
    (tmp_path / "index").write_text("a table of contents")
    assert not is_ours(tmp_path / "index")


def test_the_named_library_comes_before_the_variable_and_that_before_the_nearest(
    away: Path,
) -> None:
    nearest = make(away)
    below = away / "a" / "b"
    below.mkdir(parents=True)
    named = make(away.parent / "named")
    variable = make(away.parent / "variable")
    environ = {"SEARCHER_LIBRARY": str(variable.root)}
    assert find_library(named.root, cwd=below, environ=environ) == named
    assert find_library(cwd=below, environ=environ) == variable
    assert find_library(cwd=below, environ={}) == nearest
    assert find_library(cwd=below, environ={"SEARCHER_LIBRARY": ""}) == nearest
    assert find_library("../../../named", cwd=below, environ={}) == named


def test_the_nearest_needs_both_folders_and_an_index_of_ours(away: Path) -> None:
    outer = make(away)
    make(away / "a", index_html="<p>")
    (away / "a" / "b" / "corpus").mkdir(parents=True)
    (away / "a" / "b" / "c" / "index").mkdir(parents=True)
    assert find_library(cwd=away / "a" / "b" / "c", environ={}) == outer


def test_the_user_data_directory_comes_last(
    away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from platformdirs import user_data_path

    last = make(user_data_path("digest-searcher", appauthor=False))
    assert find_library(cwd=away, environ={}) == last
    monkeypatch.chdir(away)
    assert find_library() == last


def test_nothing_found_says_what_to_do(away: Path) -> None:
    with pytest.raises(NoLibrary, match="no library at or above") as caught:
        find_library(cwd=away, environ={})
    assert "searcher init" in caught.value.hint


def test_a_foreign_index_that_was_passed_over_is_named(away: Path) -> None:
    foreign = make(away, index_html="<p>")
    before = listing(away)
    with pytest.raises(ForeignIndex) as caught:
        find_library(cwd=away, environ={})
    assert str(foreign.index) in caught.value.message
    assert "'index.html'" in caught.value.message
    assert listing(away) == before


def test_a_named_library_with_a_foreign_index_is_refused(away: Path) -> None:
    make(away, index_html="<p>")
    for environ, named in [({}, away), ({"SEARCHER_LIBRARY": str(away)}, None)]:
        with pytest.raises(ForeignIndex, match="index"):
            find_library(named, environ=environ)


def test_a_named_library_may_lack_what_can_be_made_again_or_mounted_again(
    away: Path,
) -> None:
    no_index = make(away / "a")
    no_index.index.rmdir()
    assert find_library(away / "a", environ={}) == no_index
    no_corpus = make(away / "b", CURRENT="g000001\n")
    no_corpus.corpus.rmdir()
    assert find_library(away / "b", environ={}) == no_corpus


@pytest.mark.parametrize("there", [True, False])
def test_a_named_directory_that_is_no_library(away: Path, there: bool) -> None:
    place = away / "my papers"
    if there:
        place.mkdir()
    with pytest.raises(NoLibrary, match="my papers") as caught:
        find_library(place, environ={})
    assert caught.value.hint == f"searcher init '{place}'"


def test_init_makes_a_library_and_can_be_repeated(away: Path) -> None:
    library = create_library(away / "new" / "library")
    assert sorted(listing(library.root)) == [
        "corpus",
        "corpus/README.md",
        "index",
        "index/README.md",
    ]
    assert is_ours(library.index)
    before = listing(library.root)
    assert create_library(library.root) == library
    assert listing(library.root) == before


def test_init_overwrites_nothing(away: Path) -> None:
    library = make(away)
    (library.corpus / "README.md").write_text("mine")
    (library.corpus / "a.txt").write_text("a digest")
    create_library(away)
    assert (library.corpus / "README.md").read_text() == "mine"
    assert (library.corpus / "a.txt").read_text() == "a digest"


def test_init_makes_nothing_beside_a_foreign_index(away: Path) -> None:
    (away / "index").mkdir()
    (away / "index" / "index.html").write_text("<p>")
    before = listing(away)
    with pytest.raises(ForeignIndex):
        create_library(away)
    assert listing(away) == before


def test_init_says_what_stands_in_the_way(away: Path) -> None:
    (away / "corpus").write_text("a file")
    with pytest.raises(LibraryError, match="corpus cannot be made"):
        create_library(away)
