"""One walk of a plan over postings, in the standard library alone.

Knows plans and the formulae of ranking; what holds the postings is behind `Postings`.
"""

from collections.abc import Callable, Iterable, Mapping

from searcher.analysis.normal import comparable
from searcher.index.counting import Counted, Postings, counted, together
from searcher.index.expansion import Open, expand
from searcher.model import Order
from searcher.query.plan import (
    FIELDS,
    SCORED,
    All,
    Any,
    Fuzzy,
    Leaf,
    Not,
    Phrase,
    Plan,
    Prefer,
    Prefix,
    Range,
    Substring,
    Synonyms,
    Together,
)
from searcher.ranking import DECIMALS, NEIGHBOURS, normalised, saturated

Scores = dict[int, float]


class Evaluation:
    """Evaluates one plan; remembers what was cut, and how rare its leaves are."""

    def __init__(self, postings: Postings) -> None:
        self.postings = postings
        self.groups: Mapping[Open, Synonyms] = {}
        self.notes: tuple[str, ...] = ()
        self.rarities: dict[Leaf, float] = {}
        self._expanded = False

    def scores(self, plan: Plan) -> Scores:
        """The papers that match, each with its score, not yet rounded.

        After the whole plan parts of it can be asked for: the terms that their open
        leaves stand for are those of the whole.
        """
        if not self._expanded:
            self.groups, self.notes = expand(plan, self.postings)
            self._expanded = True
        match plan:
            case All():
                found = self._all(plan)
            case Any():
                found = self._any(plan)
            case Not():
                found = self._all(All((plan,)))
            case Prefer():
                found = self._prefer(plan)
            case _:
                found = self._leaf(plan)
        return found

    def _leaf(self, leaf: Leaf) -> Scores:
        match leaf:
            case Together():
                return dict.fromkeys(together(leaf, self.postings), 0.0)
            case Substring():
                return self._substring(leaf)
            case Synonyms() | Phrase():
                count = counted(leaf, self.postings)
            case Prefix() | Fuzzy() | Range():
                count = counted(self.groups[leaf], self.postings)
        self.rarities[leaf] = count.rarity
        return self._bm25f(count)

    def _all(self, plan: All) -> Scores:
        # texts are read last, and only those of papers that match all the rest
        wanted: list[Plan] = [p for p in plan.parts if not isinstance(p, Not)]
        wanted.sort(key=lambda part: isinstance(part, Substring))
        found: Scores | None = None
        for part in wanted:
            if isinstance(part, Substring):
                scores = self._substring(part, found)
            else:
                scores = self.scores(part)
            if found is None:
                found = scores
            else:
                found = {d: s + scores[d] for d, s in found.items() if d in scores}
            if not found:
                return {}
        if found is None:
            found = dict.fromkeys(self.postings.everything(), 0.0)
        for part in plan.parts:
            if isinstance(part, Not):
                unwanted = self.scores(part.part)
                found = {d: s for d, s in found.items() if d not in unwanted}
        return found

    def _any(self, plan: Any) -> Scores:
        found: Scores = {}
        for part in plan.parts:
            for paper, score in self.scores(part).items():
                found[paper] = found.get(paper, 0.0) + score
        return found

    def _prefer(self, plan: Prefer) -> Scores:
        found = dict(self.scores(plan.part))
        for bonus in plan.bonuses:
            for paper, score in self.scores(bonus).items():
                if paper in found:
                    found[paper] += NEIGHBOURS * score
        return found

    def _bm25f(self, count: Counted) -> Scores:
        sums: Scores = {}
        for field in (field for field in FIELDS if field in count.frequencies):
            scores = field in SCORED and count.weight > 0
            for paper, tf in count.frequencies[field].items():
                added = 0.0
                if scores:
                    length = self.postings.length(paper, field)
                    average = self.postings.averages[field]
                    added = normalised(tf, field, length, average)
                sums[paper] = sums.get(paper, 0.0) + added
        factor = count.weight * count.rarity
        return {paper: factor * saturated(tf) for paper, tf in sums.items()}

    def _substring(self, plan: Substring, among: Iterable[int] | None = None) -> Scores:
        wanted = comparable(plan.text)
        postings = self.postings
        return {
            paper: 0.0
            for paper in (postings.everything() if among is None else among)
            if any(
                wanted in comparable(text)
                for text in postings.texts(paper, plan.fields)
            )
        }


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
