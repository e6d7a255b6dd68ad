"""A segment that goes into a merge, without the papers that are gone.

Knows one segment: its entries, and what of their postings is left.
"""

from collections.abc import Collection, Iterator

import numpy as np

from searcher.index.segment.layout import PLACE_BITS
from searcher.index.segment.narrowing import Numbers
from searcher.index.segment.reading import Segment
from searcher.index.segment.sharing import mixed
from searcher.index.segment.weaving import Postings, chunks, unwoven
from searcher.query.plan import FIELDS, SCORED
from searcher.typed import Any, NamedTuple

STRETCH = 1 << 20
"""So many bytes of stored papers are passed on together."""
NOWHERE = 0xFFFF_FFFF
"""The number of a term that no paper is left for."""


class Counts(NamedTuple):
    """Of some entries: in how many papers, the highest frequency, the shortest field,
    and a number that tells their postings apart.
    """

    df: Numbers
    most: Numbers
    shortest: Numbers
    signature: Numbers

    def of(self, entries: Numbers) -> "Counts":
        return Counts(*(column[entries] for column in self))


class Surviving:
    """What is left of a segment whose papers get numbers from `base` on.

    `counts` are of the entries that are left, in their order; entries are given by
    their number among these.
    """

    def __init__(self, segment: Segment, gone: Collection[int], base: int) -> None:
        self.segment = segment
        segment.read_all()
        self.kept = np.ones(segment.size, np.bool_)
        self.kept[list(gone)] = False
        self.size = int(self.kept.sum())
        self._whole = self.size == segment.size
        self._renumbered = (base + np.cumsum(self.kept) - self.kept).astype(np.uint32)
        self._first = self.section("entry_postings")
        self._df = self.section("entry_df")
        self._most = self.section("entry_most")
        self._data = self.section("postings")
        counts = self._as_written() if self._whole else self._without_gone()
        self._entries = np.flatnonzero(counts.df).astype(np.uint32)
        self.counts = counts.of(self._entries)
        ends = np.diff(self.section("term_entries"))
        terms = np.repeat(np.arange(len(ends), dtype=np.uint32), ends)
        self._term = terms[self._entries]
        self.field = self.section("entry_field")[self._entries]
        self.terms = np.unique(self._term)
        self.numbers = np.full(len(ends), NOWHERE, np.uint32)
        """The number of each term in the merged segment, once it is known."""

    def section(self, name: str) -> Numbers:
        return np.asarray(self.segment.section(name))

    def signatures(self) -> Numbers:
        """The signatures of all entries, which are told once."""
        told = self.counts.signature
        self.counts = self.counts._replace(signature=told[:0].copy())
        return told

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

    def postings(self, entries: Numbers) -> Postings:
        """The postings of some entries, with the new numbers of the papers."""
        papers, tfs, places = self._unwoven(self._entries[entries])
        if not self._whole:
            left = self.kept[papers]
            places = places[np.repeat(left, tfs)]
            papers, tfs = papers[left], tfs[left]
        return Postings(self._renumbered[papers], tfs, places)

    def stored(self) -> Iterator[Any]:
        """The stored papers that are left, as stretches of bytes."""
        data, ends = self.segment.section("stored"), self.section("stored_ends")
        edges = np.flatnonzero(np.diff(self.kept, prepend=False, append=False))
        bounds = np.append(np.uint64(0), ends)[edges].tolist()
        for first, last in zip(bounds[::2], bounds[1::2], strict=True):
            for at in range(first, last, STRETCH):
                yield data[at : min(at + STRETCH, last)]

    def _unwoven(self, entries: Numbers) -> Postings:
        """Of all papers, also those gone."""
        df = self._df[entries].astype(np.int64)
        which = self._first[entries], df, self._most[entries]
        return unwoven(self._data, *which, self.segment.shape)

    def _as_written(self) -> Counts:
        # entries that share their postings begin at the same
        _, which = np.unique(self._first, return_inverse=True)
        shortest = self.section("entry_shortest")
        return Counts(self._df, self._most, shortest, mixed(which))

    def _without_gone(self) -> Counts:
        lengths = np.zeros((len(FIELDS), self.segment.size), np.uint16)
        for name in SCORED:
            lengths[FIELDS.index(name)] = self.section(f"length.{name}")
        firsts = np.append(0, np.cumsum(self._df, dtype=np.int64))
        parts = [self._counted(*chunk, lengths) for chunk in chunks(firsts)]
        if not parts:
            return Counts(*(np.zeros(0, np.uint32) for _ in Counts._fields))
        return Counts(*map(np.concatenate, zip(*parts, strict=True)))

    def _counted(self, first: int, last: int, lengths: Numbers) -> Counts:
        """The counts of some entries, without the papers that are gone."""
        df = self._df[first:last].astype(np.int64)
        starts = np.cumsum(df) - df
        papers, tfs, places = self._unwoven(np.arange(first, last))
        left = self.kept[papers]
        length = lengths[np.repeat(self.section("entry_field")[first:last], df), papers]
        length[~left] = 0xFFFF
        tokens = np.repeat(papers, tfs).astype(np.uint64) << np.uint64(PLACE_BITS)
        bits = mixed(tokens | places) * np.repeat(left, tfs)
        before = (np.cumsum(tfs, dtype=np.int64) - tfs)[starts]
        return Counts(
            df=np.add.reduceat(left, starts, dtype=np.int64),
            most=np.maximum.reduceat(tfs * left, starts),
            shortest=np.minimum.reduceat(length, starts),
            signature=np.add.reduceat(bits, before),
        )
