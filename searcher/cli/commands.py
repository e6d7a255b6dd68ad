"""The commands of `searcher` on a library: their options, and what they do.

Knows click and the library; what is heavy is imported by the command that needs it.
"""

from pathlib import Path

import click

from searcher.cli import options, output
from searcher.cli.checking import check
from searcher.cli.evaluating import evaluate
from searcher.cli.helping import help_
from searcher.cli.papers import explain, like, show
from searcher.cli.running import build
from searcher.cli.shelving import add, remove
from searcher.settings import create_library, find_library

DONE = 0


@click.group("searcher")
@options.library
@options.debug
@options.version
def searcher(library: str | None) -> None:
    """Look after a library of digests. To search it: search QUERY..."""


for command in (add, check, evaluate, explain, help_, like, remove, show):
    searcher.add_command(command)


@searcher.command()
@click.argument("directory", required=False, metavar="[DIR]")
@options.debug
def init(directory: str | None) -> int:
    """Make a library in DIR, or in the current directory."""
    library = create_library(directory or Path())
    output.emit([f"{output.shown(library.root)} is a library\n"])
    output.say(f"hint: put digests into {library.corpus}, then: search WORDS...")
    return DONE


@searcher.command()
@options.accept_removals
@options.building
@options.as_json
@options.library
@options.debug
def update(
    *,
    library: str | None,
    as_json: bool,
    strict: bool,
    wait: bool,
    accept_removals: bool,
) -> int:
    """Take in new, changed and removed digests."""
    return build(
        find_library(library),
        as_json=as_json,
        strict=strict,
        wait=wait,
        accept_removals=accept_removals,
    )


@searcher.command()
@options.accept_removals
@options.building
@options.as_json
@options.library
@options.debug
def rebuild(
    *,
    library: str | None,
    as_json: bool,
    strict: bool,
    wait: bool,
    accept_removals: bool,
) -> int:
    """Build the index from nothing."""
    return build(
        find_library(library),
        anew=True,
        as_json=as_json,
        strict=strict,
        wait=wait,
        accept_removals=accept_removals,
    )


@searcher.command()
@options.as_json
@options.library
@options.debug
def status(*, library: str | None, as_json: bool) -> int:
    """What is in the library, what is not yet, and every problem."""
    from searcher.cli.status import inspected, lines  # noqa: PLC0415 - this command

    found = inspected(find_library(library))
    if as_json:
        from searcher.cli.formats import json_text  # noqa: PLC0415

        output.use_utf8()
        output.emit([json_text(found)])
    else:
        output.emit(lines(found))
    return DONE
