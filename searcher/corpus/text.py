"""Small cleanings of what a field holds: white space, language, names, subjects, days.

Nothing here knows the layout of a digest.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from datetime import date as Date
from functools import cache, lru_cache
from pathlib import Path

from searcher.model import HAN, Bilingual, Subject

_HAN = re.compile(f"[{HAN}]")
_WIDE_MARKS = "，。、；：！？（）《》「」『』“”"
_WIDE = HAN + _WIDE_MARKS
_WRAPPED = rf"(?<=[{_WIDE}])[^\S\n]*\n\s*(?=[{_WIDE}])"  # takes 2 ms to compile
_COMMA = "[,;，；、]"
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|`")
_NAME_MARK = re.compile("[,;，；、()（）]")
_SHAPE = r"[a-z-]+(?:\.[A-Za-z-]+)?"
_CODE = re.compile(_SHAPE)
_SUBJECT = re.compile(rf"(.*?)\s*[(（\[]({_SHAPE})[)）\]]", re.IGNORECASE)
_TURNED = re.compile(
    rf"({_SHAPE})(?:\s*[(（](?P<within>.*)[)）]|\s*[:：]\s*(?P<behind>.+)|\s+[-–—]\s+(?P<beside>.+))",
    re.IGNORECASE,
)
_AFTER_CODE = re.compile(r"[;；\n]|(?<=[)）\]])\s*[,，、|/]")
_BETWEEN_CODES = re.compile(
    r"(?:[\s,，、;；|/·•+&#*\\`'\"“”()（）\[\]{}:：<>→]|->|-(?!\w))+"
)
_AMID_CODES = frozenset(
    {
        "and",
        "primary",
        "secondary",
        "main",
        "other",
        "cross-list",
        "cross-lists",
        "主要",
    }
)
_SHORT = 100
"""Characters of a subject that is remembered: all papers share a few hundred."""
_LISTED = re.compile(r"\[[^\[\]]*\]")
_AROUND_SUBJECT = " \t-*+•`'\"“”,，、."
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_YEAR = re.compile(r"\d{4}")
_MONTHS = re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec")
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*"
_NTH = "(?:st|nd|rd|th)?"
_DAYS = (
    (
        re.compile(r"(?<!\d)(\d{4})([-_. ]?)(\d{2})\2(\d{2})(?:\d{4}|\d{6})?(?!\d)"),
        (1, 3, 4),
    ),
    (re.compile(r"(?<!\d)(\d{4})([-_. ])(\d{1,2})\2(\d{1,2})(?!\d)"), (1, 3, 4)),
    (re.compile(r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"), (1, 2, 3)),
    (
        re.compile(rf"(?<!\d)(\d{{1,2}}){_NTH}[-_. ]?{_MONTH}[-_., ]*(\d{{4}})(?!\d)"),
        (3, 2, 1),
    ),
    (
        re.compile(rf"\b{_MONTH}[-_. ]?(\d{{1,2}}){_NTH}[-_., ]+(\d{{4}})(?!\d)"),
        (3, 1, 2),
    ),
    (
        re.compile(rf"(?<!\d)(\d{{4}})[-_. ]?{_MONTH}[-_. ]?(\d{{1,2}})(?!\d)"),
        (1, 2, 3),
    ),
)
"""A day as names of files have it, and which groups are its year, month and day."""
_ACROSS = (
    re.compile(
        r"(?<!\d)((?:19|20)\d{2})[-_.年]?/?(?:\1[-_.]?)?(\d{1,2})月?[-_./]/?"
        r"(?:\1[-_.]?\2[-_.]?)?(\d{1,2})日?(?!\d)"
    ),
    re.compile(r"(?<!\d)((?:19|20)\d{2})/(\d{2})(\d{2})(?!\d)"),
    re.compile(
        rf"(?<!\d)((?:19|20)\d{{2}})/(?:\d{{1,2}}[-_. ])?{_MONTH}/(\d{{1,2}})(?!\d)"
    ),
    re.compile(r"(?<!\d)((?:19|20)\d{2})/(\d{1,2})/day[-_ ]?(\d{1,2})(?!\d)"),
)
"""Across folders: 2026/03/02, 2026/03-02, 202603/02, 2026/0302, 2026/Mar/02."""


def tidy(text: str) -> str:
    """One line: runs of white space become a space; between Han characters a line
    break was only the width of somebody's window, and becomes nothing.
    """
    if "\n" in text and not text.isascii():
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
    if han * 10 >= len(text):
        return True  # whatever the others are
    return han > 0 and han * 10 >= sum(map(str.isalpha, text))


def either(text: str) -> Bilingual:
    """The text in the language that its letters show."""
    return Bilingual(zh=text) if is_chinese(text) else Bilingual(en=text)


def width(text: str) -> int:
    """The columns that a text takes on a screen, where a Han character has two."""
    return len(text) + (0 if text.isascii() else len(_HAN.findall(text)))


def unlinked(text: str) -> str:
    """Markdown's links as what they show."""
    return _LINK.sub(r"\1", text) if "](" in text else text


