"""A line of a digest → what it is: a heading, a label, a section, or only text.

One line at a time and without memory: what depends on the lines around it is left to
`settling`, and which entry a line belongs to is decided in `entries`.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from searcher.corpus import bare, headers, ids, labels
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
    r"[^\w\s(\[{\"'$\\]|[\[(]?[_\d]"
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
_RULE = re.compile(r"([-*_=])(?:\s*\1){2,}|\\\\(?:\s*\(.*\))?")
"""A rule, or what stands between the parts of arXiv's mails."""
_QUOTE = re.compile(r"(?:(?:>|＞|&gt;)(?:\s+|$|(?=[>＞&*#])))+")
_CALLOUT = re.compile(r"\[!(\w+)\][-+]?\s*(.*)")
""" `> [!abstract]- Title`, a quote with a label of its own."""
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE)
_IMAGES = re.compile(
    r"(?:(?:!\[[^\[\]]*\]\([^()]*\)|\[!\[[^\[\]]*\]\([^()]*\)\]\([^()]*\))\s*)+"
)
_BEHIND_IMAGE = re.compile(r"\)\]\(([^()]*)\)")
_SUMMARY = re.compile(
    r".*?<summary[^<>]*>(.*?)</summary>(.*)", re.IGNORECASE | re.DOTALL
)
_ANCHOR = re.compile(
    r"<a\s[^<>]*?href\s*=\s*[\"']?([^\"'\s<>]+)[^<>]*>(.*?)</a>", re.IGNORECASE
)
_BUTTON = re.compile(r"<button\b[^<>]*>.*?</button>|<img\b[^<>]*>", re.IGNORECASE)
_SMALL_TAG = re.compile(r"<(su[bp])>(.*)</\1>", re.IGNORECASE)
_HEADED_TAG = re.compile(r"<h([1-6])(?:\s[^<>]*)?>(.*)</h\1>", re.IGNORECASE)
_LOUD_TAG = re.compile(r"</?(?:(b|strong)|i|em)(?:\s[^<>]*)?>", re.IGNORECASE)
_COLON = re.compile("[:：]")
_LOUD_START = re.compile(r"^\s*</(?:(b|strong)|i|em)>", re.IGNORECASE)
_LOUD_END = re.compile(r"</(?:(b|strong)|i|em)>$", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|span|small|u|font|center|ul|ol|dl|dd|dt|section|article)"
    r"(?:\s[^<>]*)?>|<br\s*/?>\s*$|</li>",
    re.IGNORECASE,
)
_ITEM_TAG = re.compile(r"<li(?:\s[^<>]*)?>\s*", re.IGNORECASE)
_LOUD = re.compile(r"(^|[-*+•]\s+|\*\*)(?:`([^`]{1,40})`|【([^【】]{1,40})】)(?!\()")
_ATTRIBUTES = re.compile(r"(?<=\))\{:?[^{}]*\}")
_DRESS = re.compile(r"^\s*[-*+•]\s+|[*_]+")
_AROUND = "\ufeff\u200b"
_HEADED_FIELDS = frozenset({Role.AUTHORS, Role.ABSTRACT, Role.ABSTRACT_ZH})
"""Fields whose label heads a value in its own line too: `#### Authors: Ada Birch`."""


def marks(lines: Iterable[str], start: int = 1) -> Iterator[Mark]:
    """Every line of a digest, in order; `start` is the number of the first."""
    for number, line in enumerate(lines, start):
        yield mark_of(number, line)


def mark_of(number: int, line: str) -> Mark:
    """What one line is, as it stands in a digest."""
    return mark(number, line[:LONGEST].strip().strip(_AROUND))


def mark(number: int, line: str) -> Mark:
    """What one line is, seen alone."""
    if not line:
        return Mark(number, Kind.BLANK)
    if line[0] in "-*_=\\" and _RULE.fullmatch(line):
        return Mark(number, Kind.FENCE if line[0] == "\\" else Kind.BLANK, line)
    if line[0] in ">＞&" and (quote := _QUOTE.match(line)):
        rest = line[quote.end() :]
        inner = _called_out(number, rest) or mark(number, rest)
        return inner._replace(whole=line, quoted=True)
    if line[0] == "#" and (heading := _HEADING.match(line)):
        text = _ANCHOR.sub(r"[\2](\1)", _unclosed(line[heading.end() :]))
        return _heading(number, text, len(heading[1]))
    if line[0] == "<" and (tags := _tags(number, line)):
        return tags
    if "<" in line and (plain := _as_markdown(line)) != line:
        found = mark(number, plain)
        return Mark(number, Kind.TEXT, line) if found.kind is Kind.TEXT else found
    if _is_bare(line):
        return Mark(number, Kind.TEXT, line)  # most lines, where there are millions
    return _line(number, line)


