"""A digest of the text family, in any of its variants → its papers and its problems.

One parser for all variants: `marks` sees lines, `settling` their neighbours, `layout`
headings, `entries` papers, and `interpreting` reads them. A digest is read as it comes:
what it does as a rule shows in how it begins. Nothing here opens a file.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date as Date
from itertools import chain, islice

from searcher.corpus import jsonlines
from searcher.corpus.drafts import Draft, Outline
from searcher.corpus.entries import Entries, manner
from searcher.corpus.frontmatter import with_front_matter
from searcher.corpus.habits import habits
from searcher.corpus.interpreting import paper_of, title_of
from searcher.corpus.layout import cut, laid_out, title_level
from searcher.corpus.marks import LONGEST
from searcher.corpus.passes import Passes
from searcher.corpus.places import Unread
from searcher.corpus.roles import Role
from searcher.corpus.settling import settled
from searcher.corpus.tables import Tables
from searcher.corpus.text import day_in_name
from searcher.corpus.trimming import TOO_LONG_TEXT, is_too_long
from searcher.corpus.values import UNKNOWN, Digest
from searcher.model import Problem, Seen, Sighting

BEGINNING = 20_000
"""Lines by which the habits of a digest are known; those of a day have up to 3,000."""

UNTITLED = "an entry without a title, wanted one above its fields"
COUNT = "{} papers found, {} declared"
NO_PAPERS = "a header without papers, wanted entries or `There is no result`"
TOO_LONG = f"a line of more than {LONGEST:,} characters, read up to there"
BARE = "a title without authors, link or abstract, wanted the fields of a paper"

_LINE_END = re.compile(r"\r\n|\n|\r")
_PIECE = 1 << 16


def parse(text: str, *, path: str) -> Digest:
    """The digest that a text is; `path` is its name under corpus/. Never raises."""
    parsing = Parsing(pieces_of(text), path=path)
    items = list(parsing)
    return Digest(
        path,
        announced=parsing.announced,
        declared=parsing.declared,
        sightings=tuple(item for item in items if isinstance(item, Sighting)),
        problems=tuple(sorted(item for item in items if isinstance(item, Problem))),
    )


def looks_like(_: str) -> bool:
    """Any text may be one: what a digest is, shows in all of it."""
    return True


def read(text: Passes, *, name: str) -> Iterator[Sighting | Problem]:
    """The papers of a text; `name` is the file's under corpus/."""
    found = False
    items: list[Sighting | Problem] = []
    for item in Parsing(text, path=name):
        found = found or not isinstance(item, Problem)
        items.append(item)
        if found:
            yield from items
            items.clear()
    if not found and any(map(jsonlines.may_hold, lines_of(text))):
        yield from jsonlines.read(map(str.encode, text), name=name)
        return
    yield from items


