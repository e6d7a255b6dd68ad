"""Documents and their impacts: BM25F summed up, sets combined, the best chosen.

Documents are int32, ascending, and impacts float64 beside them. Sums are made in the
order in which they are asked for, so they are the same to the bit, however it is done.
"""

from __future__ import annotations

from heapq import heapreplace

try:
    import cython
except ImportError:
    from searcher._core import uncompiled as cython

COMPILED: bool = cython.compiled

FREQUENT = 8
LONG = 512
"""What occurrences count is kept for lower frequencies in texts of fewer words."""
_DE_BRUIJN = 0x077CB531
_BITS = bytes(sorted(range(32), key=lambda bit: (_DE_BRUIJN << bit & 0xFFFFFFFF) >> 27))
"""Which bit a power of two is, by its product with the number above (Leiserson, Prokop
and Randall, "Using de Bruijn sequences to index a 1 in a computer word", 1998).
"""


def docs_of(size: int) -> memoryview:
    """Room for so many documents."""
    return memoryview(bytearray(4 * size)).cast("i")


def impacts_of(size: int) -> memoryview:
    """So many impacts, all 0."""
    return memoryview(bytearray(8 * size)).cast("d")


@cython.boundscheck(False)
@cython.wraparound(False)
def every(size: cython.Py_ssize_t) -> memoryview:
    """All documents below a number."""
    found = docs_of(size)
    docs: cython.int[::1] = found
    doc: cython.Py_ssize_t
    for doc in range(size):
        docs[doc] = doc
    return found


@cython.cclass
class Norms:
    """What occurrences count: weight · tf / (1 - b + b · length / average)."""

    _usual: cython.double[::1]
    _weight: cython.double
    _b: cython.double
    _average: cython.double

    def __init__(self, weight: float, b: float, average: float) -> None:
        tf: cython.int
        length: cython.int
        size: cython.int = LONG
        self._weight = weight
        self._b = b
        self._average = average
        self._usual = impacts_of(FREQUENT * LONG)
        for tf in range(FREQUENT):
            for length in range(size):
                self._usual[tf * size + length] = self._norm(tf, length)

    @cython.cfunc
    @cython.inline
    def _norm(self, tf: cython.double, length: cython.int) -> cython.double:
        return self._weight * tf / (1 - self._b + self._b * length / self._average)

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def weigh(
        self,
        docs: cython.const[cython.int][::1],
        tfs: cython.double[::1],
        lengths: cython.const[cython.ushort][::1],
        base: cython.Py_ssize_t,
    ) -> None:
        """Put what they count in the place of frequencies; the lengths are those of the
        documents from `base` on.
        """
        i: cython.Py_ssize_t
        at: cython.Py_ssize_t
        tf: cython.int
        length: cython.int
        size: cython.int = LONG
        most: cython.int = FREQUENT
        usual: cython.double[::1] = self._usual
        if len(tfs) != len(docs):
            raise ValueError("there are not as many frequencies as documents")
        for i in range(len(docs)):
            at = docs[i] - base
            if at < 0 or at >= len(lengths):
                raise ValueError("a document is of another segment")
            length = lengths[at]
            tf = cython.cast(cython.int, tfs[i])
            if tf == tfs[i] and tf < most and length < size:
                tfs[i] = usual[tf * size + length]
            else:
                tfs[i] = self._norm(tfs[i], length)


