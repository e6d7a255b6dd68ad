"""What leaves of a plan match in a generation, and what they add to scores.

Knows leaves whose terms are known, not how a plan combines them; the loops are the
core's. Documents are numbers of papers, int32 and ascending; impacts float64.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter

from searcher._core.impacts import (
    Accumulator,
    Norms,
    add_all,
    among,
    chosen,
    docs_of,
    every,
    holding,
    impacts_at,
    impacts_of,
    saturate,
)
from searcher._core.phrases import PhraseMatcher
from searcher._core.postings import Cursor, Postings
from searcher.index.counting import Scoring, rarity, size
from searcher.index.keeping import Kept
from searcher.index.segment.reading import Entry, Segment
from searcher.query.plan import FIELDS, Phrase, Synonyms, Term
from searcher.ranking import K1, TIE, WEIGHTS
from searcher.typed import NamedTuple

Docs = memoryview
Impacts = memoryview

CHUNK = 1 << 13
"""So many postings are read together: what they are stays in the processor's cache."""
LEAST = 1e-300
"""No frequency is less, and no probability; but 0 is."""
MOST_KEPT = 32 << 20
"""So many bytes of what leaves match are kept for the next query."""
MOST_COUNTED = 1 << 14
"""Of so many groups of terms it is remembered how many papers hold them."""


class Matched(NamedTuple):
    """Documents, and what each scores."""

    docs: Docs
    scores: Impacts


class Part(NamedTuple):
    """A segment of a generation, whose documents are numbered from `base` on."""

    base: int
    segment: Segment
    gone: frozenset[int]
    postings: Postings

    def among(self, docs: Docs) -> slice:
        """Which of some documents are in the segment."""
        first = bisect_left(docs, self.base)
        return slice(first, bisect_left(docs, self.base + self.segment.size, first))

    def docs(self, entry: Entry) -> Docs:
        """The documents that hold an entry, and those that did and are gone."""
        self.segment.read_soon(entry)
        return self.postings.docs(entry.first, entry.df)

    def cursor(self, entry: Entry) -> Cursor:
        """Reads these, and how often each holds it."""
        self.segment.read_soon(entry)
        return self.postings.cursor(entry.first, entry.df, entry.most)

    def add_tfs(
        self, entry: Entry, probability: float, docs: Docs, tfs: Impacts
    ) -> int:
        """Add how often each of some documents of the segment holds an entry, times a
        probability; how many do.
        """
        self.segment.read_soon(entry)
        first, df, most, _ = entry
        return self.postings.add_tfs(first, df, most, probability, docs, tfs)

    def held(self, entry: Entry, docs: Docs) -> int:
        """How many of some documents of the segment hold an entry."""
        if not len(docs):
            return 0
        return self.add_tfs(entry, 1.0, docs, impacts_of(len(docs)))

    def positions(self, entry: Entry, docs: Docs) -> tuple[memoryview, memoryview]:
        """Where it stands in some documents of the segment, as the core tells."""
        self.segment.read_soon(entry, places=True)
        return self.postings.positions(entry.first, entry.df, entry.most, docs)


class _Room:
    """Where one query adds up, and then another."""

    def __init__(self, extent: int) -> None:
        self.docs, self.tfs = docs_of(CHUNK), impacts_of(CHUNK)
        self.sums = Accumulator(extent)


