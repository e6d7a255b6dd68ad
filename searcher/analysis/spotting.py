"""The tokens of a text that can be wanted, without all the others.

To mark what a query matched, a text is read as an index reads it, but nobody needs the
stems of words that begin with another letter, nor the words of runs without what is
wanted. Knows terms, not what asks for them.
"""

import re
from collections.abc import Callable, Collection, Iterator
from collections.abc import Set as AbstractSet

from searcher.analysis.han import Segmenter
from searcher.analysis.normal import normalise
from searcher.analysis.pieces import compounds, is_plain, stretches
from searcher.analysis.scripts import is_run
from searcher.analysis.terms import as_compounds
from searcher.analysis.tokens import (
    MOST_WORDS,
    compound_tokens,
    run_tokens,
    stem,
    surface,
    tokens,
)
from searcher.model import Token
from searcher.typed import NamedTuple

_RESPELLED = ("ae", "oe")
"""Beginnings of words whose stem may begin otherwise: oesophagus, aetiology."""
_DIPHTHONG = re.compile("[aAoO][eE]")
_UNWANTED, _WANTED, _NO_WORD = range(3)
_CHUNK = re.compile(r"\S+")
_PLAIN = re.compile(r"\W*([A-Za-z][a-z]*|[A-Z]+)\W*")
"""All terms of such a word begin with its first letter,"""
_BEGIN = re.compile("[A-Z0-9]|(?<![A-Za-z])[a-z]")
"""those of other words in ASCII with one of these."""
_ROW = re.compile(b"[%b]+" % bytes((_WANTED, _NO_WORD)))
"""What stands together without an unwanted word between."""


class _Wanted(NamedTuple):
    """What may begin a term, of which words have these initials, if any word will not
    do, and runs hold one of the others.
    """

    terms: tuple[str, ...]
    initials: AbstractSet[str] | None
    others: Collection[str]


def spotter(
    segmenter: Segmenter,
    terms: Collection[str],
    *,
    any_word: bool = False,
    spaced: bool = False,
) -> Callable[[str], list[Token]]:
    """What tells the tokens of a raw text that begin as one of the terms, and others.

    With `any_word`, all but Chinese ones; with `spaced`, all. Without it tokens are
    neighbours in positions if they are, but how much is between others is not known.
    """
    initials = None if any_word else {term.lstrip("=")[:1] for term in terms}
    others = [term for term in terms if not term.isascii()]
    wanted = _Wanted(tuple(terms), initials, others)
    only_han = initials is not None and all(map(is_run, terms))
    known: dict[str, int] = {}
    """Of what stands between spaces: most words of a text stand in others too."""

    def spotted(text: str) -> list[Token]:
        if spaced or len(text) > MOST_WORDS:
            return tokens(text, segmenter)
        normal = normalise(text)
        if only_han and not any(term in normal.text for term in others):
            return []
        normal_text = as_compounds(normal.text, segmenter)
        chunks = normal_text.split()
        for chunk in set(chunks) - known.keys():
            known[chunk] = _kind(chunk, wanted, segmenter)
        kinds = bytes(map(known.__getitem__, chunks))
        if _WANTED not in kinds:
            return []
        found = list(_spotted(normal_text, kinds, wanted, segmenter))
        if normal.starts is None:
            return found
        return [Token(t.term, t.position, *normal.raw(t.start, t.end)) for t in found]

    return spotted


def _kind(chunk: str, wanted: _Wanted, segmenter: Segmenter) -> int:
    """Whether there is something wanted in what has no space, or no word at all."""
    initials, terms = wanted.initials, wanted.terms
    if initials is not None:
        plain = _PLAIN.fullmatch(chunk)
        if plain and _is_unwanted(plain[1], initials):
            return _UNWANTED
        if plain and is_plain(plain[1]):
            word = plain[1].lower()
            is_one = stem(word).startswith(terms) or surface(word).startswith(terms)
            return _WANTED if is_one else _UNWANTED
        if chunk.isascii():
            begins = "".join(_BEGIN.findall(chunk)).lower()
            if not begins:
                return _NO_WORD
            if initials.isdisjoint(begins) and not _DIPHTHONG.search(chunk):
                return _UNWANTED
            found = _tokens(chunk, 0, 0, wanted, segmenter)
            is_one = any(token.term.startswith(terms) for token in found)
            return _WANTED if is_one else _UNWANTED
    kind = _NO_WORD
    for start, end, is_han, _ in stretches(chunk):
        if _is_wanted(chunk[start:end], wanted, is_han=is_han):
            return _WANTED
        kind = _UNWANTED
    return kind


def _is_wanted(stretch: str, wanted: _Wanted, *, is_han: bool) -> bool:
    if is_han:
        return any(term in stretch for term in wanted.others)
    initials = wanted.initials
    if initials is None or not _PLAIN.fullmatch(stretch):
        return True
    return not _is_unwanted(stretch, initials)


def _spotted(
    text: str, kinds: bytes, wanted: _Wanted, segmenter: Segmenter
) -> Iterator[Token]:
    """The tokens of what is wanted, with what stands beside it."""
    spans = [match.span() for match in _CHUNK.finditer(text)]
    position = 0
    for row in _ROW.finditer(kinds):
        begin, end = spans[row.start()][0], spans[row.end() - 1][1]
        for token in _tokens(text[begin:end], begin, position, wanted, segmenter):
            yield token
            position = max(position, token.position + 2)  # there is a word between


def _tokens(
    text: str, begin: int, position: int, wanted: _Wanted, segmenter: Segmenter
) -> Iterator[Token]:
    """The tokens of a part that begins there, the first at this position."""
    for first, last, is_han, gap in stretches(text):
        position += gap
        stretch, start = text[first:last], begin + first
        if not _is_wanted(stretch, wanted, is_han=is_han):
            position += last - first if is_han else 1  # at most so many words
        elif is_han:
            for token in run_tokens(stretch, start, position, segmenter):
                yield token
                position = token.position
            position += 1
        else:
            for compound in compounds(stretch, start, gap=False):
                position += compound.gap
                yield from compound_tokens(compound, position)
                position += len(compound.words)


def _is_unwanted(word: str, initials: Collection[str]) -> bool:
    """Whether all terms of a plain word begin with an unwanted letter."""
    beginning = word[:2].lower()
    return beginning[0] not in initials and beginning not in _RESPELLED
