"""The two streams: results on standard output, everything else on standard error.

Knows what encodings and closed pipes do, not what is written.
"""

import os
import sys
from codecs import backslashreplace_errors, register_error
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic

from searcher.cli.terminal import visible
from searcher.errors import SearcherError

_EVERYTHING = ("utf-8", "utf8", "utf-16", "utf-32", "gb18030")
"""Encodings that can write whatever there is."""
_SPELLED = "searcher.spelled"
_spelled: list[str] = []
"""The encoding that something could not be written in, until that is said."""
SOON = 0.1
"""Seconds that what is written waits at most for what comes next."""


def prepare() -> None:
    """Let no character be a reason to fail, and no stream be missing."""
    if sys.stdout is None:  # closed by the caller, `>&-`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        _reconfigure(stream, errors="backslashreplace")
    if (sys.stdout.encoding or "").lower() not in _EVERYTHING:
        register_error(_SPELLED, _spell)
        _reconfigure(sys.stdout, errors=_SPELLED)


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
    if _spelled:
        encoding = _spelled.pop()
        note(
            f"some characters are spelled out, since the encoding is {encoding}; "
            "LC_ALL=C.UTF-8 in the environment shows them"
        )


def _spell(error: UnicodeError) -> tuple[str | bytes, int]:
    """As `backslashreplace`, and remembers what could not be written."""
    if isinstance(error, UnicodeEncodeError) and not _spelled:
        _spelled.append(error.encoding)
    return backslashreplace_errors(error)


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
