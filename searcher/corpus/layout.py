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
from searcher.corpus.marks import BOLD, Kind, Mark
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
    end = Segment(Mark(0, Kind.BLANK))
    headings = [
        segment
        for above, segment, after in zip(
            found, found[1:], [*found[2:], end], strict=False
        )
        if segment.mark.kind is Kind.HEADING
        and (_is_linked(segment) or _is_before_fields(segment, after))
        and not above.is_empty_abstract
    ]
    levels = Counter(segment.mark.level for segment in headings)
    entries = Counter(
        segment.mark.field
        for above, segment in pairwise(found)
        if segment.mark.field != above.mark.field  # twice in a row is of one paper
    )
    most = max((entries[name] for name in (*FIRST_FIELDS, *ABSTRACTS)), default=0)
    if not levels:
        return 0
    level, times = levels.most_common(1)[0]
    alone = all(
        has_han(text.text)
        for segment in headings
        if segment.mark.level == level
        for text in segment.texts
    )
    return level if times * 2 > most - alone else 0


def _is_linked(segment: Segment) -> bool:
    """Whether a heading leads to a paper, by itself or in a line right below it."""
    links = [mark.text for mark in segment.asides if mark.kind is Kind.LINKS]
    return any(ids.in_link(link) for link in (segment.mark.link, *links))


def _is_before_fields(segment: Segment, after: Segment) -> bool:
    # a Chinese abstract is never the first field
    first = after.mark.kind is Kind.LABEL and after.mark.field is not Role.ABSTRACT_ZH
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
    for segment, after in pairwise(chain(found, [None])):
        assert segment is not None
        mark = segment.mark
        if mark.kind is Kind.ITEM:
            segment.titled = not (level and headed)
        if mark.kind is Kind.HEADING:
            before = after is not None and _is_before_fields(segment, after)
            if before and after and after.is_abstract:
                before = not (headed and mark.level > level)  # a section of a paper
            linked = _is_linked(segment)
            segment.titled = level > 0 and (before or mark.level == level or linked)
            headed = headed or segment.titled
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
    return mark._replace(kind=Kind.TEXT, text=f"{'#' * mark.level} {mark.text}")


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
