"""What a digest does as a rule, from a first look at all of its lines.

Constant memory, however long a digest is. Nothing here decides about a line.
"""

import re
from collections import Counter
from collections.abc import Iterable

from searcher.corpus import bare, ids
from searcher.corpus.labels import NAMES, Style
from searcher.corpus.marks import Kind, Mark
from searcher.corpus.roles import Role
from searcher.corpus.text import has_han
from searcher.typed import NamedTuple

_MOST_COUNTED = 10_000
"""Names that are counted; a digest has a few labels, of which each recurs."""
_OF_ENTRIES = (Role.AUTHORS, Role.ABSTRACT, Role.LINK, Role.SUBJECTS)
_FIRST = (*_OF_ENTRIES, Role.PDF)
_TELLING = (Role.ABSTRACT, Role.LINK, Role.ABSTRACT_ZH)
_TWICE = 2
_NEAR = 4
"""Lines from a title to its first label: the Chinese one, and one of no field."""
COUNT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,3})\s+(?=\S)")
"""A number that may as well be of the title: `1 Lantern`, `2.1 Boats`."""
_PLAIN_FIELDS = 2
"""Known labels of different fields that make a file one of papers; a note has one."""


class Habits(NamedTuple):
    """What a digest does as a rule.

    `headed`, most entries stand below a heading or are items of a list; `bold`, below a
    line that is bold as a whole; `plain`, words
    without any mark may be labels; `quoted`, abstracts stand in block quotes;
    `recurring` are names that half of the entries have, one of them at least twice;
    `translated`, a Chinese line stands below most headings that are not Chinese;
    `counted`, numbers that nothing parts from their titles count the headings;
    `titled`, entries begin with `Title: …`, and not with a heading.
    """

    headed: bool = False
    bold: bool = False
    plain: bool = False
    quoted: bool = False
    recurring: frozenset[str] = frozenset()
    translated: bool = False
    counted: bool = False
    titled: bool = False


class _Loud:
    """How many bold lines stand near above a label, or a link, as titles do."""

    def __init__(self) -> None:
        self.labelled = self.linked = 0
        self._near = 0

    def see(self, mark: Mark) -> None:
        if self._near > 0 and mark.kind is Kind.LABEL and mark.field in _FIRST:
            self.labelled, self._near = self.labelled + 1, 0
        elif self._near > 0 and mark.kind is Kind.LINKS and _leads(mark):
            self.linked += 1
        loud = mark.kind is Kind.TEXT and bare.is_bold(mark.text)
        self._near = _NEAR if loud else self._near - 1


class _Numbers:
    """Whether numbers before titles follow on each other."""

    def __init__(self) -> None:
        self._last: tuple[int, ...] = ()
        self._seen = self._following = 0

    def see(self, title: str) -> None:
        if found := COUNT.match(title):
            above, self._last = self._last, tuple(map(int, found[1].split(".")))
            self._seen += 1
            self._following += self._last == (*above[:-1], sum(above[-1:]) + 1)

    @property
    def count(self) -> bool:
        """Whether they do, but for one of them, or half."""
        return self._seen >= _TWICE and self._following * 2 >= self._seen


def habits(marks: Iterable[Mark]) -> Habits:
    """The habits of a digest."""
    fields: Counter[Role] = Counter()
    names: Counter[str] = Counter()
    last: dict[str, int] = {}
    headings = quotes = abstracts = entry = chinese = 0
    headed = False  # right below a heading that is not Chinese
    below = False  # an abstract's label, with nothing in between
    numbers = _Numbers()
    loud = _Loud()
    above: Role | None = None  # the last label
    for mark in marks:
        kind = mark.kind
        if kind is Kind.HEADING or kind is Kind.ITEM:
            headings += 1
            headed = not has_han(mark.text)
            numbers.see(mark.text)
        elif headed and kind is not Kind.BLANK:
            text = kind is Kind.TEXT or mark.style is Style.PLAIN
            chinese += text and has_han(mark.whole or mark.text)
            headed = False
        if kind is Kind.BLANK:
            continue
        loud.see(mark)
        if kind is Kind.LABEL and mark.field is not None:
            # a second abstract is of the same paper
            again = mark.field is above is Role.ABSTRACT
            fields[mark.field] += not again and (not _is_link(mark) or _has_id(mark))
            above = mark.field
            if mark.field in _OF_ENTRIES:
                entry = max(entry, fields[mark.field])
            below = mark.field in (Role.ABSTRACT, Role.ABSTRACT_ZH) and not mark.text
            continue
        name = name_of(mark)
        if (
            name
            and last.get(name) != entry
            and (len(last) < _MOST_COUNTED or name in last)
        ):
            names[name] += 1
            last[name] = entry
        if below:
            abstracts += 1
            quotes += mark.quoted
            below = False
    entries = max([fields[name] for name in _OF_ENTRIES])
    often = max(2, -(-entries // 2))
    return Habits(
        headed=headings * 2 >= entries and headings > 0,
        bold=loud.labelled * 2 > entries or loud.linked > max(entries, headings, 1),
        plain=sum(name in NAMES for name in +fields) >= _PLAIN_FIELDS,
        quoted=quotes * 2 > abstracts,
        recurring=frozenset(name for name, times in names.items() if times >= often),
        translated=headings >= _TWICE and chinese * 2 > headings,
        counted=numbers.count,
        titled=fields[Role.TITLE] * 2 >= max(fields[name] for name in _TELLING) > 0,
    )


def name_of(mark: Mark) -> str:
    """The name by which a line recurs, if it begins with one; headings are apart."""
    if mark.kind is Kind.OTHER:
        return mark.name
    if mark.kind is Kind.HEADING and not mark.link and mark.text and not mark.name:
        name = mark.text.lower().strip(":： ")
        return f"# {name}" if len(name) <= 40 and mark.field is not Role.TITLE else ""
    return ""


def _is_link(mark: Mark) -> bool:
    return mark.field in (Role.LINK, Role.PDF)


def _leads(mark: Mark) -> bool:
    return ids.in_link(mark.text) is not None


def _has_id(mark: Mark) -> bool:
    return mark.style is not Style.PLAIN or ids.in_link(mark.text) is not None
