"""Codes of texts → their tokens, packed in numbers, all at once in arrays.

One number is one token: term, field, paper and position, from the high bits to the low,
so that sorting the numbers makes the postings.
"""

from array import array

import numpy as np

from searcher.analysis.forms import NOTHING, Forms, Numbers
from searcher.analysis.keys import BEFORE, FLAGS
from searcher.index.segment.layout import FIELD_BITS, PAPER_BITS, PLACE_BITS

TERM_SHIFT = FIELD_BITS + PAPER_BITS + PLACE_BITS
FIELD_SHIFT = PAPER_BITS + PLACE_BITS


def expanded(
    forms: Forms, code: Numbers, size: Numbers, texts: Numbers
) -> tuple[Numbers, Numbers]:
    """The packed tokens of texts that are given as codes, one text after the other.

    And how many words each text has. `texts` are field, paper and first place of each.
    """
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
    low = texts - first.astype(np.uint64)
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
