"""Small libraries in memory, asked as a program asks them."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from searcher.model import Bilingual, Paper, Record
from searcher.searching import Searcher
from tests.oracle import MemoryBackend

Ask = Callable[[str], list[str]]


@pytest.fixture
def library() -> Callable[..., Ask]:
    """Of titles: what tells which of them are found; with `relax`, asked less strictly
    where none is.
    """

    def holding(titles: Sequence[str], *, relax: bool = False) -> Ask:
        backend = MemoryBackend()
        papers = [Paper(str(n), title=Bilingual(t)) for n, t in enumerate(titles)]
        with backend.begin(None) as build:
            build.add(map(Record, papers))
            build.publish(digests=(), problems=())
        searcher = Searcher(backend.open())

        def ask(query: str) -> list[str]:
            found = searcher.search(
                query, limit=None, relax=relax, today=date(2026, 3, 5)
            )
            return sorted(hit.paper.title.en for hit in found)

        return ask

    return holding
