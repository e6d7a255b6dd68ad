"""How often a phrase stands in each text, with arrays.

Knows where terms stand, not what that is worth.
"""

from collections.abc import Callable

import numpy as np

from searcher.index.arrays import Numbers, Places, both, located, union
from searcher.query.plan import TEXTS, Phrase, Step
from searcher.typed import Any

_PLACE = 20
"""Bits of a position in a packed place, with room for one beyond the last."""
_NONE = np.zeros(0, np.int64)
_TEXTS = frozenset(TEXTS)


def standing(
    phrase: Phrase, places: Callable[[str], Places | None], among: Numbers | None
) -> tuple[Numbers, Numbers]:
    """The texts where a phrase without slop stands, and how often.

    Of some texts, or of all if they are None.
    """
    found = {step.term: places(step.term) for step in phrase.steps}
    held = {term: one for term, one in found.items() if one is not None}
    steps = [s for s in phrase.steps if s.term in held]
    steps.sort(key=lambda step: step.start)
    texts = _candidates(phrase.size, steps, held, among)
    if not len(texts):
        return _NONE, _NONE
    packed = {term: _packed(one, texts) for term, one in held.items()}
    if not _TEXTS.issuperset(phrase.fields):
        packed = {term: _once(places) for term, places in packed.items()}
    ways = [(step.start, step.end) for step in steps]
    if ways == [(node, node + 1) for node in range(phrase.size)]:
        there = _chained(steps, packed)
    else:
        there = _spans(phrase.size, steps, packed)
    if not len(there):
        return _NONE, _NONE
    standing_in, tfs = _counted(there)
    if among is None:
        return standing_in, tfs
    inside = located(standing_in, among)[1]
    return standing_in[inside], tfs[inside]


def _candidates(
    size: int, steps: list[Step], held: dict[str, Places], among: Numbers | None
) -> Numbers:
    """The texts in which some path through the phrase has all its terms."""
    reached = [_NONE for _ in range(size + 1)]
    for step in steps:
        here = held[step.term].texts
        before = reached[step.start] if step.start else among
        if before is not None:
            here = both(before, here)
        reached[step.end] = union([reached[step.end], here])
    return reached[size]


def _packed(there: Places, texts: Numbers) -> Any:
    """Text and position of the occurrences in these texts at least."""
    if len(texts) * 2 > len(there.texts):
        return np.repeat(there.texts << _PLACE, there.tfs) | there.places
    at, held = located(texts, there.texts)
    if not held.all():
        at, texts = at[held], texts[held]
    times = there.tfs.take(at)
    ends = times.cumsum(dtype=np.int64)
    if not len(ends):
        return ends
    which = np.arange(ends[-1])
    which += (there.starts.take(at) - ends + times).repeat(times)
    return (texts << _PLACE).repeat(times) | there.places.take(which)


def _once(places: Numbers) -> Numbers:
    """Of a long list of names, unlike a text, the last ones share a place."""
    fresh = places[1:] != places[:-1]
    return places if fresh.all() else places[np.append(True, fresh)]


def _chained(steps: list[Step], packed: dict[str, Numbers]) -> Numbers:
    """Where each occurrence of a phrase that is read in one way only ends."""
    ends = packed[steps[0].term] + steps[0].advance
    for step in steps[1:]:
        ends = both(ends + step.gap, packed[step.term]) + step.advance
    return ends


def _spans(size: int, steps: list[Step], packed: dict[str, Numbers]) -> Numbers:
    """Where each occurrence starts, with each of its ends; packed, ascending."""
    nothing = np.zeros((2, 0), np.int64)
    reached = [nothing for _ in range(size + 1)]
    for step in steps:
        places = packed[step.term]
        if step.start == 0:
            spans = np.stack((places, places + step.advance))
        else:
            starts, ends = reached[step.start]
            low = ends.searchsorted(places - step.gap, "left")
            high = ends.searchsorted(places - step.gap, "right")
            times = high - low
            before = np.cumsum(times) - times
            which = np.repeat(low - before, times) + np.arange(times.sum())
            after = np.repeat(places, times) + step.advance
            spans = np.stack((starts[which], after))
        reached[step.end] = _merged(reached[step.end], spans)
    return np.sort(reached[size][0])


def _merged(one: Numbers, other: Numbers) -> Numbers:
    """Spans by where they go on, each once."""
    if not one.size or not other.size:
        return other if other.size else one
    spans = np.concatenate((one, other), axis=1)
    spans = spans[:, np.lexsort((spans[0], spans[1]))]
    fresh = np.append(True, (spans[:, 1:] != spans[:, :-1]).any(axis=0))
    return spans[:, fresh]


def _counted(places: Numbers) -> tuple[Numbers, Numbers]:
    texts = places >> _PLACE
    (last,) = (texts[1:] != texts[:-1]).nonzero()
    ends = np.concatenate((last + 1, (len(texts),)))
    return texts.take(ends - 1), np.diff(ends, prepend=0)
