"""The algebra of dicts: for a one-shot command, which cannot wait for numpy to load."""

from collections.abc import Callable, Iterable, Mapping

from searcher.index.counting import Counted, Postings, counted
from searcher.model import Order
from searcher.query.plan import FIELDS, SCORED, Phrase, Synonyms
from searcher.ranking import DECIMALS, NEIGHBOURS, normalised, saturated

Scores = dict[int, float]


class Scalar:
    """Scores by the number of the paper."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings

    def leaf(self, leaf: Synonyms | Phrase) -> tuple[Scores, float]:
        count = counted(leaf, self._postings)
        return self._bm25f(count), count.rarity

    def of(self, papers: Iterable[int]) -> Scores:
        return dict.fromkeys(papers, 0.0)

    def everything(self) -> Scores:
        return self.of(self._postings.everything())

    def papers(self, found: Scores) -> Iterable[int]:
        return found

    def count(self, found: Scores) -> int:
        return len(found)

    def best(self, found: Scores, most: int | None) -> Scores:  # noqa: ARG002
        return found

    def both(self, one: Scores, other: Scores) -> Scores:
        return {p: score + other[p] for p, score in one.items() if p in other}

    def either(self, one: Scores, other: Scores) -> Scores:
        found = dict(one)
        for paper, score in other.items():
            found[paper] = found.get(paper, 0.0) + score
        return found

    def without(self, one: Scores, other: Scores) -> Scores:
        return {paper: score for paper, score in one.items() if paper not in other}

    def preferred(self, found: Scores, bonus: Scores) -> Scores:
        more = {p: NEIGHBOURS * score for p, score in bonus.items() if p in found}
        return {**found, **{p: found[p] + score for p, score in more.items()}}

    def _bm25f(self, count: Counted) -> Scores:
        sums: Scores = {}
        for field in (field for field in FIELDS if field in count.frequencies):
            scores = field in SCORED and count.weight > 0
            for paper, tf in count.frequencies[field].items():
                added = 0.0
                if scores:
                    length = self._postings.length(paper, field)
                    average = self._postings.averages[field]
                    added = normalised(tf, field, length, average)
                sums[paper] = sums.get(paper, 0.0) + added
        factor = count.weight * count.rarity
        return {paper: factor * saturated(tf) for paper, tf in sums.items()}


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
