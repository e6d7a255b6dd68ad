"""One walk of a plan, in whatever algebra sets of papers and their scores are kept.

First which papers match, then what those score that anybody asks for. Knows plans;
postings, and what a set is, are the algebra's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, Never, Protocol, TypeVar

from searcher.index.counting import Postings, together
from searcher.index.documents import UNLIKE
from searcher.index.expansion import Expansion, expand
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
from searcher.ranking import NEIGHBOURS

S = TypeVar("S")
V = TypeVar("V")

_NONE: Mapping[Plan, Never] = {}

Scoring = Synonyms | Phrase
"""A leaf that has a score, once its terms are known."""


class Algebra(Protocol[S, V]):
    """Sets of papers, and scores of the papers of a set, as an evaluation needs them.

    Two algebras give the same papers with the same scores, to the bit: sums are made in
    the order in which the parts of a plan stand.
    """

    @property
    def at_once(self) -> bool:
        """Whether to add many scores costs less than to tell which are not needed."""

    def having(self, leaf: Scoring) -> S:
        """The papers that match."""

    def among(self, leaf: Scoring, papers: S) -> S:
        """Those of some papers that match."""

    def rarity(self, leaf: Scoring) -> float: ...

    def size(self, leaf: Scoring) -> int:
        """How many papers match at most, for choosing where to begin."""

    def scores(self, leaf: Scoring, papers: S) -> V:
        """0 for those of the papers that do not match."""

    def of(self, papers: Iterable[int]) -> S: ...

    def everything(self) -> S: ...

    def papers(self, found: S) -> Iterable[int]: ...

    def count(self, found: S) -> int: ...

    def union(self, sets: Sequence[S]) -> S: ...

    def both(self, one: S, other: S) -> S: ...

    def without(self, one: S, other: S) -> S: ...

    def nothing(self, papers: S) -> V:
        """Each scores 0."""

    def total(self, leaves: Sequence[Scoring], papers: S) -> V:
        """The scores of several leaves added, left to right."""

    def plus(self, one: V, other: V, share: float = 1.0) -> V:
        """Scores of the same papers added, of the others a share."""

    def spread(self, scores: V, papers: S, wider: S) -> V:
        """Scores of some papers as those of more; these score 0."""

    def least(self, scores: Sequence[tuple[V, float]]) -> V:
        """Of several scores of a paper, each multiplied, the least."""

    def reached(self, scores: V, most: int) -> float:
        """What the best so many all score at least."""

    def left(self, papers: S, scores: V, least: float) -> tuple[S, Callable[[V], V]]:
        """The papers whose scores are no less, and what leaves the others' out."""

    def listed(self, papers: S, scores: V) -> Mapping[int, float]: ...


