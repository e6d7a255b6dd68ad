"""Libraries that are searched while their digests are looked at."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from searcher.cli import session
from searcher.cli.session import asked_beside, opened
from searcher.searching import Searcher
from searcher.settings import Library


@pytest.fixture
def library(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """One whose digests are looked at by another process."""
    answer = asked_beside(lambda: True)
    if answer is None:
        pytest.skip("this system does not copy processes")
    assert answer()
    shutil.copytree(built, tmp_path / "library")
    monkeypatch.setattr(session, "_MANY", 0)
    return Library(tmp_path / "library")


def asked(library: Library, asking: list[int]) -> tuple[int, int]:
    """Generation and papers of an answer; the generations that were asked."""

    def question(searcher: Searcher) -> tuple[int, int]:
        asking.append(searcher.generation.number)
        return searcher.generation.number, searcher.search("region", limit=0).total

    with opened(library, quiet=True) as papers:
        found = papers.ask(question)
        assert papers.ask(question) == found
        asking.pop()
        return found


def test_what_did_not_change_is_asked_once(library: Library) -> None:
    asking: list[int] = []
    number, _ = asked(library, asking)
    assert asking == [number]


def test_what_changed_is_taken_in_and_asked_again(library: Library) -> None:
    number, total = asked(library, [])
    digest = '{"id": "2601.00001", "title": "A region more", "abstract": "Of trust."}\n'
    (library.corpus / "more.jsonl").write_text(digest, encoding="utf-8")
    asking: list[int] = []
    assert asked(library, asking) == (number + 1, total + 1)
    assert asking == [number, number + 1]


def test_an_absent_corpus_is_told(library: Library, capfd) -> None:
    library.corpus.rename(library.root / "away")
    with opened(library) as papers:
        assert papers.ask(lambda searcher: searcher.search("region").total)
    told = capfd.readouterr().err
    assert told.count("answers") == 1
    assert "corpus" in told


def test_whoever_asks_nothing_waits_for_nobody_later(library: Library) -> None:
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = children.read_text("ascii")
    with opened(library):
        assert children.read_text("ascii") != before
    assert children.read_text("ascii") == before


@pytest.mark.usefixtures("library")
def test_a_no_and_a_failure_are_no_yes(capfd) -> None:
    def fails() -> bool:
        raise KeyboardInterrupt

    answers = [asked_beside(each) for each in (lambda: False, fails)]
    assert [answer and answer() for answer in answers] == [False, False]
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("library")
def test_whoever_ignores_children_has_an_answer() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        answer = asked_beside(lambda: True)
        assert answer
        assert answer()
    finally:
        signal.signal(signal.SIGCHLD, before)
