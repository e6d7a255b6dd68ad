"""Breaking a text into lines that fit a number of columns.

Knows slices of a text and how wide they are, not what the text is.
"""

import re
from collections.abc import Iterator
from functools import cache

from searcher.snippets import width

Slice = tuple[int, int]

_OPENING = "“‘（《「『【〈〔［｛"
_CLOSING = "，。、；：？！”’）》」』】〉〕］｝"
_WIDE = (
    "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f"
    "\uff00-\uff60\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003fffd"
)


@cache
def _chunk() -> re.Pattern[str]:
    """A word, or one wide character, with the marks that must not be parted from it."""
    return re.compile(
        rf"[{_OPENING}]*(?:(?![{_OPENING}{_CLOSING}])[{_WIDE}][,.;:!?)\]}}%]*"
        rf"|[^\s{_WIDE}{_OPENING}{_CLOSING}]+)[{_CLOSING}]*"
        rf"|[{_OPENING}{_CLOSING}]+"
    )


def wrap(text: str, columns: int) -> list[Slice]:
    """The lines as slices of the text, none wider than so many columns.

    A line breaks at a space, which is in neither slice, and beside a Han character.
    Only what is too wide for any line is broken elsewhere.
    """
    lines: list[Slice] = []
    end = used = 0
    for first, last in _pieces(text, columns):
        added = width(text[end:last])
        if lines and used + added <= columns:
            lines[-1] = (lines[-1][0], last)
            used += added
        else:
            lines.append((first, last))
            used = width(text[first:last])
        end = last
    return lines


def _pieces(text: str, columns: int) -> Iterator[Slice]:
    for found in _chunk().finditer(text):
        first, last = found.span()
        if width(found[0]) <= columns:
            yield first, last
            continue
        room = columns
        for place in range(first, last):
            taken = width(text[place])
            if taken > room and place > first:
                yield first, place
                first, room = place, columns
            room -= taken
        yield first, last
