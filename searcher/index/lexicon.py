"""What every generation knows of words, in files that do not depend on its papers.

Knows their names, who makes them, and of which files of other packages.
"""

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from os import stat
from pathlib import Path

from searcher.analysis.dictionary import (
    Dictionary,
    open_dictionary,
    write_dictionary,
)
from searcher.analysis.pinyin import write_readings
from searcher.typed import NamedTuple

DICTIONARY, READINGS = "words.dict", "readings.json"
_MAKERS = {READINGS: write_readings, DICTIONARY: write_dictionary}
LEXICON = tuple(_MAKERS)
_SOURCES = (
    "jieba/dict.txt",
    "pypinyin/pinyin_dict.json",
    "pypinyin/phrases_dict.json",
)
"""All that a lexicon depends on besides our own rules and data."""


class Source(NamedTuple):
    """A file of another package: nothing of it where there is none."""

    size: int = -1
    mtime: int = -1
    crc32: int = 0


def write_lexicon(folder: Path, names: Iterable[str]) -> None:
    """Make some of these files. Raises OSError."""
    for name in names:
        _MAKERS[name](folder / name)


def dictionary_in(folder: Path) -> Dictionary | None:
    """The dictionary of a lexicon; None where none was written. Raises OSError, and
    ValueError where it is not what was written.
    """
    with suppress(FileNotFoundError):
        return open_dictionary(folder / DICTIONARY)
    return None


def sources(known: Sequence[Source] = ()) -> tuple[Source, ...]:
    """What a lexicon would be made of now. Files that have the size and the time of
    those that are `known` are not read again.
    """
    seen = {(one.size, one.mtime): one for one in known}
    return tuple(_source(name, seen) for name in _SOURCES)


def would_differ(known: Sequence[Source]) -> bool:
    """Whether a lexicon would be made of other bytes now than these."""
    now = sources(known)
    return [one.crc32 for one in now] != [one.crc32 for one in known]


def _source(name: str, known: dict[tuple[int, int], Source]) -> Source:
    for folder in sys.path:
        place = f"{folder}/{name}"
        try:
            found = stat(place)  # noqa: PTH116 - in every search
        except OSError:
            continue
        about = found.st_size, found.st_mtime_ns
        return known.get(about) or Source(*about, _crc32(place))
    return Source()


def _crc32(place: str) -> int:
    from searcher.index.manifest import crc32_of  # noqa: PLC0415 - after an upgrade

    return crc32_of(Path(place))
