"""`searcher add` and `searcher remove`: digests that come into corpus/, and that go.

Knows click and the folder; what is heavy is imported by the command that needs it.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from searcher.cli import options, output
from searcher.cli.builds import DONE, build
from searcher.errors import DigestError, IndexBusy, SearcherError
from searcher.settings import Library, find_library
from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.corpus.scanning import Found
    from searcher.corpus.sources import Source

STDIN = "-"
LATER = "the next search takes in what was added"


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR|- ...")
@click.option(
    "--name",
    metavar="NAME",
    help="What to call the digest that - reads; a day in it is the day of its papers.",
)
@options.building
@options.library
@options.debug
def add(
    files: tuple[str, ...],
    *,
    name: str | None,
    library: str | None,
    strict: bool,
    wait: bool,
) -> int:
    """Copy digests into the library, and take them in.

    Of a folder, every digest in it is copied under the names that it has there; what is
    no digest is listed and left. A lone - is a digest on standard input.

    Nothing is ever overwritten: what the library holds is skipped, and a name that is
    taken by another digest is an error. What is wrong with any file is said before one
    is copied.
    """
    place = find_library(library)
    if name is not None and STDIN not in files:
        raise DigestError(
            "found --name without -, wanted both or neither",
            hint="files keep their own names",
        )
    new: list[Path] = []
    failure: DigestError | None = None
    try:
        with _given(files, name, place) as found:
            failure = _copied(found, place, new)
        status = build(place, strict=strict, wait=wait)
    except IndexBusy as busy:
        output.note(f"{busy.message}; {LATER}")
        status = DONE
    except (SearcherError, KeyboardInterrupt):
        if new:
            output.note(LATER)
        raise
    if failure:
        raise failure
    return status


@contextmanager
def _given(
    files: Sequence[str], name: str | None, library: Library
) -> "Iterator[list[Source]]":
    """The digests that are meant; those that are none are said."""
    from searcher.corpus.sources import Left, sources, spooled  # noqa: PLC0415

    named = [file for file in files if file != STDIN]
    found: list[Source] = []
    for one in sources(named, library=library.root):
        if isinstance(one, Left):
            output.say(f"left: {output.shown(one.path)}: {one.why}")
        else:
            found.append(one)
    if len(named) == len(files):
        if not found:
            raise DigestError(
                f"found no digest in {' '.join(named)}",
                hint="what a digest looks like: searcher help digests",
            )
        yield found
        return
    if sys.stdin is None:
        raise DigestError("found a closed standard input, wanted a digest")
    if sys.stdin.isatty():
        output.note("reading a digest from the terminal, up to Ctrl-D")
    with spooled(sys.stdin.buffer, name=name) as source:
        yield [*found, source]


def _copied(
    found: "Sequence[Source]", library: Library, new: list[Path]
) -> DigestError | None:
    """Copy digests, and tell of each; the error that came when some were there.

    Those that were not there before are listed as `new`, whatever happens.
    """
    from searcher.corpus.adding import added  # noqa: PLC0415 - this command only

    try:
        for path, is_new in added(library.corpus, found):
            new += [path] if is_new else []
            word = "added" if is_new else "there already:"
            output.emit([f"{word} {output.shown(path)}\n"])
    except DigestError as error:
        if not new:
            raise
        return error
    return None


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask whether it is meant.")
@options.building
@options.library
@options.debug
def remove(
    names: tuple[str, ...],
    *,
    dry_run: bool,
    yes: bool,
    library: str | None,
    strict: bool,
    wait: bool,
) -> int:
    """Delete digests, and the papers that only they held.

    NAME is what `searcher show` and `searcher status` call a digest, or its path; of a
    folder, every digest in it goes. They are deleted, not moved. Papers that other
    digests hold too stay.
    """
    from searcher.cli.status import generation_of  # noqa: PLC0415 - this command only
    from searcher.corpus.pending import pending  # noqa: PLC0415
    from searcher.corpus.removing import chosen  # noqa: PLC0415

    place = find_library(library)
    going = chosen(place.corpus, names)
    if dry_run:
        output.emit(f"would remove {output.shown(one.path)}\n" for one in going)
        return DONE
    if not yes:
        _ask(going)
    # others that are gone may have gone by accident
    meant = not pending(place, generation_of(place)[0]).removed
    failure = _deleted(going)
    try:
        status = build(place, strict=strict, wait=wait, accept_removals=meant)
    except IndexBusy as busy:
        output.note(f"{busy.message}; searcher update drops what was removed")
        status = DONE
    if failure:
        raise failure
    return status


def _ask(going: "Sequence[Found]") -> None:
    """Raises DigestError unless a person says that it is meant."""
    what = "1 digest" if len(going) == 1 else f"{len(going):,} digests"
    if sys.stdin is None or not sys.stdin.isatty():
        raise DigestError(
            f"nothing was removed: nobody is there to ask whether {what} shall go",
            hint="say --yes if that is meant, --dry-run to see what would go",
        )
    output.say(*(str(one.path) for one in going))
    if not click.confirm(f"Delete {what} for good?", err=True):
        raise DigestError("nothing was removed")


def _deleted(going: "Sequence[Found]") -> DigestError | None:
    """Delete digests, and tell of each; the error that came when some were gone."""
    from searcher.corpus.removing import delete  # noqa: PLC0415 - this command only

    gone = 0
    try:
        for one in delete(going):
            output.emit([f"removed {output.shown(one.path)}\n"])
            gone += 1
    except DigestError as error:
        if not gone:
            raise
        return error
    return None
