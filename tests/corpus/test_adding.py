"""Copying digests into the corpus, never over another."""

from pathlib import Path

import pytest

from searcher.corpus.adding import Added, add_digests
from searcher.errors import DigestError


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    place = tmp_path / "library" / "corpus"
    place.mkdir(parents=True)
    return place


def write(place: Path, text: str = "a digest\n") -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_new_digests_are_copied_and_stay_where_they_were(
    tmp_path: Path, corpus: Path
) -> None:
    one = write(tmp_path / "一 号.txt", "one")
    two = write(tmp_path / "two.md", "two")
    assert add_digests(corpus, [one, str(two)]) == [
        Added(corpus / "一 号.txt", True),
        Added(corpus / "two.md", True),
    ]
    assert contents(corpus) == {"一 号.txt": "one", "two.md": "two"}
    assert one.read_text() == "one"


def test_the_same_bytes_are_skipped_under_any_name(
    tmp_path: Path, corpus: Path
) -> None:
    held = write(corpus / "2026" / "a.txt")
    write(corpus / ".left.part", "other\n")
    again = write(tmp_path / "a.txt")
    renamed = write(tmp_path / "b.txt")
    other = write(tmp_path / "c.txt", "other\n")
    assert add_digests(corpus, [again, renamed, held, other, other]) == [
        Added(held, False),
        Added(held, False),
        Added(held, False),
        Added(corpus / "c.txt", True),
        Added(corpus / "c.txt", False),
    ]


def test_a_taken_name_is_an_error_and_nothing_is_copied(
    tmp_path: Path, corpus: Path
) -> None:
    write(corpus / "a.txt", "held")
    fine = write(tmp_path / "fine.txt")
    clash = write(tmp_path / "a.txt", "new!")
    with pytest.raises(DigestError, match=r"a\.txt differs from"):
        add_digests(corpus, [fine, clash])
    assert contents(corpus) == {"a.txt": "held"}


def test_two_arguments_of_one_name_do_not_replace_each_other(
    tmp_path: Path, corpus: Path
) -> None:
    one = write(tmp_path / "x" / "a.txt", "one")
    other = write(tmp_path / "y" / "a.txt", "other")
    with pytest.raises(DigestError, match=r"a\.txt differs from"):
        add_digests(corpus, [one, other])
    assert contents(corpus) == {"a.txt": "one"}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("gone.txt", "no such file"),
        ("folder", "a directory"),
        (".hidden", "is skipped"),
        ("README.txt", "is skipped"),
        ("a.txt.part", "is skipped"),
        ("words.txt", "is skipped"),
    ],
)
def test_what_is_no_digest_is_refused(
    tmp_path: Path, corpus: Path, name: str, found: str
) -> None:
    (tmp_path / "folder").mkdir()
    if found == "is skipped":
        write(tmp_path / name)
    with pytest.raises(DigestError, match=found):
        add_digests(corpus, [write(tmp_path / "fine.txt"), tmp_path / name])
    assert contents(corpus) == {}


def test_a_corpus_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="cannot be copied"):
        add_digests(tmp_path / "nowhere", [write(tmp_path / "a.txt")])


PAPERS = "|Title|PDF|\n|-|-|\n|Heaps|https://arxiv.org/abs/2603.00001|\n"


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("cv-daily", "cv-daily-README.md"), (".hidden", "digest-README.md")],
)
def test_a_readme_that_is_a_digest_is_read_when_it_is_added(
    tmp_path: Path, corpus: Path, folder: str, expected: str
) -> None:
    readme = write(tmp_path / folder / "README.md", PAPERS)
    (added,) = add_digests(corpus, [readme])
    assert (added.path, added.new) == (corpus / expected, True)
    assert contents(corpus) == {expected: PAPERS}
    assert add_digests(corpus, [readme])[0].new is False


def test_a_readme_without_papers_is_refused(tmp_path: Path, corpus: Path) -> None:
    with pytest.raises(DigestError, match="is skipped"):
        add_digests(corpus, [write(tmp_path / "README.md", "# A tool\n")])
    assert contents(corpus) == {}
