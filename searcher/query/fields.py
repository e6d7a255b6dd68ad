"""The names of fields as people type them, read in queries.

Knows names only, not what is looked for in a field.
"""

import re

from searcher.schema import LANGUAGES, SCHEMA, TEXT, of_kind
from searcher.typed import NamedTuple

_NAMES = {name: line for field in SCHEMA for name, line in field.asked.items()}
_FIELDS = {alias: name for name, line in _NAMES.items() for alias in line.split()}
TEXTS = tuple(name for field in of_kind(TEXT) for name in field.asked)
"""Fields whose value is looked for as it would be without them."""
_HALVES = {
    f"{name}{mark}{language}": (name, language)
    for name in TEXTS
    for mark in "._-"
    for language in LANGUAGES
}
"""As JSON and templates name the halves of a text."""
_LONGEST = max(map(len, (*_FIELDS, *_HALVES))) + 1
_NEAR = 5
"""Shorter names are too near to other words for a slip of the finger to be seen."""

_ALIKE = 0.65
"""The share of letters in common from which another name may have been meant."""

TYPED = {name: line.split()[0] for name, line in _NAMES.items()}
"""How each field is written when a query is printed."""

DATES = frozenset({"date", "after", "before", "until"})
"""Fields whose value is a day or a span of days."""

OF_LANGUAGE = frozenset({"language", "has"})
"""Fields whose value is one of the two languages."""

_LANGUAGE = {
    alias: name
    for name, line in {
        "zh": "zh cn 中文 汉语 漢語 chinese",
        "en": "en eng 英文 英语 英語 english",
    }.items()
    for alias in line.split()
}


class Named(NamedTuple):
    """A field as it was typed: which it is, where its value begins, which half of a
    text is meant; `sure` unless a title may hold such a word.
    """

    name: str
    value: int
    language: str | None = None
    sure: bool = True
    typed: str = ""


def read_field(text: str, start: int = 0) -> Named | None:
    """The field whose name and colon stand at `start`, with a value right behind.

    Names are read in any case, and with one slip of the finger.
    """
    named = _at(text, start)
    value = text[named.value : named.value + 2] if named else ""
    if not value or value[0].isspace() or value[0] in ":：" or value == "//":
        return None
    return named


def _at(text: str, start: int) -> Named | None:
    for end in range(start + 2, min(len(text), start + _LONGEST + 1)):
        if text[end] in ":：":
            return _named(text[start:end], end + 1)
    return None


def _named(typed: str, value: int) -> Named | None:
    lower = typed.lower()
    if name := _FIELDS.get(lower):
        return Named(name, value, sure=lower in (typed, "arxiv"))
    if half := _HALVES.get(lower):
        return Named(half[0], value, half[1])
    near = nearest(typed) if typed.isascii() and typed.isalpha() else None
    return Named(_FIELDS[near], value, sure=False, typed=near) if near else None


def nearest(typed: str) -> str | None:
    """The name of a field that is one edit away, if both are long enough to tell."""
    if len(typed) < _NEAR or not typed.islower():
        return None
    from searcher._core.edits import distance  # noqa: PLC0415 - for a slip only

    long = (name for name in _FIELDS if len(name) >= _NEAR and name.isascii())
    return next((name for name in long if distance(name, typed, 1) <= 1), None)


def read_language(text: str) -> str | None:
    """`zh` or `en`, whichever is meant."""
    return _LANGUAGE.get(re.split("[-_]", text.lower())[0])  # `zh-CN`


def looks_like_field(word: str) -> bool:
    """Whether `word` begins like a field, with a value or without."""
    return _at(word, 0) is not None


def is_label(word: str) -> bool:
    """Whether this is a field's name with a capital and nothing behind its colon."""
    named = _at(word, 0)
    return named is not None and named.value == len(word) and not named.sure


def is_filter(word: str) -> bool:
    """Whether `word` is written like a field, but none that there is: `venue:x`.

    What people paste has a space after the colon, a capital, or no letters before it.
    """
    if _compares(word):
        return True
    name, colon, value = word.replace("：", ":").partition(":")
    parts = name.split("_")  # `primary_category`
    letters = "".join(parts if not _FIELDS.keys().isdisjoint(parts) else [name])
    if not (colon and letters.isascii() and letters.isalpha() and letters.islower()):
        return False
    return value[:1].isalnum() and read_field(word) is None


def _compares(word: str) -> bool:
    """Whether a field stands before a sign, `year>2025`; letters are in formulas."""
    name = re.match("[a-z]*", word)
    sign = word[name.end() : name.end() + 1] if name else ""
    return sign in ("=", "<", ">", "≥", "≤") and word[: word.index(sign)] in _FIELDS


def unread_field(word: str) -> str | None:
    """Why a word such as `venue:x` is no field, as a sentence; None if it is only text.

    Words with a space after the colon, and addresses, are what people paste.
    """
    colon = min((word.find(c) for c in ":：" if c in word), default=0)
    name, value = word[:colon], word[colon + 1 :]
    if name in _FIELDS and not value:
        return f"nothing follows {name}: at once, so it is read as text"
    if not is_filter(word):
        return None
    if _compares(word):
        name = re.split("[=<>≥≤]", word)[0]
        return f"{word} is read as text; what a field holds stands behind {name}:"
    from difflib import get_close_matches  # noqa: PLC0415 - for a slip only

    close = get_close_matches(name, _FIELDS, 1, _ALIKE)
    meant = f"did you mean {close[0]}:?" if close else f"there are {_all_fields()}"
    return f"no field is called {name}, so it is read as text; {meant}"


def _all_fields() -> str:
    return ", ".join(TYPED.values())
