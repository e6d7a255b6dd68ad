"""Where each line of a digest went, and what is told of those that went nowhere.

A line has one place: a field of a paper, the header, or a problem. Nothing here reads a
field.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from searcher.corpus import bare
from searcher.corpus.drafts import Draft, Outline
from searcher.corpus.labels import Field
from searcher.corpus.marks import Kind, Mark
from searcher.corpus.text import has_han
from searcher.typed import NamedTuple

UNPLACED = "{} lines of no field, wanted a label above them"
NO_LABEL = "{} is no label that is known, left out ({} lines of the digest)"
DOUBTED = "{} looks like a label that is not known, read as text"
AGAIN = "{} given again, and not the same: the first counts"
BEHIND = "what stands behind the title is not understood, left out"

_ABSTRACTS = (Field.ABSTRACT, Field.ABSTRACT_ZH)


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
    yield "abstract" if draft.prose else "problem", draft.loose
    for mark in draft.asides:
        signed = mark.kind is Kind.SIGNATURE
        yield "header" if signed else "known" if _is_known(mark) else "problem", [mark]


def unread(found: Outline) -> Iterator[tuple[int, str]]:
    """What was not understood, and its line; what follows on another is told once."""
    loose = chain.from_iterable(
        draft.loose for draft in found.drafts if not draft.prose
    )
    for run in _runs(sorted(chain(found.left, loose), key=lambda mark: mark.line)):
        yield run[0].line, UNPLACED.format(len(run))
    yield from _without_field(found.drafts)
    for above, draft in pairwise([None, *found.drafts]):
        assert draft is not None
        yield from _in_draft(draft, parted=above is not None and above.is_bare)


def _without_field(drafts: Iterable[Draft]) -> Iterator[tuple[int, str]]:
    """Labels that are not known, each told once with the lines it stands for."""
    first: dict[str, Mark] = {}
    lines: dict[str, int] = {}
    for mark in chain.from_iterable(draft.asides for draft in drafts):
        if not _is_known(mark):
            first.setdefault(mark.name, mark)
            lines[mark.name] = lines.get(mark.name, 0) + 1
    for name, mark in first.items():
        yield mark.line, NO_LABEL.format(repr(name), lines[name])


def _in_draft(draft: Draft, *, parted: bool) -> Iterator[tuple[int, str]]:
    for mark in _doubted(draft, parted=parted):
        yield mark.line, DOUBTED.format(repr(mark.name))
    for mark in draft.again:
        said = [one.text for one in draft.values[mark.field]] if mark.field else []
        if mark.field and mark.text not in said:
            yield mark.line, AGAIN.format(mark.field.name.lower())
    head = draft.titles[0] if draft.headed else None
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
    for name in _ABSTRACTS:
        yield from (mark for mark in draft.values.get(name, ()) if _is_doubted(mark))
    if draft.prose:
        yield from filter(_is_doubted, draft.prose)


def _is_doubted(mark: Mark) -> bool:
    return mark.kind is Kind.TEXT and bool(mark.name)


def _is_known(mark: Mark) -> bool:
    return mark.kind is not Kind.OTHER or mark.field is not None


def _runs(marks: list[Mark]) -> Iterator[list[Mark]]:
    """Marks in runs of lines that follow on each other."""
    run: list[Mark] = []
    for mark in marks:
        if run and mark.line > run[-1].line + 1:
            yield run
            run = []
        run.append(mark)
    if run:
        yield run
