"""A file on disk → its bytes, hashed as they pass and decompressed when they must be.

Nothing here knows what the bytes mean.
"""

import gzip
import io
import lzma
import os
import stat
import zlib
from collections.abc import Callable, Generator
from hashlib import sha256
from pathlib import Path

from searcher.model import DigestState
from searcher.typed import Protocol, Self

CHUNK = 1 << 18
_PACKED = _GZIP, _XZ = b"\x1f\x8b", b"\xfd7zXZ\0"
DAMAGED = (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error)
"""What reading compressed bytes can raise: cut short, or not what they say."""

Progress = Callable[[int], None]
"""Told how many bytes of the file have been read so far."""


class _Stream(Protocol):
    def read1(self, size: int = ..., /) -> bytes: ...


class Source(io.RawIOBase):
    """A regular file being read, which knows its hash and how far it has come.

    Raises OSError when it cannot be opened, or is a folder, a pipe, a device.
    """

    def __init__(self, path: Path, *, progress: Progress | None = None) -> None:
        super().__init__()
        # a pipe without a writer would make `open` wait for ever
        flags = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, os.O_RDONLY | flags)
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            os.close(descriptor)
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or pipe"
            message = f"{kind}, wanted a file"
            raise OSError(0, message)
        self._file = io.FileIO(descriptor, "rb")
        self.size = status.st_size
        """The bytes of it on the disk, when it was opened."""
        self.is_packed = False
        """Whether there is more in it than `size` says; known once it is read."""
        self._mtime = status.st_mtime_ns
        self._hash = sha256()
        self._progress = progress
        self._read = 0
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        count = self._file.readinto(buffer) or 0
        if count:
            self._hash.update(memoryview(buffer)[:count])
            self._read += count
            if self._progress:
                self._progress(self._read)
        else:
            self._ended = True
        return count

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self.close()

    def state(self, name: str, *, entries: int) -> DigestState:
        """What to remember of the file: of one that was left before its end, which
        these first bytes decided, no more than their hash and number.
        """
        size, digest = self._read, self._hash.hexdigest()
        if self._read < self.size and not self._ended:
            size, digest = self.size, f"{digest}:{self._read}"
            if self._progress:
                self._progress(size)
        return DigestState(
            name, size=size, mtime=self._mtime, sha256=digest, entries=entries
        )


def chunks(source: Source) -> Generator[bytes, None, None]:
    """The content in pieces; gzip and xz are known by their first bytes.

    Raises OSError, or one of DAMAGED after what could still be read.
    """
    buffered = io.BufferedReader(source, CHUNK)
    head = buffered.peek(6)
    stream: _Stream = buffered
    source.is_packed = head.startswith(_PACKED)
    if head.startswith(_GZIP):
        stream = gzip.GzipFile(fileobj=buffered)
    elif head.startswith(_XZ):
        stream = lzma.LZMAFile(buffered)  # noqa: SIM115 - has nothing to close
    try:
        while chunk := stream.read1(CHUNK):
            yield chunk
    finally:
        # closing the buffer would close the source, whose hash is still wanted
        buffered.detach()