def names(text: str) -> tuple[str, ...]:
    """Authors out of one line; what stands in parentheses after a name is no name."""
    parts = [
        _without_affiliation(name)
        for part in _outside_parentheses(tidy(_unstressed(unlinked(text))))
        for name in _around_and(_without_affiliation(part))
    ]
    return tuple(part for part in parts if part)


def _unstressed(text: str) -> str:
    if "*" not in text and "_" not in text and "`" not in text:
        return text
    return _EMPHASIS.sub("", text)


def _outside_parentheses(text: str) -> list[str]:
    """Cut at commas and semicolons, but not within parentheses, if they are paired."""
    if "(" not in text and "（" not in text and ")" not in text and "）" not in text:
        return re.split(_COMMA, text)
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
    if "and " not in part:
        return [part]
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
    """`Machine Learning (cs.LG); Robotics (cs.RO)`, or codes between whatever stands
    between codes; a line, or an item of a list, may hold one of them.
    """
    text = unlinked(text)
    if _LISTED.fullmatch(text.strip()):
        text = text.strip()[1:-1]
    parts = (tidy(part).strip(_AROUND_SUBJECT) for part in _AFTER_CODE.split(text))
    return tuple(one for part in parts if part for one in _codes(part))


def _codes(text: str) -> Iterable[Subject]:
    """The subjects of a text that is nothing but codes, or the one that it is."""
    words = (word.strip(_AROUND_SUBJECT) for word in _BETWEEN_CODES.split(text))
    codes = [word for word in words if word and word.lower() not in _AMID_CODES]
    return map(subject, codes if codes and all(map(_code, codes)) else [text])


def _code(text: str) -> str:
    """A code as arXiv writes it; empty of a text that is none."""
    if known := _by_folded_code().get(text.lower()):
        return known
    return text if "." in text and _CODE.fullmatch(text) else ""


def subject(text: str) -> Subject:
    """One subject: a name with or without its code, or a code, whose name we know."""
    return _known_subject(text) if len(text) <= _SHORT else _read_subject(text)


@lru_cache(1 << 10)
def _known_subject(text: str) -> Subject:
    return _read_subject(text)


def _read_subject(text: str) -> Subject:
    found = _SUBJECT.fullmatch(text)
    # of arXiv's first archives, which have no names here, all have a hyphen
    if found and (code := _code(found[2]) or ("-" in found[2] and found[2])):
        return Subject(found[1] or _names().get(code, code), code)
    if (found := _TURNED.fullmatch(text)) and (code := _code(found[1])):
        name = found["within"] or found["behind"] or found["beside"]
        return Subject(_names().get(code, name), code)
    if code := _code(text):
        return Subject(_names().get(code, code), code)
    return Subject(text)


@cache
def _names() -> dict[str, str]:
    """The names of arXiv's subjects, by code."""
    file = Path(__file__).with_name("subjects.tsv")
    _header, *rows = file.read_text(encoding="utf-8").splitlines()
    return dict(row.split("\t", 1) for row in rows)


@cache
def _by_folded_code() -> dict[str, str]:
    return {code.lower(): code for code in _names()}


def day_in_name(name: str) -> Date | None:
    """The day in a path: the first in the file's name, or in that of its folder, and
    so on upwards, or the one that folders make together.
    """
    if not _YEAR.search(name):
        return None  # every day has one
    *folders, file = name.split("/")
    for part in (file, *reversed(folders)):
        for pattern, order in _DAYS:
            for found in pattern.finditer(part.lower()):
                if day := _day(*(found[group] for group in order)):
                    return day
    for pattern in _ACROSS:
        for found in pattern.finditer(name.lower()):
            if day := _day(*found.groups()):
                return day
    return None


def _day(year: str, month: str, day: str) -> Date | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    try:
        return Date(int(year), number, int(day))
    except ValueError:
        return None


def day_of(text: str) -> Date:
    """The day, in UTC, of an ISO date or time. Raises ValueError."""
    moment = datetime.fromisoformat(text.strip())
    try:
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except OverflowError as error:
        raise ValueError(text) from error
