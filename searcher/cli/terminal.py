"""What a terminal can show: its colours, its columns, and characters that are harmless.

Knows no papers and no options.
"""

import os
import re
from collections.abc import Mapping
from functools import cache

from searcher.typed import NamedTuple, TextIO

UNKNOWN_COLUMNS = 80
"""For a pipe; narrower than FEWEST_COLUMNS nothing is readable anyway."""
FEWEST_COLUMNS = 24

# C0, DEL and C1; line and paragraph separators; what turns the direction of writing;
# half a surrogate pair, which no encoding can write
_HARMFUL = "\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_SPACES = "\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029"


class Look(NamedTuple):
    """How a page looks: whether in colour, how wide, and the ellipsis to cut with."""

    colour: bool = False
    columns: int = UNKNOWN_COLUMNS
    ellipsis: str = "…"


@cache
def _harmful() -> re.Pattern[str]:
    return re.compile(f"([{_SPACES}])|[{_HARMFUL}]")


def neutral(text: str) -> str:
    """The text with nothing in it that moves a cursor, character by character: line
    ends and tabs become spaces, other control characters U+FFFD.
    """
    if text.isprintable():  # as none of them is
        return text
    return _harmful().sub(lambda found: " " if found[1] else "\ufffd", text)


def visible(text: str) -> str:
    r"""The text with control characters spelled out, as `\x1b`: for names of files."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(
        f"[{_HARMFUL}]",
        lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(),
        text,
    )


def wants_colour(choice: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether to colour, by `auto`, `always` or `never`, the environment, the stream.

    An empty NO_COLOR or FORCE_COLOR counts as none.
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return environ["FORCE_COLOR"] != "0"
    return stream.isatty() and environ.get("TERM") != "dumb"


def columns(environ: Mapping[str, str]) -> int:
    """The width of the terminal, asked of any stream that is one: not of a pager."""
    given = environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return max(int(given), FEWEST_COLUMNS)
    for number in (1, 2, 0):
        try:
            found = os.get_terminal_size(number).columns
        except OSError:
            continue
        if found:
            return max(found, FEWEST_COLUMNS)
    return UNKNOWN_COLUMNS


def look(choice: str, stream: TextIO, environ: Mapping[str, str]) -> Look:
    try:
        "…".encode(stream.encoding or "ascii")
        ellipsis = "…"
    except (LookupError, UnicodeError):
        ellipsis = "..."
    return Look(wants_colour(choice, stream, environ), columns(environ), ellipsis)
