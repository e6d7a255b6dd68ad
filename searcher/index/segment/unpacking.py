"""The packed postings of an entry → its papers, frequencies and places.

In the standard library alone, and without a step of Python's own for each posting.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, chain, compress, count, repeat
from operator import add

from searcher.index.segment.shapes import BLOCK, FAR, OFTEN, VERY_OFTEN, Shape

_IS_FAR = bytes(FAR) + b"\1"


def papers(data: memoryview, df: int, shape: Shape) -> Sequence[int]:
    """The papers that the bytes begin with."""
    if df > shape.few:
        each = map(repeat, count(0, BLOCK), data[: shape.blocks])
        low = data[shape.blocks : shape.blocks + df]
        return [*map(add, chain.from_iterable(each), low)]
    low = data[: 2 * df].cast("H")
    if shape.width == 2:
        return low
    high = data[2 * df : shape.width * df]
    rest = high.cast("H") if shape.width == 4 else high
    return [*map(add, map((1 << 16).__mul__, rest), low)]


def ranks(data: memoryview, df: int, shape: Shape, some: Iterable[int]) -> list[int]:
    """Where among the papers that the bytes begin with some are, -1 for none of them.

    The others are not unpacked, if these are many.
    """
    if df <= shape.few:
        known = {paper: rank for rank, paper in enumerate(papers(data, df, shape))}
        return [known.get(paper, -1) for paper in some]
    ends = list(accumulate(data[: shape.blocks], initial=0))
    find = bytes(data[shape.blocks : shape.blocks + df]).find
    return [find(n % BLOCK, ends[n // BLOCK], ends[n // BLOCK + 1]) for n in some]


def frequencies(data: memoryview, df: int, most: int) -> tuple[Sequence[int], int]:
    """The frequencies that the bytes begin with, and how many bytes these are."""
    if most == 1:
        return b"\1" * df, 0
    if most >= VERY_OFTEN:
        return data[: 2 * df].cast("H"), 2 * df
    size = -(-df // 4)
    found = b"".join(map(_fours().__getitem__, data[:size]))[:df]
    if most < OFTEN:
        return found, size
    pieces = found.split(b"\0")
    end = size + len(pieces) - 1
    others = chain(map(_bytes().__getitem__, data[size:end]), (b"",))
    each = chain.from_iterable(zip(pieces, others, strict=True))
    return b"".join(each), end


class Places:
    """Where an entry stands: in the first of its papers, in the second, and so on."""

    def __init__(self, data: memoryview, size: int) -> None:
        """So many places, which the bytes begin with."""
        self._near, self._far = data[:size], data[size:]
        self._escapes: list[int] | None = None

    def between(self, first: int, last: int) -> Sequence[int]:
        """From one place up to another; only these are read."""
        near = bytes(self._near[first:last])
        if FAR not in near:
            return near
        if self._escapes is None:
            self._escapes = [*compress(count(), bytes(self._near).translate(_IS_FAR))]
        low, high = (bisect_left(self._escapes, bound) for bound in (first, last))
        found, far = [*near], self._far[2 * low : 2 * high].cast("H")
        for at, place in zip(self._escapes[low:high], far, strict=True):
            found[at - first] = place
        return found


@cache
def _fours() -> list[bytes]:
    """By byte, the frequencies of four papers."""
    return [bytes(n >> shift & 3 for shift in (0, 2, 4, 6)) for n in range(256)]


@cache
def _bytes() -> list[bytes]:
    return [bytes((n,)) for n in range(256)]
