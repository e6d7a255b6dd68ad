"""Segments of a digest → one draft a paper: which line belongs to whom.

Nothing here interprets a field; `digests` makes papers of the `drafts`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date as Date

from searcher.corpus import bare, headers, titles
from searcher.corpus.drafts import Draft, Outline
from searcher.corpus.layout import ABSTRACTS, FIRST_FIELDS, LAST, MOST_KEPT, Segment
from searcher.corpus.marks import Kind, Mark
from searcher.corpus.roles import Role
from searcher.corpus.text import is_chinese, subjects
from searcher.corpus.titles import After
from searcher.typed import NamedTuple

_ORDER = list(Role)
_NO_REST = re.compile(
    r"[\W\d_]*$|[`#@^]|\[\^|\d+[.)、]\s|(?:\*\*|__).*(?:\*\*|__)$|[(（\[【].*[)）\]】]$|[\W_]*(?:published|submitted|accepted|updated|posted"
    r"|appear(?:s|ed)|to appear|last updated|generated)\b",
    re.IGNORECASE,
)
"""How a line below a heading begins that is no rest of a title: days, tags, counts."""
_LINKS = {Role.LINK, Role.PDF}
MOST_OF_A_DRAFT = 3 * MOST_KEPT
"""Characters of a paper's lines that are kept; one has both halves of an abstract."""
_ONCE = (Role.AUTHORS, Role.LINK, Role.SUBJECTS)
_BELOW = {After.ABSTRACT, After.ABSTRACT_ZH}
_CHINESE = {Role.TITLE: Role.TITLE_ZH, Role.ABSTRACT: Role.ABSTRACT_ZH}


class Manner(NamedTuple):
    """How a digest sets its papers apart: whether titles are headings, below which
    abstract of one line the next title stands, whether a Chinese line stands below
    titles that are headings, if that is its rule, and whether titles have labels.
    """

    headed: bool
    one_line: After | None
    translated: bool = False
    labelled: bool = False


def manner(found: Sequence[Segment]) -> Manner:
    """The manner of a digest."""
    titled = [segment for segment in found if segment.titled]
    chinese = sum(
        titles.is_translation(segment.mark.text, segment.texts[0].text)
        for segment in titled
        if segment.texts
    )
    one_line = None if titled else _one_line(found)
    fields = Counter(segment.mark.field for segment in found)
    return Manner(
        bool(titled),
        one_line,
        translated=len(titled) > 1 and chinese * 2 > len(titled),
        labelled=fields[Role.TITLE] * 2 > max(fields[name] for name in _ONCE),
    )


def _one_line(found: Sequence[Segment]) -> After | None:
    """The last field of a paper, if that is an abstract of one line, as a rule: below
    it, up to the fields of the next paper, is a title and no more.
    """
    names = {segment.mark.field for segment in found}
    chinese = Role.ABSTRACT_ZH in names
    last = Role.ABSTRACT_ZH if chinese else Role.ABSTRACT
    size = 3 if chinese else 2  # with the title, in both languages
    sizes = [
        len(segment.texts) + len(segment.late)
        == (size if after and after.mark.field in FIRST_FIELDS else 1)
        for segment, after in zip(found, [*found[1:], None], strict=True)
        if segment.mark.field is last and not segment.mark.text
    ]
    if not sizes or sum(sizes) * 2 < len(sizes):
        return None
    return After.ABSTRACT_ZH if chinese else After.ABSTRACT


