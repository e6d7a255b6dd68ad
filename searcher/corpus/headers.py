"""What a digest says of itself: the day it was announced, how many papers it promises.

Nothing here knows papers, or where in a digest a line stands.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from datetime import date as Date

_TIMES = re.compile(
    r"(?P<day>\d{4}[-/]\d{1,2}[-/]\d{1,2})(?:[ T]+(?P<time>\d{1,2}:\d{2})(?::\d{2})?)?"
    r"(?:\s*\(?(?P<zone>UTC|GMT|EST|EDT|ET|CST|BJT|Z)(?P<offset>[+-]\d{1,2})?\b)?"
)
# a digest that says CST was made in China; any zone not here is UTC
_HOURS = {"EST": -5, "ET": -5, "EDT": -4, "CST": 8, "BJT": 8}
# calendar.month_abbr would be in the language of the machine
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_ENGLISH = re.compile(r"\b(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4}|\d{2})\b")
_AMERICAN = re.compile(r"\b([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})\b")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_ANNOUNCED = re.compile(r"发布时间\s*[:：]\s*(.*)")
_LISTING = re.compile(
    r"(?:showing\s+)?(?:new|all|recent|cross|replacement)\s+"
    r"(?:submissions|listings|articles)\s+for\s+(.*)",
    re.IGNORECASE,
)
_DECLARED = re.compile(
    r"(?:今[天日]|本日)共有\s*([\d,]+)\s*篇.*|today\s*[:：]\s*([\d,]+)\s*papers?\b.*",
    re.IGNORECASE,
)


def is_header(line: str) -> bool:
    """Whether a line says when a digest was made or announced."""
    if len(line) > 300:
        return False
    return line.startswith("生成时间") or announced(line) is not None


def announced(line: str) -> Date | None:
    """The day of the announcement in UTC; None when the line does not name one.

    A time with its distance from UTC is believed before one with the name of a zone.
    """
    # the word alone is found faster than the pattern that it begins
    found = "发布时间" in line and _ANNOUNCED.search(line)
    if not (found := found or _LISTING.match(line)):
        return None
    text = found[1]
    moments = sorted(_TIMES.finditer(text), key=lambda at: at["offset"] is None)
    for moment in moments:
        if (day := _moment(moment)) is not None:
            return day
    return _written(text)


def dated(day: str) -> str:
    """The line that says of a day what a digest's header would."""
    return f"发布时间: {day}"


def declared(line: str) -> int | None:
    """How many papers a line promises: `今天共有 47 篇`, `Today: 12papers`."""
    found = _DECLARED.fullmatch(line)
    if not found:
        return None
    digits = (found[1] or found[2]).replace(",", "")
    return int(digits) if 0 < len(digits) < 10 else None


def _moment(found: re.Match[str]) -> Date | None:
    hours = _HOURS.get(found["zone"] or "UTC", 0) + int(found["offset"] or 0)
    try:
        year, month, day = map(int, re.split("[-/]", found["day"]))
        hour, minute = map(int, (found["time"] or "0:0").split(":"))
        if not found["time"]:
            return Date(year, month, day)
        zone = timezone(timedelta(hours=hours))
        moment = datetime(year, month, day, hour, minute, tzinfo=zone)
        return moment.astimezone(UTC).date()
    except (ValueError, OverflowError):
        return None


def _written(text: str) -> Date | None:
    """A date in words: `30 May 22`, `4 June 2026`, `June 4, 2026`, `2026年6月4日`."""
    parts = None
    if found := _ENGLISH.search(text):
        parts = found[3], found[2], found[1]
    elif found := _AMERICAN.search(text):
        parts = found[3], found[1], found[2]
    elif found := _CHINESE.search(text):
        parts = found[1], found[2], found[3]
    if not parts:
        return None
    year, month, day = parts
    try:
        number = (
            int(month) if month.isdigit() else _MONTHS.index(month.lower()) // 4 + 1
        )
        # arXiv began in 1991
        century = 0 if len(year) == 4 else 1900 if year >= "91" else 2000
        return Date(century + int(year), number, int(day))
    except ValueError:
        return None
