"""Which papers have an author of a name: its parts, found among those of the other."""

from array import array
from collections.abc import Iterable, Sequence
from functools import reduce

from searcher._core.impacts import among
from searcher.index.documents import AUTHOR_STRIDE
from searcher.index.multireader import MultiReader
from searcher.index.scoring import Docs
from searcher.query.plan import (
    AUTHORS,
    MOST_PARTS,
    Choice,
    NamePart,
    Synonyms,
    Term,
    Together,
)
from searcher.typed import NamedTuple


class _Place(NamedTuple):
    """Where a part of a name stands: from one word of the authors up to another,
    and whether in full.
    """

    first: int
    end: int
    whole: bool
    last: bool


def together(leaf: Together, reader: MultiReader) -> Docs:
    """The papers with an author who has every part of a reading, each somewhere else,
    and one of them in full.
    """
    found: set[int] = set()
    for reading in leaf.readings:
        docs = _candidates(reading, reader)
        for part in sorted(reading, key=lambda part: len(part.short)):
            docs = reader.leaves.among(
                _group([*_in_full(part), *part.short]), docs
            ).docs
        each = [_places(part, reader, docs) for part in reading]
        found.update(doc for doc in docs if _has([places[doc] for places in each]))
    return memoryview(array("i", sorted(found)))


def _in_full(part: NamePart) -> list[str]:
    return [term for term, _ in part.whole]


def _group(terms: Iterable[str]) -> Synonyms:
    return Synonyms(tuple([Choice(Term(term, AUTHORS)) for term in terms]))


def _candidates(reading: Sequence[NamePart], reader: MultiReader) -> Docs:
    """Papers that have in full what has to be, or anything where nothing has to."""
    docs = reader.leaves.docs
    needed = [docs(_group(_in_full(part))) for part in reading if not part.short]
    if needed:
        return reduce(among, needed)
    return docs(_group(term for part in reading for term in _in_full(part)))


def _places(part: NamePart, reader: MultiReader, docs: Docs) -> dict[int, list[_Place]]:
    """By paper, where a part stands: with how many words each, and its initials."""
    found: dict[int, list[_Place]] = {doc: [] for doc in docs}
    ways = [(term, width, True) for term, width in part.whole]
    for term, width, whole in (*ways, *((term, 1, False) for term in part.short)):
        for doc, places in reader.positions(AUTHORS[0], term, docs):
            found[doc] += [_Place(at, at + width, whole, part.last) for at in places]
    return found


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