class Leaves:
    """The leaves of one generation, of so many papers that are not `deleted`."""

    def __init__(
        self,
        parts: Sequence[Part],
        deleted: Docs,
        papers: int,
        averages: Mapping[str, float],
    ) -> None:
        self.parts = parts
        self._deleted = deleted
        self._papers = papers
        self._averages = averages
        self._extent = sum(part.segment.size for part in parts)
        self._norms: dict[str, Norms] = {}
        self._idle: list[_Room] = []
        self._holders: dict[tuple[tuple[int, ...], ...], int] = {}
        self.matched = Kept(self._whole, _bytes, MOST_KEPT)

    def everything(self) -> Docs:
        return self._live(every(self._extent))

    def _whole(self, leaf: Scoring) -> Matched:
        """The papers that match, with what the leaf adds to their scores."""
        if isinstance(leaf, Phrase):
            return self._scored(leaf, self._standing(leaf, None))
        with self._room() as room:
            self._add_group(leaf, room)
            return self._scored(leaf, Matched(*room.sums.take()))

    def best(
        self, several: Sequence[Matched], most: int, margin: float
    ) -> tuple[int, Matched]:
        """How many papers are in any of several, and those that score no further below
        the last of the best so many than the margin is, their scores added up in order.
        """
        with self._room() as room:
            for one in several:
                room.sums.add(*one)
            total = room.sums.size()
            return total, Matched(*room.sums.take(most, margin + TIE))

    def docs(self, group: Synonyms) -> Docs:
        """The papers that hold any term of a group in one of its fields."""
        with self._room() as room:
            for part in self.parts:
                for entries in _entries(part, group).values():
                    for entry, _ in entries:
                        _mark(part, entry, room)
            room.sums.drop(self._deleted)
            return room.sums.take()[0]

    def among(self, leaf: Scoring, docs: Docs) -> Matched:
        """Those of some papers that match, with what the leaf adds to their scores."""
        known = self.matched.known(leaf)
        if known:
            return _those_among(docs, known)
        if isinstance(leaf, Phrase):
            return self._scored(leaf, self._standing(leaf, docs))
        each = [_entries(part, leaf) for part in self.parts]
        if self._are_few(each, docs):
            return _those_among(docs, self.matched(leaf))
        sums, held = impacts_of(len(docs)), impacts_of(len(docs))
        for part, by_field in zip(self.parts, each, strict=True):
            here = part.among(docs)
            if here.start == here.stop:
                continue
            for field, entries in by_field.items():
                tfs = impacts_of(here.stop - here.start)
                for entry, probability in entries:
                    part.add_tfs(entry, probability, docs[here], tfs)
                add_all(held[here], tfs)
                if field in WEIGHTS and leaf.weight > 0:
                    self._weigh(part, field, docs[here], tfs)
                    add_all(sums[here], tfs)
        found, _ = chosen(docs, held, LEAST)
        return self._scored(leaf, Matched(found, impacts_at(found, docs, sums)))

    def _are_few(
        self, each: Sequence[Mapping[str, list[tuple[Entry, float]]]], docs: Docs
    ) -> bool:
        """Whether all postings of a group's entries, by segment and field, are fewer
        than looking each document up in each of them would read. The next query finds
        them done besides.
        """
        every = looked_up = 0
        for part, by_field in zip(self.parts, each, strict=True):
            here = part.among(docs)
            for entries in by_field.values():
                every += sum(entry.df for entry, _ in entries)
                looked_up += len(entries) * (here.stop - here.start)
        return every <= looked_up

    def by_field(self, group: Synonyms) -> dict[str, Matched]:
        """By field, the papers that hold any term of a group, and how often each does,
        by how probable the terms are.
        """
        held = [_entries(part, group) for part in self.parts]
        found: dict[str, Matched] = {}
        with self._room() as room:
            for field in dict.fromkeys(field for one in held for field in one):
                for part, entries in zip(self.parts, held, strict=True):
                    for entry, probability in entries.get(field, ()):
                        for docs, tfs in _read(part, entry, probability, room):
                            room.sums.add(docs, tfs)
                found[field] = Matched(*room.sums.take())
        return found

    def standing(self, phrase: Phrase, paper: int) -> dict[str, float]:
        """By field, how often a phrase stands in a paper, if it does."""
        docs = memoryview(array("i", (paper,)))
        (part,) = (one for one in self.parts if one.among(docs) == slice(0, 1))
        every = {
            field: self._occurrences(part, phrase, field, docs).scores
            for field in _fields(phrase)
        }
        return {field: tfs[0] for field, tfs in every.items() if len(tfs)}

    def rarity(self, leaf: Scoring) -> float:
        return rarity(leaf, self._papers, self.holders)

    def added(self, several: Sequence[Matched]) -> Matched:
        """The papers of any of several, with their scores, added up in order."""
        return self.best(several, 0, 0.0)[1]

    def union(self, sets: Sequence[Docs]) -> Docs:
        with self._room() as room:
            for docs in sets:
                room.sums.mark(docs)
            return room.sums.take()[0]

    def size(self, leaf: Scoring) -> int:
        """How many papers match at most."""
        return size(leaf, self._size)

    def holders(self, group: Synonyms) -> int:
        """How many papers hold any term of a group in one of its fields."""
        entries = self._entries_of(group)
        known = self._holders.get(_begins(entries))
        if known is None:
            counts = map(self._held, self.parts, entries)
            known = self._remember(entries, sum(counts))
        return known

    def _entries_of(self, group: Synonyms) -> list[list[Entry]]:
        """By segment, the entries of a group."""
        return [
            [entry for held in _entries(part, group).values() for entry, _ in held]
            for part in self.parts
        ]

    def _held(self, part: Part, entries: Sequence[Entry]) -> int:
        """How many papers of a segment hold any of some entries.

        Of the entry that is in the most papers, not all is read.
        """
        if not entries:
            return 0
        *rest, most = sorted(entries, key=attrgetter("df"))
        others = self._holding(part, rest, None)
        gone = self._deleted[part.among(self._deleted)]
        return len(others) - part.held(most, others) + most.df - part.held(most, gone)

    def _remember(self, entries: Sequence[Sequence[Entry]], count: int) -> int:
        if len(self._holders) >= MOST_COUNTED:
            self._holders.clear()
        self._holders[_begins(entries)] = count
        return count

    def _size(self, term: Term) -> int:
        dfs = (
            entry.df
            for part in self.parts
            for field, entry in part.segment.entries(term.text).items()
            if field in term.fields
        )
        return sum(dfs)

    def _live(self, docs: Docs) -> Docs:
        return among(docs, self._deleted, wanted=False) if len(self._deleted) else docs

    @contextmanager
    def _room(self) -> Iterator[_Room]:
        """Room that nobody else adds up in meanwhile, with nothing in it."""
        found = self._idle.pop() if self._idle else _Room(self._extent)
        yield found
        self._idle.append(found)  # unless something went wrong

    def _factor(self, leaf: Scoring) -> float:
        """What saturated frequencies are multiplied by."""
        return leaf.weight * self.rarity(leaf) if leaf.weight > 0 else 0.0

    def _scored(self, leaf: Scoring, found: Matched) -> Matched:
        """Of the tf' of some papers their scores, in the same place."""
        saturate(found.scores, self._factor(leaf), K1)
        return found

    def _weigh(self, part: Part, field: str, docs: Docs, tfs: Impacts) -> None:
        """Of frequencies in a field what they count, in the same place."""
        norms = self._norms.get(field)
        if norms is None:
            norms = Norms(*WEIGHTS[field], self._averages[field])
            self._norms[field] = norms
        norms.weigh(docs, tfs, part.segment.lengths[field], part.base)

    def _add_group(self, group: Synonyms, room: _Room) -> None:
        """Add up the tf' of the papers that match."""
        for part in self.parts:
            for field, entries in _entries(part, group).items():
                if field not in WEIGHTS or group.weight <= 0:
                    for entry, _ in entries:
                        _mark(part, entry, room)
                elif len(entries) == 1:
                    for docs, tfs in _read(part, *entries[0], room):
                        self._weigh(part, field, docs, tfs)
                        room.sums.add(docs, tfs)
                else:
                    with self._room() as inner:
                        for entry, probability in entries:
                            for docs, tfs in _read(part, entry, probability, inner):
                                inner.sums.add(docs, tfs)
                        docs, tfs = inner.sums.take()
                    self._weigh(part, field, docs, tfs)
                    room.sums.add(docs, tfs)
        room.sums.drop(self._deleted)
        if all(probability == 1 for _, probability in group.choices):
            self._remember(self._entries_of(group), room.sums.size())

    def _standing(self, phrase: Phrase, docs: Docs | None) -> Matched:
        """The papers in which a phrase stands, of some or of all, with their tf'."""
        with self._room() as room:
            sums = room.sums
            for part in self.parts:
                here = docs
                if docs is not None:
                    here = docs[part.among(docs)]
                    if not len(here):
                        continue
                for field in _fields(phrase):
                    held, tfs = self._occurrences(part, phrase, field, here)
                    if field not in WEIGHTS:
                        sums.mark(held)
                    elif len(held):
                        self._weigh(part, field, held, tfs)
                        sums.add(held, tfs)
            return Matched(*sums.take())

    def _occurrences(
        self, part: Part, phrase: Phrase, field: str, docs: Docs | None
    ) -> Matched:
        """The papers in which a phrase stands in a field, and how often."""
        entries: dict[str, Entry] = {}
        for step in phrase.steps:
            if step.term not in entries:
                entry = part.segment.entry(step.term, field)
                if entry:
                    entries[step.term] = entry
        places: dict[str, tuple[Docs, memoryview, memoryview]] = {}
        for group in _groups(phrase, entries):
            if docs is None or len(group) != 1:
                docs = self._holding(part, [entries[term] for term in group], docs)
            elif len(docs):
                (term,) = group
                places[term] = docs, *part.positions(entries[term], docs)
                docs = holding(*places[term][:2])
        if docs is None or not len(docs):
            return Matched(docs_of(0), impacts_of(0))
        for term in entries.keys() - places.keys():
            places[term] = docs, *part.positions(entries[term], docs)
        matcher = PhraseMatcher(phrase.steps, phrase.size, phrase.slop, [*places])
        return Matched(*chosen(docs, matcher.count([*places.values()], docs), LEAST))

    def _holding(self, part: Part, entries: Sequence[Entry], docs: Docs | None) -> Docs:
        """Those of some papers, or of all, that hold any of some entries."""
        if docs is not None:
            tfs = impacts_of(len(docs))
            for entry in entries:
                part.add_tfs(entry, 1.0, docs, tfs)
            return chosen(docs, tfs, LEAST)[0]
        if len(entries) == 1:
            return self._live(part.docs(entries[0]))
        with self._room() as room:
            for entry in entries:
                _mark(part, entry, room)
            room.sums.drop(self._deleted)
            return room.sums.take()[0]


