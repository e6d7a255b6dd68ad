"""A mapped segment → its terms, postings and papers, each read when it is asked for.

In the standard library alone. Papers are numbered from 0 within the segment.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from searcher._core.postings import Postings
from searcher.frozen import late
from searcher.index.segment.layout import MOST_PAPERS, Mapped
from searcher.index.segment.shapes import shape
from searcher.index.segment.storing import checked, decoded
from searcher.model import Paper, Sighting, sightings_from_json
from searcher.query.plan import FIELDS, SCORED
from searcher.typed import NamedTuple

LONG = 1 << 12
"""So many postings are more than a page of the file."""
CLOSE = 1 << 13
"""What lies so few bytes apart is read in one go."""
MOST_ENTRIES = 1 << 13
"""Of so many terms it is remembered where they stand: a query names a few thousand at
most, and asks for each again and again.
"""
_NUMBER = {field: number for number, field in enumerate(FIELDS)}


class Entry(NamedTuple):
    """A term in a field: where its postings begin, and what bounds them.

    `df` papers hold it. No frequency is above `most`, and no field that holds the term
    is shorter than `shortest` words.
    """

    first: int
    df: int
    most: int
    shortest: int


class Segment:
    """One segment, opened. Arrays are of the file itself: do not keep them."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, or ValueError when the file is not a whole segment."""
        self.path = path
        self._file = Mapped(path)
        self.entries = lru_cache(maxsize=MOST_ENTRIES)(self._entries)
        try:
            self._take(self._file)
        except BaseException:
            self._file.close()
            raise

    def _take(self, file: Mapped) -> None:
        """The sections that are asked for all the time."""
        self.size: int = file.about["papers"]
        if file.about["fields"] != list(FIELDS):
            raise ValueError(f"{self.path} has other fields")
        self.shape = shape(self.size)
        self.postings = self.numbered_from(0)
        self.days = file.array("days")
        self.lengths = {field: file.array(f"length.{field}") for field in SCORED}
        for field in SCORED:
            file.read_soon(f"length.{field}")
        self._terms, self._term_ends = file.array("terms"), file.array("term_ends")
        self._term_entries = file.array("term_entries")
        self._entry_field = file.array("entry_field")
        self._entry_postings = file.array("entry_postings")
        self._entry_df = file.array("entry_df")
        self._entry_most = file.array("entry_most")
        self._entry_shortest = file.array("entry_shortest")
        self._ids, self._id_ends = file.array("ids"), file.array("id_ends")
        self._by_id = file.array("by_id")
        self._stored, self._stored_ends = (
            file.array("stored"),
            file.array("stored_ends"),
        )
        self._sounds, self._sound_ends = file.array("sounds"), file.array("sound_ends")
        self._sound_terms = file.array("sound_terms")
        of_papers = (self.days, *self.lengths.values(), self._id_ends, self._by_id)
        if any(len(each) != self.size for each in (*of_papers, self._stored_ends)):
            raise ValueError(f"{self.path} tells of other papers than it holds")

    def _entries(self, term: str) -> dict[str, Entry]:
        """By field, where the term stands."""
        key = _bytes(term)
        number = self._first_term(key)
        if number == self.term_count or self._term(number) != key:
            return {}
        return {
            FIELDS[self._entry_field[at]]: self._entry(at)
            for at in range(self._term_entries[number], self._term_entries[number + 1])
        }

    def entry(self, term: str, field: str) -> Entry | None:
        return self.entries(term).get(field)

    def read_soon(self, entry: Entry, *, places: bool = False) -> None:
        """Have its postings come from the disk in one go, if they are many."""
        if entry.df >= LONG:
            each = 4 if places else 2  # bytes, about
            last = entry.first + each * entry.df
            self._file.read_soon("postings", entry.first, last)

    def numbered_from(self, base: int) -> Postings:
        """Its postings, for papers that are numbered from there on."""
        data = self._file.array("postings")
        return Postings(data, self.size, *self.shape, base)

    def papers(self, entry: Entry) -> list[int]:
        """The papers that hold an entry, ascending."""
        return self.postings.docs(entry.first, entry.df).tolist()

    def frequencies(self, entry: Entry) -> list[int]:
        """How often each of them does."""
        return list(map(len, self.places(entry)))

    def places(self, entry: Entry) -> list[list[int]]:
        """Where it stands in each of them."""
        first, df, most, _ = entry
        docs = self.postings.docs(first, df)
        starts, places = self.postings.positions(first, df, most, docs)
        return [places[a:b].tolist() for a, b in pairwise(starts)]

    def terms(self, start: str) -> Iterator[tuple[str, dict[str, int]]]:
        """The terms from `start` on, sorted by their bytes, with their df by field."""
        dfs = self._entry_df
        for number in range(self._first_term(_bytes(start)), self.term_count):
            first, last = self._term_entries[number], self._term_entries[number + 1]
            yield (
                _text(self._term(number)),
                {FIELDS[self._entry_field[at]]: dfs[at] for at in range(first, last)},
            )

    def terms_of(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        """The terms of a field from `start` on, sorted by their bytes, with their df.

        What stands in other fields, as most does, is passed over at once.
        """
        first = self._first_term(_bytes(start))
        at = begin = self._term_entries[first]
        kinds = bytes(self._entry_field[begin:])
        while (found := kinds.find(_NUMBER[field], at - begin)) >= 0:
            at = begin + found
            first = bisect_right(self._term_entries, at, first) - 1
            yield _text(self._term(first)), self._entry_df[at]
            at += 1

    def between(
        self, start: str, stop: str, like: Sequence[re.Pattern[bytes]] = ()
    ) -> list[str]:
        """The terms from `start` up to `stop`, sorted by their bytes.

        Where something is asked for, only those that hold something like it.
        """
        first, last = self._span(start, stop)
        if like:
            return [_text(term) for _, term in self._holding(like, first, last)]
        return self._spelled(first, last)

    def _span(self, start: str, stop: str) -> tuple[int, int]:
        first = self._first_term(_bytes(start))
        return first, self._next_term(_bytes(stop), first)

    def _spelled(self, first: int, last: int) -> list[str]:
        ends = self._term_ends[first:last].tolist()
        begin = self._term_ends[first - 1] if first else 0
        data = self._term_bytes(begin, ends[-1]) if ends else b""
        spans = [(a - begin, b - begin) for a, b in pairwise([begin, *ends])]
        if data.isascii():  # then all are decoded at once
            text = _text(data)
            return [text[a:b] for a, b in spans]
        return [_text(data[a:b]) for a, b in spans]

    def held_between(
        self, start: str, stop: str, fields: Collection[str]
    ) -> Iterator[tuple[str, int]]:
        """As `between`, with the df of each in some fields, if it stands in any."""
        first, last = self._span(start, stop)
        asked = {_NUMBER[field] for field in fields}
        kinds, dfs, entries = self._entry_field, self._entry_df, self._term_entries
        for number, term in enumerate(self._spelled(first, last), first):
            df = 0
            for at in range(entries[number], entries[number + 1]):
                if kinds[at] in asked:
                    df += dfs[at]
            if df:
                yield term, df

    def _holding(
        self,
        like: Iterable[re.Pattern[bytes]],
        first: int,
        last: int,
        most: int = MOST_PAPERS,
    ) -> list[tuple[int, bytes]]:
        """The terms from one up to another that hold something like that; if they are
        too many, some that are.
        """
        if first == last:
            return []
        ends = self._term_ends
        begin = ends[first - 1] if first else 0
        size = ends.itemsize
        self._file.read_soon("term_ends", first * size, last * size)
        self._file.read_soon("terms", begin, ends[last - 1])
        data = self._terms[begin : ends[last - 1]]
        found: dict[int, bytes] = {}
        for pattern in like:
            number, at = first, 0
            while len(found) <= most and (match := pattern.search(data, at)):
                start, stop = match.span()
                number = bisect_right(ends, begin + start, number, last)
                at = ends[number] - begin
                if stop <= at:
                    head = ends[number - 1] - begin if number else 0
                    found[number] = bytes(data[head:at])
                else:  # it spans two terms, and must not hide what begins within it
                    at = start + 1
        return sorted(found.items())

    @property
    def term_count(self) -> int:
        return len(self._term_ends)

    @property
    def entry_count(self) -> int:
        return len(self._entry_df)

    def holding(
        self, part: str, most: int
    ) -> tuple[set[bytes], Sequence[tuple[str, Entry]]]:
        """The terms in which these characters stand, and by field where they stand;
        of terms that are too many, some that are, and nothing of them.
        """
        like = re.compile(re.escape(_bytes(part)))
        held = self._holding((like,), 0, self.term_count, most)
        terms = {term for _, term in held}
        if len(terms) > most:
            return terms, ()
        starts = self._term_entries
        return terms, [
            (FIELDS[self._entry_field[at]], self._entry(at))
            for number, _ in held
            for at in range(starts[number], starts[number + 1])
        ]

    def sounding(self, pinyin: str) -> Iterator[str]:
        """The Chinese words with this pinyin."""
        key = _bytes(pinyin)
        count = len(self._sound_terms)
        at = bisect_left(range(count), key, key=self._sound)
        while at < count and self._sound(at) == key:
            yield _text(self._term(self._sound_terms[at]))
            at += 1

    def number(self, paper: str) -> int | None:
        """The number of the paper with this id."""
        key = _bytes(paper)
        low = bisect_left(self._by_id, key, key=self._id)
        if low < self.size and self._id(number := self._by_id[low]) == key:
            return int(number)
        return None

    def id(self, number: int) -> str:
        ends = self._id_ends
        data = self._ids[ends[number - 1] if number else 0 : ends[number]]
        return str(data, "utf-8", "surrogatepass")

    def stored(self, number: int) -> bytes:
        """The compressed JSON of a paper."""
        return _slice(self._stored, self._stored_ends, number)

    def papers_soon(self, numbers: Sequence[int]) -> None:
        """Have stored papers, ascending, come from the disk all at once."""
        ends, soon = self._stored_ends, self._file.read_soon
        soon("stored_ends", numbers[0] * ends.itemsize, numbers[-1] * ends.itemsize)
        begin = end = ends[numbers[0] - 1] if numbers[0] else 0
        for number in numbers:
            first = ends[number - 1] if number else 0
            if first > end + CLOSE:
                soon("stored", begin, end)
                begin = first
            end = ends[number]
        soon("stored", begin, end)

    def paper(self, number: int) -> Paper:
        """Raises ValueError, zlib.error or KeyError when the file is damaged."""
        return Paper.from_json(decoded(self.stored(number)))

    def late_paper(self, number: int) -> Paper:
        """As `paper`, but what lies in the file is read now, and decoded when somebody
        looks at it, for which the file need not be open any more.
        """
        value = checked(self.stored(number))
        return late(Paper, lambda: Paper.from_json(value()), id=self.id(number))

    def sightings(self, number: int) -> tuple[Sighting, ...]:
        """What the paper was merged from; raises as `paper` does."""
        return sightings_from_json(decoded(self.stored(number)))

    def section(self, name: str) -> memoryview:
        """A section as it is in the file."""
        return self._file.array(name)

    def read_all(self) -> None:
        """Whoever calls this reads all of it, in order."""
        self._file.read_all()

    def forget(self) -> None:
        """Give back the memory of what was read so far, for whoever reads it all."""
        self._file.forget()

    def close(self) -> None:
        """Let the file go; nothing can be asked any more. Twice is as good as once."""
        self.entries.cache_clear()
        self.postings.close()
        self._file.close()

    def _entry(self, at: int) -> Entry:
        return Entry(
            self._entry_postings[at],
            self._entry_df[at],
            self._entry_most[at],
            self._entry_shortest[at],
        )

    def _term_bytes(self, first: int = 0, last: int | None = None) -> bytes:
        self._file.read_soon("terms", first, last)
        return bytes(self._terms[first:last])

    def _first_term(self, key: bytes) -> int:
        return bisect_left(range(self.term_count), key, key=self._term)

    def _next_term(self, key: bytes, low: int) -> int:
        """As `_first_term`, from a term on that is likely to be near."""
        step, count = 16, self.term_count
        while low + step < count and self._term(low + step) < key:
            low, step = low + step, step * 4
        high = min(low + step, count)
        return bisect_left(range(count), key, low, high, key=self._term)

    def _term(self, number: int) -> bytes:
        # a dozen calls for each word that is looked up
        ends = self._term_ends
        return bytes(self._terms[ends[number - 1] if number else 0 : ends[number]])

    def _id(self, number: int) -> bytes:
        return _slice(self._ids, self._id_ends, number)

    def _sound(self, number: int) -> bytes:
        return _slice(self._sounds, self._sound_ends, number)


def _slice(data: memoryview, ends: memoryview, number: int) -> bytes:
    return bytes(data[ends[number - 1] if number else 0 : ends[number]])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
