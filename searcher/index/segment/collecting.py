"""Papers → where each of their terms stands, as packed numbers.

Papers are looked at one by one, their texts many at a time.
"""

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from searcher.analysis.bulk import Analyser
from searcher.analysis.forms import Forms, Numbers
from searcher.analysis.han import Segmenter
from searcher.analysis.keys import Keys
from searcher.analysis.tokens import MOST_WORDS, tokens
from searcher.index.documents import (
    AUTHOR_STRIDE,
    MOST_APART,
    SEPARATOR,
    field_tokens,
    indexed,
    place_of,
)
from searcher.index.segment.expanding import FIELD_SHIFT, TERM_SHIFT, expanded
from searcher.index.segment.layout import MOST_PAPERS, PLACE_BITS
from searcher.model import Record
from searcher.query.plan import AUTHORS, FIELDS, SCORED, TEXTS

BATCH = 1 << 16
"""So many words become tokens at a time."""
MOST_TOKENS = 1 << 22
"""A segment in the making is full then: to sort so many takes 200 MB."""
MOST_TERMS = 3 << 16
"""What was learnt of so many terms is forgotten with the next segment; those of 25,000
ordinary papers, whose builds take no longer with it than without a bound.
"""
ALL_TERMS = 1 << 18
"""With so many terms a segment in the making is full too: each takes 700 bytes, with
what was learnt of the words that have it, and again as much when it is written.
Ordinary papers bring at most 100,000 to a segment.
"""
MOST_STORED = 1 << 26
"""Bytes of stored papers with which it is full: five times those of ordinary papers."""

_NUMBER = {field: number for number, field in enumerate(FIELDS)}
_WHOLE = frozenset(("id", "dates", "languages", "keys"))
"""Fields of which each value is one term."""
_OWN = frozenset(("id", "keys", "beyond"))
"""Fields of which hardly any value comes twice."""
_PLACES = (1 << PLACE_BITS) - 1
_LONGEST_NAME = AUTHOR_STRIDE - 2


