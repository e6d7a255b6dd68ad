"""The command `search`: its options, and what they ask for.

Knows click; `answering` does the work.
"""

from typing import Any

import click

from searcher.cli import options
from searcher.errors import QueryError


@click.command(
    "search",
    cls=options.QueryCommand,
    options_metavar="[OPTIONS]",
    epilog="Exit status: 0 something was found, even if less strictly than it was "
    "asked for; 1 nothing was; 2 an error.",
)
@click.argument("words", nargs=-1, metavar="QUERY...")
@options.limit
@click.option(
    "--offset",
    type=int,
    callback=options.natural,
    default=0,
    metavar="N",
    help="Leave out the first N.",
)
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "-date"]),
    default="relevance",
    help="Best first, newest first, or oldest first.",
)
@options.match
@click.option(
    "--relax/--no-relax",
    default=True,
    help="Where nothing is found, try other spellings, any of the words, and the "
    "inside of words; the answer says so. --count and -q never do.",
)
@options.shaped
@click.option(
    "--explain",
    is_flag=True,
    help="Say how the query was read, and what every score is made of.",
)
@click.option(
    "--update/--no-update",
    default=True,
    help="Take in new digests first, or search what is built.",
)
@options.library
@options.debug
@options.version
def search(
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
    """Find papers in your digests, in English or in Chinese.

    Everything that is not an option is the query. A lone - reads queries from standard
    input, one a line; --jsonl then holds the query too. Behind -- everything is query.
    What can be asked: searcher help query.

    \b
      search trust region policy
      search 信任区域 -n 3
      search '"policy gradient"' author:schulman after:2026-01
      search trust -region
    """  # noqa: D301 - click looks for the character itself
    from searcher.cli.answering import Ask, answer  # noqa: PLC0415 - not for --help
    from searcher.cli.shapes import choose  # noqa: PLC0415
    from searcher.model import Match, Order  # noqa: PLC0415

    if not words:
        raise QueryError("found no query", hint="search WORDS..., or search --help")
    present = choose(batch=batch, explain=explain, **shaped)
    ask = Ask(
        None if batch else " ".join(words),
        limit=limit or None,
        offset=offset,
        order=Order(sort),
        match=Match(match),
        relax=relax,
        notes=notes,
    )
    return answer(ask, present, library=library, update=update)
