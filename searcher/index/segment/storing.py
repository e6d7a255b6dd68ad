"""Records ↔ the bytes by which a segment keeps them: a checksum, and JSON, deflated.

As `Record.to_json`, of papers as `Paper.to_plain` has them. What most papers have in
common, phrases.txt tells beforehand: another one is another format.

There is no frame of zlib's around what is deflated: reading one takes a checksum of all
phrases, which is half of the time. Ours is of the phrases once, and goes on from there.
"""

import json
import zlib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from searcher.model import Json, Record

COMPRESSION = 5
"""With the fixed codes of deflate, as fast as level 3 with codes of its own for each
paper, and 7 % larger; to read these codes is a third of the time that reading takes.
"""
_SUM = 4
"""Bytes of the checksum."""
_BARE = -zlib.MAX_WBITS
_decode = json.JSONDecoder().raw_decode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encoded(record: Record) -> bytes:
    value = record.paper.to_plain()
    match record.sightings:
        case ():
            pass
        case (one,):
            value["line"] = one.line
        case several:
            value["sightings"] = [
                {"line": line, "paper": paper.to_plain()} for paper, line in several
            ]
    text = _encode(value).encode("utf-8", "surrogatepass")
    deflating = _deflating().copy()
    data = deflating.compress(text) + deflating.flush()
    return _checksum(data) + data


def decoded(data: bytes) -> Json:
    """JSON that `Paper.from_json` and `sightings_from_json` understand.

    Raises ValueError when the data are damaged.
    """
    return checked(data)()


def checked(data: bytes) -> Callable[[], Json]:
    """What decodes the data, which are as they were written, else raises ValueError."""
    deflated = data[_SUM:]
    if data[:_SUM] != _checksum(deflated):
        raise ValueError("its checksum is another")
    return partial(_inflated, deflated)


def _inflated(deflated: bytes) -> Json:
    text = zlib.decompressobj(_BARE, _phrases()).decompress(deflated)
    value: Json = _decode(text.decode("utf-8", "surrogatepass"))[0]
    return value


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data, _checksum_of_phrases()).to_bytes(_SUM, "little")


@cache
def _phrases() -> bytes:
    """The lines one after the other, the most frequent last, where they cost least."""
    return Path(__file__).with_name("phrases.txt").read_bytes().translate(None, b"\r\n")


@cache
def _checksum_of_phrases() -> int:
    return zlib.crc32(_phrases())


@cache
def _deflating() -> "zlib._Compress":
    return zlib.compressobj(
        COMPRESSION, wbits=_BARE, strategy=zlib.Z_FIXED, zdict=_phrases()
    )
