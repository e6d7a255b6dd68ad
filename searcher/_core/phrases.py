"""Where a phrase stands in a text, from where its terms stand. The one phrase matcher.

A phrase is a graph: its nodes are 0 … `size`, and a step leads from one to a later one
by a term. Part of an occurrence is known by where it begins, where it ends, and how
much of the slop it has used; of those that begin and end alike, the least.
"""

from __future__ import annotations

from array import array
from operator import itemgetter

try:
    import cython
except ImportError:
    from searcher._core import uncompiled as cython

COMPILED: bool = cython.compiled


@cython.cclass
class PhraseMatcher:
    """Matches one phrase in many texts."""

    # of each step, in the order of the nodes that they lead to
    _starts: cython.const[cython.int][::1]
    _ends: cython.const[cython.int][::1]
    _terms: cython.const[cython.int][::1]
    _advances: cython.const[cython.int][::1]
    _gaps: cython.const[cython.int][::1]
    # its next position, where its positions end, and the first part it can go on with
    _next: cython.longlong[::1]
    _last: cython.longlong[::1]
    _low: cython.longlong[::1]
    _size: cython.Py_ssize_t
    _slop: cython.int
    # where the parts that end at each node begin; of each part its three numbers
    _nodes: cython.longlong[::1]
    _froms: cython.int[::1]
    _tos: cython.int[::1]
    _used: cython.int[::1]
    _count: cython.Py_ssize_t
    # parts of a group end alike, so they begin in a stretch as long as the phrase can
    # be: of each place in it, the latest group with a part from there, and that part
    _mask: cython.int
    _group: cython.longlong
    _groups: cython.longlong[::1]
    _known: cython.longlong[::1]

    def __init__(
        self,
        steps: tuple,
        size: int,
        slop: int,
        terms: list,
    ) -> None:
        """Of each step its start, its end, its term, how many positions it covers, and
        how many empty ones lie before it. Those of other terms are not there.
        """
        numbers = {term: number for number, term in enumerate(terms)}
        ordered = sorted([one for one in steps if one[2] in numbers], key=itemgetter(1))
        if size < 1 or any(not 0 <= start < end <= size for start, end, *_ in ordered):
            raise ValueError("a step of a phrase leads nowhere")
        self._starts = _ints([step[0] for step in ordered])
        self._ends = _ints([step[1] for step in ordered])
        self._terms = _ints([numbers[step[2]] for step in ordered])
        self._advances = _ints([step[3] for step in ordered])
        self._gaps = _ints([step[4] for step in ordered])
        self._next = _longs(len(ordered))
        self._last = _longs(len(ordered))
        self._low = _longs(len(ordered))
        self._size = size
        self._slop = slop
        self._nodes = _longs(size + 2)
        self._froms = _ints([0] * 64)
        self._tos = _ints([0] * 64)
        self._used = _ints([0] * 64)
        self._count = 0
        longest = slop + sum([step[3] + step[4] for step in ordered])
        stretch = 1 << longest.bit_length()
        self._mask = stretch - 1
        self._group = 0
        self._groups = _longs(stretch)
        self._known = _longs(stretch)

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def count(self, terms: list, docs: cython.const[cython.int][::1]) -> memoryview:
        """How often the phrase stands in each of some texts (float64).

        Of each term texts among which are all of these, where its positions in each
        begin (and one more, where the last end), and its positions, ascending in a
        text. All are int32, and texts ascend.
        """
        count: cython.Py_ssize_t = len(docs)
        found = memoryview(bytearray(8 * count)).cast("d")
        counts: cython.double[::1] = found
        texts: cython.const[cython.int][::1] = _joined([one[0] for one in terms])
        begins: cython.const[cython.int][::1] = _joined([one[1] for one in terms])
        places: cython.const[cython.int][::1] = _joined([one[2] for one in terms])
        # of each term its next text, where its texts end, and where its positions begin
        ats: cython.longlong[::1] = _longs(len(terms))
        ends: cython.longlong[::1] = _longs(len(terms))
        offsets: cython.longlong[::1] = _longs(len(terms) + 1)
        text: cython.Py_ssize_t
        step: cython.Py_ssize_t
        term: cython.Py_ssize_t
        at: cython.Py_ssize_t = 0
        for term in range(len(terms)):
            if len(terms[term][1]) != len(terms[term][0]) + 1:
                raise ValueError("the positions of a term are of other texts")
            ats[term] = at
            at += len(terms[term][0])
            ends[term] = at
            offsets[term + 1] = offsets[term] + len(terms[term][2])
        for step in range(len(self._terms)):
            if self._terms[step] >= len(terms):
                raise ValueError("a term of a phrase has no positions")
        for text in range(count):
            for term in range(len(terms)):
                at = ats[term]
                while at < ends[term] and texts[at] < docs[text]:
                    at += 1
                if at == ends[term] or texts[at] != docs[text]:
                    raise ValueError("the positions of a term are of other texts")
                ats[term] = at
            for step in range(len(self._terms)):
                term = self._terms[step]
                at = ats[term] + term  # each term has one more beginning than texts
                self._next[step] = offsets[term] + begins[at]
                self._last[step] = offsets[term] + begins[at + 1]
                if begins[at] < 0 or self._last[step] > offsets[term + 1]:
                    raise ValueError("the positions of a term are out of order")
            self._match(places)
            counts[text] = self._count - self._nodes[self._size]
        return found

    def spans(self) -> set[tuple[int, int]]:
        """Where it stands in the last text: positions from, to (exclusive)."""
        return {
            (self._froms[at], self._tos[at])
            for at in range(self._nodes[self._size], self._count)
        }

    @cython.cfunc
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _match(self, places: cython.const[cython.int][::1]) -> None:
        """Find the parts that end at each node, those of a node by where they end."""
        node: cython.Py_ssize_t
        step: cython.Py_ssize_t = 0
        beyond: cython.Py_ssize_t
        other: cython.Py_ssize_t
        chosen: cython.Py_ssize_t
        part: cython.Py_ssize_t
        end: cython.Py_ssize_t
        at: cython.int
        to: cython.int
        least: cython.int
        used: cython.int
        self._count = 0
        for node in range(1, self._size + 1):
            self._nodes[node] = self._count
            beyond = step
            while beyond < len(self._ends) and self._ends[beyond] == node:
                self._low[beyond] = self._nodes[self._starts[beyond]]
                beyond += 1
            to = -1
            while True:
                chosen = -1
                least = 0
                for other in range(step, beyond):
                    if self._next[other] < self._last[other]:
                        at = places[self._next[other]] + self._advances[other]
                        if chosen < 0 or at < least:
                            chosen = other
                            least = at
                if chosen < 0:
                    break
                if least != to:
                    to = least
                    self._group += 1
                at = places[self._next[chosen]]
                self._next[chosen] += 1
                if self._starts[chosen] == 0:
                    self._arrive(at, to, 0)
                    continue
                at -= self._gaps[chosen]
                end = self._nodes[self._starts[chosen] + 1]
                part = self._low[chosen]
                while part < end and self._tos[part] < at - self._slop:
                    part += 1
                self._low[chosen] = part
                while part < end and self._tos[part] <= at:
                    used = self._used[part] + at - self._tos[part]
                    if used <= self._slop:
                        self._arrive(self._froms[part], to, used)
                    part += 1
            step = beyond

    @cython.cfunc
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _arrive(self, start: cython.int, to: cython.int, used: cython.int) -> None:
        """One more part, or another way to one that is known."""
        part: cython.Py_ssize_t
        place: cython.int = start & self._mask
        if self._groups[place] == self._group:
            part = self._known[place]
            self._used[part] = min(self._used[part], used)
            return
        if self._count == len(self._tos):
            self._froms = _twice(self._froms)
            self._tos = _twice(self._tos)
            self._used = _twice(self._used)
        self._groups[place] = self._group
        self._known[place] = self._count
        self._froms[self._count] = start
        self._tos[self._count] = to
        self._used[self._count] = used
        self._count += 1


def _ints(numbers: list[int]) -> memoryview:
    return memoryview(array("i", numbers))


def _longs(size: int) -> memoryview:
    return memoryview(bytearray(8 * size)).cast("q")


def _twice(numbers: cython.const[cython.int][::1]) -> memoryview:
    """The same numbers, and room for as many more."""
    found = memoryview(bytearray(8 * len(numbers))).cast("i")
    longer: cython.int[::1] = found
    at: cython.Py_ssize_t
    for at in range(len(numbers)):
        longer[at] = numbers[at]
    return found


def _joined(parts: list[memoryview]) -> memoryview:
    return memoryview(b"".join(parts)).cast("i")