class Evaluation(Generic[S, V]):
    """Evaluates one plan; remembers what was cut, and what its leaves match."""

    def __init__(
        self,
        plan: Plan,
        postings: Postings,
        algebra: Algebra[S, V],
        expansion: Expansion | None = None,
    ) -> None:
        self.plan = plan
        self.postings = postings
        self.algebra = algebra
        expansion = expansion or expand(plan, postings)
        self.groups, self.notes, self.meant = expansion
        self.leaves = tuple(dict.fromkeys(_leaves(plan)))
        """Those that are not excluded."""
        self._matching: dict[Leaf, S] = {}

    def scoring(self, leaf: Leaf) -> Scoring | None:
        """What gives a leaf its score; None for those that have none."""
        match leaf:
            case Prefix() | Fuzzy() | Range():
                return self.groups[leaf]
            case Synonyms() | Phrase():
                return leaf
            case _:
                return None

    def rarities(self) -> dict[Leaf, float]:
        """How rare the scoring leaves are that are not excluded."""
        found = {leaf: self.scoring(leaf) for leaf in self.leaves}
        rarity = self.algebra.rarity
        return {leaf: rarity(meant) for leaf, meant in found.items() if meant}

    def is_matched(self, leaf: Leaf) -> bool:
        """Whether all papers that match were looked for already."""
        return leaf in self._matching

    def matching(self, plan: Plan) -> S:
        match plan:
            case All(parts):
                return self._all(parts)
            case Any(parts):
                return self.algebra.union([self.matching(part) for part in parts])
            case Not():
                return self._all((plan,))
            case Prefer(part):
                return self.matching(part)
            case _:
                if plan not in self._matching:
                    self._matching[plan] = self._leaf(plan)
                return self._matching[plan]

    def among(self, plan: Plan, papers: S) -> S:
        """Those of some papers that match."""
        algebra = self.algebra
        match plan:
            case All(parts):
                for one in sorted(parts, key=self._size):
                    papers = self.among(one, papers)
                return papers
            case Any(parts):
                return algebra.union([self.among(part, papers) for part in parts])
            case Not(part):
                return algebra.without(papers, self.among(part, papers))
            case Prefer(part):
                return self.among(part, papers)
        if plan in self._matching:
            return algebra.both(papers, self._matching[plan])
        if isinstance(plan, Substring):
            return self._substring(plan, papers)
        meant = self.scoring(plan)
        if meant is None:
            return algebra.both(papers, self.matching(plan))
        return algebra.among(meant, papers)

    def scores(self, plan: Plan, papers: S, known: Mapping[Plan, V] = _NONE) -> V:
        """The scores of papers that match, not yet rounded.

        Those in some parts of the plan are known.
        """
        algebra = self.algebra
        if known and plan in known:
            return known[plan]
        match plan:
            case Any(parts) if not known and (leaves := self._all_scoring(parts)):
                found = algebra.total(leaves, papers)
            case All(parts) | Any(parts):
                one = self.scores if isinstance(plan, All) else self.some
                found = algebra.nothing(papers)
                for child in parts:
                    if not isinstance(child, Not):
                        found = algebra.plus(found, one(child, papers, known))
            case Prefer(part, bonuses):
                found = self.scores(part, papers, known)
                for bonus in bonuses:
                    more = self.some(bonus, papers, known)
                    found = algebra.plus(found, more, NEIGHBOURS)
            case Not():
                found = algebra.nothing(papers)
            case _:
                meant = self.scoring(plan)
                if meant is None:
                    return algebra.nothing(papers)
                found = algebra.scores(meant, papers)
        return found

    def some(self, plan: Plan, papers: S, known: Mapping[Plan, V] = _NONE) -> V:
        """The scores of papers of which some match; the others score 0."""
        if (known and plan in known) or not isinstance(plan, All | Prefer | Not):
            return self.scores(plan, papers, known)
        matching = self.among(plan, papers)
        scores = self.scores(plan, matching, {})
        return self.algebra.spread(scores, matching, papers)

    def _all_scoring(self, parts: Sequence[Plan]) -> list[Scoring]:
        """The parts as leaves that score, if all are."""
        leaves = [
            leaf
            for part in parts
            if not isinstance(part, All | Any | Not | Prefer)
            if (leaf := self.scoring(part))
        ]
        return leaves if len(leaves) == len(parts) else []

    def _size(self, plan: Plan) -> tuple[bool, int]:
        """What is cheaper to look for comes first; texts are read last of all."""
        match plan:
            case All(parts):
                return min(map(self._size, parts), default=(False, 0))
            case Any(parts):
                sizes = [self._size(part) for part in parts]
                return any(read for read, _ in sizes), sum(n for _, n in sizes)
            case Prefer(part):
                return self._size(part)
            case Not():
                return self._size(plan.part)[0], self.postings.size
            case Substring():
                return True, 0
            case Together():
                return False, 0
            case _:
                meant = self.scoring(plan)
                return False, self.algebra.size(meant) if meant else 0

    def _all(self, parts: Sequence[Plan]) -> S:
        wanted = [part for part in parts if not isinstance(part, Not)]
        wanted.sort(key=self._size)
        algebra = self.algebra
        found = self.matching(wanted[0]) if wanted else algebra.everything()
        for part in wanted[1:]:
            found = self.among(part, found)
        for unwanted in parts:
            if isinstance(unwanted, Not):
                found = algebra.without(found, self.among(unwanted.part, found))
        return found

    def _leaf(self, leaf: Leaf) -> S:
        match leaf:
            case Together():
                return self.algebra.of(together(leaf, self.postings))
            case Substring():
                return self._substring(leaf, None)
            case _:
                meant = self.scoring(leaf)
                assert meant is not None
                return self.algebra.having(meant)

    def _substring(self, plan: Substring, papers: S | None) -> S:
        sought, postings = Sought.of(plan.text), self.postings
        unlike = postings.counts("languages", UNLIKE)
        if papers is not None:
            candidates = self.algebra.papers(papers)
        else:
            candidates = set(postings.holding(sought.normal) if sought.normal else ())
            if sought.typed != sought.normal:
                candidates |= unlike.keys() & postings.holding(sought.typed)
        return self.algebra.of(
            paper
            for paper in candidates
            if sought.stands_in(
                postings.texts(paper, plan.fields), unlike=paper in unlike
            )
        )


def _leaves(plan: Plan) -> Iterable[Leaf]:
    match plan:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _leaves(part)
        case Prefer(part, bonuses):
            for child in (part, *bonuses):
                yield from _leaves(child)
        case Not():
            pass
        case _:
            yield plan
