"""A word typed in pinyin → the Chinese that sounds so.

Knows the words of a library through `Lexicon` only.
"""

import re

from searcher.model import HAN
from searcher.query.lexicon import Lexicon
from searcher.typed import NamedTuple

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
    """The longest part from here that sounds like words, by the fewest of them."""
    best: dict[int, tuple[int, str]] = {start: (0, "")}
    for end in range(start + 2, len(typed) + 1):
        for begin in range(max(start, end - LONGEST_HEARD), end - 1):
            before = best.get(begin)
            reached = best.get(end)
            if before is None or (reached and reached[0] <= before[0] + 1):
                continue
            found = lexicon.sounding(typed[begin:end])
            if found:
                best[end] = (before[0] + 1, before[1] + found[0])
    end = max(best)
    return _Heard(start, end, best[end][1]) if end > start else None


def _with_characters(typed: str, heard: _Heard, lexicon: Lexicon) -> str | None:
    """Words, and a character beside them that makes them sound as was typed."""
    before = f"[{HAN}]" if heard.start else ""
    after = f"[{HAN}]" if heard.end < len(typed) else ""
    found = lexicon.alike(heard.text, re.compile(f"{before}{heard.text}{after}"))
    alike = [text for text in found if lexicon.readings(text) == typed]
    return max(alike, key=lambda text: (found[text], text), default=None)
