"""Several segments → one, without the papers that are gone. Nothing is analysed again.

What comes out is, byte for byte, the segment that the papers left would have made when
collected in this order. Knows the layout of a segment; a page of terms and a chunk of
postings are in memory at a time, and what there is one of for each entry or paper.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from searcher.index.segment import layout
from searcher.index.segment.narrowing import Numbers, ends, narrow
from searcher.index.segment.reading import Segment
from searcher.index.segment.shapes import shape
from searcher.index.segment.sharing import holders, mixed, ramps
from searcher.index.segment.surviving import NOWHERE, Surviving
from searcher.index.segment.weaving import Postings, chunks, sums, woven
from searcher.query.plan import FIELDS, SCORED
from searcher.typed import Any, NamedTuple

PAGE = 1 << 16
"""So many terms are compared at a time, of all segments together."""


def merge_segments(
    path: Path, parts: Sequence[tuple[Segment, Collection[int]]]
) -> None:
    """Write a segment of the papers of others, in their order.

    Each comes with the numbers of the papers in it that are gone. Raises OSError.
    """
    sources: list[Surviving] = []
    papers = 0
    for segment, gone in parts:
        sources.append(Surviving(segment, gone, papers))
        papers += sources[-1].size
    terms, term_ends = _terms(sources)
    entries = _Entries(sources, len(term_ends))
    sections = {
        "terms": terms,
        "term_ends": term_ends,
        **_sounds(sources, len(term_ends)),
        **entries.sections(),
        **{f"length.{field}": _lengths(sources, field) for field in SCORED},
        "days": _of_papers(sources, "days", np.int32),
        **_ids(sources),
        "stored_ends": narrow(np.cumsum(_stored_sizes(sources))),
        "stored": layout.Parts(
            np.uint8, chain.from_iterable(s.stored() for s in sources)
        ),
    }
    about = {"papers": papers, "terms": len(term_ends), "fields": list(FIELDS)}
    layout.write(path, about, sections)


def _terms(sources: Sequence[Surviving]) -> tuple[Numbers, Numbers]:
    """All terms, and where they end; each source learns the numbers of its own."""
    data, sizes = bytearray(), []
    page = PAGE // max(len(sources), 1) + 1
    at = [0] * len(sources)
    pages: list[list[bytes]] = [[] for _ in sources]
    count = 0
    while True:
        bounds = []
        for n, source in enumerate(sources):
            if not pages[n]:
                pages[n] = source.term_texts(at[n], at[n] + page)
            if at[n] + len(pages[n]) < len(source.terms):
                bounds.append(pages[n][-1])
        bound = min(bounds, default=None)
        taken = [p if bound is None else p[: bisect_right(p, bound)] for p in pages]
        together = sorted(set().union(*taken))
        if not together:
            break
        numbers = {term: count + n for n, term in enumerate(together)}
        for n, source in enumerate(sources):
            local = source.terms[at[n] : at[n] + len(taken[n])]
            source.numbers[local] = [numbers[term] for term in taken[n]]
            at[n] += len(taken[n])
            pages[n] = pages[n][len(taken[n]) :]
        data += b"".join(together)
        sizes.append(np.fromiter(map(len, together), np.uint32, len(together)))
        count += len(together)
    every = np.concatenate([np.zeros(0, np.uint32), *sizes])
    return np.frombuffer(data, np.uint8), narrow(np.cumsum(every, dtype=np.uint64))


class _Place(NamedTuple):
    """Some entries of a source, and which of the merged lists each goes into."""

    source: Surviving
    entries: Numbers
    into: Numbers


class _Entries:
    """The merged entries, and the lists that they hold or share."""

    def __init__(self, sources: Sequence[Surviving], terms: int) -> None:
        self._terms = terms
        self._papers = sum(source.size for source in sources)
        there = np.zeros(terms * len(FIELDS), np.bool_)
        for source in sources:
            there[source.keys()] = True
        keys = np.flatnonzero(there)
        del there
        self._term = (keys // len(FIELDS)).astype(np.uint32)
        self._field = (keys % len(FIELDS)).astype(np.uint8)
        self._df = np.zeros(len(keys), np.uint32)
        self._most = np.zeros(len(keys), np.uint16)
        self._shortest = np.full(len(keys), 0xFFFF, np.uint16)
        signatures = np.zeros(len(keys), np.uint64)
        goals = [_where(source.keys(), keys) for source in sources]
        del keys
        for number, (source, into) in enumerate(zip(sources, goals, strict=True)):
            counts = source.counts
            self._df[into] += counts.df.astype(np.uint32)
            self._most[into] = np.maximum(self._most[into], counts.most)
            self._shortest[into] = np.minimum(self._shortest[into], counts.shortest)
            signatures[into] += mixed(source.signatures() + np.uint64(number))
        self._holder = holders(signatures).astype(np.uint32)
        del signatures
        self._own = self._holder == np.arange(len(self._holder), dtype=np.uint32)
        self._rank = np.cumsum(self._own, dtype=np.uint32) - np.uint32(1)
        self._places: list[_Place] = []
        for source, into in zip(sources, goals, strict=True):
            entries = np.flatnonzero(self._own[into])
            lists = self._rank[into[entries]]
            self._places.append(_Place(source, entries.astype(np.uint32), lists))

    def sections(self) -> dict[str, Any]:
        begin = np.searchsorted(self._term, np.arange(self._terms + 1))
        written: list[Numbers] = []  # how many bytes each list takes

        def firsts() -> Numbers:
            sizes = np.concatenate([np.zeros(0, np.int64), *written])
            return narrow((np.cumsum(sizes) - sizes)[self._rank[self._holder]])

        return {
            "term_entries": narrow(begin),
            "entry_field": self._field,
            "entry_df": narrow(self._df),
            "entry_most": narrow(self._most),
            "entry_shortest": narrow(self._shortest),
            "postings": layout.Parts(np.uint8, self._woven(written)),
            "entry_postings": firsts,
        }

    def _woven(self, written: list[Numbers]) -> Iterator[Numbers]:
        """The lists, chunk by chunk."""
        df, most = self._df[self._own].astype(np.int64), self._most[self._own]
        for low, high in chunks(np.append(0, np.cumsum(df))):
            merged = self._merged(low, high, df[low:high])
            part = woven(merged, df[low:high], most[low:high], shape(self._papers))
            written.append(part.sizes)
            yield part.data
        for source, _, _ in self._places:
            source.segment.forget()

    def _merged(self, low: int, high: int, df: Numbers) -> Postings:
        """What the sources hold for some of the lists, one source after the other."""
        every = []
        papers: Numbers = np.empty(int(df.sum()), np.uint32)
        tfs: Numbers = np.empty(len(papers), np.uint16)
        free = np.cumsum(df) - df  # where the next of a list goes
        for source, entries, into in self._places:
            first, last = np.searchsorted(into, (low, high)).tolist()
            if first == last:
                continue
            chosen, at = entries[first:last], into[first:last] - np.uint32(low)
            held = source.postings(chosen)
            count = source.counts.df[chosen].astype(np.int64)
            where = ramps(free[at], count)
            papers[where], tfs[where] = held.papers, held.frequencies
            free[at] += count
            every.append((at, sums(held.frequencies, count), held.places))
        sizes = sums(tfs, df)
        places: Numbers = np.empty(int(sizes.sum()), np.uint16)
        free = np.cumsum(sizes) - sizes
        for at, count, found in every:
            places[ramps(free[at], count)] = found
            free[at] += count
        return Postings(papers, tfs, places)


def _where(some: Numbers, keys: Numbers) -> Numbers:
    """Where each of some keys is among all."""
    return np.searchsorted(keys, some).astype(np.uint32)


def _sounds(sources: Sequence[Surviving], terms: int) -> dict[str, Numbers | bytes]:
    """The Chinese words by their pinyin, as the sources know it."""
    found: list[tuple[bytes, int]] = []
    seen = np.zeros(terms, np.bool_)
    for source in sources:
        numbers = source.numbers[source.section("sound_terms")]
        fresh = numbers != NOWHERE
        fresh[fresh] = ~seen[numbers[fresh]]
        seen[numbers[fresh]] = True
        data = bytes(source.segment.section("sounds"))
        lasts = source.section("sound_ends")
        starts = np.append(np.uint64(0), lasts)[:-1]
        found += (
            (data[start:end], number)
            for start, end, number in zip(
                starts[fresh].tolist(),
                lasts[fresh].tolist(),
                numbers[fresh].tolist(),
                strict=True,
            )
        )
    found.sort()
    keys = [key for key, _ in found]
    return {
        "sounds": b"".join(keys),
        "sound_ends": ends(keys),
        "sound_terms": narrow(np.array([number for _, number in found], int)),
    }


def _of_papers(sources: Sequence[Surviving], name: str, kind: type) -> Numbers:
    parts = (source.section(name)[source.kept] for source in sources)
    return np.concatenate([np.zeros(0, kind), *parts])


def _lengths(sources: Sequence[Surviving], field: str) -> Numbers:
    return _of_papers(sources, f"length.{field}", np.uint16)


def _ids(sources: Sequence[Surviving]) -> dict[str, Numbers | bytes]:
    names = [
        source.segment.id(number).encode("utf-8", "surrogatepass")
        for source in sources
        for number in np.flatnonzero(source.kept).tolist()
    ]
    by_id = sorted(range(len(names)), key=names.__getitem__)
    return {
        "ids": b"".join(names),
        "id_ends": ends(names),
        "by_id": narrow(np.array(by_id, int)),
    }


def _stored_sizes(sources: Sequence[Surviving]) -> Numbers:
    sizes = (
        np.diff(source.section("stored_ends"), prepend=np.uint64(0))[source.kept]
        for source in sources
    )
    return np.concatenate([np.zeros(0, np.uint64), *sizes])
