"""A test collection → a run: for each query, the documents found and their scores.

Builds an index that is thrown away and asks it as `search --match any` does. Knows no
grades.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from searcher.evaluation.collection import Collection
from searcher.index import open_backend
from searcher.model import Hit, Match, Paper, Record
from searcher.searching import Searcher

DEPTH = 100
"""So many documents are asked for; what lies deeper counts as not found."""
TAG = "searcher"
_LOWERED = 1 - 2.0**-22
"""Two steps of a 32-bit float, in which some programs hold the scores of a run."""

Run = Mapping[str, Sequence[tuple[str, float]]]
"""By query, the documents found, best first, with scores that fall strictly."""
Progress = Callable[[str, int, int], None]
"""Told the stage, `indexing` or `asking`, how much of it is done, and of how much."""


def ask(collection: Collection, *, progress: Progress) -> Run:
    """The run of all queries, in their order; one that finds nothing has no documents.

    A query is plain text: no operator, quote or field in it is syntax.
    """
    with TemporaryDirectory(prefix="searcher-", ignore_cleanup_errors=True) as place:
        backend = open_backend(Path(place) / "index")
        with backend.begin(None) as build:
            build.add(map(Record, _counted(collection.documents, progress)))
            build.publish(digests=(), problems=())
        total = len(collection.queries)
        run: dict[str, Sequence[tuple[str, float]]] = {}
        with Searcher(backend.open()) as searcher:
            for done, (name, text) in enumerate(collection.queries.items()):
                progress("asking", done, total)
                results = searcher.search(
                    text,
                    match=Match.ANY,
                    plain=True,
                    limit=DEPTH,
                    highlights=False,
                    suggest=False,
                )
                run[name] = tuple(falling(results))
        progress("asking", total, total)
    return run


def falling(hits: Iterable[Hit]) -> Iterator[tuple[str, float]]:
    """Documents and scores; an equal score is lowered a little.

    Who reads a run sorts it by score, and ties in an order of their own.
    """
    above: float | None = None
    for hit in hits:
        score = hit.score if above is None else min(hit.score, above * _LOWERED)
        yield hit.paper.id, score
        above = score


def trec_lines(run: Run) -> Iterator[str]:
    """The run as TREC has it: query, `Q0`, document, rank, score, name of the run."""
    for query, found in run.items():
        for rank, (document, score) in enumerate(found, 1):
            yield f"{query} Q0 {document} {rank} {score:.9g} {TAG}\n"


def _counted(papers: Sequence[Paper], progress: Progress) -> Iterator[Paper]:
    for done, paper in enumerate(papers):
        if done % 100 == 0:
            progress("indexing", done, len(papers))
        yield paper
    progress("indexing", len(papers), len(papers))
