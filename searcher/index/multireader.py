"""The postings and papers of several segments, numbered through.

Knows which papers are gone; neither plans nor scores.
"""

import re
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import merge
from itertools import accumulate, chain, groupby, islice
from operator import attrgetter, itemgetter

from searcher._core.impacts import impacts_of, put_days
from searcher.analysis.pinyin import BESIDES
from searcher.index import expansion, suggestions
from searcher.index.documents import value
from searcher.index.manifest import damaged
from searcher.index.scoring import Docs, Impacts, Leaves, Part
from searcher.index.segment.reading import Segment
from searcher.index.substrings import HOLDING, MOST_TERMS, NEARLY_ALL, parts_of
from searcher.model import Paper
from searcher.query.plan import SCORED, TEXTS, Choice, Synonyms, Term
from searcher.typed import TypeVar

T = TypeVar("T")

_TOGETHER = 1_000
"""So many papers are read from the disk together."""


class MultiReader:
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
        sizes = [segment.size for segment in segments]
        self._bases = [0, *accumulate(sizes)][:-1]
        self._parts = [
            Part(base, segment, frozenset(numbers), segment.numbered_from(base))
            for base, segment, numbers in zip(self._bases, segments, gone, strict=True)
        ]
        deleted = [part.base + n for part in self._parts for n in sorted(part.gone)]
        self._deleted = memoryview(array("i", deleted))
        self.size = sum(sizes) - len(deleted)
        self.averages = {
            field: words / papers if papers else 0.0
            for field, (words, papers) in totals.items()
        }
        self.leaves = Leaves(self._parts, self._deleted, self.size, self.averages)
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
        self.frequency.cache_clear()
        self.near_terms.cache_clear()
        for part in self._parts:
            part.postings.close()
            part.segment.close()

    def length(self, paper: int, field: str) -> int:
        segment, number = self._home(paper)
        return int(segment.lengths[field][number])

    def newest(self, papers: Iterable[int], most: int) -> Iterable[int]:
        days = {paper: self.day(paper) for paper in papers}
        order = sorted(days, key=days.__getitem__, reverse=True)
        last = days[order[most - 1]]
        first = [paper for paper in order[:most] if days[paper] > last]
        same = sorted((p for p in order if days[p] == last), key=self.id_of)
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
            if len(self._deleted):
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
        if len(self._deleted):  # each is looked up
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
        for part in self._parts:
            for field, entry in part.segment.entries(term).items():
                if field in fields:
                    df += entry.df
                    if part.gone:
                        gone = self._deleted[part.among(self._deleted)]
                        df -= part.held(entry, gone)
        return df

    def holders(self, term: str, fields: tuple[str, ...]) -> int:
        """How many papers hold a term in any of some fields."""
        return self.leaves.holders(Synonyms((Choice(Term(term, fields)),)))

    def docs(self, field: str, term: str) -> Docs:
        """The papers that hold a term in a field."""
        return self.leaves.docs(Synonyms((Choice(Term(term, (field,))),)))

    def positions(
        self, field: str, term: str, docs: Docs
    ) -> Iterator[tuple[int, Sequence[int]]]:
        """Of those of some papers that hold a term in a field, where it stands."""
        for part in self._parts:
            here = docs[part.among(docs)]
            entry = part.segment.entry(term, field)
            if entry and len(here):
                starts, places = part.positions(entry, here)
                for at, doc in enumerate(here):
                    if starts[at] < starts[at + 1]:
                        yield doc, places[starts[at] : starts[at + 1]]

    def days_of(self, docs: Docs, *, oldest: bool) -> Impacts:
        """The days of papers as keys: the higher, the earlier it is to come."""
        keys = impacts_of(len(docs))
        for part in self._parts:
            here = part.among(docs)
            put_days(keys[here], docs[here], part.segment.days, part.base, oldest)
        return keys

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
        return self.leaves.everything() if found is None else sorted(found)

    def _having_part(self, part: str) -> set[int] | None:
        """Papers in whose terms it stands; None for what is in nearly all of them, or
        in too many terms.
        """
        each = [segment.holding(part, MOST_TERMS) for segment in self._segments]
        if len(set[bytes]().union(*(terms for terms, _ in each))) > MOST_TERMS:
            return None
        here: set[int] = set()
        for one, (_, every) in zip(self._parts, each, strict=True):
            held = (entry for field, entry in every if field in HOLDING)
            # what is shared begins at the same
            once = {entry.first: entry for entry in held}.values()
            for entry in sorted(once, key=attrgetter("df"), reverse=True):
                here.update(one.docs(entry))
                here.difference_update(self._deleted)
                if len(here) > self.size * NEARLY_ALL:
                    return None
        return here

    def _read_soon(self, papers: Iterable[int]) -> None:
        """Have the stored texts of these papers come from the disk, all at once."""
        homes = map(self._home, sorted(papers))
        for segment, same in groupby(homes, key=itemgetter(0)):
            segment.papers_soon([number for _, number in same])

    def _home(self, paper: int) -> tuple[Segment, int]:
        at = bisect_right(self._bases, paper) - 1
        return self._segments[at], paper - self._bases[at]

    def day(self, paper: int) -> int:
        segment, number = self._home(paper)
        return int(segment.days[number])

    def id_of(self, paper: int) -> str:
        segment, number = self._home(paper)
        return segment.id(number)

    def _number(self, paper: str) -> int | None:
        for base, segment, gone, _ in self._parts:
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
