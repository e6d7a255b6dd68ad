"""One walk of a plan: which papers match, and what those score that anybody asks for.

Knows plans; what their leaves match, and what that is worth, is told by `scoring`.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence

from searcher._core.impacts import (
    add_all,
    among,
    docs_of,
    impacts_at,
    impacts_of,
    is_among,
    kth_best,
)
from searcher.index.counting import Scoring, most_of
from searcher.index.documents import UNLIKE
from searcher.index.expansion import Expansion, expand
from searcher.index.multireader import MultiReader
from searcher.index.scoring import Docs, Impacts, Matched, reaching
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

_SOME, _LEADERS = 4, 2
"""So many times the papers that are wanted have all their bonuses looked for; where
there are more, those of so many times are looked for first.
"""
_RARE = 256
"""What so few papers may match is looked for, to know the highest of their scores."""


class Evaluation:
    """Evaluates one plan; remembers what was cut, and what its leaves match."""

    def __init__(
        self, plan: Plan, reader: MultiReader, expansion: Expansion | None = None
    ) -> None:
        self.plan = plan
        self.reader = reader
        self._leaves = reader.leaves
        expansion = expansion or expand(plan, reader)
        self.groups, self.notes, self.meant = expansion
        self._matched: dict[Plan, Matched] = {}
        self._among: dict[Scoring, tuple[Docs, Matched]] = {}
        """Of some leaves, among which papers they were looked for, and the found."""
        self._rarities: dict[Scoring, float] = {}
        self._by_field: dict[Synonyms, Mapping[str, Matched]] = {}
        self._read_each = read_each(plan)

    def holds(self, plan: Plan, paper: int) -> bool:
        """Whether a paper matches."""
        return len(self.among(plan, memoryview(array("i", (paper,))))) > 0

    def frequencies(self, leaf: Scoring, paper: int) -> Mapping[str, float]:
        """By field, how often a leaf stands in a paper, if it does."""
        if isinstance(leaf, Phrase):
            return self._leaves.standing(leaf, paper)
        if leaf not in self._by_field:
            self._by_field[leaf] = self._leaves.by_field(leaf)
        docs = memoryview(array("i", (paper,)))
        each = self._by_field[leaf].items()
        every = {field: impacts_at(docs, *found)[0] for field, found in each}
        return {field: tf for field, tf in every.items() if tf}

    def rarity(self, leaf: Scoring) -> float:
        if leaf not in self._rarities:
            self._rarities[leaf] = self._leaves.rarity(leaf)
        return self._rarities[leaf]

    def scoring(self, leaf: Leaf) -> Scoring | None:
        """What gives a leaf its score; None for those that have none."""
        match leaf:
            case Prefix() | Fuzzy() | Range() | Glob():
                return self.groups[leaf]
            case Synonyms() | Phrase():
                return leaf
            case _:
                return None

    def rarities(self) -> dict[Leaf, float]:
        """How rare the scoring leaves are that are not excluded."""
        leaves = dict.fromkeys(_leaves(self.plan))
        scored = (leaf for leaf in leaves if not isinstance(leaf, Range))
        found = {leaf: self.scoring(leaf) for leaf in scored}
        return {leaf: self.rarity(meant) for leaf, meant in found.items() if meant}

    def best(self, most: int | None) -> tuple[int, Matched]:
        """How many papers match, and all that can be among the best so many, or all,
        with their scores.
        """
        plan = self.plan
        words, bonuses = plan, tuple[Plan, ...]()
        if isinstance(plan, Prefer):
            words, bonuses = plan.part, plan.bonuses
        if most == 0:  # who only counts asks for no bonus
            return len(self.matched(words).docs), Matched(docs_of(0), impacts_of(0))
        if most is None:
            found = self.matched(plan)
            return len(found.docs), found
        # the score of a paper is at most that of its words, and all bonuses
        more = NEIGHBOURS * sum(map(self._highest, bonuses))
        if isinstance(words, Any):
            parts = [self.matched(part) for part in words.parts]
            total, found = self._leaves.best(parts, most, more)
        else:
            found = self.matched(words)
            total = len(found.docs)
            if total > most:
                found = reaching(found, kth_best(found.scores, most) - more)
        if isinstance(plan, Prefer):
            if len(found.docs) > most * _SOME:
                leaders = reaching(found, kth_best(found.scores, most * _LEADERS))
                least = kth_best(self._preferred(plan, leaders).scores, most)
                found = reaching(found, least - more)
            found = self._preferred(plan, found)
        return total, found

    def matched(self, plan: Plan) -> Matched:
        """All papers that match, with their scores."""
        if plan not in self._matched:
            self._matched[plan] = self._all_of(plan)
        return self._matched[plan]

    def among(self, plan: Plan, docs: Docs) -> Docs:
        """Those of some papers that match."""
        if plan in self._matched:
            return among(docs, self._matched[plan].docs)
        match plan:
            case All(parts):
                for part in sorted(parts, key=self._size):
                    docs = self.among(part, docs)
                return docs
            case Any(parts):
                return self._leaves.union([self.among(part, docs) for part in parts])
            case Not(part):
                return among(docs, self.among(part, docs), wanted=False)
            case Prefer(part):
                return self.among(part, docs)
            case Substring():
                return self._substring(plan, docs)
        meant = self.scoring(plan)
        if meant is None:
            return among(docs, self.matched(plan).docs)
        return among(docs, self._looked_for(meant, docs).docs)

    def scores(self, plan: Plan, docs: Docs) -> Impacts:
        """The scores of papers that match, not yet rounded."""
        known = self._matched.get(plan)
        if known:
            return impacts_at(docs, *known)
        sums = impacts_of(len(docs))
        match plan:
            case All(parts) | Any(parts):
                one = self.scores if isinstance(plan, All) else self.some
                for part in parts:
                    if not isinstance(part, Not):
                        add_all(sums, one(part, docs))
            case Prefer(part):
                found = Matched(docs, self.scores(part, docs))
                return self._preferred(plan, found).scores
            case Not():
                pass
            case _:
                meant = self.scoring(plan)
                if meant:
                    return impacts_at(docs, *self._looked_for(meant, docs))
        return sums

    def some(self, plan: Plan, docs: Docs) -> Impacts:
        """The scores of papers of which some match; the others score 0."""
        if plan in self._matched or not isinstance(plan, All | Prefer | Not):
            return self.scores(plan, docs)
        held = self.among(plan, docs)
        return impacts_at(docs, held, self.scores(plan, held))

    def _looked_for(self, leaf: Scoring, docs: Docs) -> Matched:
        """The papers that match among some at least, with their scores."""
        before, found = self._among.get(leaf, (None, None))
        if before is None or found is None or not is_among(docs, before):
            found = self._leaves.among(leaf, docs)
            self._among[leaf] = docs, found
        return found

    def _preferred(self, plan: Prefer, found: Matched) -> Matched:
        """With what the bonuses add to the scores of the part."""
        sums = impacts_of(len(found.docs))
        add_all(sums, found.scores)
        for bonus in plan.bonuses:
            add_all(sums, self.some(bonus, found.docs), NEIGHBOURS)
        return Matched(found.docs, sums)

    def _highest(self, plan: Plan) -> float:
        """What no paper's score exceeds."""
        match plan:
            case All(parts) | Any(parts):
                return sum(map(self._highest, parts))
            case Prefer(part, bonuses):
                more = sum(map(self._highest, bonuses))
                return self._highest(part) + NEIGHBOURS * more
            case Not():
                return 0.0
        leaf = self.scoring(plan)
        if not leaf:
            return 0.0
        if self._leaves.size(leaf) <= _RARE:
            return max(self.matched(leaf).scores, default=0.0)
        return most_of(leaf, self.rarity(leaf))

    def _all_of(self, plan: Plan) -> Matched:
        match plan:
            case All(parts):
                every = self._every(parts)
                return Matched(every, self.scores(plan, every))
            case Any(parts):
                return self._leaves.added([self.matched(part) for part in parts])
            case Not():
                docs = self._every((plan,))
            case Prefer(part):
                return self._preferred(plan, self.matched(part))
            case Together():
                from searcher.index.authors import together  # noqa: PLC0415 - au:

                docs = together(plan, self.reader)
            case Substring():
                docs = self._substring(plan, None)
            case _:
                meant = self.scoring(plan)
                assert meant
                return self._leaves.matched(meant)
        return Matched(docs, impacts_of(len(docs)))

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
                return self._size(plan.part)[0], self.reader.size
            case Substring():
                return True, 0
            case Together():
                return False, 0
            case _:
                meant = self.scoring(plan)
                return False, self._leaves.size(meant) if meant else 0

    def _every(self, parts: Sequence[Plan]) -> Docs:
        """The papers that match every part."""
        wanted = [part for part in parts if not isinstance(part, Not)]
        wanted.sort(key=self._size)
        found = self.matched(wanted[0]).docs if wanted else self._leaves.everything()
        for part in wanted[1:]:
            found = self.among(part, found)
        for unwanted in parts:
            if isinstance(unwanted, Not):
                found = among(found, self.among(unwanted.part, found), wanted=False)
        return found

    def _substring(self, plan: Substring, docs: Docs | None) -> Docs:
        sought, reader = Sought.of(plan.text), self.reader
        unlike = {*reader.docs("languages", UNLIKE)}
        if docs is not None:
            candidates = {*docs}
        else:
            candidates = set(reader.holding(sought.normal) if sought.normal else ())
            if sought.typed != sought.normal:
                candidates |= unlike & {*reader.holding(sought.typed)}
        candidates = self._newest(candidates)
        found = (
            paper
            for paper, texts in reader.texts(sorted(candidates), plan.fields)
            if sought.stands_in(texts, unlike=paper in unlike)
        )
        return memoryview(array("i", found))

    def _newest(self, papers: set[int]) -> set[int]:
        """Those of the papers that are read; a note says if not all are."""
        if len(papers) <= self._read_each:
            return papers
        self.notes = tuple(
            dict.fromkeys((*self.notes, unread(self._read_each, len(papers))))
        )
        return {*self.reader.newest(papers, self._read_each)}


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
