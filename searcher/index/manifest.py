"""manifest.json: what one generation in index/ is made of, written and read back.

Beside it, in digests.jsonl, stand the digests that it was built from.

Knows nothing of other generations, of locks, or of what the engine's files hold.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from searcher.errors import IndexDamaged, IndexOutdated
from searcher.generation import Generation, Intake
from searcher.typed import Any, NamedTuple

MANIFEST, DIGESTS = "manifest.json", "digests.jsonl"
REBUILD = "searcher rebuild"
CHUNK = 1 << 20
"""Bytes read at a time."""
_SEAL = b',\n"crc32":'
"""What ends a manifest: the checksum of all that stands before."""


class Kind(NamedTuple):
    """How an index is made; one of another kind is rebuilt, never misread.

    What every analysis leaves as it is, such as stored papers, is read with None.
    """

    format: int
    analysis: str | None


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


def write_manifest(published: Published) -> None:
    """Write the digests and the manifest into their folder, not yet flushed."""
    generation = published.generation
    digests = generation.intake.text
    value = {
        "format": generation.format,
        "number": generation.number,
        "created": generation.created,
        "analysis": generation.analysis,
        "papers": generation.papers,
        "previous": published.previous,
        "digests": File(len(digests), zlib.crc32(digests))._asdict(),
        "files": {name: file._asdict() for name, file in published.files.items()},
    }
    text = json.dumps(value, indent=0).encode("ascii").removesuffix(b"\n}")
    (published.folder / DIGESTS).write_bytes(digests)
    sealed = b"%b%b %d\n}\n" % (text, _SEAL, zlib.crc32(text))
    (published.folder / MANIFEST).write_bytes(sealed)


def read_manifest(folder: Path, kind: Kind) -> Published:
    """The generation in a folder, with every file of it there in its full size.

    Raises IndexDamaged naming the file that is not as it was written, IndexOutdated
    when it is of another kind.
    """
    place = folder / MANIFEST
    try:
        text = place.read_bytes()
        value = json.loads(text)
        found = Kind(value["format"], value["analysis"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(place, error) from error
    for what, got, wanted in zip(Kind._fields, found, kind, strict=True):
        if got != wanted and wanted is not None:
            raise IndexOutdated(
                f"{folder} was built with {what} {got!r}, wanted {wanted!r}",
                hint=REBUILD,
                digests=_paths(folder),
            )
    if zlib.crc32(text.rpartition(_SEAL)[0]) != value.get("crc32"):
        raise damaged(place, "is not the manifest that was written")
    try:
        digests = _read(folder / DIGESTS, File(**value["digests"]))
        published = _from_json(value, folder, Intake(digests))
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(place, error) from error
    if f"g{published.generation.number:06d}" != folder.name:
        raise damaged(place, f"is of generation {published.generation.number}")
    for name, file in published.files.items():
        _check_size(folder / name, file.size)
    return published


def verify_files(published: Published) -> None:
    """Read every file of a generation; IndexDamaged names one that has changed."""
    for name in published.files:
        verify_file(published, name)


def verify_file(published: Published, name: str) -> None:
    """Read one file of a generation; IndexDamaged says that it has changed."""
    place, file = published.folder / name, published.files[name]
    _check_size(place, file.size)
    try:
        found = crc32_of(place)
    except OSError as error:
        raise _unreadable(place, error) from error
    if found != file.crc32:
        raise damaged(place, "is not what was written")


def changes(published: Published) -> Iterator[str]:
    """Read every file of a generation; a sentence for each that has changed."""
    for name in published.files:
        try:
            verify_file(published, name)
        except IndexDamaged as error:
            yield error.message


def read_file(published: Published, name: str) -> bytes:
    """A file of a generation, whole and as it was written; raises IndexDamaged."""
    return _read(published.folder / name, published.files.get(name))


def _read(place: Path, file: File | None) -> bytes:
    try:
        data = place.read_bytes()
    except OSError as error:
        raise _unreadable(place, error) from error
    if file is None or (len(data), zlib.crc32(data)) != file:
        raise damaged(place, "is not what was written")
    return data


def crc32_of(file: Path) -> int:
    total = 0
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            total = zlib.crc32(chunk, total)
    return total


def damaged(file: Path, why: str) -> IndexDamaged:
    return IndexDamaged(f"{file} {why}", hint=REBUILD)


def _check_size(file: Path, size: int) -> None:
    try:
        found = file.stat().st_size
    except OSError as error:
        raise _unreadable(file, error) from error
    if found != size:
        raise damaged(file, f"has {found} bytes, wanted {size}")


def _unreadable(file: Path, error: Exception) -> IndexDamaged:
    match error:
        case FileNotFoundError():
            why = "is missing"
        case OSError():
            why = f"cannot be read: {error.strerror}"
        case _:
            why = "is not the manifest that was written"
    return damaged(file, why)


def _paths(folder: Path) -> tuple[str, ...]:
    """The digests of a generation of another kind, if it tells them as we do."""
    try:
        states = Intake((folder / DIGESTS).read_bytes()).digests
    except (OSError, ValueError, TypeError):
        return ()
    return tuple(state.path for state in states)


def _from_json(value: Mapping[str, Any], folder: Path, intake: Intake) -> Published:
    generation = Generation(
        value["number"],
        created=value["created"],
        format=value["format"],
        analysis=value["analysis"],
        papers=value["papers"],
        intake=intake,
    )
    files = {name: File(**file) for name, file in value["files"].items()}
    if not all(map(_is_within, files)):
        raise ValueError("a file that is not under the folder")
    return Published(generation, folder, files, value["previous"])


def _is_within(name: str) -> bool:
    """Whether a name is of a file under a folder; an update makes such files."""
    path = Path(name)
    return not path.anchor and ".." not in path.parts
