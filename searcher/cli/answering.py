"""Answering queries on the streams of this process.

Knows the library and the searcher; what an answer looks like is the shape's business.
"""

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from operator import methodcaller

from searcher.cli import output
from searcher.cli.session import opened
from searcher.cli.shapes import Shape, choose, footer
from searcher.errors import QueryError
from searcher.model import NOTHING_FOUND, Match, Order, Results
from searcher.request import FORMER, Request, as_order
from searcher.settings import Library, find_library
from searcher.typed import Any

FOUND, NOTHING = 0, 1


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
    shape = choose(batch=batch, explain=explain, **shaped)
    request = Request(
        " ".join(words),
        limit=(limit or None) if shape.hits else 0,
        offset=offset,
        order=as_order(sort),
        match=Match(match),
        relax=relax and shape.hits,
        suggest=shape.hits,
        highlights=shape.highlights,
        explain=shape.explain,
        lazy=True,
    )
    place = find_library(library)
    if not shape.quiet:
        for message in (*notes, *_former(sort, request.order)):
            output.note(message)
    queries = _lines() if batch else (request.query,)
    requests = (request._replace(query=query) for query in queries)
    return _answer(requests, shape, place, update=update)


def _former(sort: str, order: Order) -> Iterator[str]:
    """What to say of a name that elsewhere means the opposite."""
    if sort in FORMER:
        yield (
            f"--sort {sort} is oldest first, and now called {order.value}; "
            f"newest first is {Order.NEWEST.value}"
        )


def _answer(
    requests: Iterable[Request], shape: Shape, place: Library, *, update: bool
) -> int:
    """Write the answers; the exit status says whether any paper was found."""
    found = False
    with opened(place, update=update, quiet=shape.quiet) as library:
        for request in requests:
            results = library.ask(methodcaller("answer", request))
            library.write(partial(show, results, shape))
            found = found or results.total > 0
            if shape.quiet and found:
                break
    return FOUND if found else NOTHING


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
