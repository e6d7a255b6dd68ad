"""From what a person typed to what they see: parse, plan, find, show.

Knows no files and prints nothing; the engine is behind `Reader`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from datetime import date as Date
from functools import partial, wraps
from time import perf_counter

from searcher.errors import IndexDamaged, SearcherClosed, SearcherError
from searcher.frozen import late
from searcher.generation import Generation
from searcher.highlighting import Shown, highlighter
from searcher.identifiers import mentions
from searcher.index.backend import Page, Reader
from searcher.model import (
    NOTHING_FOUND,
    Explanation,
    Hit,
    Match,
    Order,
    Paper,
    Results,
)
from searcher.query import plan
from searcher.query.naming import named
from searcher.query.parser import Parsed, parse
from searcher.query.plan import Plan
from searcher.query.planning import Planned, planned
from searcher.query.tree import Query
from searcher.request import (
    Request,
    as_count,
    as_day,
    as_limit,
    as_match,
    as_order,
    as_reader,
    as_text,
)
from searcher.typed import Concatenate, NamedTuple, ParamSpec, Self, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

BATCH = 20
"""So many hits of a lazy answer are held at a time; to make them takes some 10 ms."""
TELLING = 20
"""So many terms of a paper are looked for in others."""
NO_WORD = "there is no word in the query to look for"
MOST_DOUBTED = 20
"""Where more papers are found, no word of the query is taken for a slip."""
LONGEST_QUOTED = 200
"""A note quotes a query up to so many characters."""


class Found(NamedTuple):
    """What was asked of the engine, and its answer."""

    plan: Plan
    page: Page


def _today() -> Date:
    """Announcements are dated in UTC, so is what is counted from."""
    return datetime.now(UTC).date()


def _brief(query: Query) -> str:
    """A query as it is printed, or its beginning, for a sentence about it."""
    text = str(query)
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"


def _nothing(_: Paper) -> Shown:
    """Of a paper that is not highlighted."""
    return Shown({}, ())


def _honest(
    method: "Callable[Concatenate[Searcher, P], R]",
) -> "Callable[Concatenate[Searcher, P], R]":
    """Raise IndexDamaged where a failure has that reason, whatever it looks like."""

    @wraps(method)
    def honest(self: "Searcher", /, *args: P.args, **options: P.kwargs) -> R:
        if self._is_closed:
            raise SearcherClosed
        try:
            return method(self, *args, **options)
        except SearcherError:
            raise
        except Exception as error:
            if self._is_closed:  # meanwhile, by another thread
                raise SearcherClosed from error
            damage = self.damage()
            if not damage:
                raise
            raise IndexDamaged(damage[0], hint="searcher rebuild") from error

    return honest


class Searcher:
    """Answers queries over one generation; a context manager that closes it."""

    def __init__(self, reader: Reader) -> None:
        """Over a generation that is open: `searcher.open` makes one of a library.

        Raises QueryTypeError where the reader is a path, or anything else.
        """
        as_reader(reader)
        self._reader = reader
        self._is_closed = False

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
        order: Order | str = Order.RELEVANCE,
        match: Match | str = Match.ALL,
        relax: bool = False,
        suggest: bool = True,
        plain: bool = False,
        today: Date | None = None,
        highlights: bool = True,
        explain: bool = False,
        lazy: bool = False,
    ) -> Results:
        """The papers that match, best first: `limit` of them from `offset` on.

        Without a limit, all of them. No query is an error: what is not syntax is text,
        and `notes` tell how an odd one was read; a `plain` query has no syntax. With
        `relax`, a query that finds nothing is asked less strictly, and `relaxed` says
        how; else `suggest` has the notes offer a better spelling. `today`, in UTC, is
        what relative dates count from. `highlights` are most of the work when there
        are many hits; without them each hit has none. Where the answer is `lazy`, hits
        are made a few at a time whenever they are gone through, and a paper is read
        when somebody looks at it, for which the searcher must still be open; else all
        of them are read at once. `order` and `match` may be given by their values.
        Raises QueryError for a value that is none.
        """
        return self.answer(
            Request(
                as_text("query", query),
                limit=as_limit("limit", limit),
                offset=as_count("offset", offset),
                order=as_order(order),
                match=as_match(match),
                relax=relax,
                suggest=suggest,
                plain=plain,
                today=as_day("today", today),
                highlights=highlights,
                explain=explain,
                lazy=lazy,
            )
        )

    @_honest
    def answer(self, request: Request) -> Results:
        """What `search` gives, for a request whose values are read already."""
        started = perf_counter()
        query = request.query
        today = request.today or _today()
        parsed = self._read(query, today, plain=request.plain)
        found = self._asked(parsed.query, parsed.literal, request)
        label, notes = None, (*parsed.notes, *found.page.notes)
        # a filter that cannot be read was told of already
        told = parsed.notes and any(map(str.isalnum, query))
        if found.plan == plan.NOTHING and (request.relax or request.suggest):
            notes += () if told else (NO_WORD,)
        if not found.page.total and request.relax:
            label, found, said = self._relaxed(parsed.query, request, found)
            notes += said
        elif not found.page.total and request.suggest:
            from searcher.query.suggesting import corrected  # noqa: PLC0415 - rarely

            better = corrected(parsed.query, self._reader)
            notes += (f"did you mean: {_brief(better)}",) if better else ()
        elif request.suggest and found.page.total <= MOST_DOUBTED:
            notes += self._usual(parsed.query, request, found.page.total)
        literal = parsed.literal if request.explain else None
        return Results(
            query,
            parsed=str(parsed.query),
            hits=self._hits(found, request),
            total=found.page.total,
            took=perf_counter() - started,
            generation=self.generation.number,
            relaxed=label,
            expanded=tuple(
                {"term": one.term, "to": list(one.to), "count": one.words}
                for one in found.page.expanded
            ),
            notes=tuple(dict.fromkeys(notes)),
            literal=str(literal) if literal else None,
        )

    @_honest
    def like(
        self,
        id: str,  # noqa: A002
        *,
        limit: int | None = 10,
        lazy: bool = False,
    ) -> Results | None:
        """The papers that share the most telling terms of a paper; None if unknown.

        The paper is named as for `paper`. `notes` say which terms; `lazy` is as in
        `search`.
        """
        started = perf_counter()
        request = Request(id, limit=as_limit("limit", limit), lazy=lazy)
        paper = self._named(id)
        telling = self._reader.telling(paper.id, TELLING) if paper else None
        if paper is None or telling is None:
            return None
        shown = [one.shown for one in telling]
        this = plan.Synonyms((plan.Choice(plan.Term(paper.id.casefold(), ("id",))),))
        leaves = tuple(
            plan.Synonyms((plan.Choice(plan.Term(t.term, plan.TEXTS)),))
            for t in telling
        )
        alike = plan.All((plan.Any(leaves), plan.Not(this)))
        found = Found(alike, self._page(alike, request))
        return Results(
            id,
            parsed=" ".join(shown),
            hits=self._hits(found, request),
            total=found.page.total,
            took=perf_counter() - started,
            generation=self.generation.number,
            notes=("papers with: " + ", ".join(shown),) if shown else (),
        )

    @_honest
    def explain(
        self,
        query: str,
        id: str,  # noqa: A002
        *,
        match: Match | str = Match.ALL,
    ) -> Explanation | None:
        """Why a paper has its score for a query; None when it does not match."""
        parsed = self._read(as_text("query", query), _today())
        asked = self._plan(parsed.query, parsed.literal, as_match(match))
        paper = self._named(id)
        return self._reader.explain(asked.plan, paper.id) if paper else None

    @_honest
    def paper(self, id: str) -> Paper | None:  # noqa: A002  (what it is called)
        """The paper with this id, None if the library does not hold it.

        An arXiv id may have a version, and be cited or linked to as people do.
        """
        return self._named(id)

    def damage(self) -> Sequence[str]:
        """Read all of the generation: what of it is not as it was written."""
        if self._is_closed:
            raise SearcherClosed
        return self._reader.damage()

    def close(self) -> None:
        """Let go of the index; what was found before stays as it is. Whatever is asked
        from now on raises SearcherClosed; to close it again does nothing.
        """
        if not self._is_closed:
            self._is_closed = True
            self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self.close()

    def _named(self, name: str) -> Paper | None:
        """The paper of this id, else of the one that the text cites."""
        name = as_text("id", name)
        cited = {paper.id for mention in mentions(name) for paper in mention.papers}
        # a text that cites several papers names none of them
        names = (name, *cited) if len(cited) == 1 else (name,)
        return next(iter(self._reader.papers(names)), None)

    def _read(self, text: str, today: Date, *, plain: bool = False) -> Parsed:
        """What was typed, where it may be ids that only this library knows."""
        if not plain:
            meant = named(text, held=self._reader.held, known=self._reader.known)
            if meant:
                return Parsed(meant.query, (meant.note,) if meant.note else ())
        return parse(text, today=today, plain=plain)

    def _plan(self, query: Query, literal: Query | None, match: Match) -> Planned:
        reader = self._reader
        asked = [
            (query, match),
            *([(literal, Match.ALL)] if literal is not None else []),
        ]
        readings = [
            planned(
                q,
                segmenter=reader.segmenter,
                match=how,
                known=reader.known,
                frequency=reader.frequency,
                named=reader.named,
                share=len(asked),
            )
            for q, how in asked
        ]
        if len(readings) == 1:
            return readings[0]
        notes = (note for reading in readings for note in reading.notes)
        return Planned(plan.Any(tuple(r.plan for r in readings)), tuple(notes))

    def _asked(self, query: Query, literal: Query | None, request: Request) -> Found:
        asked, notes = self._plan(query, literal, request.match)
        found = self._page(asked, request)
        return Found(asked, found._replace(notes=(*notes, *found.notes)))

    def _page(self, asked: Plan, request: Request) -> Page:
        limit, offset, order = request.limit, request.offset, request.order
        return self._reader.search(asked, limit=limit, offset=offset, order=order)

    def _relaxed(
        self, query: Query, request: Request, nothing: Found
    ) -> tuple[str | None, Found, tuple[str, ...]]:
        """The first less strict query that finds something, and what to say of it."""
        from searcher.query.relaxing import stages  # noqa: PLC0415 - rarely

        reader = self._reader
        typed, match = request.query, request.match
        lax = stages(query, match, reader, reader.segmenter, typed=typed)
        for stage in lax:
            found = self._asked(stage.query, None, request._replace(match=stage.match))
            if found.page.total:
                note = f"{NOTHING_FOUND}{stage.says}: {_brief(stage.query)}"
                return stage.label, found, (note, *found.page.notes)
        return None, nothing, ()

    def _usual(self, query: Query, request: Request, total: int) -> tuple[str, ...]:
        """Another spelling that finds many times as many papers, for a person to say
        whether it was meant.
        """
        from searcher.query.suggesting import TIMES, doubted  # noqa: PLC0415 - rarely

        usual = doubted(query, self._reader)
        if usual is None:
            return ()
        count = self._asked(usual, None, request._replace(limit=0))
        if count.page.total < total * TIMES:
            return ()
        return (f"did you mean: {_brief(usual)} ({count.page.total:,} papers)",)

    def _hits(self, found: Found, request: Request) -> Sequence[Hit]:
        reader, page = self._reader, found.page
        highlighted: Callable[[Paper], Shown] = _nothing
        if request.highlights:
            highlighted = highlighter(found.plan, reader.segmenter, page.rarities)

        def hit(place: int, paper: Paper) -> Hit:
            shown = highlighted(paper)
            why = reader.explain(found.plan, paper.id) if request.explain else None
            return Hit(
                request.offset + place + 1,
                score=page.hits[place].score,
                paper=paper,
                highlights=shown.highlights,
                explanation=why,
                authors=shown.authors,
            )

        papers = self._late if request.lazy else reader.papers
        read = partial(self._between, page, hit, papers)
        if not request.lazy or len(page.hits) <= BATCH:
            return read(0, len(page.hits))
        from searcher.listing import Listing  # noqa: PLC0415 - of many hits only

        return Listing(len(page.hits), read, batch=BATCH)

    @_honest
    def _between(
        self,
        page: Page,
        hit: Callable[[int, Paper], Hit],
        papers: Callable[[list[str]], Iterable[Paper]],
        first: int,
        last: int,
    ) -> tuple[Hit, ...]:
        """The hits of a page from one place up to another."""
        found = papers([scored.id for scored in page.hits[first:last]])
        # a paper that is not there would move all others to wrong places
        return tuple(
            [hit(n, paper) for n, paper in zip(range(first, last), found, strict=True)]
        )

    def _late(self, ids: Iterable[str]) -> Iterator[Paper]:
        """The papers of these ids, each fetched when somebody looks at it."""
        return (late(Paper, partial(self._fetched, id_), id=id_) for id_ in ids)

    @_honest
    def _fetched(self, id: str) -> Paper:  # noqa: A002
        (paper,) = self._reader.papers((id,))
        return paper
