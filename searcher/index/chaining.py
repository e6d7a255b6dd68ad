"""How often words stand one after the other, counted for all papers at once.

In the standard library alone. Knows where terms stand, not what that is worth.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import repeat
from operator import rshift, sub

from searcher.index.counting import Postings
from searcher.query.plan import Phrase, Step

PLACE = 20
"""Bits of a position in a packed place, with room for one beyond the last."""
_MOST_WAYS = 8


def in_chain(
    phrase: Phrase, field: str, postings: Postings
) -> Mapping[int, int] | None:
    """By paper, how often a phrase without slop stands in a field; None where there are
    too many ways to read it.
    """
    dfs = {step.term: postings.df(field, step.term) for step in phrase.steps}
    ways = _ways(phrase.size, [step for step in phrase.steps if dfs[step.term]])
    if ways is None:
        return None
    # what is read in one way is as long everywhere: its start tells where it ends
    starts: dict[int, set[int]] = defaultdict(set)
    for way in ways:
        length = sum(step.gap + step.advance for step in way)
        starts[length] |= _starts(way, dfs, field, postings)
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
    way: Sequence[Step], dfs: Mapping[str, int], field: str, postings: Postings
) -> set[int]:
    """Where that begins which stands one after the other; the rarest is read first."""
    offsets, offset = [], 0
    for step in way:
        offsets.append((step.term, offset + step.gap))
        offset += step.gap + step.advance
    offsets.sort(key=lambda pair: dfs[pair[0]])
    (rarest, _), *others = offsets
    papers: AbstractSet[int] = postings.counts(field, rarest).keys()
    for term, _ in others:
        papers = postings.having(field, term, papers)
    starts: set[int] = set()
    for number, (term, offset) in enumerate(offsets):
        there = map(sub, postings.placed(field, term, papers), repeat(offset))
        starts = starts.intersection(there) if number else set(there)
        papers = set(map(rshift, starts, repeat(PLACE)))
    return starts
