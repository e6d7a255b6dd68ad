"""What one word of a query means by its marks: `=word`, `word*`, `word~2`, an id.

Knows the word only, not where it stands.
"""

import re

from searcher.query.fields import unread_field
from searcher.query.identifiers import read_identifier
from searcher.query.marks import EQUALS, QUOTES, STARS, clip, is_name, is_stem
from searcher.query.tree import Exact, Fuzzy, Identifier, Prefix, Query, Word

_EDITS = re.compile(r"(.+)[~～](\d?)")


def read_word(word: str) -> tuple[Query, str | None]:
    """What `word` means, and a sentence if it is not what it might have been."""
    if word.isalnum():  # which no mark is
        return Word(word), None
    if identifier := read_identifier(word):
        return Identifier(*identifier), None
    if word[0] in EQUALS and is_stem(word[1:]):
        return Exact(word[1:]), None
    if word[-1] in STARS and is_stem(word[:-1]) and not is_name(word):
        return Prefix(word[:-1]), None
    fuzzy = _EDITS.fullmatch(word)
    if fuzzy and is_stem(fuzzy[1]):
        return _fuzzy(fuzzy[1], int(fuzzy[2] or 1))
    return Word(word), _oddity(word)


def _fuzzy(stem: str, edits: int) -> tuple[Query, str | None]:
    if edits == 0:
        return Word(stem), None
    note = "a word can differ by two letters at most" if edits > 2 else None
    return Fuzzy(stem, min(edits, 2)), note


def _oddity(word: str) -> str | None:
    if word[0] in QUOTES:
        return "a quote that is not closed is read as text"
    if is_name(word):
        return f"{word} is read as a name; for words that begin so, type {word.lower()}"
    return unread_field(clip(word))
