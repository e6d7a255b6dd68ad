"""A disk that fails, fills, or loses its power at the n-th operation of this process.

Wraps what the standard library offers to change a disk, in a process that was made to
be hurt; knows nothing of the program that is hurt.
"""

import errno
import io
import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

KILL, FAIL, FULL, LOST, NAMED = "kill", "fail", "full", "lost", "named"
"""SIGKILL; an error, once; a full disk from there on; the power goes, and with it all
that was not flushed, or the same but for the names of files, which the disk kept.
"""
MODES = (KILL, FAIL, FULL, LOST, NAMED)

_open, _fsync, _listdir = io.open, os.fsync, os.listdir


class Disk:
    """Counts the operations of this process, and interferes with one of them.

    `lost` is where a folder is to appear that holds what is left of `folder` when the
    power goes.
    """

    def __init__(self, folder: Path, *, mode: str, at: int, lost: Path) -> None:
        self.count = 0
        self._folder, self._mode, self._at, self._lost = folder, mode, at, lost
        self._armed = True
        self._flushed: dict[int, bytes | dict[str, int]] = {}
        if mode in (LOST, NAMED):
            for place in (folder, *folder.rglob("*")):
                self._remember(place, place.stat())

    def step(
        self, what: str, path: Any, *, half: Callable[[], object] | None = None
    ) -> None:
        """Before an operation is done; `half` of a write may still be."""
        if not self._armed:
            return
        self.count += 1
        if self._mode == FULL:
            grows = what not in ("unlink", "rmdir", "truncate", "fsync")
            if self.count >= self._at and grows:
                if self.count == self._at and half:
                    half()
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), _shown(path))
        elif self.count == self._at:
            self._strike(path, half)

    def _strike(self, path: Any, half: Callable[[], object] | None) -> None:
        self._armed = False
        if self._mode == FAIL:
            raise OSError(errno.EIO, os.strerror(errno.EIO), _shown(path))
        if self._mode == KILL:
            if half:
                half()
        else:
            self._write_lost()
        os.kill(os.getpid(), signal.SIGKILL)

    def flushed(self, number: int) -> None:
        if self._armed and self._mode in (LOST, NAMED):
            self._remember(Path(f"/proc/self/fd/{number}").resolve(), os.fstat(number))

    def created(self, number: int) -> None:
        """A new file or folder, which may have the number of one that is gone."""
        self._flushed.pop(number, None)

    def _remember(self, place: Path, known: os.stat_result) -> None:
        if stat.S_ISDIR(known.st_mode):
            names = {n: (place / n).lstat().st_ino for n in _listdir(place)}
            self._flushed[known.st_ino] = names
        elif stat.S_ISREG(known.st_mode):
            self._flushed[known.st_ino] = place.read_bytes()

    def _write_lost(self) -> None:
        place = self._lost
        place.mkdir()
        for name, number, is_folder in self._left(self._folder):
            target = place / name
            if is_folder:
                target.mkdir()
            else:
                data = self._flushed.get(number, b"")
                assert isinstance(data, bytes)
                target.write_bytes(data)

    def _left(self, folder: Path) -> Iterator[tuple[str, int, bool]]:
        """The names that are left under a folder, those of folders first."""
        if self._mode == NAMED:
            for place in sorted(folder.rglob("*")):
                known = place.stat()
                name = place.relative_to(folder).as_posix()
                yield name, known.st_ino, stat.S_ISDIR(known.st_mode)
            return
        todo = [("", folder.stat().st_ino)]
        while todo:
            prefix, number = todo.pop()
            names = self._flushed.get(number, {})
            assert isinstance(names, dict)
            for name, inner in names.items():
                is_folder = isinstance(self._flushed.get(inner), dict)
                yield prefix + name, inner, is_folder
                if is_folder:
                    todo.append((f"{prefix}{name}/", inner))


def install(disk: Disk) -> None:
    """Let every change of the disk from now on go by `disk`."""
    fsync = os.fsync

    def open_number(path: Any, flags: int, *rest: Any, **options: Any) -> int:
        changes = flags & (os.O_CREAT | os.O_TRUNC)
        if changes:
            disk.step("open", path)
        is_new = changes and not os.path.lexists(path)
        number = os_open(path, flags, *rest, **options)
        if is_new:
            disk.created(os.fstat(number).st_ino)
        return number

    def flush(number: Any) -> None:
        number = number if isinstance(number, int) else number.fileno()
        disk.step("fsync", number)
        fsync(number)
        disk.flushed(number)

    def make(path: Any, *rest: Any, **options: Any) -> None:
        disk.step("mkdir", path)
        mkdir(path, *rest, **options)
        disk.created(Path(path).stat().st_ino)

    def write(number: int, data: Any) -> int:
        disk.step("write", number, half=lambda: os_write(number, _half(data)))
        return os_write(number, data)

    os_open, os_write, mkdir = os.open, os.write, os.mkdir
    os.open, os.fsync, os.mkdir, os.write = open_number, flush, make, write
    for name in ("link", "symlink", "rename", "replace", "unlink", "remove", "rmdir"):
        _wrap(disk, name)
    for name in ("truncate", "ftruncate", "sendfile", "copy_file_range", "pwrite"):
        if hasattr(os, name):
            _wrap(disk, name)
    _wrap_files(disk)


def _wrap(disk: Disk, name: str) -> None:
    real = getattr(os, name)
    what = {"remove": "unlink", "ftruncate": "truncate"}.get(name, name)

    def wrapped(path: Any, *rest: Any, **options: Any) -> Any:
        disk.step(what, path)
        return real(path, *rest, **options)

    setattr(os, name, wrapped)


def _wrap_files(disk: Disk) -> None:
    class Raw(io.FileIO):
        def __init__(self, file: Any, mode: str, *rest: Any) -> None:
            disk.step("open", file)
            is_new = not isinstance(file, int) and not os.path.lexists(file)
            super().__init__(file, mode, *rest)
            if is_new:
                disk.created(os.fstat(self.fileno()).st_ino)

        def write(self, data: Any) -> int:
            half = super().write
            disk.step("write", self.name, half=lambda: half(_half(data)))
            return half(data)

        def truncate(self, size: int | None = None) -> int:
            disk.step("truncate", self.name)
            return super().truncate(size)

    def opened(
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        if not set(mode) & set("wax+"):
            how = (buffering, encoding, errors, newline, closefd, opener)
            return _open(file, mode, *how)
        raw = Raw(file, mode.replace("b", "").replace("t", ""), closefd, opener)
        if buffering == 0:
            return raw
        size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
        wrap = io.BufferedRandom if "+" in mode else io.BufferedWriter
        buffer = wrap(raw, size)
        if "b" in mode:
            return buffer
        return io.TextIOWrapper(buffer, encoding, errors, newline, buffering == 1)

    io.open = opened
    sys.modules["builtins"].open = opened


def _half(data: Any) -> memoryview:
    view = memoryview(data).cast("B")
    return view[: len(view) // 2]


def _shown(path: Any) -> str:
    return f"descriptor {path}" if isinstance(path, int) else os.fspath(path)
