"""The postings and papers of several segments, numbered through.

In the standard library alone. Knows which papers are gone; neither leaves nor scores.
"""

import re
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    KeysView,
    Mapping,
    Sequence,
)
from collections.abc import Set as AbstractSet
from functools import lru_cache
from heapq import merge
from itertools import accumulate, chain, groupby, islice
from operator import attrgetter, itemgetter

from searcher.analysis.pinyin import BESIDES
from searcher.index import expansion, suggestions
from searcher.index.chaining import PLACE
from searcher.index.documents import value
from searcher.index.manifest import damaged
from searcher.index.segment.reading import Entry, Postings, Segment
from searcher.index.substrings import HOLDING, MOST_TERMS, NEARLY_ALL, parts_of
from searcher.model import Paper
from searcher.query.plan import SCORED, TEXTS
from searcher.typed import TypeVar

T = TypeVar("T")

_TOGETHER = 1_000
"""So many papers are read from the disk together."""
_FEWER = 4
"""So many times as many postings are not unpacked where some papers are looked up."""
_FAR = 16
"""Where one set is so many times another, the members of the other are looked up."""


class SegmentPostings:
    """What is in the segments of one generation.

    `totals` are, by scored field, how many words all papers have there, and how many
    papers have any.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        gone: Iterable[Iterable[int]],
        totals: Mapping[str, tuple[int, int]],
    ) -> None:
        self._segments = segments
        self._gone = [frozenset(numbers) for numbers in gone]
        self._any_gone = any(self._gone)
        sizes = [segment.size for segment in segments]
        self._bases = [0, *accumulate(sizes)][:-1]
        self._parts = list(zip(self._bases, segments, self._gone, strict=True))
        self.size = sum(sizes) - sum(map(len, self._gone))
        self.averages = {
            field: words / papers if papers else 0.0
            for field, (words, papers) in totals.items()
        }
        self.positions = lru_cache(maxsize=256)(self._positions)
        self.counts = lru_cache(maxsize=256)(self._counts)
        self._postings = lru_cache(maxsize=256)(self._unpacked)
        # all of a vocabulary is read: once for names and for other texts
        self.near_terms = lru_cache(maxsize=64)(self._near_terms)
        # of each word of a query it is asked about a few others
        self.frequency = lru_cache(maxsize=1 << 13)(self._frequency)

    def known(self, term: str) -> bool:
        return self.dfs(SCORED, term) > 0

    def named(self, term: str) -> bool:
        return self.df("authors", term) > 0

    def held(self, id: str) -> bool:  # noqa: A002
        return self.df("id", id.casefold()) > 0

    def _frequency(self, term: str) -> int:
        return self.dfs(TEXTS, term)

    def close(self) -> None:
        self.positions.cache_clear()
        self.counts.cache_clear()
        self._postings.cache_clear()
        self.frequency.cache_clear()
        self.near_terms.cache_clear()
        for segment in self._segments:
            segment.close()

    def everything(self) -> Iterator[int]:
        for base, segment, gone in self._parts:
            yield from (base + n for n in range(segment.size) if n not in gone)

    def length(self, paper: int, field: str) -> int:
        segment, number = self._home(paper)
        return int(segment.lengths[field][number])

    def lengths(self, field: str, papers: Iterable[int]) -> Sequence[int]:
        if len(self._segments) == 1:
            return list(map(self._segments[0].lengths[field].__getitem__, papers))
        sections = [segment.lengths[field] for segment in self._segments]
        homes = ((bisect_right(self._bases, n) - 1, n) for n in papers)
        return [sections[at][n - self._bases[at]] for at, n in homes]

    def newest(self, papers: Iterable[int], most: int) -> Iterable[int]:
        days = {paper: self._day(paper) for paper in papers}
        order = sorted(days, key=days.__getitem__, reverse=True)
        last = days[order[most - 1]]
        first = [paper for paper in order[:most] if days[paper] > last]
        same = sorted((p for p in order if days[p] == last), key=self._id)
        return first + same[: most - len(first)]

    def texts(
        self, papers: Iterable[int], fields: Sequence[str]
    ) -> Iterator[tuple[int, Sequence[str]]]:
        coming = iter(papers)
        while some := list(islice(coming, _TOGETHER)):
            self._read_soon(some)
            for paper in some:
                stored = self._paper(paper)
                texts = [value(stored, field) for field in fields]
                yield paper, [text for text in texts if text]

    def terms(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        each = (segment.terms_of(field, start) for segment in self._segments)
        for term, same in groupby(merge(*each), key=itemgetter(0)):
            df = sum(df for _, df in same)
            if self._any_gone:
                df = self.df(field, term)
            if df:
                yield term, df

    def between(
        self, start: str, stop: str, like: Sequence[re.Pattern[bytes]] = ()
    ) -> Iterable[str]:
        if len(self._segments) == 1:
            return self._segments[0].between(start, stop, like)
        each = (segment.between(start, stop, like) for segment in self._segments)
        return sorted(set(chain.from_iterable(each)))

    def held_between(
        self, start: str, stop: str, fields: Collection[str]
    ) -> Mapping[str, int]:
        found: dict[str, int] = {}
        if self._any_gone:  # each is looked up
            every = ((t, self.dfs(fields, t)) for t in self.between(start, stop))
            found.update((term, df) for term, df in every if df)
            return found
        for segment in self._segments:
            for term, df in segment.held_between(start, stop, fields):
                found[term] = found.get(term, 0) + df
        return found

    def df(self, field: str, term: str) -> int:
        return self.dfs((field,), term)

    def dfs(self, fields: Collection[str], term: str) -> int:
        df = 0
        for _, segment, gone in self._parts:
            for field, entry in segment.entries(term).items():
                if field in fields:
                    df += entry.df
                    df -= _shared(segment.papers(entry), gone) if gone else 0
        return df

    def near(
        self, word: str, edits: int, fields: Sequence[str] = TEXTS
    ) -> Iterable[tuple[str, int]]:
        return suggestions.spelled(self.near_terms(word, edits), self, fields)

    def _near_terms(self, word: str, edits: int) -> Sequence[str]:
        return tuple(expansion.near(word, edits, self))

    def sounding(self, pinyin: str) -> Sequence[str]:
        found: dict[str, tuple[bool, int, str]] = {}
        for key in (pinyin, f"{BESIDES}{pinyin}"):
            for segment in self._segments:
                for word in segment.sounding(key):
                    if word not in found and (df := self.dfs(TEXTS, word)):
                        found[word] = key != pinyin, -df, word
        return sorted(found, key=found.__getitem__)

    def alike(self, run: str, pattern: re.Pattern[str]) -> Mapping[str, int]:
        return suggestions.alike(run, pattern, self)

    def holding(self, text: str) -> Iterable[int]:
        """Papers whose terms hold each run of letters, and each Chinese character.

        So do what else of their texts a substring may be of.
        """
        found: set[int] | None = None
        for part in parts_of(text):
            here = self._having_part(part)
            if here is not None:
                found = here if found is None else found & here
        return self.everything() if found is None else sorted(found)

    def _having_part(self, part: str) -> set[int] | None:
        """Papers in whose terms it stands; None for what is in nearly all of them, or
        in too many terms.
        """
        each = [segment.holding(part, MOST_TERMS) for segment in self._segments]
        if len(set[bytes]().union(*(terms for terms, _ in each))) > MOST_TERMS:
            return None
        here: set[int] = set()
        for (base, segment, gone), (_, every) in zip(self._parts, each, strict=True):
            held = (entry for field, entry in every if field in HOLDING)
            # what is shared begins at the same
            once = {entry.first: entry for entry in held}.values()
            for entry in sorted(once, key=attrgetter("df"), reverse=True):
                here.update(_numbered(base, segment.papers(entry), gone))
                if len(here) > self.size * NEARLY_ALL:
                    return None
        return here

    def _unpacked(self, at: int, field: str, term: str) -> Postings | None:
        """The postings in one of the segments, None if there are none."""
        segment = self._segments[at]
        entry = segment.entry(term, field)
        return segment.postings(entry) if entry else None

    def _counts(self, field: str, term: str) -> Mapping[int, int]:
        found: dict[int, int] = {}
        for at, (base, _, gone) in enumerate(self._parts):
            held = self._postings(at, field, term)
            if held:
                papers, tfs, _ = held
                numbered: Iterable[int] = map(base.__add__, papers) if base else papers
                if gone:
                    here = zip(papers, numbered, tfs, strict=True)
                    found.update((paper, tf) for n, paper, tf in here if n not in gone)
                else:
                    found.update(zip(numbered, tfs, strict=True))
        return found

    def _positions(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        opened: dict[int, tuple[Postings, list[int]]] = {}

        def read(paper: int, count: int) -> Sequence[int]:
            at = bisect_right(self._bases, paper) - 1
            if at not in opened:
                held = self._postings(at, field, term)
                assert held is not None
                opened[at] = held, list(accumulate(held.frequencies, initial=0))
            (papers, _, places), starts = opened[at]
            first = starts[bisect_left(papers, paper - self._bases[at])]
            return places.between(first, first + count)

        return Positions(self.counts(field, term), read)

    def having(self, field: str, term: str, papers: AbstractSet[int]) -> set[int]:
        if self.df(field, term) <= len(papers) * _FEWER:
            return {*(papers & self.counts(field, term).keys())}
        found: set[int] = set()
        for base, entry, segment, here in self._asked(field, term, papers):
            ranks = zip(here, segment.ranks(entry, here), strict=True)
            found.update(base + number for number, rank in ranks if rank >= 0)
        return found

    def placed(self, field: str, term: str, papers: AbstractSet[int]) -> Iterator[int]:
        for base, entry, segment, here in self._asked(field, term, papers):
            tfs, places = segment.places(entry)
            first = before = 0
            for number, rank in zip(here, segment.ranks(entry, here), strict=True):
                if rank >= 0:
                    first += sum(tfs[before:rank])
                    before = rank
                    for place in places.between(first, first + tfs[rank]):
                        yield base + number << PLACE | place

    def _read_soon(self, papers: Iterable[int]) -> None:
        """Have the stored texts of these papers come from the disk, all at once."""
        homes = map(self._home, sorted(papers))
        for segment, same in groupby(homes, key=itemgetter(0)):
            segment.papers_soon([number for _, number in same])

    def _asked(
        self, field: str, term: str, papers: AbstractSet[int]
    ) -> Iterator[tuple[int, Entry, Segment, list[int]]]:
        """The segments that have the term, with those of the papers that they hold."""
        ascending = sorted(papers)
        for base, segment, _ in self._parts:
            if entry := segment.entry(term, field):
                first = bisect_left(ascending, base)
                here = ascending[first : bisect_left(ascending, base + segment.size)]
                yield base, entry, segment, [n - base for n in here] if base else here

    def _home(self, paper: int) -> tuple[Segment, int]:
        at = bisect_right(self._bases, paper) - 1
        return self._segments[at], paper - self._bases[at]

    def _day(self, paper: int) -> int:
        segment, number = self._home(paper)
        return int(segment.days[number])

    def _id(self, paper: int) -> str:
        segment, number = self._home(paper)
        return segment.id(number)

    def _number(self, paper: str) -> int | None:
        for base, segment, gone in self._parts:
            number = segment.number(paper)
            if number is not None and number not in gone:
                return base + number
        return None

    def _paper(self, paper: int) -> Paper:
        return self._stored(paper, Segment.paper)

    def _stored(self, paper: int, read: Callable[[Segment, int], T]) -> T:
        segment, number = self._home(paper)
        try:
            return read(segment, number)
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            why = f"holds a paper that cannot be read: {error}"
            raise damaged(segment.path, why) from error


def _numbered(base: int, papers: Sequence[int], gone: frozenset[int]) -> Iterable[int]:
    """Papers of a segment, without those that are gone, as they are numbered in all."""
    left = [n for n in papers if n not in gone] if gone else papers
    return map(base.__add__, left) if base else left


def _shared(papers: Sequence[int], gone: frozenset[int]) -> int:
    """How many of some papers, ascending, are gone."""
    if len(gone) * _FAR > len(papers):
        return len(gone.intersection(papers))
    places = ((n, bisect_left(papers, n)) for n in gone)
    return sum(at < len(papers) and papers[at] == n for n, at in places)


class Positions(Mapping[int, Sequence[int]]):
    """By paper, where a term stands in it, read when it is asked for."""

    def __init__(
        self, counts: Mapping[int, int], read: Callable[[int, int], Sequence[int]]
    ) -> None:
        self._counts, self._read = counts, read

    def __getitem__(self, paper: int) -> Sequence[int]:
        return self._read(paper, self._counts[paper])

    def __iter__(self) -> Iterator[int]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def __contains__(self, paper: object) -> bool:
        return paper in self._counts

    def keys(self) -> KeysView[int]:
        return self._counts.keys()
