"""Words typed in capitals that are no acronyms → small letters.

A word in capitals is an acronym, and asks for nothing but itself: `RL`, `LSTM CNN`. In
a pasted heading, `LEARNS CONTROLLERS`, capitals say nothing. Which of the two a row of
such words is, they tell themselves: one that can be no acronym makes it a heading.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from searcher._core.words import LONGEST_ACRONYM
from searcher.analysis.data import lines
from searcher.analysis.english import is_stemmed
from searcher.analysis.normal import normalise
from searcher.analysis.pieces import Compound, pieces
from searcher.analysis.scripts import HAN_SIGN, shadow
from searcher.analysis.tokens import stem
from searcher.frozen import replace
from searcher.query import tree
from searcher.query.slots import is_stop_word

FEWEST = 2
"""One word in capitals is meant to be: that is how an acronym is asked for."""


def quieted(query: tree.Query) -> tree.Query:
    """The query with its headings in small letters; what is excluded stays as it is."""
    headings: set[str] = set()
    for row in _rows(_words(query)):
        if _is_heading([part for word in row for part in _parts(word)]):
            headings.update(row)
    return _lowered(query, headings) if headings else query


def _words(query: tree.Query) -> Iterator[str]:
    """The plain words in order, and nothing where something else is between them."""
    match query:
        case tree.Word(text):
            yield text
        case tree.All(parts) | tree.Any(parts):
            for part in parts:
                yield from _words(part)
        case tree.Boost(part) | tree.Field(_, part) if not tree.selects(query):
            yield from _words(part)
        case _:
            yield ""


def _rows(words: Iterable[str]) -> Iterator[list[str]]:
    """Words in capitals that stand together; numbers and marks do not part them.

    A word with Chinese in it, `基于BERT的`, is none of them.
    """
    row: list[str] = []
    for word in (*words, ""):
        if word and word == word.upper() and HAN_SIGN not in shadow(word):
            row.append(word)
            continue
        if any(map(str.isupper, row)):
            yield row
        row = []


def _parts(word: str) -> Iterator[str]:
    """What a typed word is made of: words in small letters, no numbers."""
    for piece in pieces(normalise(word).text):
        if isinstance(piece, Compound):
            yield from (part.text for part in piece.words if not part.text.isdigit())


def _is_heading(parts: Sequence[str]) -> bool:
    last = len(parts) - 1
    return last + 1 >= FEWEST and any(
        _is_plain(part) or (0 < at < last and is_stop_word(part))
        for at, part in enumerate(parts)
    )


def _is_plain(word: str) -> bool:
    """Whether nobody means an acronym: too long for one, or a word that all write."""
    if not is_stemmed(word):
        return False
    if len(word) > LONGEST_ACRONYM or (len(word) > 2 and is_stop_word(word)):
        return True
    return stem(word) in _short_words()


@cache
def _short_words() -> frozenset[str]:
    return frozenset(map(stem, lines("short.txt")))


def _lowered(query: tree.Query, headings: set[str]) -> tree.Query:
    match query:
        case tree.Word(text):
            return tree.Word(text.lower()) if text in headings else query
        case tree.All(parts):
            return tree.All(tuple(_lowered(part, headings) for part in parts))
        case tree.Any(parts):
            return tree.Any(tuple(_lowered(part, headings) for part in parts))
        case tree.Boost(part) | tree.Field(_, part) if not tree.selects(query):
            return replace(query, query=_lowered(part, headings))
        case _:
            return query
