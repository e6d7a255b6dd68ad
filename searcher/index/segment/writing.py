"""Records → segment files in a folder, in as many processes as the work is worth.

Knows nothing of generations.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from searcher.analysis.dictionary import Deferred, Dictionary, jieba_dictionary
from searcher.analysis.han import Segmenter
from searcher.analysis.pinyin import Readings
from searcher.analysis.terms import NO_TERMS, Terms, termed
from searcher.index.lexicon import dictionary_in, write_lexicon
from searcher.index.segment.batching import batches
from searcher.index.segment.filing import Filing
from searcher.index.segment.helping import Helper, Job, hired
from searcher.model import Record
from searcher.typed import Self

BATCH = 50
"""Records, if they are ordinary: a tenth of a second of work."""
ALONE = 2_000
"""So many papers are done before others are asked to help, unless they are there from
the beginning: to start one takes a second.
"""


class Writer:
    """Takes records and writes segments: a context manager.

    Which record goes into which segment depends on who has time, when there are several
    processes. `own` are the user's words, `readings` is what `write_readings` wrote.
    Files of the lexicon that are `missing` in the folder are made, by one of the
    `helpers` if there are some.
    """

    def __init__(
        self,
        folder: Path,
        prefix: str,
        *,
        processes: int | None = None,
        own: Terms = NO_TERMS,
        readings: Path | None = None,
        missing: Sequence[str] = (),
        helpers: Sequence[Helper] = (),
    ) -> None:
        """Without helpers some are hired once the work is worth it, up to this number
        of processes. Raises OSError.
        """
        self._folder = folder
        self._prefix = prefix
        self._own = own
        self._readings = readings
        self._opened_readings: Readings | None = None
        self._missing = list(missing)
        self._processes = processes
        self._done = 0
        self._helpers: list[Helper] | None = None
        if helpers:
            self._set_to_work(helpers)
        else:
            self._make_missing()
        self._dictionary: Dictionary | None = None
        segmenter = termed(Deferred(self._opened_dictionary), own)
        self._filing = Filing(folder, f"{prefix}-", segmenter, self._made_readings)

    def add(self, records: Iterable[Record]) -> None:
        """Raises OSError; LibraryError when another process was ended."""
        for batch in batches(records, most=BATCH):
            if not any(helper.offer(batch) for helper in self._helping()):
                self._filing.add(batch.records)
            self._done += len(batch.records)

    def finish(self) -> list[str]:
        """The names of the files, once all is written. Raises as `add` does."""
        helpers = self._helpers or []
        for helper in helpers:
            while batch := helper.returned():
                self._filing.add(batch.records)
        for helper in helpers:
            helper.end()
        names = list(self._filing.finish())
        for helper in helpers:
            names += helper.names()
        self._make_missing()
        return names

    def close(self) -> None:
        """Leave no process behind; what they were at is lost."""
        for helper in self._helpers or ():
            helper.close()
        self._helpers = []
        for opened in (self._dictionary, self._opened_readings):
            if opened:
                opened.close()

    def _helping(self) -> Sequence[Helper]:
        """The other processes, once the work is worth it, that may take some now."""
        if self._helpers is None:
            if self._done < ALONE:
                return ()
            self._set_to_work(hired(self._processes))
        assert self._helpers is not None
        if self._missing:
            # what one of them makes, the others need
            first = self._helpers[0]
            if first.is_ready():
                self._missing = []
            elif first.has_failed:
                self._make_missing()
        return self._helpers[:1] if self._missing else self._helpers

    def _set_to_work(self, helpers: Sequence[Helper]) -> None:
        self._helpers = list(helpers)
        readings = str(self._readings.absolute()) if self._readings else ""
        for number, helper in enumerate(helpers, 1):
            helper.begin(
                Job(
                    str(self._folder.absolute()),
                    f"{self._prefix}-p{number}-",
                    sorted(self._own.words),
                    dict(self._own.phrases),
                    readings,
                    self._missing if number == 1 else [],
                )
            )

    def _make_missing(self) -> None:
        """Here, unless a helper has done so."""
        if not (
            self._missing and self._helpers and self._helpers[0].is_ready(wait=True)
        ):
            write_lexicon(self._folder, self._missing)
        self._missing = []

    def _opened_dictionary(self) -> Segmenter:
        self._make_missing()
        self._dictionary = dictionary_in(self._folder)
        return self._dictionary or jieba_dictionary()

    def _made_readings(self) -> Readings:
        self._make_missing()
        self._opened_readings = Readings(self._readings)
        return self._opened_readings

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
