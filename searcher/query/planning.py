"""The tree that was typed → the plan that an engine evaluates.

Here a query gets its meaning: which fields a word is looked for in, what counts as one
word, what is dropped and what scores higher. Knows no engine.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial

from searcher.analysis.han import Segmenter
from searcher.analysis.tokens import joined_surface, spellings, stem, surface
from searcher.frozen import Value, replace
from searcher.model import Match
from searcher.query import plan, tree
from searcher.query.bounding import bounded
from searcher.query.facets import facet
from searcher.query.neighbours import is_required, neighbours, of_a_name, units
from searcher.query.parting import UNPARTED, Frequency, Parting
from searcher.query.plan import AUTHORS, TEXTS, Phrase, Plan
from searcher.query.shouting import quieted
from searcher.query.slots import (
    CUT,
    Slot,
    Words,
    compound_phrase,
    exact_phrase,
    joins,
)
from searcher.schema import TEXT, halves, of_kind
from searcher.typed import NamedTuple


class Scope(Value):
    """The fields a word is looked for in: texts by any form of it, names by its own."""

    texts: tuple[str, ...] = TEXTS
    names: tuple[str, ...] = AUTHORS

    @property
    def fields(self) -> tuple[str, ...]:
        return self.texts + self.names

    def only(self, language: str) -> "Scope":
        """The halves in one language."""
        return Scope(tuple(f for f in self.texts if f in halves(language)), ())


ANYWHERE = Scope()
SCOPES = {
    name: Scope(field.indexed(), ()) for field in of_kind(TEXT) for name in field.asked
}


APART = 0.2
"""The weight of a word that a text writes as two: found, but below what was typed."""


class Planned(NamedTuple):
    """The plan of a query, and sentences on what was cut to bound its cost."""

    plan: Plan
    notes: tuple[str, ...] = ()


def _unknown(_: str) -> int:
    """The frequency of a term in a library of which nothing is known."""
    return 0


def _nobody(_: str) -> bool:
    """Whether a term is of a name, where no names are known."""
    return False


def planned(
    query: tree.Query,
    *,
    segmenter: Segmenter,
    match: Match,
    known: Callable[[str], bool],
    frequency: Frequency = _unknown,
    named: Callable[[str], bool] = _nobody,
    share: int = 1,
) -> Planned:
    """The plan of a query; a query that asks for nothing finds nothing.

    `known` tells whether a term stands in some text of the library, `frequency` in how
    many texts, and `named` whether it stands in the name of an author. The query is
    read in as many ways as `share` says.
    """
    words, parting = Words(segmenter), Parting(frequency)
    planner = Planner(words, match, known, parting, named)
    whole = planner.plan(quieted(query), ANYWHERE) or plan.NOTHING
    kept, notes = bounded(whole, frequency, share=share)
    cut = ((CUT, words.cut), (UNPARTED, parting.cut))
    return Planned(kept, (*(note for note, is_so in cut if is_so), *notes))


def plan_of(
    query: tree.Query,
    *,
    segmenter: Segmenter,
    match: Match,
    known: Callable[[str], bool],
    frequency: Frequency = _unknown,
) -> Plan:
    """As `planned`, without the notes."""
    return planned(
        query, segmenter=segmenter, match=match, known=known, frequency=frequency
    ).plan


class Planner(Value):
    """Plans one query, with one way of matching plain words."""

    words: Words
    match: Match
    known: Callable[[str], bool]
    parting: Parting
    named: Callable[[str], bool]

    def plan(self, query: tree.Query, scope: Scope) -> Plan | None:
        """None for what holds nothing to look for, such as a lone comma."""
        match query:
            case tree.All(parts):
                return self._all(parts, scope)
            case tree.Any(parts):
                some = [p for part in parts if (p := self.plan(part, scope))]
                return plan.Any(tuple(some)) if some else None
            case tree.Not(part):
                unwanted = self.plan(part, scope)
                return plan.Not(unwanted) if unwanted else None
            case tree.Boost(part, factor):
                found = self.plan(part, scope)
                return weighted(found, factor) if found else None
            case tree.Field(name, part):
                return self._field(name, part, scope)
            case tree.Word():
                return self._all((query,), scope)
            case _:
                return self._leaf(query, scope)

    def _leaf(self, query: tree.Query, scope: Scope) -> Plan | None:
        match query:
            case tree.Quoted(text, slop):
                return self._exact(self.words.slots(text), scope, slop)
            case tree.Exact(text):
                return self._exact(self.words.slots(text), scope)
            case tree.Prefix(text):
                return self._open_ended(text, scope)
            case tree.Fuzzy(text, edits):
                row = self.words.slots(text)
                if len(row) != 1:
                    return self._bag(row, scope)
                return plan.Fuzzy(row[0].text, edits, scope.fields)
            case tree.Substring(text):
                return plan.Substring(text, scope.fields)
            case _:
                return facet(query, self.words)

    def _field(self, name: str, part: tree.Query, scope: Scope) -> Plan | None:
        if name in SCOPES:
            inner = SCOPES[name]
            kept = tuple(f for f in inner.texts if f in scope.texts)
            return self.plan(part, Scope(kept, ()))
        return facet(tree.Field(name, part), self.words)

    def _all(self, parts: Sequence[tree.Query], scope: Scope) -> Plan | None:
        for part in parts:
            if isinstance(part, tree.Field) and part.name == "language":
                scope = scope.only(str(part.query))  # which may be none
        found: list[Plan] = []
        words: list[Slot] = []
        for part in parts:
            if isinstance(part, tree.Word):
                unit = words[-1].unit + 1 if words else 0
                words += self.words.slots(part.text, first_unit=unit)
            else:
                words = [*words, _BREAK] if words else words
                if planned := self.plan(part, scope):
                    found.append(planned)
        bag = self._bag(words, scope)
        named = any(map(_names_papers, parts))
        if bag and not named:
            found.insert(0, bag)
        if not found:
            return None
        whole = plan.All(tuple(found)) if len(found) != 1 else found[0]
        return plan.Prefer(whole, (bag,)) if bag and named else whole

    def _bag(self, row: Sequence[Slot], scope: Scope) -> Plan | None:
        """All of the words, or any; neighbours that stand together score higher."""
        runs = [self._bound(run) for run in _runs(row)]
        counts: dict[Plan, int] = {}
        bonuses: list[Plan] = []
        keep_stops = all(slot.is_stop for run in runs for slot in run)
        for run in runs:
            for leaf in self._leaves(run, scope, keep_stops=keep_stops):
                counts[leaf] = counts.get(leaf, 0) + 1
            bonuses += neighbours(run, scope.texts, self.match)
            bonuses += of_a_name(run, scope.names, self.named)
        if not counts:
            return None
        leaves = tuple(weighted(leaf, count) for leaf, count in counts.items())
        bag = plan.All(leaves) if self.match is Match.ALL else plan.Any(leaves)
        part = leaves[0] if len(leaves) == 1 else bag
        return plan.Prefer(part, tuple(dict.fromkeys(bonuses))) if bonuses else part

    def _bound(self, run: Sequence[Slot]) -> list[Slot]:
        """The run with prefixes, typed as words, made compounds with what follows.

        So is a stop word that begins it, where a text hyphenates the two: `on policy`.
        """
        bound = self.words.bound(run)
        for at in range(len(run) - 2, -1, -1):
            slot, after = run[at], bound[at + 1]
            if not (slot.latin and after.latin) or after.gap:
                continue
            if slot.is_prefix or (at == 0 and self._begins(slot, after)):
                bound[at] = slot._replace(unit=after.unit)
        return bound

    def _begins(self, slot: Slot, after: Slot) -> bool:
        """Whether a text hyphenates a stop word and what follows."""
        return slot.is_stop and self.known(joined_surface(slot.text + after.text, 2))

    def _leaves(
        self, run: Sequence[Slot], scope: Scope, *, keep_stops: bool
    ) -> Iterator[Plan]:
        pairs = {(first, last): text for first, last, text in joins(run, most=2)}
        for first, unit in units(run):
            if is_required(unit, self.match):
                yield self._compound(unit, scope)
                continue
            for at, slot in enumerate(unit, first):
                if keep_stops or not slot.is_stop:
                    written = (pairs.get((at - 1, at + 1)), pairs.get((at, at + 2)))
                    word = _word(slot, filter(None, written), scope)
                    yield self._or_apart(
                        word, [slot], compound_phrase, scope.texts, _asked_anyway
                    )

    def _compound(self, unit: Sequence[Slot], scope: Scope) -> Plan:
        """`off-policy`: its parts next to each other, or written as one."""
        found = compound_phrase(unit, scope.texts)
        asked = _asked_anyway
        texts = self._or_apart(found, unit, compound_phrase, scope.texts, asked)
        if not scope.names:
            return texts
        return plan.Any((texts, exact_phrase(unit, scope.names)))

    def _exact(self, row: Sequence[Slot], scope: Scope, slop: int = 0) -> Plan | None:
        if not row:
            return None
        found = exact_phrase(row, scope.fields, slop)
        phrase = partial(exact_phrase, slop=slop)
        return self._or_apart(found, row, phrase, scope.texts, surface)

    def _or_apart(
        self,
        found: Plan,
        row: Sequence[Slot],
        phrase: Callable[..., Phrase],
        fields: tuple[str, ...],
        term: Callable[[str], str],
    ) -> Plan:
        """The plan of a row, or a phrase of it with words of it written as two; `term`
        makes what the plan looks for of a word.
        """
        parted = self._apart(row, term)
        others = [phrase(other, fields, weight=APART) for other in parted]
        return plan.Any((found, *others)) if others and fields else found

    def _apart(
        self, row: Sequence[Slot], term: Callable[[str], str]
    ) -> Iterator[list[Slot]]:
        """The row with all words of it that can be parted as two."""
        parted = self.parting.ways
        every = [
            parted(slot.text, term=term(slot.text)) if slot.latin else []
            for slot in row
        ]
        for way in range(max(map(len, every))):
            other: list[Slot] = []
            for slot, ways in zip(row, every, strict=True):
                if not ways:
                    other.append(slot)
                    continue
                first, last = ways[min(way, len(ways) - 1)]
                other.append(slot._replace(text=first, capitals=False))
                other.append(slot._replace(text=last, capitals=False, gap=False))
            yield other

    def _open_ended(self, text: str, scope: Scope) -> Plan | None:
        """`word*`; Chinese has no words to begin, so there it is a substring."""
        row = self.words.slots(text)
        if not row:
            return None
        if len(row) == 1 and row[0].latin:
            return plan.Prefix(row[0].text, scope.fields)
        return plan.Substring(text, scope.fields)


def _names_papers(part: tree.Query) -> bool:
    """Whether this says which papers are meant; words beside it order them only."""
    match part:
        case tree.Any(parts):
            return all(map(_names_papers, parts))
        case tree.Boost(inner):
            return _names_papers(inner)
        case tree.Field(name):
            return name == "id"
    return isinstance(part, tree.Identifier)


_BREAK = Slot("", -1, latin=False)
"""Between words that something else stands between."""


def _runs(row: Sequence[Slot]) -> Iterator[list[Slot]]:
    run: list[Slot] = []
    for slot in (*row, _BREAK):
        if slot is not _BREAK:
            run.append(slot)
        elif run:
            yield run
            run = []


def _asked_anyway(word: str) -> str:
    """What tells how often a word stands in texts: its stem, which the query asks for,
    where that is the word itself, else the surface form.
    """
    return word if stem(word) == word else surface(word)


def _word(slot: Slot, joined: Iterable[str], scope: Scope) -> plan.Synonyms:
    """A word as one synonym group: its term, its name, and joined to a neighbour."""
    if not slot.latin:
        return plan.Synonyms((plan.Choice(plan.Term(slot.text, scope.fields)),))
    alone = _alone(slot.text, scope, capitals=slot.capitals)
    if slot.in_two and scope.names:
        two = (plan.Term(term, scope.names) for term, _ in spellings(slot.in_two))
        alone = (*alone, *map(plan.Choice, two))
    terms = [plan.Term(surface(text), scope.fields) for text in dict.fromkeys(joined)]
    return plan.Synonyms((*alone, *map(plan.Choice, terms)) if terms else alone)


@lru_cache(maxsize=1 << 12)
def _alone(text: str, scope: Scope, *, capitals: bool) -> tuple[plan.Choice, ...]:
    own = [term for term, _ in spellings(text)]
    terms = [] if capitals else [plan.Term(stem(text), scope.texts)]
    terms += [plan.Term(t, scope.fields if capitals else scope.names) for t in own]
    known = dict.fromkeys(term for term in terms if term.fields)
    return tuple(map(plan.Choice, known))


def weighted(node: Plan, factor: float) -> Plan:
    """The same plan, its scores multiplied."""
    if factor == 1:
        return node
    match node:
        case plan.All(parts):
            return plan.All(tuple(weighted(part, factor) for part in parts))
        case plan.Any(parts):
            return plan.Any(tuple(weighted(part, factor) for part in parts))
        case plan.Prefer(part, bonuses):
            bonuses = tuple(weighted(bonus, factor) for bonus in bonuses)
            return plan.Prefer(weighted(part, factor), bonuses)
        case plan.Synonyms() | plan.Prefix() | plan.Fuzzy() | plan.Phrase():
            return replace(node, weight=node.weight * factor)
        case _:
            return node
