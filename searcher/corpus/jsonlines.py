"""JSON lines → sightings, streamed: one line in memory at a time.

Nothing here knows the schemas, or whether the bytes came out of a compressed file.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from searcher.corpus import nested, records
from searcher.corpus.decoding import Decoding, decode
from searcher.corpus.jsonstream import without_commas
from searcher.corpus.lines import LONGEST, lines
from searcher.corpus.objects import Object
from searcher.corpus.sightings import sighted
from searcher.corpus.text import day_in_name
from searcher.model import Json, Paper, Problem, Sighting

_OBJECT = re.compile(rb'\s*\{\s*(?:"|\}|$)')
_decoder = json.JSONDecoder(strict=False)
"""`json.loads` would make such a decoder for each line."""
BROKEN = "broken JSON"
STRANGE = "a key {!r} that is not read, wanted one that is known; told once"
TOO_LONG = f"a line of more than {LONGEST >> 20} MiB, wanted one paper a line"


def looks_like(head: bytes) -> bool:
    """Whether a file that begins so is JSON lines, be some of them broken."""
    lines = list(islice(filter(bytes.strip, head.splitlines()), 200))
    objects = sum(_OBJECT.match(line) is not None for line in lines)
    return bool(lines) and (
        objects * 2 > len(lines) or _OBJECT.match(lines[0]) is not None
    )


def may_hold(text: str) -> bool:
    """Whether any line of a text that is no digest could still be a paper in JSON."""
    return re.search(r'^[ \t]*\{[ \t]*"', text, re.MULTILINE) is not None


def read(
    chunks: Iterable[bytes],
    *,
    name: str,
    made: Callable[[Object], Paper] = records.paper,
) -> Iterator[Sighting | Problem]:
    """The papers of a file in UTF-8 or GB18030, and a problem for each line that has
    none; `name` is the file's under corpus/. `made` makes the paper of an object, or
    raises ValueError.

    Lines with bytes that had to be replaced, or NULs, are one problem for the file.
    """
    objects = _Objects(name, made)
    bad = nulls = bad_line = null_line = 0
    for number, data in lines(chunks):
        if data is None:
            yield Problem(name, number, TOO_LONG)
            continue
        if not data.strip(b" \t\0"):
            continue
        decoded = decode(data)
        bad_line = bad_line or (number if decoded.bad else 0)
        null_line = null_line or (number if decoded.nulls else 0)
        bad += decoded.bad
        nulls += decoded.nulls
        yield from objects.line(decoded.text, number)
    yield from faults(name, bad, bad_line, nulls, null_line)


def faults(
    name: str, bad: int, bad_line: int, nulls: int, null_line: int
) -> Iterator[Problem]:
    """What was wrong with the bytes of a file, as at most two problems."""
    if bad:
        message = f"not UTF-8 in {bad:,} places, each shown as U+FFFD"
        yield Problem(name, bad_line, message)
    if nulls:
        message = f"{nulls:,} NUL characters in a text, left out"
        yield Problem(name, null_line, message)


class _Objects:
    """Makes sightings of the objects of one file."""

    def __init__(self, name: str, made: Callable[[Object], Paper]) -> None:
        self._name = name
        self._made = made
        self._day = day_in_name(name)
        self._told: set[str] = set()

    def line(self, text: str, number: int) -> Iterator[Sighting | Problem]:
        """What a line holds: an object, or several."""
        try:
            value = _value(text)
        except (ValueError, RecursionError) as error:
            if not _goes_on(text, error):
                yield Problem(self._name, number, f"{BROKEN}, {_reason(error)}")
                return
            value, several = None, True
        else:
            several = nested.wraps(value)
        if several:
            for found in nested.found([text]):
                yield from self.item(found.value, number)
        elif isinstance(value, dict):
            yield from self.item(value, number)
        else:
            message = "JSON, but no object, wanted one paper a line"
            yield Problem(self._name, number, message)

    def item(self, value: Json | str, number: int) -> Iterator[Sighting | Problem]:
        """The sighting of an object, and what is wrong with it; a text is a problem."""
        if isinstance(value, str):
            yield Problem(self._name, number, value)
            return
        record = Object(value)
        try:
            paper = self._made(record)
        except ValueError as error:
            yield Problem(self._name, number, f"an object with {error}")
            return
        if record.faults:
            for fault in record.faults.told():
                yield Problem(self._name, number, fault)
        for key in record.roles.strangers:
            read = isinstance(value[key], str | list | dict) and value[key]
            if read and key not in self._told:
                self._told.add(key)
                yield Problem(self._name, number, STRANGE.format(key[:40]))
        yield sighted(paper, self._name, self._day, number)


def _value(text: str) -> object:
    """The value of a line. Raises as `json.loads` does."""
    if text[:1] == "{":  # no space is looked for, neither here nor at the end
        value, end = _decoder.raw_decode(text)
        if end == len(text):
            return value
    return json.loads(text, strict=False)


def _goes_on(text: str, error: Exception) -> bool:
    """Whether a line is several objects, or one with a comma too many."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    if error.msg == "Extra data":
        return text[error.pos :].lstrip(", \t")[:1] == "{"
    return without_commas(text, 0) is not None


def read_value(
    chunks: Iterable[bytes], *, name: str, encoding: str
) -> Iterator[Sighting | Problem]:
    """The papers of a file that is one value of JSON, in this encoding, as `read`."""
    objects = _Objects(name, records.paper)
    text = Decoding(chunks, encoding)
    for found in nested.found(text):
        yield from objects.item(found.value, found.line)
    yield from faults(name, text.bad, 0, text.nulls, 0)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        what = error.msg[:1].lower() + error.msg[1:]
        return f"{what} at character {error.colno}"
    return "nested too deep" if isinstance(error, RecursionError) else str(error)
