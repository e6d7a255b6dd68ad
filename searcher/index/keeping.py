"""What was made for one query, kept for the next one in bounded memory."""

from collections.abc import Callable, Hashable
from threading import Lock

from searcher.typed import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

_APIECE = 512
"""What keeping a result costs besides its own bytes."""


class Kept(Generic[K, T]):
    """A function that remembers its latest results, up to so many bytes of them."""

    def __init__(
        self, make: Callable[[K], T], size: Callable[[T], int], most: int
    ) -> None:
        self._make, self._size = make, size
        self._results: dict[K, T] = {}
        self._room = most
        self._lock = Lock()

    def known(self, key: K) -> T | None:
        """The result, if it is remembered."""
        return self._results.get(key)

    def __call__(self, key: K) -> T:
        results = self._results
        with self._lock:
            try:
                found = results[key] = results.pop(key)  # now the latest
            except KeyError:
                pass
            else:
                return found
        found = self._make(key)
        with self._lock:
            if key not in results:
                results[key] = found
                self._room -= self._size(found) + _APIECE
            while self._room < 0 and len(results) > 1:
                oldest = results.pop(next(iter(results)))
                self._room += self._size(oldest) + _APIECE
        return found