class Entries:
    """Walks the segments; remembers the open draft and the text that may still turn out
    to be the next paper's title. What is done with may be taken from the outline.
    """

    def __init__(self, manner: Manner) -> None:
        self.outline = Outline()
        self._headed, self._one_line, self._translated, self._labelled = manner
        self._keyword = ""
        self._date: Date | None = None
        self._open: Draft | None = None
        self._tail: list[Mark] = []
        self._asides: list[Mark] = []
        self._after = After.HEADER
        self._late: tuple[list[Mark], int] = [], 0  # where it begins in an abstract
        self._size, self._is_cut = 0, False  # of the open draft, in characters

    def take(self, segment: Segment) -> None:
        mark = segment.mark
        if segment.titled:
            self._start(mark.line, [mark])
            self._behind(mark)
            self._title(segment)
            self._tail += segment.late
        elif mark.kind is Kind.LABEL and mark.field is not None:
            self._label(mark.field, segment)
        else:
            self._part_stray()
            self._close(mark.line)
            self._note(mark)
            self._tail = [*segment.texts, *segment.late]
        if not self._is_cut:
            self._asides += segment.asides
            self._size += sum(len(aside.text) + 1 for aside in segment.asides)
        if segment.lost:
            line = segment.texts[-1].line if segment.texts else mark.line
            self.outline.cut.append(mark.line or line)

    def _behind(self, mark: Mark) -> None:
        """What stands on the line of a title behind it."""
        assert self._open is not None
        self._open.headed = True
        if names := bare.authors(mark.name):
            self._open.values[Role.AUTHORS] = [mark._replace(text=names)]

    def end(self) -> None:
        """A title at the very end, of a paper that was cut off there."""
        cut = 0
        lines = [mark.text for mark in self._tail]
        if not self._headed and self._after is After.ABSTRACT_ZH:
            cut = titles.dangling(lines)
        elif self.outline.begun and self._after is After.SECTION and not self._open:
            cut = titles.count(lines, self._after)
        if cut:
            self._start_from_tail(cut, self._tail[-cut].line)
        self._part_stray()
        self._close(None)
        self._leave(self._asides)

    def _leave(self, marks: list[Mark]) -> None:
        """Lines that belong to no paper."""
        for mark in marks:
            own = mark.kind is Kind.SIGNATURE or not self.outline.begun
            (self.outline.header if own else self.outline.left).append(mark)

    def _note(self, mark: Mark) -> None:
        self._after = After.SECTION
        if mark.line:
            self.outline.header.append(mark)
        if mark.kind is Kind.SECTION:
            self._keyword = mark.text
        elif mark.kind is Kind.NOTHING:
            self.outline.says_nothing = True
        elif mark.kind is Kind.DECLARED:
            count = headers.declared(mark.text) or 0
            self.outline.declared = (self.outline.declared or 0) + count
            self.outline.declared_line = self.outline.declared_line or mark.line
        else:
            self._after = After.HEADER
            if day := headers.announced(mark.text):
                self._date = day
                self.outline.announced = self.outline.announced or day

    def _label(self, name: Role, segment: Segment) -> None:
        mark = segment.mark
        name = self._tell_apart(name, segment)
        lines = [text.text for text in _below_label(self._tail[-5:])]
        count = titles.count(lines, self._after)
        if self._after is self._one_line:
            count = titles.damaged(lines, self._after) or count
        if self._labelled or (
            self._headed and len(self._tail) == 1 and self._after in _BELOW
        ):
            count = 0  # the abstract, rather than a title that lost its heading
        if self._is_new(name, mark, count):
            self._start_from_tail(0 if name is Role.TITLE else count, mark.line)
        self._put(name, segment)

    def _tell_apart(self, name: Role, segment: Segment) -> Role:
        """A second `标题` or `摘要` that is Chinese belongs to the Chinese half."""
        values = self._open.values if self._open else {}
        chinese = _CHINESE.get(name)
        if chinese is None or name not in values or chinese in values:
            return name
        # what stands below the label's line may be the next title
        text = segment.mark.text or "".join(text.text for text in segment.texts)
        above = [is_chinese(mark.text) for mark in values[name]]
        if not (above and all(above)):
            # a Chinese line below it that has a name is none of a Chinese abstract
            some = any(is_chinese(mark.text) and not mark.name for mark in values[name])
            return chinese if is_chinese(text) and not some else name
        if text and not is_chinese(text):  # the Chinese one came first
            values[chinese] = values.pop(name)
        return name

    def _is_new(self, name: Role, mark: Mark, count: int) -> bool:
        """Whether a label begins another paper; `count` title lines stand above it."""
        if self._open is None:
            return True
        values = self._open.values
        closed = not ABSTRACTS.isdisjoint(values)
        again = name in values
        if name in {Role.TITLE, Role.TITLE_ZH}:
            return again or (closed and name is Role.TITLE)
        if self._labelled and Role.TITLE in values and name not in ABSTRACTS:
            return again and [*map(_said, values[name])][:1] != [mark.text]
        late = max(map(_ORDER.index, values), default=-1)
        early = not self._headed and _ORDER.index(name) < late
        if name in ABSTRACTS or not closed:
            untitled = not self._open.titles and Role.TITLE not in values
            first = name is Role.AUTHORS and len(values) > 1
            return (again or (early and (untitled or first))) and count > 0
        if count == 0:
            said = [text.text for text in values.get(name, ())]
            return again and said[:1] != [mark.text]
        # fields come in one order; where titles are headings, only repeats tell
        return again or early

    def _start_from_tail(self, count: int, line: int) -> None:
        taken = self._tail[len(self._tail) - count :]
        del self._tail[len(self._tail) - count :]
        self._part_stray()
        first = taken[0].line if taken else line
        self._start(first, taken)

    def _part_stray(self) -> None:
        """A title that has lost its fields, below an abstract of one line, is a paper
        of its own and no part of that abstract.
        """
        if self._after is not self._one_line:
            return
        count = titles.stray([mark.text for mark in self._tail[:3]])
        if count:
            stray = self._tail[1:]
            del self._tail[1:]
            self._start(stray[0].line, stray[:count])
            self._tail = stray[count:]

    def _part_late(self) -> None:
        """What is no title either, of the text below a label that ended an abstract."""
        kept, end = self._late
        if self._open:
            self._open.loose += kept[end:]
        del kept[end:]
        self._late = [], 0

    def _start(self, line: int, title: list[Mark]) -> None:
        self._close(line)
        self.outline.begun = True
        self._open = Draft(line, self._keyword, self._date, title)
        self._tail = []
        self._after = After.FIELD
        self._size, self._is_cut = 0, False

    def _close(self, before: int | None) -> None:
        """The open draft has all its lines, which end before the line given."""
        if self._open:
            self._part_late()
            if self._after is After.FIELD:
                self._open.loose += self._tail
            own = [one for one in self._asides if before is None or one.line < before]
            del self._asides[: len(own)]
            self._open.asides += own
            self.outline.drafts.append(self._open)
        else:
            self._leave(self._tail)
            early = [one for one in self._asides if before is None or one.line < before]
            del self._asides[: len(early)]
            self._leave(early)
        self._open = None
        self._tail = []

    def _is_translation(self, text: Mark) -> bool:
        assert self._open is not None
        title = self._open.titles[0].text
        return titles.is_translation(title, text.text, translated=self._translated)

    def _title(self, segment: Segment) -> None:
        """The lines under a title heading: more of the title, then loose text."""
        assert self._open is not None
        # below a bare `### Title:` the first line is the title, be it ever so long
        head, texts = self._open.titles[0], segment.texts
        lines = enumerate(texts)
        prose = [at for at, text in lines if titles.is_prose(text.text)]
        until = min([*prose[not head.text and prose[:1] == [0] :], len(texts), 4])
        if head.link:  # what is linked is the title, up to the Chinese one
            until = int(bool(texts) and self._is_translation(texts[0]))
        links = [one.line for one in segment.asides if one.kind is Kind.LINKS]
        above = head.line
        for at, text in enumerate(texts[:until]):
            below = bool(links) and text.line > links[0]
            apart = bool(head.text) and text.line > above + 1
            rest = not (below or apart or _NO_REST.match(text.text))
            above = text.line
            if not rest and not self._is_translation(text):
                until = at
                break
        for text in texts[:until]:
            if text.text.startswith("- "):
                self.outline.left.append(text)
            else:
                self._open.titles.append(text)
        self._tail = texts[until:]

    def _put(self, name: Role, segment: Segment) -> None:
        """Give the open draft a field; of repeated one-line fields the first counts."""
        assert self._open is not None
        draft = self._open
        self._part_late()
        mark, texts, late = segment.mark, list(segment.texts), list(segment.late)
        value = [mark] if mark.text else []
        if self._after is After.FIELD:
            draft.loose += self._tail
        self._size += segment.size + len(mark.text) + 1
        if self._size > MOST_OF_A_DRAFT:
            self._cut(name, mark, texts + late)
            return
        if not mark.text:
            draft.labels.append(mark)
        if name in ABSTRACTS:
            lines = value + texts
            first = draft.values.setdefault(name, lines)
            if not first:
                draft.values[name] = first = lines
            if first is not lines and [*map(_said, first)] == [*map(_said, lines)]:
                draft.again += lines
                lines = []
            # of a second one, what is no title yet is of no field
            self._late = lines, len(lines) if first is lines else 0
            lines += late
            zh = name is Role.ABSTRACT_ZH
            self._after = After.ABSTRACT_ZH if zh else After.ABSTRACT
            self._tail = lines
            return
        while texts and _wants_more(name, value, texts[0]):
            value.append(texts.pop(0))
        if not draft.values.get(name) or name in _LINKS:
            draft.values.setdefault(name, []).extend(value)
        else:
            draft.again += value
        self._after = After.FIELD
        self._tail = texts + late

    def _cut(self, name: Role, mark: Mark, texts: list[Mark]) -> None:
        """Of a draft that is endless, only lines that may be of the next title."""
        if not self._is_cut:
            self.outline.cut.append(mark.line)
        self._is_cut = True
        if name in ABSTRACTS:
            self._after = After.ABSTRACT_ZH
        self._tail = texts[-LAST:]


def _below_label(tail: list[Mark]) -> list[Mark]:
    """Lines that may be a title: what stands on a label's own line is none."""
    for at in range(len(tail) - 1, -1, -1):
        if tail[at].kind is Kind.LABEL:
            return tail[at + 1 :]
    return tail


def _said(mark: Mark) -> str:
    return mark.text


_LISTED = ("- ", "* ", "+ ", "• ")


def _wants_more(name: Role, value: list[Mark], text: Mark) -> bool:
    """Whether a one-line field goes on, or only begins, on the next line."""
    said = " ".join(mark.text for mark in value)
    if name in {Role.TITLE, Role.TITLE_ZH}:
        return len(value) < 4 and not titles.is_prose(text.text)
    listed = text.text.startswith(_LISTED)
    if name is Role.SUBJECTS:
        begun = said.lower().removeprefix("subjects:").strip() != ""
        return not begun or (listed and all(s.code for s in subjects(text.text)))
    if name is Role.AUTHORS and value and listed:
        return value[-1].text.startswith(_LISTED)
    if name in _LINKS:
        return not said and ("://" in text.text or bare.is_only_links(text.text))
    return not said or said.endswith((",", "，"))
