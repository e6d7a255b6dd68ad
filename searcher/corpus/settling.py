"""Marks that a line alone does not settle → what they are among their neighbours.

A word and a colon begin a title, a sentence of an abstract, or a field of which we
have none; what tells them apart is written down in docs/digest-format.md. What is a
label, but of no field, is an OTHER mark with its lines, and stands in nobody's way.
"""

from collections.abc import Iterable, Iterator
from enum import Enum, auto

from searcher.corpus import bare, ids
from searcher.corpus.habits import COUNT, Habits, name_of
from searcher.corpus.labels import Style
from searcher.corpus.marks import BOLD, CLOSING, Kind, Mark
from searcher.corpus.roles import Role
from searcher.corpus.text import has_han, names

_FULL = range(40, 200)
"""Characters of a line that may have been broken because it was full; shorter ones were
not, and those of texts that are never broken are longer.
"""
_SENTENCE_END = (".", "。", "!", "！", "?", "？", ":", "：", ";", "；", ")", "）", "|")
_HAN_IN_TITLE = 4
"""Han characters behind the colon of a Chinese title; one title in fifty has fewer."""
_GOES_ON = (",", "，", "、", ";", "；")
_FENCES = ("```", "~~~")
_ROW = "a row of a table"
_SIDES = 2
""" `|x|` may be a norm; a row has a bar between its cells too."""
_TITLES = (Role.TITLE, Role.TITLE_ZH)
_ABSTRACTS = (Role.ABSTRACT, Role.ABSTRACT_ZH)
_SUMMED = (Role.SUMMARY, Role.PART)


class _Place(Enum):
    """What the last line that opened something makes of the next ones."""

    START = auto()
    HEADING = auto()
    FIELD = auto()
    ABSTRACT = auto()


def settled(marks: Iterable[Mark], habits: Habits) -> Iterator[Mark]:
    """The same lines in the same order, each as what it is."""
    walk = _Walk(habits)
    for mark in marks:
        yield walk.settle(mark)


def _is_broken(mark: Mark) -> bool:
    """Whether a line ends within a sentence, and because it was full."""
    text = mark.text
    flows = mark.kind is Kind.TEXT or mark.field in _ABSTRACTS
    return flows and len(text) in _FULL and not text.endswith(_SENTENCE_END)


def _as_heading(mark: Mark) -> Mark:
    """A line that is bold as a whole, as the heading that it stands for."""
    title = bare.bare(mark.text)
    return Mark(
        mark.line, Kind.HEADING, title.text, BOLD, link=title.link, whole=mark.text
    )


