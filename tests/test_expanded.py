"""What beginnings of words and rough words stood for is told, by any engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from searcher import Bilingual, Paper, Searcher
from searcher.index import open_backend
from searcher.index.backend import Backend
from searcher.model import Json, Record
from tests.oracle import MemoryBackend

PAPERS = [
    Paper("1", title=Bilingual("Methods of a method", "方法")),
    Paper("2", title=Bilingual("A method of metonymy"), authors=("Ann Metz",)),
    *(Paper(f"x{n}", title=Bilingual(f"word{n} words")) for n in range(15)),
]


@pytest.fixture(params=["memory", "embedded"])
def papers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Searcher]:
    embedded = request.param == "embedded"
    backend: Backend = open_backend(tmp_path) if embedded else MemoryBackend()
    with backend.begin(None) as build:
        build.add(map(Record, PAPERS))
        build.publish(digests=(), problems=())
    with Searcher(backend.open()) as searcher:
        yield searcher


def told(term: str, *to: str, count: int | None = None) -> Json:
    return {"term": term, "to": list(to), "count": count or len(to)}


@pytest.mark.parametrize(
    ("query", "expanded"),
    [
        ("method", []),
        ("met*", [told("met*", "method", "methods", "metonymy", "metz")]),
        ("methodz~", [told("methodz~", "method", "methods")]),
        (
            "metods~2 -metz*",
            [told("metods~2", "method", "methods"), told("metz*", "metz")],
        ),
        ("title:metz*", [told("metz*")]),
        ("方*", []),
        ("method date:2026..", []),
    ],
)
def test_words_are_told_by_how_many_papers_hold_them(
    papers: Searcher, query: str, expanded: list[Json]
) -> None:
    assert list(papers.search(query, suggest=False).expanded) == expanded


def test_only_the_first_are_told(papers: Searcher) -> None:
    (found,) = papers.search("wor*").expanded
    assert found["count"] == 17
    assert found["to"][:3] == ["word", "words", "word0"]
    assert len(found["to"]) == 10


def test_a_relaxed_answer_tells_its_own(papers: Searcher) -> None:
    found = papers.search("nothing metz*", relax=True)
    assert (found.relaxed, found.parsed) == ("any", "nothing metz*")
    assert list(found.expanded) == [told("metz*", "metz")]
