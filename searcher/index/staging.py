"""Building a generation beside the current one, and publishing it by one rename.

Knows nothing of what the files hold. A process that is killed at any point leaves the
last published generation in place; what it left behind is cleared by the next build.
"""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from searcher.errors import IndexBusy, IndexUnusable
from searcher.index.manifest import (
    File,
    Kind,
    Published,
    crc32_of,
    read_manifest,
    write_manifest,
)
from searcher.model import DigestState, Generation, Problem
from searcher.settings import CURRENT, GENERATION, LOCK, current_name, refuse_foreign

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Staging:
    """The folder of a generation in the making, with the build lock held until the end.

    A context manager: left without `publish`, the folder is removed. `base` is the
    generation that is current, None when there is none that can be used.
    """

    def __init__(
        self,
        folder: Path,
        *,
        blank: Generation,
        before: str | None,
        base: Published | None,
        lock: "BaseFileLock",
    ) -> None:
        self.folder = folder
        self.base = base
        self._index = folder.parent
        self._blank = blank
        self._before = before
        self._lock = lock

    @property
    def number(self) -> int:
        return self._blank.number

    def publish(
        self,
        *,
        papers: int,
        digests: Iterable[DigestState],
        problems: Iterable[Problem],
    ) -> Generation:
        """Flush all that lies in the folder to the disk and make it current.

        Files hard-linked from `base` are taken as they were recorded, not read again.
        Whoever opens the index sees the generation before or this one, nothing between.
        """
        generation = replace(
            self._blank,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            papers=papers,
            digests=tuple(digests),
            problems=tuple(problems),
        )
        published = Published(generation, self.folder, self._settle(), self._before)
        _flush(write_manifest(published))
        pointer = self.folder / CURRENT
        pointer.write_text(f"{self.folder.name}\n", encoding="ascii", newline="\n")
        _flush(pointer)
        _flush_folder(self.folder)
        _flush_folder(self._index)
        os.replace(pointer, self._index / CURRENT)  # noqa: PTH105 - one call, one step
        _flush_folder(self._index)
        _remove_others(self._index, keep={self.folder.name, self._before})
        return generation

    def close(self) -> None:
        """Remove the folder unless it is current, and let the lock go."""
        try:
            # asked of the disk, for an interrupt can fall right behind the rename
            if _current(self._index) != self.folder.name:
                _remove(self.folder)
        finally:
            _release(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _settle(self) -> dict[str, File]:
        """Flush the engine's files, and say what they are."""
        files = {}
        for place in sorted(self.folder.rglob("*")):
            if place.is_dir():
                _flush_folder(place)
                continue
            name = place.relative_to(self.folder).as_posix()
            known = self._linked(place, name)
            if known is None:
                _flush(place)
                known = File(place.stat().st_size, crc32_of(place))
            files[name] = known
        return files

    def _linked(self, place: Path, name: str) -> File | None:
        if self.base is None or name not in self.base.files:
            return None
        with suppress(OSError):
            if place.samefile(self.base.folder / name):
                return self.base.files[name]
        return None


def stage(index: Path, kind: Kind, *, timeout: float) -> Staging:
    """Lock an index/ that is ours, making it if need be, and begin a generation.

    Raises IndexBusy, ForeignIndex or OSError.
    """
    refuse_foreign(index)
    with suppress(FileExistsError):
        index.mkdir()
    lock = _locked(index, timeout)
    try:
        before = _current(index)
        base = _usable(index, before, kind)
        _remove_others(index, keep=_kept(index, before, base))
        number = 1 + max((int(name[1:]) for name in _names(index)), default=0)
        folder = index / f"g{number:06d}"
        folder.mkdir()
        blank = Generation(number, created="", papers=0, **kind._asdict())
        return Staging(folder, blank=blank, before=before, base=base, lock=lock)
    except BaseException:
        _release(lock)
        raise


def _locked(index: Path, timeout: float) -> "BaseFileLock":
    from filelock import FileLock, Timeout  # noqa: PLC0415 - 45 ms, only builds need it

    place = index / LOCK
    lock = FileLock(place, timeout=timeout, thread_local=False)
    try:
        lock.acquire()
    except (Timeout, RuntimeError) as error:  # RuntimeError: held by this very thread
        holder = _holder(place)
        raise IndexBusy(
            f"another build of {index} is under way{holder}",
            hint="wait for it with `--wait`",
        ) from error
    with suppress(OSError):  # Windows lets nobody write to a locked file
        place.write_text(f"{os.getpid()}\n", encoding="ascii")
    return lock


def _release(lock: "BaseFileLock") -> None:
    with suppress(OSError):  # so that nobody reads the number of a process long gone
        os.truncate(lock.lock_file, 0)
    lock.release()


def _holder(lock: Path) -> str:
    try:
        pid = lock.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
    return f" in process {pid}" if pid.isdigit() else ""


def _current(index: Path) -> str | None:
    """As `current_name`; raises OSError when CURRENT is there and cannot be read, since
    what it names must not be taken for a leftover.
    """
    with suppress(FileNotFoundError):
        (index / CURRENT).read_bytes()
    return current_name(index)


def _usable(index: Path, name: str | None, kind: Kind) -> Published | None:
    if name is None:
        return None
    try:
        return read_manifest(index / name, kind)
    except IndexUnusable:
        return None


def _kept(index: Path, name: str | None, base: Published | None) -> set[str | None]:
    """The current generation and the one before, guessed when its manifest is gone."""
    if name is None or base is not None:
        return {name, base and base.previous}
    older = [n for n in _names(index) if int(n[1:]) < int(name[1:])]
    return {name, max(older, key=lambda n: int(n[1:]), default=None)}


def _names(index: Path) -> Iterator[str]:
    return (p.name for p in index.iterdir() if GENERATION.fullmatch(p.name))


def _remove_others(index: Path, *, keep: set[str | None]) -> None:
    for name in list(_names(index)):
        if name not in keep:
            _remove(index / name)


def _remove(folder: Path) -> None:
    """Remove a generation; what is refused is tried again by the next build."""
    from shutil import rmtree  # noqa: PLC0415 - not needed to search

    if not folder.is_symlink():
        rmtree(folder, ignore_errors=True)


def _flush(file: Path) -> None:
    # Windows flushes only what may be written to
    number = os.open(file, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there
    try:
        _flush(folder)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network mounts
            raise
