"""A name as it was typed → the ways in which the name of an author can be the same.

Knows the words of names and how they are indexed; no engine.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from searcher._core.tokenizer import MOST_JOINED
from searcher.analysis.tokens import initial, spellings, surface
from searcher.model import HAN
from searcher.query.plan import MOST_PARTS, All, Any, NamePart, Plan, Together
from searcher.query.slots import Slot, Words, joins

MOST_READINGS = 64
"""So many ways to join and part a name are tried, of a name of up to MOST_PARTS."""
MOST_INITIALS = 3
"""So many initials are written as one, as in JRR Tolkien."""
_BETWEEN = re.compile(
    r"\s*(?:[;；、&]|\band\b|\bet\.?\s+al\b\.?|等\s*\Z)\s*", re.IGNORECASE
)
"""Between the names of several authors, and behind those that are printed."""
_APART = re.compile(f"(?<=[{HAN}])[\\s,，·]+(?=[{HAN}])")
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])


def named(text: str, words: Words) -> Plan | None:
    """The papers of all authors that a text names: `Ada Birch and Cedar, B.`"""
    names = [name for name in _BETWEEN.split(_APART.sub("", text)) if name.strip()]
    found = [plan for name in names if (plan := _one_or_several(name, words))]
    if len(found) < 2:
        return found[0] if found else None
    return All(tuple(found))


def _one_or_several(text: str, words: Words) -> Plan | None:
    """`Ada Birch, Bo Cedar` are two, or one with two surnames and two other names."""
    found = same_name(text, words)
    every = [name.strip() for name in re.split("[,，]", text)]
    if len(every) < 2 or not all(map(_is_whole, every)):
        return found
    each = [name for one in every if (name := same_name(one, words))]
    return Any((found, All(tuple(each)))) if found and len(each) > 1 else found


def _is_whole(name: str) -> bool:
    parts = name.split()
    return len(parts) > 1 and all(len(part.rstrip(".")) > 1 for part in parts)


def same_name(text: str, words: Words) -> Together | None:
    """The authors of this name, typed in any order, as far as it was typed.

    One part at least is there in full, and each part is another part of the name. In
    front of a comma stands the surname, which is never shortened to its initial; nor do
    the initials behind it stand for what may be one, the last part of the name.
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
    if given and slot.latin and len(slot.text) == 1 and not alone:
        yield at + 1, (_initial(slot.text, surname),)
    else:
        yield at + 1, (_part(slot, given=given),)
    if given and slot.capitals and 1 < len(slot.text) <= MOST_INITIALS < len(row) * 2:
        yield at + 1, tuple(_initial(letter, surname) for letter in slot.text)
    for end in range(at + 2, min(at + MOST_JOINED, len(row)) + 1):
        if not (text := joined.get((at, end))) or at < surname < end:
            return
        one = row[end - 1].unit == slot.unit
        short = (surface(text[0]),) if one and given else ()
        yield end, (NamePart(tuple(spellings(text)), short),)
        if given and end - at <= MOST_INITIALS:
            letters = "".join(slot.text[0] for slot in row[at:end])
            yield end, (NamePart((), (surface(letters),)),)


def _initial(letter: str, surname: int) -> NamePart:
    """A letter that stands for a part; behind a surname the author's own may be one."""
    whole = ((surface(letter), 1),) if surname else ()
    return NamePart(whole, (initial(letter),), last=surname > 0)


def _part(slot: Slot, *, given: bool) -> NamePart:
    if not slot.latin:
        return NamePart(((slot.text, 1),))
    if len(slot.text) == 1:
        return NamePart(((surface(slot.text), 1),), (initial(slot.text),))
    return NamePart(tuple(slot.spellings()), (surface(slot.text[0]),) if given else ())
