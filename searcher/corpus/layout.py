"""Marks of a whole digest → segments: each mark that opens something, with its text.

Settles what no line shows by itself: which headings are titles, and that a signature
at the end is nobody's text. Nothing here builds a paper.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

from searcher.corpus import ids
from searcher.corpus.marks import BOLD, CLOSING, Kind, Mark
from searcher.corpus.roles import Role
from searcher.corpus.text import has_han, is_chinese
from searcher.corpus.titles import is_prose
from searcher.corpus.trimming import MOST_LETTERS

FIRST_FIELDS = frozenset({Role.AUTHORS, Role.SUBJECTS, Role.LINK, Role.PDF})
ABSTRACTS = frozenset({Role.ABSTRACT, Role.ABSTRACT_ZH})

MOST_KEPT = MOST_LETTERS + 10_000
"""Characters of a segment's text that are kept: more than a paper may have."""
MOST_ASIDES = 1000
"""Labels of no field, and links, that are kept of a text that is endless."""
LAST = 5
"""Lines that may be the next paper's title, or have got between it and its fields."""
_ASIDES = frozenset({Kind.OTHER, Kind.LINKS, Kind.SIGNATURE, Kind.FENCE})
_BY = re.compile(r"by\s+\S.{0,80}", re.IGNORECASE)
_FIRST_OF_SIGNATURE = frozenset("bB0123456789")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(slots=True)
class Segment:
    """A mark and the text lines up to the next; `titled`, it heads a paper.

    `asides` are lines amid them that are labelled but of no field, and links; `late`
    are text lines below one that `closed` what the mark began. `size` is the number of
    characters, `lost` that of lines which were too many to keep.
    """

    mark: Mark
    texts: list[Mark] = field(default_factory=list)
    asides: list[Mark] = field(default_factory=list)
    late: list[Mark] = field(default_factory=list)
    closed: bool = False
    titled: bool = False
    size: int = 0
    lost: int = 0

    def add(self, text: Mark) -> None:
        """One more line; of endless text, what it begins with and its last lines."""
        texts = self.late if self.closed else self.texts
        texts.append(text)
        self.size += len(text.text) + 1
        if self.size > MOST_KEPT and len(texts) > LAST:
            self.size -= len(texts.pop(-1 - LAST).text) + 1
            self.lost += 1

    def add_aside(self, mark: Mark) -> None:
        self.size += len(mark.text) + 1
        if mark.closes and (self.is_abstract or mark.kind is Kind.FENCE):
            self.closed = True
        if self.size > MOST_KEPT and len(self.asides) > MOST_ASIDES:
            self.lost += 1
        else:
            self.asides.append(mark)

    def fold(self, mark: Mark, other: "Segment") -> None:
        """Take in another segment, whose mark is a line of text here."""
        for text in (mark, *other.texts, *other.late):
            self.add(text)
        for aside in other.asides:
            self.add_aside(aside)
        self.lost += other.lost

    def take_in(self, other: "Segment") -> None:
        """Take in another segment as a label of no field and what is below it."""
        name = other.mark.text.lower()
        for text in (other.mark._replace(text=""), *other.texts, *other.late):
            kind = Kind.SIGNATURE if text.kind is Kind.SIGNATURE else Kind.OTHER
            self.add_aside(Mark(text.line, kind, text.text, CLOSING, name=name))
        for aside in other.asides:
            self.add_aside(aside)
        self.lost += other.lost

    @property
    def is_abstract(self) -> bool:
        return self.mark.field in ABSTRACTS

    @property
    def is_empty_abstract(self) -> bool:
        return self.is_abstract and not (self.texts or self.mark.text or self.closed)


def cut(marks: Iterable[Mark]) -> Iterator[Segment]:
    """Segments as they stand; the first is for what comes before any mark."""
    open_ = Segment(Mark(0, Kind.HEADER))
    for mark in _unsigned(marks):
        if mark.kind is Kind.TEXT:
            open_.add(mark)
        elif mark.kind in _ASIDES:
            open_.add_aside(mark)
        elif mark.kind is not Kind.BLANK:
            yield open_
            open_ = Segment(mark)
        elif mark.closes and open_.is_abstract:
            open_.closed = True
    yield open_