def _is_bare(line: str) -> bool:
    """Whether nothing in a line can be of a label, link or header."""
    marked = ":" in line or "：" in line or "](" in line or _ANY_START.match(line)
    return not marked and "arxiv" not in line.lower()


def _called_out(number: int, text: str) -> Mark | None:
    """The first line of a quote that says what it is."""
    found = _CALLOUT.fullmatch(text)
    if not found:
        return None
    field = labels.field_of(found[2] or found[1])
    if field in labels.NAMES:
        return Mark(number, Kind.LABEL, "", 0, field, style=Style.BOLD)
    return mark(number, found[2])


def _as_markdown(line: str) -> str:
    """A line whose tags are what Markdown has for them, or nothing where that is none;
    only the first words of it are made loud so, which may be a label.
    """
    line = _ANCHOR.sub(r"[\2](\1)", _BUTTON.sub("", line)).strip()
    if found := _HEADED_TAG.fullmatch(line):
        return f"{'#' * int(found[1])} {found[2].strip()}"
    line = _ITEM_TAG.sub("- ", _BLOCK_TAG.sub("", line)).strip()
    if found := _SMALL_TAG.fullmatch(line):
        line = found[2].strip()
    colon = _COLON.search(line)
    end = colon.end() if colon else 0
    if not colon and _LOUD_TAG.match(line.removeprefix("- ")):
        return _LOUD_TAG.sub(_stars, line, count=2)
    head, rest = _LOUD_TAG.sub(_stars, line[:end]), line[end:]
    if head != line[:end]:  # what is loud in the value stays as it is
        rest = _LOUD_START.sub(_stars, rest, count=1)
        rest = _LOUD_END.sub(_stars, rest) if head.count("*") in (1, 2) else rest
    return head + rest


def _stars(tag: re.Match[str]) -> str:
    return "**" if tag[1] else "*"


def _line(number: int, line: str) -> Mark:
    """What a line is that has no mark-up of its own."""
    whole = line
    if "`" in line or "】" in line:
        line = _LOUD.sub(_loud, line, count=1)
    if line.endswith("}"):
        line = _ATTRIBUTES.sub("", line)
    if found := labels.known(line):
        name, field, style, value = found
        return Mark(number, Kind.LABEL, value, 0, field, name, style, whole=whole)
    if section := _SECTION.fullmatch(line):
        return Mark(number, Kind.SECTION, section[1])
    if plain := _plain(number, line):
        return plain
    if line[0] in "![" and _IMAGES.fullmatch(line):
        linked = any(map(ids.in_link, _BEHIND_IMAGE.findall(line)))
        return Mark(number, Kind.LINKS if linked else Kind.BLANK, line * linked)
    if "](" in line and (item := bare.item(line)):
        text, link, rest = item
        return Mark(number, Kind.ITEM, text, name=rest, link=link, whole=whole)
    if other := labels.other(line) or labels.signed(line):
        name, unkept, style, value = other
        kind = Kind.LABEL if unkept in labels.NAMES else Kind.OTHER
        return Mark(number, kind, value, 0, unkept, name, style, whole=whole)
    linked = bare.is_only_links(line)
    return Mark(number, Kind.LINKS, line) if linked else Mark(number, Kind.TEXT, whole)


def _loud(found: re.Match[str]) -> str:
    """Words between ticks or brackets as bold ones, if they are not so yet."""
    before, name = found[1], found[2] or found[3]
    if before == "**":
        return f"**{name}"
    return f"{before}**{name}**" if found[2] else f"{before}**{name}:** "


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
        rest = _TAG.sub("", found[2]).strip()
        if field is not None and field is not Role.ASIDE:
            kind = Kind.LABEL if field in labels.NAMES else Kind.OTHER
            return Mark(number, kind, rest, 0, field, style=Style.BOLD, whole=line)
        text = _as_markdown(found[1])
        title = bare.bare(text)
        if not rest and (ids.in_link(title.link) or bare.is_bold(text)):
            return Mark(number, Kind.HEADING, title.text, BOLD, link=title.link)
        return Mark(number, Kind.TEXT, rest) if rest else Mark(number, Kind.BLANK)
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
