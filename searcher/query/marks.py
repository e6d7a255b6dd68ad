"""The characters that are syntax, and how a text is written so that none of it is.

Knows nothing of trees: printing and reading a query both go by what is decided here, so
that what one writes the other reads.
"""

import re

from searcher.identifiers import is_made, mentions
from searcher.query.fields import is_label, looks_like_field, read_field
from searcher.query.subjects import read_subjects

OPENING, CLOSING, BARS = "(（", ")）", "|｜"
MINUS, PLUS, EQUALS = "-－", "+＋", "=＝"
STARS, TILDES, CARETS = "*＊", "~～", "^＾"
COMMAS = ",;，；"
LITERAL = "`"
"""Before a word that would be syntax it makes it text; no letter, so losing it in a
pasted text changes nothing that can be found, as losing a backslash would in LaTeX."""

CONJUNCTIONS = ("AND", "且")
DISJUNCTIONS = ("OR", "或")
NEGATIONS = ("NOT", "ANDNOT", "非")
WORD_OPERATORS = frozenset(CONJUNCTIONS + DISJUNCTIONS + NEGATIONS)

QUOTES = {
    **dict.fromkeys('"“”＂', '"”＂'),
    "「": "」",
    "『": "』",
    "《": "》",
}
"""What opens a phrase, with the characters that close it; “ and " may be mixed."""

_CLOSERS = "".join(QUOTES.values())

# Patterns of what most queries lack are strings, for `re` to compile when needed.
AFTER = r"(?=\s|[()（）|｜]|&&|\Z)"
FACTOR = r"(?:[\^＾](\d{1,4}(?:\.\d{1,4})?))"
STAR_END = rf"(?<!\s)[*＊](?={FACTOR}?{AFTER})"
"""The star that closes `*text*`; one within a word, or after a space, does not."""

_PAIRS = ('""', "「」", "『』", "《》")
_BREAK = re.compile(r"[\s()（）|｜]|&&")
_STARTS = MINUS + PLUS + EQUALS + STARS + LITERAL + "".join(QUOTES)
_ENCLOSING = frozenset(STARS).union(QUOTES)
_SUFFIX = re.compile(rf"(?:[*＊]|[~～]\d?|{FACTOR})\Z")
_BASE = re.compile(r"[A-Za-zα-ωΑ-Ω]|\d{1,2}")
_NAMED = re.compile(r"[A-Z][*＊]")


_JOINING = """and or et 和 与 及 或 以及
    id ids link links pdf url arxiv preprint corr doi eprint"""
_MARKED = r"[-－+＋*＊^＾~～`=＝]|[^\W\d_][:：]\S"
_CLASS = r"\[[A-Za-z.-]+\]"


def is_joining(text: str) -> bool:
    """Whether this only stands between ids in a list of them, or beside one where it is
    printed: `and`, `Link:`, `[cs.LG]`.
    """
    if re.search(_MARKED, text) or any(map(str.isdecimal, text)):
        return False
    words = re.findall(r"[^\W\d_]+", re.sub(_CLASS, " ", text))
    return {word.lower() for word in words} <= {*_JOINING.split()}


def has_quote(text: str) -> bool:
    """Whether there is a mark as around a phrase."""
    return any(mark in QUOTES or mark in _CLOSERS for mark in text)


def has_letter(text: str) -> bool:
    """Whether there is a letter, a digit or a Han character to look for."""
    return any(map(str.isalnum, text))


def is_name(word: str) -> bool:
    """Whether this is an algorithm such as A*, and not words that begin with an A."""
    return _NAMED.fullmatch(word) is not None


def joins_fields(text: str, start: int) -> bool:
    """Whether a comma stands here with the next field right behind: `ti:x,au:y`."""
    if text[start] not in COMMAS:
        return False
    field = read_field(text, start + 1)
    return field is not None and field.sure


def next_field(word: str) -> int | None:
    """Where the comma stands in `word` that joins two fields; None if none does."""
    commas = (at for at, char in enumerate(word) if char in COMMAS)
    return next((at for at in commas if joins_fields(word, at)), None)


def is_base(word: str) -> bool:
    """Whether a hat right behind this makes a power, and not a weight: R^2, 10^6.

    A letter that stands alone has no weight to speak of, nor has so short a number.
    """
    return _BASE.fullmatch(word) is not None


def is_stem(word: str) -> bool:
    """Whether `word` can stand under an affix: `=word`, `word*`, `word~`, `word^2`."""
    return (
        has_letter(word)
        and word[0] not in _STARTS
        and not _BREAK.search(word)
        and (is_name(word) or not _SUFFIX.search(word))
        and not looks_like_field(word)
        and next_field(word) is None
    )


def is_facet(word: str) -> bool:
    """Whether `word` is read as a value of a field unless it stands in one."""
    return is_made(word) or bool(read_subjects(word))


def is_plain(word: str) -> bool:
    """Whether `word` is read as itself wherever in a query it stands."""
    if word.isalnum():
        return word not in WORD_OPERATORS
    word = word.lstrip(LITERAL)
    if not word:
        return True
    if has_letter(word):
        return (
            (is_stem(word) or is_label(word))
            and word not in WORD_OPERATORS
            and not is_facet(word)
            and not any(mentions(word))
        )
    return _ENCLOSING.isdisjoint(word) and not _BREAK.search(word)


def literal(word: str) -> str:
    """`word`, marked as text where it would be read as syntax."""
    return word if is_plain(word) else LITERAL + word


def quote(text: str) -> str | None:
    """`text` in a pair of quotes that it does not close, if there is one."""
    for pair in _PAIRS:
        if not any(character in text for character in QUOTES[pair[0]]):
            return f"{pair[0]}{text}{pair[1]}"
    return None


def star(text: str) -> str | None:
    """`text` between stars, in quotes too where it needs them, if that is possible."""
    if text[0] not in QUOTES and text[0] not in STARS and _closed(text, "*"):
        return f"*{text}*"
    for pair in _PAIRS:
        if _closed(text, pair[1] + "*", f"[{QUOTES[pair[0]]}]"):
            return f"*{pair[0]}{text}{pair[1]}*"
    return None


def _closed(text: str, end: str, before: str = "") -> bool:
    """Whether `end`, its star after what `before` matches, closes `text` no earlier."""
    mark = re.compile(before + STAR_END).search(text + end)
    return mark is not None and mark.start() == len(text)


def clip(text: str) -> str:
    """The beginning of a text, for a sentence about it."""
    shown = text if len(text) <= 24 else text[:23] + "…"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown)
