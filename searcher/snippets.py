"""Passages of a text around what matched in it.

Knows slices of a text, not why they matched. A passage is a slice of the text too:
whole sentences where they fit, else clauses, else words.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

from searcher.model import Snippet

WIDTH = 240
"""A passage takes up to so many columns; a Han character takes two."""
MOST = 2
"""So many passages of one text are shown."""

_SENTENCE_END = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)|[。!?！？]+[”』」)）]*|\n{2,}")
_CLAUSE_END = re.compile(r"[,;:](?=\s)|[，；：、]")

Slice = tuple[int, int]


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text
    )


def whole(text: str, marks: Sequence[Slice]) -> Snippet:
    """A text in full, such as a title."""
    return Snippet(text, tuple(marks))


def passages(
    text: str, marks: Sequence[Slice], breaks: Sequence[int]
) -> tuple[Snippet, ...]:
    """The passages with the most matches, in the order of the text.

    `marks` are sorted and do not overlap; `breaks` are the offsets, sorted, where a
    word begins: a sentence that is too long is cut at some of them.
    """
    candidates = []
    for start, end in _sentences(text):
        inside = _within(marks, start, end)
        if inside:
            span = _fitted(text, (start, end), inside, breaks)
            inside = _within(marks, *span)
            distinct = {text[a:b].lower() for a, b in inside}
            candidates.append((-len(distinct), -len(inside), span, inside))
    best = sorted(candidates)[:MOST]
    return tuple(
        Snippet(text[start:end], tuple((a - start, b - start) for a, b in inside))
        for _, _, (start, end), inside in sorted(best, key=lambda found: found[2])
    )


def _within(marks: Sequence[Slice], start: int, end: int) -> list[Slice]:
    return [mark for mark in marks if start <= mark[0] and mark[1] <= end]


def _sentences(text: str) -> Iterator[Slice]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield from _stripped(text, start, match.end())
        start = match.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[Slice]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _fitted(
    text: str, sentence: Slice, marks: Sequence[Slice], breaks: Sequence[int]
) -> Slice:
    """As much of a sentence around its first match as fits, cut at clauses or words."""
    start, end = sentence
    if width(text[start:end]) <= WIDTH:
        return sentence
    clauses = [match.end() for match in _CLAUSE_END.finditer(text, start, end)]
    for cuts in (clauses, breaks):
        edges = [start, *cuts[bisect_right(cuts, start) : bisect_left(cuts, end)], end]
        found = _grown(text, marks[0], edges)
        if found and width(text[found[0] : found[1]]) <= WIDTH:
            return next(_stripped(text, *found))
    return marks[0]


def _grown(text: str, mark: Slice, edges: Sequence[int]) -> Slice | None:
    """From the edges around a mark outwards, right first, while it fits."""
    low = bisect_right(edges, mark[0]) - 1
    high = bisect_left(edges, mark[1])
    room = WIDTH - width(text[edges[low] : edges[high]])
    if room < 0:
        return None
    grew = True
    while grew:
        grew = False
        for right in (True, False):
            if right and high + 1 < len(edges):
                piece = text[edges[high] : edges[high + 1]]
            elif not right and low > 0:
                piece = text[edges[low - 1] : edges[low]]
            else:
                continue
            if width(piece) <= room:
                room -= width(piece)
                low, high = (low, high + 1) if right else (low - 1, high)
                grew = True
    return edges[low], edges[high]
