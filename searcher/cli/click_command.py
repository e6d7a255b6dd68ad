"""The command `search`, as click reads it.

`arguments` reads the same options without click, and `answering` does the work.
"""

import click

from searcher.cli import options
from searcher.typed import Any


@click.command(
    "search",
    cls=options.QueryCommand,
    options_metavar="[OPTIONS]",
    epilog="Exit status: 0 something was found, even if less strictly than it was "
    "asked for; 1 nothing was; 2 an error.",
)
@click.argument("words", nargs=-1, metavar="QUERY...")
@options.searching
@options.debug
@options.version
def search(**asked: Any) -> int:
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
    from searcher.cli.answering import searched  # noqa: PLC0415 - not for --help

    return searched(**asked)
