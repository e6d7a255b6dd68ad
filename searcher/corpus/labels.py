"""The words that announce a field, in both languages → which field they announce.

Nothing here knows where in a digest a line stands, or what a field holds.
"""

import re
from enum import Enum, auto
from functools import lru_cache
from unicodedata import normalize

from searcher.analysis.folding import HARD, one_to_one
from searcher.corpus import roles
from searcher.corpus.roles import Role
from searcher.typed import NamedTuple


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
    field: Role | None
    style: Style
    value: str


_BESIDES = (Role.SUMMARY, Role.PART, Role.ASIDE)
_EVERY = {r: n.labels.split(", ") for r, n in roles.NAMES.items() if n.labels}
NAMES = {role: names for role, names in _EVERY.items() if role not in _BESIDES}
"""Labels of the fields that a paper has, and not of what it has besides."""

_FIELDS = {name: role for role, names in _EVERY.items() for name in names}
_IN_CHINESE = {
    Role.TITLE: Role.TITLE_ZH,
    Role.ABSTRACT: Role.ABSTRACT_ZH,
    Role.TITLE_ZH: Role.TITLE_ZH,
    Role.ABSTRACT_ZH: Role.ABSTRACT_ZH,
}
_CHINESE = {
    "zh",
    "cn",
    "chs",
    "cht",
    "chn",
    "zho",
    "mandarin",
    "chinese",
    "中文",
    "中文版",
    "简体",
    "繁体",
    "汉语",
}
_CHINESE |= {
    "中译",
    "简体中文",
    "繁体中文",
    "简中",
    "繁中",
    "英译中",
    "英译汉",
    "中",
    "汉",
}
_TRANSLATED = {"translated", "translation", "译文", "翻译", "机翻", "译"}
"""Words of a name that tell the language; what is translated, is Chinese."""
_ENGLISH = {"en", "eng", "english", "original", "英文", "英文版", "原文", "英"}
_BESIDE = {"in", "version", "tw", "hk", "sg", "hans", "hant", "us", "gb", "by", "ai"}
_BESIDE |= {"simplified", "traditional", "machine", "deepl", "google", "gpt", "chatgpt"}
_BESIDE |= {"of", "the", "版", "机器"}
"""Words beside those, which say how it was translated, and where it is read."""
_TELLING = _CHINESE | _TRANSLATED | _ENGLISH
_JOINED = [one for one in _TELLING if not one.isascii() and one not in "中汉英"]
_JOINED.sort(key=lambda one: (-len(one), one))
_WORDS = re.compile(
    r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+|[^\w\s()\[\]{}<>【】«»《》〔〕/|,.;、·–—-]"
)
_INSERT = re.compile(r"\s*[(\[{<【«《〔]([^()\[\]{}<>【】«»《》〔〕]*)[)\]}>】»》〕]")
"""What stands in brackets within a name, which is NFKC."""
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
    rf"{_HEAD}(?P<name>[^\W\d][^:：*_\n]{{0,47}}+(?:_(?=\w)[^:：*_\n]{{1,47}}+)*+){_TAIL}",
    re.DOTALL,
)
_INNER = r"[^:：*`|<>{}\[\]=，。！？,!?\\$_]"
_OTHER = re.compile(
    rf"{_HEAD}(?P<name>[^\W\d_]{_INNER}{{0,39}}+(?:_(?=\w){_INNER}{{1,39}}+)*+){_TAIL}",
    re.DOTALL,
)
_SIGNED = re.compile(r"[-*+•]\s+(?P<icon>.)\ufe0f?\s+(?P<rest>\S.*)", re.DOTALL)
_SIGNS = {
    **dict.fromkeys("👥👤👨👩🧑✍", Role.AUTHORS),
    **dict.fromkeys("📅🗓🏷🔖🏛🏢🏫🎓", Role.ASIDE),
    "📝": Role.ABSTRACT,
}
"""Icons that stand for a label, in an item of a list."""
_MOST_WORDS, _MOST_HAN = 4, 10
"""Words, or Han characters, of a name that is not known to be one."""


@lru_cache(1 << 12)
def field_of(name: str) -> Role | None:
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


def _in_language(plain: str) -> Role | None:
    """What a name announces with words that tell the language, and how it got there."""
    if plain.isascii() and _TELLING.isdisjoint(_WORDS.findall(plain)):
        return None  # as of nearly every title, each of which is asked for
    kept: list[str] = []
    told: set[str] = set()
    for insert in _INSERT.findall(plain):  # the rest of one says how it got there
        told |= set().union(*(_told(word)[1] for word in _WORDS.findall(insert)))
    for word in _WORDS.findall(_INSERT.sub(" ", plain) if told else plain):
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
    if word in _TELLING:
        return "", {word}
    told: set[str] = set()
    while one := next((one for one in _JOINED if _is_end(one, word)), ""):
        told.add(one)
        word = word.removeprefix(one) if word.startswith(one) else word[: -len(one)]
    return word, told


def _is_end(part: str, word: str) -> bool:
    longer = len(part) < len(word)
    return longer and (word.startswith(part) or word.endswith(part))


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
        return _qualified(line)
    bold, end = found["bold"], found["end"] or found["shut"]
    whole = bool(bold) and found["rest"].endswith(bold) and len(bold) == 1
    if bold and not (end or (whole and field_of(found["name"]))):
        return None
    name, style = _folded(found["name"]), _style(found["marker"], bold)
    value = _value(found["rest"], bold, end)
    if style is Style.BOLD and len(found["bold"]) == 1 and not found["marker"]:
        style = Style.LIST  # a word in italics may as well be of a text
    field = field_of(name)
    if style is Style.PLAIN and not field and field_of(_INSERT.sub("", name)) in NAMES:
        style = Style.LIST  # `Abstract (Klingon): …` is no title and no sentence
    sure = found["colon"] or found["late"] in (":", "：")
    if not sure and (len(bold) == 1 or not field):
        return None  # a word that is loud may as well be of a text
    narrow = not field and found["colon"] == ":" and value[:1].isascii()
    if value.startswith(("//", ":", "\\")) or (narrow and _runs_on(found)):
        return None
    if field in NAMES or not (field or _is_name(found["name"], style)):
        return None
    return Labelled(name, field, style, value)


def _qualified(line: str) -> Labelled | None:
    """`Abstract [Klingon]: …`: a name that we know, and what we do not in brackets."""
    found = _KNOWN.fullmatch(line) if "[" in line or "{" in line else None
    if not found or not (found["colon"] or found["end"] or found["late"]):
        return None
    name, bold = _folded(found["name"]), found["bold"]
    known = _INSERT.sub("", name).strip()
    if known == name or field_of(known) not in NAMES:
        return None
    style = _style(found["marker"] or "-", bold)
    return Labelled(
        name, None, style, _value(found["rest"], bold, found["end"] or found["shut"])
    )


def signed(line: str) -> Labelled | None:
    """`- 👥 Ada Birch`: an item whose icon is all the label that it has."""
    found = None if line.isascii() else _SIGNED.fullmatch(line)
    field = _SIGNS.get(found["icon"]) if found else None
    if not found or field is None:
        return None
    return Labelled(found["icon"], field, Style.LIST, found["rest"])


def _runs_on(found: "re.Match[str]") -> bool:
    """Whether nothing parts a colon from what follows: `10:30`, `a:b`."""
    start = found.start("rest")
    before = found.string[start - 1 : start]
    return bool(found["rest"]) and not (before.isspace() or before in "*_")


def _is_name(name: str, style: Style) -> bool:
    name = name.rstrip()
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
