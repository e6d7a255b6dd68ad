"""The tokens of a text that can be wanted, without all the others.

To mark what a query matched, a text is read as an index reads it, but nobody needs the
stems of words that begin with another letter, nor the words of runs without what is
wanted. Knows terms, not what asks for them.
"""

from collections.abc import Collection, Iterator

from searcher.analysis.han import Segmenter
from searcher.analysis.normal import normalise
from searcher.analysis.pieces import compounds, is_plain, stretches
from searcher.analysis.scripts import is_run
from searcher.analysis.terms import as_compounds
from searcher.analysis.tokens import (
    MOST_WORDS,
    compound_tokens,
    run_tokens,
    tokens,
)
from searcher.model import Token

_RESPELLED = ("ae", "oe")
"""Beginnings of words whose stem may begin otherwise: oesophagus, aetiology."""


def spotted(
    text: str,
    segmenter: Segmenter,
    terms: Collection[str],
    *,
    any_word: bool = False,
    spaced: bool = False,
) -> list[Token]:
    """The tokens of a raw text that have one of the terms, and some others.

    With `any_word`, all but Chinese ones; with `spaced`, all. Without it tokens are
    neighbours in positions if they are, but how much is between others is not known.
    """
    if spaced or len(text) > MOST_WORDS:
        return tokens(text, segmenter)
    normal = normalise(text)
    initials = None if any_word else {term.lstrip("=")[:1] for term in terms}
    others = [term for term in terms if not term.isascii()]
    only_han = initials is not None and all(map(is_run, terms))
    if only_han and not any(term in normal.text for term in others):
        return []
    normal_text = as_compounds(normal.text, segmenter)
    found = list(_spotted(normal_text, segmenter, initials, others))
    if normal.starts is None:
        return found
    return [Token(t.term, t.position, *normal.raw(t.start, t.end)) for t in found]


def _spotted(
    text: str,
    segmenter: Segmenter,
    initials: Collection[str] | None,
    others: Collection[str],
) -> Iterator[Token]:
    """The tokens of plain words with these initials, None being all of them; of runs
    that hold one of the others; and of what is neither.
    """
    position = 0
    for start, end, is_han, gap in stretches(text):
        position += gap
        stretch = text[start:end]
        if is_han:
            if any(term in stretch for term in others):
                for token in run_tokens(stretch, start, position, segmenter):
                    yield token
                    position = token.position
                position += 1
            else:
                position += end - start  # at most so many words
        elif initials is not None and _is_unwanted(stretch, initials):
            position += 1
        else:
            for compound in compounds(stretch, start, gap=False):
                position += compound.gap
                yield from compound_tokens(compound, position)
                position += len(compound.words)


def _is_unwanted(stretch: str, initials: Collection[str]) -> bool:
    """Whether it is a plain word, all of whose terms begin with an unwanted letter."""
    beginning = stretch[:2].lower()
    return (
        beginning[0] not in initials
        and beginning not in _RESPELLED
        and is_plain(stretch)
    )
