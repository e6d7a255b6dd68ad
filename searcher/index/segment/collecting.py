"""Papers → where each of their terms stands, as packed numbers.

One number is one token: term, field, paper and position, from the high bits to the low,
so that sorting the numbers makes the postings.
"""

from array import array
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from searcher._core.tokenizer import MOST_WORDS
from searcher.analysis.han import Segmenter
from searcher.analysis.tokens import Analyzer, name_terms
from searcher.analysis.umlauts import in_two_letters
from searcher.index.documents import (
    AUTHOR_STRIDE,
    MOST_APART,
    SEPARATOR,
    field_tokens,
    indexed,
    place_of,
)
from searcher.index.segment.layout import (
    FIELD_BITS,
    MOST_PAPERS,
    PAPER_BITS,
    PLACE_BITS,
)
from searcher.index.segment.narrowing import Numbers
from searcher.model import Record
from searcher.query.plan import AUTHORS, FIELDS, SCORED, TEXTS

FIELD_SHIFT = PAPER_BITS + PLACE_BITS
TERM_SHIFT = FIELD_BITS + FIELD_SHIFT
BATCH = 1 << 16
"""So many packed tokens are taken from an analyzer at a time."""
MOST_TOKENS = 1 << 22
"""A segment in the making is full then: to sort so many takes 200 MB."""
MOST_TERMS = 3 << 16
"""What was learnt of so many terms is forgotten with the next segment; those of 25,000
ordinary papers, whose builds take no longer with it than with 1 << 19.
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


class Known:
    """What was learnt of words, and the numbers of their terms, for every segment of a
    process.
    """

    def __init__(self, segmenter: Segmenter) -> None:
        self.terms: dict[str, int] = {}
        self.texts = Analyzer(segmenter, terms=self.terms)
        self.names = Analyzer(segmenter, name_terms, terms=self.terms)


class Collector:
    """Takes papers one by one; `packed` are the tokens of all of them."""

    def __init__(self, segmenter: Segmenter, known: Known | None = None) -> None:
        """With what is `known` to that of another segment."""
        if known is None or len(known.terms) > MOST_TERMS:
            known = Known(segmenter)
        self.known = known
        for analyzer in (known.texts, known.names):
            analyzer.take()  # what a segment left that was never written
        self.ids: list[str] = []
        self.days = array("i")
        self.stored: list[bytes] = []
        self.lengths = {field: array("H") for field in SCORED}
        """The words of each paper."""
        self._segmenter = segmenter
        self._others = array("Q")
        self._packed: list[Numbers] = []
        self._tokens = 0
        self._kept = 0
        self._line = lru_cache(maxsize=1 << 12)(self._analysed_line)
        self._facet = lru_cache(maxsize=1 << 12)(self._analysed_facet)

    @property
    def terms(self) -> dict[str, int]:
        """The number of each term."""
        return self.known.terms

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
                self._lengthen(field, self.known.texts.pack(value, low, TERM_SHIFT))
            elif field in AUTHORS:
                self._add_names(field, low, value.split(SEPARATOR))
            elif field in _OWN:
                self._add_facet(low, self._analysed_facet(field, value))
            else:
                self._add_facet(low, self._facet(field, value))
        if self.known.texts.taken + self.known.names.taken >= BATCH:
            self._take()

    def packed(self) -> Numbers:
        """All tokens, unsorted; terms by their number of first sight. No paper is taken
        after that.
        """
        self._take()
        # they hold this, which would outlive its use where no garbage is looked for
        vars(self).pop("_line", None)
        vars(self).pop("_facet", None)
        others = np.frombuffer(self._others, np.uint64)
        packed = np.concatenate([*self._packed, others])
        self._packed = []
        return packed

    def _add_names(self, field: str, low: int, names: list[str]) -> None:
        if len(names) > MOST_APART:
            self._add_tokens(low, self._lines(field, names))
            return
        for base, name in zip(range(low, 1 << 64, AUTHOR_STRIDE), names, strict=False):
            if len(name) > _LONGEST_NAME or in_two_letters(name):
                self._add_tokens(base, self._line(field, name))
            else:
                self._lengthen(field, self.known.names.pack(name, base, TERM_SHIFT))

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
        """What stands elsewhere than the words of one text."""
        self._add_facet(low, self._tokens_of(found, low & _PLACES))
        words = len({place for _, place in found})
        self._lengthen(FIELDS[low >> FIELD_SHIFT], words)

    def _lengthen(self, field: str, words: int) -> None:
        """The paper that was added last has so many words more."""
        lengths = self.lengths[field]
        lengths[-1] = min(lengths[-1] + words, MOST_WORDS)

    def _tokens_of(self, found: Iterable[tuple[str, int]], first: int = 0) -> list[int]:
        terms = self.terms
        return [
            terms.setdefault(term, len(terms)) << TERM_SHIFT | place
            for term, place in found
            if first + place <= _PLACES
        ]

    def _take(self) -> None:
        """Take from the analyzers the tokens of texts and names."""
        for analyzer in (self.known.texts, self.known.names):
            if analyzer.taken:
                packed = np.frombuffer(analyzer.take(), np.uint64)
                self._packed.append(packed)
                self._tokens += len(packed)


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
