"""The postings of a segment as arrays, for who has numpy.

What they are is told by `Segment`, which gives the same in the standard library alone.
"""

import numpy as np

from searcher.index.segment.narrowing import Numbers
from searcher.index.segment.reading import Entry, Segment


class PostingArrays:
    """A segment's postings, entry by entry. Some are of the file: do not keep them."""

    def __init__(self, segment: Segment) -> None:
        self._papers = np.asarray(segment.section("papers"))
        self._frequencies = np.asarray(segment.section("frequencies"))
        self._places = np.asarray(segment.section("places"))

    def papers(self, entry: Entry) -> Numbers:
        return self._papers[entry.first : entry.first + entry.df]

    def frequencies(self, entry: Entry) -> Numbers:
        return self._frequencies[entry.first : entry.first + entry.df]

    def places(self, entry: Entry) -> Numbers:
        """Of the first paper, of the second, and so on."""
        count = int(self.frequencies(entry).sum(dtype=np.int64))
        return self._places[entry.places : entry.places + count]
