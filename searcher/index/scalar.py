"""The algebra of dicts: for a one-shot command, which cannot wait for numpy to load."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from heapq import nlargest, nsmallest
from itertools import repeat
from operator import add

from searcher.index.algebra import Scoring
from searcher.index.chaining import in_chain
from searcher.index.counting import Postings, most_of, rarity, size
from searcher.model import Order
from searcher.query.phrases import occurrences
from searcher.query.plan import FIELDS, SCORED, Phrase, Synonyms, Term
from searcher.ranking import (
    DECIMALS,
    TIE,
    all_normalised,
    all_saturated,
    normalised,
    saturated,
)

Papers = set[int]
Scores = dict[int, float]
Counts = Mapping[int, int]


_MANY = 1_000
"""So many papers are scored without a thought,"""
_SEVERAL = 8
"""and those of more words than so many, which would be read twice."""


class Scalar:
    """Sets of the numbers of papers; scores by number."""

    at_once = False

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._dfs: dict[Term, int] = {}
        self._groups: dict[tuple[Term, ...], int] = {}
        self._having: dict[Scoring, Papers] = {}
        self._phrases: dict[Phrase, dict[str, Counts]] = {}

    def having(self, leaf: Scoring) -> Papers:
        if leaf not in self._having:
            self._having[leaf] = set[int]().union(*self._counts(leaf, None))
        return self._having[leaf]

    def among(self, leaf: Scoring, papers: Papers) -> Papers:
        found = set[int]()
        for counts in self._counts(leaf, papers):
            found |= papers & counts.keys()
        return found

    def rarity(self, leaf: Scoring) -> float:
        return rarity(leaf, self._postings.size, self._holders)

    def size(self, leaf: Scoring) -> int:
        return size(leaf, self._df)

    def scores(self, leaf: Scoring, papers: Papers) -> Scores:
        if leaf.weight <= 0:
            return dict.fromkeys(papers, 0.0)
        sums = self._normalised(leaf, papers)
        factor = leaf.weight * self.rarity(leaf)
        worth = zip(sums, all_saturated(sums.values(), factor), strict=True)
        if len(sums) == len(papers):
            return dict(worth)
        found = dict.fromkeys(papers, 0.0)
        found.update(worth)
        return found

    def likely(self, leaf: Scoring, papers: Papers, most: int) -> Papers:
        several = isinstance(leaf, Phrase) or len(leaf.choices) > _SEVERAL
        if several or len(papers) < _MANY or leaf.weight <= 0:
            return papers
        fields = dict(self._frequencies(leaf, papers))
        longest = max(fields, key=lambda field: len(fields[field]))
        tfs = fields.pop(longest)
        found = set[int]().union(*fields.values())
        if len(found) < most:
            return papers
        floor = self.reached(self.scores(leaf, found), most) - TIE
        factor, average = (
            leaf.weight * self.rarity(leaf),
            self._postings.averages[longest],
        )
        # so often the others must have it, were their texts as short as can be
        often = {
            tf
            for tf in set(tfs.values())
            if factor * saturated(normalised(tf, longest, 0, average)) >= floor
        }
        return found.union([paper for paper, tf in tfs.items() if tf in often])

    def of(self, papers: Iterable[int]) -> Papers:
        return set(papers)

    def everything(self) -> Papers:
        return set(self._postings.everything())

    def papers(self, found: Papers) -> Iterable[int]:
        return found

    def count(self, found: Papers) -> int:
        return len(found)

    def count_any(self, leaves: Sequence[Scoring]) -> int:
        return len(self.union(list(map(self.having, leaves))))

    def union(self, sets: Sequence[Papers]) -> Papers:
        return set[int]().union(*sets)

    def both(self, one: Papers, other: Papers) -> Papers:
        return one & other

    def without(self, one: Papers, other: Papers) -> Papers:
        return one - other

    def nothing(self, papers: Papers) -> Scores:
        return dict.fromkeys(papers, 0.0)

    def highest(self, leaf: Scoring) -> float:
        return most_of(leaf, self.rarity(leaf))

    def total(self, leaves: Sequence[Scoring], papers: Papers) -> Scores:
        return reduce(self.plus, [self.scores(leaf, papers) for leaf in leaves])

    def plus(self, one: Scores, other: Scores, share: float = 1.0) -> Scores:
        return {paper: score + share * other[paper] for paper, score in one.items()}

    def spread(self, scores: Scores, papers: Papers, wider: Papers) -> Scores:  # noqa: ARG002
        return {paper: scores.get(paper, 0.0) for paper in wider}

    def heights(
        self, papers: Papers, parts: Iterable[tuple[Sequence[Scoring], float]]
    ) -> Scores:
        found = dict.fromkeys(papers, 0.0)
        for leaves, most in parts:
            there = papers
            for leaf in leaves:
                there = self.among(leaf, there)
            for paper in there:
                found[paper] += most
        return found

    def least(self, scores: Sequence[tuple[Scores, float]]) -> Scores:
        first = scores[0][0]
        return {n: min([each[n] * by for each, by in scores]) for n in first}

    def reached(self, scores: Scores, most: int) -> float:
        return nlargest(most, scores.values())[-1]

    def left(
        self,
        papers: Papers,  # noqa: ARG002
        scores: Scores,
        least: float,
    ) -> tuple[Papers, Callable[[Scores], Scores]]:
        left = {paper for paper, score in scores.items() if score >= least}
        return left, lambda others: {paper: others[paper] for paper in left}

    def listed(self, papers: Papers, scores: Scores) -> Scores:  # noqa: ARG002
        return scores

    def _df(self, term: Term) -> int:
        if term not in self._dfs:
            self._dfs[term] = self._held_by((term,))
        return self._dfs[term]

    def _holders(self, group: Synonyms) -> int:
        terms = tuple(dict.fromkeys(term for term, _ in group.choices))
        if len(terms) == 1:
            return self._df(terms[0])
        if group in self._having or len(terms) > _SEVERAL:
            # which will be asked for, or is known
            return len(self.having(group))
        if terms not in self._groups:
            self._groups[terms] = self._held_by(terms)
        return self._groups[terms]

    def _held_by(self, terms: Sequence[Term]) -> int:
        """How many papers hold any of some terms in one of its fields."""
        postings = self._postings
        places = dict.fromkeys((f, term.text) for term in terms for f in term.fields)
        dfs = {place: df for place in places if (df := postings.df(*place))}
        if not dfs:
            return 0
        *rest, most = sorted(dfs, key=dfs.__getitem__)
        others = set[int]().union(*(postings.counts(*place) for place in rest))
        if not others:
            return dfs[most]
        if len(terms) > 1:  # all of a group is unpacked to score it
            both = others & postings.counts(*most).keys()
        else:  # what is in most papers is not: only the others are looked up
            both = postings.having(*most, others)
        return dfs[most] + len(others) - len(both)

    def _counts(self, leaf: Scoring, papers: Papers | None) -> Iterable[Counts]:
        """By field and term, the papers that match, and how often each does."""
        if isinstance(leaf, Phrase):
            return self._standing(leaf, papers).values()
        counts = self._postings.counts
        return (counts(f, term.text) for term, _ in leaf.choices for f in term.fields)

    def _standing(self, phrase: Phrase, papers: Papers | None) -> dict[str, Counts]:
        """By field, how often a phrase stands in papers, or in all if they are None."""
        known = self._phrases.get(phrase)
        if known is not None:
            return known
        found: dict[str, Counts] = {}
        for field in (field for field in FIELDS if field in phrase.fields):
            if papers is None and not phrase.slop:
                chained = in_chain(phrase, field, self._postings)
                if chained is not None:
                    found[field] = chained
                    continue
            positions = partial(self._postings.positions, field)
            spans = occurrences(phrase, positions, papers)
            found[field] = {paper: len(places) for paper, places in spans.items()}
        if papers is None:
            self._phrases[phrase] = found
        return found

    def _normalised(self, leaf: Scoring, papers: Papers) -> Scores:
        """Of those of the papers that match in a field that scores, tf'."""
        sums: Scores = {}
        for field, tfs in self._frequencies(leaf, papers):
            lengths = self._postings.lengths(field, tfs)
            average = self._postings.averages[field]
            worth = all_normalised(tfs.values(), field, lengths, average)
            if sums:
                before = map(sums.get, tfs, repeat(0.0))
                sums.update(zip(tfs, map(add, before, worth), strict=True))
            else:
                sums = dict(zip(tfs, worth, strict=True))
        return sums

    def _frequencies(
        self, leaf: Scoring, papers: Papers
    ) -> Iterator[tuple[str, Mapping[int, float]]]:
        """By field that scores, those of the papers that match, and how often."""
        if isinstance(leaf, Phrase):
            for field, counts in self._standing(leaf, papers).items():
                if field in SCORED:
                    yield field, _of(counts, papers)
            return
        for field in SCORED:
            if tfs := self._weighed(leaf, field, papers):
                yield field, tfs

    def _weighed(
        self, leaf: Synonyms, field: str, papers: Papers
    ) -> Mapping[int, float]:
        held = [
            (probability, _of(counts, papers))
            for term, probability in leaf.choices
            if field in term.fields
            if (counts := self._postings.counts(field, term.text))
        ]
        if len(held) == 1 and held[0][0] == 1:
            return held[0][1]
        tfs: dict[int, float] = {}
        for probability, counts in held:
            for paper, count in counts.items():
                tfs[paper] = tfs.get(paper, 0.0) + probability * count
        return tfs


