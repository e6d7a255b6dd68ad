"""Which slices of a raw text a plan matched, for highlighting.

Looks at one text at a time and knows no index: it asks the tokens of the text itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from searcher.analysis.edits import distance
from searcher.analysis.normal import comparable, normalise
from searcher.model import Token
from searcher.query.phrases import spans_in
from searcher.query.plan import (
    All,
    Any,
    Fuzzy,
    Phrase,
    Plan,
    Prefer,
    Prefix,
    Substring,
    Synonyms,
)

Slice = tuple[int, int]


def matches(plan: Plan, field: str, text: str, tokens: Sequence[Token]) -> list[Slice]:
    """The matched slices of a text, in order, without overlap, given its tokens.

    What a query excludes is not marked.
    """
    by_term: dict[str, list[Token]] = defaultdict(list)
    for token in tokens:
        by_term[token.term].append(token)
    found: set[Slice] = set()
    for leaf in leaves(plan):
        if isinstance(leaf, Substring):
            if field in leaf.fields:
                found.update(_substrings(leaf.text, text))
        elif isinstance(leaf, Phrase):
            if field in leaf.fields:
                found.update(_phrase(leaf, by_term))
        else:
            for term in _terms(leaf, field, by_term):
                found.update((token.start, token.end) for token in by_term[term])
    return merged(found)


def leaves(plan: Plan) -> Iterator[Plan]:
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


def merged(slices: Iterable[Slice]) -> list[Slice]:
    """Sorted, with those that overlap made one."""
    result: list[Slice] = []
    for start, end in sorted(slices):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def _terms(leaf: Plan, field: str, terms: Iterable[str]) -> Iterator[str]:
    """The terms of a text that a leaf names in this field."""
    match leaf:
        case Synonyms(choices):
            wanted = {term.text for term, _ in choices if field in term.fields}
            yield from (term for term in terms if term in wanted)
        case Prefix(text, fields) if field in fields:
            yield from (term for term in terms if term.lstrip("=").startswith(text))
        case Fuzzy(text, edits, fields) if field in fields:
            yield from (
                term
                for term in terms
                if distance(term.removeprefix("="), text, edits) <= edits
            )


def _phrase(phrase: Phrase, by_term: dict[str, list[Token]]) -> Iterator[Slice]:
    named = {step.term: by_term.get(step.term, []) for step in phrase.steps}
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


def _substrings(wanted: str, text: str) -> Iterator[Slice]:
    normal = normalise(text)
    words = map(re.escape, comparable(wanted).split())
    for match in re.finditer(r"\s+".join(words), normal.text.lower()):
        yield normal.raw(*match.span())
