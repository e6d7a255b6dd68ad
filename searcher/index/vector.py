"""The algebra of arrays: for long posting lists, batches and servers.

The only importer of numpy on the way of a query. The same operations in the same order
as in the algebra of dicts, so the same scores to the bit.
"""

from collections.abc import Iterable, Mapping
from typing import Any as Untyped
from typing import NamedTuple, Protocol

import numpy as np

from searcher.index.counting import Postings, counted
from searcher.query.plan import FIELDS, SCORED, Phrase, Synonyms, Term
from searcher.ranking import NEIGHBOURS, idf, normalised, saturated

Numbers = np.ndarray[Untyped, Untyped]
_PLACE = 20
"""Bits of a position in a packed place, with room for one beyond the last."""


class Arrays(Postings, Protocol):
    """Postings that can also be had as arrays."""

    def arrays(self, field: str, term: str) -> tuple[Numbers, Numbers]:
        """The papers that hold a term, ascending, and how often each does."""

    def places(self, field: str, term: str) -> tuple[Numbers, Numbers]:
        """Paper and position of every occurrence, ascending."""

    def lengths(self, field: str) -> Numbers:
        """The length of the field, by paper."""


class Found(NamedTuple):
    """Papers, ascending, and their scores."""

    numbers: Numbers
    scores: Numbers


class Vector:
    """Scores beside the sorted numbers of the papers."""

    def __init__(self, postings: Arrays) -> None:
        self._postings = postings

    def leaf(self, leaf: Synonyms | Phrase) -> tuple[Found, float]:
        if isinstance(leaf, Synonyms):
            fields, rarity = self._synonyms(leaf)
        else:
            fields, rarity = self._phrase(leaf)
        return self._bm25f(fields, leaf.weight, rarity), rarity

    def of(self, papers: Iterable[int]) -> Found:
        numbers = np.array(sorted(papers), np.int64)
        return Found(numbers, np.zeros(len(numbers)))

    def everything(self) -> Found:
        return self.of(self._postings.everything())

    def papers(self, found: Found) -> Iterable[int]:
        numbers: list[int] = found.numbers.tolist()
        return numbers

    def count(self, found: Found) -> int:
        return len(found.numbers)

    def best(self, found: Found, most: int | None) -> dict[int, float]:
        numbers, scores = found
        if most is not None and most < len(numbers):
            at = len(scores) - most
            # as far below the last of them as rounding can make a tie
            least = np.partition(scores, at)[at] - 2e-6 if most else np.inf
            chosen = np.flatnonzero(scores >= least)
            numbers, scores = numbers[chosen], scores[chosen]
        return dict(zip(numbers.tolist(), scores.tolist(), strict=True))

    def both(self, one: Found, other: Found) -> Found:
        at, there = _shared(one.numbers, other.numbers)
        return Found(one.numbers[at], one.scores[at] + other.scores[there])

    def either(self, one: Found, other: Found) -> Found:
        numbers = np.union1d(one.numbers, other.numbers)
        scores = np.zeros(len(numbers))
        for part in (one, other):
            scores[np.searchsorted(numbers, part.numbers)] += part.scores
        return Found(numbers, scores)

    def without(self, one: Found, other: Found) -> Found:
        kept = np.ones(len(one.numbers), np.bool_)
        kept[_shared(one.numbers, other.numbers)[0]] = False
        return Found(one.numbers[kept], one.scores[kept])

    def preferred(self, found: Found, bonus: Found) -> Found:
        at, there = _shared(found.numbers, bonus.numbers)
        scores = found.scores.copy()
        scores[at] += NEIGHBOURS * bonus.scores[there]
        return Found(found.numbers, scores)

    def _synonyms(self, leaf: Synonyms) -> tuple[dict[str, Found], float]:
        df = 0.0
        fields: dict[str, list[Found]] = {}
        for term, probability in leaf.choices:
            holders = []
            for field in term.fields:
                papers, tfs = self._postings.arrays(field, term.text)
                if len(papers):
                    fields.setdefault(field, []).append(
                        Found(papers, probability * tfs)
                    )
                    holders.append(papers)
            df += probability * _count(holders)
        return {f: _added(parts) for f, parts in fields.items()}, self._idf(df)

    def _phrase(self, phrase: Phrase) -> tuple[dict[str, Found], float]:
        if phrase.slop:
            count = counted(phrase, self._postings)
            found = {f: _from_dict(tfs) for f, tfs in count.frequencies.items()}
            return found, count.rarity
        fields = {field: self._occurrences(phrase, field) for field in phrase.fields}
        plain: dict[int, str] = {}
        for step in phrase.steps:
            if step.end == step.start + 1:
                plain.setdefault(step.start, step.term)
        rarity = 0.0
        for node in sorted(plain):
            rarity += self._idf(self._df(Term(plain[node], phrase.fields)))
        return {f: found for f, found in fields.items() if len(found.numbers)}, rarity

    def _occurrences(self, phrase: Phrase, field: str) -> Found:
        """How often the phrase stands in the field of each paper.

        Spans are pairs of packed places: where it starts, where it goes on.
        """
        nothing = np.zeros((2, 0), np.int64)
        reached = [nothing for _ in range(phrase.size + 1)]
        for step in sorted(phrase.steps, key=lambda step: step.start):
            if step.start and not reached[step.start].size:
                continue
            papers, positions = self._postings.places(field, step.term)
            if not len(papers):
                continue
            places = papers << _PLACE | positions
            if step.start == 0:
                spans = np.stack((places, places + step.advance))
            else:
                starts, ends = reached[step.start]
                low = np.searchsorted(ends, places - step.gap, "left")
                high = np.searchsorted(ends, places - step.gap, "right")
                times = high - low
                which = np.repeat(low, times) + _ramps(times)
                after = np.repeat(places, times) + step.advance
                spans = np.stack((starts[which], after))
            reached[step.end] = _merged(reached[step.end], spans)
        papers, tfs = np.unique(reached[phrase.size][0] >> _PLACE, return_counts=True)
        return Found(papers, tfs.astype(np.float64))

    def _bm25f(
        self, fields: Mapping[str, Found], weight: float, rarity: float
    ) -> Found:
        if not fields:
            return self.of(())
        order = [field for field in FIELDS if field in fields]
        if len(order) == 1:
            numbers = fields[order[0]].numbers
        else:
            numbers = np.unique(np.concatenate([fields[f].numbers for f in order]))
        sums = np.zeros(len(numbers))
        for field in order:
            if field in SCORED and weight > 0:
                papers: Untyped  # the formulae are as good for arrays as for numbers
                tfs: Untyped
                papers, tfs = fields[field]
                lengths = self._postings.lengths(field)[papers]
                average = self._postings.averages[field]
                added = normalised(tfs, field, lengths, average)
                sums[np.searchsorted(numbers, papers)] += added
        tf: Untyped = sums
        scores: Untyped = weight * rarity * saturated(tf)
        return Found(numbers, scores)

    def _idf(self, df: float) -> float:
        return idf(self._postings.size, df)

    def _df(self, term: Term) -> int:
        held = (self._postings.arrays(field, term.text)[0] for field in term.fields)
        return _count([papers for papers in held if len(papers)])


