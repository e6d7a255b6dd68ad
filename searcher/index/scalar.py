"""The algebra of dicts: for a one-shot command, which cannot wait for numpy to load."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from heapq import nlargest

from searcher.index.algebra import Scoring
from searcher.index.counting import Postings, most_of, rarity, size
from searcher.model import Order
from searcher.query.phrases import occurrences
from searcher.query.plan import FIELDS, SCORED, Phrase, Synonyms, Term
from searcher.ranking import DECIMALS, normalised, saturated

Papers = set[int]
Scores = dict[int, float]
Counts = Mapping[int, int]


class Scalar:
    """Sets of the numbers of papers; scores by number."""

    at_once = False

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._dfs: dict[Term, int] = {}
        self._phrases: dict[Phrase, dict[str, Counts]] = {}

    def having(self, leaf: Scoring) -> Papers:
        return set[int]().union(*self._counts(leaf, None))

    def among(self, leaf: Scoring, papers: Papers) -> Papers:
        found = set[int]()
        for counts in self._counts(leaf, papers):
            found |= papers & counts.keys()
        return found

    def rarity(self, leaf: Scoring) -> float:
        return rarity(leaf, self._postings.size, self._df)

    def size(self, leaf: Scoring) -> int:
        return size(leaf, self._df)

    def scores(self, leaf: Scoring, papers: Papers) -> Scores:
        sums = dict.fromkeys(papers, 0.0)
        if leaf.weight <= 0:
            return sums
        for field, frequencies in self._frequencies(leaf, papers):
            for paper, tf in frequencies:
                length = self._postings.length(paper, field)
                average = self._postings.averages[field]
                sums[paper] += normalised(tf, field, length, average)
        factor = leaf.weight * self.rarity(leaf)
        return {paper: factor * saturated(tf) for paper, tf in sums.items()}

    def of(self, papers: Iterable[int]) -> Papers:
        return set(papers)

    def everything(self) -> Papers:
        return set(self._postings.everything())

    def papers(self, found: Papers) -> Iterable[int]:
        return found

    def count(self, found: Papers) -> int:
        return len(found)

    def count_any(self, sets: Sequence[Papers]) -> int:
        return len(self.union(sets))

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

    def least(self, scores: Sequence[tuple[Scores, float]]) -> Scores:
        first = scores[0][0]
        return {n: min([each[n] * by for each, by in scores]) for n in first}

    def reached(self, scores: Scores, most: int) -> float:
        return nlargest(most, scores.values())[-1]

    def left(
        self, papers: Papers, scores: Scores, least: float
    ) -> tuple[Papers, Callable[[Scores], Scores]]:
        left = {paper for paper in papers if scores[paper] >= least}
        return left, lambda others: {paper: others[paper] for paper in left}

    def listed(self, papers: Papers, scores: Scores) -> Scores:  # noqa: ARG002
        return scores

    def _df(self, term: Term) -> int:
        if term not in self._dfs:
            held = (self._postings.counts(field, term.text) for field in term.fields)
            some = [counts for counts in held if counts]
            alone = len(some) == 1
            self._dfs[term] = len(some[0] if alone else set[int]().union(*some))
        return self._dfs[term]

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
            positions = partial(self._postings.positions, field)
            spans = occurrences(phrase, positions, papers)
            found[field] = {paper: len(places) for paper, places in spans.items()}
        if papers is None:
            self._phrases[phrase] = found
        return found

    def _frequencies(
        self, leaf: Scoring, papers: Papers
    ) -> Iterator[tuple[str, Iterable[tuple[int, float]]]]:
        """By field that scores, the papers that match, and how often."""
        if isinstance(leaf, Phrase):
            for field, counts in self._standing(leaf, papers).items():
                if field in SCORED:
                    held = papers & counts.keys()
                    yield field, ((paper, float(counts[paper])) for paper in held)
            return
        for field in SCORED:
            yield field, self._weighed(leaf, field, papers)

    def _weighed(
        self, leaf: Synonyms, field: str, papers: Papers
    ) -> Iterable[tuple[int, float]]:
        held = [
            (probability, counts)
            for term, probability in leaf.choices
            if field in term.fields
            if (counts := self._postings.counts(field, term.text))
        ]
        tfs: dict[int, float] = {}
        for probability, counts in held:
            for paper in papers & counts.keys():
                tfs[paper] = tfs.get(paper, 0.0) + probability * counts[paper]
        return tfs.items()


def ranked(
    scores: Mapping[int, float], order: Order, key: Callable[[int], tuple[int, str]]
) -> list[tuple[int, float]]:
    """Papers with rounded scores, best first; ties by date, newest first, then id.

    `key` gives each paper's day as a number, 0 when unknown, and its id.
    """
    found = [(*key(n), n, round(score, DECIMALS)) for n, score in scores.items()]
    match order:
        case Order.RELEVANCE:
            found.sort(key=lambda x: (-x[3], -x[0], x[1]))
        case Order.NEWEST:
            found.sort(key=lambda x: (-x[0], x[1]))
        case Order.OLDEST:
            found.sort(key=lambda x: (x[0] == 0, x[0], x[1]))
    return [(number, score) for _, _, number, score in found]
