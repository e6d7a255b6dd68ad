"""What stands where in a segment file. Knows bytes, not what they mean to a query.

magic, sections (each at a multiple of 8), a JSON directory of them, its length, magic.
"""

import json
import mmap
import struct
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from searcher.typed import Any, Literal, NamedTuple

MAGIC = b"DGSSEG03"
FIELD_BITS, PAPER_BITS, PLACE_BITS = 4, 22, 16
MOST_PAPERS = 1 << PAPER_BITS
"""In one segment; there are as many terms at most."""
_KINDS = {"u1": "B", "u2": "H", "u4": "I", "u8": "Q", "i4": "i"}
"""The kinds of numbers in a file: what numpy calls them, and what memoryview does."""
_TAIL = struct.Struct("<QQ8s")
"""The length of the directory, its checksum, and the magic."""


class Section(NamedTuple):
    """Where the bytes of a section are, and the kind of number they hold."""

    start: int
    size: int
    kind: str


class Parts(NamedTuple):
    """A section that comes bit by bit, because it is too large to be held at once."""

    kind: Any
    """numpy's name for the numbers."""
    arrays: Iterable[Any]


def write(path: Path, about: Mapping[str, Any], sections: Mapping[str, Any]) -> None:
    """Write sections and a JSON description.

    A section is one of numpy's arrays, bytes, `Parts`, or what makes one of these once
    all sections before it are written.
    """
    directory: dict[str, tuple[int, int, str]] = {}
    with path.open("wb") as out:
        out.write(MAGIC)
        at = len(MAGIC)
        for name, values in sections.items():
            kind, arrays = _arrays(values)
            out.write(b"\0" * (-at % 8))
            at = first = at + -at % 8
            for array in arrays:
                at += out.write(memoryview(array))
            directory[name] = (first, at - first, kind)
        tail = json.dumps({**about, "sections": directory}).encode()
        out.write(tail)
        out.write(_TAIL.pack(len(tail), zlib.crc32(tail), MAGIC))


def _arrays(values: Any) -> tuple[str, Iterable[Any]]:
    if callable(values):
        return _arrays(values())
    if isinstance(values, Parts):
        return _KINDS[values.kind(0).dtype.str[1:]], values.arrays
    if isinstance(values, bytes):
        return "B", (values,)
    return _KINDS[values.dtype.str[1:]], (values,)


def _casts(kind: str) -> Literal["H", "I", "Q", "i"]:
    assert kind in ("H", "I", "Q", "i")
    return kind  # type: ignore[return-value]  # as just asserted


class Mapped:
    """A segment file in memory: its description, and its sections as arrays."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, or ValueError when the file is not a whole segment."""
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._path = path
        self._view = memoryview(self._map)
        self._arrays: dict[str, memoryview] = {}
        try:
            # or each paper that is shown reads the megabytes around it from the disk
            self._advise("MADV_RANDOM", 0, len(self._map))
            self.about = self._described()
            self._sections = {
                name: self._section(*where)
                for name, where in self.about["sections"].items()
            }
        except BaseException:
            self.close()
            raise

    def _described(self) -> dict[str, Any]:
        view, path = self._view, self._path
        if len(view) < len(MAGIC) + _TAIL.size or view[: len(MAGIC)] != MAGIC:
            raise ValueError(f"{path} is not a segment of format {int(MAGIC[-2:])}")
        size, checksum, magic = _TAIL.unpack_from(view, len(view) - _TAIL.size)
        first = len(view) - _TAIL.size - size
        if magic != MAGIC or first < len(MAGIC):
            raise ValueError(f"{path} is cut off")
        tail = bytes(view[first : first + size])
        if zlib.crc32(tail) != checksum:
            raise ValueError(f"{path} does not tell where its sections are")
        about: dict[str, Any] = json.loads(tail)
        return about

    def _section(self, start: int, size: int, kind: str) -> Section:
        """Numbers are read where they are, so they lie in the file, at whole words."""
        if start % 8 or not len(MAGIC) <= start <= start + size <= len(self._view):
            raise ValueError(f"{self._path} has a section that is not in it")
        return Section(start, size, kind)

    def array(self, name: str) -> memoryview:
        """A section as numbers, without a copy, until this is closed. Raises ValueError
        if there is none.
        """
        if name not in self._arrays:
            if name not in self._sections:
                raise ValueError(f"{self._path} has no {name}")
            start, size, kind = self._sections[name]
            view = self._view[start : start + size]
            self._arrays[name] = view if kind == "B" else view.cast(_casts(kind))
        return self._arrays[name]

    def read_soon(self, name: str, first: int = 0, last: int | None = None) -> None:
        """Have a section, or these bytes of it, come from the disk in one go."""
        start, size, _ = self._sections[name]
        last = size if last is None else min(last, size)
        first -= (start + first) % mmap.PAGESIZE
        self._advise("MADV_WILLNEED", start + first, last - first)

    def read_all(self) -> None:
        """All of it will be read, in order."""
        self._advise("MADV_SEQUENTIAL", 0, len(self._map))

    def forget(self) -> None:
        """Give back the memory of what was read; it is read again when needed."""
        self._advise("MADV_DONTNEED", 0, len(self._map))

    def _advise(self, how: str, start: int, size: int) -> None:
        if hasattr(mmap, how):  # not on every platform
            self._map.madvise(getattr(mmap, how), start, size)

    def close(self) -> None:
        """Let the file go, and all arrays of it; one that somebody has made another of
        keeps it until that is gone.
        """
        for view in (*self._arrays.values(), self._view):
            with suppress(BufferError):
                view.release()
        self._arrays.clear()
        with suppress(BufferError):
            self._map.close()
