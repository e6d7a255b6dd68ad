"""A library brought up to date and opened, whatever stands in the way of either.

Knows when a search has to wait for a build and when the index as it is will do.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from searcher.building import Report, pending
from searcher.building import rebuild as build_anew
from searcher.building import update as build
from searcher.cli import output
from searcher.cli.progress import PATIENCE, progress_bar
from searcher.cli.summaries import summary
from searcher.errors import IndexBusy, IndexDamaged, IndexUnusable, SearcherError
from searcher.index import open_backend
from searcher.index.backend import Backend, Reader
from searcher.searching import Searcher
from searcher.settings import Library
from searcher.typed import TypeVar

T = TypeVar("T")


class Opened:
    """A library to be asked; damage that shows in its answers is mended on the way."""

    def __init__(
        self, library: Library, backend: Backend, *, update: bool, quiet: bool
    ) -> None:
        self._library, self._backend = library, backend
        self._mends, self._quiet = update, quiet
        reader = _current(library, backend, quiet=quiet) if update else backend.open()
        self._searcher = Searcher(reader)

    def ask(self, question: Callable[[Searcher], T]) -> T:
        """What a question finds. Raises IndexDamaged where nothing may be built, or
        what was built anew is damaged too.
        """
        try:
            return question(self._searcher)
        except IndexDamaged as damage:
            if not self._mends:
                raise
            self._mend(damage)
        return question(self._searcher)

    def close(self) -> None:
        self._searcher.close()

    def _mend(self, damage: IndexDamaged) -> None:
        if not self._quiet:
            output.note(f"{damage.message}; building the index anew")
        self._searcher.close()
        _build(self._library, self._backend, quiet=self._quiet, anew=True)
        self._searcher = Searcher(self._backend.open())


@contextmanager
def opened(
    library: Library, *, update: bool = True, quiet: bool = False
) -> Iterator[Opened]:
    """A library to be asked, new digests taken in first unless told not to.

    An index that cannot be built upon, for it is locked or cannot be written to, is
    searched as it is. Without one that can be searched, what prevents it is raised.
    """
    found = Opened(library, open_backend(library.index), update=update, quiet=quiet)
    try:
        yield found
    finally:
        found.close()


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


def _build(
    library: Library, backend: Backend, *, quiet: bool, anew: bool = False
) -> Report:
    try:
        return _run(library, backend, quiet=quiet, patience=0, anew=anew)
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
    anew: bool = False,
) -> Report:
    run = build_anew if anew else build
    with progress_bar(quiet=quiet, patience=patience) as progress:
        report = run(library, backend=backend, progress=progress, wait=wait)
    if report.changed and not quiet:
        output.say(summary(report))
    return report


def _answer_anyway(message: str, reader: Reader) -> None:
    output.note(f"{message}; generation {reader.generation.number} answers")
