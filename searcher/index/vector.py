"""The algebra of arrays: for long posting lists, batches and servers.

The same operations in the same order as in the algebra of dicts, so the same scores to
the bit. Only what this module imports imports numpy on the way of a query.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, reduce

import numpy as np

from searcher.index.algebra import Scoring
from searcher.index.arrays import Numbers, both, located, union
from searcher.index.counting import most_of
from searcher.index.weighing import Weighing
from searcher.query.plan import Phrase

_DEAR = 8
"""To look up one paper costs as much as to read so many scores,"""
_WHOLE = 8
"""and a table of all papers as much as so many times fewer scores."""
_CHUNK = 64
_MANY = 4_096
"""So many scores are sorted without a thought."""


class Vector:
    """Sets are the sorted numbers of papers; scores stand beside them."""

    at_once = True

    def __init__(self, weighing: Weighing) -> None:
        self._weighing = weighing
        self.rarity = cache(weighing.rarity)
        self.size = cache(weighing.size)
        self._summed = cache(self._sums)

    def having(self, leaf: Scoring) -> Numbers:
        return self._weighing.whole(leaf).papers

    def among(self, leaf: Scoring, papers: Numbers) -> Numbers:
        if isinstance(leaf, Phrase):
            return self._weighing.some(leaf, papers).papers
        return both(papers, self._weighing.whole(leaf).papers)

    def scores(self, leaf: Scoring, papers: Numbers) -> Numbers:
        if leaf.weight <= 0:
            return np.zeros(len(papers))
        factor = leaf.weight * self.rarity(leaf)
        if isinstance(leaf, Phrase):
            held, worth, _ = self._weighing.some(leaf, papers)
        else:
            held, worth, _ = self._weighing.whole(leaf)
        if not len(held):
            return np.zeros(len(papers))
        if held is papers:
            return factor * worth
        if self._are_few(papers, len(held)):
            at, there = located(papers, held)
            return np.where(there, factor * worth.take(at), 0.0)
        everywhere = np.zeros(self._weighing.extent)
        everywhere[held] = worth
        return factor * everywhere.take(papers)

    def likely(self, leaf: Scoring, papers: Numbers, most: int) -> Numbers:  # noqa: ARG002
        return papers

    def of(self, papers: Iterable[int]) -> Numbers:
        return np.array(sorted(papers), np.int64)

    def everything(self) -> Numbers:
        return self._weighing.everything

    def papers(self, found: Numbers) -> Iterable[int]:
        numbers: list[int] = found.tolist()
        return numbers

    def count(self, found: Numbers) -> int:
        return len(found)

    def count_any(self, sets: Sequence[Numbers]) -> int:
        if sum(map(len, sets)) * _DEAR < self._weighing.extent:
            return len(union(sets))
        held = np.zeros(self._weighing.extent, np.bool_)
        for one in sets:
            held[one] = True
        return int(np.count_nonzero(held))

    def union(self, sets: Sequence[Numbers]) -> Numbers:
        return union(sets)

    def both(self, one: Numbers, other: Numbers) -> Numbers:
        return both(one, other)

    def without(self, one: Numbers, other: Numbers) -> Numbers:
        return one[~located(one, other)[1]]

    def nothing(self, papers: Numbers) -> Numbers:
        return np.zeros(len(papers))

    def highest(self, leaf: Scoring) -> float:
        if isinstance(leaf, Phrase):
            return most_of(leaf, self.rarity(leaf))
        return leaf.weight * self.rarity(leaf) * self._weighing.whole(leaf).highest

    def total(self, leaves: Sequence[Scoring], papers: Numbers) -> Numbers:
        phrases = any(isinstance(leaf, Phrase) for leaf in leaves)
        if phrases or self._are_few(papers, sum(map(self.size, leaves))):
            return reduce(self.plus, [self.scores(leaf, papers) for leaf in leaves])
        return self._summed(*leaves).take(papers)

    def plus(self, one: Numbers, other: Numbers, share: float = 1.0) -> Numbers:
        return one + other if share == 1 else one + share * other

    def spread(self, scores: Numbers, papers: Numbers, wider: Numbers) -> Numbers:
        found = np.zeros(len(wider))
        found[wider.searchsorted(papers)] = scores
        return found

    def least(self, scores: Sequence[tuple[Numbers, float]]) -> Numbers:
        return reduce(np.minimum, [each * by for each, by in scores])

    def reached(self, scores: Numbers, most: int) -> float:
        if len(scores) > max(_MANY, most * _CHUNK):
            # the best of chunks are some of the best, and tell what to sort at most
            whole = len(scores) - len(scores) % _CHUNK
            heights = scores[:whole].reshape(_CHUNK, -1).max(axis=0)
            scores = scores[scores >= self.reached(heights, most)]
        return float(np.partition(scores, len(scores) - most)[len(scores) - most])

    def left(
        self, papers: Numbers, scores: Numbers, least: float
    ) -> tuple[Numbers, Callable[[Numbers], Numbers]]:
        at = np.flatnonzero(scores >= least)
        return papers.take(at), lambda others: others.take(at)

    def listed(self, papers: Numbers, scores: Numbers) -> Mapping[int, float]:
        return dict(zip(papers.tolist(), scores.tolist(), strict=True))

    def _are_few(self, papers: Numbers, others: int) -> bool:
        """Whether to look each up among others is less than to make a table of all."""
        return len(papers) * _DEAR < others + self._weighing.extent // _WHOLE

    def _sums(self, *leaves: Scoring) -> Numbers:
        """The scores of several leaves added, for every paper that there is."""
        sums = np.zeros(self._weighing.extent)
        for number, leaf in enumerate(leaves):
            if leaf.weight > 0:
                held, worth, _ = self._weighing.whole(leaf)
                scores = leaf.weight * self.rarity(leaf) * worth
                sums[held] = scores + sums.take(held) if number else scores
        return sums
