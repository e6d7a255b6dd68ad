"""The commands of `searcher` on a library: their options, and what they do.

Knows click and the library; what is heavy is imported by the command that needs it.
"""

from collections.abc import Sequence
from pathlib import Path

import click

from searcher.cli import builds, options, output
from searcher.cli.eval_command import evaluate
from searcher.cli.guides import help_
from searcher.cli.papers import explain, like, show
from searcher.cli.shelving import add, remove
from searcher.errors import SearcherError
from searcher.settings import Library, create_library, find_library
from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.checking import Checked, Difference
    from searcher.model import Json

DONE = 0
SAME, DIFFERENT = 0, 1
"""What `check` found."""


MEANT = {
    **dict.fromkeys(("search", "find", "query", "ask"), "search WORDS..."),
    **dict.fromkeys(("rm", "delete", "del", "drop"), "searcher remove NAME..."),
    **dict.fromkeys(("list", "ls", "info", "problems"), "searcher status"),
    **dict.fromkeys(("index", "build", "refresh", "sync"), "searcher update"),
    **dict.fromkeys(("create", "new"), "searcher init DIR"),
    **dict.fromkeys(("import", "ingest"), "searcher add FILE..."),
    **dict.fromkeys(("get", "view", "open"), "searcher show ID"),
    **dict.fromkeys(("similar", "related"), "searcher like ID"),
    "repair": "searcher check --repair",
}
"""What people type who know other programs, and what does that here."""


class _Commands(click.Group):
    """Knows what is meant by names that are no commands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0].lower()
        if args[0] not in self.commands:
            from difflib import get_close_matches  # noqa: PLC0415 - for an error only

            close = get_close_matches(name, [*MEANT, *self.commands], 1, 0.7)
            meant = close[0] if close else None
            if meant is not None and not name.startswith("-"):
                known = MEANT.get(meant, f"searcher {meant}")
                raise SearcherError(f"no such command {args[0]!r}", hint=known)
        return super().resolve_command(ctx, args)


@click.group("searcher", cls=_Commands)
@options.library
@options.debug
@options.version
def searcher(library: str | None) -> None:
    """Look after a library of digests. To search it: search QUERY..."""


for command in (add, evaluate, explain, help_, like, remove, show):
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
    return builds.build(
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
    return builds.build(
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


@searcher.command()
@click.option(
    "--repair", is_flag=True, help="Build the index anew when something differs."
)
@click.option("--wait", is_flag=True, help="Wait while another process is building.")
@options.accept_removals
@options.as_json
@options.library
@options.debug
def check(
    *,
    repair: bool,
    wait: bool,
    accept_removals: bool,
    library: str | None,
    as_json: bool,
) -> int:
    """Compare the index with the corpus, and every file of it with what was written.

    The exit status is 1 when something differs, unless it was repaired. Digests that
    the next search takes in differ too.
    """
    place = find_library(library)
    found = _checked(place)
    mended: tuple[Difference, ...] = ()
    if repair and found.differences:
        mended = found.differences
        _rebuilt(place, wait=wait, accept_removals=accept_removals)
        found = _checked(place)
    _write_checked(place, found, mended, as_json=as_json)
    return DIFFERENT if found.differences else SAME


def _checked(library: Library) -> "Checked":
    builds.refuse_little()
    from searcher import checking  # noqa: PLC0415 - not for --help

    with builds.progress_bar() as progress:
        return checking.check(library, progress=progress)


def _rebuilt(library: Library, *, wait: bool, accept_removals: bool) -> None:
    from searcher.building import rebuild  # noqa: PLC0415 - not for --help

    with builds.progress_bar(patience=0) as progress:
        report = rebuild(
            library, progress=progress, wait=wait, accept_removals=accept_removals
        )
    output.say(builds.summary(report))


def _write_checked(
    library: Library,
    found: "Checked",
    mended: "Sequence[Difference]",
    *,
    as_json: bool,
) -> None:
    if as_json:
        from searcher.cli.formats import json_text  # noqa: PLC0415

        output.use_utf8()
        output.emit([json_text(_checked_json(library, found, mended))])
        return
    for one in mended:
        output.emit([f"repaired: {output.shown(one)}\n"])
    for one in found.differences:
        output.emit([f"{output.shown(one)}\n"])
    if found.left_out:
        papers = builds.counted(found.left_out, "paper")
        output.note(f"{papers} not compared: of digests not read, or not taken in")
    if found.differences:
        output.say("hint: searcher check --repair")
    else:
        papers = builds.counted(found.compared, "paper")
        output.emit([f"{papers} in index/ and in corpus/, no differences\n"])


def _checked_json(
    library: Library, found: "Checked", mended: "Sequence[Difference]"
) -> "Json":
    from searcher.model import FORMAT  # noqa: PLC0415

    return {
        "format": FORMAT,
        "library": str(library.root),
        "generation": found.generation.number if found.generation else None,
        "compared": found.compared,
        "left_out": found.left_out,
        "differences": [one.to_json() for one in found.differences],
        "repaired": [one.to_json() for one in mended],
    }
