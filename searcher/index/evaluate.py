"""One walk of a plan over postings, in the standard library alone.

Knows plans and the formulae of ranking; what holds the postings is behind `Postings`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol

from searcher.analysis.normal import comparable
from searcher.index.documents import AUTHOR_STRIDE
from searcher.index.expansion import Vocabulary, expand
from searcher.model import Order
from searcher.query.phrases import occurrences
from searcher.query.plan import (
    AUTHORS,
    FIELDS,
    SCORED,
    All,
    Any,
    Leaf,
    Not,
    Phrase,
    Plan,
    Prefer,
    Substring,
    Synonyms,
    Term,
    Together,
)
from searcher.ranking import DECIMALS, NEIGHBOURS, idf, normalised, saturated

Scores = dict[int, float]
Positions = Mapping[int, Sequence[int]]


class Postings(Vocabulary, Protocol):
    """What a generation knows of its papers, which are numbered from 0."""

    @property
    def size(self) -> int:
        """How many papers there are."""

    @property
    def averages(self) -> Mapping[str, float]:
        """By scored field, the mean length over the papers that have it, in words."""

    def everything(self) -> Iterable[int]: ...

    def positions(self, field: str, term: str) -> Positions:
        """By paper, where the term stands in the field, ascending."""

    def length(self, paper: int, field: str) -> int: ...

    def texts(self, paper: int, fields: Sequence[str]) -> Iterable[str]:
        """The stored raw texts of these fields."""


class Evaluation:
    """Evaluates one plan; remembers what was cut."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self.notes: list[str] = []

    def scores(self, plan: Plan) -> Scores:
        """The papers that match, each with its score, not yet rounded."""
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

    def _leaf(self, plan: Leaf) -> Scores:
        match plan:
            case Synonyms():
                found = self._synonyms(plan)
            case Phrase():
                found = self._phrase(plan)
            case Together():
                found = dict.fromkeys(self._together(plan), 0.0)
            case Substring():
                found = self._substring(plan)
            case _:
                group, note = expand(plan, self._postings)
                if note:
                    self.notes.append(note)
                found = self._synonyms(group)
        return found

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
            found = dict.fromkeys(self._postings.everything(), 0.0)
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

    def _synonyms(self, plan: Synonyms) -> Scores:
        df = 0.0
        frequencies: dict[str, dict[int, float]] = {}
        for term, probability in plan.choices:
            holders = set[int]()
            for field in term.fields:
                counts = frequencies.setdefault(field, {})
                for paper, places in self._postings.positions(field, term.text).items():
                    counts[paper] = counts.get(paper, 0.0) + probability * len(places)
                    holders.add(paper)
            df += probability * len(holders)
        return self._bm25f(frequencies, plan.weight, idf(self._postings.size, df))

    def _bm25f(
        self,
        frequencies: Mapping[str, Mapping[int, float]],
        weight: float,
        rarity: float,
    ) -> Scores:
        sums: Scores = {}
        for field in (field for field in FIELDS if field in frequencies):
            scores = field in SCORED and weight > 0
            for paper, tf in frequencies[field].items():
                added = 0.0
                if scores:
                    length = self._postings.length(paper, field)
                    average = self._postings.averages[field]
                    added = normalised(tf, field, length, average)
                sums[paper] = sums.get(paper, 0.0) + added
        return {paper: weight * rarity * saturated(tf) for paper, tf in sums.items()}

    def _phrase(self, plan: Phrase) -> Scores:
        frequencies: dict[str, dict[int, float]] = {}
        for field in plan.fields:
            found = occurrences(plan, partial(self._postings.positions, field))
            frequencies[field] = {paper: float(len(s)) for paper, s in found.items()}
        return self._bm25f(frequencies, plan.weight, self._rarity(plan))

    def _rarity(self, plan: Phrase) -> float:
        plain: dict[int, str] = {}
        for step in plan.steps:
            if step.end == step.start + 1:
                plain.setdefault(step.start, step.term)
        total = 0.0
        for node in sorted(plain):
            df = self._df(Term(plain[node], plan.fields))
            total += idf(self._postings.size, df)
        return total

    def _df(self, term: Term) -> int:
        found = set[int]()
        for field in term.fields:
            found.update(self._postings.positions(field, term.text))
        return len(found)

    def _together(self, plan: Together) -> set[int]:
        (field,) = AUTHORS
        slots: set[tuple[int, int]] | None = None
        for group in plan.groups:
            here = {
                (paper, place // AUTHOR_STRIDE)
                for term in group
                for paper, places in self._postings.positions(field, term).items()
                for place in places
            }
            slots = here if slots is None else slots & here
        return {paper for paper, _ in slots or ()}

    def _substring(self, plan: Substring, among: Iterable[int] | None = None) -> Scores:
        wanted = comparable(plan.text)
        postings = self._postings
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
