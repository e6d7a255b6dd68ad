"""The postings of several segments as arrays, numbered through.

Knows segments and which of their papers are gone.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np

from searcher.index.segment.reading import Segment

Numbers = np.ndarray[Any, Any]
Parts = Sequence[tuple[int, Segment, frozenset[int]]]


class SegmentArrays:
    """Arrays of the segments of one generation; most are views of the files."""

    def __init__(self, parts: Parts) -> None:
        self._parts = [
            (base, segment, np.array(sorted(gone), np.int64))
            for base, segment, gone in parts
        ]
        self.counts = lru_cache(maxsize=256)(self._counts)
        self.lengths = cache(self._lengths)

    def _counts(self, field: str, term: str) -> tuple[Numbers, Numbers]:
        """The papers that hold a term, ascending, and how often each does."""
        found = []
        for base, segment, gone in self._parts:
            entry = segment.entry(term, field)
            if entry:
                papers = _array(segment.papers, entry.first, entry.last)
                tfs = _array(segment.frequencies, entry.first, entry.last)
                left = _left(papers, gone)
                found.append((papers[left] + np.int64(base), tfs[left]))
        return _joined(found)

    def places(self, field: str, term: str) -> tuple[Numbers, Numbers]:
        """Paper and position of every occurrence of a term, ascending."""
        found = []
        for base, segment, gone in self._parts:
            entry = segment.entry(term, field)
            if entry:
                papers = _array(segment.papers, entry.first, entry.last)
                tfs = _array(segment.frequencies, entry.first, entry.last)
                last = entry.places + int(tfs.sum())
                places = _array(segment.places, entry.places, last)
                each = np.repeat(papers, tfs)
                left = _left(each, gone)
                found.append((each[left] + np.int64(base), places[left]))
        papers, places = _joined(found)
        return papers, places.astype(np.int64)

    def _lengths(self, field: str) -> Numbers:
        parts = [
            _array(segment.lengths[field], 0, segment.size)
            for _, segment, _ in self._parts
        ]
        if len(parts) == 1:
            return parts[0]
        return np.concatenate([np.zeros(0, np.uint16), *parts])


def _array(view: memoryview, first: int, last: int) -> Numbers:
    """A part of a section, whatever kind of number it holds."""
    return np.asarray(view[first:last])


def _left(papers: Numbers, gone: Numbers) -> Any:
    """What selects the papers that are not gone."""
    if not len(gone):
        return slice(None)
    return ~np.isin(papers, gone)


def _joined(found: list[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
    if len(found) == 1:
        return found[0]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.uint16)
    return np.concatenate([p for p, _ in found]), np.concatenate([t for _, t in found])
