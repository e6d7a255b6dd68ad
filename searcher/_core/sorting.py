# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""Packed tokens → in the order of postings, by counting.

A token is a number: a term, a field, and what is below them, from the high bits to the
low. Tokens come in the order of papers, so all that is left to order are terms and
fields.
"""

from __future__ import annotations

from array import array

try:
    import cython
except ImportError:
    from searcher._core import uncompiled as cython


def counted(tokens: cython.ulonglong[::1], shift: int, terms: int) -> array[int]:
    """How often each of so many terms comes. Raises ValueError for any other."""
    at: cython.Py_ssize_t
    bits: cython.int = shift
    most: cython.ulonglong = terms
    term: cython.ulonglong
    found = array("I", bytes(4 * terms))
    counts: cython.uint[::1] = memoryview(found)
    for at in range(len(tokens)):
        term = tokens[at] >> bits
        if term >= most:
            raise ValueError("a token of no term")
        counts[term] += 1
    return found


def order(
    tokens: cython.ulonglong[::1],
    counts: cython.uint[::1],
    ranked: cython.uint[::1],
    term_shift: int,
    field_shift: int,
) -> list[tuple[int, int]]:
    """Order tokens in place by term, field and as they came, given how often each term
    comes, and which terms come, in their order. A term becomes its rank.

    Where a term's tokens did not come in their order is told: from, to. Raises
    ValueError where the counts are not those of the tokens.
    """
    at: cython.Py_ssize_t
    size: cython.Py_ssize_t = len(tokens)
    bits: cython.int = term_shift
    below: cython.ulonglong = (1 << term_shift) - 1
    term: cython.ulonglong
    place: cython.ulonglong
    start: cython.Py_ssize_t = 0
    by_field: cython.ulonglong[::1] = memoryview(array("Q", bytes(8 * size)))
    _order_by_field(tokens, by_field, field_shift, 1 << (term_shift - field_shift))
    # of each term its rank, and where the next of its tokens goes
    rank: cython.uint[::1] = memoryview(array("I", bytes(4 * len(counts))))
    next_of: cython.longlong[::1] = memoryview(array("q", bytes(8 * len(counts))))
    for at in range(len(ranked)):
        term = ranked[at]
        if term >= len(counts):
            raise ValueError("a rank of no term")
        rank[term] = at
        next_of[term] = start
        start += counts[term]
    if start != size:
        raise ValueError("the counts are not those of the tokens")
    for at in range(size):
        term = by_field[at] >> bits
        if term >= len(counts) or next_of[term] >= size:
            raise ValueError("the counts are not those of the tokens")
        place = rank[term]
        tokens[next_of[term]] = (place << bits) | (by_field[at] & below)
        next_of[term] += 1
    start = 0
    for at in range(len(ranked)):
        start += counts[ranked[at]]
        if next_of[ranked[at]] != start:
            raise ValueError("the counts are not those of the tokens")
    return _unordered(tokens, counts, ranked)


@cython.cfunc
def _order_by_field(
    tokens: cython.ulonglong[::1],
    into: cython.ulonglong[::1],
    shift: cython.int,
    fields: cython.Py_ssize_t,
) -> object:
    at: cython.Py_ssize_t
    field: cython.Py_ssize_t
    start: cython.Py_ssize_t = 0
    count: cython.Py_ssize_t
    last: cython.ulonglong = fields - 1
    next_of: cython.longlong[::1] = memoryview(array("q", bytes(8 * fields)))
    for at in range(len(tokens)):
        field = (tokens[at] >> shift) & last
        next_of[field] += 1
    for at in range(fields):
        count = next_of[at]
        next_of[at] = start
        start += count
    for at in range(len(tokens)):
        field = (tokens[at] >> shift) & last
        into[next_of[field]] = tokens[at]
        next_of[field] += 1


@cython.cfunc
def _unordered(
    tokens: cython.ulonglong[::1], counts: cython.uint[::1], ranked: cython.uint[::1]
) -> list:
    """Of the terms whose tokens are not in order: from, to."""
    at: cython.Py_ssize_t
    place: cython.Py_ssize_t
    start: cython.Py_ssize_t = 0
    end: cython.Py_ssize_t
    found: list = []
    for at in range(len(ranked)):
        end = start + counts[ranked[at]]
        for place in range(start + 1, end):
            if tokens[place] < tokens[place - 1]:
                found.append((start, end))
                break
        start = end
    return found
