"""How often words stand one after the other, counted for all papers at once.

In the standard library alone. Knows where terms stand, not what that is worth.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import repeat
from operator import rshift, sub

from searcher.query.plan import Phrase, Step

PLACE = 20
"""Bits of a position in a packed place, with room for one beyond the last."""
_MOST_WAYS = 8

Counts = Callable[[str], Mapping[int, int]]
"""By paper, how often a term stands there."""
Placed = Callable[[str, AbstractSet[int]], Iterable[int]]
"""Where a term stands in some papers: `paper << PLACE | position`."""


def in_chain(
    phrase: Phrase, counts: Counts, placed: Placed
) -> Mapping[int, int] | None:
    """By paper, how often a phrase without slop stands in a field; None where there are
    too many ways to read it.
    """
    held = {step.term: counts(step.term) for step in phrase.steps}
    ways = _ways(phrase.size, [step for step in phrase.steps if held[step.term]])
    if ways is None:
        return None
    # what is read in one way is as long everywhere: its start tells where it ends
    starts: dict[int, set[int]] = defaultdict(set)
    for way in ways:
        length = sum(step.gap + step.advance for step in way)
        starts[length] |= _starts(way, held, placed)
    found: Counter[int] = Counter()
    for some in starts.values():
        found.update(map(rshift, some, repeat(PLACE)))
    return found


def _ways(size: int, steps: Sequence[Step]) -> list[tuple[Step, ...]] | None:
    """The ways from the first node to the last."""
    found: dict[int, list[tuple[Step, ...]]] = defaultdict(list)
    found[0].append(())
    for step in sorted(steps, key=lambda step: step.start):
        found[step.end] += [(*way, step) for way in found[step.start]]
        if len(found[step.end]) > _MOST_WAYS:
            return None
    return found[size]


def _starts(
    way: Sequence[Step], held: Mapping[str, Mapping[int, int]], placed: Placed
) -> set[int]:
    """Where that begins which stands one after the other; the rarest is read first."""
    offsets, offset = [], 0
    for step in way:
        offsets.append((step.term, offset + step.gap))
        offset += step.gap + step.advance
    offsets.sort(key=lambda pair: len(held[pair[0]]))
    papers: AbstractSet[int] = held[offsets[0][0]].keys()
    for term, _ in offsets[1:]:
        papers = papers & held[term].keys()
    starts: set[int] = set()
    for number, (term, offset) in enumerate(offsets):
        there = map(sub, placed(term, papers), repeat(offset))
        starts = starts.intersection(there) if number else set(there)
        papers = set(map(rshift, starts, repeat(PLACE)))
    return starts
