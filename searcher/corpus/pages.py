"""Pages of HTML with papers: arXiv's own listings, and digests in any layout.

A paper is a title, which is a heading, a link to arXiv, or named by its class, and what
stands below it. Each is read as an object of JSON is. Nothing here parses HTML.
"""

import re
from collections.abc import Iterable, Iterator

from searcher.corpus import bare, headers, ids, records, tables
from searcher.corpus.blocks import BREAK, HEADINGS, Block, blocks
from searcher.corpus.moments import day_written
from searcher.corpus.objects import Object
from searcher.corpus.roles import Role, role
from searcher.corpus.sightings import sighted
from searcher.corpus.text import day_in_name, has_han, is_chinese, tidy
from searcher.corpus.values import UNKNOWN
from searcher.identifiers import LONGEST
from searcher.model import ARXIV_ID, Json, Paper, Problem, Sighting

UNREAD = "a text {!r} in no field of a paper, left out"
NO_TITLE = "a link to arXiv without a title, wanted one"

MOST_OF_MARK = 8
"""Letters beside a title that are no text, but a mark such as `cs.CV` or `New`."""
PROSE = 120
"""Characters of a text that is an abstract, where nothing tells what it is."""
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.{0,1000}?-->\s*)*<(?:!doctype\s+html|html|dl)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    r"\s*<(?:h[1-6]|div|section|article|main|body|ul|ol)\b", re.IGNORECASE
)
_MARKDOWN = re.compile(r"^\s*(?:#{1,6} |[-*] |\|)|\]\(|\*\*", re.MULTILINE)
_LABEL = re.compile(r"([A-Za-z一-鿿][\w 一-鿿-]{0,24}?)\s*[:：]\s*(.*)", re.DOTALL)
_NO_TOPIC = re.compile(
    r"(?:new|cross|replacement)\b.*\b(?:submissions?|lists?)|showing\b|total of\b|"
    r"authors and titles|today|daily|latest|arxiv|今日|每日",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"\W*(?:arxiv|abs|abstract|pdf|html|code|link|paper|view|read|more|here|other|"
    r"formats?|ps|doi|链接|原文|论文|摘要|查看|下载|page|full|text|\d[\d.v]*|[a-z-]+/\d+|\W)+",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:\S+\s+){3,}.*[.!?]|.{10,}[。！？]", re.DOTALL)
_PASSED = "passed over"
_SIGNS = re.compile(r"^[^\w(（@]+")
"""Such as a picture of people before their names."""
_PARTED = re.compile(r"\s*(?:[,;、，；]|\band\b)\s*")
_TITLES = {Role.TITLE, Role.TITLE_EN, Role.TITLE_ZH}
_BETWEEN = {Role.AUTHORS: ", ", Role.SUBJECTS: "; ", Role.KEYWORDS: ", "}
_KEYS = {
    Role.SUMMARY: "abstract",
    Role.ARXIV: "link",
    Role.ID: "link",
    Role.LINK: "link",
}


def looks_like(head: str) -> bool:
    """Whether a file that begins so is a page of HTML."""
    head = head[:4000].lstrip("\ufeff")
    if _FRAGMENT.match(head):
        return "arxiv.org/" in head and not _MARKDOWN.search(head)
    return bool(_PAGE.match(head))


def read(pieces: Iterable[str], *, name: str) -> Iterator[Sighting | Problem]:
    """The papers of a page, in any pieces; `name` is the file's under corpus/."""
    reading = _Reading(name)
    for block in blocks("".join(pieces)):
        reading.take(block)
    reading.end()
    if not reading.found:
        yield Problem(name, 0, UNKNOWN)
    yield from _papers(reading.found)


def _papers(
    found: list[Sighting | Problem],
) -> Iterator[Sighting | Problem]:
    """The same, without headings of prose, where papers are known by their ids."""
    sure = any(isinstance(item, Sighting) and _is_sure(item.paper) for item in found)
    for item in found:
        if isinstance(item, Problem) or not sure or _is_sure(item.paper):
            yield item
        else:
            abstract = item.paper.abstract
            text = abstract.en or abstract.zh
            name = item.paper.seen[0].digest
            yield Problem(name, item.line, UNREAD.format(text[:40]))


def _is_sure(paper: Paper) -> bool:
    return bool(paper.authors) or not ids.is_made(paper.id)


