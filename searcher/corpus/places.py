"""Where each line of a digest went, and what is told of those that went nowhere.

A line has one place: a field of a paper, the header, or a problem. Nothing here reads a
field.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest

from searcher.corpus import bare
from searcher.corpus.drafts import Draft, Outline
from searcher.corpus.labels import Style
from searcher.corpus.marks import Kind, Mark
from searcher.corpus.roles import Role
from searcher.corpus.text import has_han, is_chinese, width
from searcher.typed import NamedTuple

UNPLACED = "{} lines of no field, wanted a label above them"
NO_LABEL = "{} is no label that is known, left out ({} lines of the digest)"
DOUBTED = "{} looks like a label that is not known, read as text"
AGAIN = "{} given again, and not the same: the first counts"
HEADED = "a heading {!r} above another title, left out"
BEHIND = "what stands behind the title is not understood, left out"

_MOST_NAMES = 1000
"""Labels that are not known, counted for one file; of more problems none is told."""
_LONG = 40
"""Columns of a line that a sentence may fill; most values of labels are shorter."""
_ENDS = (".", "。", "!", "！", "?", "？", ";", "；")
_ABSTRACTS = (Role.ABSTRACT, Role.ABSTRACT_ZH)


class Place(NamedTuple):
    """Where a line went: `what` is a field's name, `header`, `known`, which is a label
    of what no paper here has, or `problem`; `paper` is where its paper begins.
    """

    line: int
    what: str
    paper: int = 0


def places(found: Outline) -> Iterator[Place]:
    """The place of every line that says something, in no order."""
    for mark in found.header:
        yield Place(mark.line, "header")
    for mark in found.left:
        yield Place(mark.line, "problem")
    for draft in found.drafts:
        for what, marks in _parts(draft):
            for mark in marks:
                yield Place(mark.line, what, draft.line)


def _parts(draft: Draft) -> Iterator[tuple[str, Iterable[Mark]]]:
    yield "title", draft.titles
    title = {mark.line for mark in draft.titles}  # authors may stand on its line
    for name, marks in draft.values.items():
        yield name.name.lower(), (mark for mark in marks if mark.line not in title)
    for mark in draft.labels:
        yield mark.field.name.lower() if mark.field else "known", [mark]
    yield "known", draft.again
    yield "abstract", draft.prose
    yield "problem", draft.left
    for mark in draft.asides:
        signed = mark.kind is Kind.SIGNATURE
        yield "header" if signed else "known" if _is_known(mark) else "problem", [mark]


class Unread:
    """What was not understood, told as the papers of a digest come; what follows on
    another line is told once, and a label that is not known too.
    """

    def __init__(self) -> None:
        self._above: Draft | None = None
        self._run: tuple[int, int] | None = None  # its first line, and the one after it
        self._first: dict[str, int] = {}
        self._lines: dict[str, int] = {}

    def told(self, found: Outline) -> Iterator[tuple[int, str]]:
        """What there is to tell of the drafts that are done."""
        drafts = found.drafts
        loose = chain.from_iterable(draft.left for draft in drafts)
        for line in sorted(mark.line for mark in chain(found.left, loose)):
            yield from self._left(line)
        for draft in drafts:
            parted = self._above is not None and self._above.is_bare
            yield from self._named(draft)
            yield from _in_draft(draft, parted=parted)
            self._above = draft

    def end(self) -> Iterator[tuple[int, str]]:
        yield from self._left(None)
        for name, line in self._first.items():
            yield line, NO_LABEL.format(repr(name), self._lines[name])

    def _left(self, line: int | None) -> Iterator[tuple[int, str]]:
        """A line of no field; the run that it does not belong to is over."""
        if self._run and line == self._run[1]:
            self._run = self._run[0], line + 1
            return
        if self._run:
            yield self._run[0], UNPLACED.format(self._run[1] - self._run[0])
        self._run = (line, line + 1) if line else None

    def _named(self, draft: Draft) -> Iterator[tuple[int, str]]:
        for mark in draft.asides:
            if _is_known(mark):
                continue
            if mark.name not in self._first and len(self._first) >= _MOST_NAMES:
                yield mark.line, NO_LABEL.format(repr(mark.name), 1)
                continue
            self._first.setdefault(mark.name, mark.line)
            self._lines[mark.name] = self._lines.get(mark.name, 0) + 1


def _in_draft(draft: Draft, *, parted: bool) -> Iterator[tuple[int, str]]:
    for mark in _doubted(draft, parted=parted):
        yield mark.line, DOUBTED.format(repr(mark.name))
    for mark in draft.again:
        said = [one.text for one in draft.values[mark.field]] if mark.field else []
        if mark.field and mark.text not in said:
            yield mark.line, AGAIN.format(mark.field.name.lower())
    head = draft.titles[0] if draft.headed else None
    title = draft.text(Role.TITLE)
    if head and title and head.text and not bare.is_count(head.text):
        alike = is_chinese(head.text) == is_chinese(title)
        if alike and head.text not in title.split("\n"):
            yield head.line, HEADED.format(head.text[:40])
    rest = head.name if head else ""
    if head and rest and not (bare.authors(rest) or bare.is_only_tags(rest)):
        yield head.line, BEHIND


def _doubted(draft: Draft, *, parted: bool) -> Iterator[Mark]:
    """Lines that may be labels, where they do not begin a title of their own; `parted`,
    what stands above may be the rest of it.
    """
    usual = draft.headed or (len(draft.titles) <= 2 and not parted)
    titles = draft.titles[1:] if usual else draft.titles
    whole = draft.titles[0].text if draft.titles else ""
    for mark in titles:
        translated = has_han(mark.text) and ":" in whole and not has_han(whole)
        if mark.name and not (translated and mark is draft.titles[1]):
            yield mark
    for lines in (*(draft.values.get(name, []) for name in _ABSTRACTS), draft.prose):
        for mark, below in zip_longest(lines, lines[1:]):
            plain = mark.style is Style.PLAIN
            usual = plain and (len(lines) == 1 or _is_sentence(mark, below))
            if mark.kind is Kind.TEXT and mark.name and not usual:
                yield mark


def _is_sentence(mark: Mark, below: Mark | None) -> bool:
    """Whether a line is too long for a label and its value, and ends as a sentence
    does, or goes on below.
    """
    text = mark.text
    goes_on = below is not None and below.line == mark.line + 1 and not below.name
    return width(text) >= _LONG and (text.endswith(_ENDS) or goes_on)


def _is_known(mark: Mark) -> bool:
    return mark.kind is not Kind.OTHER or mark.field is not None
