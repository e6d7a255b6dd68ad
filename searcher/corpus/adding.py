"""Copying new digests into the folder corpus/, for `searcher add`.

Looks at names and bytes only; whether anything can be read in a file shows when the
corpus is read.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from filecmp import cmp
from itertools import count
from pathlib import Path
from shutil import copyfileobj

from searcher.corpus.scanning import is_digest, scan
from searcher.errors import DigestError
from searcher.typed import NamedTuple


class Added(NamedTuple):
    """Where a digest is in the corpus now, and whether it was not there before."""

    path: Path
    new: bool


def add_digests(corpus: Path, files: Iterable[Path | str]) -> list[Added]:
    """Copy files into corpus/ under their own names, those with bytes that it holds
    already (under any name) excepted. Nothing is ever overwritten.

    Raises DigestError, before anything is copied where that can be seen before: for
    what is not a file, a name that would be skipped, or a name that is taken.
    """
    sources = [Path(file) for file in files]
    held = _sizes(corpus)
    targets = [corpus / source.name for source in sources]
    for source, target in zip(sources, targets, strict=True):
        _refuse_unfit(source)
        if target.exists() and not _same(source, target):
            raise _taken(source, target)
    return [
        _add(source, target, held)
        for source, target in zip(sources, targets, strict=True)
    ]


def _add(source: Path, target: Path, held: dict[int, list[Path]]) -> Added:
    try:
        twins = held.setdefault(source.stat().st_size, [])
        for twin in twins:
            if _same(source, twin):
                return Added(twin, new=False)
        _copy(source, target)
    except FileExistsError:
        raise _taken(source, target) from None
    except OSError as error:
        raise DigestError(
            f"{source} cannot be copied to {target}: {error.strerror}",
            hint="nothing was left behind; try again when that is solved",
        ) from error
    twins.append(target)
    return Added(target, new=True)


def _copy(source: Path, target: Path) -> None:
    """Copy under a name that nobody reads, flush it, and give it its name at last."""
    part = _part(target.parent)
    try:
        with source.open("rb") as whole, part.open("xb") as copy:
            copyfileobj(whole, copy)
            copy.flush()
            os.fsync(copy.fileno())
        _rename_new(part, target)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def _rename_new(part: Path, target: Path) -> None:
    """Rename; FileExistsError, in the same step, when the name is taken."""
    if os.name != "nt":
        try:
            os.link(part, target)  # a rename would replace what is there
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if target.exists():
                raise FileExistsError(target) from None
        else:
            return
    part.rename(target)


def _part(folder: Path) -> Path:
    names = (folder / f".{os.getpid()}-{number}.part" for number in count())
    return next(name for name in names if not name.exists())


def _refuse_unfit(source: Path) -> None:
    if not source.is_file():
        found = "a directory" if source.is_dir() else "no such file"
        raise DigestError(f"{source}: found {found}, wanted a digest")
    if not is_digest(source.name):
        raise DigestError(
            f"{source}: found a name that is skipped when the corpus is read",
            hint="rename it first",
        )


def _taken(source: Path, target: Path) -> DigestError:
    return DigestError(
        f"{source} differs from {target}, which has that name already",
        hint="rename one of them; a digest in the corpus is never replaced",
    )


def _same(one: Path, other: Path) -> bool:
    try:
        return cmp(one, other, shallow=False)
    except OSError:
        return False


def _sizes(corpus: Path) -> dict[int, list[Path]]:
    """The files of the corpus by size in bytes."""
    sizes: dict[int, list[Path]] = {}
    for found in scan(corpus).digests:
        sizes.setdefault(found.size, []).append(found.path)
    return sizes
