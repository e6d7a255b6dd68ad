"""Deleting digests from the corpus, and nothing else."""

from pathlib import Path

import pytest

from searcher.corpus.removing import chosen, delete
from searcher.errors import DigestError


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    place = tmp_path / "library" / "corpus"
    for name in ("a.txt", "2026/a.txt", "2026/b.txt", "2026/03/c.txt", "20/d.txt"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(name, encoding="utf-8")
    (place / "README.md").write_text("about", encoding="utf-8")
    return place


def names(corpus: Path, *given: str) -> list[str]:
    return [found.name for found in chosen(corpus, given)]


def test_a_digest_is_named_as_in_the_corpus_or_by_its_path(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus / "2026")
    assert names(corpus, "a.txt") == ["a.txt"]  # as `status` calls it
    assert names(corpus, "b.txt") == ["2026/b.txt"]
    assert names(corpus, str(corpus / "20" / "d.txt"), "./a.txt", "a.txt") == [
        "20/d.txt",
        "a.txt",
    ]
    assert names(corpus, "03/") == ["2026/03/c.txt"]


def test_of_a_folder_all_go(corpus: Path) -> None:
    assert names(corpus, "2026") == ["2026/03/c.txt", "2026/a.txt", "2026/b.txt"]
    assert names(corpus, "20") == ["20/d.txt"]


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "/", "../index", "README.md", "gone.txt", "2026/../..", "b.txt"],
)
def test_anything_else_is_an_error(corpus: Path, name: str) -> None:
    (corpus.parent / "index").mkdir()
    with pytest.raises(DigestError, match="no digest of this library"):
        names(corpus, "a.txt", name)


def test_a_name_that_is_nearly_right_is_offered(corpus: Path) -> None:
    with pytest.raises(DigestError) as raised:
        names(corpus, "c.txt")
    assert "did you mean 2026/03/c.txt?" in raised.value.hint


def test_only_what_was_chosen_goes(corpus: Path) -> None:
    going = chosen(corpus, ["2026/a.txt", "20"])
    assert [one.name for one in delete(going)] == ["20/d.txt", "2026/a.txt"]
    left = {path.relative_to(corpus).as_posix() for path in corpus.rglob("*.*")}
    assert left == {"a.txt", "2026/b.txt", "2026/03/c.txt", "README.md"}
    assert [one.name for one in delete(going)]  # gone already, which is what is wanted


def test_what_a_link_leads_to_stays(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    other = tmp_path / "outside" / "e.txt"
    other.write_text("mine", encoding="utf-8")
    (corpus / "link.txt").symlink_to(other)
    (corpus / "folder").symlink_to(other.parent)
    assert list(delete(chosen(corpus, ["link.txt"])))
    assert other.exists()
    with pytest.raises(DigestError, match="lies outside"):
        chosen(corpus, ["folder/e.txt"])
