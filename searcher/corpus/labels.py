"""The words that announce a field, in both languages → which field they announce.

Nothing here knows where in a digest a line stands, or what a field holds.
"""

import re
from enum import Enum, auto
from functools import lru_cache

from searcher.typed import NamedTuple


class Field(Enum):
    """What a label announces; the language where the label tells it."""

    __hash__ = object.__hash__  # as of `Kind` in marks

    TITLE = auto()
    TITLE_ZH = auto()
    AUTHORS = auto()
    SUBJECTS = auto()
    LINK = auto()
    PDF = auto()
    ABSTRACT = auto()
    ABSTRACT_ZH = auto()
    SUMMARY = auto()
    PART = auto()
    ASIDE = auto()


class Style(Enum):
    """How a label is marked, the surest first."""

    BOLD = auto()
    LIST = auto()
    PLAIN = auto()


class Labelled(NamedTuple):
    """A line that a label begins: its `name` as it is compared, and its `field`, None
    of one that is not known.
    """

    name: str
    field: Field | None
    style: Style
    value: str


NAMES = {
    Field.TITLE: ("title", "english title", "英文标题", "题目", "标题", "题名"),
    Field.TITLE_ZH: ("中文标题", "中文题目", "中文题名", "chinese title"),
    Field.AUTHORS: ("authors", "author", "author(s)", "作者"),
    Field.SUBJECTS: (
        *("subjects", "subject", "categories", "category", "primary category"),
        *("main category", "学科", "分类", "类别", "主题"),
    ),
    Field.LINK: (
        *("arxiv link", "arxiv url", "arxiv id", "abs link", "paper link", "url"),
        *(
            "arxiv 链接",
            "arxiv链接",
            "论文链接",
            "论文地址",
            "原文链接",
            "arxiv",
            "link",
        ),
        "链接",
    ),
    Field.PDF: ("pdf link", "pdf url", "pdf 链接", "pdf链接", "pdf"),
    Field.ABSTRACT: ("abstract", "english abstract", "英文摘要", "摘要"),
    Field.ABSTRACT_ZH: ("中文摘要", "chinese abstract"),
}
"""Labels of the fields that a paper has."""
MORE_NAMES = {
    Field.SUMMARY: (
        *("tl;dr", "tldr", "ai summary", "summary", "一句话总结", "一句话要点"),
        *("总结", "概述", "要点", "核心要点"),
    ),
    Field.PART: (
        *("background", "introduction", "context", "motivation", "objective"),
        *("objectives", "aim", "aims", "goal", "purpose", "problem", "hypothesis"),
        *("method", "methods", "methodology", "approach", "materials and methods"),
        *("design", "setting", "participants", "measurements", "evaluation"),
        *("experiments", "result", "results", "findings", "discussion", "conclusion"),
        *("conclusions", "interpretation", "significance", "impact", "contribution"),
        *("contributions", "novelty", "limitations", "implications", "availability"),
        *("note", "notes", "task", "背景", "引言", "目的", "目标", "问题", "动机"),
        *("方法", "材料与方法", "设计", "实验", "结果", "发现", "讨论", "结论"),
        *("意义", "贡献", "创新点", "局限", "局限性"),
    ),
    Field.ASIDE: (
        *("comments", "comment", "备注", "评论", "注释", "journal-ref", "journal ref"),
        *("journal reference", "journal", "期刊", "doi", "report-no", "msc class"),
        *("msc-class", "acm class", "acm-class", "license", "published", "date"),
        *("published date", "publish date", "publication date", "submitted"),
        *("submission date", "updated", "update date", "last updated", "日期", "时间"),
        *("发布日期", "发布时间", "发表日期", "提交日期", "更新日期", "更新时间"),
        *("affiliation", "affiliations", "institution", "institutions", "机构", "单位"),
        *("作者单位", "venue", "conference", "会议", "code", "code link", "代码"),
        *("代码链接", "代码地址", "github", "github link", "repository", "project"),
        *("project page", "project link", "homepage", "website", "项目主页", "项目"),
        *("demo", "dataset", "datasets", "数据集", "keywords", "关键词", "tags"),
        *("标签", "citations", "引用", "score", "评分", "relevance", "相关性", "pages"),
    ),
}
"""Labels of what a paper has besides; `Field.PART` are those of its abstract."""

