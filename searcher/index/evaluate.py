"""One walk of a plan, in whatever algebra sets of papers and their scores are kept.

First which papers match, then what those score that anybody asks for. Knows plans;
postings, and what a set is, are the algebra's.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from searcher.index.algebra import Algebra, Scoring
from searcher.index.counting import Postings
from searcher.index.documents import UNLIKE
from searcher.index.expansion import Expansion, expand
from searcher.query.bounding import read_each, unread
from searcher.query.plan import (
    All,
    Any,
    Fuzzy,
    Glob,
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
from searcher.typed import Generic, Never, TypeVar

S = TypeVar("S")
V = TypeVar("V")

_NONE: Mapping[Plan, Never] = {}


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
        self.words: dict[Phrase, Sequence[Synonyms]] = {}
        """The words that phrases hold, as far as somebody asked."""
        self._matching: dict[Leaf, S] = {}
        self._read_each = read_each(plan)

    def scoring(self, leaf: Leaf) -> Scoring | None:
        """What gives a leaf its score; None for those that have none."""
        match leaf:
            case Prefix() | Fuzzy() | Range() | Glob():
                return self.groups[leaf]
            case Synonyms() | Phrase():
                return leaf
            case _:
                return None

    @cached_property
    def holders(self) -> Mapping[str, list[tuple[int, Synonyms, frozenset[str]]]]:
        """By the text of a term, the words that it is surely a form of, each with its
        number among the leaves, and the fields.
        """
        found: dict[str, list[tuple[int, Synonyms, frozenset[str]]]] = {}
        for number, leaf in enumerate(self.leaves):
            if isinstance(leaf, Synonyms) and leaf.weight > 0:
                for term, probability in leaf.choices:
                    if probability == 1:
                        one = number, leaf, frozenset(term.fields)
                        found.setdefault(term.text, []).append(one)
        return found

    def all_scoring(self, parts: Sequence[Plan]) -> dict[Plan, Scoring]:
        """What gives the parts their scores, if all are leaves that score."""
        found: dict[Plan, Scoring] = {
            part: leaf
            for part in parts
            if not isinstance(part, All | Any | Not | Prefer)
            if (leaf := self.scoring(part))
        }
        return found if len(found) == len(parts) else {}

    def rarities(self) -> dict[Leaf, float]:
        """How rare the scoring leaves are that are not excluded."""
        scored = (leaf for leaf in self.leaves if not isinstance(leaf, Range))
        found = {leaf: self.scoring(leaf) for leaf in scored}
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
            case Any(parts) if not known and (leaves := self.all_scoring(parts)):
                found = algebra.total(list(leaves.values()), papers)
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
                from searcher.index.authors import together  # noqa: PLC0415 - au:

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
            candidates = {*self.algebra.papers(papers)}
        else:
            candidates = set(postings.holding(sought.normal) if sought.normal else ())
            if sought.typed != sought.normal:
                candidates |= unlike.keys() & postings.holding(sought.typed)
        candidates = self._newest(candidates)
        return self.algebra.of(
            paper
            for paper, texts in postings.texts(sorted(candidates), plan.fields)
            if sought.stands_in(texts, unlike=paper in unlike)
        )

    def _newest(self, papers: set[int]) -> set[int]:
        """Those of the papers that are read; a note says if not all are."""
        if len(papers) <= self._read_each:
            return papers
        self.notes = tuple(
            dict.fromkeys((*self.notes, unread(self._read_each, len(papers))))
        )
        return {*self.postings.newest(papers, self._read_each)}


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