def _of(counts: Counts, papers: Papers) -> Counts:
    """What is counted in some papers."""
    if len(counts) <= len(papers) and counts.keys() <= papers:
        return counts
    return {paper: counts[paper] for paper in papers & counts.keys()}


_RANKS: Mapping[Order, Callable[[float, int], tuple[float, ...]]] = {
    Order.RELEVANCE: lambda score, day: (-score, -day),
    Order.NEWEST: lambda _, day: (-day,),
    Order.OLDEST: lambda _, day: (day == 0, day),
}


def ranked(
    scores: Mapping[int, float],
    order: Order,
    day: Callable[[int], int],
    id: Callable[[int], str],  # noqa: A002
    most: int | None = None,
) -> list[tuple[int, str, float]]:
    """Papers, their ids and rounded scores, best first; ties by date, newest first,
    then id. Of many papers all that are among the first so many.

    A day is a number, 0 when unknown.
    """
    rank = _RANKS[order]
    rounded = ((paper, round(score, DECIMALS)) for paper, score in scores.items())
    found = [(rank(score, day(paper)), paper, score) for paper, score in rounded]
    if most and len(found) > _MANY:
        last, _, _ = nsmallest(most, found)[-1]
        found = [one for one in found if one[0] <= last]
    each = sorted((place, id(paper), paper, score) for place, paper, score in found)
    return [(paper, id_, score) for _, id_, paper, score in each]