class _Waiting:
    """Texts, or names, that wait to become tokens together."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self.numbers = array("I")
        self._lows = array("Q")  # field, paper and first place of each, packed
        self._sizes = array("I")

    def add(self, low: int, keys: Sequence[str]) -> None:
        self.numbers.fromlist(self._keys.numbers(keys))
        self._lows.append(low)
        self._sizes.append(len(keys))

    def expanded(self, forms: Forms) -> tuple[Numbers, Numbers, Numbers]:
        """The packed tokens of all, the texts again, and how many words each has."""
        lows = np.frombuffer(self._lows, np.uint64)
        sizes = np.frombuffer(self._sizes, np.uint32)
        self._lows, self._sizes = array("Q"), array("I")
        codes = self._keys.codes(self.numbers)
        self.numbers = array("I")
        packed, words = expanded(forms, codes, sizes, lows)
        return packed, lows, words


class Collector:
    """Takes papers one by one; `packed` are the tokens of all of them."""

    def __init__(self, segmenter: Segmenter, known: Analyser | None = None) -> None:
        """With the analyser of another segment, what it learnt of words is kept."""
        if known is None or len(known.forms.terms) > MOST_TERMS:
            known = Analyser(segmenter)
        self.analyser = known
        self.ids: list[str] = []
        self.days = array("i")
        self.stored: list[bytes] = []
        self.lengths = {field: array("H") for field in SCORED}
        """The words of each paper; those of texts once these are `packed`."""
        self._segmenter = segmenter
        self._texts = _Waiting(known.texts)
        self._names = _Waiting(known.names)
        self._others = array("Q")
        self._packed: list[Numbers] = []
        self._tokens = 0
        self._kept = 0
        self._line = lru_cache(maxsize=1 << 12)(self._analysed_line)
        self._facet = lru_cache(maxsize=1 << 12)(self._analysed_facet)

    @property
    def terms(self) -> dict[str, int]:
        """The number of each term."""
        return self.analyser.forms.terms

    @property
    def is_full(self) -> bool:
        tokens = self._tokens + len(self._others)
        return (
            tokens >= MOST_TOKENS
            or len(self.ids) >= MOST_PAPERS - 1
            or len(self.terms) >= ALL_TERMS
            or self._kept >= MOST_STORED
        )

    def add(self, record: Record, stored: bytes) -> None:
        """Take a record, and the bytes by which it will be kept."""
        paper = record.paper
        number = len(self.ids)
        self.ids.append(paper.id)
        self.days.append(paper.date.toordinal() if paper.date else 0)
        self.stored.append(stored)
        self._kept += len(stored)
        for lengths in self.lengths.values():
            lengths.append(0)
        for field, value in indexed(record).items():
            low = _NUMBER[field] << FIELD_SHIFT | number << PLACE_BITS
            if field in TEXTS:
                self._add_text(low, value)
            elif field in AUTHORS:
                self._add_names(field, low, value.split(SEPARATOR))
            elif field in _OWN:
                self._add_facet(low, self._analysed_facet(field, value))
            else:
                self._add_facet(low, self._facet(field, value))
        if len(self._texts.numbers) + len(self._names.numbers) >= BATCH:
            self._expand()

    def packed(self) -> Numbers:
        """All tokens, unsorted; terms by their number of first sight. No paper is taken
        after that.
        """
        self._expand()
        # they hold this, which would outlive its use where no garbage is looked for
        vars(self).pop("_line", None)
        vars(self).pop("_facet", None)
        others = np.frombuffer(self._others, np.uint64)
        packed = np.concatenate([*self._packed, others])
        self._packed = []
        return packed

    def _add_text(self, low: int, value: str) -> None:
        keys = self.analyser.keys(value)
        if keys is None:
            found = [(t.term, t.position) for t in tokens(value, self._segmenter)]
            self._add_tokens(low, found)
        else:
            self._texts.add(low, keys)

    def _add_names(self, field: str, low: int, names: list[str]) -> None:
        if len(names) > MOST_APART:
            self._add_tokens(low, self._lines(field, names))
            return
        for base, name in zip(range(low, 1 << 64, AUTHOR_STRIDE), names, strict=False):
            keys = None
            if len(name) <= _LONGEST_NAME:
                keys = self.analyser.name_keys(name)
            if keys is None:
                self._add_tokens(base, self._line(field, name))
            else:
                self._names.add(base, keys)

    def _add_facet(self, low: int, tokens: list[int]) -> None:
        self._others.extend([low + token for token in tokens])

    def _analysed_facet(self, field: str, value: str) -> list[int]:
        """The tokens of a field that is not scored, packed without a paper."""
        lines = value.split(SEPARATOR)
        if field in _WHOLE:
            whole = [[(line.casefold(), 0)] for line in lines]
            return self._tokens_of(_apart(whole))
        return self._tokens_of(self._lines(field, lines))

    def _lines(self, field: str, lines: list[str]) -> list[tuple[str, int]]:
        """A field of several values, each analysed once however often it comes."""
        return _apart([self._line(field, text) for text in lines])

    def _analysed_line(self, field: str, text: str) -> list[tuple[str, int]]:
        found = field_tokens(field, text, self._segmenter)
        return [(token.term, token.position) for token in found]

    def _add_tokens(self, low: int, found: list[tuple[str, int]]) -> None:
        """What was analysed by the book."""
        self._add_facet(low, self._tokens_of(found, low & _PLACES))
        lengths = self.lengths[FIELDS[low >> FIELD_SHIFT]]
        words = len({place for _, place in found})
        lengths[-1] = min(lengths[-1] + words, MOST_WORDS)

    def _tokens_of(self, found: Iterable[tuple[str, int]], first: int = 0) -> list[int]:
        terms = self.terms
        return [
            terms[term] << TERM_SHIFT | place
            for term, place in found
            if first + place <= _PLACES
        ]

    def _expand(self) -> None:
        """Make the texts collected so far into tokens."""
        for waiting in (self._texts, self._names):
            packed, texts, words = waiting.expanded(self.analyser.forms)
            self._packed.append(packed)
            self._tokens += len(packed)
            self._lengthen(texts, words)

    def _lengthen(self, texts: Numbers, words: Numbers) -> None:
        fields = texts >> np.uint64(FIELD_SHIFT)
        papers = texts >> np.uint64(PLACE_BITS) & np.uint64(MOST_PAPERS - 1)
        for field, lengths in self.lengths.items():
            here = fields == _NUMBER[field]
            if here.any():
                sums = np.bincount(papers[here].astype(np.int64), words[here])
                table = np.frombuffer(lengths, np.uint16)[: len(sums)]
                table[:] = np.minimum(table + sums, MOST_WORDS)


def _apart(lines: Iterable[Iterable[tuple[str, int]]]) -> list[tuple[str, int]]:
    """The terms of several values, each of them at its place in the field."""
    found = [
        (term, place_of(number, position))
        for number, line in enumerate(lines)
        for term, position in line
    ]
    # where values share a place, a term still stands there once
    crowd = place_of(MOST_APART - 1, 0)
    apart = [token for token in found if token[1] < crowd]
    return apart + list(dict.fromkeys(found[len(apart) :]))
