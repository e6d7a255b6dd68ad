"""Tables in Markdown whose rows are papers: any with a column for the title.

The lines of tables are taken out of a digest, the others left to the parser of entries.
A row is read as an object of JSON is, by the names of its columns. Nothing here knows
how an entry without a table looks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from searcher.corpus import bare, headers, labels, records
from searcher.corpus.cells import BREAK, cells, guarded_cells, links, parts, shown
from searcher.corpus.objects import Object
from searcher.corpus.roles import Role, folded, role
from searcher.corpus.sightings import sighted
from searcher.corpus.text import day_in_name
from searcher.model import Json, Problem, Sighting
from searcher.typed import NamedTuple

NO_TITLE = "a row with no title, wanted one"
NO_COLUMN = "a table without a column for the title, wanted one"
WIDTH = "a row of {} cells, wanted {}"
NO_ID = "{} is {!r}, wanted a link to arXiv"
UNREAD = "a column {!r} that is not read; told once"

LONGEST_HEADING = 300
"""Characters of a line that heads a table."""
ROWS = 10_000
"""Rows of a table that are read together."""
LONGEST_DAY = 30
"""Characters of a heading that names the day of what is below, and no subject."""

_PAIR = 2
_USUAL = ("Publish Date", "Title", "Authors", "PDF", "Code")
_ITEM = re.compile(
    r"[-*]\s+\*{0,2}(?P<day>\d{4}-\d{2}-\d{2})\*{0,2},\s+\*\*(?P<title>.{1,1000}?)\*\*,\s+"
    r"(?P<authors>.{0,2000}?),\s+Paper:\s+(?P<rest>.*)",
    re.DOTALL,
)
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_HEADING = re.compile(r"\s*(#{1,6})\s+(.*?)[\s#]*|.*<summary[^<>]*>(.*?)</summary>.*")
_KEYWORD = re.compile(
    r"(?:keywords?|topic|关键词|关键字|主题)\s*[:：]\s*", re.IGNORECASE
)
_UPDATED = re.compile(r"(?:last\s+)?updated?\b|更新|目录|contents\b", re.IGNORECASE)
_COUNT = re.compile(
    r"\s*(?:[(（]\s*\d+\s*(?:papers?|[篇편件])?\s*[)）]"
    r"|[·|–—:：-]\s*\d+\s*(?:papers?|[篇편件]))\s*$",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[^\w\"'“‘「《(（$\\#+.]+")
_TITLES = frozenset({Role.TITLE, Role.TITLE_EN, Role.TITLE_ZH})
_TEXTS = _TITLES | {Role.ABSTRACT, Role.ABSTRACT_EN, Role.ABSTRACT_ZH, Role.SUMMARY}
_OF_PAPERS = frozenset({Role.AUTHORS, Role.ABSTRACT, Role.ABSTRACT_ZH, Role.ARXIV})
_IDS = frozenset({Role.ARXIV, Role.ID, Role.LINK})
_STAND_IN = "paper papers paperlink name article 论文 文章 名称"
"""Columns that hold the title where none is named so."""
_PASSED = (
    "code codes codelink github repo comment comments note notes no num index rank "
    "star stars venue conference journal project page homepage website citation cites "
    "citations year score relevance 代码 备注 评论 注释 说明 序号 排名 会议 期刊 主页 "
    "引用 年份 评分 分数 相关性 journalref reportno acmclass mscclass cite citeas doi "
    "relateddoi reportnumber acmclasses mscclasses journalreference"
)
"""Columns that nothing here has a place for."""


def is_passed(name: str) -> bool:
    """Whether a column or label is of what nothing here has a place for."""
    return folded(name) in ("", *_PASSED.split())


def without_count(text: str) -> str:
    """A heading without the signs before it, and the number of papers behind."""
    signs = _SIGNS.match(text)
    return _COUNT.sub("", text[signs.end() :] if signs else text)


class Taken(NamedTuple):
    """The papers of the tables, what was wrong, and the lines with theirs blank."""

    sightings: list[Sighting]
    problems: list[Problem]
    rest: list[str]

    def __bool__(self) -> bool:
        """Whether there was any."""
        return bool(self.sightings or self.problems)


class Columns(NamedTuple):
    """The names of a table's columns and their roles, by position."""

    names: tuple[str, ...]
    roles: tuple[Role | None, ...]

    def at(self, *which: Role) -> int | None:
        """Where the first column is that has one of these roles, the best first."""
        found = (self.roles.index(one) for one in which if one in self.roles)
        return next(found, None)


