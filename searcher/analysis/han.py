"""Runs of Han characters → dictionary words: what is segmented, and what is inside.

Knows no dictionary: `dictionary` is jieba's.
"""

import re
from collections.abc import Iterator

from searcher.typed import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from searcher._core.trie import Trie

FIRST, LAST = "\u4e00", "\u9fd5"
"""What jieba segments; rarer characters are words of their own, as in jieba."""


class Segmenter(Protocol):
    """Cuts a run of Han characters into words, and knows what is a word."""

    def cut(self, run: str) -> list[str]: ...

    def __contains__(self, word: str) -> bool: ...


def trie_of(segmenter: Segmenter) -> "Trie | None":
    """The trie by which a segmenter cuts, if it does and nothing else."""
    return getattr(segmenter, "trie", None)


def is_known(run: str) -> bool:
    """Whether jieba segments all of a run."""
    return bool(run) and min(run) >= FIRST and max(run) <= LAST


def known_parts(run: str) -> list[str]:
    """The parts of a run that jieba segments, at odd places, and what is between."""
    if is_known(run):  # as nearly always: nothing is compiled
        return ["", run, ""]
    return re.split(f"([{FIRST}-{LAST}]+)", run)


def words(run: str, segmenter: Segmenter) -> Iterator[str]:
    """The words of a run, in order; together they are the run."""
    for index, part in enumerate(known_parts(run)):
        if index % 2:
            yield from segmenter.cut(part)
        else:
            yield from part


def inside(word: str, segmenter: Segmenter) -> Iterator[tuple[int, int]]:
    """The dictionary words of two characters or more inside a longer word."""
    size = len(word)
    for start in range(size - 1):
        for end in range(start + 2, size + 1):
            if end - start < size and word[start:end] in segmenter:
                yield start, end
