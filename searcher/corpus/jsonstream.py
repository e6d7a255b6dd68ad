"""A stream of JSON text → its values, decoded one by one, however large the whole is.

Nothing here knows what a value is for.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from searcher.corpus.lines import LONGEST

MOST_COMMAS = 20
"""Commas before a closing bracket that are passed over in one value, decoded anew
without each; a value with more is read part by part.
"""
AHEAD = 1 << 16
"""Characters that are there before a value is decoded; more are read as it needs them.
"""

_SPACE = re.compile(r"[ \t\r\n]*")
_NEEDLESS = re.compile(r",\s*[\]}]")
_decoder = json.JSONDecoder(strict=False)


class BrokenJson(ValueError):
    """That there is no value at a place."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.at = at


class TooLarge(ValueError):
    """That a value takes more than LONGEST characters."""


class Stream:
    """Text by positions from its beginning; what was passed is forgotten."""

    def __init__(self, chunks: Iterable[str]) -> None:
        self._chunks: Iterator[str] = iter(chunks)
        self._text = ""
        self._base = 0
        self._counted = (0, 1)
        self._ended = False

    def at(self, place: int) -> str:
        """The character at a place, empty at the end."""
        self._need(place + 1)
        return self._text[place - self._base : place - self._base + 1]

    def skip(self, place: int) -> int:
        """Past white space."""
        while True:
            self._need(place + 1)
            found = _SPACE.match(self._text, place - self._base)
            end = self._base + (found.end() if found else 0)
            if end == place or end < self._base + len(self._text) or self._ended:
                return end
            place = end

    def find(self, pattern: re.Pattern[str], place: int) -> int | None:
        """Where the first group of a pattern is next, as far as a value could reach."""
        self._need(place + LONGEST)
        found = pattern.search(self._text, max(0, place - self._base))
        return self._base + found.start(1) if found else None

    def decode(self, place: int) -> tuple[Any, int]:
        """The value at a place, and where it ends. Raises BrokenJson and TooLarge."""
        ahead = AHEAD
        while True:
            self._need(place + ahead)
            at = place - self._base
            try:
                value, end = _decoder.raw_decode(self._text, at)
            except RecursionError:
                raise BrokenJson("nested too deep", place) from None
            except ValueError as error:
                wrong = error.pos if isinstance(error, json.JSONDecodeError) else at
                if ahead == AHEAD and (found := without_commas(self._text, at)):
                    return found[0], place + found[1]
                early = ahead > LONGEST and wrong - at < LONGEST // 2
                if self._ended or early:
                    raise BrokenJson(_reason(error), self._base + wrong) from None
            else:
                if end < len(self._text) or self._ended:  # else a number may go on
                    return value, self._base + end
            if ahead > LONGEST:
                raise TooLarge
            ahead = max(ahead * 2, len(self._text) - at)

    def forget(self, place: int) -> None:
        """Let go of what is before a place."""
        if place - self._base > len(self._text) // 2:
            self.line(place)
            self._text = self._text[place - self._base :]
            self._base = place

    def line(self, place: int) -> int:
        """The line of a place that is not forgotten, from 1."""
        known, line = self._counted
        start, end = known - self._base, place - self._base
        if end >= start >= 0:
            line += self._text.count("\n", start, end)
            self._counted = (place, line)
        else:
            line -= self._text.count("\n", max(end, 0), start)
        return line

    def _need(self, end: int) -> None:
        if end - self._base <= len(self._text) or self._ended:
            return
        parts, size = [self._text], len(self._text)
        while self._base + size < end:
            chunk = next(self._chunks, None)
            if chunk is None:
                self._ended = True
                break
            parts.append(chunk)
            size += len(chunk)
        self._text = "".join(parts)


def without_commas(text: str, at: int) -> tuple[Any, int] | None:
    """The value at a place of a text, and its length, if nothing is wrong with it but
    commas before closing brackets.
    """
    piece = text[at : at + AHEAD]
    for _comma in range(MOST_COMMAS):
        try:
            return _decoder.raw_decode(piece)
        except RecursionError:
            return None
        except ValueError as error:
            wrong = error.pos if isinstance(error, json.JSONDecodeError) else 0
        comma = len(piece[: wrong + 1].rstrip("]} \t\r\n")) - 1
        if comma < 0 or not _NEEDLESS.match(piece, comma):
            return None
        piece = f"{piece[:comma]} {piece[comma + 1 :]}"
    return None


def _reason(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg[:1].lower() + error.msg[1:]
    return str(error)
