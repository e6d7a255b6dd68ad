"""Papers → where each of their terms stands, as packed numbers.

One number is one token: term, field, paper and position, from the high bits to the low,
so that sorting the numbers makes the postings. The bulk of the work is in arrays.
"""

from array import array
from functools import lru_cache

import numpy as np

from searcher.analysis.bulk import BEFORE, FLAGS, NOTHING, Forms
from searcher.analysis.han import Segmenter
from searcher.analysis.tokens import MOST_WORDS, tokens
from searcher.index.documents import AUTHOR_STRIDE, SEPARATOR, field_tokens, indexed
from searcher.index.segment.layout import (
    FIELD_BITS,
    MOST_PAPERS,
    PAPER_BITS,
    PLACE_BITS,
)
from searcher.index.segment.narrowing import Numbers
from searcher.index.segment.storing import encoded
from searcher.model import Record
from searcher.query.plan import AUTHORS, FIELDS, SCORED, TEXTS

BATCH = 1 << 16
"""So many codes become tokens at a time."""
MOST_TOKENS = 1 << 22
"""A segment in the making is full then: to sort so many takes 200 MB."""
MOST_TERMS = 1 << 19
"""What was learnt of so many terms is forgotten with the next segment."""

TERM_SHIFT = FIELD_BITS + PAPER_BITS + PLACE_BITS
FIELD_SHIFT = PAPER_BITS + PLACE_BITS
_NUMBER = {field: number for number, field in enumerate(FIELDS)}
_WHOLE = frozenset(("id", "dates", "languages", "keys"))
"""Fields of which each value is one term."""
_LONGEST_NAME = AUTHOR_STRIDE - 2
_MOST_NAMES = (1 << PLACE_BITS) // AUTHOR_STRIDE


class Collector:
    """Takes papers one by one; `packed` are the tokens of all of them."""

    def __init__(self, segmenter: Segmenter, forms: Forms | None = None) -> None:
        """With the forms of another segment, what is known of words is kept."""
        if forms is None or len(forms.terms) > MOST_TERMS:
            forms = Forms(segmenter)
        self.forms = forms
        self.ids: list[str] = []
        self.days = array("i")
        self.stored: list[bytes] = []
        self.lengths = {field: array("H") for field in SCORED}
        self._segmenter = segmenter
        self._codes = array("I")
        self._texts = array("Q")  # field, paper and first place of each text, packed
        self._sizes = array("I")  # how many codes each text has
        self._others = array("Q")
        self._packed: list[Numbers] = []
        self._tokens = 0
        self._line = lru_cache(maxsize=1 << 12)(self._analysed_line)

    @property
    def is_full(self) -> bool:
        tokens = self._tokens + len(self._others)
        return tokens >= MOST_TOKENS or len(self.ids) >= MOST_PAPERS - 1

    def add(self, record: Record) -> None:
        paper = record.paper
        number = len(self.ids)
        self.ids.append(paper.id)
        self.days.append(paper.date.toordinal() if paper.date else 0)
        self.stored.append(encoded(record))
        for lengths in self.lengths.values():
            lengths.append(0)
        for field, value in indexed(record).items():
            low = _NUMBER[field] << FIELD_SHIFT | number << PLACE_BITS
            if field in TEXTS:
                self._add_text(field, low, value)
            elif field in AUTHORS:
                self._add_names(field, low, value.split(SEPARATOR))
            else:
                self._add_lines(field, low, value.split(SEPARATOR))
        if len(self._codes) >= BATCH:
            self._expand()

    def packed(self) -> Numbers:
        """All tokens so far, unsorted; terms by their number of first sight."""
        self._expand()
        others = np.frombuffer(self._others, np.uint64)
        packed = np.concatenate([*self._packed, others])
        self._packed = []
        return packed

    def _add_text(self, field: str, low: int, value: str) -> None:
        codes = self.forms.codes(value)
        if codes is None:
            found = [(t.term, t.position) for t in tokens(value, self._segmenter)]
            self._add_tokens(field, low, found)
        else:
            self._add_codes(low, codes)

    def _add_names(self, field: str, low: int, names: list[str]) -> None:
        if len(names) >= _MOST_NAMES:
            self._add_lines(field, low, names)
            return
        for line, name in enumerate(names):
            base = line * AUTHOR_STRIDE
            codes = None
            if len(name) <= _LONGEST_NAME:
                codes = self.forms.codes(name, name=True)
            if codes is None:
                self._add_tokens(field, low + base, self._line(field, name))
            else:
                self._add_codes(low + base, codes)

    def _add_lines(self, field: str, low: int, lines: list[str]) -> None:
        """A field of several values, each analysed once however often it comes."""
        found = []
        for line, text in enumerate(lines):
            base = line * AUTHOR_STRIDE
            if field in _WHOLE:
                found.append((text.casefold(), base))
            else:
                known = self._line(field, text)
                found += [(term, base + place) for term, place in known]
        self._add_tokens(field, low, found)

    def _analysed_line(self, field: str, text: str) -> list[tuple[str, int]]:
        found = field_tokens(field, text, self._segmenter)
        return [(token.term, token.position) for token in found]

    def _add_tokens(self, field: str, low: int, found: list[tuple[str, int]]) -> None:
        term, first = self.forms.term, low & (1 << PLACE_BITS) - 1
        self._others.extend(
            term(text) << TERM_SHIFT | low + place
            for text, place in found
            if first + place < 1 << PLACE_BITS
        )
        if field in SCORED:
            self._lengthen(low, len({place for _, place in found}))

    def _add_codes(self, low: int, codes: list[int]) -> None:
        self._codes.fromlist(codes)
        self._texts.append(low)
        self._sizes.append(len(codes))

    def _lengthen(self, text: int, words: int) -> None:
        lengths = self.lengths[FIELDS[text >> FIELD_SHIFT]]
        number = text >> PLACE_BITS & MOST_PAPERS - 1
        lengths[number] = min(lengths[number] + words, MOST_WORDS)

    def _expand(self) -> None:
        """Make the codes collected so far into tokens."""
        if not self._codes:
            return
        packed, words = expanded(self.forms, self._codes, self._texts, self._sizes)
        for text, count in zip(self._texts, words.tolist(), strict=True):
            self._lengthen(text, count)
        self._packed.append(packed)
        self._tokens += len(packed)
        self._codes, self._texts, self._sizes = array("I"), array("Q"), array("I")


