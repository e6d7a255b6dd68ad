"""Passages of a text around what matched in it.

Knows slices of a text, not why they matched. A passage is a slice of the text too:
whole sentences where they fit, else clauses, else words.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from unicodedata import combining, east_asian_width

from searcher.model import Mark, Snippet
from searcher.typed import NamedTuple

WIDTH = 240
"""A passage takes up to so many columns; a Han character takes two."""
MOST = 2
"""So many passages of one text are shown."""

_SENTENCE_END = re.compile(
    # a class first is what an expression is looked for by, several times faster
    r"[.!?。！？\n](?:(?<=[.!?])[.!?]*[\"')\]]*(?=\s|$)"
    r"|(?<![.\n])[。!?！？]*[”』」)）]*|(?<=\n)\n+)"
)

Slice = tuple[int, int]
Breaks = Callable[[int, int], Sequence[int]]
"""Where words begin in a slice of the text, ascending."""


@cache
def _clause_end() -> re.Pattern[str]:
    return re.compile(r"[,;:](?=\s)|[，；：、]")


class _Columns(dict[int, str]):
    """A translation table that learns: of each character, as much as it takes."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        taken = 0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1
        self[code] = " " * taken
        return self[code]


_columns = _Columns()


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return len(text if text.isascii() else text.translate(_columns))


def columns_before(text: str) -> Sequence[int]:
    """Of each character and the end, how many columns the text before it takes."""
    if text.isascii():
        return range(len(text) + 1)
    taken = map(len, map(_columns.__getitem__, map(ord, text)))
    return list(accumulate(taken, initial=0))


def whole(text: str, marks: Sequence[Mark]) -> Snippet:
    """A text in full, such as a title."""
    return Snippet(text, tuple((mark.start, mark.end) for mark in marks))


def passages(text: str, marks: Sequence[Mark], breaks: Breaks) -> tuple[Snippet, ...]:
    """The passages that hold the most of what matched and is rare, in text order.

    `marks` are sorted and do not overlap; `breaks` is asked about a clause that is too
    long, which is rare.
    """
    candidates: list[_Passage] = []
    for start, end in _sentences(text, [mark[:2] for mark in marks]):
        inside = _within(marks, start, end)
        if inside:
            span = _fitted(text, (start, end), inside, breaks)
            candidates.append(_Passage(*span, tuple(_within(marks, *span))))
    chosen: list[_Passage] = []
    seen: set[str] = set()
    while candidates and len(chosen) < MOST:
        best = max(candidates, key=lambda one: one.worth(text, seen))
        candidates.remove(best)
        chosen.append(best)
        seen |= best.matched(text).keys()
    return tuple(one.snippet(text) for one in sorted(chosen))


class _Passage(NamedTuple):
    start: int
    end: int
    marks: tuple[Mark, ...]

    def matched(self, text: str) -> dict[str, float]:
        return {text[start:end].lower(): rarity for start, end, rarity in self.marks}

    def worth(self, text: str, seen: set[str]) -> tuple[float, float, int]:
        """What it shows for the first time counts most; among equals, the first."""
        matched = self.matched(text)
        fresh = sum(rarity for what, rarity in matched.items() if what not in seen)
        return fresh, sum(matched.values()), -self.start

    def snippet(self, text: str) -> Snippet:
        marks = ((a - self.start, b - self.start) for a, b, _ in self.marks)
        return Snippet(text[self.start : self.end], tuple(marks))


def _within(marks: Sequence[Mark], start: int, end: int) -> list[Mark]:
    return [mark for mark in marks if start <= mark.start and mark.end <= end]


def _sentences(text: str, whole: Sequence[Slice]) -> Iterator[Slice]:
    """Sentences, those as one between which a slice goes on that is to stay whole."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.end()
        before = bisect_left(whole, (end,)) - 1
        if before < 0 or whole[before][1] <= end:
            yield from _stripped(text, start, end)
            start = end
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[Slice]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _fitted(
    text: str,
    sentence: Slice,
    marks: Sequence[Mark],
    breaks: Breaks,
) -> Slice:
    """As much of a sentence around its rarest match as fits, cut between clauses."""
    start, end = sentence
    if width(text[start:end]) <= WIDTH:
        return sentence
    rarest = max(marks, key=lambda mark: (mark.rarity, -mark.start))
    clauses = [match.end() for match in _clause_end().finditer(text, start, end)]
    for told in (lambda *_: clauses, breaks):
        cuts = told(start, end)
        edges = [start, *cuts[bisect_right(cuts, start) : bisect_left(cuts, end)], end]
        found = _grown(text, rarest, edges)
        if found and width(text[found[0] : found[1]]) <= WIDTH:
            return next(_stripped(text, *found))
    return rarest.start, rarest.end


def _grown(text: str, mark: Mark, edges: Sequence[int]) -> Slice | None:
    """From the edges around a mark outwards, right first, while it fits."""
    low = bisect_right(edges, mark.start) - 1
    high = bisect_left(edges, mark.end)
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
