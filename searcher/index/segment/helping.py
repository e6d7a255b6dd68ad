"""A second process that writes segments, and the first one's hold on it.

A process of its own program, not a fork: forks are unsafe beside threads, and a spawned
one would run the caller's script again. Batches go in by a pipe, and at the end the
names of what was written come out; neither end can wait for the other without end.
"""

import gc
import json
import marshal
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from struct import Struct
from threading import Thread

from searcher.analysis.han import indexing_segmenter
from searcher.analysis.pinyin import Readings
from searcher.analysis.terms import Terms, termed
from searcher.errors import LibraryError
from searcher.index.segment.carrying import packed, unpacked
from searcher.index.segment.filing import Filing
from searcher.model import Record
from searcher.typed import IO, Any

_SIZE = Struct("<Q")
_WAITING = 2
"""Batches that may wait, so that a helper never does, nor holds much of the work."""
_MAIN = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from searcher.index.segment.helping import help_out; help_out()"
)


class Helper:
    """A process that takes batches when it has the time."""

    def __init__(
        self, folder: Path, prefix: str, own: Terms, readings: Path | None
    ) -> None:
        """Raises OSError when no process can be started."""
        alone: dict[str, Any] = {"process_group": 0}
        if sys.platform == "win32":
            alone = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        # in a group of its own, so that Ctrl-C ends it through us alone
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", _MAIN, json.dumps([*map(str, sys.path)])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # it is one of several
            **alone,
        )
        words = sorted(own.words)
        file = str(readings.absolute()) if readings else ""
        setup = (str(folder.absolute()), prefix, words, dict(own.phrases), file)
        self._batches: SimpleQueue[bytes] = SimpleQueue()
        self._batches.put(marshal.dumps(setup))
        self._ready = False
        self._answer: dict[str, Any] | None = None
        self._thread = Thread(target=self._feed, daemon=True)
        self._thread.start()

    def offer(self, records: Sequence[Record]) -> bool:
        """Whether it takes them. Raises what went wrong with earlier ones."""
        if not self._ready:
            return False
        if not self._thread.is_alive():
            self._raise()
        if self._batches.qsize() >= _WAITING:
            return False
        self._batches.put(packed(records))
        return True

    def end(self) -> None:
        """Let it know that nothing more comes."""
        self._batches.put(b"")

    def names(self) -> list[str]:
        """The files that it wrote, once it is done. Raises what went wrong there."""
        while self._thread.is_alive():
            self._thread.join(0.2)  # not without end, or Windows would not see Ctrl-C
        if not self._ready:
            return []  # it never came to life, and was given nothing
        if self._answer is None or "names" not in self._answer:
            self._raise()
        assert self._answer is not None
        return list(self._answer["names"])

    def close(self) -> None:
        """End it at once."""
        self._process.kill()
        self.end()  # so that the thread is not left waiting
        self._process.wait()
        self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what was still to be written is for nobody
                pipe.close()

    def _feed(self) -> None:
        """Hand over one batch after the other, then wait for the answer."""
        into, out = self._process.stdin, self._process.stdout
        assert into is not None
        assert out is not None
        try:
            _send(into, self._batches.get())
            self._ready = _receive(out) == b"{}"
            while self._ready:
                batch = self._batches.get()
                _send(into, batch)
                if not batch:
                    break
        except OSError:
            pass  # it ended; its last words say why
        last = _receive(out)
        self._answer = json.loads(last) if last else None

    def _raise(self) -> None:
        answer = self._answer or {}
        if "errno" in answer:
            raise OSError(answer["errno"], answer["error"], answer["file"])
        if "error" in answer:
            raise RuntimeError(f"in a process that helps to build: {answer['error']}")
        raise LibraryError(
            "a process that helps to build was ended",
            hint="if memory was short, close what needs it and try again",
        )


def help_out() -> None:
    """The other process: read batches until the empty one, write them as segments.

    It ends without a word when the first process is gone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # nothing here goes in circles, and to look for it takes a tenth
    into = sys.stdin.buffer
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    setup = _receive(into)
    if setup is None:
        return
    try:
        names = _help(setup, into, out)
    except OSError as error:
        answer = {"errno": error.errno, "error": error.strerror, "file": error.filename}
        _send(out, json.dumps(answer).encode())
    except Exception as error:  # noqa: BLE001 - told to the first process, which raises
        _send(out, json.dumps({"error": repr(error)}).encode())
    else:
        _send(out, json.dumps({"names": names}).encode())


def _help(setup: bytes, into: IO[bytes], out: IO[bytes]) -> list[str]:
    folder, prefix, words, phrases, file = marshal.loads(setup)  # noqa: S302 - from our pipe
    own = Terms(frozenset(words), phrases)
    readings = Readings(Path(file) if file else None)
    filing = Filing(Path(folder), prefix, termed(indexing_segmenter(), own), readings)
    _send(out, b"{}")
    for batch in _batches(into):
        filing.add(unpacked(batch))
    return filing.finish()


def _batches(into: IO[bytes]) -> Iterator[bytes]:
    while True:
        batch = _receive(into)
        if batch is None:  # the first process is gone: nobody wants what was written
            os._exit(1)
        if not batch:
            return
        yield batch


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(_SIZE.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    """What `_send` sent, or None when the other end is gone."""
    head = pipe.read(_SIZE.size)
    if len(head) < _SIZE.size:
        return None
    (size,) = _SIZE.unpack(head)
    data = pipe.read(size)
    return data if len(data) == size else None
