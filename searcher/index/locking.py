"""The build lock of an index/: the system frees it when the process that has it dies.

Knows nothing of what is built meanwhile.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from errno import ENOSYS, ENOTSUP
from functools import partial
from pathlib import Path
from time import monotonic, sleep

from searcher.errors import IndexBusy
from searcher.settings import LOCK
from searcher.typed import NamedTuple

_PATIENCE = 0.05
"""Seconds between two looks at a lock that another has."""
_threads: dict[Path, int] = {}
"""Which thread has which lock: for itself none would wait in vain."""


class Lock(NamedTuple):
    """A lock that is held: its file, and how to let it go."""

    place: Path
    free: Callable[[], None]


def acquire(index: Path, *, timeout: float) -> Lock:
    """Take the build lock, waiting `timeout` seconds, for ever if negative.

    Raises IndexBusy, which names the process that has it, or OSError.
    """
    from threading import get_ident  # noqa: PLC0415 - not needed to search

    place = index.absolute() / LOCK
    last = monotonic() + timeout
    while (free := _taken(place)) is None:
        late = timeout >= 0 and monotonic() >= last
        if late or _threads.get(place) == get_ident():
            raise IndexBusy(
                f"another build of {index} is under way{_holder(place)}",
                hint="wait for it with `--wait`",
            )
        sleep(_PATIENCE)
    _threads[place] = get_ident()
    with suppress(OSError):  # Windows lets nobody write to a locked file
        place.write_text(f"{os.getpid()}\n", encoding="ascii")
    return Lock(place, free)


def release(lock: Lock) -> None:
    with suppress(OSError):  # so that nobody reads the number of a process long gone
        os.truncate(lock.place, 0)
    _threads.pop(lock.place, None)
    lock.free()


def _taken(place: Path) -> Callable[[], None] | None:
    """What frees the lock; None when another has it."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock  # noqa: PLC0415 - not on Windows
    except ImportError:
        return _taken_elsewhere(place)
    file = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    free = partial(os.close, file)
    try:
        flock(file, LOCK_EX | LOCK_NB)
        if os.path.samestat(os.fstat(file), place.stat()):
            return free
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException as error:
        free()
        if isinstance(error, OSError) and error.errno in (ENOSYS, ENOTSUP):
            raise _without_locks(place) from error
        raise
    free()  # another has it, or has put another file in its place
    return None


def _taken_elsewhere(place: Path) -> Callable[[], None] | None:
    """As `_taken`, on Windows."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - 20 ms

    lock = FileLock(place, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
    except NotImplementedError as error:
        raise _without_locks(place) from error
    return lock.release


def _without_locks(place: Path) -> OSError:
    return OSError(ENOTSUP, "has no locks", str(place.parent))


def _holder(lock: Path) -> str:
    try:
        pid = lock.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
    return f" in process {pid}" if pid.isdigit() else ""