@cython.cclass
class Accumulator:
    """Adds impacts up by document, and gives the documents back in order.

    A bit for each document tells which were touched, so that few of them cost little.
    """

    _sums: cython.double[::1]
    _words: cython.uint[::1]
    _docs: cython.int[::1]
    _bits: cython.const[cython.uchar][::1]
    _extent: cython.Py_ssize_t

    def __init__(self, extent: int) -> None:
        """For documents below a number."""
        self._sums = impacts_of(extent)
        self._words = memoryview(bytearray(4 * (extent // 32 + 1))).cast("I")
        self._docs = docs_of(extent)
        self._bits = _BITS
        self._extent = extent

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def size(self) -> int:
        """How many documents were added.

        The bits of pairs, fours and bytes are added up, then the bytes by a product
        (Warren, "Hacker's Delight", 2012, 5-1).
        """
        words: cython.uint[::1] = self._words
        at: cython.Py_ssize_t
        count: cython.Py_ssize_t = 0
        word: cython.longlong
        for at in range(len(words)):
            word = words[at]
            word -= word >> 1 & 0x55555555
            word = (word & 0x33333333) + (word >> 2 & 0x33333333)
            word = (word + (word >> 4)) & 0x0F0F0F0F
            count += (word * 0x01010101 & 0xFFFFFFFF) >> 24
        return count

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def add(
        self,
        docs: cython.const[cython.int][::1],
        impacts: cython.const[cython.double][::1],
    ) -> None:
        sums: cython.double[::1] = self._sums
        i: cython.Py_ssize_t
        doc: cython.Py_ssize_t
        if len(impacts) != len(docs):
            raise ValueError("there are not as many impacts as documents")
        self.mark(docs)
        for i in range(len(docs)):
            doc = docs[i]
            sums[doc] += impacts[i]

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def mark(self, docs: cython.const[cython.int][::1]) -> None:
        """As `add`, of no impact."""
        words: cython.uint[::1] = self._words
        extent: cython.Py_ssize_t = self._extent
        i: cython.Py_ssize_t
        doc: cython.Py_ssize_t
        bit: cython.uint
        for i in range(len(docs)):
            doc = docs[i]
            if doc < 0 or doc >= extent:
                raise ValueError("there is no such document")
            bit = 1  # shifted as what it is: 1 << 31 is no int
            bit <<= doc & 31
            words[doc >> 5] |= bit

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def drop(self, docs: cython.const[cython.int][::1]) -> None:
        """As if documents had not been added."""
        i: cython.Py_ssize_t
        doc: cython.Py_ssize_t
        bit: cython.uint
        for i in range(len(docs)):
            doc = docs[i]
            if doc < 0 or doc >= self._extent:
                raise ValueError("there is no such document")
            bit = 1  # shifted as what it is: 1 << 31 is no int
            bit <<= doc & 31
            if self._words[doc >> 5] & bit:
                self._words[doc >> 5] ^= bit
                self._sums[doc] = 0.0

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def take(
        self, most: cython.Py_ssize_t = 0, margin: cython.double = 0.0
    ) -> tuple[memoryview, memoryview]:
        """The documents that were added, and their sums; everything is 0 again.

        Of more than so many, all whose sums are as far below the last of the best so
        many as the margin is, and no further.
        """
        sums: cython.double[::1] = self._sums
        listed: cython.int[::1] = self._docs
        i: cython.Py_ssize_t
        n: cython.Py_ssize_t = 0
        doc: cython.Py_ssize_t
        count: cython.Py_ssize_t = self._list()
        least: cython.double = float("-inf")
        if 0 < most < count:
            heap: list = [least] * most
            for i in range(count):
                if sums[listed[i]] > least:
                    heapreplace(heap, sums[listed[i]])
                    least = heap[0]
            least -= margin
            for i in range(count):
                n += sums[listed[i]] >= least
        else:
            n = count
        found = docs_of(n)
        summed = impacts_of(n)
        docs: cython.int[::1] = found
        taken: cython.double[::1] = summed
        n = 0
        for i in range(count):
            doc = listed[i]
            if sums[doc] >= least:
                docs[n] = doc
                taken[n] = sums[doc]
                n += 1
            sums[doc] = 0.0
        return found, summed

    @cython.cfunc
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _list(self) -> cython.Py_ssize_t:
        """Write the documents down in order, how many; none is touched any more."""
        words: cython.uint[::1] = self._words
        docs: cython.int[::1] = self._docs
        bits: cython.const[cython.uchar][::1] = self._bits
        at: cython.Py_ssize_t
        n: cython.Py_ssize_t = 0
        word: cython.longlong
        low: cython.longlong
        times: cython.longlong = _DE_BRUIJN
        rest: cython.longlong = 0xFFFFFFFF
        bit: cython.Py_ssize_t
        for at in range(len(words)):
            word = words[at]
            if word:
                words[at] = 0
            while word:
                low = word & -word
                word ^= low
                bit = (low * times & rest) >> 27
                docs[n] = 32 * at + bits[bit]
                n += 1
        return n


@cython.boundscheck(False)
@cython.wraparound(False)
def saturate(tfs: cython.double[::1], factor: cython.double, k1: cython.double) -> None:
    """Put factor · (k1 + 1) · tf' / (k1 + tf') in the place of each tf'."""
    i: cython.Py_ssize_t
    for i in range(len(tfs)):
        tfs[i] = factor * ((k1 + 1) * tfs[i] / (k1 + tfs[i]))


@cython.boundscheck(False)
@cython.wraparound(False)
def add_all(
    sums: cython.double[::1],
    impacts: cython.const[cython.double][::1],
    share: cython.double = 1.0,
) -> None:
    """Add a share of the impacts of the same documents to sums."""
    i: cython.Py_ssize_t
    if len(sums) != len(impacts):
        raise ValueError("there are not as many impacts as sums")
    for i in range(len(sums)):
        sums[i] += share * impacts[i]


@cython.boundscheck(False)
@cython.wraparound(False)
def impacts_at(
    docs: cython.const[cython.int][::1],
    held: cython.const[cython.int][::1],
    impacts: cython.const[cython.double][::1],
) -> memoryview:
    """For each of the documents its impact, 0 for those that have none."""
    found = impacts_of(len(docs))
    values: cython.double[::1] = found
    i: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    if len(held) != len(impacts):
        raise ValueError("there are not as many impacts as documents")
    for i in range(len(docs)):
        if at < len(held) and held[at] < docs[i]:
            at = _first(held, docs[i], at + 1)
        if at < len(held) and held[at] == docs[i]:
            values[i] = impacts[at]
    return found


@cython.boundscheck(False)
@cython.wraparound(False)
def among(
    docs: cython.const[cython.int][::1],
    held: cython.const[cython.int][::1],
    wanted: cython.bint = True,
) -> memoryview:
    """Those of the documents that are held, or, unwanted, those that are not."""
    found = docs_of(len(docs))
    left: cython.int[::1] = found
    n: cython.Py_ssize_t = 0
    i: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    for i in range(len(docs)):
        if at < len(held) and held[at] < docs[i]:
            at = _first(held, docs[i], at + 1)
        if (at < len(held) and held[at] == docs[i]) == wanted:
            left[n] = docs[i]
            n += 1
    return found[:n]


@cython.boundscheck(False)
@cython.wraparound(False)
def holding(
    docs: cython.const[cython.int][::1], begins: cython.const[cython.int][::1]
) -> memoryview:
    """The documents that have anything, given where that of each begins (and one more,
    where that of the last ends).
    """
    i: cython.Py_ssize_t
    n: cython.Py_ssize_t = 0
    if len(begins) != len(docs) + 1:
        raise ValueError("there are not as many beginnings as documents")
    found = docs_of(len(docs))
    left: cython.int[::1] = found
    for i in range(len(docs)):
        if begins[i] < begins[i + 1]:
            left[n] = docs[i]
            n += 1
    return found[:n]


@cython.boundscheck(False)
@cython.wraparound(False)
def is_among(
    docs: cython.const[cython.int][::1], others: cython.const[cython.int][::1]
) -> bool:
    """Whether the documents are all among others."""
    i: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    for i in range(len(docs)):
        at = _first(others, docs[i], at)
        if at == len(others) or others[at] != docs[i]:
            return False
    return True


@cython.cfunc
@cython.inline
@cython.boundscheck(False)
@cython.wraparound(False)
def _first(
    docs: cython.const[cython.int][::1], doc: cython.int, at: cython.Py_ssize_t
) -> cython.Py_ssize_t:
    """The first place from `at` on where a document is no less: steps that double, then
    halves.
    """
    step: cython.Py_ssize_t = 1
    end: cython.Py_ssize_t
    while at + step < len(docs) and docs[at + step] < doc:
        at += step
        step *= 2
    end = min(len(docs), at + step)
    while at < end:
        step = (at + end) >> 1
        if docs[step] < doc:
            at = step + 1
        else:
            end = step
    return at


@cython.boundscheck(False)
@cython.wraparound(False)
def chosen(
    docs: cython.const[cython.int][::1],
    impacts: cython.const[cython.double][::1],
    least: cython.double,
) -> tuple[memoryview, memoryview]:
    """The documents of no less impact, and their impacts."""
    n: cython.Py_ssize_t = 0
    i: cython.Py_ssize_t
    if len(docs) != len(impacts):
        raise ValueError("there are not as many impacts as documents")
    for i in range(len(docs)):
        n += impacts[i] >= least
    found = docs_of(n)
    kept = impacts_of(n)
    left: cython.int[::1] = found
    values: cython.double[::1] = kept
    n = 0
    for i in range(len(docs)):
        if impacts[i] >= least:
            left[n] = docs[i]
            values[n] = impacts[i]
            n += 1
    return found, kept


@cython.boundscheck(False)
@cython.wraparound(False)
def kth_best(impacts: cython.const[cython.double][::1], k: cython.Py_ssize_t) -> float:
    """What the best k impacts all reach; -inf where there are fewer."""
    i: cython.Py_ssize_t
    floor: cython.double = float("-inf")
    heap: list = [floor] * k
    for i in range(len(impacts)):
        if impacts[i] > floor:
            heapreplace(heap, impacts[i])
            floor = heap[0]
    return floor


@cython.boundscheck(False)
@cython.wraparound(False)
def put_days(
    keys: cython.double[::1],
    docs: cython.const[cython.int][::1],
    days: cython.const[cython.int][::1],
    base: cython.Py_ssize_t,
    oldest: cython.bint,
) -> None:
    """The days of documents, numbered from `base` on, as keys: the higher, the earlier
    it is to come. Without a day it comes last.
    """
    i: cython.Py_ssize_t
    at: cython.Py_ssize_t
    if len(keys) != len(docs):
        raise ValueError("there are not as many keys as documents")
    for i in range(len(docs)):
        at = docs[i] - base
        if at < 0 or at >= len(days):
            raise ValueError("a document is of another segment")
        keys[i] = days[at]
        if oldest:  # the key, not the day: the lowest int32 has no opposite
            keys[i] = -keys[i] if days[at] else -1e9


@cython.boundscheck(False)
@cython.wraparound(False)
def spare_ties(
    keys: cython.double[::1],
    impacts: cython.const[cython.double][::1],
    tie: cython.double,
) -> int:
    """Put a key above all others beside each impact but those that tie; how many."""
    i: cython.Py_ssize_t
    spared: cython.Py_ssize_t = 0
    if len(keys) != len(impacts):
        raise ValueError("there are not as many keys as impacts")
    for i in range(len(keys)):
        if impacts[i] != tie:
            keys[i] = 1e9
            spared += 1
    return spared
