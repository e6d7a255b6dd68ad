"""How the postings of an entry are packed: which parts there are, of how many bytes.

Postings are the papers that hold an entry, how often each does, and where. In the
standard library alone; packs and unpacks nothing. docs/segment-format.md tells more.
"""

from searcher.typed import Final, NamedTuple

BLOCK: Final = 255
"""So many papers are a block: a byte counts those that hold an entry, even all."""
OFTEN: Final = 4
"""Frequencies below have two bits, four to a byte; for others 0, and a byte behind."""
VERY_OFTEN: Final = 256
"""Entries with such a frequency have two bytes for each."""
FAR: Final = 255
"""Places below have a byte; others this one, and two bytes behind."""


class Shape(NamedTuple):
    """What is the same for all entries of a segment.

    Entries in up to `few` papers have `width` bytes for the number of each: the low two
    of all, then the high ones of all. Others have a byte for each of the `blocks`, how
    many of its papers hold the entry, and one for each paper, where in its block it is.
    """

    width: int
    blocks: int
    few: int

    def size(self, df: int) -> int:
        """So many bytes tell which papers these are."""
        return self.width * df if df <= self.few else self.blocks + df


def shape(size: int) -> Shape:
    """Of a segment of so many papers, so that all takes the fewest bytes."""
    width = 2 if size <= 1 << 16 else 3 if size <= 1 << 24 else 4
    blocks = -(-size // BLOCK)
    return Shape(width, blocks, blocks // (width - 1))
