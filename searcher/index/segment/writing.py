"""Records → segment files in a folder, in as many processes as the work is worth.

Knows nothing of generations.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from searcher.analysis.han import indexing_segmenter
from searcher.analysis.pinyin import Readings
from searcher.analysis.terms import NO_TERMS, Terms, termed
from searcher.analysis.thrift import ThriftySegmenter
from searcher.index.segment.filing import Filing
from searcher.index.segment.helping import Helper
from searcher.model import Record
from searcher.typed import Self

BATCH = 200
ALONE = 2_000
"""So many papers are done before others could help: to start one takes a second."""
MOST_PROCESSES = 4
"""Each takes up to 650 MB."""


class Writer:
    """Takes records and writes segments: a context manager.

    Which record goes into which segment depends on who has time, when there are several
    processes. `own` are the user's words, `readings` is what `write_readings` wrote.
    With a `dictionary`, as `write_dictionary` wrote it, little work is done by that.
    """

    def __init__(
        self,
        folder: Path,
        prefix: str,
        *,
        processes: int | None = None,
        own: Terms = NO_TERMS,
        readings: Path | None = None,
        dictionary: Path | None = None,
    ) -> None:
        """By default as many processes as there are processors for us, up to four."""
        self._folder = folder
        self._prefix = prefix
        self._own = own
        self._most = min(processes or _processors(), MOST_PROCESSES)
        self._readings = readings
        self._thrifty = ThriftySegmenter(dictionary) if dictionary else None
        segmenter = termed(self._thrifty or indexing_segmenter(), own)
        self._filing = Filing(folder, f"{prefix}-", segmenter, Readings(readings))
        self._done = 0
        self._helpers: list[Helper] | None = None

    def add(self, records: Iterable[Record]) -> None:
        """Raises OSError; LibraryError when another process was ended."""
        coming = iter(records)
        while batch := list(islice(coming, BATCH)):
            if not any(helper.offer(batch) for helper in self._helping()):
                self._filing.add(batch)
            self._done += len(batch)

    def finish(self) -> list[str]:
        """The names of the files, once all is written. Raises as `add` does."""
        helpers = self._helpers or []
        for helper in helpers:
            helper.end()
        names = list(self._filing.finish())
        for helper in helpers:
            names += helper.names()
        return names

    def close(self) -> None:
        """Leave no process behind; what they were at is lost."""
        for helper in self._helpers or ():
            helper.close()
        self._helpers = []
        if self._thrifty:
            self._thrifty.close()

    def _helping(self) -> list[Helper]:
        """The other processes, started once the work is worth it."""
        if self._helpers is None:
            if self._done < ALONE:
                return []
            self._helpers = list(self._started())
        return self._helpers

    def _started(self) -> Iterator[Helper]:
        if not sys.executable or getattr(sys, "frozen", False):
            return  # a program of its own would be started, not Python
        for number in range(1, self._most):
            try:
                yield Helper(
                    self._folder,
                    f"{self._prefix}-p{number}-",
                    self._own,
                    self._readings,
                )
            except OSError:
                return  # no room for more processes: so be it

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self.close()


def _processors() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
