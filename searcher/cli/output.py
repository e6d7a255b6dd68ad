"""The two streams: results on standard output, everything else on standard error.

Knows what encodings and closed pipes do, not what is written.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic

from searcher.cli.terminal import visible
from searcher.errors import SearcherError

SOON = 0.1
"""Seconds that what is written waits at most for what comes next."""


def prepare() -> None:
    """Let no character be a reason to fail, and no stream be missing."""
    if sys.stdout is None:  # closed by the caller, `>&-`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        _reconfigure(stream, errors="backslashreplace")


def use_utf8() -> None:
    """Write UTF-8 whatever the locale is: for output that a program reads."""
    _reconfigure(sys.stdout, encoding="utf-8", errors="backslashreplace")


def emit(pieces: Iterable[str]) -> None:
    """Write to standard output, the first piece at once, the others soon after they are
    made. Raises BrokenPipeError when nobody reads any more.
    """
    flushed = -SOON
    with _writing():
        for piece in pieces:
            sys.stdout.write(piece)
            if (now := monotonic()) - flushed >= SOON:
                sys.stdout.flush()
                flushed = now


def flush() -> None:
    with _writing():
        sys.stdout.flush()


def say(*lines: str) -> None:
    """Write lines for the person; a standard error that is gone is no error."""
    if sys.stderr is None:
        return
    with suppress(OSError, ValueError):
        for line in lines:
            sys.stderr.write(visible(line) + "\n")
        sys.stderr.flush()


def note(message: str) -> None:
    say(f"note: {message}")


def silence() -> None:
    """Send what is still buffered nowhere, so that the end of the process is quiet."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def shown(name: object) -> str:
    """A path, or whatever else holds names, as it can be printed."""
    return visible(str(name))


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise SearcherError(f"standard output: {reason}") from error


def _reconfigure(stream: object, **how: str) -> None:
    with suppress(AttributeError, ValueError):  # replaced by something simpler
        stream.reconfigure(**how)  # type: ignore[attr-defined]  # of TextIOWrapper only
