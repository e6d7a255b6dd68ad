"""Prefixes, fuzzy words and ranges → the terms of the vocabulary that they mean.

Bounded: of too many terms the most frequent are taken, and a note says so.
"""

from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import Protocol

from searcher.analysis.edits import distance
from searcher.analysis.english import is_stemmed
from searcher.query.plan import Choice, Fuzzy, Prefix, Range, Synonyms, Term

MOST_TERMS = 1000
"""So many terms a prefix or a fuzzy word stands for."""


class Vocabulary(Protocol):
    """The terms of a generation."""

    def terms(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        """The terms of a field from `start` on, sorted, each with its df there."""


def expand(
    leaf: Prefix | Fuzzy | Range, vocabulary: Vocabulary
) -> tuple[Synonyms, str | None]:
    """The group of terms a leaf stands for, and a note when some were left out."""
    if isinstance(leaf, Range):
        days = _between(leaf, vocabulary)
        choices = tuple(Choice(Term(day, (leaf.field,))) for day in days)
        return Synonyms(choices, weight=0.0), None
    found: dict[str, int] = {}
    for field in leaf.fields:
        matching = (
            _beginning(leaf.text, field, vocabulary)
            if isinstance(leaf, Prefix)
            else near(leaf.text, leaf.edits, vocabulary.terms(field, ""))
        )
        for term, df in matching:
            found[term] = found.get(term, 0) + df
    note = None
    terms = sorted(found)
    if len(terms) > MOST_TERMS:
        terms = sorted(
            nlargest(MOST_TERMS, terms, key=lambda term: (found[term], term))
        )
        note = f"of {len(found)} words like {leaf.text} the {MOST_TERMS} most frequent"
    choices = tuple(Choice(Term(term, leaf.fields)) for term in terms)
    return Synonyms(choices, weight=leaf.weight), note


def _between(leaf: Range, vocabulary: Vocabulary) -> Iterator[str]:
    for term, _ in vocabulary.terms(leaf.field, leaf.low or ""):
        if leaf.high is not None and term > leaf.high:
            return
        yield term


def _beginning(
    text: str, field: str, vocabulary: Vocabulary
) -> Iterator[tuple[str, int]]:
    """Surface forms, marked or not; a stem may begin so when its words do not."""
    for prefix in (f"={text}", text):
        for term, df in vocabulary.terms(field, prefix):
            if not term.startswith(prefix):
                break
            if prefix[0] == "=" or not is_stemmed(term):
                yield term, df


def near(
    word: str, edits: int, terms: Iterable[tuple[str, int]]
) -> Iterator[tuple[str, int]]:
    """The terms, with their df, of words as they are written within so many edits."""
    size = len(word)
    for term, df in terms:
        written = term.removeprefix("=")
        if (
            abs(len(written) - size) <= edits
            and written[0] != "="
            and (term[0] == "=" or not is_stemmed(term))
            and distance(written, word, edits) <= edits
        ):
            yield term, df
