"""When segments are merged: a rule of their sizes alone.

After it each segment holds more papers than all smaller ones together. So there are at
most as many as a number of that many papers has binary digits, a paper is written anew
as often at most, and a day's papers never cause the whole to be written.
"""

from collections.abc import Sequence

from searcher.typed import NamedTuple

MOST_GONE = 0.25
"""A segment of which a larger share is gone is written anew without it."""


class Size(NamedTuple):
    """How many papers a segment still has, how many of it are gone, and how many
    entries there are in it.
    """

    papers: int
    gone: int = 0
    entries: int = 0

    @property
    def is_worn(self) -> bool:
        return self.gone > MOST_GONE * (self.papers + self.gone)


def due(sizes: Sequence[Size], *, most: Size) -> list[int]:
    """Which segments to write anew, as one; ascending, and none when none is due.

    The one will hold at most so many papers and entries.
    """
    order = sorted(range(len(sizes)), key=lambda n: sizes[n].papers)
    chosen: set[int] = set()
    total = Size(0)
    for count, number in enumerate(order):
        size = sizes[number]
        if count and size.papers <= total.papers and _fits(total, size, most):
            chosen.update(order[: count + 1])
        total = _sum(total, size)
    held = Size(0)
    for number in chosen:
        held = _sum(held, sizes[number])
    for number in order:
        size = sizes[number]
        fits = not chosen or _fits(held, size, most)
        if size.is_worn and number not in chosen and fits:
            chosen.add(number)
            held = _sum(held, size)
    return sorted(chosen)


def _sum(one: Size, other: Size) -> Size:
    return Size(*(a + b for a, b in zip(one, other, strict=True)))


def _fits(one: Size, other: Size, most: Size) -> bool:
    both = _sum(one, other)
    return both.papers <= most.papers and both.entries <= most.entries
