"""The build lock of an index/: the system frees it when the process that has it dies.

Knows nothing of what is built meanwhile.
"""

import os
from contextlib import suppress
from errno import ENOTSUP
from pathlib import Path

from searcher.errors import IndexBusy
from searcher.settings import LOCK
from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock


def acquire(index: Path, *, timeout: float) -> "BaseFileLock":
    """Take the build lock, waiting `timeout` seconds, for ever if negative.

    Raises IndexBusy, which names the process that has it, or OSError.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - 45 ms, only builds need it

    place = index / LOCK
    lock = FileLock(place, timeout=timeout, thread_local=False)
    try:
        lock.acquire()
    except NotImplementedError as error:
        raise OSError(ENOTSUP, "has no locks", str(index)) from error
    except (Timeout, RuntimeError) as error:  # RuntimeError: held by this very thread
        holder = _holder(place)
        raise IndexBusy(
            f"another build of {index} is under way{holder}",
            hint="wait for it with `--wait`",
        ) from error
    with suppress(OSError):  # Windows lets nobody write to a locked file
        place.write_text(f"{os.getpid()}\n", encoding="ascii")
    return lock


def release(lock: "BaseFileLock") -> None:
    with suppress(OSError):  # so that nobody reads the number of a process long gone
        os.truncate(lock.lock_file, 0)
    lock.release()


def _holder(lock: Path) -> str:
    try:
        pid = lock.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
    return f" in process {pid}" if pid.isdigit() else ""