def columns(names: Sequence[str]) -> Columns | None:
    """The columns of a header, if one of them holds the title."""
    names = tuple(map(shown, names))
    found = [role(name) for name in names]
    if _TITLES.isdisjoint(found):
        stand_in = [
            at for at, name in enumerate(names) if folded(name) in _STAND_IN.split()
        ]
        if not stand_in:
            return None
        found[stand_in[0]] = Role.TITLE
    return Columns(names, tuple(found))


def taken(lines: Iterable[str], *, path: str) -> Taken:
    """The tables of a digest; `path` is its name under corpus/."""
    tables = Tables(lines, path=path)
    rest = list(tables)
    return Taken(tables.sightings, tables.problems, rest)


class Tables:
    """The lines of a digest, those of tables blank: iterate it, and take meanwhile what
    was found in them. Of a table, so many rows are held as are read together.
    """

    def __init__(self, lines: Iterable[str], *, path: str) -> None:
        self._lines = _in_markdown(iter(lines))
        self._reading = _Reading(path)
        self.sightings = self._reading.sightings
        self.problems = self._reading.problems

    def __bool__(self) -> bool:
        """Whether there is anything to take."""
        return bool(self.sightings or self.problems)

    def __iter__(self) -> Iterator[str]:
        above, number = "", 0
        held: list[str] = []
        line = next(self._lines, None)
        while line is not None:
            number += 1
            if "-" not in line or "|" not in above or not _RULE.fullmatch(line):
                self._reading.pass_over(line)
                yield from held
                above, held = line, [line]
                line = next(self._lines, None)
                continue
            header, rule, line = cells(above), line, next(self._lines, None)
            known = len(header) == len(cells(rule))
            yield from held[:-1]
            held = [held[-1], rule]
            above, start = rule, number - 1
            while line is not None and "|" in line:
                if len(held) > ROWS and known:
                    known = self._reading.table(header, held[2:], start + 2)
                    yield from [""] * len(held) if known else held
                    held, start = ["", ""], number - 1
                number += 1
                held.append(line)
                above = line
                line = next(self._lines, None)
            if known and self._reading.table(header, held[2:], start + 2):
                held = [""] * len(held)
            elif known:
                held = _as_labels(held)
        yield from held


def _in_markdown(lines: Iterator[str]) -> Iterator[str]:
    """Lines, with tables in HTML as those of Markdown, where they stand."""
    for line in lines:
        if not line.lstrip()[:6].lower().startswith("<table"):
            yield line
            continue
        held = [line]
        while "</table" not in held[-1].lower() and len(held) <= ROWS:
            if (line := next(lines, "\0")) == "\0":
                break
            held.append(line)
        rows = _rows_of("\n".join(held))
        rows[1:1] = ["|".join(["---"] * len(cells(rows[0])))] if rows else []
        fits = 2 < len(rows) <= len(held)
        yield from [*rows, *[""] * (len(held) - len(rows))] if fits else held


def _rows_of(html: str) -> list[str]:
    from searcher.corpus.blocks import blocks  # noqa: PLC0415 - so rare

    rows = []
    for block in blocks(html):
        texts = []
        for cell in block.cells:
            text = cell.text
            for href, linked in cell.links:
                text = (
                    text.replace(linked, f"[{linked}]({href})", 1) if linked else text
                )
            texts.append(text.replace("|", "\\|"))
        if texts:
            rows.append(f"| {' | '.join(texts)} |")
    return rows


