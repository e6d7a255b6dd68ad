"""Which slices of a raw text a plan matched, for highlighting.

Looks at one text at a time and knows no index: it is told which tokens stand there.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence

from searcher._core.edits import distance
from searcher._core.phrases import PhraseMatcher
from searcher.analysis.english import is_stemmed
from searcher.model import Mark, Token
from searcher.query.plan import (
    AUTHORS,
    All,
    Any,
    Fuzzy,
    Leaf,
    Phrase,
    Plan,
    Prefer,
    Prefix,
    Substring,
    Synonyms,
    Together,
)
from searcher.query.sought import Sought
from searcher.typed import NamedTuple

Slice = tuple[int, int]
_NONE: Mapping[Leaf, float] = {}

MOST_KNOWN = 1 << 16
"""Of so many terms it is remembered who asks for them."""


class _Asking(NamedTuple):
    """In which fields a term was asked for, and how rare what asks is."""

    fields: Sequence[str]
    rarity: float


class Asked:
    """What a plan asks for, without what it excludes."""

    def __init__(self, plan: Plan, rarities: Mapping[Leaf, float] = _NONE) -> None:
        self.leaves = tuple(dict.fromkeys(leaves(plan)))
        self._named: dict[str, list[_Asking]] = {}
        self._open: list[tuple[Prefix | Fuzzy, _Asking]] = []
        self._phrases: list[tuple[Phrase, float]] = []
        self._substrings: list[tuple[Sought, _Asking]] = []
        for leaf in self.leaves:
            rarity = rarities.get(leaf, 1.0)
            match leaf:
                case Synonyms(choices):
                    for term, _ in choices:
                        asking = _Asking(term.fields, rarity)
                        self._named.setdefault(term.text, []).append(asking)
                case Phrase():
                    self._phrases.append((leaf, rarity))
                case Prefix() | Fuzzy():
                    self._open.append((leaf, _Asking(leaf.fields, rarity)))
                case Substring(text, fields):
                    asking = _Asking(fields, rarity)
                    self._substrings.append((Sought.of(text), asking))
        self._in_phrases = {
            step.term for phrase, _ in self._phrases for step in phrase.steps
        }
        self._known: dict[str, Sequence[_Asking]] = {}

    def names(self) -> set[str]:
        """What names of authors hold that match, at least; nothing is held by all."""
        steps = (
            step.term
            for phrase, _ in self._phrases
            if AUTHORS[0] in phrase.fields
            for step in phrase.steps
        )
        named = (
            term
            for term in {*self._named, *self._in_phrases}
            if any(AUTHORS[0] in fields for fields, _ in self._asking(term))
        )
        found = {term.lstrip("=") for term in (*steps, *named)}
        for leaf, (fields, _) in self._open:
            if AUTHORS[0] in fields:
                found.add(leaf.text if isinstance(leaf, Prefix) else "")
        substrings = (fields for _, (fields, _) in self._substrings)
        return found | {""} if any(AUTHORS[0] in one for one in substrings) else found

    def beginnings(self) -> set[str]:
        """What terms that are asked for begin with, but for those of fuzzy words."""
        found = {*self._named, *self._in_phrases}
        for leaf, _ in self._open:
            if isinstance(leaf, Prefix):
                found.add(leaf.text)
        return found

    def wants(self, term: str) -> bool:
        """Whether a term is asked for, in whatever field."""
        return term in self._in_phrases or bool(self._asking(term))

    def marks(self, field: str, text: str, tokens: Sequence[Token]) -> list[Mark]:
        """The matched slices of a text, in order, without overlap, given its tokens."""
        found = [
            Mark(token.start, token.end, rarity)
            for token in tokens
            for fields, rarity in self._asking(token.term)
            if field in fields
        ]
        for phrase, rarity in self._phrases:
            if field in phrase.fields:
                found += (Mark(*span, rarity) for span in _phrase(phrase, tokens))
        for sought, (fields, rarity) in self._substrings:
            if field in fields:
                found += (Mark(*span, rarity) for span in sought.slices(text))
        return merged(found) if found else found

    def _asking(self, term: str) -> Sequence[_Asking]:
        known = self._known.get(term)
        if known is None:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            known = self._known[term] = self._found(term)
        return known

    def _found(self, term: str) -> Sequence[_Asking]:
        named = self._named.get(term, ())
        written = _written(term) if self._open else ""
        if not written:
            return named
        return [*named, *(asking for leaf, asking in self._open if _is(leaf, written))]


def sought_names(plan: Plan) -> Iterator[Together]:
    """The names that a plan asks for, without those that it excludes."""
    match plan:
        case All(parts) | Any(parts):
            for part in parts:
                yield from sought_names(part)
        case Prefer(part):
            yield from sought_names(part)
        case Together():
            yield plan


def marks_of(sought: Together, tokens: Sequence[Token]) -> Iterator[Mark]:
    """The slices of one author's name that are parts of the name that is sought."""
    by_term = {token.term: token for token in reversed(tokens)}
    for reading in sought.readings:
        terms = ([*(t for t, _ in part.whole), *part.short] for part in reading)
        found = [[by_term[t] for t in some if t in by_term] for some in terms]
        whole = any(term in by_term for part in reading for term, _ in part.whole)
        if whole and all(found):
            yield from (Mark(held[0].start, held[0].end, 1.0) for held in found)
            return


def leaves(plan: Plan) -> Iterator[Leaf]:
    """What a plan asks for, without what it excludes."""
    match plan:
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case Prefer(part, bonuses):
            for child in (part, *bonuses):
                yield from leaves(child)
        case Synonyms() | Prefix() | Fuzzy() | Phrase() | Substring():
            yield plan


def merged(marks: Iterable[Mark]) -> list[Mark]:
    """Sorted, with those that overlap made one, as rare as the rarest of them."""
    result: list[Mark] = []
    for mark in sorted(marks):
        last = result[-1] if result else None
        if last and mark.start < last.end:
            end, rarity = max(mark.end, last.end), max(mark.rarity, last.rarity)
            result[-1] = Mark(last.start, end, rarity)
        else:
            result.append(mark)
    return result


def _is(leaf: Prefix | Fuzzy, word: str) -> bool:
    """Whether a word is one that a leaf stands for."""
    if isinstance(leaf, Prefix):
        return word.startswith(leaf.text)
    return distance(word, leaf.text, leaf.edits) <= leaf.edits


def _written(term: str) -> str:
    """The word that a term is the surface form of; of others, nothing."""
    if term[0] == "=":
        return "" if term[1] == "=" else term[1:]
    return "" if is_stemmed(term) else term


def _phrase(phrase: Phrase, tokens: Sequence[Token]) -> Iterator[Slice]:
    named: dict[str, list[Token]] = {step.term: [] for step in phrase.steps}
    for token in tokens:
        if token.term in named:
            named[token.term].append(token)
    text = memoryview(array("i", (0,)))
    places = [
        (text, memoryview(array("i", (0, len(held)))), memoryview(array("i", held)))
        for held in ([token.position for token in held] for held in named.values())
    ]
    matcher = PhraseMatcher(phrase.steps, phrase.size, phrase.slop, [*named])
    if not matcher.count(places, text)[0]:
        return
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for held in named.values():
        for token in held:
            starts[token.position] = min(
                token.start, starts.get(token.position, token.start)
            )
            ends[token.position] = max(token.end, ends.get(token.position, 0))
    for first, after in matcher.spans():
        last = max(at for at in ends if at < after)
        yield starts[first], ends[last]
