"""How much room the generations in index/ take; what hard links share counts once.

Knows names and sizes, not what the files hold.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from searcher.settings import GENERATION
from searcher.typed import NamedTuple


class Size(NamedTuple):
    """The bytes of a generation, and how many of them are of others as well."""

    number: int
    bytes: int
    shared: int


class Usage(NamedTuple):
    """The bytes of all of index/, and of each generation in it, the oldest first."""

    bytes: int
    generations: tuple[Size, ...]


def disk_usage(index: Path) -> Usage:
    """What files vanish meanwhile, or cannot be looked at, count nothing."""
    found: dict[int, dict[tuple[int, int], int]] = {}
    for place in sorted(_folders(index)):
        found[int(place.name[1:])] = _files(place)
    every = {key: size for files in found.values() for key, size in files.items()}
    loose = sum(entry.stat().st_size for entry in _entries(index) if entry.is_file())
    return Usage(
        sum(every.values()) + loose,
        tuple(
            Size(number, sum(files.values()), _shared(number, found))
            for number, files in sorted(found.items())
        ),
    )


def _shared(number: int, found: dict[int, dict[tuple[int, int], int]]) -> int:
    others = {key for other, files in found.items() if other != number for key in files}
    return sum(size for key, size in found[number].items() if key in others)


def _folders(index: Path) -> Iterator[Path]:
    for entry in _entries(index):
        if GENERATION.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
            yield Path(entry)


def _files(folder: Path) -> dict[tuple[int, int], int]:
    """The size of each file under a folder, by what tells files apart."""
    found = {}
    for place in folder.rglob("*"):
        with suppress(OSError):
            known = place.lstat()
            if not place.is_dir():
                found[known.st_dev, known.st_ino] = known.st_size
    return found


def _entries(folder: Path) -> "Iterator[os.DirEntry[str]]":
    with suppress(OSError), os.scandir(folder) as entries:
        yield from entries
