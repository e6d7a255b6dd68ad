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
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from struct import Struct
from threading import Event, Thread

from searcher import importing
from searcher.analysis.dictionary import Deferred, jieba_dictionary
from searcher.analysis.pinyin import Readings
from searcher.analysis.terms import Terms, termed
from searcher.errors import LibraryError
from searcher.index.lexicon import dictionary_in, write_lexicon
from searcher.index.segment.batching import MOST_LETTERS, Batch
from searcher.index.segment.carrying import packed, unpacked
from searcher.typed import IO, Any, NamedTuple

MOST_PROCESSES = 4
"""Each takes up to 600 MB."""
_SIZE = Struct("<Q")
_END = Batch((), 0)
_WAITING = 8
"""Batches that may wait, so that a helper never does, nor holds much of the work."""
_LETTERS = 4 * MOST_LETTERS
"""Characters in them beyond which none is taken, as few ordinary batches have."""
_PIPE = 1 << 18
"""Bytes that a pipe holds, where we may ask: the next batch, while one is at work."""
_MAIN = (
    "import sys; sys.path[:] = sys.argv[1:];"
    "from searcher.index.segment.helping import help_out; help_out()"
)


class Job(NamedTuple):
    """What a helper is to know before all: where its files go, how their names begin,
    the user's own words, the file of readings, and which files of the lexicon it is to
    make in the same folder before it takes any batch.
    """

    folder: str
    prefix: str
    words: list[str]
    phrases: dict[str, str]
    readings: str
    missing: list[str]


class Helper:
    """A process that takes batches when it has the time, once it has begun a job."""

    def __init__(self) -> None:
        """Raises OSError when no process can be started."""
        import subprocess  # noqa: PLC0415 - not for the papers of a day

        alone: dict[str, Any] = {"process_group": 0}
        if sys.platform == "win32":
            alone = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        # in a group of its own, so that Ctrl-C ends it through us alone
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, *_alike(), "-c", _MAIN, *importing.paths()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pipesize=_PIPE,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # it is one of several
            **alone,
        )
        self._waiting: SimpleQueue[Batch] = SimpleQueue()
        self._taken = self._sent = 0  # characters; the second is the thread's to count
        self._ready = False
        self._settled = Event()
        self._answer: dict[str, Any] | None = None
        self._thread: Thread | None = None

    def begin(self, job: Job) -> None:
        """Let it get ready, which it does while we go on."""
        self._thread = Thread(target=self._feed, args=(job,), daemon=True)
        self._thread.start()

    def is_ready(self, *, wait: bool = False) -> bool:
        """Whether it has come to life; `wait` until that is known."""
        while wait and not self._settled.wait(0.2):
            pass  # not without end, or Windows would not see Ctrl-C
        return self._ready

    @property
    def has_failed(self) -> bool:
        """Whether it was ended before it came to life, so that nothing is lost."""
        return self._settled.is_set() and not self._ready

    def offer(self, batch: Batch) -> bool:
        """Whether it takes them. Raises what went wrong with earlier ones."""
        if not self._ready:
            return False
        assert self._thread
        if not self._thread.is_alive():
            self._raise()
        waits = self._taken - self._sent
        is_much = waits and waits + batch.letters > _LETTERS
        if is_much or self._waiting.qsize() >= _WAITING:
            return False
        self._taken += batch.letters
        self._waiting.put(batch)
        return True

    def returned(self) -> Batch | None:
        """A batch that it has no time for, while more than one waits."""
        if self._waiting.qsize() > 1:
            with suppress(Empty):
                return self._waiting.get_nowait()
        return None

    def end(self) -> None:
        """Let it know that nothing more comes."""
        self._waiting.put(_END)

    def names(self) -> list[str]:
        """The files that it wrote, once it is done. Raises what went wrong there."""
        assert self._thread
        while self._thread.is_alive():
            self._thread.join(0.2)  # as in `is_ready`
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
        if self._thread:
            self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what was still to be written is for nobody
                pipe.close()

    def _feed(self, job: Job) -> None:
        """Hand over one batch after the other, then wait for the answer."""
        into, out = self._process.stdin, self._process.stdout
        assert into is not None
        assert out is not None
        try:
            _send(into, marshal.dumps(tuple(job)))
            self._ready = _receive(out) == b"{}"
            self._settled.set()
            while self._ready:
                records, letters = self._waiting.get()
                _send(into, packed(records) if records else b"")
                if not records:
                    break
                self._sent += letters
        except OSError:
            pass  # it ended; its last words say why
        finally:
            self._settled.set()
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


def hired(processes: int | None = None) -> list[Helper]:
    """As many as make this number of processes, with our own: by default as many as
    there are processors for us, up to four.
    """
    helpers: list[Helper] = []
    if not sys.executable or getattr(sys, "frozen", False):
        return helpers  # a program of its own would be started, not Python
    with suppress(OSError):  # no room for more processes: so be it
        while len(helpers) + 1 < min(processes or _processors(), MOST_PROCESSES):
            helpers.append(Helper())
    return helpers


def _alike() -> Iterator[str]:
    """Options by which another Python starts as isolated as this one, and does not
    look for modules in the current directory.
    """
    yield "-P"
    flags = sys.flags
    if flags.ignore_environment:
        yield "-E"
    if flags.no_user_site:
        yield "-s"
    if flags.no_site:
        yield "-S"


def _processors() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def help_out() -> None:
    """The other process: read batches until the empty one, write them as segments.

    It ends without a word when the first process is gone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # nothing here goes in circles, and to look for it takes a tenth
    into = sys.stdin.buffer
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    import searcher.index.segment.filing  # noqa: F401, PLC0415  (loads numpy)

    setup = _receive(into)
    if setup is None:
        return
    job = Job(*marshal.loads(setup))  # noqa: S302 - from a pipe of our own
    try:
        names = _help(job, into, out)
    except OSError as error:
        answer = {"errno": error.errno, "error": error.strerror, "file": error.filename}
        _send(out, json.dumps(answer).encode())
    except Exception as error:  # noqa: BLE001 - told to the first process, which raises
        _send(out, json.dumps({"error": repr(error)}).encode())
    else:
        _send(out, json.dumps({"names": names}).encode())


def _help(job: Job, into: IO[bytes], out: IO[bytes]) -> list[str]:
    from searcher.index.segment.filing import Filing  # noqa: PLC0415  (loads numpy)

    own = Terms(frozenset(job.words), job.phrases)
    folder = Path(job.folder)
    filing = Filing(
        folder,
        job.prefix,
        termed(Deferred(lambda: dictionary_in(folder) or jieba_dictionary()), own),
        lambda: Readings(Path(job.readings) if job.readings else None),
    )
    write_lexicon(folder, job.missing)
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