def _as_labels(lines: list[str]) -> list[str]:
    """The rows of a table of two columns, if they are fields of the paper above, as its
    labels; any other table as it is.
    """
    rows = [cells(line) for line in lines]
    named = [len(row) == _PAIR and labels.field_of(shown(row[0])) for row in rows]
    known = sum(field in labels.NAMES for field in named if field)
    if known * 2 < len(rows) - 2 or not known:
        return lines
    return [
        f"**{shown(row[0])}:** {row[1]}" if field else "" if at < _PAIR else line
        for at, (row, field, line) in enumerate(zip(rows, named, lines, strict=True))
    ]


def row(text: str) -> Json | None:
    """A row by itself, of the columns that cv-arxiv-daily has, or the item of a list
    that it makes of one; None of anything else.
    """
    text = text.strip()
    if text.startswith("|"):
        texts = cells(text)
        found = columns(_USUAL)
        if found and len(texts) == len(found.names):
            return fields(found, texts)
        return None
    item = _ITEM.fullmatch(text)
    if not item:
        return None
    title = {"date": item["day"], "title": shown(item["title"])}
    return {**title, "authors": item["authors"], "link": links(item["rest"])}


class _Reading:
    """Walks the lines; remembers under which heading and day the next table stands."""

    def __init__(self, path: str) -> None:
        self.sightings: list[Sighting] = []
        self.problems: list[Problem] = []
        self._path = path
        self._keyword = ""
        self._day = day_in_name(path)
        self._told: set[str] = set()

    def pass_over(self, line: str) -> None:
        """See what a line outside of tables says of those below."""
        if not line:
            return
        if day := headers.announced(line.lstrip("# ")):
            self._day = day
        elif (
            len(line) < LONGEST_HEADING
            and ("#" in line or "<" in line)
            and (found := _HEADING.fullmatch(line))
        ):
            text = shown(found[2] or found[3] or "")
            day = day_in_name(text) if len(text) < LONGEST_DAY else None
            if _UPDATED.match(text):
                self._keyword = ""
            elif day:
                self._day = day
            elif found[1] != "#":
                self._keyword = without_count(_KEYWORD.sub("", text)).strip(" :：")

    def table(self, header: list[str], lines: list[str], number: int) -> bool:
        """Read the rows below a header, of which the first is line `number`; False if
        the table is none of papers.
        """
        rows = [
            (at, texts if len(texts) <= len(header) else guarded_cells(line))
            for at, line in enumerate(lines, number)
            if any(texts := cells(line)) and not _RULE.fullmatch(line)
        ]
        upright = _upright([header, *(texts for _at, texts in rows)])
        if found := upright and columns([row[0] for row in upright]):
            self._row(found, [row[1] for row in upright], number - 2)
            return True
        found = None if upright else columns(header)
        across = _across([header, *(texts for _at, texts in rows)])
        if not (found or upright) and across:
            for texts in across.papers:
                self._row(across.names, texts, number - 2)
            return True
        if not found:
            named = {role(shown(name)) for name in header}
            if named & _OF_PAPERS:
                self._note(number - 2, NO_COLUMN)
            return bool(named & _OF_PAPERS)
        for name, which in zip(found.names, found.roles, strict=True):
            if which is None and not is_passed(name) and name not in self._told:
                self._told.add(name)
                self._note(number - 2, UNREAD.format(name[:40]))
        for at, texts in rows:
            self._row(found, texts, at)
        return True

    def _row(self, found: Columns, texts: list[str], number: int) -> None:
        if len(texts) > len(found.names):
            texts = _fitted(found, texts)
        if len(texts) != len(found.names):
            self._note(number, WIDTH.format(len(texts), len(found.names)))
        if len(texts) > len(found.names):
            return  # nobody can tell which cell is the title
        record = Object(fields(found, texts, keyword=self._keyword))
        try:
            paper = records.paper(record)
        except ValueError:
            self._note(number, NO_TITLE)
            return
        for fault in (*record.faults.told(), *_without_id(found, texts, record)):
            self._note(number, fault)
        self.sightings.append(sighted(paper, self._path, self._day, number))

    def _note(self, number: int, message: str) -> None:
        self.problems.append(Problem(self._path, number, message))


class _Across(NamedTuple):
    """A table whose papers stand beside each other: its names, and their cells."""

    names: Columns
    papers: list[list[str]]


