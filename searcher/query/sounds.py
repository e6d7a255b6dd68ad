"""A word typed in pinyin → the Chinese that sounds so.

Knows the words of a library through `Lexicon` only.
"""

import re
from functools import cache
from math import inf

from searcher.analysis.data import table
from searcher.model import HAN
from searcher.query.lexicon import Lexicon
from searcher.typed import NamedTuple

_U = re.compile("(?<=[jqxy])v")
"""A ü that is written as u: `jv` for `ju`."""
LONGEST_SYLLABLE = 6
"""As in `zhuang`."""
LONGEST_HEARD = 30
"""Words of so many letters, and no longer ones, are looked for."""


class _Heard(NamedTuple):
    """Words that sound like a part of what was typed."""

    start: int
    end: int
    text: str


def from_pinyin(typed: str, lexicon: Lexicon) -> str | None:
    """Chinese words whose pinyin, one after the other, was typed; as few as can be.

    A character that is no word of its own can stand before or after them, as in
    `zhinengti`, where texts hold it there.
    """
    if not (typed.isascii() and typed.isalpha()):
        return None
    typed = _U.sub("u", typed)
    size = len(typed)
    whole = _heard(typed, 0, lexicon)
    if whole and whole.end == size:
        return whole.text
    if size > LONGEST_HEARD:
        return None
    later = (_heard(typed, start, lexicon) for start in range(1, LONGEST_SYLLABLE + 1))
    heard = [h for h in (whole, *later) if h and size - h.end <= LONGEST_SYLLABLE]
    if not heard:
        return None
    longest = max(heard, key=lambda found: (found.end - found.start, found.start))
    return _with_characters(typed, longest, lexicon)


def _heard(typed: str, start: int, lexicon: Lexicon) -> _Heard | None:
    """The longest part from here that sounds like words, by the fewest of them; of as
    many, those of which the rarest is the most frequent.
    """
    best: dict[int, tuple[int, float, str]] = {start: (0, -inf, "")}
    for end in range(start + 2, len(typed) + 1):
        for begin in range(max(start, end - LONGEST_HEARD), end - 1):
            before = best.get(begin)
            reached = best.get(end)
            if before is None or (reached and reached[0] < before[0] + 1):
                continue
            found = _sounding(typed[begin:end], lexicon)
            if found:
                rarest = max(before[1], -lexicon.frequency(found))
                way = (before[0] + 1, rarest, before[2] + found)
                best[end] = min(reached, way) if reached else way
    end = max(best)
    return _Heard(start, end, best[end][2]) if end > start else None


def _sounding(typed: str, lexicon: Lexicon) -> str | None:
    """The word that sounds so; before one that is mostly read otherwise, a term that is
    no word.
    """
    word = next(iter(lexicon.sounding(typed)), None)
    terms = _spoken().get(typed, ())
    if word and not (terms and lexicon.readings(word) != typed):
        return word
    held = (term for term in terms if lexicon.alike(term, re.compile(term)))
    return next(held, word)


@cache
def _spoken() -> dict[str, list[str]]:
    """By what is typed, terms that are cut into their characters in every text."""
    found: dict[str, list[str]] = {}
    for term, readings in table("spoken.tsv"):
        for typed in readings.split():
            found.setdefault(typed, []).append(term)
    return found


def _with_characters(typed: str, heard: _Heard, lexicon: Lexicon) -> str | None:
    """Words, and a character beside them that makes them sound as was typed."""
    before = f"[{HAN}]" if heard.start else ""
    after = f"[{HAN}]" if heard.end < len(typed) else ""
    found = lexicon.alike(heard.text, re.compile(f"{before}{heard.text}{after}"))
    alike = [text for text in found if typed in lexicon.readings.every(text)]
    return max(alike, key=lambda text: (found[text], text), default=None)
