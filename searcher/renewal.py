"""Which records of an index differ once some digests were read again, and how.

Knows papers and what they were merged from; not files, nor what is published.
"""

from collections.abc import Collection, Iterator

from searcher.corpus.merging import Pool, keys
from searcher.index.backend import Reader
from searcher.model import Record, Sighting


class Renewal:
    """Records made again: of what was read now, and what the index remembers.

    Sightings in the digests of `staying` are taken from the index. Merging looks at
    more than one paper only where titles are compared, so the records that a change can
    touch are few, and found by their keys.
    """

    def __init__(self, pool: Pool, reader: Reader, staying: Collection[str]) -> None:
        self.touched: set[str] = set()
        """The ids of the papers in the index that may no longer be as they were."""
        self._pool = pool
        self._reader = reader
        self._staying = staying
        self._keys: set[str] = set()
        """Of the papers touched, those not looked for yet."""

    def touch(self, paper: str) -> None:
        """Take what stays of a paper from the index, if it is there."""
        if paper in self.touched:
            return
        before = self._reader.sightings(paper)
        if before:
            self.touched.add(paper)
            self._keys.update(keys(paper, before))
            for sighting in before:
                if _digest(sighting) in self._staying:
                    self._pool.add(sighting)

    def touch_digests(self, digests: Collection[str]) -> None:
        """Take what stays of all papers that stood in some digests."""
        for paper in self._reader.seen_in(digests):
            self.touch(paper)

    def touch_related(self) -> None:
        """Take what stays of every paper that sightings so far may belong to."""
        looked: set[str] = set()
        # each round looks at what the one before brought: a chain of titles is long
        while (grown := self._pool.grown()) or self._keys:
            for paper in grown:
                self.touch(paper)
            due = (self._keys | self._pool.keys(grown)) - looked
            self._keys.clear()
            looked |= due
            for key in due:
                for paper in self._reader.keyed(key):
                    self.touch(paper)

    def changed(self) -> Iterator[Record]:
        """The records that are not as they were; `touched` keeps but what to remove."""
        for record in self._pool.records():
            if record.paper.id in self.touched and self._is_as_before(record):
                self.touched.remove(record.paper.id)
            else:
                yield record

    def _is_as_before(self, record: Record) -> bool:
        return self._reader.sightings(record.paper.id) == record.sightings


def _digest(sighting: Sighting) -> str:
    return sighting.paper.seen[0].digest if sighting.paper.seen else ""
