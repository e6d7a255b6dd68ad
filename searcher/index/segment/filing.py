"""Records → segment files, one whenever enough was collected, in this process."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from searcher.analysis.han import Segmenter
from searcher.analysis.pinyin import Readings
from searcher.index.segment.collecting import Collector
from searcher.index.segment.packing import write_collected
from searcher.index.segment.storing import encoded
from searcher.model import Record


class Filing:
    """Writes `PREFIX0.segment`, `PREFIX1.segment` and so on into a folder."""

    def __init__(
        self,
        folder: Path,
        prefix: str,
        segmenter: Segmenter,
        readings: Callable[[], Readings] = Readings,
    ) -> None:
        """`readings` are asked for when the first file is written."""
        self._folder = folder
        self._prefix = prefix
        self._segmenter = segmenter
        self._readings = cache(readings)
        self._collector = Collector(segmenter)
        self._names: list[str] = []

    def add(self, records: Iterable[Record]) -> None:
        """Take some, which are all held meanwhile. Raises OSError."""
        records = list(records)
        # apart: what deflates and the words known so far do not both fit into a cache
        every = list(map(encoded, records))
        for record, stored in zip(records, every, strict=True):
            self._collector.add(record, stored)
            if self._collector.is_full:
                self._flush()

    def finish(self) -> list[str]:
        """Write what is left; the names of all files. Raises OSError. Nothing is taken
        after that.
        """
        if self._collector.ids:
            self._flush()
        del self._collector  # what was learnt would stay while segments are merged
        return self._names

    def _flush(self) -> None:
        name = f"{self._prefix}{len(self._names)}.segment"
        write_collected(self._folder / name, self._collector, self._readings())
        self._names.append(name)
        self._collector = Collector(self._segmenter, self._collector.known)
