"""A day as programs write it in a value of JSON, or people in a cell → that day in UTC.

Nothing here knows which key or column it stood under.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from datetime import date as Date

from searcher.corpus.roles import folded
from searcher.corpus.text import day_in_name, day_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = range(631_152_000, 4_102_444_800)
"""Since 1970, of 1990 to 2100: what is smaller or larger counts something else."""
_THOUSAND = 1000
_IN_NUMBER = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_MAIL = re.compile(r"\d{1,2} [A-Za-z]{3} \d{4} \d{1,2}:\d\d(?::\d\d)? [-+A-Z]")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_SHORT = re.compile(
    r"\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.", re.IGNORECASE
)
_TIME = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?(?=\s)")
_SHORT_YEAR = re.compile(r"(\d{1,2}[- ][A-Za-z]{3,9}[-, ]+)(\d\d)")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_MONTHS = 12
_PARTS = ("year", "month", "day")
_WITHIN = [
    "date",
    "datetime",
    "start",
    "value",
    "numberlong",
    "dateparts",
    "timestamp",
    "iso",
    "text",
]
"""Where an object that stands for a day has it."""


def day_said(value: object) -> Date | None:
    """The day of a value of whatever kind; None if it is none, or not for certain."""
    if isinstance(value, str):
        return day_written(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _in_numbers(value)
    if isinstance(value, dict):
        parts = {folded(key): part for key, part in value.items()}
        if day := _of_parts([parts.get(part) for part in _PARTS]):
            return day
        return _first(parts.get(key) for key in _WITHIN)
    if isinstance(value, list):
        return _of_parts(value[:3]) or (_first(value) if len(value) == 1 else None)
    return None


def day_written(text: str) -> Date | None:
    """The day that a text names: an ISO time, one of mail, or a day as people write it.

    Of `3/2/2026` nobody knows which is the month.
    """
    try:
        return day_of(text)
    except ValueError:
        pass
    text = text.strip()
    if _IN_NUMBER.fullmatch(text):
        return _in_numbers(float(text))
    if found := _MAIL.search(text):
        return _mailed(text[found.start() :]) or day_in_name(text)
    if found := _NUMBERS.match(text):
        return _of_three(found[1], found[2], found[3], found[4])
    text = _TIME.sub("", _SHORT.sub(r"\1", _ORDINAL.sub("", text)))
    text = _SHORT_YEAR.sub(r"\g<1>20\2", text) if _SHORT_YEAR.fullmatch(text) else text
    return day_in_name(" ".join(text.split()))


def _in_numbers(number: float) -> Date | None:
    """A day of a number: seconds or milliseconds since 1970."""
    whole = int(number) if abs(number) < _SECONDS.stop * _THOUSAND else 0
    for seconds in (whole, whole // _THOUSAND):
        if seconds in _SECONDS:
            return (_EPOCH + timedelta(seconds=seconds)).date()
    return None


def _of_parts(parts: list[object]) -> Date | None:
    """A day of a year, a month and a day, as numbers or in digits."""
    if len(parts) != len(_PARTS):
        return None
    digits = [str(part) for part in parts if isinstance(part, int | str)]
    if len(digits) != len(_PARTS) or not all(map(str.isdecimal, digits)):
        return None
    return _day(*map(int, digits))


def _of_three(first: str, mark: str, second: str, year: str) -> Date | None:
    """The day of `25/3/2026`, or `3/25/2026`; with points the day is first."""
    one, two = int(first), int(second)
    if mark == "." or one > _MONTHS or one == two:
        return _day(int(year), two, one)
    return _day(int(year), one, two) if two > _MONTHS else None


def _day(year: int, month: int, day: int) -> Date | None:
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def _mailed(text: str) -> Date | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - few digests need it

    try:
        moment = parsedate_to_datetime(text)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return None


def _first(values: Iterable[object]) -> Date | None:
    return next(filter(None, map(day_said, values)), None)
