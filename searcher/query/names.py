"""A name as it was typed → the ways in which the name of an author can be the same.

Knows the words of names and how they are indexed; no engine.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from searcher._core.tokenizer import MOST_JOINED
from searcher.analysis.tokens import initial, spellings, surface
from searcher.query.plan import MOST_PARTS, NamePart, Together
from searcher.query.slots import Slot, Words, joins

MOST_READINGS = 64
"""So many ways to join and part a name are tried, of a name of up to MOST_PARTS."""
MOST_INITIALS = 3
"""So many initials are written as one, as in JRR Tolkien."""
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])


def same_name(text: str, words: Words) -> Together | None:
    """The authors of this name, typed in any order, as far as it was typed.

    One part at least is there in full, and each part is another part of the name. In
    front of a comma stands the surname, which is never shortened to its initial.
    """
    before, comma, after = (*re.split("([,，])", text, maxsplit=1), "", "")[:3]
    row = _parts(before, words)
    surname = len(row) if comma else 0
    row += _parts(after, words)
    kept = [slot for slot in row[1:] if slot.text not in _SUFFIXES]
    row = [*row[:1], *kept]
    if not row:
        return None
    every = _readings(row, min(surname, len(row)))
    most = MOST_READINGS if len(row) <= MOST_PARTS else 1
    return Together(tuple(dict.fromkeys(islice(every, most))))


def _parts(text: str, words: Words) -> list[Slot]:
    return [slot._replace(gap=False) for slot in words.slots(text)]


def _readings(row: Sequence[Slot], surname: int) -> Iterator[tuple[NamePart, ...]]:
    """First the parts as they are; then neighbours as one, and capitals one by one."""
    alone = all(len(slot.text) == 1 and slot.latin for slot in row)
    joined = {(first, last): text for first, last, text in joins(row)}

    def read(at: int) -> Iterator[tuple[NamePart, ...]]:
        if at == len(row):
            yield ()
            return
        for end, unit in _units(row, at, surname, joined, alone=alone):
            parts = unit
            if end == len(row) and not surname and len(row[-1].text) > 1:
                parts = (*parts[:-1], parts[-1]._replace(last=True))
            for rest in read(end):
                yield (*parts, *rest)

    return read(0)


def _units(
    row: Sequence[Slot],
    at: int,
    surname: int,
    joined: dict[tuple[int, int], str],
    *,
    alone: bool,
) -> Iterator[tuple[int, tuple[NamePart, ...]]]:
    """What can be read at a place of a row, and where that ends."""
    slot = row[at]
    given = at >= surname
    yield at + 1, (_part(slot, given=given, alone=alone),)
    if given and slot.capitals and 1 < len(slot.text) <= MOST_INITIALS < len(row) * 2:
        yield at + 1, tuple(NamePart((), (initial(letter),)) for letter in slot.text)
    for end in range(at + 2, min(at + MOST_JOINED, len(row)) + 1):
        if not (text := joined.get((at, end))) or at < surname < end:
            return
        one = row[end - 1].unit == slot.unit
        short = (surface(text[0]),) if one and given else ()
        yield end, (NamePart(tuple(spellings(text)), short),)
        if given and end - at <= MOST_INITIALS:
            letters = "".join(slot.text[0] for slot in row[at:end])
            yield end, (NamePart((), (surface(letters),)),)


def _part(slot: Slot, *, given: bool, alone: bool) -> NamePart:
    if not slot.latin:
        return NamePart(((slot.text, 1),))
    if len(slot.text) == 1:
        whole = ((surface(slot.text), 1),) if alone or not given else ()
        return NamePart(whole, (initial(slot.text),))
    return NamePart(tuple(slot.spellings()), (surface(slot.text[0]),) if given else ())