class _Walk:
    """Remembers the place, and no line but the one above."""

    def __init__(self, habits: Habits) -> None:
        self._habits = habits
        self._place = _Place.START
        self._opened = Mark(0, Kind.BLANK)  # by which the place is
        self._heading: Mark | None = None
        self._above = Mark(0, Kind.BLANK)
        self._closed: Mark | None = None  # the label that ended an abstract
        self._first = False  # whether nothing stands yet below the last label
        self._fields: set[str] = set()  # of this entry, if its labels have no marks
        self._quoted = False
        self._broken = False  # whether the text above was broken within a sentence
        self._value: Mark | None = None  # the label whose value may go on
        self._whole = False  # and whether it goes on over blank lines
        self._code: Mark | None = None  # what fences off the lines here

    def settle(self, mark: Mark) -> Mark:
        begin = (mark.whole or mark.text)[:3]
        coded = self._code or begin in _FENCES
        found = (self._coded(mark) if coded else None) or self._settle(mark)
        kept = self._broken and found.kind is Kind.TEXT
        self._broken = kept or _is_broken(found)
        self._first = self._first and found.kind is not Kind.TEXT
        self._above = found
        return found

    def _settle(self, mark: Mark) -> Mark:
        match mark.kind:
            case Kind.BLANK:
                if self._value and self._value.text and not self._whole:
                    self._value = None
                return self._ruled(mark) if mark.text else mark
            case Kind.OTHER:
                return self._other(mark)
            case Kind.LABEL:
                return self._label(mark)
            case Kind.LINKS:
                return self._links(mark)
            case Kind.TEXT:
                loud = self._habits.bold and bare.is_bold(mark.text)
                return self._headed(_as_heading(mark)) if loud else self._text(mark)
            case Kind.HEADING:
                return self._headed(mark)
            case Kind.ITEM:
                return self._item(mark)
            case Kind.FENCE:
                self._value, self._closed = None, mark
            case _:
                self._value, self._quoted = None, False
        return mark

    def _coded(self, mark: Mark) -> Mark | None:
        """A line of code, or of a fence; None of any other.

        What is fenced off right below a label, or above all papers, is what it seems.
        """
        text = mark.whole or mark.text
        fence = text.startswith(_FENCES) and text[:3] not in text[3:].strip("`~")
        code = self._code
        if code and (fence or not self._is_title_again(mark)):
            self._code = None if fence else code
            seems = code.kind is Kind.BLANK
            if seems:
                return Mark(mark.line, Kind.BLANK) if fence else None
            return Mark(mark.line, Kind.OTHER, text, 0, code.field, code.name)
        self._code = None
        if not fence:
            return None
        said = text.strip("`~ ").lower()
        awaited = self._first and self._place in (_Place.ABSTRACT, _Place.FIELD)
        if self._place is _Place.START or awaited or not (said or self._is_within()):
            self._code = Mark(mark.line, Kind.BLANK)
            return self._code
        field = Role.ASIDE if said.startswith("bib") else None
        name = f"```{said[:40]}"
        self._value = None
        self._code = self._aside(Mark(mark.line, Kind.OTHER, text, 0, field, name))
        return self._code

    def _is_within(self) -> bool:
        return self._place is _Place.ABSTRACT

    def _is_title_again(self, mark: Mark) -> bool:
        """Whether a heading shows that a fence above it was never closed."""
        linked = bool(mark.link) and ids.in_link(mark.link) is not None
        return mark.kind is Kind.HEADING and (linked or mark.level == self._level())

    def _ruled(self, mark: Mark) -> Mark:
        """A rule, which ends the abstract above."""
        if self._place is not _Place.ABSTRACT or self._first:
            return mark
        self._closed = mark
        return mark._replace(level=CLOSING)

    def _item(self, mark: Mark) -> Mark:
        headed = self._heading is not None and self._heading.kind is Kind.HEADING
        if headed and self._place is _Place.ABSTRACT:
            return self._text(mark.as_text()._replace(name=""))
        if headed and self._place is _Place.HEADING and self._is_same(mark):
            return Mark(mark.line, Kind.LINKS, mark.whole, link=mark.link)
        self._open(_Place.HEADING, mark)
        return mark

    def _is_same(self, mark: Mark) -> bool:
        """Whether a link below a heading shows what stands there already."""
        assert self._heading is not None
        return mark.text.casefold() == self._heading.text.casefold()

    def _headed(self, mark: Mark) -> Mark:
        if self._habits.counted:
            mark = mark._replace(text=COUNT.sub("", mark.text, count=1))
        within = self._place is _Place.ABSTRACT
        inner = self._place is not _Place.START and mark.level > self._level()
        often = name_of(mark) in self._habits.recurring
        named = (mark.field or often) and mark.field is not Role.TITLE
        # of an abstract that was broken, a line can begin like a heading
        section = within and self._above.kind is Kind.BLANK and not self._first
        if inner and (named or section) and not (within and mark.field is Role.PART):
            other = mark._replace(kind=Kind.OTHER, text="", name=mark.text.lower())
            self._value, self._whole = other, True
            return other
        linked = bool(mark.link) and ids.in_link(mark.link) is not None
        if linked or not (inner and within):
            above = self._heading if self._place is _Place.HEADING else None
            self._open(_Place.HEADING, mark)
            if above and self._is_half(above, mark):
                self._heading = mark._replace(level=above.level)
        return mark

    def _is_half(self, above: Mark, mark: Mark) -> bool:
        """Whether a heading below another is the same title again, or in Chinese."""
        chinese = has_han(mark.text) and not has_han(above.text)
        return chinese or mark.text == above.text

    def _level(self) -> int:
        return self._heading.level if self._heading else 0

    def _open(self, place: _Place, mark: Mark) -> None:
        self._place, self._value, self._whole = place, None, False
        self._opened, self._quoted, self._closed = mark, False, None
        if place is _Place.HEADING:
            self._heading = mark
            self._fields.clear()
        self._first = True

    def _label(self, mark: Mark) -> Mark:
        if mark.style is Style.PLAIN and self._is_title(mark):
            return mark.as_text()._replace(name="")
        if mark.style is Style.PLAIN and not self._is_plain_label(mark):
            if bare.is_only_links(mark.whole):
                return self._links(Mark(mark.line, Kind.LINKS, mark.whole))
            return self._text(mark.as_text()._replace(name=""))
        assert mark.field is not None
        place = _Place.ABSTRACT if mark.field in _ABSTRACTS else _Place.FIELD
        self._open(place, mark)
        self._first = not mark.text or mark.text.endswith((":", "："))
        self._quoted = mark.quoted
        if mark.field is Role.TITLE:
            self._fields.clear()
        if mark.style is Style.PLAIN:
            self._fields.add(mark.name)
        return mark

    def _is_plain_label(self, mark: Mark) -> bool:
        """Whether `Authors: …` without a mark is a label: below a heading or a field,
        or below an abstract in an entry that has such labels already.
        """
        if self._habits.titled and self._is_apart():
            return True  # each of a paper's lines has a label
        if not self._habits.plain or self._place is _Place.START:
            return False
        if self._place is not _Place.ABSTRACT:
            return self._whole is False or self._value is None or self._is_apart()
        again = mark.name in self._fields
        return bool(self._fields) and not again and not self._first and self._is_apart()

    def _is_apart(self) -> bool:
        """Whether a line begins something, rather than going on with the one above."""
        return not (self._broken or _is_broken(self._above))

    def _other(self, mark: Mark) -> Mark:
        if self._place is _Place.START:
            sure = mark.style is not Style.PLAIN and mark.field is Role.ASIDE
            return mark if sure else mark.as_text()
        if self._place is _Place.ABSTRACT:
            return self._other_in_abstract(mark)
        text = mark.as_text()._replace(name="")
        known = mark.field is not None
        often = mark.name in self._habits.recurring
        if self._is_untitled():
            return text
        if mark.style is Style.PLAIN and self._is_title(mark):
            return text
        awaited = self._place is _Place.FIELD and self._first
        if awaited or mark.style is not Style.PLAIN or known or often:
            return self._aside(mark)
        if self._value is not None and self._whole:
            return self._text(mark.as_text())
        return mark.as_text()

    def _other_in_abstract(self, mark: Mark) -> Mark:
        if mark.field is Role.PART:
            return self._part(mark)
        if mark.style is Style.PLAIN and not self._is_apart():
            return self._text(mark.as_text()._replace(name=""))
        usual = self._habits.headed or self._closed or mark.style is Style.LIST
        sure = (
            mark.style is Style.BOLD
            or (mark.field is not None and usual)
            or mark.name in self._habits.recurring
        )
        return self._aside(mark) if sure else self._text(mark.as_text())

    def _part(self, mark: Mark) -> Mark:
        """A part of the abstract, or of what sums the paper up below the abstract."""
        closed = self._closed
        if closed and (closed.field in _SUMMED or has_han(mark.text)):
            return self._aside(mark)
        dressed = mark.style is not Style.PLAIN and not closed
        text = mark.as_part() if dressed else mark.as_text()
        return self._text(text._replace(name=""))

    def _is_untitled(self) -> bool:
        """Whether a title is still to come, below a bare `### Title:`."""
        mark = self._opened
        return self._first and mark.field in _TITLES and not mark.text

    def _is_title(self, mark: Mark) -> bool:
        """Whether `GOPO：…` below a heading is its Chinese title."""
        if self._place is not _Place.HEADING or not self._first or not self._heading:
            return False
        title = self._heading.text
        if sum(map(has_han, mark.text)) < _HAN_IN_TITLE or has_han(title):
            return False
        begun = title.lower().startswith(f"{mark.name}:")
        usual = ":" in title or self._habits.translated
        return begun or (usual and mark.field is None)

    def _aside(self, mark: Mark) -> Mark:
        takes = mark.style is Style.BOLD or mark.field in (Role.SUMMARY, Role.PART)
        goes_on = mark.text.endswith(_GOES_ON) if mark.text else takes
        self._value = mark if goes_on else None
        self._whole = False
        if self._place is _Place.ABSTRACT and not self._first and self._is_apart():
            self._closed = mark
            return mark._replace(level=CLOSING)
        return mark

    def _links(self, mark: Mark) -> Mark:
        if self._place is _Place.START:
            return mark._replace(kind=Kind.TEXT)
        if self._place is _Place.ABSTRACT:
            dressed = "](" in mark.text and not self._first
            if not dressed and not (self._above.kind is Kind.BLANK and not self._first):
                return self._text(mark._replace(kind=Kind.TEXT))
        if self._value is not None:
            return self._text(mark._replace(kind=Kind.TEXT))
        if self._place is _Place.FIELD and self._first:
            return self._text(mark._replace(kind=Kind.TEXT))
        return mark

    def _text(self, mark: Mark) -> Mark:
        within = self._place is _Place.ABSTRACT
        if mark.quoted and self._first and self._above.kind is Kind.BLANK:
            self._quoted = True  # a quote of its own, rather than a line that begins so
        if mark.quoted and within and not (self._quoted or self._habits.quoted):
            mark = mark._replace(text=mark.whole)
        if self._value is not None:
            return self._more(mark)
        row = mark.text[:1] == "|" == mark.text[-1:] and mark.text.count("|") > _SIDES
        if row and self._place is not _Place.START:
            return self._aside(Mark(mark.line, Kind.OTHER, mark.text, name=_ROW))
        if self._is_byline(mark):
            beside = bare.byline(mark.text)
            text = bare.authors(mark.text) or beside or mark.text.strip("*_ ")
            self._open(_Place.FIELD, mark)
            self._first = False
            link = mark.text if beside else ""
            return Mark(mark.line, Kind.LABEL, text, 0, Role.AUTHORS, link=link)
        return mark

    def _more(self, mark: Mark) -> Mark:
        """A line of the value of a label that is of no field."""
        label = self._value
        assert label is not None
        if not self._whole:
            ends = label.text and not mark.text.endswith(_GOES_ON)
            self._value = None if ends else label._replace(text=mark.text)
        return Mark(mark.line, Kind.OTHER, mark.text, 0, label.field, label.name)

    def _is_byline(self, mark: Mark) -> bool:
        """Whether a line right below a heading names the authors: in italics, behind
        `by`, or names and nothing else below a title that is a link.
        """
        heading = self._heading
        # right below it, or below the title in Chinese
        fresh = self._first or has_han(self._above.text)
        if self._place is not _Place.HEADING or not fresh or not heading:
            return False
        text = mark.text
        sure = bool(heading.link) or heading.level == BOLD
        if sure and (bare.authors(text) or bare.are_names(text)):
            return True
        if bare.byline(text):
            return True
        italic = len(text) > 2 and text[0] in "*_" and text[-1] == text[0] != text[1]
        if not italic or not heading.text:
            return False
        inner = text[1:-1]
        several = len(names(inner)) > 1 or bare.is_name(inner)
        return several or bool(heading.link and not inner.endswith((".", "。")))
