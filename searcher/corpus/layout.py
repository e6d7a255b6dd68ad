"""Marks of a whole digest → segments: each mark that opens something, with its text.

Settles what no line shows by itself: which headings are titles, and that a signature
at the end is nobody's text. Nothing here builds a paper.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from searcher.corpus import ids
from searcher.corpus.labels import Field
from searcher.corpus.marks import BOLD, Kind, Mark
from searcher.corpus.text import has_han, is_chinese
from searcher.corpus.titles import is_prose

FIRST_FIELDS = frozenset({Field.AUTHORS, Field.SUBJECTS, Field.LINK, Field.PDF})
ABSTRACTS = frozenset({Field.ABSTRACT, Field.ABSTRACT_ZH})

_ASIDES = frozenset({Kind.OTHER, Kind.LINKS, Kind.SIGNATURE})
_BY = re.compile(r"by\s+\S.{0,80}", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(slots=True)
class Segment:
    """A mark and the text lines up to the next; `titled`, it heads a paper.

    `asides` are lines amid them that are labelled but of no field, and links.
    """

    mark: Mark
    texts: list[Mark] = field(default_factory=list)
    asides: list[Mark] = field(default_factory=list)
    titled: bool = False

    @property
    def is_abstract(self) -> bool:
        return self.mark.field in ABSTRACTS

    @property
    def is_empty_abstract(self) -> bool:
        return self.is_abstract and not self.texts and not self.mark.text


def segments(marks: Iterable[Mark]) -> list[Segment]:
    """The digest in segments; the first stands for what comes before any mark."""
    found = [Segment(Mark(0, Kind.HEADER))]
    for mark in _unsigned(list(marks)):
        if mark.kind is Kind.TEXT:
            found[-1].texts.append(mark)
        elif mark.kind in _ASIDES:
            found[-1].asides.append(mark)
        elif mark.kind is not Kind.BLANK:
            found.append(Segment(mark))
    return _joined(_folded(found, _title_level(found)))


def _unsigned(marks: list[Mark]) -> list[Mark]:
    """Closing signatures marked as such: `by NAME.` and a date, or what is left of it
    at the very end, apart from the text above.
    """
    none = {Kind.BLANK, *_ASIDES}
    lines = [at for at, mark in enumerate(marks) if mark.kind not in none]
    gone = set()
    for at, after in pairwise([*lines, len(marks)]):
        if marks[at].kind is not Kind.TEXT:
            continue
        apart = at == 0 or marks[at - 1].kind is Kind.BLANK
        last = after == len(marks)
        if _BY.fullmatch(marks[at].text):
            dated = not last and _DAY.fullmatch(marks[after].text)
            if dated or (last and apart):
                gone |= {at, after}
        elif last and apart and _DAY.fullmatch(marks[at].text):
            gone.add(at)
    for at in gone - {len(marks)}:
        marks[at] = marks[at]._replace(kind=Kind.SIGNATURE)
    return marks


def _title_level(found: list[Segment]) -> int:
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
    entries = Counter(segment.mark.field for segment in found)
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
    first = after.mark.kind is Kind.LABEL and after.mark.field is not Field.ABSTRACT_ZH
    if segment.mark.kind is not Kind.HEADING or not first:
        return False
    # in between, the rest of the title and the Chinese one
    limit = 2 if after.is_abstract else 4
    short = not any(is_prose(text.text) for text in segment.texts)
    return len(segment.texts) <= limit and short


def _folded(found: list[Segment], level: int) -> list[Segment]:
    """Headings that are titles are marked so, those in an abstract become its text."""
    kept: list[Segment] = []
    headed = False  # whether a title that is a heading stands above
    for segment, after in zip(found, [*found[1:], None], strict=True):
        mark = segment.mark
        if mark.kind is Kind.ITEM:
            above = kept[-1]
            if level and headed:
                above.texts += [mark.as_text(), *segment.texts]
                above.asides += segment.asides
                continue
            segment.titled = True
        if mark.kind is Kind.HEADING:
            before = after is not None and _is_before_fields(segment, after)
            segment.titled = level > 0 and (
                before or mark.level == level or _is_linked(segment)
            )
            above = kept[-1]
            if mark.level == BOLD and not segment.titled:
                above.texts += [mark.as_text(), *segment.texts]
                above.asides += segment.asides
                continue
            deeper = above.is_abstract and mark.level > level and segment.texts
            if not segment.titled and (above.is_empty_abstract or deeper):
                text = f"{'#' * mark.level} {mark.text}"
                above.texts += [mark._replace(kind=Kind.TEXT, text=text)]
                above.texts += segment.texts
                above.asides += segment.asides
                continue
            headed = headed or segment.titled
        kept.append(segment)
    return kept


def _joined(found: list[Segment]) -> list[Segment]:
    """Two title headings in a row, English and Chinese, as the one title they are."""
    kept: list[Segment] = []
    for segment in found:
        above = kept[-1] if kept else None
        if (
            above is not None
            and above.titled
            and segment.titled
            and not above.texts
            and above.mark.text
            and not has_han(above.mark.text)
            and is_chinese(segment.mark.text)
        ):
            above.texts += [segment.mark, *segment.texts]
            above.asides += segment.asides
        else:
            kept.append(segment)
    return kept
