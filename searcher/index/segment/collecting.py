"""Papers → where each of their terms stands, as packed numbers.

One number is one token: term, field, paper and position, from the high bits to the low,
so that sorting the numbers makes the postings. The bulk of the work is in arrays.
"""

import json
import zlib
from array import array
from functools import lru_cache
from typing import Any

import numpy as np

from searcher.analysis.bulk import GAP, GAP_BEFORE_HAN, Forms
from searcher.analysis.han import Segmenter
from searcher.analysis.tokens import MOST_WORDS, tokens
from searcher.index.documents import AUTHOR_STRIDE, SEPARATOR, field_tokens, indexed
from searcher.index.segment.layout import (
    FIELD_BITS,
    MOST_PAPERS,
    PAPER_BITS,
    PLACE_BITS,
)
from searcher.model import Record
from searcher.query.plan import FIELDS, SCORED, TEXTS

BATCH = 1 << 20
"""So many words become tokens at a time."""
MOST_TOKENS = 1 << 23
"""A segment in the making is full then: to sort 8 million tokens takes 600 MB."""
COMPRESSION = 6

TERM_SHIFT = FIELD_BITS + PAPER_BITS + PLACE_BITS
FIELD_SHIFT = PAPER_BITS + PLACE_BITS
_NUMBER = {field: number for number, field in enumerate(FIELDS)}

Numbers = np.ndarray[Any, Any]


class Collector:
    """Takes papers one by one; `packed` are the tokens of all of them."""

    def __init__(self, segmenter: Segmenter) -> None:
        self.forms = Forms(segmenter)
        self.ids: list[str] = []
        self.days = array("i")
        self.stored: list[bytes] = []
        self.lengths = {field: array("H") for field in SCORED}
        self._segmenter = segmenter
        self._codes = array("I")
        self._texts = array("Q")  # field and paper of each text, as in a packed token
        self._sizes = array("I")  # how many codes each text has
        self._others = array("Q")
        self._packed: list[Numbers] = []
        self._tokens = 0
        self._line = lru_cache(maxsize=1 << 16)(self._analysed_line)

    @property
    def is_full(self) -> bool:
        return self._tokens >= MOST_TOKENS or len(self.ids) >= MOST_PAPERS - 1

    def add(self, record: Record) -> None:
        paper = record.paper
        number = len(self.ids)
        self.ids.append(paper.id)
        self.days.append(paper.date.toordinal() if paper.date else 0)
        text = json.dumps(record.to_json(), ensure_ascii=False, separators=(",", ":"))
        self.stored.append(
            zlib.compress(text.encode("utf-8", "surrogatepass"), COMPRESSION)
        )
        found = indexed(record)
        for field in SCORED:
            self.lengths[field].append(0)
        for field, value in found.items():
            if field in TEXTS:
                self._add_text(field, number, value)
            else:
                self._add_lines(field, number, value)
        if len(self._codes) >= BATCH:
            self._expand()

    def packed(self) -> Numbers:
        """All tokens so far, unsorted; terms by their number of first sight."""
        self._expand()
        others = np.frombuffer(self._others, np.uint64)
        return np.concatenate([*self._packed, others])

    def _add_text(self, field: str, number: int, value: str) -> None:
        codes = self.forms.codes(value)
        if len(codes) * 2 > MOST_WORDS:  # it may have to be cut off: by the book
            found = tokens(value, self._segmenter)
            self._add_tokens(field, number, [(t.term, t.position) for t in found])
            self.lengths[field][number] = len({token.position for token in found})
            return
        self._codes.extend(codes)
        self._texts.append(_NUMBER[field] << FIELD_SHIFT | number << PLACE_BITS)
        self._sizes.append(len(codes))

    def _add_lines(self, field: str, number: int, value: str) -> None:
        """A field of several values, each analysed once however often it comes."""
        found = []
        for line, text in enumerate(value.split(SEPARATOR)):
            base = line * AUTHOR_STRIDE
            found += [(term, base + place) for term, place in self._line(field, text)]
        self._add_tokens(field, number, found)
        if field in SCORED:
            self.lengths[field][number] = min(len({p for _, p in found}), MOST_WORDS)

    def _analysed_line(self, field: str, text: str) -> list[tuple[str, int]]:
        found = field_tokens(field, text, self._segmenter)
        return [(token.term, token.position) for token in found]

    def _add_tokens(
        self, field: str, number: int, found: list[tuple[str, int]]
    ) -> None:
        low = _NUMBER[field] << FIELD_SHIFT | number << PLACE_BITS
        term = self.forms.term
        self._others.extend(
            term(text) << TERM_SHIFT | low | place
            for text, place in found
            if place < 1 << PLACE_BITS
        )

    def _expand(self) -> None:
        """Make the codes collected so far into tokens."""
        if not self._codes:
            return
        packed, words = expanded(self.forms, self._codes, self._texts, self._sizes)
        for text, count in zip(self._texts, words.tolist(), strict=True):
            field = FIELDS[text >> FIELD_SHIFT]
            self.lengths[field][text >> PLACE_BITS & MOST_PAPERS - 1] = count
        self._packed.append(packed)
        self._tokens += len(packed)
        self._codes, self._texts, self._sizes = array("I"), array("Q"), array("I")


def expanded(
    forms: Forms, codes: "array[int]", texts: "array[int]", sizes: "array[int]"
) -> tuple[Numbers, Numbers]:
    """The packed tokens of texts that are given as codes, one text after the other.

    And how many words each text has.
    """
    table = forms.forms
    counts = np.fromiter((len(form.terms) for form in table), np.uint32, len(table))
    firsts = np.cumsum(counts, dtype=np.int64) - counts
    total = int(counts.sum())
    terms = np.fromiter((t for form in table for t in form.terms), np.uint64, total)
    offsets = np.fromiter((o for form in table for o in form.offsets), np.uint64, total)
    advances = np.fromiter((form.advance for form in table), np.int64, len(table))
    words = np.fromiter((form.words for form in table), np.int64, len(table))
    is_han = np.fromiter((form.is_han for form in table), np.bool_, len(table))

    code = np.frombuffer(codes, np.uint32)
    form, kind = code >> 2, code & 3
    han_next = np.append(is_han[form[1:]], False)
    gap = (kind == GAP) | ((kind == GAP_BEFORE_HAN) & han_next)
    step = advances[form] + gap
    places = np.cumsum(step) - step
    size = np.frombuffer(sizes, np.uint32)
    begin = np.cumsum(size, dtype=np.int64) - size
    base = places[np.minimum(begin, len(places) - 1)]
    low = np.frombuffer(texts, np.uint64)
    place = (places - np.repeat(base, size)).astype(np.uint64) + np.repeat(low, size)

    count = counts[form]
    word = np.repeat(np.arange(len(form)), count)
    within = np.arange(len(word)) - np.repeat(
        np.cumsum(count, dtype=np.int64) - count, count
    )
    token = firsts[form[word]] + within
    high: Numbers = terms[token] << np.uint64(TERM_SHIFT)
    packed: Numbers = high + place[word] + offsets[token]
    so_far = np.append(0, np.cumsum(words[form]))
    return packed, so_far[begin + size] - so_far[begin]