_FIELDS = {
    name: field
    for names in (NAMES, MORE_NAMES)
    for field, every in names.items()
    for name in every
}
_IN_CHINESE = {
    Field.TITLE: Field.TITLE_ZH,
    Field.ABSTRACT: Field.ABSTRACT_ZH,
    Field.TITLE_ZH: Field.TITLE_ZH,
    Field.ABSTRACT_ZH: Field.ABSTRACT_ZH,
}
_ZH = r"zh(?:[-_](?:cn|tw|hk|hans|hant))?|cn|chinese|中文版?|中译|中|汉|译文?|翻译"
_EN = r"en|eng|english|英文版?|英|original|原文"
_LANGUAGE = rf"(?:(?P<{{0}}zh>{_ZH})|(?P<{{0}}en>{_EN}))"
_BEHIND = re.compile(
    rf"\s*[(（\[【]\s*(?:in\s+)?{_LANGUAGE.format('a')}\s*[)）\]】]"
    rf"|[\s-]+(?:in\s+)?{_LANGUAGE.format('b')}"
    r"|(?P<czh>中文版?|翻译|译文)$|(?P<cen>英文版?|原文)$"
)
_BEFORE = re.compile(
    r"(?:(?P<zh>zh|cn|chinese|中文)|(?P<en>en|english|英文|原文))[\s-]*"
)
_COUNT = re.compile(r"\s*[(（]\d+[)）]")
_ICONS = r"[\u00a9\u2190-\u2bff\u3030\ufe0f\u200d\U0001f000-\U0001faff]"
ICONS = re.compile(rf"(?:{_ICONS}+\s*)+")

_ANY_NAME = "|".join(
    sorted((re.escape(n) for names in NAMES.values() for n in names), key=len)[::-1]
)
_IN_BRACKETS = rf"\s*[(（\[【]\s*(?:in\s+)?(?:{_ZH}|{_EN})\s*[)）\]】]"
_AS_WORD = (
    rf"(?:[\s_-](?:in\s+)?(?:{_ZH}|{_EN})|中文版?|翻译|译文|英文版?|原文)(?![^\W_])"
)
_MARKER = r"(?P<marker>(?:[-*+•]|\d{1,2}[.)、])\s+)?"
_KNOWN = re.compile(
    rf"{_MARKER}(?:{_ICONS}+\s*)*(?P<bold>\*{{1,3}}|__?)?\s*(?:{_ICONS}+\s*)*"
    rf"(?P<name>(?:(?:zh|cn|en)[\s_-]|中文|英文|原文|论文|paper\s)?(?:{_ANY_NAME})"
    rf"(?:{_AS_WORD}|(?![^\W_])(?:{_IN_BRACKETS})?)(?:\s*[(（]\d+[)）])?)\s*"
    r"(?P<colon>[:：])?\s*(?P<end>\*{1,3}|__?)?\s*(?P<late>[:：])?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OTHER = re.compile(
    rf"{_MARKER}(?:{_ICONS}+\s*)*(?P<bold>\*{{1,3}}|__?)?\s*(?:{_ICONS}+\s*)*"
    r"(?P<name>[^\W\d_][^:：*`|<>{}\[\]=，。！？,!?\\$]{0,39}?)\s*"
    r"(?:(?P<colon>[:：])\s*(?P<end>(?(bold)(?P=bold)|(?!)))?"
    r"|(?P<shut>(?(bold)(?P=bold)|(?!)))\s*(?P<late>[:：]))\s*(?P<rest>.*)",
    re.DOTALL,
)
_MOST_WORDS, _MOST_HAN = 4, 10
"""Words, or Han characters, of a name that is not known to be one."""


