"""From what a person typed to what they see: parse, plan, find, show.

Knows no files and prints nothing; the engine is behind `Reader`.
"""

from collections.abc import Mapping
from datetime import date as Date
from time import perf_counter
from types import TracebackType
from typing import Self

from searcher.analysis.tokens import tokens
from searcher.index.backend import Reader
from searcher.model import Generation, Hit, Match, Order, Paper, Results, Snippet
from searcher.query.matches import matches
from searcher.query.parser import parse
from searcher.query.plan import ABSTRACTS, TITLES, Any, Plan
from searcher.query.planning import plan_of
from searcher.query.tree import Query
from searcher.snippets import passages, whole


class Searcher:
    """Answers queries over one generation; a context manager that closes it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @property
    def generation(self) -> Generation:
        """What is searched, however often the library is updated meanwhile."""
        return self._reader.generation

    def search(
        self,
        query: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        order: Order = Order.RELEVANCE,
        match: Match = Match.ALL,
        today: Date | None = None,
    ) -> Results:
        """The papers that match, best first: `limit` of them from `offset` on.

        Without a limit, all of them. No query is an error: what is not syntax is text,
        and `notes` tell how an odd one was read. `today` is what relative dates count
        from.
        """
        started = perf_counter()
        parsed = parse(query, today=today or Date.today())
        plan = self._plan(parsed.query, match)
        if parsed.literal:
            plan = Any((plan, self._plan(parsed.literal, match)))
        page = self._reader.search(plan, limit=limit, offset=offset, order=order)
        papers = self._reader.papers(scored.id for scored in page.hits)
        hits = tuple(
            Hit(
                rank, score=score, paper=paper, highlights=self._highlights(plan, paper)
            )
            for rank, ((_, score), paper) in enumerate(
                zip(page.hits, papers, strict=True), offset + 1
            )
        )
        return Results(
            query,
            parsed=str(parsed.query),
            hits=hits,
            total=page.total,
            took=perf_counter() - started,
            generation=self.generation.number,
            notes=(*parsed.notes, *page.notes),
        )

    def paper(self, id: str) -> Paper | None:  # noqa: A002  (what it is called)
        """The paper with this id, None if the library does not hold it."""
        return next(iter(self._reader.papers([id])), None)

    def close(self) -> None:
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _plan(self, query: Query, match: Match) -> Plan:
        reader = self._reader
        return plan_of(
            query, segmenter=reader.segmenter, match=match, known=reader.known
        )

    def _highlights(
        self, plan: Plan, paper: Paper
    ) -> Mapping[str, tuple[Snippet, ...]]:
        """Titles in full, passages of abstracts that matched."""
        texts = {
            "title.en": paper.title.en,
            "title.zh": paper.title.zh,
            "abstract.en": paper.abstract.en,
            "abstract.zh": paper.abstract.zh,
        }
        shown: dict[str, tuple[Snippet, ...]] = {}
        for field in TITLES + ABSTRACTS:
            text = texts[field]
            if not text:
                continue
            found = tokens(text, self._reader.segmenter)
            marks = matches(plan, field, text, found)
            if field in TITLES:
                shown[field] = (whole(text, marks),)
            elif marks:
                breaks = sorted({token.start for token in found})
                shown[field] = passages(text, marks, breaks)
        return shown
