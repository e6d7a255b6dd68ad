"""The command `searcher check`: index and corpus compared, and mended if wanted.

Knows click; `searcher.checking` compares, `searcher.building` mends.
"""

from collections.abc import Sequence

import click

from searcher.cli import options, output
from searcher.cli.memory import refuse_little
from searcher.settings import Library, find_library
from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.checking import Checked, Difference
    from searcher.model import Json

SAME, DIFFERENT = 0, 1


@click.command()
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
    _write(place, found, mended, as_json=as_json)
    return DIFFERENT if found.differences else SAME


def _checked(library: Library) -> "Checked":
    refuse_little()
    from searcher import checking  # noqa: PLC0415 - not for --help
    from searcher.cli.progress import progress_bar  # noqa: PLC0415

    with progress_bar() as progress:
        return checking.check(library, progress=progress)


def _rebuilt(library: Library, *, wait: bool, accept_removals: bool) -> None:
    from searcher.building import rebuild  # noqa: PLC0415 - not for --help
    from searcher.cli.progress import progress_bar  # noqa: PLC0415
    from searcher.cli.summaries import summary  # noqa: PLC0415

    with progress_bar(patience=0) as progress:
        report = rebuild(
            library, progress=progress, wait=wait, accept_removals=accept_removals
        )
    output.say(summary(report))


def _write(
    library: Library,
    found: "Checked",
    mended: "Sequence[Difference]",
    *,
    as_json: bool,
) -> None:
    if as_json:
        from searcher.cli.formats import json_text  # noqa: PLC0415

        output.use_utf8()
        output.emit([json_text(_json(library, found, mended))])
        return
    from searcher.cli.summaries import counted  # noqa: PLC0415

    for one in mended:
        output.emit([f"repaired: {output.shown(one)}\n"])
    for one in found.differences:
        output.emit([f"{output.shown(one)}\n"])
    if found.left_out:
        papers = counted(found.left_out, "paper")
        output.note(f"{papers} not compared: of digests not read, or not taken in")
    if found.differences:
        output.say("hint: searcher check --repair")
    else:
        papers = counted(found.compared, "paper")
        output.emit([f"{papers} in index/ and in corpus/, no differences\n"])


def _json(library: Library, found: "Checked", mended: "Sequence[Difference]") -> "Json":
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
