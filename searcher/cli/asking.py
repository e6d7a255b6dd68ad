"""The command `search`: its options, and what they ask for.

Knows click; `answering` does the work.
"""

import click

from searcher.cli import options
from searcher.errors import QueryError


@click.command(
    "search",
    cls=options.QueryCommand,
    options_metavar="[OPTIONS]",
    epilog="Exit status: 0 something was found, 1 nothing was, 2 an error.",
)
@click.argument("words", nargs=-1, metavar="QUERY...")
@click.option(
    "-n",
    "--limit",
    type=int,
    callback=options.natural,
    default=10,
    metavar="N",
    help="How many papers, 10 unless told; 0 is all of them.",
)
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
@click.option(
    "--match",
    type=click.Choice(["all", "any"]),
    default="all",
    help="Papers with all of the words, or with any of them.",
)
@click.option("--json", "as_json", is_flag=True, help="The answer as one line of JSON.")
@click.option(
    "--jsonl",
    "as_jsonl",
    is_flag=True,
    help="A line of JSON for every paper; with - it holds the query too.",
)
@click.option(
    "--format",
    "shape",
    metavar="SHAPE",
    help="bibtex, ids, plain, or a template such as '{id}\\t{title.en}'.",
)
@click.option("--count", is_flag=True, help="Only how many papers there are.")
@click.option("-q", "--quiet", is_flag=True, help="Nothing but the exit status.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Mark what matched; NO_COLOR and FORCE_COLOR are honoured.",
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
    as_json: bool,
    as_jsonl: bool,
    shape: str | None,
    count: bool,
    quiet: bool,
    color: str,
    update: bool,
    library: str | None,
) -> int:
    """Find papers in your digests, in English or in Chinese.

    Everything that is not an option is the query. A lone - reads queries from standard
    input, one a line. Behind -- everything is query.

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
    present = choose(
        as_json=as_json,
        as_jsonl=as_jsonl,
        shape=shape,
        count=count,
        quiet=quiet,
        color=color,
        batch=batch,
    )
    ask = Ask(
        None if batch else " ".join(words),
        limit=limit or None,
        offset=offset,
        order=Order(sort),
        match=Match(match),
        notes=notes,
    )
    return answer(ask, present, library=library, update=update)
