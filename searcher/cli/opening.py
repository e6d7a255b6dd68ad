"""A library brought up to date and opened, whatever stands in the way of either.

Knows when a search has to wait for a build and when the index as it is will do.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from searcher.building import Report, pending
from searcher.building import update as build
from searcher.cli import output
from searcher.cli.progress import PATIENCE, progress_bar
from searcher.cli.summaries import summary
from searcher.errors import IndexBusy, IndexUnusable, SearcherError
from searcher.index import open_backend
from searcher.index.backend import Backend, Reader
from searcher.searching import Searcher
from searcher.settings import Library


@contextmanager
def opened(
    library: Library, *, update: bool = True, quiet: bool = False
) -> Iterator[Searcher]:
    """A searcher over the library, new digests taken in first unless told not to.

    An index that cannot be built upon, for it is locked or cannot be written to, is
    searched as it is. Without one that can be searched, what prevents it is raised.
    """
    backend = open_backend(library.index)
    reader = _current(library, backend, quiet=quiet) if update else backend.open()
    with Searcher(reader) as searcher:
        yield searcher


def _current(library: Library, backend: Backend, *, quiet: bool) -> Reader:
    try:
        reader = backend.open()
    except IndexUnusable:
        _build(library, backend, quiet=quiet)
        return backend.open()
    try:
        report = _updated(library, backend, reader, quiet=quiet)
    except SearcherError as error:
        if not quiet:
            _answer_anyway(error.message, reader)
        return reader
    except BaseException:
        reader.close()
        raise
    if report is None or report.generation.number == reader.generation.number:
        return reader
    reader.close()
    return backend.open()


def _updated(
    library: Library, backend: Backend, reader: Reader, *, quiet: bool
) -> Report | None:
    """What was done, None when there was nothing to do."""
    changes = pending(library, reader.generation)
    if changes.anything:
        return _run(library, backend, quiet=quiet)
    absent = [problem for problem in changes.problems if problem.path == "."]
    if absent and not quiet:
        _answer_anyway(f"{library.corpus} {absent[0].message}", reader)
    return None


def _build(library: Library, backend: Backend, *, quiet: bool) -> Report:
    try:
        return _run(library, backend, quiet=quiet, patience=0)
    except IndexBusy as busy:
        if not quiet:
            output.note(f"{busy.message}; waiting for it")
        return _run(library, backend, quiet=quiet, patience=0, wait=True)


def _run(
    library: Library,
    backend: Backend,
    *,
    quiet: bool,
    patience: float = PATIENCE,
    wait: bool = False,
) -> Report:
    with progress_bar(quiet=quiet, patience=patience) as progress:
        report = build(library, backend=backend, progress=progress, wait=wait)
    if report.changed and not quiet:
        output.say(summary(report))
    return report


def _answer_anyway(message: str, reader: Reader) -> None:
    output.note(f"{message}; generation {reader.generation.number} answers")