class _Entry:
    """A paper being read: where it begins, its fields, and texts that have none yet."""

    def __init__(self, line: int, title: str = "") -> None:
        self.line = line
        self.value: Json = {"title": title, "link": []}
        self.loose: list[tuple[int, str]] = []

    @property
    def is_paper(self) -> bool:
        """Whether anything but a title was found, as below no heading of a section."""
        return bool(self.value["link"] or {"authors", "abstract"} & self.value.keys())

    @property
    def is_whole(self) -> bool:
        """Whether more than a link was found, so that a table is of another paper."""
        return bool(self.value["link"] and {"authors", "abstract"} & self.value.keys())

    def put(self, which: Role, text: str) -> None:
        """Take a field; what comes again is more of it."""
        if which is Role.AUTHORS:
            text = _SIGNS.sub("", text)
        key = _KEYS.get(which, which.name.lower())
        if key == "link":
            self.value["link"].append(f"arxiv {text}")
        elif text and self.value.get(key):
            between = _BETWEEN.get(which, " ")
            self.value[key] += f"{between}{text.strip(' ,;')}"
        elif text:
            self.value[key] = text


class _Reading:
    """Walks the blocks; remembers the open paper, the topic and the day."""

    def __init__(self, name: str) -> None:
        self.found: list[Sighting | Problem] = []
        self._name = name
        self._day = day_in_name(name)
        self._topic = ""
        self._open: _Entry | None = None
        self._pending: Role | str | None = None
        self._awaited = False  # whether a title is to come, in a table for each paper
        self._columns: tables.Columns | None = None
        self._first = False

    def take(self, block: Block) -> None:
        """Read the next block."""
        label = _label_of(block)
        pending, self._pending = self._pending, label
        if block.tag == "table":
            self._columns, self._first = None, True
            if self._open and self._open.is_whole:
                self.end()
                self._awaited = True
        elif block.cells:
            self._row(block)
        elif label:
            pass
        elif pending == _PASSED:
            self._link(block)
        elif isinstance(pending, Role) and self._open:
            self._put(self._open, pending, block.text)
            self._link(block)
        elif block.tag == "dt" and any(_arxiv(href) for href, _text in block.links):
            self._start(block.line, "")
            self._link(block)
        elif block.tag in {*HEADINGS, "dt"} or block.role in _TITLES:
            self._title(block)
            self._link(block)
        else:
            self._text(block)
            self._link(block)

    def _text(self, block: Block) -> None:
        title = _linked_title(block)
        if title and not _leads(title, block.text):
            title = ""
        if not title or (self._open and self._open.value["title"] == title):
            if self._awaited and not self._open and not _NO_TITLE.fullmatch(block.text):
                self._start(block.line, block.text)
                return
            self._field(block)
            return
        self._start(block.line, title)
        rest = block.text.replace(title, "", 1).strip(" -–—:：.,|()[]")
        if sum(map(str.isalpha, rest)) > MOST_OF_MARK:
            self._field(Block(block.tag, block.line, None, rest))

    def _link(self, block: Block) -> None:
        """Give the open paper its links; those of words in a sentence are of others."""
        if self._open:
            prose = len(block.text) > PROSE or bool(_SENTENCE.fullmatch(block.text))
            title = self._open.value["title"]
            self._open.value["link"] += [
                arxiv
                for href, text in block.links
                if (arxiv := _arxiv(href))
                and (not prose or text == title or _NO_TITLE.fullmatch(text or "pdf"))
            ]

    def _row(self, block: Block) -> None:
        """A row of a table: its header, a paper, or, in any other, so many blocks."""
        if self._first:
            self._first = False
            self._columns = tables.columns([cell.text for cell in block.cells])
            if self._columns:
                self.end()
                return
        if self._columns is None:
            for cell in block.cells:
                for line in _lines(cell):
                    self.take(line)
            return
        if len(block.cells) != (width := len(self._columns.names)):
            self._note(block.line, tables.WIDTH.format(len(block.cells), width))
        texts = [*map(_markdown, block.cells)]
        self._emit(tables.fields(self._columns, texts), block.line)

    def end(self) -> None:
        entry, self._open = self._open, None
        if entry is None:
            return
        if not entry.is_paper:
            title = str(entry.value["title"])
            if title and len(title) < PROSE:
                self._section(title)
            return
        self._emit(entry.value, entry.line)
        for line, text in entry.loose:
            self._note(line, UNREAD.format(text[:40]))

    def _emit(self, value: Json, line: int) -> None:
        if self._topic and "keywords" not in value:
            value = {**value, "keywords": [self._topic]}
        if isinstance(title := value.get("title"), str):
            value = {**value, "title": bare.bare(title).text}
        record = Object({key: one for key, one in value.items() if one})
        try:
            paper = records.paper(record)
        except ValueError:
            self._note(line, NO_TITLE)
            return
        for fault in record.faults.told():
            self._note(line, fault)
        self.found.append(sighted(paper, self._name, self._day, line))

    def _section(self, text: str) -> None:
        """What a heading says of the papers below."""
        if day := headers.announced(text) or day_in_name(text):
            self._day = day
        text = tables.without_count(text)
        self._topic = "" if day or _NO_TOPIC.match(text) else text

    def _start(self, line: int, title: str) -> None:
        self.end()
        self._awaited = False
        self._open = _Entry(line, title)

    def _title(self, block: Block) -> None:
        found = _LABEL.fullmatch(block.text)
        text = found[2] if found and role(found[1]) in _TITLES else block.text
        entry = self._open
        if found and role(found[1]) not in {None, *_TITLES}:
            self._field(block)
        elif entry and not entry.value["title"]:
            entry.value["title"] = text
        elif (
            entry and not entry.is_paper and _are_pair(str(entry.value["title"]), text)
        ):
            entry.value["title_zh"] = text
        else:
            self._start(block.line, text)

    def _field(self, block: Block) -> None:
        """Give a text to the open paper, by its label, its class, or its looks."""
        entry, text = self._open, block.text
        if entry is None or not text:
            return
        found = _LABEL.fullmatch(text)
        named = role(found[1]) if found else None
        if found and named and named not in _TITLES:
            self._put(entry, named, found[2])
        elif block.role:
            self._put(entry, block.role, text)
        elif (
            (found and tables.is_passed(found[1]))
            or _NO_TITLE.fullmatch(text)
            or (block.links and _only_links(block))
        ):
            pass
        elif len(text) < tables.LONGEST_DAY and (day := day_written(text)):
            entry.value["date"] = day.isoformat()
        elif len(text) > PROSE or _SENTENCE.fullmatch(text):
            self._put(entry, Role.ABSTRACT, text)
        elif "authors" not in entry.value and _are_names(text):
            self._put(entry, Role.AUTHORS, text)
        else:
            entry.loose.append((block.line, text))

    def _put(self, entry: _Entry, which: Role, text: str) -> None:
        if which in {Role.ABSTRACT, Role.SUMMARY} and is_chinese(text):
            which = Role.ABSTRACT_ZH
        if which is Role.DATE:
            entry.value["date"] = text
        else:
            entry.put(which, text)

    def _note(self, line: int, message: str) -> None:
        self.found.append(Problem(self._name, line, message))


