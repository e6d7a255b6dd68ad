"""A segmenter for work of which nobody knows yet how much it is.

All segmenters cut alike: which one is at work shows in the time alone.
"""

from pathlib import Path

from searcher.analysis.han import MappedDictionary, Segmenter, indexing_segmenter

WORTH_LOADING = 25_000
"""Characters that take the mapped dictionary as long as the fast segmenter to load."""


class ThriftySegmenter:
    """Cuts by a mapped dictionary until the fast segmenter would have paid."""

    def __init__(self, dictionary: Path, *, worth: int = WORTH_LOADING) -> None:
        """Raises OSError, or ValueError when the file is not a dictionary."""
        self._mapped = MappedDictionary(dictionary)
        self._segmenter: Segmenter = self._mapped
        self._left = worth

    def cut(self, run: str) -> list[str]:
        self._left -= len(run)
        if self._left < 0:
            self._segmenter = indexing_segmenter()
        return self._segmenter.cut(run)

    def __contains__(self, word: str) -> bool:
        return word in self._segmenter

    def close(self) -> None:
        """Let the file go; no word can be asked for any more."""
        self._mapped.close()
