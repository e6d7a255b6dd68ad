"""Which slices of a raw text a plan matched, for highlighting.

Looks at one text at a time and knows no index: it asks the tokens of the text itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from searcher.analysis.edits import distance
from searcher.analysis.english import is_stemmed
from searcher.model import Mark, Token
from searcher.query.phrases import spans_in
from searcher.query.plan import (
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
)
from searcher.query.sought import Sought

Slice = tuple[int, int]
_NONE: Mapping[Leaf, float] = {}


def matches(
    plan: Plan,
    field: str,
    text: str,
    tokens: Sequence[Token],
    rarities: Mapping[Leaf, float] = _NONE,
) -> list[Mark]:
    """The matched slices of a text, in order, without overlap, given its tokens.

    What a query excludes is not marked.
    """
    by_term: dict[str, list[Token]] = defaultdict(list)
    for token in tokens:
        by_term[token.term].append(token)
    found = [
        Mark(*span, rarities.get(leaf, 1.0))
        for leaf in leaves(plan)
        for span in _slices(leaf, field, text, by_term)
    ]
    return merged(found)


def _slices(
    leaf: Leaf, field: str, text: str, by_term: Mapping[str, Sequence[Token]]
) -> Iterator[Slice]:
    match leaf:
        case Substring(wanted, fields):
            if field in fields:
                yield from Sought.of(wanted).slices(text)
        case Phrase():
            if field in leaf.fields:
                yield from _phrase(leaf, by_term)
        case _:
            for term in _terms(leaf, field, by_term):
                yield from ((token.start, token.end) for token in by_term[term])


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


def _terms(leaf: Leaf, field: str, terms: Iterable[str]) -> Iterator[str]:
    """The terms of a text that a leaf names in this field."""
    match leaf:
        case Synonyms(choices):
            wanted = {term.text for term, _ in choices if field in term.fields}
            yield from (term for term in terms if term in wanted)
        case Prefix(text, fields) if field in fields:
            yield from (term for term in terms if _written(term).startswith(text))
        case Fuzzy(text, edits, fields) if field in fields:
            yield from (
                term
                for term in terms
                if (written := _written(term))
                and distance(written, text, edits) <= edits
            )


def _written(term: str) -> str:
    """The word that a term is the surface form of; of others, nothing."""
    if term[0] == "=":
        return "" if term[1] == "=" else term[1:]
    return "" if is_stemmed(term) else term


def _phrase(phrase: Phrase, by_term: Mapping[str, Sequence[Token]]) -> Iterator[Slice]:
    named = {step.term: by_term.get(step.term, ()) for step in phrase.steps}
    places = {term: [token.position for token in held] for term, held in named.items()}
    spans = spans_in(phrase, places)
    if not spans:
        return
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for held in named.values():
        for token in held:
            starts[token.position] = min(
                token.start, starts.get(token.position, token.start)
            )
            ends[token.position] = max(token.end, ends.get(token.position, 0))
    for first, after in spans:
        last = max(at for at in ends if at < after)
        yield starts[first], ends[last]
