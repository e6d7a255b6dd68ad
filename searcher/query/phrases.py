"""Where a phrase stands, from where its terms stand.

Knows positions only, neither fields nor scores.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from searcher.query.plan import Phrase

Positions = Mapping[int, Sequence[int]]
Span = tuple[int, int]  # positions from, to (exclusive)


def occurrences(
    phrase: Phrase,
    positions: Callable[[str], Positions],
    papers: AbstractSet[int] | None = None,
) -> dict[int, set[Span]]:
    """By paper, the spans of positions that the phrase covers in one field.

    Of certain papers only, if they are given.
    """
    if len(phrase.steps) == 1:  # a lone word: no order to look at
        (step,) = phrase.steps
        return {
            paper: {(at, at + step.advance) for at in places}
            for paper, places in _of(positions(step.term), papers)
        }
    postings = {step.term: positions(step.term) for step in phrase.steps}
    found: dict[int, set[Span]] = {}
    for paper in _candidates(phrase, postings, papers):
        spans = spans_in(phrase, {t: p.get(paper, ()) for t, p in postings.items()})
        if spans:
            found[paper] = spans
    return found


def _of(
    positions: Positions, papers: AbstractSet[int] | None
) -> Iterable[tuple[int, Sequence[int]]]:
    if papers is None:
        return positions.items()
    return ((paper, positions[paper]) for paper in papers & positions.keys())


def spans_in(phrase: Phrase, places: Mapping[str, Sequence[int]]) -> set[Span]:
    """The spans of a phrase in one text, given where each term stands in it."""
    reached: list[_Reached] = [{} for _ in range(phrase.size + 1)]
    for step in sorted(phrase.steps, key=lambda step: step.start):
        arrivals = reached[step.end]
        if step.start == 0:
            for at in places.get(step.term, ()):
                arrivals.setdefault(at + step.advance, {})[at] = 0
            continue
        here = reached[step.start]
        ends = sorted(here)
        for at in places.get(step.term, ()) if here else ():
            for first, used in _before(at - step.gap, here, ends, phrase.slop):
                known = arrivals.setdefault(at + step.advance, {})
                known[first] = min(used, known.get(first, used))
    return {(first, end) for end, firsts in reached[-1].items() for first in firsts}


_Reached = dict[int, dict[int, int]]
"""By the position where part of a phrase ends, where it begins, and what of the slop it
has used.
"""


def _before(
    at: int, here: _Reached, ends: Sequence[int], slop: int
) -> Iterator[tuple[int, int]]:
    """What ends at a position, or before it by what is left of the slop."""
    for end in ends[bisect_left(ends, at - slop) : bisect_right(ends, at)]:
        for first, used in here[end].items():
            if used + at - end <= slop:
                yield first, used + at - end


def _candidates(
    phrase: Phrase, postings: Mapping[str, Positions], among: AbstractSet[int] | None
) -> set[int]:
    """The papers in which some path through the phrase has all its terms."""
    reached: list[set[int]] = [set() for _ in range(phrase.size + 1)]
    for step in sorted(phrase.steps, key=lambda step: step.start):
        papers = postings[step.term].keys()
        before = reached[step.start] if step.start else among
        reached[step.end] |= papers if before is None else before & papers
    return reached[phrase.size]