def _lines(cell: Block) -> list[Block]:
    """The lines of a cell, each with the links that are in it."""
    texts = [*filter(None, map(tidy, "".join(cell.parts).split(BREAK)))]
    if len(texts) < 2:
        return [cell]
    lines = [Block(cell.tag, cell.line, cell.role, text) for text in texts]
    for link in cell.links:
        holding = (line for line in lines if link[1] in line.text)
        next(holding, lines[-1]).links.append(link)
    return lines


def _markdown(cell: Block) -> str:
    """A cell as one of Markdown."""
    text = cell.text
    for href, linked in cell.links:
        link = _arxiv(href) or href
        whole = bool(linked) and linked in text
        text = (
            text.replace(linked, f"[{linked}]({link})", 1)
            if whole
            else f"{text} <{link}>"
        )
    return text


def _linked_title(block: Block) -> str:
    """The text of a link to arXiv that is more than an id or `pdf`."""
    for href, text in block.links:
        said = len(text) > 8 and "://" not in text and not _NO_TITLE.fullmatch(text)
        if said and _arxiv(href):
            return text
    return ""


def _leads(title: str, text: str) -> bool:
    """Whether a title begins a text, but for marks, a number or a label."""
    before = text[: text.find(title)]
    return sum(map(str.isalpha, before)) <= MOST_OF_MARK


def _arxiv(href: str) -> str:
    """The address at arXiv of the paper that a link leads to, there or elsewhere."""
    known = ids.given(_absolute(href[:LONGEST]))
    if known is None or not ARXIV_ID.fullmatch(known.id):
        return ""
    version = f"v{known.version}" if known.version else ""
    return f"https://arxiv.org/abs/{known.id}{version}"


def _absolute(href: str) -> str:
    if href.startswith("/papers/"):
        return f"https://huggingface.co{href}"
    return f"https://arxiv.org{href}" if href.startswith(("/abs/", "/pdf/")) else href


def _label_of(block: Block) -> Role | str | None:
    """What a term or a cell says of what comes next."""
    text = block.text
    named = block.tag in {"dt", "summary"} or text.endswith((":", "："))
    if block.links or not text or not named:
        return None
    text = text.rstrip(" :：")
    return role(text) or (_PASSED if tables.is_passed(text) else None)


def _are_names(text: str) -> bool:
    """Whether a text is two names or more; one alone could as well be a subject."""
    parts = [part.split() for part in _PARTED.split(text.removeprefix("by "))]
    return len(parts) > 1 and all(
        (len(part) == 1 and len(part[0]) < 5 and is_chinese(part[0]))
        or (1 < len(part) < 6 and part[0][0].isupper() and part[-1][0].isupper())
        for part in parts
    )


def _only_links(block: Block) -> bool:
    if len(block.text) > PROSE:
        return False
    rest = block.text
    for _href, text in block.links:
        rest = rest.replace(text, "", 1)
    return not any(map(str.isalnum, rest))


def _are_pair(first: str, second: str) -> bool:
    return not has_han(first) and is_chinese(second)
