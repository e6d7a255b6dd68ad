"""Answering queries on the streams of this process.

Knows the library and the searcher; what an answer looks like is the shape's business.
"""

import sys
from collections.abc import Iterator
from functools import partial

from searcher.cli import output
from searcher.cli.opening import opened
from searcher.cli.shapes import Shape, choose, footer
from searcher.errors import QueryError
from searcher.frozen import KW_ONLY, Value
from searcher.model import NOTHING_FOUND, Match, Order, Results
from searcher.query import wanted
from searcher.searching import Searcher
from searcher.settings import find_library
from searcher.typed import Any

FOUND, NOTHING = 0, 1


class Ask(Value):
    """What is asked: one query, or every line of standard input when it is None."""

    query: str | None
    _: KW_ONLY
    limit: int | None
    offset: int
    order: Order
    match: Match
    relax: bool
    notes: tuple[str, ...] = ()


def searched(
    *,
    words: tuple[str, ...],
    batch: bool,
    notes: tuple[str, ...],
    limit: int,
    offset: int,
    sort: str,
    match: str,
    relax: bool,
    explain: bool,
    update: bool,
    library: str | None,
    **shaped: Any,
) -> int:
    """What `search` does, by its words and options; the exit status."""
    if not words:
        raise QueryError("found no query", hint="search WORDS..., or search --help")
    present = choose(batch=batch, explain=explain, **shaped)
    order = wanted.order(sort)
    ask = Ask(
        None if batch else " ".join(words),
        limit=limit or None,
        offset=offset,
        order=order,
        match=Match(match),
        relax=relax,
        notes=(*notes, *_former(sort, order)),
    )
    return answer(ask, present, library=library, update=update)


def _former(sort: str, order: Order) -> Iterator[str]:
    """What to say of a name that elsewhere means the opposite."""
    if sort in wanted.FORMER:
        yield (
            f"--sort {sort} is oldest first, and now called {order.value}; "
            f"newest first is {Order.NEWEST.value}"
        )


def answer(ask: Ask, shape: Shape, *, library: str | None, update: bool) -> int:
    """Write the answers; the exit status says whether any paper was found."""
    place = find_library(library)
    if not shape.quiet:
        for message in ask.notes:
            output.note(message)
    found = False
    with opened(place, update=update, quiet=shape.quiet) as opened_library:
        for query in _lines() if ask.query is None else (ask.query,):
            results = opened_library.ask(
                partial(_results, query=query, ask=ask, shape=shape)
            )
            opened_library.write(partial(show, results, shape))
            found = found or results.total > 0
            if shape.quiet and found:
                break
    return FOUND if found else NOTHING


def _results(searcher: Searcher, *, query: str, ask: Ask, shape: Shape) -> Results:
    return searcher.search(
        query,
        limit=ask.limit if shape.hits else 0,
        offset=ask.offset,
        order=ask.order,
        match=ask.match,
        relax=ask.relax and shape.hits,
        suggest=shape.hits,
        highlights=shape.highlights,
        explain=shape.explain,
        lazy=True,
    )


def show(results: Results, shape: Shape) -> None:
    """Write one answer, and what is to be said beside it."""
    output.emit(shape.write(results))
    output.flush()  # a program may wait for each answer
    if shape.notes:
        said = results.instead if shape.heading and results.hits else None
        for message in results.notes:
            if said is None or message != f"{NOTHING_FOUND}{said}":
                output.note(message)
    if shape.footer:
        output.say(footer(results))


def _lines() -> Iterator[str]:
    """The lines of standard input, without their ends; every one is a query."""
    if sys.stdin is None:
        raise QueryError(
            "found a closed standard input, wanted a query a line",
            hint="search -- - looks for the character itself",
        )
    for number, line in enumerate(sys.stdin.buffer):
        # as arguments are decoded: bytes that are not UTF-8 come back as they were
        text = line.decode("utf-8", "surrogateescape").rstrip("\r\n")
        yield text.removeprefix("\ufeff") if number == 0 else text
