"""The postings of several segments as arrays, numbered through.

Knows segments and which of their papers are gone; neither leaves nor scores.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from searcher.index.keeping import Kept
from searcher.index.segment.arraying import PostingArrays, Postings
from searcher.index.segment.reading import Entry, Segment
from searcher.query.plan import Term
from searcher.ranking import discount
from searcher.typed import Any, NamedTuple

Numbers = np.ndarray[Any, Any]
Parts = Sequence[tuple[int, Segment, frozenset[int]]]

MOST_KEPT = 32 << 20
"""So many bytes of postings are kept for the next query, and as many of places."""
MANY = 1 << 17
"""After so many postings, or places, what was read of the files is let go."""
_FAR = 8
"""Where one set is so many times another, the members of the other are looked up."""


class Held(NamedTuple):
    """Papers, ascending, and how often each holds something."""

    papers: Numbers
    tfs: Numbers


class Places(NamedTuple):
    """Texts, ascending, and where a term stands in each.

    A text is a field of a paper: the number of the field among those that were asked
    for, times the extent, and the number of the paper. There are as many places of a
    text as its tf, the first one at its start.
    """

    texts: Numbers
    tfs: Numbers
    starts: Numbers
    places: Numbers


class _Part(NamedTuple):
    """A segment whose postings are arrays."""

    segment: Segment
    gone: Numbers
    """The papers that are gone, numbered through."""
    postings: PostingArrays

    def held(self, entry: Entry) -> Held:
        """Papers and frequencies of what is not gone."""
        self.segment.read_soon(entry)
        held = Held(self.postings.papers(entry), self.postings.frequencies(entry))
        if not len(self.gone):
            return held
        left = ~np.isin(held.papers, self.gone)
        return Held(held.papers[left], held.tfs[left])

    def all_of(self, entry: Entry) -> Postings:
        """With the places, of what is not gone."""
        self.segment.read_soon(entry, places=True)
        found = self.postings.postings(entry)
        if not len(self.gone):
            return found
        left = ~np.isin(found.papers, self.gone)
        places = found.places[np.repeat(left, found.frequencies)]
        return Postings(found.papers[left], found.frequencies[left], places)


class SegmentArrays:
    """Arrays of the segments of one generation."""

    def __init__(self, parts: Parts) -> None:
        self._parts = [
            _Part(
                segment,
                np.array(sorted(gone), np.int64) + base,
                PostingArrays(segment, base),
            )
            for base, segment, gone in parts
        ]
        self.extent = sum(part.segment.size for part in self._parts)
        self.held = Kept(self._held, _bytes_held, MOST_KEPT)
        self.places = Kept(self._places, _bytes, MOST_KEPT)
        self._discounts: dict[tuple[str, float], Numbers] = {}
        self._field_lengths: dict[str, Numbers] = {}

    def close(self) -> None:
        """Forget the arrays of the files, so that these can be closed."""
        self.held.clear()
        self.places.clear()
        self._discounts.clear()
        self._field_lengths.clear()
        self._parts.clear()

    def _held(self, term: Term) -> dict[str, Held]:
        """By field, the papers that hold a term, and how often."""
        found: dict[str, list[Held]] = {}
        for part in self._parts:
            for field, entry in part.segment.entries(term.text).items():
                if field in term.fields:
                    found.setdefault(field, []).append(part.held(entry))
        joined = {
            field: Held(*map(_joined, zip(*held, strict=True)))
            for field, held in found.items()
        }
        if sum(len(held.papers) for held in joined.values()) > MANY:
            self._forget()
        return joined

    def _forget(self) -> None:
        """Give back the memory of what was read of the files, and is unpacked now."""
        for part in self._parts:
            part.segment.forget()

    def discounts(self, field: str, papers: Numbers, average: float) -> Numbers:
        """What the length of a scored field discounts an occurrence by, in papers."""
        lengths = self._lengths(field)
        table = self._discounts.get((field, average))
        if table is None:  # few lengths are different
            possible: Any = np.arange(int(lengths.max(initial=0)) + 1)
            made: Any = discount(field, possible, average)
            table = self._discounts[field, average] = made
        found: Numbers = table[lengths[papers]]
        return found

    def _lengths(self, field: str) -> Numbers:
        lengths = self._field_lengths.get(field)
        if lengths is None:
            sections = [part.segment.lengths[field] for part in self._parts]
            lengths = _joined([np.asarray(section) for section in sections])
            self._field_lengths[field] = lengths
        return lengths

    @cached_property
    def everything(self) -> Numbers:
        """The papers that are not gone."""
        left = np.ones(self.extent, np.bool_)
        for part in self._parts:
            left[part.gone] = False
        return np.flatnonzero(left)

    def _places(self, term: str, fields: tuple[str, ...]) -> Places | None:
        """Where a term stands in these fields; None if nowhere."""
        found = []
        for number, field in enumerate(fields):
            for part in self._parts:
                entry = part.segment.entry(term, field)
                if entry:
                    papers, tfs, places = part.all_of(entry)
                    found.append((papers + number * self.extent, tfs, places))
        if not found:
            return None
        texts, tfs, places = map(_joined, zip(*found, strict=True))
        if len(places) > MANY:
            self._forget()
        ends = np.cumsum(tfs, dtype=np.int64)
        return Places(texts, tfs, ends - tfs, places)


def union(sets: Sequence[Numbers]) -> Numbers:
    """The numbers that are in some of the sets, which are sorted."""
    some = [one for one in sets if len(one)]
    if len(some) < 2:
        return some[0] if some else np.zeros(0, np.int64)
    numbers = np.concatenate(some)
    numbers.sort(kind="stable")  # sorted runs are what it is made for
    fresh = np.empty(len(numbers), np.bool_)
    fresh[0] = True
    np.not_equal(numbers[1:], numbers[:-1], out=fresh[1:])
    return numbers[fresh]


def both(one: Numbers, other: Numbers) -> Numbers:
    """The numbers that are in both sets."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) * _FAR < len(other):
        return one[located(one, other)[1]]
    numbers = np.concatenate((one, other))
    numbers.sort(kind="stable")
    twice: Numbers = numbers[1:][numbers[1:] == numbers[:-1]]
    return twice


def located(numbers: Numbers, there: Numbers) -> tuple[Numbers, Numbers]:
    """Where each number stands in a set, if it does, and whether it does."""
    at = there.searchsorted(numbers)
    if not len(there):
        return at, np.zeros(len(numbers), np.bool_)
    return at, there.take(at, mode="clip") == numbers


def _bytes_held(found: dict[str, Held]) -> int:
    return sum(papers.nbytes + tfs.nbytes for papers, tfs in found.values())


def _bytes(found: Places | None) -> int:
    return sum(part.nbytes for part in found) if found else 0


def _joined(parts: Sequence[Numbers]) -> Numbers:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
