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


_DAYS_AGO = {
    word: ago
    for ago, line in enumerate(
        ["today now 今天 今日 今", "yesterday 昨天 昨日", "前天 前日"]
    )
    for word in line.split()
}
_UNITS = {"day": "d", "week": "w", "month": "m", "year": "y"} | dict(
    zip("天日周月年", "ddwmy", strict=True)
)
_CALENDAR = {"今年": ("y", 0), "去年": ("y", 1)} | {
    f"{which}{word}": (unit, ago)
    for word, unit in _UNITS.items()
    for ago, line in enumerate(["this 本 这", "last 上"])
    for which in line.split()
    if unit != "d"
}
_NUMBERS = "一二三四五六七八九十"
_MONTHS = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """A day, month or year, with numbers or in words, and a number of them back from
    today; compiled late.
    """
    day = r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?)?[年月]?(?:t[\d:.+]+z?)?"
    digits = r"(\d{4})(\d\d)(\d\d)?"
    nth = r"(\d{1,2})(?:st|nd|rd|th)?"
    spelled = rf"(?:{nth}[ -])?([a-z]{{3}})[a-z]*\.?(?:[ -]{nth},)?[, -] ?(\d{{4}})"
    ago = (
        rf"(?P<near>最?近|过去|past|last)?(?P<number>[1-9]\d{{0,3}}|[{_NUMBERS}两])个?"
        r"(?P<unit>[dwmy天日周月年]|(?:day|week|month|year)s?)"
    )
    return tuple(map(re.compile, (day, digits, spelled, ago)))


_DOTS = r"(?:\.{2,3}|…|[~～至到–—])|\s+(?:\.{2,3}|…|[~～至到–—]|-|to|until)\s+"
"""Right between two days, or spaces around: `2026-02.. 2027` ends before the space."""


@cache
def _ranges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """From one day to another, and such a text with spaces in it, also as Lucene writes
    it: `2025-12 .. 2026-02`, `[2025-12 TO *]`; compiled late.
    """
    side = r"(?:\d[\d./年月日-]*[dwmy天周]?|\*|today|now|今天?)"
    spaced = (
        rf"\[\s*{side}(?:{_DOTS}){side}\s*\]|{side}(?:{_DOTS}){side}(?=[\s)）|]|\Z)"
    )
    return (
        re.compile(rf"\[?\s*(.*?)(?:{_DOTS})(.*?)\s*\]?"),
        re.compile(spaced, re.IGNORECASE),
    )


def range_at(text: str, start: int) -> str | None:
    """The range of days that stands at `start`, if there are spaces in it."""
    if text[start] != "[" and not text[start].isdecimal():
        return None
    found = _ranges()[1].match(text, start)
    return found[0] if found else None


def read_dates(field: str, text: str, *, today: Date) -> Span | None:
    """The days that `text` asks for after a field: date, after, before or until.

    `after` and `until` include the day, month or year they name; `before` does not.
    `7d` is the last seven days, today being one, with no end. None when unreadable.
    """
    text = text.strip().lower().replace("週", "周").replace("個", "个")
    text = re.sub("星期|礼拜|禮拜", "周", text).replace("這", "这")
    try:
        if field == "date":
            sides = _ranges()[0].fullmatch(text)
            return _between(sides[1], sides[2], today) if sides else _span(text, today)
        span = _span(text, today)
        if span is None:
            return None
        if field == "after":
            return Span(span.first, None)
        return Span(None, _end(span) if field == "until" else _eve(span))
    except (ValueError, OverflowError):  # the 30th of February, a day before year 1
        return None


def _between(first: str, last: str, today: Date) -> Span | None:
    first, last = first.strip(" *"), last.strip(" *")
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
    close = re.sub("[\\s_-]", "", text)
    if found := _CALENDAR.get(close.replace("个", "")):
        return _calendar(*found, today)
    absolute, digits, spelled, ago = _forms()
    if match := absolute.fullmatch(text) or digits.fullmatch(text):
        return _named(*match.groups(default=""))
    if match := spelled.fullmatch(text):
        before, month, after, year = match.groups(default="")
        if month not in _MONTHS or (before and after):
            return None
        return _named(year, str(_MONTHS.index(month) + 1), before or after)
    if match := ago.fullmatch(close):
        return _ago(match["near"], match["number"], match["unit"], today)
    return None


def _ago(near: str | None, number: str, unit: str, today: Date) -> Span | None:
    """So many units until today; 一月 is January, and 近一月 is a month."""
    if not number.isdecimal():
        if not near:
            return None
        number = str(_NUMBERS.index(number.replace("两", "二")) + 1)
    unit = unit.removesuffix("s")
    return Span(_back(today, int(number), _UNITS.get(unit, unit)) + DAY, None)


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
