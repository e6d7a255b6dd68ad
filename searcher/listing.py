"""The hits of an answer, read when somebody looks at them.

Knows neither where they are read nor what is in them.
"""

from collections.abc import Callable, Iterator, Sequence

from searcher.model import Hit
from searcher.typed import overload

Read = Callable[[int, int], Sequence[Hit]]
"""The hits from one up to another, counted from 0."""


class Listing(Sequence[Hit]):
    """So many hits, of which the first batch alone is held.

    All others are read, a batch at a time, whenever they are gone through or asked for.
    """

    def __init__(self, count: int, read: Read, *, batch: int) -> None:
        """Raises what reading raises, of the first ones."""
        self._count = count
        self._read = read
        self._batch = batch
        self._first = read(0, min(count, batch))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Hit]:
        yield from self._first
        for start in range(len(self._first), self._count, self._batch):
            yield from self._read(start, min(start + self._batch, self._count))

    def __reduce__(self) -> tuple[object, ...]:
        """Kept apart from the library, they are all read."""
        return tuple, (tuple(self),)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | Sequence[Hit]:
        numbers = range(self._count)[at]
        if isinstance(numbers, range):
            return [self[number] for number in numbers]
        if numbers < len(self._first):
            return self._first[numbers]
        return self._read(numbers, numbers + 1)[0]