def _read(
    part: Part, entry: Entry, probability: float, room: _Room
) -> Iterator[tuple[Docs, Impacts]]:
    """The documents that hold an entry, and how often each does, times a probability;
    some at a time.
    """
    cursor = part.cursor(entry)
    while count := cursor.docs(room.docs):
        cursor.tfs(room.tfs, probability)
        yield room.docs[:count], room.tfs[:count]


def _mark(part: Part, entry: Entry, room: _Room) -> None:
    """Add the documents that hold an entry."""
    cursor = part.cursor(entry)
    while count := cursor.docs(room.docs):
        room.sums.mark(room.docs[:count])


def _those_among(docs: Docs, matched: Matched) -> Matched:
    """What is known of some papers."""
    found = among(docs, matched.docs)
    return Matched(found, impacts_at(found, *matched))


def reaching(found: Matched, least: float) -> Matched:
    """Those that score so much, or could once scores are rounded."""
    return Matched(*chosen(*found, least - TIE))


def _entries(
    part: Part, group: Synonyms, fields: Collection[str] = FIELDS
) -> dict[str, list[tuple[Entry, float]]]:
    """By field, in their order, the entries of a group in a segment, with how probable
    each is.
    """
    found: dict[str, list[tuple[Entry, float]]] = {}
    for term, probability in group.choices:
        for field, entry in part.segment.entries(term.text).items():
            if field in term.fields and field in fields:
                found.setdefault(field, []).append((entry, probability))
    if len(found) > 1:
        return {field: found[field] for field in FIELDS if field in found}
    return found


def _bytes(found: Matched) -> int:
    return found.docs.nbytes + found.scores.nbytes


def _groups(phrase: Phrase, entries: Mapping[str, Entry]) -> list[tuple[str, ...]]:
    """Terms of which a text with the phrase has one of each group, the rarest first.

    Whatever way leads through the phrase, it has a step over each of its nodes.
    """
    over: list[set[str]] = [set() for _ in range(phrase.size)]
    for step in phrase.steps:
        if step.term in entries:
            for node in range(step.start, step.end):
                over[node].add(step.term)
    found = {tuple(sorted(terms)) for terms in over}
    return sorted(found, key=lambda some: (sum(entries[t].df for t in some), some))


def _fields(phrase: Phrase) -> list[str]:
    return [field for field in FIELDS if field in phrase.fields]


def _begins(entries: Sequence[Sequence[Entry]]) -> tuple[tuple[int, ...], ...]:
    """What tells entries from others: where their postings begin."""
    return tuple([tuple([entry.first for entry in some]) for some in entries])