@lru_cache(1 << 12)
def field_of(name: str) -> Field | None:
    """What a name announces: `Abstract`, `Abstract (ZH)`, `论文作者`."""
    plain = _folded(name)
    if plain in _FIELDS:
        return _FIELDS[plain]
    for scope in ("论文", "paper "):
        if plain.startswith(scope) and (field := field_of(plain.removeprefix(scope))):
            return field
    plain = _COUNT.sub("", plain)
    for pattern in (_BEHIND, _BEFORE):
        for found in pattern.finditer(plain):
            rest = f"{plain[: found.start()]} {plain[found.end() :]}".strip()
            if (field := _FIELDS.get(rest)) is not None:
                groups = found.groupdict()
                chinese = any(groups.get(key) for key in ("zh", "azh", "bzh", "czh"))
                return _IN_CHINESE.get(field, field) if chinese else field
    return _FIELDS.get(plain)


def without_icons(text: str, instead: str = "") -> str:
    return text if text.isascii() else ICONS.sub(instead, text)


@lru_cache(1 << 12)
def _folded(name: str) -> str:
    return " ".join(without_icons(name).replace("_", " ").lower().split()).strip(
        ":： *"
    )


def known(line: str) -> Labelled | None:
    """`- Authors: …`, ` - **Abstract (ZH)**`, `Authors: …`: a name that we know.

    Without a colon or closed bold, nothing else may stand on the line; without any
    mark, there must be a colon.
    """
    found = _KNOWN.fullmatch(line)
    if not found or (field := field_of(found["name"])) is None:
        return None
    marker, bold, name, colon, end, late, rest = found.groups()
    style = _style(marker, bold)
    if rest and not (colon or late or (bold and end)):
        return None
    if style is Style.PLAIN and not colon:
        return None
    if bold and not (end or colon or late or marker):
        return None
    return Labelled(_folded(name), field, style, _value(rest, bold, end))


def other(line: str) -> Labelled | None:
    """`**Comments:** …`, `- GitHub: …`, `页数：…`: a line that any label may begin."""
    found = _OTHER.fullmatch(line)
    if not found or (found["bold"] and not (found["end"] or found["shut"])):
        return None
    name, style = _folded(found["name"]), _style(found["marker"], found["bold"])
    value = _value(found["rest"], found["bold"], found["end"] or found["shut"])
    if style is Style.BOLD and len(found["bold"]) == 1 and not found["marker"]:
        style = Style.LIST  # a word in italics may as well be of a text
    field = field_of(name)
    narrow = not field and found["colon"] == ":" and value[:1].isascii()
    if value.startswith(("//", ":", "\\")) or (narrow and _runs_on(found)):
        return None
    if field in NAMES or not (field or _is_name(found["name"], style)):
        return None
    return Labelled(name, field, style, value)


def _runs_on(found: "re.Match[str]") -> bool:
    """Whether nothing parts a colon from what follows: `10:30`, `a:b`."""
    start = found.start("rest")
    before = found.string[start - 1 : start]
    return bool(found["rest"]) and not (before.isspace() or before in "*_")


def _is_name(name: str, style: Style) -> bool:
    if not name.isascii() and len(name) > _MOST_HAN and " " not in name:
        return False
    words = name.split()
    loud = style is Style.BOLD or not name[0].islower()
    return loud and len(words) <= _MOST_WORDS and not name.endswith((".", ";"))


def _style(marker: str | None, bold: str | None) -> Style:
    if bold:
        return Style.BOLD
    return Style.LIST if marker else Style.PLAIN


def _value(rest: str, bold: str | None, end: str | None) -> str:
    """What stands behind a label, without the bold that began before it."""
    if end and not bold:
        return end + rest
    if bold and not end:
        return rest.removesuffix(bold).rstrip()
    return rest
