"""A title as Markdown dresses it → the title, and the link that it carries.

Numbers of a list, list marks, bold and links around a title are none of it.
"""

import re
from string import ascii_letters

from searcher.corpus import ids
from searcher.corpus.labels import ICONS, without_icons
from searcher.corpus.text import names, subjects, unlinked
from searcher.typed import NamedTuple

_HAN_NUMBER = "[一二三四五六七八九十百零〇]"
_NUMBER = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,2}){0,3}\\?[.．](?=\s|[^\W\d]\w|[\[*\u3400-\u9fff])\)?"
    r"|\d{1,3}\.\d{1,2}\.\d{1,2}(?=\s)|\d{1,3}\s*[:：](?!\d)"
    r"|\d{1,3}\s+[-–—|·•](?=\s)|0\d{3}[.．](?=\s)"
    r"|[\u2160-\u217b]{1,4}[.、:：)）]?(?=\s)|[\u3220-\u3229\u3280-\u3289]"
    r"|\d{1,3}(?:/\d{1,4}|\s+of\s+\d{1,4})(?:(?=\s)|\s*[:：.)])"
    r"|\d{1,4}(?:\s?[)）、]|\.?\]\.?|[】〕}º]|\.\))[.:：]?|\{#?\d{1,3}\}|\d{1,2}\ufe0f?\u20e3|§\s*\d{1,3}(?=\s)"
    r"|[\[【(（](?:(?:new|cross|replaced|updated|paper|论文|第)\s*)?#?\d{1,4}"
    r"(?:/\d{1,4})?\s*篇?[\]】)）](?:[.:：、](?=\s))?"
    r"|\[(?:new|cross|replaced|updated)\]|\[\d{4}-\d\d-\d\d\]"
    r"|\d{4}-\d\d-\d\d(?:\s*[:：|,，]|\s+[-–—](?=\s)|(?=\s))"
    r"|#\s?\d{1,4}[.:：、)]?(?=\s)"
    rf"|第\s*(?:\d{{1,4}}|{_HAN_NUMBER}{{1,4}})\s*篇\s*[:：、.]?"
    rf"|论文\s*(?:\d{{1,4}}|{_HAN_NUMBER}{{1,4}})\s*[:：、.)]"
    rf"|[（(]{_HAN_NUMBER}{{1,4}}[)）]|{_HAN_NUMBER}{{1,4}}[、.．](?!{_HAN_NUMBER})"
    r"|[甲乙丙丁戊己庚辛壬癸壹贰叁肆伍陆柒捌玖拾]{1,3}、"
    r"|(?:n[or]\.?\s*|№\s*|(?:paper|top|rank|title|article|item)\s+)#?\d{1,4}\s*"
    r"(?:[.:：、)]|[-–—](?=\s))|(?:n[or]\.|№)\s*\d{1,4}(?=\s)"
    r"|(?:(?:[ivx]{1,6}|[a-z])(?:[.)](?=\s)|、)|[(（](?:[ivx]{1,6}|[a-z])[)）](?=\s))"
    r"(?-i:(?!\s*[a-z])))"
    r"\s*(?=\S)",
    re.IGNORECASE,
)
"""What counts the papers of a list; of 285,000 titles none begins so."""
_TAGGED = re.compile(
    r"<(b|strong|i|em|code|span|small)>\s*([^<>]{1,12}?)\s*</\1>(?:\s|&nbsp;)*(?=\S)"
    r"|(\S{1,8}?)(?:&nbsp;|&ensp;|&emsp;)+\s*(?=\S)",
    re.IGNORECASE,
)
"""What may be a number, as a page has it."""
_MARKER = re.compile(r"[-*+•]\s+(?:\[[ xX]\]\s+)?(?=\S)")
_DRESSED = re.compile(r"([*_`]{1,3})([^*_`]{1,12})\1\s*(?=\S)")
_CODES = re.compile(
    r"(?:\[[^\[\]]{2,60}\](?!\()|【[^【】]{2,60}】|`[^`]{2,40}`)\s*(?=\S)"
)
_WRAPPED = re.compile(r"(\*{1,3}|__?)(?=\S)(.+?)(?<=\S)\1")
_URL = r"(?P<url>(?:[^()\s]|\([^()\s]*\))*)(?:\s+\"[^\"]*\")?"
_TEXT = r"(?P<text>(?:[^\[\]]|\[[^\[\]]*\])+)"
_LINKED = re.compile(
    rf"(?P<bold>\*{{1,3}}|__?)?!?\[{_TEXT}\]\({_URL}\)(?(bold)(?P=bold))(?P<rest>.*)",
    re.DOTALL,
)
_ANY_LINK = re.compile(rf"!?\[{_TEXT}\]\({_URL}\)")
_ADDRESS = re.compile(
    r"<?https?://[^\s<>()\[\]，。]+>?|\barxiv\s*:\s*\S+", re.IGNORECASE
)
_WORD = re.compile(
    r"(?:arxiv(?:\s*(?:link|abs|page))?|abs|abstract|pdf|html|link|paper|url|code|github"
    r"|project(?:\s+page)?|page|website|demo|data(?:set)?s?|back|here|doi|kimi|ar5iv"
    r"|semantic scholar|hugging\s?face|hf|alphaxiv|full\s+text|papers?\.cool"
    r"|view|read|open|see|visit|download|click|full|text|more|original|preprint"
    r"|source|article|publication|online|here|on|in|at|to|the|x"
    r"|(?:论文|链接|原文|代码|下载|项目|主页|查看|阅读|打开|点击|全文|文章|地址|摘要"
    r"|页面?|网页|详情|这里|此处|预印本|英文|中文)+)",
    re.IGNORECASE,
)
_TAG = re.compile(r"\d{1,4}|[a-z-]+(?:\.[A-Za-z-]+)|new|cross|replaced", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\[\]()（）【】|·•,，;；/&+:：*_~`<>-]+")
_FIRST_WORD = re.compile(r"[A-Za-z\u3400-\u9fff]+(?=[\s(（,，])")
"""A word at the beginning of a line that is no part of a link or an address."""
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_ANCHOR = re.compile(r"\s+\{[#.:][^{}]*\}$")
_VAULT = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]|`([^`]+)`")
_LAST_ICONS = re.compile(rf"\s+{ICONS.pattern}$")
_NAME = re.compile(
    r"(?:(?:[A-Z\u00c0-\u024f][\w.'’-]*|(?:van|von|de|der|den|del|da|di|la|le|al|bin|el))"
    r"(?:\s+|$)){2,5}|[\u3400-\u9fff·]{2,4}"
)
_BESIDE = re.compile(
    r"(?P<title>[^\[\]]*[^\s\[\]])\s*(?P<links>[\[(|,-].*\]\(.*)", re.DOTALL
)
_BOLD_FIRST = re.compile(
    r"(?P<dress>\*\*|__)(?P<title>[^*]+)(?P=dress)(?P<rest>\W*[^*]+)", re.DOTALL
)
_NAMES_LINK = re.compile(
    r"[,，;；.]?\s*(?:paper|pdf|link|论文|链接)\s*[:：]$", re.IGNORECASE
)
_ET_AL = re.compile(r"[,，]?\s*(?:\bet\.?\s*al\b\.?|等)[.,]*$", re.IGNORECASE)
_ID = re.compile(
    r"(?:\[(?:arxiv:\s*)?\d{4}\.\d{4,5}(?:v\d+)?\](?!\()"
    r"|(?:arxiv:\s*)?\d{4}\.\d{4,5}(?:v\d+)?\s*[:：|-])\s*(?=\S)",
    re.IGNORECASE,
)
_ID_BEHIND = re.compile(
    r"\s+[\[(（](?:arxiv:\s*)?\d{4}\.\d{4,5}(?:v\d+)?[\])）]$", re.IGNORECASE
)
_LETTERS = frozenset(ascii_letters)
_ALONE = re.compile(r"[`\[(（【*_]*\d{4}\.\d{4,5}(?:v\d{1,2})?[`\])）】*_]*")
_COUNTS = re.compile(
    r"[\W\d]*(?:paper|article|no|entry|论文|文章|第)?[\W\d]*(?:v\d+|篇)?\W*",
    re.IGNORECASE,
)
_BARS = re.compile(r"\s+[|｜·•]\s+")
_CLOSED = (")", "]", "）")
_BY = re.compile(r"\s*[-–—,(（]?\s*by\s+(?P<names>[^()]+?)[)）]?\s*", re.IGNORECASE)


class Bare(NamedTuple):
    """A title without its dress, the address behind it, and what stood behind it."""

    text: str
    link: str = ""
    rest: str = ""


def is_bold(line: str) -> bool:
    """Whether a line is bold as a whole, its number aside, as a heading may be."""
    if "**" not in line and "__" not in line:
        return False
    found = _WRAPPED.fullmatch(_unnumbered(line))
    return found is not None and len(found[1]) > 1 and found[1] not in found[2]


def _unadorned(text: str) -> str:
    """A title without what pages and vaults hang on it: images, anchors, icons."""
    if text.isascii() and not (
        text[-1:] in "})`" or text[:2] in ("[[", "<h", "<H", "`")
    ):
        return text
    text = _ANCHOR.sub("", _IMAGE.sub("", text)).strip()
    if found := _VAULT.fullmatch(text):
        text = found[1] or found[2]
    if found := _ADDRESS.match(text) if text[:2].lower() == "<h" else None:
        text = text[found.end() :] if text[found.end() :].strip() else text
    return text if text.isascii() else _LAST_ICONS.sub("", text).strip()


def bare(line: str) -> Bare:
    """The title of a line."""
    text = _undressed(_unadorned(line.strip()))
    plain = text[:1] in _LETTERS and text[0] not in "aA"  # as `arXiv:` begins
    if plain and "](" not in text and not text.endswith(_CLOSED):
        return Bare(_undressed(text))  # nearly no title has a code, an id or a link
    if (tags := _CODES.match(text)) and all(one.code for one in subjects(tags[0])):
        title = bare(text[tags.end() :])
        return title._replace(rest=f"{tags[0].strip()} {title.rest}".strip())
    if (numbered := _ID.match(text)) or (
        text.endswith(_CLOSED) and (numbered := _ID_BEHIND.search(text))
    ):
        whole = text[: numbered.start()] + text[numbered.end() :]
        return Bare(_undressed(whole), numbered[0].strip())
    if found := _LINKED.fullmatch(text):
        inner, rest = _undressed(found["text"]), found["rest"].strip()
        if not is_link_word(inner) and (not rest or ids.in_link(found["url"])):
            return Bare(inner, found["url"], rest)
    link = ""
    for one in _ANY_LINK.finditer(text) if "](" in text else ():
        if is_link_word(one["text"]):
            text = text.replace(one[0], " ")
            link = link or (one["url"] if ids.in_link(one["url"]) else "")
    text = text.strip()
    if text.endswith(_CLOSED):
        text = re.sub(r"[\[(（][\s,，;；/|·]*[\])）]\s*$", "", text).strip()
    return Bare(_undressed(unlinked(text)), link)


def item(line: str) -> Bare | None:
    """The paper of an item that is a link to it, `- **[Title](https://…)** by Ada`, or
    of one beside such a link, `- Title [[pdf](https://…)]`.
    """
    listed = bool(_MARKER.match(line) or _NUMBER.match(line))
    whole = _undressed(line)
    found = _LINKED.fullmatch(whole)
    if found and ids.in_link(found["url"]):
        text, rest = _undressed(found["text"]), found["rest"].strip()
        if not is_link_word(text) and not ids.in_link(text):
            alone = not rest or _BY.fullmatch(rest)
            return Bare(text, found["url"], rest) if listed or alone else None
        rest = rest.strip(" :：-–—|")
        titled = listed and len(rest.split()) > 1 and "](" not in rest
        return Bare(_undressed(rest), found["url"]) if titled else None
    if not listed or not (beside := _BESIDE.fullmatch(whole)):
        return None
    link = next((one["url"] for one in _ANY_LINK.finditer(beside["links"])), "")
    if not (ids.in_link(link) and is_only_links(beside["links"])):
        return None
    text = _NAMES_LINK.sub("", beside["title"])
    if loud := _BOLD_FIRST.fullmatch(text):
        return Bare(
            _undressed(loud["title"]), link, f", {loud['rest'].strip(' .,，。')}"
        )
    return Bare(_undressed(text), link)


def authors(rest: str) -> str:
    """The names behind a title: `by Ada Birch`, `- Ada Birch, Ben Cedar`."""
    if found := _BY.fullmatch(rest):
        return found["names"] if names(found["names"]) else ""
    if found := re.fullmatch(r"\s*[-–—|:：,]\s*(.+)", rest):
        return found[1] if are_names(found[1]) else ""
    return ""


def byline(text: str) -> str:
    """The names in a line of names, links, codes and days between bars."""
    parts = [part.strip("*_ ") for part in _BARS.split(text)]
    named = [part for part in parts if are_names(part)]
    rest = [part for part in parts if part not in named]
    tags = all(is_only_tags(part) or is_only_links(part) for part in rest)
    return named[0] if len(named) == 1 and rest and tags else ""


def are_names(text: str) -> bool:
    """Whether a line is the names of several people, and nothing else."""
    text = unlinked(text)
    found = names(alone := _ET_AL.sub("", text))
    several = len(found) > 1 or (found and alone != text)
    return bool(several) and len(text) > 5 and all(map(_NAME.fullmatch, found))


def is_only_links(line: str) -> bool:
    """Whether a line is made of links, and of the few words that name them."""
    if _ALONE.fullmatch(line):
        return True
    if "://" not in line and "](#" not in line and "arxiv" not in line.lower():
        return False
    known = (_WORD, _TAG) if "](" in line else (_WORD,)
    first = _FIRST_WORD.match(line)
    if first and not any(one.fullmatch(first[0]) for one in known):
        return False  # as of nearly every line that is a sentence
    short = _ANY_LINK.sub(lambda one: "" if _is_short(one) else one[0], line)
    left = _ADDRESS.sub(" ", without_icons(short, " "))
    if left == line:
        return False
    words = filter(None, _BETWEEN.split(left))
    return all(any(one.fullmatch(word) for one in known) for word in words)


def is_count(text: str) -> bool:
    """Whether a heading only counts the papers, or has an id: `Paper 3`, `第3篇`."""
    return bool(_COUNTS.fullmatch(text))


def is_name(text: str) -> bool:
    """Whether a text in Latin letters may well be one person's name, and no more."""
    return bool(_NAME.fullmatch(text)) and text.isascii() and " " in text


def is_only_tags(rest: str) -> bool:
    """Whether what stands behind a title is links, a day, or codes of subjects."""
    left = _ANY_LINK.sub(" ", rest)
    return all(
        not word or _TAG.fullmatch(word) or _WORD.fullmatch(word)
        for word in re.split(r"[\s\[\]()（）|·,，;；/`*_-]+", _ADDRESS.sub(" ", left))
    )


def is_link_word(text: str) -> bool:
    """Whether the text of a link says that it is one: `PDF`, `[code]`, `2603.00001`."""
    words = [word for word in _BETWEEN.split(without_icons(text, " ")) if word]
    whole = " ".join(words)
    return bool(
        not words
        or _WORD.fullmatch(whole)
        or all(_WORD.fullmatch(word) for word in words)
        or _ADDRESS.match(whole)
        or (len(words) == 1 and ids.in_link(whole))
    )


def _is_short(link: "re.Match[str]") -> bool:
    """Whether a link shows a word or two, or leads to a place on the page."""
    text = link["text"]
    return link["url"][:1] == "#" or (len(text.split()) <= 3 and len(text) <= 30)


def _unnumbered(line: str) -> str:
    for pattern in (_MARKER, _NUMBER, _MARKER):
        found = pattern.match(line)
        line = line[found.end() :] if found else line
    return line.strip()


def _loud_number(text: str) -> "re.Match[str] | None":
    """A number that is dressed alone: `**1.** Title`, `<b>1.</b> Title`."""
    tagged = _TAGGED.match(text) if text[:1] == "<" or "&" in text[:12] else None
    found = _DRESSED.match(text) if text[:1] in "*_`" else tagged
    said = (found[2] or found[3]) if found and found is tagged else found and found[2]
    number = _NUMBER.match(f"{said.strip()} x") if said else None
    return found if number and number.string[number.end() :] == "x" else None


def _undressed(text: str) -> str:
    """Without list mark, number and bold around all of it, in whatever order."""
    text = text.strip()
    if text[:1] in _LETTERS and not _NUMBER.match(text):
        return text  # no mark, bold or icon begins so
    for _ in range(4):
        before = text
        text = ICONS.sub("", text, count=1) if ICONS.match(text) else text
        if found := _MARKER.match(text) or _NUMBER.match(text) or _loud_number(text):
            text = text[found.end() :]
        if found := _WRAPPED.fullmatch(text):
            inner = found[2]
            text = text if found[1] in inner else inner
        text = text.strip()
        if text == before:
            break
    return text
