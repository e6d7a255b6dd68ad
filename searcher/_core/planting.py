"""A list of words, as bytes → the trie that cuts Chinese."""

from __future__ import annotations

from array import array
from math import log

try:
    import cython
except ImportError:
    from searcher._core import uncompiled as cython

from searcher._core.trie import NO_WORD

COMPILED: bool = cython.compiled
_SPACE = cython.declare(cython.int, 32)
_NEW_LINE = cython.declare(cython.int, 10)


@cython.boundscheck(False)
@cython.wraparound(False)
def plant(
    source: cython.const[cython.uchar][::1], first: str, last: str
) -> tuple[array[float], array[int], array[int], int]:
    """The parts of a `Trie`: of each node the worth (float64), the first child (uint32,
    and one number more), the character (uint16); and the sum of all frequencies.

    `source` is UTF-8, a line for each word: the word, a space, its frequency, a space,
    its kind. Words have characters from `first` to `last`, of three bytes in UTF-8
    each; others, and those of no frequency, are no words of the trie, but are
    counted in the sum. Of a word that comes twice the last frequency is meant.
    """
    low: cython.int = ord(first)
    high: cython.int = ord(last)
    roots: cython.int = high - low + 1
    size: cython.Py_ssize_t = len(source)
    at: cython.Py_ssize_t = 0
    start: cython.Py_ssize_t
    end: cython.Py_ssize_t
    code: cython.int
    node: cython.int
    child: cython.int
    before: cython.int
    count: cython.int = roots
    placed: cython.int
    number: cython.longlong
    total: cython.longlong = 0
    # a character takes three bytes, and is one node at most
    most: cython.Py_ssize_t = roots + size // 3
    char_of: cython.int[::1] = memoryview(array("i", bytes(4 * most)))
    heads: cython.int[::1] = memoryview(array("i", bytes(4 * most)))
    tails: cython.int[::1] = memoryview(array("i", bytes(4 * most)))
    nexts: cython.int[::1] = memoryview(array("i", bytes(4 * most)))
    frequencies: cython.longlong[::1] = memoryview(array("q", bytes(8 * most)))
    for node in range(roots):
        char_of[node] = low + node
    while at < size:
        start = at
        while at < size and source[at] != _SPACE and source[at] != _NEW_LINE:
            at += 1
        end = at
        number = 0
        at += 1
        while at < size and 48 <= source[at] <= 57:
            number = number * 10 + source[at] - 48
            at += 1
        while at < size and source[at] != _NEW_LINE:
            at += 1
        at += 1
        total += number
        if number == 0 or end == start or (end - start) % 3 != 0:
            continue
        code = low
        for place in range(start, end, 3):
            code = _char(source, place)
            if code < low or code > high:
                break
        if code < low or code > high:
            continue
        node = _char(source, start) - low
        for place in range(start + 3, end, 3):
            code = _char(source, place)
            # children stand in the order of their characters, as most words of a list
            # do, so that nearly always the last child is the one, or a new one
            before = tails[node]
            if before and char_of[before] > code:
                before = 0
                child = heads[node]
                while char_of[child] <= code:
                    before = child
                    child = nexts[child]
            if before and char_of[before] == code:
                node = before
                continue
            char_of[count] = code
            if before:
                nexts[count] = nexts[before]
                nexts[before] = count
            else:
                nexts[count] = heads[node]
                heads[node] = count
            if before == tails[node]:
                tails[node] = count
            node = count
            count += 1
        frequencies[node] = number
    # breadth first
    order: cython.int[::1] = memoryview(array("i", bytes(4 * count)))
    worths = array("d", bytes(8 * count))
    begins = array("I", bytes(4 * (count + 1)))
    chars = array("H", bytes(2 * count))
    worth: cython.double[::1] = memoryview(worths)
    begin: cython.uint[::1] = memoryview(begins)
    char: cython.ushort[::1] = memoryview(chars)
    log_total: cython.double = log(total) if total else 0.0
    for node in range(roots):
        order[node] = node
    placed = roots
    for place in range(count):
        node = order[place]
        begin[place] = placed
        char[place] = char_of[node]
        # by `log` of the standard library, as jieba
        worth[place] = (
            log(frequencies[node]) - log_total if frequencies[node] else NO_WORD
        )
        child = heads[node]
        while child:
            order[placed] = child
            placed += 1
            child = nexts[child]
    begin[count] = placed
    return worths, begins, chars, total


@cython.cfunc
@cython.inline
@cython.boundscheck(False)
@cython.wraparound(False)
def _char(source: cython.const[cython.uchar][::1], at: cython.Py_ssize_t) -> cython.int:
    """The character that three bytes write, or -1 where they begin no such one."""
    if source[at] >> 4 != 14:
        return -1
    return (source[at] & 15) << 12 | (source[at + 1] & 63) << 6 | source[at + 2] & 63
