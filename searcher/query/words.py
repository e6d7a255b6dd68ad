"""What one word of a query means by its marks: `=word`, `word*`, `word~2`, an id.

Knows the word only, not where it stands.
"""

import re
from itertools import pairwise

from searcher.identifiers import DRESS, mentions, read_identifier
from searcher.query.fields import unread_field
from searcher.query.marks import (
    EQUALS,
    QUOTES,
    STARS,
    clip,
    has_letter,
    has_quote,
    is_facet,
    is_joining,
    is_name,
    is_stem,
)
from searcher.query.subjects import read_subjects
from searcher.query.tree import (
    Exact,
    Field,
    Fuzzy,
    Identifier,
    Prefix,
    Query,
    Word,
    all_of,
    any_of,
)

_EDITS = re.compile(r"(.+)[~～](\d?)")


def read_ids(text: str) -> Query | None:
    """The papers of a text that is a list of ids, with nothing to look for between.

    Quotes around a single id make it text.
    """
    found = list(mentions(text))
    papers = [Identifier(*paper) for mention in found for paper in mention.papers]
    if not papers or (len(papers) == 1 and has_quote(text)):
        return None
    if whole := read_identifier(text):
        return any_of(papers) if len(papers) > 1 else Identifier(*whole)
    rest = _undressed(_without(text, [(one.start, one.end) for one in found]))
    return any_of(papers) if is_joining(" ".join(rest)) else None


def _undressed(rest: list[str]) -> list[str]:
    """What stands around ids without the marks of Markdown: `**id**`, `- _id_`."""
    for at, (before, after) in enumerate(pairwise(rest)):
        for mark in DRESS:
            if before.endswith(mark) and after.startswith(mark):
                rest[at : at + 2] = before[: -len(mark)], after[len(mark) :]
                break
    return rest


def read_word(word: str, *, bare: bool = True) -> tuple[Query, str | None]:
    """What `word` means, and a sentence if it is not what it might have been.

    `bare` words, of no field's value, can be the code of a subject, or an id that was
    made of a title.
    """
    if word.isalnum():  # which no mark is
        return Word(word), None
    if bare and (codes := read_subjects(word)):
        return all_of(Field("subject", Word(code)) for code in codes), None
    if is_facet(word):
        return (Field("id", Word(word)) if bare else Word(word)), None
    if word[0] in EQUALS and is_stem(word[1:]):
        return Exact(word[1:]), None
    if word[-1] in STARS and is_stem(word[:-1]) and not is_name(word):
        return Prefix(word[:-1]), None
    fuzzy = _EDITS.fullmatch(word)
    if fuzzy and is_stem(fuzzy[1]):
        return _fuzzy(fuzzy[1], int(fuzzy[2] or 1))
    if named := _naming(word):
        return named, None
    return Word(word), _oddity(word)


def _naming(word: str) -> Query | None:
    """The ids in a word, as in `2602.03876,2602.03877`, and what else there is."""
    found = list(mentions(word))
    if not found:
        return None
    papers = [Identifier(*paper) for mention in found for paper in mention.papers]
    rest = _without(word, [(one.start, one.end) for one in found])
    return all_of([*papers, *(Word(text) for text in rest if has_letter(text))])


def _without(text: str, slices: list[tuple[int, int]]) -> list[str]:
    """What is left of a text before, between and behind some slices of it."""
    edges = [0, *(edge for one in slices for edge in one), len(text)]
    return [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _fuzzy(stem: str, edits: int) -> tuple[Query, str | None]:
    if edits == 0:
        return Word(stem), None
    note = "a word can differ by two letters at most" if edits > 2 else None
    return Fuzzy(stem, min(edits, 2)), note


def _oddity(word: str) -> str | None:
    if word[0] in QUOTES:
        if len(word) > 1 and all(char in QUOTES for char in word):
            return "there is nothing between the quotes, so they are read as text"
        return "a quote that is not closed is read as text"
    if is_name(word):
        return f"{word} is read as a name; for words that begin so, type {word.lower()}"
    return unread_field(clip(word))
