"""Papers of more values in a field than stand apart: each of them is found."""

import json
from datetime import date
from pathlib import Path

import searcher
from searcher import Bilingual, Paper, Searcher, Seen, Subject
from searcher.index import open_backend
from searcher.index.backend import Backend
from searcher.index.documents import MOST_APART
from searcher.model import Record
from searcher.settings import create_library
from tests.oracle import MemoryBackend

CROWD = range(MOST_APART + 60)
PAPER = Paper(
    "2603.00001",
    title=Bilingual("Observation of a particle"),
    authors=tuple(f"Ada Maria Birch{number}" for number in CROWD),
    subjects=tuple(Subject(f"Field {number}", f"x.F{number}") for number in CROWD),
    keywords=tuple(f"heaps of{number}" for number in CROWD),
    date=date(2026, 3, 2),
    seen=tuple(Seen(f"2026/{number:04}.md", date(2026, 3, 2)) for number in CROWD),
)
OTHER = Paper(
    "2603.00002",
    title=Bilingual("Of another particle"),
    authors=("Ada Cedar", "Di Birch7"),
)
QUERIES = [
    query
    for number in (0, 7, MOST_APART - 2, MOST_APART - 1, MOST_APART, CROWD[-1])
    for query in (
        f"birch{number}",
        f'au:"Ada Maria Birch{number}"',
        f"cat:x.F{number}",
        f'kw:"heaps of{number}"',
        f"in:{number:04}.md",
    )
]


def found(backend: Backend) -> dict[str, list[tuple[str, float]]]:
    with backend.begin(None) as build:
        build.add([Record(PAPER, keys=("t-1",)), Record(OTHER)])
        build.publish(digests=(), problems=())
    with Searcher(backend.open()) as papers:
        return {
            query: [(hit.paper.id, hit.score) for hit in papers.search(query).hits]
            for query in [*QUERIES, "ada", "particle", "birch*", "in:2026"]
        }


def test_each_value_is_found_and_scored_as_the_oracle_does(
    tmp_path: Path,
) -> None:
    answers = found(open_backend(tmp_path))
    for query in QUERIES:
        assert PAPER.id in dict(answers[query]), query
    assert answers == found(MemoryBackend())


def test_a_paper_is_gone_from_whichever_of_its_digests_changes(tmp_path: Path) -> None:
    library = create_library(tmp_path / "library")
    line = json.dumps({"id": "2603.00001", "title": "Observation of a particle"})
    for number in CROWD:
        (library.corpus / f"{number:04}.jsonl").write_text(line)
    searcher.update(library.root)
    for number in (CROWD[-1], MOST_APART):
        (library.corpus / f"{number:04}.jsonl").unlink()
    searcher.update(library.root)
    with searcher.open(library.root) as papers:
        paper = papers.paper("2603.00001")
        assert paper is not None
        held = {seen.digest for seen in paper.seen}
    assert held == {place.name for place in library.corpus.glob("*.jsonl")}
