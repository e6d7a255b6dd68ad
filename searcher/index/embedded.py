"""The engine in this process: generations of mapped segments.

Knows which segments make a generation and which of their papers are gone; what is in a
segment, and how a plan is evaluated, is told elsewhere.
"""

import json
import re
import sys
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from heapq import merge
from itertools import accumulate, chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from searcher.analysis.han import MappedDictionary
from searcher.analysis.terms import NO_TERMS, Terms, termed
from searcher.analysis.tokens import fingerprint
from searcher.index import suggestions
from searcher.index.backend import Build, Held, Page, Scored, Telling
from searcher.index.documents import values
from searcher.index.evaluate import Algebra, Evaluation
from searcher.index.explain import evaluation_of, explanation
from searcher.index.generations import Generations
from searcher.index.manifest import Published, changes, damaged, read_file
from searcher.index.scalar import Scalar, ranked
from searcher.index.segment.reading import Segment
from searcher.index.substrings import parts_of
from searcher.index.telling import telling
from searcher.model import Explanation, Generation, Order, Paper, Sighting
from searcher.query.plan import AUTHORS, SCORED, TEXTS, Plan, named_terms

if TYPE_CHECKING:
    from searcher.index.arrays import Numbers, SegmentArrays

S = TypeVar("S")

FORMAT = 4
WORTH_ARRAYS, WORTH_LOADING = 2_000, 100_000
"""Postings from which arrays pay: where numpy is loaded, and where it is not yet."""
DICTIONARY = "words.dict"
STATE = "segments.json"


class Part(NamedTuple):
    """A segment of a generation: its file, and the papers in it that are gone."""

    file: str
    gone: tuple[int, ...] = ()


class State(NamedTuple):
    """What a generation is made of, and the exact statistics of its papers.

    `totals` are, by scored field, how many words all papers have there, and how many
    papers have any.
    """

    parts: tuple[Part, ...]
    totals: Mapping[str, tuple[int, int]]


def read_state(published: Published) -> State:
    """Raises IndexDamaged."""
    value = json.loads(read_file(published, STATE))
    parts = tuple(Part(part["file"], tuple(part["gone"])) for part in value["parts"])
    return State(parts, {f: (w, n) for f, (w, n) in value["totals"].items()})


def write_state(folder: Path, state: State) -> None:
    value = {
        "parts": [part._asdict() for part in state.parts],
        "totals": dict(state.totals),
    }
    (folder / STATE).write_text(json.dumps(value), encoding="ascii")


def _opened(kind: Callable[[Path], S], file: Path) -> S:
    """Raises IndexDamaged that names the file; FileNotFoundError as it is, for what is
    gone may have been replaced.
    """
    try:
        return kind(file)
    except FileNotFoundError:
        raise
    except Exception as error:  # what nonsense in a file leads to is anybody's guess
        raise damaged(file, f"cannot be read: {error}") from error


