"""Small cleanings of what a field holds: white space, language, names, subjects, days.

Nothing here knows the layout of a digest.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from datetime import date as Date
from functools import cache
from pathlib import Path

from searcher.model import HAN, Subject

_HAN = re.compile(f"[{HAN}]")
_WIDE_MARKS = "，。、；：！？（）《》「」『』“”"
_WIDE = HAN + _WIDE_MARKS
_WRAPPED = rf"(?<=[{_WIDE}])[^\S\n]*\n\s*(?=[{_WIDE}])"  # takes 2 ms to compile
_COMMA = "[,;，；、]"
_NAME_MARK = re.compile("[,;，；、()（）]")
_SUBJECT = re.compile(r"(.*?)\s*\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")
_CODE = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?")
_DAY = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")


def tidy(text: str) -> str:
    """One line: runs of white space become a space; between Han characters a line
    break was only the width of somebody's window, and becomes nothing.
    """
    if "\n" in text:
        text = re.sub(_WRAPPED, "", text)
    return " ".join(text.split())


def joined(texts: Iterable[str]) -> str:
    """Passages as one text; Chinese punctuation needs no space behind it."""
    whole = ""
    for text in texts:
        whole += text if not whole or whole[-1] in _WIDE_MARKS else f" {text}"
    return whole


def has_han(text: str) -> bool:
    return not text.isascii() and _HAN.search(text) is not None


def is_chinese(text: str) -> bool:
    """Whether a tenth or more of the letters are Han."""
    if text.isascii():
        return False
    han = len(_HAN.findall(text))
    return han > 0 and han * 10 >= sum(map(str.isalpha, text))


def names(text: str) -> tuple[str, ...]:
    """Authors out of one line; what stands in parentheses after a name is no name."""
    parts = [
        _without_affiliation(name)
        for part in _outside_parentheses(tidy(text))
        for name in _around_and(_without_affiliation(part))
    ]
    return tuple(part for part in parts if part)


def _outside_parentheses(text: str) -> list[str]:
    """Cut at commas and semicolons, but not within parentheses, if they are paired."""
    if sum(map(text.count, "(（")) != sum(map(text.count, ")）")):
        return [re.sub(r"\s*[(（].*", "", part) for part in re.split(_COMMA, text)]
    parts, start, depth = [], 0, 0
    for mark in _NAME_MARK.finditer(text):
        depth += (mark[0] in "(（") - (mark[0] in ")）")
        if depth == 0 and mark[0] not in ")）":
            parts.append(text[start : mark.start()])
            start = mark.end()
    return [*parts, text[start:]]


def _around_and(part: str) -> list[str]:
    """`Jane Doe and John Roe` are two; `LIGO and Virgo Collaborations` may be one."""
    ends = part.removeprefix("and ").split(" and ")
    return ends if all(" " in end for end in ends) else [" and ".join(ends)]


def _without_affiliation(part: str) -> str:
    part = part.strip()
    while part.endswith((")", "）")):
        depth, start = 0, len(part)
        while start and (depth or start == len(part)):
            start -= 1
            depth += (part[start] in ")）") - (part[start] in "(（")
        if depth:
            break
        part = part[:start].rstrip()
    return part


def subjects(text: str) -> tuple[Subject, ...]:
    """`Machine Learning (cs.LG); Robotics (cs.RO)`, or codes alone."""
    parts = (tidy(part) for part in re.split("[;；]", text))
    return tuple(subject(part) for part in parts if part)


def subject(text: str) -> Subject:
    """One subject: a name with or without its code, or a code, whose name we know."""
    if found := _SUBJECT.fullmatch(text):
        return Subject(found[1] or _names().get(found[2], found[2]), found[2])
    if _CODE.fullmatch(text) and (text in _names() or "." in text):
        return Subject(_names().get(text, text), text)
    return Subject(text)


@cache
def _names() -> dict[str, str]:
    """The names of arXiv's subjects, by code."""
    file = Path(__file__).with_name("subjects.tsv")
    _header, *rows = file.read_text(encoding="utf-8").splitlines()
    return dict(row.split("\t", 1) for row in rows)


def day_in_name(name: str) -> Date | None:
    """The first day that a file name holds: 2026-02-05, 2026_02_05 or 20260205."""
    for found in _DAY.finditer(name.rpartition("/")[2]):
        try:
            return Date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            continue
    return None


def day_of(text: str) -> Date:
    """The day, in UTC, of an ISO date or time. Raises ValueError."""
    moment = datetime.fromisoformat(text.strip())
    try:
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except OverflowError as error:
        raise ValueError(text) from error
