# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""How many edits lie between two words. Knows nothing else."""

from __future__ import annotations

try:
    import cython
except ImportError:
    from searcher._core import uncompiled as cython

COMPILED: bool = cython.compiled


def distance(one: str, other: str, most: cython.Py_ssize_t) -> int:
    """Edits between two words, a swap of neighbours being one; above `most`, more.

    Damerau's restricted edit distance (optimal string alignment), row by row; a row of
    which nothing is within `most` ends it (Ukkonen's cut-off).
    """
    width: cython.Py_ssize_t = len(other) + 1
    height: cython.Py_ssize_t = len(one)
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    cost: cython.int
    least: cython.int
    char: cython.Py_UCS4
    there: cython.Py_UCS4
    if abs(height + 1 - width) > most:
        return most + 1
    costs: cython.int[::1] = memoryview(bytearray(12 * width)).cast("i")
    # where the rows of the word's beginnings are: this one and the two before
    row: cython.Py_ssize_t = 0
    before: cython.Py_ssize_t = width
    earlier: cython.Py_ssize_t = 2 * width
    for j in range(width):
        costs[j] = j
    for i in range(1, height + 1):
        earlier, before, row = before, row, earlier
        char = one[i - 1]
        costs[row] = i
        least = i
        for j in range(1, width):
            there = other[j - 1]
            cost = costs[before + j - 1] + (char != there)
            cost = min(cost, costs[before + j] + 1)
            cost = min(cost, costs[row + j - 1] + 1)
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == there:
                cost = min(cost, costs[earlier + j - 2] + 1)
            costs[row + j] = cost
            least = min(least, cost)
        if least > most:
            return most + 1
    return costs[row + width - 1]
