"""manifest.json: what one generation in index/ is made of, written and read back.

Knows nothing of other generations, of locks, or of what the engine's files hold.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from searcher.errors import IndexDamaged, IndexOutdated
from searcher.model import DigestState, Generation, Problem

MANIFEST = "manifest.json"
REBUILD = "searcher rebuild"
_CHUNK = 1 << 20


class Kind(NamedTuple):
    """How an index is made; one of another kind is rebuilt, never misread."""

    format: int
    analysis: str


class File(NamedTuple):
    """What a file of a generation was when it was published; `size` in bytes."""

    size: int
    crc32: int


class Published(NamedTuple):
    """A generation as it stands on disk.

    `files` are the engine's own, by path under `folder` with `/`. `previous` is the
    name of the generation that was current before, if there was one.
    """

    generation: Generation
    folder: Path
    files: Mapping[str, File]
    previous: str | None = None


def write_manifest(published: Published) -> Path:
    """Write the manifest into its folder, not yet flushed to the disk."""
    generation = published.generation
    value = {
        "format": generation.format,
        "number": generation.number,
        "created": generation.created,
        "analysis": generation.analysis,
        "papers": generation.papers,
        "previous": published.previous,
        "files": {name: file._asdict() for name, file in published.files.items()},
        "digests": [_digest_json(state) for state in generation.digests],
        "problems": [problem.to_json() for problem in generation.problems],
    }
    place = published.folder / MANIFEST
    # ASCII, so that a file name that is not valid Unicode comes back as it was
    place.write_text(json.dumps(value, indent=0) + "\n", encoding="ascii", newline="\n")
    return place


def read_manifest(folder: Path, kind: Kind) -> Published:
    """The generation in a folder, with every file of it there in its full size.

    Raises IndexDamaged naming the file that is not as it was written, IndexOutdated
    when it is of another kind.
    """
    place = folder / MANIFEST
    try:
        value = json.loads(place.read_bytes())
        found = Kind(value["format"], value["analysis"])
        known = tuple(digest["path"] for digest in value["digests"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(place, error) from error
    for what, got, wanted in zip(Kind._fields, found, kind, strict=True):
        if got != wanted:
            raise IndexOutdated(
                f"{folder} was built with {what} {got!r}, wanted {wanted!r}",
                hint=REBUILD,
                digests=known,
            )
    try:
        published = _from_json(value, folder)
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(place, error) from error
    if f"g{published.generation.number:06d}" != folder.name:
        raise IndexDamaged(
            f"{place} is of generation {published.generation.number}", hint=REBUILD
        )
    for name, file in published.files.items():
        _check_size(folder / name, file.size)
    return published


def verify_files(published: Published) -> None:
    """Read every file of a generation; IndexDamaged names one that has changed."""
    for name, file in published.files.items():
        place = published.folder / name
        _check_size(place, file.size)
        if crc32_of(place) != file.crc32:
            raise IndexDamaged(f"{place} is not what was written", hint=REBUILD)


def crc32_of(file: Path) -> int:
    from zlib import crc32  # noqa: PLC0415 - not needed to search

    total = 0
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            total = crc32(chunk, total)
    return total


def _check_size(file: Path, size: int) -> None:
    try:
        found = file.stat().st_size
    except OSError as error:
        raise _unreadable(file, error) from error
    if found != size:
        raise IndexDamaged(f"{file} has {found} bytes, wanted {size}", hint=REBUILD)


def _unreadable(file: Path, error: Exception) -> IndexDamaged:
    match error:
        case FileNotFoundError():
            why = "is missing"
        case OSError():
            why = f"cannot be read: {error.strerror}"
        case _:
            why = "is not the manifest that was written"
    return IndexDamaged(f"{file} {why}", hint=REBUILD)


def _digest_json(state: DigestState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in DigestState.__slots__ if name != "_"}


def _from_json(value: Mapping[str, Any], folder: Path) -> Published:
    generation = Generation(
        value["number"],
        created=value["created"],
        format=value["format"],
        analysis=value["analysis"],
        papers=value["papers"],
        digests=tuple(DigestState(**digest) for digest in value["digests"]),
        problems=tuple(Problem(**problem) for problem in value["problems"]),
    )
    files = {name: File(**file) for name, file in value["files"].items()}
    return Published(generation, folder, files, value["previous"])
