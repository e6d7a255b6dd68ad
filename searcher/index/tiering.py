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
    """How many papers a segment still has, and how many of it are gone."""

    papers: int
    gone: int = 0

    @property
    def is_worn(self) -> bool:
        return self.gone > MOST_GONE * (self.papers + self.gone)


def due(sizes: Sequence[Size], *, most: int) -> list[int]:
    """Which segments to write anew, as one; ascending, and none when none is due.

    The one will hold `most` papers at most.
    """
    order = sorted(range(len(sizes)), key=lambda n: sizes[n].papers)
    chosen: set[int] = set()
    total = 0
    for count, number in enumerate(order):
        if count and sizes[number].papers <= total <= most - sizes[number].papers:
            chosen.update(order[: count + 1])
        total += sizes[number].papers
    room = most - sum(sizes[number].papers for number in chosen)
    for number in order:
        fits = sizes[number].papers <= room or not chosen
        if sizes[number].is_worn and number not in chosen and fits:
            chosen.add(number)
            room -= sizes[number].papers
    return sorted(chosen)