def _shared(one: Numbers, other: Numbers) -> tuple[Numbers, Numbers]:
    """Where the numbers that are in both stand in each."""
    if not len(other):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    there = np.minimum(np.searchsorted(other, one), len(other) - 1)
    at = np.flatnonzero(other[there] == one)
    return at, there[at]


def _added(parts: list[Found]) -> Found:
    if len(parts) == 1:
        return parts[0]
    numbers = np.unique(np.concatenate([part.numbers for part in parts]))
    sums = np.zeros(len(numbers))
    for part in parts:
        sums[np.searchsorted(numbers, part.numbers)] += part.scores
    return Found(numbers, sums)


def _count(holders: list[Numbers]) -> int:
    if len(holders) < 2:
        return sum(map(len, holders))
    return len(np.unique(np.concatenate(holders)))


def _from_dict(frequencies: Mapping[int, float]) -> Found:
    numbers = np.array(sorted(frequencies), np.int64)
    return Found(numbers, np.array([frequencies[n] for n in numbers.tolist()], float))


def _ramps(times: Numbers) -> Numbers:
    """0, 1, … for each of so many times."""
    before = np.repeat(np.cumsum(times) - times, times)
    ramps: Numbers = np.arange(len(before)) - before
    return ramps


def _merged(one: Numbers, other: Numbers) -> Numbers:
    """Spans by where they go on, each once."""
    spans = np.concatenate((one, other), axis=1)
    order = np.lexsort((spans[0], spans[1]))
    spans = spans[:, order]
    if spans.shape[1] > 1:
        fresh = np.append(True, (spans[:, 1:] != spans[:, :-1]).any(axis=0))
        spans = spans[:, fresh]
    return spans
