"""The algebra of arrays: for long posting lists, batches and servers.

The same operations in the same order as in the algebra of dicts, so the same scores to
the bit. Only what this module imports imports numpy on the way of a query.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce

import numpy as np

from searcher.index.algebra import Scoring
from searcher.index.arrays import Numbers, both, located, union
from searcher.index.counting import most_of
from searcher.index.weighing import Weighing
from searcher.query.plan import Phrase, Synonyms
from searcher.typed import NamedTuple

_SPARSE = 256
"""Of fewer papers than one of so many there is no table of all papers."""
_DEAR = 32
"""To look up one paper costs as much as to look at so many,"""
_WHOLE = 8
"""and an empty table of all papers as much as to look at so many times fewer."""
_FEW = 1_024
"""So few are looked up without a table."""
_SEVERAL = 32
"""The scores of so many leaves are added up in a table of all papers."""
_MANY = 512
"""So many scores are sorted without a thought,"""
_TIMES = 8
"""as are so many times the best that are wanted."""


class _Weighed(NamedTuple):
    """Papers, ascending, what a leaf is worth in each, what that is multiplied by, and
    the highest score.
    """

    papers: Numbers
    worth: Numbers
    factor: float
    highest: float


class Vector:
    """Sets are the sorted numbers of papers; scores stand beside them."""

    at_once = True

    def __init__(self, weighing: Weighing) -> None:
        self._weighing = weighing
        self.rarity, self.size = weighing.rarity, weighing.size
        self._known: dict[Synonyms, _Weighed] = {}

    def having(self, leaf: Scoring) -> Numbers:
        if isinstance(leaf, Phrase):
            return self._weighing.whole(leaf).papers
        return self._weighed(leaf).papers

    def among(self, leaf: Scoring, papers: Numbers) -> Numbers:
        if isinstance(leaf, Phrase):
            return self._weighing.some(leaf, papers).papers
        return papers.compress(self._holds(leaf, papers))

    def scores(self, leaf: Scoring, papers: Numbers) -> Numbers:
        if leaf.weight <= 0:
            return np.zeros(len(papers))
        if isinstance(leaf, Phrase):
            held, worth, _ = self._weighing.some(leaf, papers)
            factor = leaf.weight * self.rarity(leaf)
        else:
            held, worth, factor, _ = self._weighed(leaf)
            if held is papers:
                return factor * worth
        if not len(held):
            return np.zeros(len(papers))
        if isinstance(leaf, Phrase) or len(papers) < _FEW:
            at, there = located(papers, held)
            scores: Numbers = factor * worth.take(at, mode="clip")
            scores *= there
            return scores
        there = self._holds(leaf, papers)
        scores = factor * worth.take(self._places(held, papers.compress(there)))
        if len(scores) == len(papers):
            return scores
        found = np.zeros(len(papers))
        found[there] = scores
        return found

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

    def count_any(self, leaves: Sequence[Scoring]) -> int:
        many = [leaf for leaf in leaves if self._is_many(leaf)]
        rare = [leaf for leaf in leaves if not self._is_many(leaf)]
        others = union(list(map(self.having, rare)))
        if not many:
            return len(others)
        table = reduce(np.logical_or, map(self._weighing.table, many))
        both = np.count_nonzero(table.take(others))
        return int(np.count_nonzero(table) + len(others) - both)

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
        return self._weighed(leaf).highest

    def total(self, leaves: Sequence[Scoring], papers: Numbers) -> Numbers:
        scores = (self.scores(leaf, papers) for leaf in leaves)
        if len(leaves) < _SEVERAL or any(isinstance(leaf, Phrase) for leaf in leaves):
            return reduce(self.plus, scores)
        # in the same order, so the same to the bit: what is not there adds nothing
        found = np.zeros(self._weighing.extent)
        for leaf in leaves:
            if isinstance(leaf, Synonyms) and leaf.weight > 0:
                held, worth, factor, _ = self._weighed(leaf)
                found[held] += factor * worth
        return found.take(papers)

    def plus(self, one: Numbers, other: Numbers, share: float = 1.0) -> Numbers:
        return one + other if share == 1 else one + share * other

    def spread(self, scores: Numbers, papers: Numbers, wider: Numbers) -> Numbers:
        found = np.zeros(len(wider))
        found[wider.searchsorted(papers)] = scores
        return found

    def heights(
        self, papers: Numbers, parts: Iterable[tuple[Sequence[Scoring], float]]
    ) -> Numbers:
        asked = list(parts)
        every = dict.fromkeys(leaf for leaves, _ in asked for leaf in leaves)
        holds = {leaf: self._holds(leaf, papers) for leaf in every}
        found = np.zeros(len(papers))
        for leaves, most in asked:
            there = [holds[leaf] for leaf in leaves]
            found += most * reduce(np.logical_and, there) if there else most
        return found

    def least(self, scores: Sequence[tuple[Numbers, float]]) -> Numbers:
        return reduce(np.minimum, [each * by for each, by in scores])

    def reached(self, scores: Numbers, most: int) -> float:
        chunk = len(scores) // (most * _TIMES)
        if len(scores) > _MANY and chunk > 1:
            # the best of chunks are some of the best, and tell what to sort at most
            whole = len(scores) - len(scores) % chunk
            heights = scores[:whole].reshape(chunk, -1).max(axis=0)
            scores = scores[scores >= self.reached(heights, most)]
        scores = scores.copy()
        scores.partition(len(scores) - most)
        return float(scores[len(scores) - most])

    def left(
        self, papers: Numbers, scores: Numbers, least: float
    ) -> tuple[Numbers, Callable[[Numbers], Numbers]]:
        (at,) = (scores >= least).nonzero()
        return papers.take(at), lambda others: others.take(at)

    def listed(self, papers: Numbers, scores: Numbers) -> Mapping[int, float]:
        return dict(zip(papers.tolist(), scores.tolist(), strict=True))

    def _weighed(self, leaf: Synonyms) -> _Weighed:
        known = self._known.get(leaf)
        if known is None:
            papers, worth, highest = self._weighing.whole(leaf)
            factor = leaf.weight * self.rarity(leaf)
            known = _Weighed(papers, worth, factor, factor * highest)
            self._known[leaf] = known
        return known

    def _is_many(self, leaf: Scoring) -> bool:
        """Whether there is a table of the papers."""
        if isinstance(leaf, Phrase):
            return False
        return len(self._weighed(leaf).papers) * _SPARSE > self._weighing.extent

    def _holds(self, leaf: Scoring, papers: Numbers) -> Numbers:
        """Which of some papers match."""
        if self._is_many(leaf):
            found: Numbers = self._weighing.table(leaf).take(papers)
            return found
        if isinstance(leaf, Phrase):
            held = self._weighing.some(leaf, papers).papers
        else:
            held = self._weighed(leaf).papers
        return located(papers, held)[1]

    def _places(self, held: Numbers, papers: Numbers) -> Numbers:
        """Where some of the papers that hold something stand among these."""
        extent = self._weighing.extent
        if len(papers) * _DEAR < len(held) + extent // _WHOLE:
            return held.searchsorted(papers)
        wanted = np.zeros(extent, np.bool_)
        wanted[papers] = True
        (found,) = wanted.take(held).nonzero()
        return found