class EmbeddedReader:
    """One generation, opened. Papers are numbered through all of its segments."""

    def __init__(self, published: Published, own: Terms = NO_TERMS) -> None:
        """Raises IndexDamaged when a file is not what it should be."""
        self._published = published
        folder = published.folder
        self._state = read_state(published)
        files = [folder / part.file for part in self._state.parts]
        self._segments = [_opened(Segment, file) for file in files]
        self.segmenter = termed(_opened(MappedDictionary, folder / DICTIONARY), own)
        self._gone = [frozenset(part.gone) for part in self._state.parts]
        sizes = [segment.size for segment in self._segments]
        self._bases = [0, *accumulate(sizes)][:-1]
        self.size = sum(sizes) - sum(map(len, self._gone))
        self.averages = {
            field: words / papers if papers else 0.0
            for field, (words, papers) in self._state.totals.items()
        }
        self.positions = lru_cache(maxsize=256)(self._positions)
        self.counts = lru_cache(maxsize=256)(self._counts)
        # the hits of one answer are explained one after the other
        self._explaining = lru_cache(maxsize=1)(lambda _: evaluation_of(self))

    @property
    def generation(self) -> Generation:
        return self._published.generation

    def known(self, term: str) -> bool:
        return any(self.counts(field, term) for field in SCORED)

    def search(
        self, plan: Plan, *, limit: int | None, offset: int, order: Order
    ) -> Page:
        last = None if limit is None else offset + limit
        if self._pays_for_numpy(plan):
            from searcher.index.vector import Vector  # noqa: PLC0415  (loads numpy)

            return self._page(plan, Vector(self), order, offset, last)
        return self._page(plan, Scalar(self), order, offset, last)

    def _page(
        self,
        plan: Plan,
        algebra: Algebra[S],
        order: Order,
        offset: int,
        last: int | None,
    ) -> Page:
        evaluation = Evaluation(self, algebra)
        found = evaluation.scores(plan)
        listed = algebra.best(found, last if order is Order.RELEVANCE else None)
        hits = ranked(listed, order, self._key)[offset:last]
        return Page(
            algebra.count(found),
            [Scored(self._id(number), score) for number, score in hits],
            evaluation.notes,
            evaluation.rarities,
        )

    def _pays_for_numpy(self, plan: Plan) -> bool:
        """Whether there is so much to do that arrays are worth their cost."""
        enough = WORTH_ARRAYS if "numpy" in sys.modules else WORTH_LOADING
        work = 0
        for term, fields in named_terms(plan):
            for segment in self._segments:
                for field, entry in segment.entries(term).items():
                    if field in fields:
                        work += entry.df
            if work > enough:
                return True
        return False

    def explain(self, plan: Plan, id: str) -> Explanation | None:  # noqa: A002
        number = self._number(id)
        if number is None:
            return None
        return explanation(plan, number, self._explaining(plan))

    def telling(self, id: str, most: int) -> list[Telling] | None:  # noqa: A002
        number = self._number(id)
        if number is None:
            return None
        return telling(self._paper(number), number, self, self.segmenter, most=most)

    def papers(self, ids: Iterable[str]) -> list[Paper]:
        numbers = map(self._number, ids)
        return [self._paper(number) for number in numbers if number is not None]

    def sightings(self, id: str) -> tuple[Sighting, ...]:  # noqa: A002
        number = self._number(id)
        return () if number is None else self._stored(number, Segment.sightings)

    def keyed(self, key: str) -> list[str]:
        return sorted(map(self._id, self.counts("keys", key)))

    def seen_in(self, digest: str) -> list[str]:
        # the term is a name in lower case, and may be that of another digest's folder
        held = map(self._paper, self.counts("digests", digest.casefold()))
        return [p.id for p in held if any(seen.digest == digest for seen in p.seen)]

    def every_paper(self) -> Iterator[Paper]:
        """All papers, each read when it is asked for."""
        return map(self._paper, self.everything())

    @property
    def segments(self) -> Sequence[Held]:
        return [Held(s.size, len(gone)) for _, s, gone in self._parts]

    def damage(self) -> Sequence[str]:
        from searcher.index import whoosh_codec  # noqa: PLC0415  (loads whoosh)

        found = list(changes(self._published))
        # a table of contents is a pickle: only one that is as we wrote it is read
        return found or whoosh_codec.complaints(self._published.folder, self.size)

    def close(self) -> None:
        self.positions.cache_clear()
        self.counts.cache_clear()
        for segment in self._segments:
            segment.close()

    def everything(self) -> Iterator[int]:
        for base, segment, gone in self._parts:
            yield from (base + n for n in range(segment.size) if n not in gone)

    def length(self, paper: int, field: str) -> int:
        segment, number = self._home(paper)
        return int(segment.lengths[field][number])

    def texts(self, paper: int, fields: Sequence[str]) -> Iterator[str]:
        stored = values(self._paper(paper))
        return (stored[field] for field in fields if field in stored)

    def terms(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        each = (
            ((term, dfs[field]) for term, dfs in segment.terms(start) if field in dfs)
            for segment in self._segments
        )
        for term, same in groupby(merge(*each), key=lambda found: found[0]):
            df = sum(df for _, df in same)
            if any(self._gone):
                df = len(self.counts(field, term))
            if df:
                yield term, df

    def between(self, start: str, stop: str) -> Iterable[str]:
        if len(self._segments) == 1:
            return self._segments[0].between(start, stop)
        each = (segment.between(start, stop) for segment in self._segments)
        return sorted(set(chain.from_iterable(each)))

    def df(self, field: str, term: str) -> int:
        return len(self.counts(field, term))

    def near(self, word: str, edits: int) -> Iterable[tuple[str, int]]:
        return suggestions.near(word, edits, self)

    def sounding(self, pinyin: str) -> Sequence[str]:
        found = {
            word: sum(len(self.counts(field, word)) for field in TEXTS)
            for segment in self._segments
            for word in segment.sounding(pinyin)
        }
        return sorted((w for w in found if found[w]), key=lambda w: (-found[w], w))

    def alike(self, run: str, pattern: re.Pattern[str]) -> Mapping[str, int]:
        return suggestions.alike(run, pattern, self)

    def holding(self, text: str) -> Iterable[int]:
        """Papers whose terms hold each run of letters, and each Chinese character."""
        found: set[int] | None = None
        for part in parts_of(text):
            here: set[int] = set()
            for base, segment, gone in self._parts:
                for field, entry in segment.entries_holding(part):
                    if field in TEXTS or field in AUTHORS:
                        papers = segment.papers[entry.first : entry.last]
                        here.update(base + n for n in papers if n not in gone)
            found = here if found is None else found & here
        return self.everything() if found is None else sorted(found)

    def arrays(self, field: str, term: str) -> "tuple[Numbers, Numbers]":
        """The papers that hold a term, ascending, and how often each does."""
        return self._arrays.counts(field, term)

    def places(self, field: str, term: str) -> "tuple[Numbers, Numbers]":
        """Paper and position of every occurrence of a term, ascending."""
        return self._arrays.places(field, term)

    def lengths(self, field: str) -> "Numbers":
        """The length of a scored field, by paper."""
        return self._arrays.lengths(field)

    @cached_property
    def _arrays(self) -> "SegmentArrays":
        from searcher.index.arrays import SegmentArrays  # noqa: PLC0415  (loads numpy)

        return SegmentArrays(self._parts)

    @cached_property
    def _parts(self) -> list[tuple[int, Segment, frozenset[int]]]:
        return list(zip(self._bases, self._segments, self._gone, strict=True))

    def _counts(self, field: str, term: str) -> Mapping[int, int]:
        found: dict[int, int] = {}
        for base, segment, gone in self._parts:
            entry = segment.entry(term, field)
            if entry:
                papers = segment.papers[entry.first : entry.last]
                tfs = segment.frequencies[entry.first : entry.last]
                here = zip(papers, tfs, strict=True)
                found.update((base + n, tf) for n, tf in here if n not in gone)
        return found

    def _positions(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        found: dict[int, Sequence[int]] = {}
        for base, segment, gone in self._parts:
            entry = segment.entry(term, field)
            if entry:
                at = entry.places
                for posting in range(entry.first, entry.last):
                    after = at + segment.frequencies[posting]
                    number = segment.papers[posting]
                    if number not in gone:
                        found[base + number] = segment.places[at:after].tolist()
                    at = after
        return found

    def _home(self, paper: int) -> tuple[Segment, int]:
        at = bisect_right(self._bases, paper) - 1
        return self._segments[at], paper - self._bases[at]

    def _key(self, paper: int) -> tuple[int, str]:
        segment, number = self._home(paper)
        return segment.days[number], segment.id(number)

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

    def _stored(self, paper: int, read: Callable[[Segment, int], S]) -> S:
        segment, number = self._home(paper)
        try:
            return read(segment, number)
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            why = f"holds a paper that cannot be read: {error}"
            raise damaged(segment.path, why) from error


class EmbeddedBackend:
    """Generations of segments in a folder index/, analysed with the user's own terms;
    built with others, they are outdated.
    """

    def __init__(self, index: Path, own: Terms = NO_TERMS) -> None:
        self._own = own
        analysis = fingerprint(own)
        self._generations = Generations(index, format=FORMAT, analysis=analysis)

    def open(self) -> EmbeddedReader:
        return self._generations.read(lambda found: EmbeddedReader(found, self._own))

    def tidy(self) -> None:
        self._generations.tidy()

    def begin(self, base: Generation | None, *, timeout: float = 0) -> Build:
        # the builder loads numpy and whoosh, which a search does without
        from searcher.index.updating import EmbeddedBuild  # noqa: PLC0415

        staging = self._generations.begin(timeout=timeout)
        return EmbeddedBuild(staging, base, self._own)
