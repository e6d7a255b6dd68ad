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
from searcher.errors import IndexBusy, SearcherError
from searcher.settings import Library, create_library, find_library
from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.building import Report

DONE = 0


@click.group("searcher")
@options.library
@options.debug
@options.version
def searcher(library: str | None) -> None:
    """Look after a library of digests. To search it: search QUERY..."""


for command in (check, evaluate, explain, help_, like, show):
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
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options.building
@options.library
@options.debug
def add(
    files: tuple[str, ...], *, library: str | None, strict: bool, wait: bool
) -> int:
    """Copy digests into the library, and take them in.

    Nothing is ever overwritten: a file that the library holds is skipped, one with a
    name that is taken by another is an error.
    """
    from searcher.corpus.adding import add_digests  # noqa: PLC0415 - this command only

    place = find_library(library)
    for added in add_digests(place.corpus, files):
        word = "added" if added.new else "there already:"
        output.emit([f"{word} {output.shown(added.path)}\n"])
    try:
        return _build(place, strict=strict, wait=wait)
    except IndexBusy as busy:
        output.note(f"{busy.message}; the next search takes in what was added")
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
    return _build(
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
    return _build(
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


def _build(
    library: Library,
    *,
    anew: bool = False,
    as_json: bool = False,
    strict: bool = False,
    wait: bool = False,
    accept_removals: bool = False,
) -> int:
    from searcher import building  # noqa: PLC0415 - not for --help
    from searcher.cli.progress import PATIENCE, progress_bar  # noqa: PLC0415

    run = building.rebuild if anew else building.update
    with progress_bar(patience=0 if anew else PATIENCE) as progress:
        report = run(
            library, progress=progress, wait=wait, accept_removals=accept_removals
        )
    _report(library, report, as_json=as_json)
    if strict and report.problems:
        raise SearcherError(
            "found problems in digests, wanted none since --strict was given",
            hint="searcher status",
        )
    return DONE


def _report(library: Library, report: "Report", *, as_json: bool) -> None:
    from searcher.cli import summaries  # noqa: PLC0415 - imports the reading of digests

    if as_json:
        from searcher.cli.formats import json_text  # noqa: PLC0415

        output.use_utf8()
        output.emit([json_text(summaries.report_json(library, report))])
        return
    summaries.say_problems(report.problems)
    output.emit([summaries.summary(report) + "\n"])
