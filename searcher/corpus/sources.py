"""What `searcher add` is given → the files to copy, and under which names.

Files are meant as they are named. Of a folder, what is a digest shows when it is read:
a folder of downloads holds other things too, which are reported and left.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from searcher.corpus.reading import Reading
from searcher.corpus.scanning import README, because, is_digest
from searcher.errors import DigestError
from searcher.typed import IO, NamedTuple

SKIPPED = "a name that is skipped when the corpus is read"
BARREN = "no paper in it"
OURS = "a folder of this library"
LINK = "a link to a folder, not followed"

_NO_FOLDER = "digest"
_CHUNK = 1 << 18
_DIGITS = 12
"""Of the hash of what has no name, as in the ids of papers without one."""


class Source(NamedTuple):
    """A file, and its name in the corpus, with `/`."""

    path: Path
    name: str


class Left(NamedTuple):
    """What was found in a folder and is no digest, and why."""

    path: Path
    why: str


def sources(files: Iterable[Path | str], *, library: Path) -> Iterator[Source | Left]:
    """Each file under its own name; of a folder all digests, under the names that they
    have there, with its own before them, which may be a day. The folders of the library
    itself are passed over.

    Raises DigestError for a folder that cannot be listed.
    """
    ours = {(library / name).resolve() for name in ("corpus", "index")}
    for file in files:
        if not os.fspath(file):
            raise DigestError(
                "found an empty name, wanted a file or a folder",
                hint="a dot is the current directory",
            )
    for file in map(Path, files):
        if file.is_dir():
            yield from _within(file, ours)
        else:
            yield Source(file, own_name(file))


def own_name(file: Path) -> str:
    """The name in the corpus of a file that is added by its name: its own; but that of
    a README, which would not be read, comes behind its folder's if there are papers in
    it.
    """
    if not file.name.startswith(README) or not file.is_file():
        return file.name
    folder = file.resolve().parent.name
    name = f"{folder if is_digest(folder) and folder else _NO_FOLDER}-{file.name}"
    return name if isinstance(_judged(file, name), Source) else file.name


@contextmanager
def spooled(stream: IO[bytes], *, name: str | None) -> Iterator[Source]:
    """What a stream holds, as a file while it is needed.

    Without a name, it is called by its content: the same has the same name. Raises
    DigestError for a name that no digest has, or a stream with nothing in it.
    """
    if name is not None and not _is_name(name):
        raise DigestError(
            f"--name {name}: found {SKIPPED}, or one that leads out of it",
            hint="such as --name 2026-03-05.txt",
        )
    with NamedTemporaryFile(prefix="digest-") as file:
        hashed = sha256()
        while chunk := stream.read(_CHUNK):
            file.write(chunk)
            hashed.update(chunk)
        file.flush()
        if not file.tell():
            raise DigestError(
                "found nothing on standard input, wanted a digest",
                hint="nothing was added",
            )
        made = f"stdin-{hashed.hexdigest()[:_DIGITS]}.txt"
        yield Source(Path(file.name), name or made)


def _is_name(name: str) -> bool:
    parts = name.split("/")
    return all(parts) and ".." not in parts and "\0" not in name and is_digest(name)


def _within(folder: Path, ours: set[Path]) -> Iterator[Source | Left]:
    base = folder.resolve()
    above = base.parent if is_digest(base.name) and base.name else base
    for place, folders, files in os.walk(folder, onerror=_refuse):
        here = Path(place)
        for name in sorted(folders):
            if (here / name).is_symlink():
                yield Left(here / name, LINK)
        if here.resolve() in ours:
            yield Left(here, OURS)
            folders.clear()
            continue
        folders.sort()
        for name in sorted(files):
            path = here / name
            inside = (base / path.relative_to(folder)).relative_to(above)
            yield _judged(path, inside.as_posix())


def _judged(path: Path, name: str) -> Source | Left:
    if not is_digest(name):
        return Left(path, SKIPPED)
    reading = Reading(path, name)
    try:
        with closing(iter(reading)) as sightings:  # as far as the first
            if next(sightings, None):
                return Source(path, name)
    except OSError as error:
        return Left(path, because(error))
    problems = reading.problems
    return Left(path, problems[0].message if problems else BARREN)


def _refuse(error: OSError) -> None:
    raise DigestError(
        f"{error.filename} {because(error)}", hint="nothing was added"
    ) from error
