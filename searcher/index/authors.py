"""Which papers have an author of a name: its parts, found among those of the other.

Works on any postings.
"""

from collections.abc import Sequence
from functools import reduce

from searcher.index.counting import Positions, Postings
from searcher.index.documents import AUTHOR_STRIDE
from searcher.query.plan import AUTHORS, MOST_PARTS, NamePart, Together
from searcher.typed import NamedTuple


class _Place(NamedTuple):
    """Where a part of a name stands: from one word of the authors up to another,
    and whether in full.
    """

    first: int
    end: int
    whole: bool
    last: bool


class _Found(NamedTuple):
    """Where the terms of a part stand: with how many words each, and its initials."""

    whole: Sequence[tuple[Positions, int]]
    short: Sequence[Positions]
    last: bool

    def in_full(self) -> set[int]:
        return {paper for positions, _ in self.whole for paper in positions}

    def holds(self, paper: int) -> bool:
        return any(paper in positions for positions, _ in self.whole) or any(
            paper in positions for positions in self.short
        )

    def places(self, paper: int) -> list[_Place]:
        return [
            _Place(place, place + width, whole, self.last)
            for places, width, whole in (
                *((positions.get(paper, ()), n, True) for positions, n in self.whole),
                *((positions.get(paper, ()), 1, False) for positions in self.short),
            )
            for place in places
        ]


def together(leaf: Together, postings: Postings) -> set[int]:
    """The papers with an author who has every part of a reading, each somewhere else,
    and one of them in full.
    """
    found: set[int] = set()
    for reading in leaf.readings:
        parts = [_found(part, postings) for part in reading]
        papers = _candidates(parts) - found
        for part in sorted(parts, key=lambda part: len(part.short)):
            papers = {paper for paper in papers if part.holds(paper)}
        found.update(p for p in papers if _has([part.places(p) for part in parts]))
    return found


def _found(part: NamePart, postings: Postings) -> _Found:
    (field,) = AUTHORS
    whole = [(postings.positions(field, term), n) for term, n in part.whole]
    short = [postings.positions(field, term) for term in part.short]
    return _Found(whole, short, part.last)


def _candidates(parts: Sequence[_Found]) -> set[int]:
    """Papers that have in full what has to be, or anything where nothing has to."""
    needed = [part.in_full() for part in parts if not part.short]
    if needed:
        return reduce(set.intersection, needed)
    return set().union(*(part.in_full() for part in parts))


def _has(parts: Sequence[Sequence[_Place]]) -> bool:
    """Whether some author has all parts, in different places, and one in full."""
    by_author: dict[int, list[list[_Place]]] = {}
    for number, places in enumerate(parts):
        for place in places:
            author = place.first // AUTHOR_STRIDE
            by_author.setdefault(author, [[] for _ in parts])[number].append(place)
    return any(all(held) and _suits(held) for held in by_author.values())


def _suits(parts: Sequence[Sequence[_Place]]) -> bool:
    if len(parts) > MOST_PARTS:
        return any(place.whole for places in parts for place in places)
    # the hardest to place first: where that fails, it fails at once
    return _fits(sorted(parts, key=len))


def _fits(parts: Sequence[Sequence[_Place]], chosen: tuple[_Place, ...] = ()) -> bool:
    if not parts:
        return _is_name(chosen)
    return any(
        all(place.end <= one.first or one.end <= place.first for one in chosen)
        and _fits(parts[1:], (*chosen, place))
        for place in parts[0]
    )


def _is_name(chosen: Sequence[_Place]) -> bool:
    """Whether something is in full, also behind a last part that is shortened."""
    in_full = [place.first for place in chosen if place.whole]
    shortened = [one.first for one in chosen if one.last and not one.whole]
    return bool(in_full) and all(max(in_full) > first for first in shortened)
