"""The packed postings of entries → arrays, for who has numpy.

They are what `unpacking` makes in the standard library alone.
"""

import numpy as np

from searcher.index.segment.narrowing import Numbers
from searcher.index.segment.reading import Entry, Segment
from searcher.index.segment.shapes import BLOCK, FAR, OFTEN, VERY_OFTEN
from searcher.typed import NamedTuple

_FOURS = np.array(
    [[n >> shift & 3 for shift in (0, 2, 4, 6)] for n in range(256)], np.uint8
).view(np.uint32)[:, 0]
"""By byte, the frequencies of four papers."""


class Postings(NamedTuple):
    """Papers, ascending, how often each holds an entry, and all places in them."""

    papers: Numbers
    frequencies: Numbers
    places: Numbers


class PostingArrays:
    """A segment's postings, entry by entry; the papers are numbered from `base` on.

    What is found is a copy, so the file may be forgotten.
    """

    def __init__(self, segment: Segment, base: int = 0) -> None:
        self._data = np.asarray(segment.section("postings"))
        self._shape = segment.shape
        self._base = np.int64(base)
        self._blocks = np.arange(self._shape.blocks) * BLOCK + self._base

    def papers(self, entry: Entry) -> Numbers:
        first, df, shape = entry.first, entry.df, self._shape
        if df > shape.few:
            counts = self._data[first : first + shape.blocks]
            first += shape.blocks
            return in_blocks(self._blocks, counts, self._data[first : first + df])
        data = self._data[first : first + shape.width * df]
        return few(data[: 2 * df], data[2 * df :], shape.width) + self._base

    def frequencies(self, entry: Entry) -> Numbers:
        return self._frequencies(entry)[0]

    def postings(self, entry: Entry) -> Postings:
        tfs, first = self._frequencies(entry)
        last = first + int(tfs.sum(dtype=np.int64))
        places = with_far(self._data[first:last], self._data[last:])
        return Postings(self.papers(entry), tfs, places)

    def _frequencies(self, entry: Entry) -> tuple[Numbers, int]:
        """And where what follows them begins."""
        df, data = entry.df, self._data
        first = entry.first + self._shape.size(df)
        if entry.most == 1:
            return np.ones(df, np.uint8), first
        if entry.most >= VERY_OFTEN:
            last = first + 2 * df
            return data[first:last].view(np.uint16).copy(), last
        last = first + -(-df // 4)
        tfs = fours(data[first:last])[:df]
        if entry.most < OFTEN:
            return tfs, last
        often = np.flatnonzero(tfs == 0)
        first, last = last, last + len(often)
        tfs[often] = data[first:last]
        return tfs, last


def few(low: Numbers, high: Numbers, width: int) -> Numbers:
    """Papers of `width` bytes each: the low two of all, then the high ones of all."""
    found = low.view(np.uint16).astype(np.int64)
    if width > 2:
        found += high.view((np.uint8, np.uint16)[width - 3]).astype(np.int64) << 16
    return found


def in_blocks(blocks: Numbers, counts: Numbers, low: Numbers) -> Numbers:
    """Papers by where their block begins and where in it they are."""
    found: Numbers = np.repeat(blocks, counts)
    found += low
    return found


def fours(data: Numbers) -> Numbers:
    """Four frequencies of two bits from each byte."""
    return _FOURS.take(data).view(np.uint8)


def with_far(near: Numbers, far: Numbers) -> Numbers:
    """Places of a byte each, and of those it does not tell, what `far` begins with."""
    found = near.astype(np.uint16)
    at = np.flatnonzero(near == FAR)
    if len(at):
        found[at] = far[: 2 * len(at)].view(np.uint16)
    return found