def expanded(
    forms: Forms, codes: "array[int]", texts: "array[int]", sizes: "array[int]"
) -> tuple[Numbers, Numbers]:
    """The packed tokens of texts that are given as codes, one text after the other.

    And how many words each text has.
    """
    code = np.frombuffer(codes, np.uint32)
    size = np.frombuffer(sizes, np.uint32)
    is_word = code >> FLAGS != NOTHING
    at = np.flatnonzero(is_word)
    if not len(at):
        return np.zeros(0, np.uint64), np.zeros(len(size), np.int64)
    so_far = np.append(0, np.cumsum(is_word))
    bounds = np.append(0, np.cumsum(size, dtype=np.int64))
    begin, end = so_far[bounds[:-1]], so_far[bounds[1:]]

    form = code[at] >> FLAGS
    step = _column(forms.advances)[form] + _gaps(forms, code, at, form)
    place = np.cumsum(step, dtype=np.int64) - step
    first = place[np.minimum(begin, len(place) - 1)]
    low = np.frombuffer(texts, np.uint64) - first.astype(np.uint64)
    place = place.astype(np.uint64) + np.repeat(low, end - begin)

    firsts = _column(forms.firsts)
    start = firsts[form]
    count = firsts[form + 1] - start
    before = np.cumsum(count, dtype=np.int64) - count
    token = np.repeat(start - before, count)
    token += np.arange(len(token))
    packed: Numbers = _column(forms.held)[token].astype(np.uint64)
    packed <<= np.uint64(TERM_SHIFT)
    packed += np.repeat(place, count)
    packed += _column(forms.offsets)[token]
    words = np.append(0, np.cumsum(_column(forms.words)[form], dtype=np.int64))
    return packed, words[end] - words[begin]


def _gaps(forms: Forms, code: Numbers, at: Numbers, form: Numbers) -> Numbers:
    """Whether a position is left empty behind each word, given by where its code is.

    A sentence that ends leaves one, and so does a clause next to a Chinese word.
    """
    after = np.bitwise_or.reduceat(code, at)  # with what stands up to the next word
    before = np.append(code[at[1:]] >> BEFORE, np.uint32(0))
    ends = after | before
    is_han = _column(forms.are_han)[form]
    han = is_han | np.append(is_han[1:], np.uint8(0))
    gaps: Numbers = (ends | (ends >> 1 & han)) & 1
    return gaps


def _column(values: "array[int]") -> Numbers:
    return np.frombuffer(values, values.typecode) if values else np.zeros(0, np.uint32)
