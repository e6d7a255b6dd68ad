"""The word data of the analysis, read once when first needed.

Knows the files under data/, not what they are used for.
"""

from binascii import crc32
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


@cache
def lines(name: str) -> tuple[str, ...]:
    return tuple((FOLDER / name).read_text(encoding="utf-8").splitlines())


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a tab-separated file below its header."""
    return tuple(tuple(row.split("\t")) for row in lines(name)[1:])


@cache
def checksum(*names: str) -> int:
    """A number that differs where a file does; a line's ending makes no difference."""
    text = "\n".join("\n".join(lines(name)) for name in names)
    return crc32(text.encode("utf-8"))
