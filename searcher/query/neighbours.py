"""Which words of a query are one, and which pairs of them are preferred as neighbours.

Knows words in a row, and no fields but those it is told.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from searcher.analysis.tokens import surface
from searcher.model import Match
from searcher.query.plan import Phrase, Step
from searcher.query.slots import Slot, loose_phrase

OF_A_RUN = 5.0
"""What the pairs of words in one run of Han characters share as their weight; none has
less than typed words have. Two words are a term, and ten are a sentence.
"""
OF_A_COMPOUND = 2.0
"""The weight of the pairs in `off-policy`, where any of its words will do."""
OF_A_NAME = 10.0
"""The weight of two words in one name of an author: whoever types both means them."""
MOST_OF_A_NAME = 4
"""Longer queries are sentences, in which names are rare."""
LEAST_APART = 2
"""Where any word will do, compounds of so many that carry meaning are taken apart."""
MOST_BRIDGED = 2
"""So many stop words may stand between two words that are preferred as neighbours."""


def units(run: Sequence[Slot]) -> Iterator[tuple[int, list[Slot]]]:
    """The words that were written as one, and where they begin in the run."""
    first = 0
    for at in range(1, len(run) + 1):
        if at == len(run) or run[at].unit != run[first].unit:
            yield first, list(run[first:at])
            first = at


def is_required(unit: Sequence[Slot], match: Match) -> bool:
    """Whether words that were written as one are found as one only."""
    if len(unit) == 1 or not any(slot.latin for slot in unit):
        return False
    return match is Match.ALL or sum(not slot.is_stop for slot in unit) < LEAST_APART


def neighbours(
    run: Sequence[Slot], fields: tuple[str, ...], match: Match
) -> Iterator[Phrase]:
    """Each pair of words that carry meaning, with the stop words between them."""
    several = (unit for _, unit in units(run) if len(unit) > 1)
    within = {unit[0].unit: _within(unit, match) for unit in several}
    last: int | None = None
    for at, slot in enumerate(run):
        if slot.is_stop:
            continue
        if last is not None and at - last - 1 <= MOST_BRIDGED:
            as_one = run[last].unit == slot.unit
            weight = within[slot.unit] if as_one else 1.0
            if weight:
                yield loose_phrase(run[last : at + 1], fields, weight=weight)
        last = at


def of_a_name(
    run: Sequence[Slot], fields: tuple[str, ...], named: Callable[[str], bool]
) -> Iterator[Phrase]:
    """Each two words of a short query that may be parts of one author's name.

    `named` tells which words are parts of names at all; few that are typed are.
    """
    if not fields or len(run) > MOST_OF_A_NAME:
        return
    for first, second in pairwise(run):
        if first.latin and second.latin and not second.gap:
            terms = surface(first.text), surface(second.text)
            if all(map(named, terms)):
                steps = Step(0, 1, terms[0]), Step(1, 2, terms[1])
                yield Phrase(steps, 2, fields, weight=OF_A_NAME)


def _within(unit: Sequence[Slot], match: Match) -> float:
    """The weight of the pairs in a unit; none where they are neighbours anyway."""
    if is_required(unit, match):
        return 0.0
    if any(slot.latin for slot in unit):
        return OF_A_COMPOUND
    return max(1.0, OF_A_RUN / max(1, len(unit) - 1))