def laid_out(found: Iterable[Segment], level: int) -> Iterator[Segment]:
    """Segments by the level of headings that titles have."""
    return _joined(_folded(found, level))


def _unsigned(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Closing signatures marked as such: `by NAME.` and a date, or what is left of it
    at the very end, apart from the text above.
    """
    held: Mark | None = None  # may be a signature, which the next line tells
    apart = blank = True
    for mark in marks:
        kind = mark.kind
        if kind is Kind.BLANK or kind in _ASIDES:
            blank = kind is Kind.BLANK
            yield mark
            continue
        if not held and (kind is not Kind.TEXT or not _may_sign(mark.text)):
            apart, blank = blank, False
            yield mark
            continue
        if held and _BY.fullmatch(held.text) and _DAY.fullmatch(mark.text):
            yield held._replace(kind=Kind.SIGNATURE)
            yield mark._replace(kind=Kind.SIGNATURE)
            held, blank = None, False
            continue
        if held:
            yield held
        signs = _BY.fullmatch(mark.text) or _DAY.fullmatch(mark.text)
        held = mark if kind is Kind.TEXT and signs else None
        apart, blank = blank, False
        if not held:
            yield mark
    if held:
        yield held._replace(kind=Kind.SIGNATURE) if apart else held


def _may_sign(text: str) -> bool:
    return text[:1] in _FIRST_OF_SIGNATURE


def title_level(found: list[Segment]) -> int:
    """The level of headings that titles have, 0 when titles have no headings.

    Most papers must have one, or a heading above all of them would pass for one; half
    of them will do where below each is nothing but a Chinese title.
    """
    headings = _titles(found) or _titles(found, translated=True)
    levels = Counter(segment.mark.level for segment in headings)
    entries = Counter(
        segment.mark.field
        for above, segment in pairwise(found)
        if segment.mark.field != above.mark.field  # twice in a row is of one paper
    )
    most = max((entries[name] for name in (*FIRST_FIELDS, *ABSTRACTS)), default=0)
    if not levels:
        return 0
    times = max(levels.values())
    level = min(each for each in levels if levels[each] == times)
    alone = all(
        has_han(text.text)
        for segment in headings
        if segment.mark.level == level
        for text in segment.texts
    )
    return level if times * 2 > most - alone else 0


def _titles(found: list[Segment], *, translated: bool = False) -> list[Segment]:
    """Headings that look like titles; where none does, a Chinese abstract may be the
    first field.
    """
    end = Segment(Mark(0, Kind.BLANK))
    around = zip(found, found[1:], [*found[2:], end], strict=False)
    return [
        segment
        for above, segment, after in around
        if segment.mark.kind is Kind.HEADING
        and (
            _is_linked(segment)
            or _is_before_fields(segment, after, translated=translated)
        )
        and not above.is_empty_abstract
    ]


def _is_linked(segment: Segment) -> bool:
    """Whether a heading leads to a paper, by itself or in a line right below it."""
    links = [mark.text for mark in segment.asides if mark.kind is Kind.LINKS]
    return any(ids.in_link(link) for link in (segment.mark.link, *links))


def _is_before_fields(
    segment: Segment, after: Segment, *, translated: bool = False
) -> bool:
    # above a Chinese abstract, a heading is sooner a line of the English one
    chinese = after.mark.field is Role.ABSTRACT_ZH and not translated
    first = after.mark.kind is Kind.LABEL and not chinese
    if segment.mark.kind is not Kind.HEADING or not first:
        return False
    # in between, the rest of the title and the Chinese one
    limit = 2 if after.is_abstract else 4
    short = not any(is_prose(text.text) for text in segment.texts)
    return len(segment.texts) <= limit and short


def _folded(found: Iterable[Segment], level: int) -> Iterator[Segment]:
    """Headings that are titles are marked so, those in an abstract become its text."""
    above: Segment | None = None
    headed = False  # whether a title that is a heading stands above
    fields: set[Role | None] = set()  # of the paper below that; None is a link
    for segment, after in pairwise(chain(found, [None])):
        assert segment is not None
        if segment.mark.kind is Kind.LABEL:
            fields.add(segment.mark.field)
        if above and headed and fields and _is_within(segment, after, level, fields):
            above.take_in(segment)
            continue
        segment.titled = _is_title(segment, after, level, headed=headed)
        if segment.titled:
            headed = headed or segment.mark.kind is Kind.HEADING
            fields = {None} if _is_linked(segment) else set()
        text = _as_text(segment, above, level) if above else None
        if above and not text and not level and after is not None:
            text = _as_title(segment, above, after)
        if above and text:
            above.fold(text, segment)
            continue
        if above:
            yield above
        above = segment
    if above:
        yield above


def _is_title(
    segment: Segment, after: Segment | None, level: int, *, headed: bool
) -> bool:
    mark = segment.mark
    if mark.kind is Kind.ITEM:
        return not (level and headed)
    if mark.kind is not Kind.HEADING or not level:
        return False
    before = after is not None and _is_before_fields(segment, after)
    if before and after and after.is_abstract:
        before = not (headed and mark.level > level)  # a section of a paper
    return before or mark.level == level or _is_linked(segment)


def _is_within(
    segment: Segment, after: Segment | None, level: int, fields: set[Role | None]
) -> bool:
    """Whether a heading below a title's is a label of no field: the paper, which has
    these `fields`, goes on behind it.
    """
    mark = segment.mark
    deeper = mark.kind is Kind.HEADING and 0 < level < mark.level < BOLD
    if not deeper or after is None or _is_linked(segment):
        return False
    if after.mark.kind is Kind.LABEL:
        return after.mark.field not in fields
    return after.mark.kind is Kind.HEADING and level < after.mark.level < BOLD


def _as_text(segment: Segment, above: Segment, level: int) -> Mark | None:
    """The line of a mark that is no more than text of the segment above."""
    mark = segment.mark
    if segment.titled or mark.kind not in (Kind.HEADING, Kind.ITEM):
        return None
    if mark.kind is Kind.ITEM or mark.level == BOLD:
        return mark.as_text()
    deeper = above.is_abstract and mark.level > level and segment.texts
    if not (above.is_empty_abstract or deeper):
        return None
    last = above.texts[-1].text if above.texts else above.mark.text
    stray = mark.field is None and last.endswith((".", "。"))
    name = mark.text.lower() if stray else ""  # which is told
    text = f"{'#' * mark.level} {mark.text}"
    return mark._replace(kind=Kind.TEXT, text=text, name=name)


def _as_title(segment: Segment, above: Segment, after: Segment) -> Mark | None:
    """The line of a heading that is the Chinese half of a title, or the title again,
    below one that is none: a translator has made it of a plain line.
    """
    mark, last = segment.mark, above.texts[-1] if above.texts else None
    if mark.kind is not Kind.HEADING or segment.texts or not last:
        return None
    first = after.mark.kind is Kind.LABEL and after.mark.field in FIRST_FIELDS
    half = has_han(mark.text) or mark.text == last.text
    if not (first and half and mark.line == last.line + 1 and not has_han(last.text)):
        return None
    return Mark(mark.line, Kind.TEXT, mark.text)


def _joined(found: Iterable[Segment]) -> Iterator[Segment]:
    """Two title headings in a row, English and Chinese, as the one title they are."""
    above: Segment | None = None
    for segment in found:
        if (
            above is not None
            and above.titled
            and segment.titled
            and not above.texts
            and above.mark.text
            and not has_han(above.mark.text)
            and (is_chinese(segment.mark.text) or segment.mark.text == above.mark.text)
        ):
            above.fold(segment.mark, segment)
            continue
        if above:
            yield above
        above = segment
    if above:
        yield above
