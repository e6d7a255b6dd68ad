"""Copying new digests into the folder corpus/, for `searcher add`.

Looks at names and bytes only; whether anything can be read in a file shows when the
corpus is read.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from filecmp import cmp
from itertools import count
from pathlib import Path
from shutil import copyfileobj

from searcher.corpus.scanning import because, is_digest, scan
from searcher.corpus.sources import SKIPPED, Source, own_name
from searcher.errors import DigestError
from searcher.typed import NamedTuple

MOST_NAMED = 5
"""So many of the files that cannot be added are named in the error."""


class Added(NamedTuple):
    """Where a digest is in the corpus now, and whether it was not there before."""

    path: Path
    new: bool


def add_digests(corpus: Path, files: Iterable[Path | str]) -> list[Added]:
    """As `added`, of files under their own names, all at once."""
    paths = [Path(file) for file in files]
    return list(added(corpus, [Source(path, own_name(path)) for path in paths]))


def added(corpus: Path, sources: Sequence[Source]) -> Iterator[Added]:
    """Copy files into corpus/, those with bytes that it holds already (under any name)
    excepted, and tell of each as soon as it is there. Nothing is ever overwritten.

    Raises DigestError, before anything is copied where that can be seen before: for
    what is not a file, cannot be read, has a name that would be skipped, or one that is
    taken. What was told of before an error is in the corpus and stays.
    """
    refused = [why for one in sources if (why := _refusal(one, corpus / one.name))]
    if refused:
        raise _together(refused, len(sources))
    held = _sizes(corpus)
    for source, name in sources:
        yield _add(source, name, corpus, held)


def _add(source: Path, name: str, corpus: Path, held: dict[int, list[Path]]) -> Added:
    target = corpus / name
    try:
        twins = held.setdefault(source.stat().st_size, [])
        for twin in twins:
            if _same(source, twin):
                return Added(twin, new=False)
        _copy(source, target, corpus)
    except FileExistsError:
        raise _taken(source, target) from None
    except OSError as error:
        raise DigestError(
            f"{source} cannot be copied to {target}: {error.strerror}",
            hint="nothing of it was left behind; try again when that is solved",
        ) from error
    twins.append(target)
    return Added(target, new=True)


def _copy(source: Path, target: Path, corpus: Path) -> None:
    """Copy under a name that nobody reads, flush it, and give it its name at last."""
    made = _make_folders(corpus, target.parent)
    part = _part(target.parent)
    try:
        with source.open("rb") as whole, part.open("xb") as copy:
            copyfileobj(whole, copy)
            copy.flush()
            os.fsync(copy.fileno())
        _rename_new(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise
    part.unlink(missing_ok=True)


def _make_folders(corpus: Path, folder: Path) -> list[Path]:
    """Make a folder within the corpus; those that were not there, the innermost first.

    Not the corpus itself, whose disk may be away.
    """
    within = (folder, *folder.parents)[: len(folder.relative_to(corpus).parts)]
    missing = [place for place in within if not place.exists()]
    for place in reversed(missing):
        place.mkdir(exist_ok=True)
    return missing


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


def _refusal(source: Source, target: Path) -> DigestError | None:
    """Why a file cannot be added, as far as can be seen before."""
    path = source.path
    if not path.is_file():
        found = "no such file" if not path.exists() else "a directory, device or pipe"
        return DigestError(f"{path}: found {found}, wanted a digest")
    if not is_digest(source.name):
        return DigestError(f"{path}: found {SKIPPED}", hint="rename it first")
    if target.exists() and not _same(path, target):
        return _taken(path, target)
    try:
        path.open("rb").close()
    except OSError as error:
        return DigestError(f"{path} {because(error)}")
    return None


def _together(refused: Sequence[DigestError], files: int) -> DigestError:
    """One error for all, which says that nothing was done."""
    [first, *others] = refused
    if files == 1:
        return first
    named = [error.message for error in refused[:MOST_NAMED]]
    more = (
        [f"and {len(refused) - MOST_NAMED} more"] if len(refused) > MOST_NAMED else []
    )
    hint = first.hint if not others else "add the others alone, or mend these first"
    return DigestError(
        "; ".join([*named, *more]), hint=f"nothing was added; {hint}" if hint else ""
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
