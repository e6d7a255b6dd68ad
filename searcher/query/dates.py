"""Days and spans of days as people type them, relative to a day called today.

Knows nothing of queries, nor of the clock.
"""

import re
from datetime import date as Date
from datetime import timedelta
from functools import cache

from searcher.typed import NamedTuple

DAY = timedelta(days=1)


class Span(NamedTuple):
    """From one day to another, both included; None is an open end."""

    first: Date | None
    last: Date | None


_DAYS_AGO = {"today": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1}
_CALENDAR = {
    "本周": ("w", 0),
    "上周": ("w", 1),
    "本月": ("m", 0),
    "上月": ("m", 1),
    "今年": ("y", 0),
    "去年": ("y", 1),
}
_UNITS = {"天": "d", "日": "d", "周": "w", "月": "m", "年": "y"}


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A day, month or year, and a number of them back from today; compiled late."""
    day = r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?)?[年月]?"
    return re.compile(day), re.compile(r"(?:最?近)?(\d{1,4})个?([dwmy天日周月年])")


def read_dates(field: str, text: str, *, today: Date) -> Span | None:
    """The days that `text` asks for after a field: date, after, before or until.

    `after` and `until` include the day, month or year they name; `before` does not.
    `7d` is the last seven days, today being one, with no end. None when unreadable.
    """
    text = text.strip().replace("週", "周").replace("個", "个")
    try:
        if field == "date":
            first, dots, last = text.partition("..")
            return _between(first, last, today) if dots else _span(text, today)
        span = _span(text, today)
        if span is None:
            return None
        if field == "after":
            return Span(span.first, None)
        return Span(None, _end(span) if field == "until" else _eve(span))
    except (ValueError, OverflowError):  # the 30th of February, a day before year 1
        return None


def _between(first: str, last: str, today: Date) -> Span | None:
    low = _span(first, today) if first else None
    high = _span(last, today) if last else None
    if (first and not low) or (last and not high) or not (low or high):
        return None
    if low and high and _end(high) < _begin(low):
        low, high = high, low
        if _end(high) < _begin(low):
            return None
    return Span(low and _begin(low), high and _end(high))


def _begin(span: Span) -> Date:
    assert span.first
    return span.first


def _eve(span: Span) -> Date:
    return _begin(span) - DAY


def _end(span: Span) -> Date:
    """The last day; of `7d`, which has none, the day seven days ago."""
    return span.last or _eve(span)


def _span(text: str, today: Date) -> Span | None:
    text = text.strip()
    if text in _DAYS_AGO:
        day = today - _DAYS_AGO[text] * DAY
        return Span(day, day)
    if text in _CALENDAR:
        return _calendar(*_CALENDAR[text], today)
    absolute, ago = _forms()
    if match := absolute.fullmatch(text):
        return _named(*match.groups(default=""))
    if match := ago.fullmatch(text):
        unit = _UNITS.get(match[2], match[2])
        return Span(_back(today, int(match[1]), unit) + DAY, None)
    return None


def _named(year: str, month: str, day: str) -> Span:
    """The year, month or day of these digits. Raises ValueError if there is none."""
    first = Date(int(year), int(month or 1), int(day or 1))
    if day:
        return Span(first, first)
    return Span(first, _back(first, -1, "m" if month else "y") - DAY)


def _calendar(unit: str, ago: int, today: Date) -> Span:
    """A whole week (from Monday), month or year: the one of today, or one ago."""
    starts = {
        "w": today - today.weekday() * DAY,
        "m": today.replace(day=1),
        "y": today.replace(month=1, day=1),
    }
    first = _back(starts[unit], ago, unit)
    return Span(first, _back(first, -1, unit) - DAY)


def _back(day: Date, number: int, unit: str) -> Date:
    """So many units before `day`; a month that is too short ends on its last day.

    Raises OverflowError or ValueError outside the calendar.
    """
    if unit in "dw":
        return day - number * (7 if unit == "w" else 1) * DAY
    months = day.year * 12 + day.month - 1 - number * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    first_of_next = Date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(Date(year, month + 1, 1) + (day.day - 1) * DAY, first_of_next - DAY)
