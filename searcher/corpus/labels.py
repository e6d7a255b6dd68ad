"""The words that announce a field, in both languages → which field they announce.

Nothing here knows where in a digest a line stands, or what a field holds.
"""

import re
from enum import Enum, auto
from functools import lru_cache
from unicodedata import normalize

from searcher.analysis.folding import HARD, one_to_one
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
    Field.TITLE: (
        *(
            "title",
            "english title",
            "英文标题",
            "题目",
            "标题",
            "题名",
            "原标题",
            "原题",
        ),
    ),
    Field.TITLE_ZH: ("中文标题", "中文题目", "中文题名", "chinese title"),
    Field.AUTHORS: ("authors", "author", "author(s)", "作者"),
    Field.SUBJECTS: (
        *("subjects", "subject", "categories", "category", "primary category"),
        *("main category", "学科", "分类", "类别", "主题"),
    ),
    Field.LINK: (
        *("arxiv link", "arxiv url", "arxiv id", "abs link", "paper link", "url", "id"),
        *("paper id", "identifier", "编号"),
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
_CHINESE = {
    "zh",
    "cn",
    "chs",
    "cht",
    "chinese",
    "中文",
    "中文版",
    "简体",
    "繁体",
    "汉语",
}
_CHINESE |= {"中译", "简体中文", "繁体中文", "中", "汉"}
_TRANSLATED = {"translated", "translation", "译文", "翻译", "机翻", "译"}
"""Words of a name that tell the language; what is translated, is Chinese."""
_ENGLISH = {"en", "eng", "english", "original", "英文", "英文版", "原文", "英"}
_BESIDE = {"in", "version", "tw", "hk", "sg", "hans", "hant", "us", "gb", "by", "ai"}
_BESIDE |= {"simplified", "traditional", "machine", "deepl", "google", "gpt", "chatgpt"}
"""Words beside those, which say how it was translated, and where it is read."""
_JOINED = sorted((_CHINESE | _TRANSLATED | _ENGLISH) - set("中汉英"), key=len)[::-1]
_WORDS = re.compile(
    r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+|[^\w\s()\[\]{}<>【】/|,、·–—-]"
)
_COUNT = re.compile(r"\s*[(（]\d+[)）]")
_ICONS = r"[\u00a9\u2190-\u2bff\u3030\ufe0f\u200d\U0001f000-\U0001faff]"
ICONS = re.compile(rf"(?:{_ICONS}+\s*)+")

_HEAD = (
    r"(?P<marker>(?:[-*+•]|\d{1,2}[.)、])\s+)?"
    rf"(?:{_ICONS}+\s*)*(?P<bold>\*{{1,3}}|__?)?\s*(?:{_ICONS}+\s*)*"
)
_TAIL = (
    r"(?:(?P<colon>[:：])\s*(?P<end>(?(bold)(?P=bold)|(?!)))?"
    r"|(?P<shut>(?(bold)(?P=bold)|(?!)))\s*(?P<late>[:：]|[-–—|｜→](?=\s))?|$)"
    r"\s*(?P<rest>.*)"
)
_KNOWN = re.compile(
    rf"{_HEAD}(?P<name>[^\W\d](?:[^:：*_\n]|_(?=\w)){{0,47}}?)\s*{_TAIL}", re.DOTALL
)
_OTHER = re.compile(
    rf"{_HEAD}(?P<name>[^\W\d_][^:：*`|<>{{}}\[\]=，。！？,!?\\$]{{0,39}}?)\s*{_TAIL}",
    re.DOTALL,
)
_MOST_WORDS, _MOST_HAN = 4, 10
"""Words, or Han characters, of a name that is not known to be one."""


@lru_cache(1 << 12)
def field_of(name: str) -> Field | None:
    """What a name announces: `Abstract`, `Abstract (ZH)`, `论文作者`, `標題`."""
    plain = _folded(name)
    if plain in _FIELDS:
        return _FIELDS[plain]
    for scope in ("论文", "paper "):
        if plain.startswith(scope) and (field := field_of(plain.removeprefix(scope))):
            return field
    plain = _COUNT.sub("", plain)
    if field := _FIELDS.get(plain) or _in_language(plain):
        return field
    if plain.isascii():
        return None
    simple = plain.translate(one_to_one())
    return field_of(simple) if simple != plain and HARD not in simple else None


def _in_language(plain: str) -> Field | None:
    """What a name announces with words that tell the language, and how it got there."""
    kept: list[str] = []
    told: set[str] = set()
    for word in _WORDS.findall(plain):
        rest, found = _told(word)
        told |= found
        if rest and rest not in _BESIDE:
            kept.append(rest)
    field = _FIELDS.get(" ".join(kept)) if told else None
    english = not told.isdisjoint(_ENGLISH)
    chinese = not told.isdisjoint(_CHINESE) or not english
    return _IN_CHINESE.get(field, field) if field and chinese else field


def _told(word: str) -> tuple[str, set[str]]:
    """A word without those that tell a language, and these."""
    if word in _CHINESE or word in _TRANSLATED or word in _ENGLISH:
        return "", {word}
    told: set[str] = set()
    while one := next((one for one in _JOINED if _is_end(one, word)), ""):
        told.add(one)
        word = word.removeprefix(one) if word.startswith(one) else word[: -len(one)]
    return word, told


def _is_end(part: str, word: str) -> bool:
    han = not part.isascii() and len(part) < len(word)
    return han and (word.startswith(part) or word.endswith(part))


def without_icons(text: str, instead: str = "") -> str:
    return text if text.isascii() else ICONS.sub(instead, text)


@lru_cache(1 << 12)
def _folded(name: str) -> str:
    name = name if name.isascii() else normalize("NFKC", without_icons(name))
    return " ".join(name.replace("_", " ").lower().split()).strip(": *")


def known(line: str) -> Labelled | None:
    """`- Authors: …`, ` - **Abstract (ZH)**`, `Authors: …`: a name that we know.

    Without a colon or closed bold, nothing else may stand on the line; without any
    mark, there must be a colon.
    """
    found = _KNOWN.fullmatch(line)
    if not found or (field := field_of(found["name"])) not in NAMES:
        return None
    marker, bold, name, colon, end, shut, late, rest = found.groups()
    style = _style(marker, bold)
    if rest and not (colon or late or shut):
        return None
    if style is Style.PLAIN and not colon:
        return None
    if bold and not (end or colon or shut or marker):
        return None
    return Labelled(_folded(name), field, style, _value(rest, bold, end or shut))


def other(line: str) -> Labelled | None:
    """`**Comments:** …`, `- GitHub: …`, `页数：…`: a line that any label may begin."""
    found = _OTHER.fullmatch(line)
    if not found or not (found["colon"] or found["shut"]):
        return None
    bold, end = found["bold"], found["end"] or found["shut"]
    whole = bool(bold) and found["rest"].endswith(bold)
    if bold and not (end or whole):
        return None
    name, style = _folded(found["name"]), _style(found["marker"], bold)
    value = _value(found["rest"], bold, end)
    if style is Style.BOLD and len(found["bold"]) == 1 and not found["marker"]:
        style = Style.LIST  # a word in italics may as well be of a text
    field = field_of(name)
    sure = found["colon"] or found["late"] in (":", "：")
    if not sure and (len(bold) == 1 or not field):
        return None  # a word that is loud may as well be of a text
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
