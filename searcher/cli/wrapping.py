"""Breaking a text into lines that fit a number of columns.

Knows slices of a text and how wide they are, not what the text is.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from searcher.snippets import columns_before

Slice = tuple[int, int]

_OPENING = "“‘（《「『【〈〔［｛"
_CLOSING = "，。、；：？！”’）》」』】〉〕］｝"
_WIDE = (
    *((0x1100, 0x115F), (0x2E80, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF)),
    *((0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1FAFF)),
    (0x20000, 0x3FFFD),
)
# signs, which are no characters, instead of classes that take milliseconds to compile
_OPENS, _CLOSES, _IS_WIDE = "\ufdd0", "\ufdd1", "\ufdd2"


class _Signs(dict[int, str]):
    """A translation table that learns which characters must not be parted."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _OPENING:
            sign = _OPENS
        elif char in _CLOSING:
            sign = _CLOSES
        elif any(first <= code <= last for first, last in _WIDE):
            sign = _IS_WIDE
        else:
            sign = char if char.isprintable() or char.isspace() else "x"
        self[code] = sign
        return sign


_signs = _Signs()


@cache
def _chunk() -> re.Pattern[str]:
    """A word, or one wide character, with the marks that must not be parted from it."""
    return re.compile(
        rf"{_OPENS}*(?:{_IS_WIDE}[,.;:!?)\]}}%]*|[^\s{_OPENS}-{_IS_WIDE}]+){_CLOSES}*"
        rf"|[{_OPENS}{_CLOSES}]+"
    )


def wrap(text: str, columns: int) -> list[Slice]:
    """The lines as slices of the text, none wider than so many columns.

    A line breaks at a space, which is in neither slice, and beside a Han character.
    Only what is too wide for any line is broken elsewhere.
    """
    before = columns_before(text)
    if before[-1] <= columns:
        start = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        return [(start, end)] if start < end else []
    lines: list[Slice] = []
    start = end = -1
    for first, last in _pieces(text, columns, before):
        if start >= 0 and before[last] - before[start] <= columns:
            end = last
            continue
        if start >= 0:
            lines.append((start, end))
        start, end = first, last
    if start >= 0:
        lines.append((start, end))
    return lines


def _pieces(text: str, columns: int, before: Sequence[int]) -> Iterator[Slice]:
    signs = text if text.isascii() else text.translate(_signs)
    for found in _chunk().finditer(signs):
        first, last = found.span()
        if before[last] - before[first] > columns:
            for place in range(first + 1, last):
                if before[place + 1] - before[first] > columns:
                    yield first, place
                    first = place
        yield first, last
