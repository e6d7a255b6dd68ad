"""Files are flushed side by side, or one after the other where there is no room."""

import errno
import os
from pathlib import Path
from threading import Thread

import pytest

from searcher.index import flushing


def some(folder: Path) -> list[Path]:
    places = [folder / f"{name}.segment" for name in "abc"]
    for place in places:
        place.write_bytes(b"x")
    return [*places, folder]


@pytest.mark.parametrize("threads", [0, 1, 9])
def test_each_is_flushed_however_many_threads_there_are(
    tmp_path, monkeypatch, threads: int
) -> None:
    places, flushed = some(tmp_path), []
    left = [None] * threads

    def start(thread: Thread) -> None:
        if not left:
            raise RuntimeError("can't start new thread")
        left.pop()
        start_really(thread)

    start_really = Thread.start
    monkeypatch.setattr(Thread, "start", start)
    monkeypatch.setattr(flushing, "flush", flushed.append)
    flushing.flush_all(places)
    assert sorted(flushed) == sorted(places)


def test_one_that_fails_is_told(tmp_path, monkeypatch) -> None:
    def fails(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        flushing.flush_all(some(tmp_path)[:3])
