"""The table of contents by which Whoosh opens a generation, without loading Whoosh.

What Whoosh itself has to write, the schema, is the same in all generations of a format.
The path and the attributes of `DigestSegment` are pickled into the table: they are
frozen.
"""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from struct import Struct

from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.index.whoosh_codec import DigestCodec

NAME = "MAIN"
_NUMBERS = Struct(">ii")
"""That of the generation, and one that Whoosh does not use."""
_PROTOCOL = 4
"""Named, since every Python is to write the same."""


class DigestSegment:
    """A segment as Whoosh knows it: its file, and the papers in it that are gone."""

    def __init__(self, file: str, size: int, gone: Iterable[int]) -> None:
        self.file = file
        self.size = size
        self.gone = frozenset(gone)

    def codec(self) -> "DigestCodec":
        from searcher.index.whoosh_codec import DigestCodec  # noqa: PLC0415

        return DigestCodec()

    def segment_id(self) -> str:
        return f"{NAME}_{Path(self.file).stem}"

    def is_compound(self) -> bool:
        return False

    def doc_count(self) -> int:
        return self.size - len(self.gone)

    def doc_count_all(self) -> int:
        return self.size

    def has_deletions(self) -> bool:
        return bool(self.gone)

    def deleted_count(self) -> int:
        return len(self.gone)

    def deleted_docs(self) -> Iterator[int]:
        return iter(sorted(self.gone))

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.gone


def contents_file(number: int) -> str:
    """The name of the table in the folder of a generation."""
    return f"_{NAME}_{number}.toc"


def contents(number: int, segments: Sequence[DigestSegment], head: bytes) -> bytes:
    """The table, the same for the same; `head` is that of one of the same schema."""
    tail = pickle.dumps(list(segments), protocol=_PROTOCOL)
    return head + _NUMBERS.pack(number, 0) + tail


def head_of(contents: bytes, number: int) -> bytes:
    """What a table begins with, up to the number of its generation.

    Raises ValueError when it is another's.
    """
    # a pickle of protocol 2 or later begins with this byte, the tail with its numbers
    head, found, _ = contents.partition(b"." + _NUMBERS.pack(number, 0) + b"\x80")
    if not found:
        raise ValueError(f"a table of contents without the number {number}")
    return head + b"."
