"""Writing so that a loss of power takes nothing of it: files, and names in folders.

Knows nothing of what is written.
"""

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

from searcher.index.manifest import CHUNK, File


def copy_flushed(source: Path, target: Path) -> File:
    """Copy a file, flushed to the disk, and say what was copied."""
    size = checksum = 0
    with source.open("rb") as old, target.open("xb") as new:
        while chunk := old.read(CHUNK):
            new.write(chunk)
            size += len(chunk)
            checksum = crc32(chunk, checksum)
        new.flush()
        os.fsync(new.fileno())
    return File(size, checksum)


def flush_all(places: Iterable[Path]) -> None:
    """Flush files and folders side by side, which takes a disk hardly longer than one.

    Raises OSError when one of them may not outlive a loss of power.
    """
    from threading import Thread  # noqa: PLC0415 - not needed to search

    failed: list[BaseException] = []

    def work(place: Path) -> None:
        try:
            flush_folder(place) if place.is_dir() else flush(place)
        except BaseException as error:  # noqa: BLE001 - raised by who waits
            failed.append(error)

    threads: list[Thread] = []
    for place in places:
        thread = Thread(target=work, args=(place,))
        try:
            thread.start()
        except RuntimeError:  # there is no memory for its stack
            work(place)
        else:
            threads.append(thread)
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def flush(file: Path) -> None:
    """Let what a file holds outlive a loss of power; OSError when it may not."""
    # Windows flushes only what may be written to
    number = os.open(file, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def flush_folder(folder: Path) -> None:
    """Let the names in a folder outlive a loss of power; OSError when they may not."""
    if os.name == "nt":
        return  # a folder cannot be opened there
    try:
        flush(folder)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network mounts
            raise
