"""A library brought up to date and opened, whatever stands in the way of either.

Knows when a search has to wait for a build and when the index as it is will do. Where
there are many digests, a copy of this process looks at them meanwhile.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from searcher.cli import output
from searcher.errors import (
    IndexBusy,
    IndexDamaged,
    IndexUnusable,
    RemovalsRefused,
    SearcherError,
)
from searcher.generation import Generation
from searcher.index import open_backend
from searcher.index.backend import Backend, Reader
from searcher.model import Problem
from searcher.searching import Searcher
from searcher.settings import Library
from searcher.typed import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from searcher.building import Report
    from searcher.corpus.changes import Changes

T = TypeVar("T")

_YES = b"1"
"""What the copy says."""
_MANY = 100_000
"""Bytes: what is remembered of so many digests that to look at them all takes longer
than to copy this process.
"""


class Opened:
    """A library to be asked; damage that shows in its answers is mended on the way."""

    def __init__(
        self, library: Library, backend: Backend, *, update: bool, quiet: bool
    ) -> None:
        self._library, self._backend = library, backend
        self._mends, self._quiet = update, quiet
        self._is_current: Callable[[], bool] | None = None
        reader = self._readable() if update else backend.open()
        if update and len(reader.generation.intake.text) > _MANY:
            is_same = partial(_is_same, library, reader.generation)
            self._is_current = asked_beside(is_same)
        if update and not self._is_current:
            reader = self._brought_up(reader)
        self._reader, self._searcher = reader, Searcher(reader)

    def ask(self, question: Callable[[Searcher], T]) -> T:
        """What a question finds. Raises IndexDamaged where nothing may be built, or
        what was built anew is damaged too.

        Where there are many digests, they are looked at while the question is answered;
        if anything changed in them, it is asked once more.
        """
        found = self._found(question)
        is_current, self._is_current = self._is_current, None
        if is_current is None or is_current():
            return found
        before, self._reader = self._reader, self._brought_up(self._reader)
        if self._reader is before:
            return found
        self._searcher = Searcher(self._reader)
        return self._found(question)

    def write(self, write: Callable[[], None]) -> None:
        """Write an answer of which hits are still to be read. Raises IndexDamaged where
        they cannot be, after what was damaged is mended: it cannot be unwritten.
        """
        try:
            write()
        except IndexDamaged as damage:
            if not self._mends:
                raise
            self._mend(damage)
            raise IndexDamaged(
                f"{damage.message}; not all that was found is written",
                hint="ask again: the index was built anew",
            ) from damage

    def close(self) -> None:
        if self._is_current:
            self._is_current()  # or nobody ever waits for it
        self._searcher.close()

    def _found(self, question: Callable[[Searcher], T]) -> T:
        try:
            return question(self._searcher)
        except IndexDamaged as damage:
            if not self._mends:
                raise
            self._mend(damage)
        return question(self._searcher)

    def _mend(self, damage: IndexDamaged) -> None:
        if not self._quiet:
            output.note(f"{damage.message}; building the index anew")
        self._searcher.close()
        _build(self._library, self._backend, quiet=self._quiet, anew=True)
        self._reader = self._backend.open()
        self._searcher = Searcher(self._reader)

    def _readable(self) -> Reader:
        """What was built, or is now."""
        try:
            return self._backend.open()
        except IndexUnusable:
            _build(self._library, self._backend, quiet=self._quiet)
            return self._backend.open()

    def _brought_up(self, reader: Reader) -> Reader:
        """A reader of what is in the library now; what was read before, if it is that
        or cannot be renewed.
        """
        library, backend, quiet = self._library, self._backend, self._quiet
        try:
            report = _updated(library, backend, reader, quiet=quiet)
        except MemoryError:
            if not quiet:
                _answer_anyway("out of memory", reader)
            return reader
        except SearcherError as error:
            if not quiet:
                _answer_anyway(error.message, reader)
                if isinstance(error, RemovalsRefused):
                    output.say(f"hint: {error.hint}")
            return reader
        except BaseException:
            reader.close()
            raise
        if report is None or report.generation.number == reader.generation.number:
            return reader
        reader.close()
        return backend.open()


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


def _is_same(library: Library, generation: Generation) -> bool:
    """Whether there is nothing to do or to be said about the digests."""
    from searcher.corpus.pending import pending  # noqa: PLC0415 - in the copy alone

    changes = pending(library, generation)
    return not changes.anything and not _absent(changes)


def _absent(changes: "Changes") -> list[Problem]:
    """What is wrong with corpus/ itself."""
    return [problem for problem in changes.problems if problem.path == "."]


def _updated(
    library: Library, backend: Backend, reader: Reader, *, quiet: bool
) -> "Report | None":
    """What was done, None when there was nothing to do."""
    from searcher.corpus.pending import pending  # noqa: PLC0415 - not beside a copy

    changes = pending(library, reader.generation)
    if changes.anything:
        return _run(library, backend, quiet=quiet)
    absent = _absent(changes)
    if absent and not quiet:
        _answer_anyway(f"{library.corpus} {absent[0].message}", reader)
    return None


def _build(
    library: Library, backend: Backend, *, quiet: bool, anew: bool = False
) -> "Report":
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
    patience: float | None = None,
    wait: bool = False,
    anew: bool = False,
) -> "Report":
    from searcher.cli import builds  # noqa: PLC0415 - few searches build

    builds.refuse_little()
    from searcher import building  # noqa: PLC0415 - as above

    run = building.rebuild if anew else building.update
    patience = builds.PATIENCE if patience is None else patience
    with builds.progress_bar(quiet=quiet, patience=patience) as progress:
        report = run(library, backend=backend, progress=progress, wait=wait)
    if report.changed and not quiet:
        output.say(builds.summary(report))
    return report


def _answer_anyway(message: str, reader: Reader) -> None:
    output.note(f"{message}; generation {reader.generation.number} answers")


def asked_beside(question: Callable[[], bool]) -> Callable[[], bool] | None:
    """What waits for the answer, to be called once; a copy that fails says no.

    None where this process is not to be copied.
    """
    # other systems cannot copy a process, or have libraries that do not bear it
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) == 1:
        return None
    answer, told = os.pipe()
    try:
        copy = os.fork()
    except OSError:  # too many processes
        os.close(answer)
        os.close(told)
        return None
    if not copy:
        try:
            if question():
                os.write(told, _YES)
        finally:
            os._exit(0)  # without a word, or with buffers of the other, even on Ctrl-C
    os.close(told)

    def answered() -> bool:
        with open(answer, "rb") as stream:  # noqa: PTH123 - a pipe
            said = stream.read()
        with suppress(ChildProcessError):  # of whoever ignores children, none is left
            os.waitpid(copy, 0)
        return said == _YES

    return answered
