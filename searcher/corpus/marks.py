"""A line of a digest → what it is: a heading, a label, a section, or only text.

One line at a time and without memory: which entry a line belongs to is decided in
`entries`. All variants of the digest family have their words here.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto

from searcher.corpus import headers
from searcher.typed import NamedTuple

LONGEST = 1_000_000
"""Characters of a line that are read: far beyond what is indexed of one text."""


class Kind(Enum):
    """What a line is."""

    BLANK = auto()
    TEXT = auto()
    HEADING = auto()
    SECTION = auto()
    HEADER = auto()
    DECLARED = auto()
    NOTHING = auto()
    LABEL = auto()


class Field(Enum):
    """What a label announces; the language where the label tells it."""

    TITLE = auto()
    TITLE_ZH = auto()
    AUTHORS = auto()
    SUBJECTS = auto()
    LINK = auto()
    PDF = auto()
    ABSTRACT = auto()
    ABSTRACT_ZH = auto()


class Mark(NamedTuple):
    """A line by number, from 1: `text` is without its mark-up, `level` a heading's."""

    line: int
    kind: Kind
    text: str = ""
    level: int = 0
    field: Field | None = None


_NAMES = {
    Field.TITLE: ("title", "english title", "英文标题", "题目", "标题"),
    Field.TITLE_ZH: ("中文标题", "中文题目", "中文题名", "chinese title"),
    Field.AUTHORS: ("authors", "author", "作者"),
    Field.SUBJECTS: ("subjects", "subject", "categories", "学科", "分类", "主题"),
    Field.LINK: (
        "arxiv link",
        "abs link",
        "arxiv 链接",
        "arxiv链接",
        "arxiv",
        "link",
        "链接",
    ),
    Field.PDF: ("pdf link", "pdf 链接", "pdf链接", "pdf"),
    Field.ABSTRACT: ("abstract", "english abstract", "英文摘要", "摘要"),
    Field.ABSTRACT_ZH: ("中文摘要", "chinese abstract"),
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names}
_ANY_NAME = "|".join(sorted(map(re.escape, _FIELDS), key=len, reverse=True))
_LABEL = re.compile(
    rf"(?P<marker>[-*+•]\s+)?(?P<bold>\*\*|__)?\s*(?P<name>{_ANY_NAME})(?![^\W_])\s*"
    r"(?P<colon>[:：])?\s*(?P<end>\*\*|__)?\s*(?P<late>[:：])?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(r"(?:title|标题|题目)\s*[:：]\s*", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})(?:\s+|$)")
_SECTION = re.compile(r"(?:\*\*)?Keyword\s*[:：]\s*(.{0,100}?)\s*(?:\*\*)?")
_HEADED = re.compile(r"(?:keywords?|关键词|关键字)\s*[:：]\s*(.*)", re.IGNORECASE)
_NOTHING = re.compile(
    r"there (?:is|are) no results?\W*|(?:今[天日])?没有(?:相关)?(?:结果|文章|论文)\W*",
    re.IGNORECASE,
)
_RULE = re.compile(r"([-*_=])(?:\s*\1){2,}")


def marks(lines: list[str]) -> Iterator[Mark]:
    """Every line of a digest, in order."""
    for number, line in enumerate(lines, 1):
        yield mark(number, line[:LONGEST].strip().strip("\ufeff\u200b"))


def mark(number: int, line: str) -> Mark:
    """What one line is, seen alone."""
    if not line or (line[0] in "-*_=" and _RULE.fullmatch(line)):
        return Mark(number, Kind.BLANK)
    if line[0] == "#" and (heading := _HEADING.match(line)):
        return _heading(number, _unclosed(line[heading.end() :]), len(heading[1]))
    if label := _label(number, line):
        return label
    if section := _SECTION.fullmatch(line):
        return Mark(number, Kind.SECTION, section[1])
    return _plain(number, line) or Mark(number, Kind.TEXT, line)


def _unclosed(text: str) -> str:
    """A heading without the `##` that may close it; `C#` keeps its own."""
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else text


def _heading(number: int, text: str, level: int) -> Mark:
    if section := _HEADED.fullmatch(text):
        return Mark(number, Kind.SECTION, section[1])
    if plain := _plain(number, text):
        return plain
    if (field := _FIELDS.get(text.rstrip(":： ").lower())) not in {None, Field.TITLE}:
        return Mark(number, Kind.LABEL, "", level, field)
    found = _TITLE.match(text)
    if field is Field.TITLE or found:
        text = text[found.end() :] if found else ""
        return Mark(number, Kind.HEADING, text, level, Field.TITLE)
    return Mark(number, Kind.HEADING, text, level)


def _plain(number: int, text: str) -> Mark | None:
    """What a line means whether it is a heading or not."""
    if headers.declared(text) is not None:
        return Mark(number, Kind.DECLARED, text)
    if headers.is_header(text):
        return Mark(number, Kind.HEADER, text)
    if _NOTHING.fullmatch(text):
        return Mark(number, Kind.NOTHING)
    return None


def _label(number: int, line: str) -> Mark | None:
    """`- Authors: …`, ` - **Abstract**`: a known name behind a list marker or in bold.

    Without a colon or closed bold, nothing else may stand on the line.
    """
    found = _LABEL.fullmatch(line) if line[0] in "-*+•_" else None
    if not found or not (found["marker"] or found["bold"]):
        return None
    closed = found["bold"] and found["end"]
    if found["rest"] and not (found["colon"] or found["late"] or closed):
        return None
    rest = found["rest"]
    if found["end"] and not found["bold"]:
        rest = found["end"] + rest
    return Mark(number, Kind.LABEL, rest, 0, _FIELDS[found["name"].lower()])
