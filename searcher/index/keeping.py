"""What was made for one query, kept for the next one in bounded memory."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar, TypeVarTuple

A = TypeVarTuple("A")
T = TypeVar("T")

_APIECE = 512
"""What keeping a result costs besides its own bytes."""


class Kept(Generic[*A, T]):
    """A function that remembers its latest results, up to so many bytes of them."""

    def __init__(
        self, make: Callable[[*A], T], size: Callable[[T], int], most: int
    ) -> None:
        self._make, self._size = make, size
        self._results: dict[Hashable, T] = {}
        self._room = most
        self._lock = Lock()

    def known(self, *args: *A) -> T | None:
        """The result, if it is remembered."""
        return self._results.get(args)

    def clear(self) -> None:
        with self._lock:
            self._room += sum(map(self._size, self._results.values()))
            self._room += _APIECE * len(self._results)
            self._results.clear()

    def __call__(self, *args: *A) -> T:
        results = self._results
        with self._lock:
            try:
                found = results[args] = results.pop(args)  # now the latest
            except KeyError:
                pass
            else:
                return found
        found = self._make(*args)
        with self._lock:
            if args not in results:
                results[args] = found
                self._room -= self._size(found) + _APIECE
            while self._room < 0 and len(results) > 1:
                oldest = results.pop(next(iter(results)))
                self._room += self._size(oldest) + _APIECE
        return found
