"""A text too large to be held → its characters in pieces, as often as they are wanted.

What its bytes are shows in all of them, so it is gone through before.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from searcher.corpus.decoding import Decoding, faultless, faulty, is_wide, unmarked
from searcher.corpus.lines import shortened

HELD = 1 << 20
"""Bytes of a text, 1 MiB, that is not read from the disk again for another pass."""

BEGINNING = 1 << 13
"""Characters that show what a text is, twice those that are looked at."""


class Passes:
    """Iterate it for the text, once or more; ask it for its `faults` after that."""

    def __init__(
        self,
        chunks: Iterable[bytes],
        head: bytes,
        again: Callable[[], Iterable[bytes]],
        *,
        held: int = HELD,
    ) -> None:
        """Goes through the chunks, of which `again` gives the same once more."""
        self._most = held
        self.size = 0
        """Bytes of the chunks."""
        self._head = head
        self._again = again
        self._held: list[bytes] = []
        self.faults = 0, 0, 0, 0
        """What is `bad` and `nulls` in `Decoded`, each with its line."""
        kept = self._kept(chunks)
        self._encoding = faultless(self._cut(kept), head)
        self._is_good = self._encoding is not None
        deque(kept, maxlen=0)  # what follows a fault

    def __iter__(self) -> Iterator[str]:
        if self._encoding is None:
            self._encoding = faulty(self._chunks, self._head)
        text = Decoding(unmarked(self._chunks(), self._head), self._encoding)
        yield from text
        bad = (0, 0) if self._is_good else (text.bad, text.bad_line)
        self.faults = *bad, text.nulls, text.null_line

    def beginning(self) -> str:
        """So much of the text as shows what it is."""
        begin = ""
        for piece in self:
            begin += piece
            if len(begin) >= BEGINNING:
                break
        return begin

    def _chunks(self) -> Iterator[bytes]:
        return self._cut(self._held if self.size <= self._most else self._again())

    def _cut(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        return iter(chunks) if is_wide(self._head) else shortened(chunks)

    def _kept(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.size += len(chunk)
            if self.size <= self._most:
                self._held.append(chunk)
            else:
                self._held.clear()
            yield chunk