class Parsing:
    """A digest being parsed: iterate it for its sightings and problems, as they come.

    Holds a draft and what a digest begins with, whatever follows. Afterwards
    `announced` and `declared` are as in `Digest`.
    """

    def __init__(self, pieces: Iterable[str], *, path: str) -> None:
        self.announced: Date | None = None
        self.declared: int | None = None
        self._path = path
        self._day = day_in_name(path)
        self._tables = Tables(self._watched(lines_of(pieces)), path=path)
        self._unread = Unread()
        self._said = False
        self._ids: set[str] = set()
        self._count = 0
        self._long: list[Problem] = []

    def __iter__(self) -> Iterator[Sighting | Problem]:
        found, known = Outline(), False
        held: list[Sighting | Problem] = []  # while it may yet be no digest at all
        for found, translated in outlines(self._tables):
            known = known or bool(found) or bool(self._tables)
            items = self._done(found, translated=translated)
            if not known:
                held += items
                continue
            yield from held
            yield from items
            held = []
        self.announced, self.declared = found.announced, found.declared
        if not known and self._said:
            yield Problem(self._path, 0, UNKNOWN)
            return
        yield from held
        for line, message in self._unread.end():
            yield Problem(self._path, line, message)
        yield from self._about_all(found)

    def _watched(self, lines: Iterable[str]) -> Iterator[str]:
        for number, line in enumerate(lines, 1):
            self._said = self._said or bool(line.strip("\ufeff\u200b\t\r\n "))
            if len(line) > LONGEST:
                self._long.append(Problem(self._path, number, TOO_LONG))
            yield line

    def _done(self, found: Outline, *, translated: bool) -> list[Sighting | Problem]:
        """What is read of drafts that have all their lines, and of tables beside."""
        problems = [*self._long, *self._tables.problems]
        problems += [Problem(self._path, *one) for one in self._unread.told(found)]
        sightings = [*self._tables.sightings]
        for draft in found.drafts:
            item = self._sighting(draft, translated=translated)
            if isinstance(item, Problem):
                problems.append(item)
                continue
            sightings.append(item)
            if draft.is_bare:
                problems.append(Problem(self._path, draft.line, BARE))
        sightings.sort(key=lambda sighting: sighting.line)
        problems += self._cut(found, sightings)
        self._count += len(sightings)
        self._ids.update(sighting.paper.id for sighting in sightings)
        for done in (self._long, self._tables.problems, self._tables.sightings):
            done.clear()
        return [*sightings, *problems]

    def _cut(self, found: Outline, sightings: list[Sighting]) -> Iterator[Problem]:
        """Texts too long to keep, but for those that say so when they are trimmed."""
        for line in found.cut:
            above = [one for one in sightings if one.line <= line]
            if not above or not is_too_long(above[-1].paper):
                yield Problem(self._path, line, TOO_LONG_TEXT)

    def _sighting(self, draft: Draft, *, translated: bool) -> Sighting | Problem:
        title = title_of(draft, translated=translated)
        if not title.en and not title.zh:
            return Problem(self._path, draft.line, UNTITLED)
        seen = Seen(self._path, draft.announced or self._day)
        return Sighting(paper_of(draft, title, seen), draft.line)

    def _about_all(self, found: Outline) -> Iterator[Problem]:
        """What is wrong with a digest as a whole, if anything."""
        if found.declared is not None:
            if found.declared not in {self._count, len(self._ids)}:
                message = COUNT.format(self._count, found.declared)
                yield Problem(self._path, found.declared_line, message)
        elif found.announced and not (found.begun or self._count or found.says_nothing):
            yield Problem(self._path, 0, NO_PAPERS)


def pieces_of(text: str) -> Iterator[str]:
    """A text in pieces, so that its lines need not be there all at once."""
    return (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))


def lines_of(pieces: Iterable[str]) -> Iterator[str]:
    """The lines of a text that comes in pieces, however they are cut."""
    held, size, rest = [], 0, ""
    for piece in pieces:
        text = rest + piece
        rest = "\r" if text.endswith("\r") else ""  # a line end that may go on
        first, *more = _LINE_END.split(text.removesuffix(rest) if rest else text)
        if size <= LONGEST:
            held.append(first)
            size += len(first)
        if more:
            yield "".join(held)
            yield from more[:-1]
            held, size = [more[-1]], len(more[-1])
    yield "".join(held)
    if rest:
        yield ""


def outlined(lines: Iterable[str]) -> Outline:
    """All lines of a digest by the papers that they belong to."""
    whole = Outline()
    for found, _ in outlines(lines):
        whole.drafts += found.drafts
        whole.header += found.header
        whole.left += found.left
        whole.begun = found.begun
    return whole


def outlines(lines: Iterable[str]) -> Iterator[tuple[Outline, bool]]:
    """The outline of a digest as it grows, each time without what was in it before, and
    whether papers are translated.
    """
    stream = with_front_matter(iter(lines))
    head = list(islice(stream, BEGINNING))
    found = habits(head)
    begun = list(cut(settled(head, found)))
    level = title_level(begun)
    begun = list(laid_out(begun, level))
    kind = manner(begun)
    entries = Entries(kind)
    for segment in begun:
        entries.take(segment)
    entries.end()
    translated = any(Role.ABSTRACT_ZH in one.values for one in entries.outline.drafts)
    if len(head) < BEGINNING:
        yield entries.outline, translated
        return
    del begun
    entries = Entries(kind)
    for segment in laid_out(cut(settled(chain(head, stream), found)), level):
        entries.take(segment)
        if entries.outline.drafts or entries.outline.size > BEGINNING:
            yield entries.outline, translated
            entries.outline.clear()
    entries.end()
    yield entries.outline, translated
