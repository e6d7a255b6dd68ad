"""What a leaf is worth in each paper, with arrays, kept for the next query.

Knows leaves, their terms and BM25F, not how a plan combines them.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from operator import attrgetter

import numpy as np

from searcher.index.algebra import Scoring
from searcher.index.arrays import Held, Numbers, SegmentArrays, located, union
from searcher.index.counting import Postings, rarity, size
from searcher.index.keeping import Kept
from searcher.index.standing import standing
from searcher.query.phrases import occurrences
from searcher.query.plan import FIELDS, SCORED, Phrase, Synonyms, Term
from searcher.ranking import WEIGHTS, saturated
from searcher.typed import Any, NamedTuple

MOST_KEPT = 64 << 20
"""So many bytes of what leaves are worth are kept."""
MOST_TABLES = 32 << 20
"""So many bytes of tables of who holds what."""
MOST_DFS = 1 << 14
"""So many terms are remembered how rare they are,"""
MOST_LEAVES = 1 << 8
"""and so many leaves, which may be of a thousand terms."""
_SPARSE = 16
"""Fewer papers than one of so many are found by searching, not in a table of all."""


class Worth(NamedTuple):
    """Papers, ascending, the saturated frequency of a leaf in each, and the highest."""

    papers: Numbers
    saturated: Numbers
    highest: float


_NOWHERE = Worth(np.zeros(0, np.int64), np.zeros(0), 0.0)


class Weighing:
    """The leaves of one generation."""

    def __init__(self, postings: Postings, arrays: SegmentArrays) -> None:
        self._postings = postings
        self._arrays = arrays
        self._df = lru_cache(MOST_DFS)(self._count)
        self.rarity = lru_cache(MOST_LEAVES)(self._rarity)
        self.size = lru_cache(MOST_LEAVES)(self._size)
        self.whole = Kept(self._whole, _bytes, MOST_KEPT)
        self.table = Kept(self._tabled, attrgetter("nbytes"), MOST_TABLES)

    def close(self) -> None:
        """Forget everything that may be of a file."""
        self.whole.clear()
        self.table.clear()
        self._arrays.close()

    @property
    def extent(self) -> int:
        return self._arrays.extent

    @property
    def everything(self) -> Numbers:
        return self._arrays.everything

    def some(self, phrase: Phrase, papers: Numbers) -> Worth:
        """Those of some papers in which a phrase stands."""
        known = self.whole.known(phrase)
        if known is None:
            return self._standing(phrase, papers)
        at, there = located(papers, known.papers)
        return Worth(papers[there], known.saturated[at[there]], known.highest)

    def _rarity(self, leaf: Scoring) -> float:
        return rarity(leaf, self._postings.size, self._holders)

    def _holders(self, group: Synonyms) -> int:
        if len(group.choices) == 1:
            return self._df(group.choices[0].term)
        return len(self.whole(group).papers)

    def _size(self, leaf: Scoring) -> int:
        return size(leaf, self._df)

    def _tabled(self, leaf: Scoring) -> Numbers:
        """For every paper, whether it matches."""
        table = np.zeros(self.extent, np.bool_)
        table[self.whole(leaf).papers] = True
        return table

    def _count(self, term: Term) -> int:
        """How many papers hold a term in one of its fields."""
        return len(union([held.papers for held in self._arrays.held(term).values()]))

    def _whole(self, leaf: Scoring) -> Worth:
        """All papers that match a leaf, and what it is worth in each."""
        if isinstance(leaf, Phrase):
            return self._standing(leaf, None)
        parts: dict[str, list[Held]] = {}
        for term, probability in leaf.choices:
            for field, (papers, tfs) in self._arrays.held(term).items():
                weighed = tfs if probability == 1 else probability * tfs
                parts.setdefault(field, []).append(Held(papers, weighed))
        return self._worth({field: self._added(held) for field, held in parts.items()})

    def _standing(self, phrase: Phrase, papers: Numbers | None) -> Worth:
        fields = tuple(field for field in FIELDS if field in phrase.fields)
        if not fields:
            return self._worth({})
        if phrase.slop:
            return self._worth(self._loose(phrase, fields, papers))
        extent = self._arrays.extent
        firsts = [number * extent for number in range(len(fields) + 1)]
        among = None
        if papers is not None:
            among = np.add.outer(firsts[:-1], papers).ravel()
        places = self._arrays.places
        texts, tfs = standing(phrase, lambda term: places(term, fields), among)
        if not len(texts):
            return _NOWHERE
        cuts = texts.searchsorted(firsts)
        return self._worth(
            {
                field: Held(texts[a:b] - first, tfs[a:b])
                for field, first, (a, b) in zip(
                    fields, firsts, pairwise(cuts), strict=False
                )
                if a < b
            }
        )

    def _loose(
        self, phrase: Phrase, fields: Iterable[str], papers: Numbers | None
    ) -> dict[str, Held]:
        some = None if papers is None else set(papers.tolist())
        found = {}
        for field in fields:
            positions = partial(self._postings.positions, field)
            spans = occurrences(phrase, positions, some)
            if spans:
                held = np.array(sorted(spans), np.int64)
                found[field] = Held(
                    held, np.array([len(spans[n]) for n in held.tolist()], np.int64)
                )
        return found

    def _worth(self, fields: Mapping[str, Held]) -> Worth:
        """The papers of all fields, and BM25F but for the rarity and the weight."""
        papers = union([held.papers for held in fields.values()])
        summed = [
            Held(there, self._normalised(field, there, tfs))
            for field in SCORED
            if field in fields
            for there, tfs in (fields[field],)
        ]
        if not summed:
            return Worth(papers, np.zeros(len(papers)), 0.0)
        tf: Any = self._summed(summed, papers)
        worth: Any = saturated(tf)
        return Worth(papers, worth, float(worth.max(initial=0.0)))

    def _normalised(self, field: str, papers: Numbers, tfs: Numbers) -> Numbers:
        average = self._postings.averages[field]
        discounts = self._arrays.discounts(field, papers, average)
        found: Numbers = WEIGHTS[field].weight * tfs / discounts
        return found

    def _added(self, parts: Sequence[Held]) -> Held:
        if len(parts) == 1:
            return parts[0]
        papers = union([part.papers for part in parts])
        return Held(papers, self._summed(parts, papers))

    def _summed(self, parts: Sequence[Held], papers: Numbers) -> Numbers:
        """For each of all the papers, what the parts that hold it add up to."""
        if len(parts) == 1 and len(papers) == len(parts[0].papers):
            return parts[0].tfs
        if len(papers) * _SPARSE < self.extent:
            sums = np.zeros(len(papers))
            for there, tfs in parts:
                sums[papers.searchsorted(there)] += tfs
            return sums
        sums = np.zeros(self.extent)
        for there, tfs in parts:
            sums[there] += tfs
        return sums[papers]


def _bytes(worth: Worth) -> int:
    return worth.papers.nbytes + worth.saturated.nbytes
