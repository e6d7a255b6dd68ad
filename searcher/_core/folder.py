# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""Characters → what each becomes, one for one, by a table that learns."""

from __future__ import annotations

from array import array

try:
    import cython
except ImportError:
    from searcher._core import uncompiled as cython

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

HARD = 1 << 30
"""Added to what a character becomes, if that is not one character whatever is beside
it,
"""
UNSETTLED = 1 << 29
"""or if it may be another, by the word in which it stands."""
_HARD = cython.declare(cython.uint, HARD)
_UNSETTLED = cython.declare(cython.uint, UNSETTLED)
_PLANE = cython.declare(cython.uint, 1 << 16)
_MARK = cython.declare(cython.uint, 0xFEFF)
"""Tells the order of the bytes; a coding that names it would have to be loaded."""


@cython.auto_pickle(False)
@cython.cclass
class Folder:
    """Remembers what characters of the first plane become."""

    _learn: object
    _table: cython.uint[::1]
    _made: cython.uint[::1]

    def __init__(self, learn: Callable[[int], int]) -> None:
        """`learn` tells what a code point becomes, never nothing."""
        self._learn = learn
        self._table = memoryview(array("I", bytes(4 << 16)))
        self._made = memoryview(array("I", bytes(4 * 256)))

    def fold(self, text: str) -> tuple[str | None, list[int]]:
        """What a text becomes, None if some of it is hard; and what is unsettled."""
        size: cython.Py_ssize_t = len(text)
        at: cython.Py_ssize_t
        code: cython.uint
        becomes: cython.uint
        unsettled: list = []
        if size >= self._made.shape[0]:
            self._made = memoryview(array("I", bytes(8 * size)))
        self._made[0] = _MARK
        for at in range(size):
            code = ord(text[at])
            becomes = self._table[code] if code < _PLANE else 0
            if becomes == 0:
                becomes = self._learn(code)
                if code < _PLANE:
                    self._table[code] = becomes
            if becomes >= _UNSETTLED:
                if becomes & _HARD:
                    return None, unsettled
                becomes &= ~_UNSETTLED
                unsettled.append(at)
            self._made[at + 1] = becomes
        found = str(memoryview(self._made)[: size + 1], "utf-32", "surrogatepass")
        return found, unsettled
