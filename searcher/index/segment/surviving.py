"""A segment that goes into a merge, without the papers that are gone.

Knows one segment: its entries, and what of their postings is left.
"""

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np

from searcher.index.segment.narrowing import Numbers
from searcher.index.segment.reading import Segment
from searcher.query.plan import FIELDS, SCORED

CHUNK = 1 << 20
"""So many postings or places are looked at together, and more only of one entry."""
NOWHERE = 0xFFFF_FFFF
"""The number of a term that no paper is left for."""


class Surviving:
    """What is left of a segment whose papers get numbers from `base` on.

    `entries` are those left, ascending; `df`, `tf` (of all papers together), `most` and
    `shortest` are theirs, of the papers left.
    """

    def __init__(self, segment: Segment, gone: Collection[int], base: int) -> None:
        self.segment = segment
        self.kept = np.ones(segment.size, np.bool_)
        self.kept[list(gone)] = False
        self.whole = bool(self.kept.all())
        self.size = int(self.kept.sum())
        self.renumbered = (base + np.cumsum(self.kept) - self.kept).astype(np.uint32)
        self._firsts = self.section("entry_postings")
        self._places = np.append(
            self.section("entry_places"), np.uint32(len(segment.places))
        )
        if self.whole:
            df, tf = np.diff(self._firsts), np.diff(self._places)
            most, shortest = self.section("entry_most"), self.section("entry_shortest")
        else:
            df, tf, most, shortest = self._counted()
        self.entries = np.flatnonzero(df).astype(np.uint32)
        self.df, self.tf = df[self.entries], tf[self.entries]
        self.most, self.shortest = most[self.entries], shortest[self.entries]
        counts = np.diff(self.section("term_entries"))
        term = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)[self.entries]
        self._term = term
        self.field = self.section("entry_field")[self.entries]
        self.terms = np.unique(term)
        self.numbers = np.full(len(counts), NOWHERE, np.uint32)
        """The number of each term in the merged segment, once it is known."""

    def section(self, name: str) -> Numbers:
        return np.asarray(self.segment.section(name))

    def term_texts(self, first: int, last: int) -> list[bytes]:
        """From one of the surviving terms up to another, by their bytes."""
        numbers = self.terms[first:last].tolist()
        if not numbers:
            return []
        ends = self.segment.section("term_ends")
        begin = ends[numbers[0] - 1] if numbers[0] else 0
        bounds = [begin, *ends[numbers[0] : numbers[-1] + 1].tolist()]
        data = bytes(self.segment.section("terms")[begin : bounds[-1]])
        low = numbers[0]
        return [
            data[bounds[n - low] - begin : bounds[n - low + 1] - begin] for n in numbers
        ]

    def keys(self) -> Numbers:
        """Merged term and field of each entry, as one number; ascending."""
        return self.numbers[self._term].astype(np.int64) * len(FIELDS) + self.field

    def papers(self, first: int, last: int) -> Numbers:
        """The new numbers of the papers in some of the surviving entries."""
        papers = self._postings("papers", first, last)
        return self.renumbered[papers if self.whole else papers[self.kept[papers]]]

    def frequencies(self, first: int, last: int) -> Numbers:
        tfs = self._postings("frequencies", first, last)
        return tfs if self.whole else tfs[self._left(first, last)]

    def places(self, first: int, last: int) -> Numbers:
        if first == last:
            return np.zeros(0, np.uint16)
        begin = self._places[self.entries[first]]
        end = self._places[self.entries[last - 1] + 1]
        places = self.section("places")[begin:end]
        if self.whole:
            return places
        tfs = self._postings("frequencies", first, last)
        left: Numbers = places[np.repeat(self._left(first, last), tfs)]
        return left

    def stored(self) -> Iterator[Any]:
        """The stored papers that are left, as stretches of bytes."""
        data, ends = self.segment.section("stored"), self.section("stored_ends")
        edges = np.flatnonzero(np.diff(self.kept, prepend=False, append=False))
        bounds = np.append(np.uint64(0), ends)[edges].tolist()
        for first, last in zip(bounds[::2], bounds[1::2], strict=True):
            for at in range(first, last, CHUNK):
                yield data[at : min(at + CHUNK, last)]

    def _postings(self, name: str, first: int, last: int) -> Numbers:
        """Of all papers, also those gone, in some of the surviving entries.

        And of entries between these, of which nothing survives.
        """
        if first == last:
            return self.section(name)[:0]
        begin = self._firsts[self.entries[first]]
        return self.section(name)[begin : self._firsts[self.entries[last - 1] + 1]]

    def _left(self, first: int, last: int) -> Numbers:
        return self.kept[self._postings("papers", first, last)]

    def _counted(self) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """df, tf, most and shortest of every entry, without the papers gone."""
        count = len(self._firsts) - 1
        df, tf = np.zeros(count, np.uint32), np.zeros(count, np.uint32)
        most, shortest = np.zeros(count, np.uint16), np.zeros(count, np.uint16)
        lengths = np.zeros((len(FIELDS), self.segment.size), np.uint16)
        for name in SCORED:
            lengths[FIELDS.index(name)] = self.section(f"length.{name}")
        field = self.section("entry_field")
        for first, last in chunks(self._firsts):
            begin, end = int(self._firsts[first]), int(self._firsts[last])
            starts = self._firsts[first:last].astype(np.int64) - begin
            papers = self.section("papers")[begin:end]
            left = self.kept[papers]
            tfs = self.section("frequencies")[begin:end] * left
            fields = np.repeat(
                field[first:last], np.diff(np.append(starts, end - begin))
            )
            length = lengths[fields, papers]
            length[~left] = 0xFFFF
            df[first:last] = np.add.reduceat(left, starts, dtype=np.uint32)
            tf[first:last] = np.add.reduceat(tfs, starts, dtype=np.uint32)
            most[first:last] = np.maximum.reduceat(tfs, starts)
            shortest[first:last] = np.minimum.reduceat(length, starts)
        return df, tf, most, shortest


def chunks(firsts: Numbers) -> Iterator[tuple[int, int]]:
    """Parts of a list of groups, as (first, last), each with at most CHUNK members.

    `firsts` says where each group begins, and where the last one ends; a group that is
    larger comes alone.
    """
    at, count = 0, len(firsts) - 1
    while at < count:
        last = int(np.searchsorted(firsts, int(firsts[at]) + CHUNK, "right")) - 1
        last = min(max(last, at + 1), count)
        yield at, last
        at = last
