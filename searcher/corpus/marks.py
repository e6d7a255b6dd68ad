"""A line of a digest → what it is: a heading, a label, a section, or only text.

One line at a time and without memory: what depends on the lines around it is left to
`settling`, and which entry a line belongs to is decided in `entries`.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from searcher.corpus import bare, headers, labels
from searcher.corpus.labels import Style
from searcher.corpus.roles import Role
from searcher.typed import NamedTuple

BOLD = 7
"""The level of a heading that is no more than a bold line."""
CLOSING = 8
"""The level of a label, or of a rule, that ends an abstract."""
LONGEST = 1_000_000
"""Characters of a line that are read: far beyond what is indexed of one text."""


class Kind(Enum):
    """What a line is."""

    __hash__ = object.__hash__  # Enum's own takes a call for each look into a set

    BLANK = auto()
    TEXT = auto()
    HEADING = auto()
    ITEM = auto()
    SECTION = auto()
    HEADER = auto()
    DECLARED = auto()
    NOTHING = auto()
    LABEL = auto()
    OTHER = auto()
    LINKS = auto()
    SIGNATURE = auto()
    FENCE = auto()


class Mark(NamedTuple):
    """A line by number, from 1: `text` is without its mark-up, `level` a heading's.

    A label has its `name` as it is compared, its `field`, None of one that is not
    known, and its `style`. `link` is the address behind a title, `whole` the line where
    it is no text yet. What stands in a block quote is `quoted`.
    """

    line: int
    kind: Kind
    text: str = ""
    level: int = 0
    field: Role | None = None
    name: str = ""
    style: Style = Style.PLAIN
    link: str = ""
    whole: str = ""
    quoted: bool = False

    @property
    def closes(self) -> bool:
        """Whether no text below belongs to the abstract above any more."""
        return self.kind is Kind.FENCE or self.level == CLOSING

    def as_text(self) -> "Mark":
        """The line as no more than text."""
        text = _QUOTE.sub("", self.whole, count=1) or self.text
        whole = self.whole if self.quoted else ""
        return Mark(
            self.line,
            Kind.TEXT,
            text,
            0,
            None,
            self.name,
            self.style,
            whole=whole,
            quoted=self.quoted,
        )

    def as_part(self) -> "Mark":
        """The line as text that begins with its name, which the dress is none of."""
        text = self.as_text().text
        at = text.rfind(self.text) if self.text else len(text)
        return self.as_text()._replace(
            text=f"{_DRESS.sub('', text[:at]).strip()} {self.text}".strip(), name=""
        )


_ANY_START = re.compile(
    r"[^\w\s(\[{\"'$\\]|[_\d]"
    r"|(?:there|today|showing|new|all|recent|cross|replace|今|本日|没有|生成)",
    re.IGNORECASE,
)
"""How a line begins that is a heading, label, link or header, if it has no colon."""
_TITLE = re.compile(r"(?:title|标题|题目)\s*[:：]\s*", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})(?:\s+|$)")
_SECTION = re.compile(r"(?:\*\*)?Keyword\s*[:：]\s*(.{0,100}?)\s*(?:\*\*)?")
_HEADED = re.compile(r"(?:keywords?|关键词|关键字)\s*[:：]\s*(.*)", re.IGNORECASE)
_NOTHING = re.compile(
    r"there (?:is|are) no results?\W*|(?:今[天日])?没有(?:相关)?(?:结果|文章|论文)\W*",
    re.IGNORECASE,
)
_RULE = re.compile(r"([-*_=])(?:\s*\1){2,}")
_QUOTE = re.compile(r"(?:>(?:\s+|$|(?=[>*#])))+")
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE)
_IMAGES = re.compile(
    r"(?:(?:!\[[^\[\]]*\]\([^()]*\)|\[!\[[^\[\]]*\]\([^()]*\)\]\([^()]*\))\s*)+"
)
_SUMMARY = re.compile(r".*<summary[^<>]*>(.*?)</summary>.*", re.IGNORECASE | re.DOTALL)
_DRESS = re.compile(r"^\s*[-*+•]\s+|[*_]+")
_AROUND = "\ufeff\u200b"
_HEADED_FIELDS = frozenset({Role.AUTHORS, Role.ABSTRACT, Role.ABSTRACT_ZH})
"""Fields whose label heads a value in its own line too: `#### Authors: Ada Birch`."""


def marks(lines: Iterable[str], start: int = 1) -> Iterator[Mark]:
    """Every line of a digest, in order; `start` is the number of the first."""
    for number, line in enumerate(lines, start):
        yield mark(number, line[:LONGEST].strip().strip(_AROUND))


def mark(number: int, line: str) -> Mark:
    """What one line is, seen alone."""
    if not line:
        return Mark(number, Kind.BLANK)
    if line[0] in "-*_=" and _RULE.fullmatch(line):
        return Mark(number, Kind.BLANK, line)
    if line[0] == ">" and (quote := _QUOTE.match(line)):
        inner = mark(number, line[quote.end() :])
        return inner._replace(whole=line, quoted=True)
    if line[0] == "#" and (heading := _HEADING.match(line)):
        return _heading(number, _unclosed(line[heading.end() :]), len(heading[1]))
    if line[0] == "<" and (tags := _tags(number, line)):
        return tags
    if _is_bare(line):
        return Mark(number, Kind.TEXT, line)  # most lines, where there are millions
    return _line(number, line)


def _is_bare(line: str) -> bool:
    """Whether nothing in a line can be of a label, link or header."""
    marked = ":" in line or "：" in line or "](" in line or _ANY_START.match(line)
    return not marked and "arxiv" not in line.lower()


def _line(number: int, line: str) -> Mark:
    """What a line is that has no mark-up of its own."""
    if found := labels.known(line):
        name, field, style, value = found
        return Mark(number, Kind.LABEL, value, 0, field, name, style, whole=line)
    if section := _SECTION.fullmatch(line):
        return Mark(number, Kind.SECTION, section[1])
    if plain := _plain(number, line):
        return plain
    if line[0] in "![" and _IMAGES.fullmatch(line):
        return Mark(number, Kind.BLANK)
    if "](" in line and (item := bare.item(line)):
        text, link, rest = item
        return Mark(number, Kind.ITEM, text, name=rest, link=link, whole=line)
    if other := labels.other(line):
        name, unkept, style, value = other
        return Mark(number, Kind.OTHER, value, 0, unkept, name, style, whole=line)
    return Mark(number, Kind.LINKS if bare.is_only_links(line) else Kind.TEXT, line)


def _unclosed(text: str) -> str:
    """A heading without the `##` that may close it; `C#` keeps its own."""
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else text


def _heading(number: int, text: str, level: int) -> Mark:
    if section := _HEADED.fullmatch(text):
        return Mark(number, Kind.SECTION, section[1])
    if plain := _plain(number, text):
        return plain
    field = labels.field_of(text)
    if field in labels.NAMES and field is not Role.TITLE:
        return Mark(number, Kind.LABEL, "", level, field, style=Style.BOLD)
    label = labels.known(text)
    if label and label.field in _HEADED_FIELDS and label.value:
        return Mark(
            number, Kind.LABEL, label.value, level, label.field, style=Style.BOLD
        )
    found = _TITLE.match(text)
    if field is Role.TITLE or found:
        text = text[found.end() :] if found else ""
        title = bare.bare(text)
        return Mark(
            number, Kind.HEADING, title.text, level, Role.TITLE, link=title.link
        )
    title = bare.bare(text)
    name = title.rest
    return Mark(number, Kind.HEADING, title.text, level, field, name, link=title.link)


def _tags(number: int, line: str) -> Mark | None:
    """A line of nothing but HTML's tags, or a `<summary>` of what is folded away."""
    if found := _SUMMARY.fullmatch(line):
        field = labels.field_of(_TAG.sub("", found[1]))
        if field is not None and field is not Role.ASIDE:
            kind = Kind.LABEL if field in labels.NAMES else Kind.OTHER
            return Mark(number, kind, "", 0, field, style=Style.BOLD, whole=line)
        return Mark(number, Kind.BLANK)
    if not _TAG.sub("", line).strip():
        return Mark(number, Kind.BLANK)
    return None


def _plain(number: int, text: str) -> Mark | None:
    """What a line means whether it is a heading or not."""
    if headers.declared(text) is not None:
        return Mark(number, Kind.DECLARED, text)
    if headers.is_header(text):
        return Mark(number, Kind.HEADER, text)
    if _NOTHING.fullmatch(text):
        return Mark(number, Kind.NOTHING)
    return None