def _across(rows: list[list[str]]) -> _Across | None:
    """The papers of a table that has one in each column; None of another table."""
    size = len(rows[0])
    named = [row for row in rows if role(shown(row[0]))]
    if size <= _PAIR or any(len(row) != size for row in rows):
        return None
    found = columns([row[0] for row in named]) if len(named) > 1 else None
    if not found or len(named) < len(rows) - 1:
        return None
    return _Across(found, [[row[at] for row in named] for at in range(1, size)])


def _upright(rows: list[list[str]]) -> list[list[str]]:
    """The rows of a table that is one paper, a field in each; none of another table."""
    if any(len(row) != 2 for row in rows) or len(rows) < 3:
        return []
    named = [row for row in rows if role(shown(row[0]))]
    return rows if len(named) * 2 > len(rows) else []


def fields(found: Columns, texts: Sequence[str], *, keyword: str = "") -> Json:
    """The cells of a row as an object, each under the name of its column."""
    value: Json = {}
    addresses: list[str] = []
    for name, which, cell in zip(found.names, found.roles, texts, strict=False):
        if which in _TITLES:
            addresses += links(cell)
        if which in _IDS:
            addresses += [*links(cell), _spelt(shown(cell))]
        elif which is not None:
            key = name if role(name) is which else which.name.lower()
            value |= _field(key, which, cell)
    value["link"] = addresses
    if Role.AUTHORS in found.roles:
        value.pop(BESIDE, None)
    if keyword and Role.KEYWORDS not in found.roles:
        value["keywords"] = [keyword]
    return value


BESIDE = "author_names"
"""What stands below a title in its cell, in a table without a column for authors."""


def _field(key: str, which: Role, cell: str) -> Json:
    """What a cell says, which may be two things."""
    if which is Role.DATE:
        text = shown(cell)
        day = day_in_name(text)
        return {key: day.isoformat() if day else text}
    if which is Role.AUTHORS:
        return {key: shown(BREAK.sub(", ", cell))}
    if which not in _TEXTS:
        return {key: shown(cell)}
    part = parts(cell)
    value = {key: part.en or part.zh}
    if part.en and part.zh:
        value[f"{which.name.lower()}_zh"] = part.zh
    if which in _TITLES:
        value = {key: bare.bare(text).text for key, text in value.items()}
    if part.rest and which in _TITLES:
        value[BESIDE] = part.rest
    return value


def _fitted(found: Columns, texts: list[str]) -> list[str]:
    """A row with too many cells, of which some are one text with pipes in it: that of
    the abstract, else of the title, if the others then hold what they should.
    """
    more = len(texts) - len(found.names)
    for which in ((Role.ABSTRACT, Role.SUMMARY), (Role.ABSTRACT_ZH,), tuple(_TITLES)):
        at = found.at(*which)
        if at is None:
            continue
        whole = "|".join(texts[at : at + more + 1])
        fitted = [*texts[:at], whole, *texts[at + more + 1 :]]
        if _is_in_place(found, fitted):
            return fitted
    return texts


def _is_in_place(found: Columns, texts: list[str]) -> bool:
    """Whether the days and links of a row stand in their columns."""
    day, link = found.at(Role.DATE), found.at(Role.LINK, Role.ARXIV, Role.ID)
    return (day is None or day_in_name(shown(texts[day])) is not None) and (
        link is None or bool(links(texts[link])) or not shown(texts[link])
    )


def _without_id(found: Columns, texts: Sequence[str], record: Object) -> Iterator[str]:
    """A cell that should lead to the paper and does not, if none does."""
    at = found.at(Role.LINK, Role.ARXIV, Role.ID)
    if at is None or at >= len(texts) or record.known():
        return
    if text := shown(texts[at]) or "".join(links(texts[at])[:1]):
        if folded(text).isdigit() and found.roles[at] is Role.ID:
            return  # the number of the row
        yield NO_ID.format(found.names[at], text[:40])


def _spelt(text: str) -> str:
    """The text of a cell for ids, so that a bare one is known to be arXiv's."""
    return (
        f"arxiv:{text}" if re.fullmatch(r"[a-z-]*/?\d[\d.]*(?:v\d+)?", text) else text
    )
