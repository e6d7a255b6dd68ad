"""One walk of a plan, in whatever algebra the sets of scored papers are kept.

Knows plans; postings, and what a set is, are the algebra's.
"""

from collections.abc import Iterable, Mapping
from typing import Generic, Protocol, TypeVar

from searcher.index.counting import Postings, together
from searcher.index.documents import UNLIKE
from searcher.index.expansion import Open, expand
from searcher.query.plan import (
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
from searcher.query.sought import Sought

S = TypeVar("S")


class Algebra(Protocol[S]):
    """Sets of papers with scores, as an evaluation needs them.

    Two algebras give the same papers with the same scores, to the bit: sums are made in
    the order in which the parts of a plan stand.
    """

    def leaf(self, leaf: Synonyms | Phrase) -> tuple[S, float]:
        """The papers that match, with their scores; how rare the leaf is."""

    def of(self, papers: Iterable[int]) -> S:
        """These papers, without a score."""

    def everything(self) -> S: ...

    def papers(self, found: S) -> Iterable[int]: ...

    def count(self, found: S) -> int: ...

    def best(self, found: S, most: int | None) -> Mapping[int, float]:
        """The scores of all papers that can be among the best so many."""

    def both(self, one: S, other: S) -> S:
        """The papers in both, their scores added."""

    def either(self, one: S, other: S) -> S:
        """The papers in one of them, their scores added where in both."""

    def without(self, one: S, other: S) -> S: ...

    def preferred(self, found: S, bonus: S) -> S:
        """The same papers; to those in the bonus, its share is added."""


class Evaluation(Generic[S]):
    """Evaluates one plan; remembers what was cut, and how rare its leaves are."""

    def __init__(self, postings: Postings, algebra: Algebra[S]) -> None:
        self.postings = postings
        self.groups: Mapping[Open, Synonyms] = {}
        self.notes: tuple[str, ...] = ()
        self.rarities: dict[Leaf, float] = {}
        self._algebra = algebra
        self._expanded = False
        self._leaves: dict[Leaf, S] = {}

    def scores(self, plan: Plan) -> S:
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
                found = self._algebra.of(())
                for part in plan.parts:
                    found = self._algebra.either(found, self.scores(part))
            case Not():
                found = self._all(All((plan,)))
            case Prefer():
                found = self.scores(plan.part)
                for bonus in plan.bonuses:
                    found = self._algebra.preferred(found, self.scores(bonus))
            case _:
                found = self._leaf(plan)
        return found

    def _leaf(self, leaf: Leaf) -> S:
        if leaf not in self._leaves:
            self._leaves[leaf] = self._evaluated(leaf)
        return self._leaves[leaf]

    def _evaluated(self, leaf: Leaf) -> S:
        match leaf:
            case Together():
                return self._algebra.of(together(leaf, self.postings))
            case Substring():
                return self._substring(leaf, None)
            case Synonyms() | Phrase():
                found, rarity = self._algebra.leaf(leaf)
            case Prefix() | Fuzzy() | Range():
                found, rarity = self._algebra.leaf(self.groups[leaf])
        self.rarities[leaf] = rarity
        return found

    def _all(self, plan: All) -> S:
        algebra = self._algebra
        # texts are read last, and only those of papers that match all the rest
        wanted: list[Plan] = [p for p in plan.parts if not isinstance(p, Not)]
        wanted.sort(key=lambda part: isinstance(part, Substring))
        found: S | None = None
        for part in wanted:
            if isinstance(part, Substring):
                scores = self._substring(part, found)
            else:
                scores = self.scores(part)
            found = scores if found is None else algebra.both(found, scores)
            if not algebra.count(found):
                return found
        if found is None:
            found = algebra.everything()
        for part in plan.parts:
            if isinstance(part, Not):
                found = algebra.without(found, self.scores(part.part))
        return found

    def _substring(self, plan: Substring, among: S | None) -> S:
        sought, postings = Sought.of(plan.text), self.postings
        unlike = postings.counts("languages", UNLIKE)
        if among is not None:
            papers = self._algebra.papers(among)
        elif sought.normal:
            papers = sorted({*postings.holding(sought.normal), *unlike})
        else:
            papers = unlike
        return self._algebra.of(
            paper
            for paper in papers
            if sought.stands_in(
                postings.texts(paper, plan.fields), unlike=paper in unlike
            )
        )
