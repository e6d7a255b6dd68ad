"""Records → batches, of so many records or of so much text, whichever comes first.

Knows what of a record takes memory, not what is done with it.
"""

from collections.abc import Iterable, Iterator, Sequence

from searcher.index.documents import value
from searcher.model import Paper, Record
from searcher.query.plan import SCORED
from searcher.typed import NamedTuple

MOST_LETTERS = 1 << 20
"""Characters of the texts of a batch but for its last record: eight times those of 50
ordinary records, so that only odd ones make batches shorter.
"""


class Batch(NamedTuple):
    """Records to be held at once, and the characters in them."""

    records: Sequence[Record]
    letters: int


def batches(records: Iterable[Record], *, most: int) -> Iterator[Batch]:
    """All records, in their order, at most so many together."""
    held: list[Record] = []
    letters = 0
    for record in records:
        held.append(record)
        letters += weight(record)
        if len(held) == most or letters >= MOST_LETTERS:
            yield Batch(held, letters)
            held, letters = [], 0
    if held:
        yield Batch(held, letters)


def weight(record: Record) -> int:
    """The characters of a record, with those of all that it was merged from."""
    if len(record.sightings) > 1:
        return sum(_letters(paper) for paper, _ in record.sightings)
    return _letters(record.paper)


def _letters(paper: Paper) -> int:
    return sum(len(value(paper, field)) for field in (*SCORED, "keywords"))
