"""A stream of bytes → its lines, however long one of them is.

Nothing here knows encodings beyond the line end, or what a line holds.
"""

from collections.abc import Iterable, Iterator

from searcher.typed import NamedTuple

LONGEST = 1 << 24
"""Bytes of the longest line of JSON, 16 MiB; a paper of 65,535 words has one."""
KEPT = 4_000_004
"""Bytes kept of a line of text: a million characters and one, if each takes four."""


class Line(NamedTuple):
    """A line by number, from 1; `data` is None when it was too long to keep."""

    number: int
    data: bytes | None


def lines(chunks: Iterable[bytes]) -> Iterator[Line]:
    """Cut a stream at line ends of any kind, holding no more than the longest line."""
    number = 1
    held: list[bytes] = []
    size = 0
    for chunk in _one_line_end(chunks):
        *ended, rest = chunk.split(b"\n")
        for part in ended:
            whole = b"".join((*held, part)) if size + len(part) <= LONGEST else None
            yield Line(number, whole)
            number += 1
            held, size = [], 0
        size += len(rest)
        if size <= LONGEST:
            held.append(rest)
        else:
            held.clear()
    yield Line(number, b"".join(held) if size <= LONGEST else None)


def _one_line_end(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """CR LF and a lone CR as LF: no JSON text holds either unescaped."""
    held = b""
    for chunk in chunks:
        data = held + chunk
        held = b"\r" if data.endswith(b"\r") else b""
        if b"\r" in data:
            data = data.removesuffix(b"\r")
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        yield data
    yield held.replace(b"\r", b"\n")


def shortened(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same stream, with what goes beyond KEPT in a line left out."""
    size, dropped = 0, False
    for chunk in chunks:
        parts = chunk.split(b"\n")
        for at, part in enumerate(parts):
            if at:
                size, dropped = 0, False
            if dropped:
                parts[at] = b""
            elif size + len(part) > KEPT:
                end = _character_end(part, max(0, KEPT - size))
                dropped = end < len(part)
                parts[at] = part[:end]
            size += len(parts[at])
        yield b"\n".join(parts)


def _character_end(data: bytes, start: int) -> int:
    """Where the UTF-8 character ends that goes on at `start`, if one does."""
    end = start
    while end < min(len(data), start + 3) and data[end] & 0xC0 == 0x80:
        end += 1
    return end
