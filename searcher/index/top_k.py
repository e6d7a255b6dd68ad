"""The best of the papers that a plan matches, in their order."""

from collections.abc import Callable, Mapping

from searcher._core.impacts import chosen, impacts_at, kth_best, spare_ties
from searcher.index.multireader import MultiReader
from searcher.index.scoring import Matched, reaching
from searcher.model import Order
from searcher.ranking import DECIMALS

_MANY = 1_000
"""So many papers are sorted without a thought."""

_RANKS: Mapping[Order, Callable[[float, int], tuple[float, ...]]] = {
    Order.RELEVANCE: lambda score, day: (-score, -day),
    Order.NEWEST: lambda _, day: (-day,),
    Order.OLDEST: lambda _, day: (day == 0, day),
}


def ranked(
    found: Matched, order: Order, reader: MultiReader, most: int | None
) -> list[tuple[int, str, float]]:
    """Papers, their ids and rounded scores, best first; ties by date, newest first,
    then id. Of many papers all that are among the first so many.
    """
    if most and len(found.docs) > most:
        found = _first(found, order, reader, most)
    rank = _RANKS[order]
    rounded = (
        (doc, round(score, DECIMALS))
        for doc, score in zip(found.docs, found.scores, strict=True)
    )
    each = [
        (rank(score, reader.day(doc)), reader.id_of(doc), doc, score)
        for doc, score in rounded
    ]
    each.sort()
    return [(doc, id_, score) for _, id_, doc, score in each]


def _first(found: Matched, order: Order, reader: MultiReader, most: int) -> Matched:
    """The first so many, and what may come between or ties with the last of them."""
    if order is Order.RELEVANCE:
        least = kth_best(found.scores, most)
        found = reaching(found, least)
        if len(found.docs) <= _MANY:
            return found
        keys = reader.days_of(found.docs, oldest=False)
        most += spare_ties(keys, found.scores, least)
    else:
        keys = reader.days_of(found.docs, oldest=order is Order.OLDEST)
    docs, _ = chosen(found.docs, keys, kth_best(keys, most))
    return Matched(docs, impacts_at(docs, *found))
