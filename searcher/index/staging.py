"""Building a generation beside the current one, and publishing it by one rename.

Knows nothing of what the files hold. A process that is killed at any point leaves the
last published generation in place; what it left behind is cleared by the next build.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from searcher.errors import ForeignIndex, IndexBusy, IndexDamaged, IndexUnusable
from searcher.frozen import replace
from searcher.generation import Generation, Intake
from searcher.index.flushing import copy_flushed, flush_all, flush_folder
from searcher.index.locking import acquire, release
from searcher.index.manifest import (
    File,
    Kind,
    Published,
    crc32_of,
    damaged,
    read_manifest,
    verify_file,
    write_manifest,
)
from searcher.model import DigestState, Problem
from searcher.settings import CURRENT, GENERATION, current_name, refuse_foreign
from searcher.typed import TYPE_CHECKING, Self

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
        self._kept: dict[str, File] = {}

    @property
    def number(self) -> int:
        return self._blank.number

    def keep(self, name: str) -> None:
        """Take over a file of `base` under its name: the same file, or a copy where a
        file system has no hard links.

        Raises IndexDamaged when what was to be copied is not what was written, lest a
        new checksum vouch for it; OSError.
        """
        assert self.base is not None, "there is nothing to keep"
        known, source = self.base.files[name], self.base.folder / name
        try:
            os.link(source, self.folder / name)
        except OSError:
            if copy_flushed(source, self.folder / name) != known:
                raise damaged(source, "is not what was written") from None
        self._kept[name] = known

    def can_keep(self, name: str) -> bool:
        """Whether `base` has a file of this name, as it was written: it is all read."""
        if self.base is None or name not in self.base.files:
            return False
        try:
            self.verify(name)
        except IndexDamaged:
            return False
        return True

    def verify(self, name: str) -> None:
        """Read all of a file of `base` before what it holds is written anew, lest a new
        checksum vouch for it. Raises IndexDamaged when it is not what was written.
        """
        assert self.base is not None, "there is nothing to verify"
        verify_file(self.base, name)

    def publish(
        self,
        *,
        papers: int,
        digests: Iterable[DigestState],
        problems: Iterable[Problem],
    ) -> Generation:
        """Flush all that lies in the folder to the disk and make it current.

        Files that were kept are taken as they were recorded, not read again.
        Whoever opens the index sees the generation before or this one, nothing between.
        """
        generation = replace(
            self._blank,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            papers=papers,
            intake=Intake.of(digests, problems),
        )
        published = Published(generation, self.folder, self._settled(), self._before)
        write_manifest(published)
        pointer = self.folder / CURRENT
        pointer.write_text(f"{self.folder.name}\n", encoding="ascii", newline="\n")
        fresh = (place for name, place in self._places() if name not in self._kept)
        flush_all((*fresh, self.folder, self._index))
        os.replace(pointer, self._index / CURRENT)  # noqa: PTH105 - one call, one step
        flush_folder(self._index)
        _remove_others(self._index, keep={self.folder.name, self._before})
        return generation

    def close(self) -> None:
        """Remove the folder unless it is current, and let the lock go."""
        try:
            # asked of the disk, for an interrupt can fall right behind the rename
            if _current(self._index) != self.folder.name:
                _remove(self.folder)
        finally:
            release(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self.close()

    def _settled(self) -> dict[str, File]:
        """What the engine's files are."""
        return {
            name: self._kept.get(name) or File(place.stat().st_size, crc32_of(place))
            for name, place in self._places()
            if not place.is_dir()
        }

    def _places(self) -> Iterator[tuple[str, Path]]:
        """All that lies in the folder, and its names there."""
        for place in sorted(self.folder.rglob("*")):
            yield place.relative_to(self.folder).as_posix(), place


def stage(index: Path, kind: Kind, *, timeout: float) -> Staging:
    """Lock an index/ that is ours, making it if need be, and begin a generation.

    Raises IndexBusy, ForeignIndex or OSError.
    """
    refuse_foreign(index)
    with suppress(FileExistsError):
        index.mkdir()
        flush_folder(index.parent)
    lock = acquire(index, timeout=timeout)
    try:
        before = _current(index)
        base = _usable(index, before, kind)
        # not that of a killed build, a process of which may still write to its folder
        number = 1 + max(map(_number, _names(index)), default=0)
        _remove_others(index, keep=_kept(index, before, base))
        folder = index / f"g{number:06d}"
        folder.mkdir()
        blank = Generation(number, created="", papers=0, **kind._asdict())
        return Staging(folder, blank=blank, before=before, base=base, lock=lock)
    except BaseException:
        release(lock)
        raise


def tidy(index: Path, kind: Kind) -> None:
    """Remove what killed builds left behind, unless somebody is building just now.

    Never waits and never raises: what cannot be removed is tried again another time.
    """
    with suppress(OSError, ForeignIndex, IndexBusy):
        if not _is_untidy(index):
            return
        lock = acquire(index, timeout=0)
        try:
            before = _current(index)
            keep = _kept(index, before, _usable(index, before, kind))
            _remove_others(index, keep=keep)
        finally:
            release(lock)


def _is_untidy(index: Path) -> bool:
    """Whether there is more than a current generation and one before it."""
    current = current_name(index)
    if current is None:
        return False
    others = [n for n in _names(index) if n != current]
    others = [n for n in others if not (index / n).is_symlink()]
    return len(others) > 1 or any(_number(n) > _number(current) for n in others)


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
    older = [n for n in _names(index) if _number(n) < _number(name)]
    return {name, max(older, key=_number, default=None)}


def _names(index: Path) -> Iterator[str]:
    return (p.name for p in index.iterdir() if GENERATION.fullmatch(p.name))


def _number(name: str) -> int:
    return int(name[1:])


def _remove_others(index: Path, *, keep: set[str | None]) -> None:
    for name in list(_names(index)):
        if name not in keep:
            _remove(index / name)


def _remove(folder: Path) -> None:
    """Remove a generation; what is refused is tried again by the next build."""
    from shutil import rmtree  # noqa: PLC0415 - not needed to search

    if not folder.is_symlink():
        rmtree(folder, ignore_errors=True)
