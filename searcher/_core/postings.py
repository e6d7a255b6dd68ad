"""Packed postings of a segment → which documents hold a term, how often, and where.

The posting codec of docs/segment-format.md, read. Numbers that come from a file are
compared with what bounds them before they are followed: what is not as it was written
raises ValueError.
"""

from __future__ import annotations

try:
    import cython
except ImportError:
    from searcher._core import uncompiled as cython

COMPILED: bool = cython.compiled

DAMAGED = "postings are not what was written"


def _by_byte(told: bool) -> bytes:
    """Of the four frequencies of each byte, the sum of those that it tells, or how many
    it does not.
    """
    found = bytearray(256)
    for byte in range(256):
        for shift in (0, 2, 4, 6):
            tf = byte >> shift & 3
            found[byte] += tf if told else tf == 0
    return bytes(found)


_SUMS, _ZEROS = _by_byte(True), _by_byte(False)


@cython.cclass
class Postings:
    """The postings of one segment, whose documents are numbered from `base` on.

    An entry is where its postings begin (`first`), how many documents hold it (`df`)
    and its highest frequency (`most`). Documents are int32, frequencies float64, which
    can be added up by probabilities.
    """

    _data: cython.const[cython.uchar][::1]
    _bytes: cython.Py_ssize_t
    _size: cython.Py_ssize_t
    _width: cython.Py_ssize_t
    _blocks: cython.Py_ssize_t
    _few: cython.Py_ssize_t
    _base: cython.Py_ssize_t
    _zeros: cython.const[cython.uchar][::1]
    _sums: cython.const[cython.uchar][::1]

    def __init__(
        self,
        data: memoryview,
        size: int,
        width: int,
        blocks: int,
        few: int,
        base: int = 0,
    ) -> None:
        """Of a segment of `size` documents, of the shape that goes with it. The buffer
        is read, not copied.
        """
        if not 2 <= width <= 4 or not 0 <= size <= blocks * 255:
            raise ValueError(DAMAGED)
        self._data = data
        self._bytes = len(data)
        self._size = size
        self._width = width
        self._blocks = blocks
        self._few = few
        self._base = base
        self._zeros = _ZEROS
        self._sums = _SUMS

    def close(self) -> None:
        """Let the buffer go; whoever asks afterwards gets a ValueError."""
        self._bytes = -1
        self._data = None

    @cython.cfunc
    def _frequencies(
        self, first: cython.Py_ssize_t, df: cython.Py_ssize_t
    ) -> cython.Py_ssize_t:
        """Where the frequencies of an entry begin; its documents are in the buffer."""
        at: cython.Py_ssize_t
        if not 0 <= first <= self._bytes or not 0 <= df <= self._size:
            raise ValueError(DAMAGED)
        if df <= self._few:
            at = first + self._width * df
        else:
            at = first + self._blocks + df
        if at > self._bytes:
            raise ValueError(DAMAGED)
        return at

    @cython.cfunc
    def _others(
        self, at: cython.Py_ssize_t, df: cython.Py_ssize_t, most: cython.int
    ) -> cython.Py_ssize_t:
        """Where that begins which follows the bits of the frequencies, or the
        frequencies that have no bits; it is no further than the end of the buffer.
        """
        if most > 255:
            at += 2 * df
        elif most > 1:
            at += (df + 3) >> 2
        if most < 1 or at > self._bytes:
            raise ValueError(DAMAGED)
        return at

    @cython.cfunc
    @cython.inline
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _listed(
        self, first: cython.Py_ssize_t, df: cython.Py_ssize_t, at: cython.Py_ssize_t
    ) -> cython.Py_ssize_t:
        """The document at a place of an entry that has the numbers themselves."""
        doc: cython.Py_ssize_t = self._data[first + 2 * at]
        doc += self._data[first + 2 * at + 1] * 256
        if self._width == 3:
            doc += self._data[first + 2 * df + at] * 65536
        elif self._width == 4:
            doc += self._data[first + 2 * (df + at)] * 65536
            doc += self._data[first + 2 * (df + at) + 1] * 16777216
        return doc

    def docs(self, first: int, df: int) -> memoryview:
        """The documents that hold an entry, ascending."""
        cursor = self.cursor(first, df, 1)  # which checks them
        found = memoryview(bytearray(4 * df)).cast("i")
        cursor.docs(found)
        return found

    def cursor(self, first: int, df: int, most: int) -> Cursor:
        return Cursor(self, first, df, most)

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def ranks(
        self,
        first: cython.Py_ssize_t,
        df: cython.Py_ssize_t,
        docs: cython.const[cython.int][::1],
    ) -> memoryview:
        """Where among its documents each of some, ascending, is, or -1.

        Of blocks in which none of them is, nothing is read.
        """
        low: cython.Py_ssize_t = self._frequencies(first, df) - df
        data: cython.const[cython.uchar][::1] = self._data
        size: cython.Py_ssize_t = self._size
        base: cython.Py_ssize_t = self._base
        found = memoryview(bytearray(4 * len(docs))).cast("i")
        ranks: cython.int[::1] = found
        i: cython.Py_ssize_t
        doc: cython.Py_ssize_t
        at: cython.Py_ssize_t = 0
        end: cython.Py_ssize_t = 0
        block: cython.Py_ssize_t = -1
        before: cython.Py_ssize_t = -1
        for i in range(len(docs)):
            ranks[i] = -1
        if df <= self._few:
            i = 0
            for at in range(df):
                doc = base + self._listed(first, df, at)
                while i < len(docs) and docs[i] < doc:
                    i += 1
                if i < len(docs) and docs[i] == doc:
                    ranks[i] = at
            return found
        for i in range(len(docs)):
            doc = docs[i] - base
            if doc <= before or doc >= size:
                raise ValueError("the documents are not of this segment, ascending")
            before = doc
            while doc >= (block + 1) * 255:
                block += 1
                at = end
                end += data[first + block]
            if end > df:
                raise ValueError(DAMAGED)
            doc -= block * 255
            while at < end and data[low + at] < doc:
                at += 1
            if at < end and data[low + at] == doc:
                ranks[i] = at
        return found

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def add_tfs(
        self,
        first: cython.Py_ssize_t,
        df: cython.Py_ssize_t,
        most: cython.int,
        share: cython.double,
        docs: memoryview,
        tfs: cython.double[::1],
    ) -> int:
        """Add how often each of some documents holds an entry, times a share.

        How many of them do.
        """
        at: cython.Py_ssize_t = self._frequencies(first, df)
        extra: cython.Py_ssize_t = self._others(at, df, most)
        ranks: cython.const[cython.int][::1] = self.ranks(first, df, docs)
        data: cython.const[cython.uchar][::1] = self._data
        zeros: cython.const[cython.uchar][::1] = self._zeros
        i: cython.Py_ssize_t
        rank: cython.Py_ssize_t = 0
        held: cython.Py_ssize_t = 0
        if len(tfs) != len(ranks):
            raise ValueError("there are not as many frequencies as documents")
        for i in range(len(ranks)):
            if ranks[i] < 0:
                continue
            if 3 < most <= 255:
                while rank < ranks[i]:
                    if rank & 3 == 0 and rank + 4 <= ranks[i]:
                        extra += zeros[data[at + (rank >> 2)]]
                        rank += 4
                    else:
                        extra += data[at + (rank >> 2)] >> 2 * (rank & 3) & 3 == 0
                        rank += 1
            tfs[i] += share * self._tf(at, most, ranks[i], extra)
            held += 1
        return held

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def positions(
        self,
        first: cython.Py_ssize_t,
        df: cython.Py_ssize_t,
        most: cython.int,
        docs: memoryview,
    ) -> tuple[memoryview, memoryview]:
        """Where an entry stands in some documents: where the positions of each of them
        begin (and one more, where the last end), and all positions; int32.
        """
        at: cython.Py_ssize_t = self._frequencies(first, df)
        extra: cython.Py_ssize_t = self._others(at, df, most)
        ranks: cython.const[cython.int][::1] = self.ranks(first, df, docs)
        count: cython.Py_ssize_t = len(ranks)
        begins = memoryview(bytearray(4 * (count + 1))).cast("i")
        starts: cython.int[::1] = begins
        sources: cython.longlong[::1] = memoryview(bytearray(8 * count)).cast("q")
        data: cython.const[cython.uchar][::1] = self._data
        sums: cython.const[cython.uchar][::1] = self._sums
        zeros: cython.const[cython.uchar][::1] = self._zeros
        i: cython.Py_ssize_t
        rank: cython.Py_ssize_t = 0
        place: cython.Py_ssize_t = 0
        size: cython.Py_ssize_t = 0
        end: cython.Py_ssize_t
        byte: cython.Py_ssize_t
        for i in range(count + 1):
            starts[i] = size
            end = ranks[i] if i < count else df
            if end < 0:
                continue
            while rank < end:
                if 1 < most <= 255 and rank & 3 == 0 and rank + 4 <= end:
                    byte = data[at + (rank >> 2)]
                    place += sums[byte]
                    byte = extra + (zeros[byte] if most > 3 else 0)
                    if byte > self._bytes:
                        raise ValueError(DAMAGED)
                    while extra < byte:
                        place += data[extra]
                        extra += 1
                    rank += 4
                else:
                    place += self._tf(at, most, rank, extra)
                    extra += self._is_told(at, most, rank)
                    rank += 1
            if i < count:
                sources[i] = place
                size += self._tf(at, most, rank, extra)
                if size > 2147483647:
                    raise ValueError(DAMAGED)
        # behind the last frequency are the places, behind these those from 255 on
        far: cython.Py_ssize_t = extra + place
        if far > self._bytes:
            raise ValueError(DAMAGED)
        found = memoryview(bytearray(4 * size)).cast("i")
        places: cython.int[::1] = found
        source: cython.Py_ssize_t = extra
        to: cython.Py_ssize_t
        for i in range(count):
            if ranks[i] < 0:
                continue
            end = extra + sources[i]
            while source < end:
                far += 2 * (data[source] == 255)
                source += 1
            for to in range(starts[i], starts[i + 1]):
                places[to] = data[source]
                if data[source] == 255:
                    if far + 2 > self._bytes:
                        raise ValueError(DAMAGED)
                    places[to] = data[far] + 256 * data[far + 1]
                    far += 2
                source += 1
        return begins, found

    @cython.cfunc
    @cython.inline
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _tf(
        self,
        at: cython.Py_ssize_t,
        most: cython.int,
        rank: cython.Py_ssize_t,
        extra: cython.Py_ssize_t,
    ) -> cython.int:
        """A frequency; if its bits do not tell it, it is at `extra`."""
        tf: cython.int
        if most == 1:
            return 1
        if most > 255:
            return self._data[at + 2 * rank] + 256 * self._data[at + 2 * rank + 1]
        tf = self._data[at + (rank >> 2)] >> 2 * (rank & 3) & 3
        if tf == 0:
            # up to 3 the bits tell all; a byte that follows would not be counted
            if most <= 3 or extra >= self._bytes:
                raise ValueError(DAMAGED)
            tf = self._data[extra]
        return tf

    @cython.cfunc
    @cython.inline
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _is_told(
        self, at: cython.Py_ssize_t, most: cython.int, rank: cython.Py_ssize_t
    ) -> cython.bint:
        """Whether a frequency has a byte of its own, which its bits do not tell."""
        if most <= 3 or most > 255:
            return False
        return self._data[at + (rank >> 2)] >> 2 * (rank & 3) & 3 == 0


@cython.cclass
class Cursor:
    """Reads the postings of an entry from the first to the last, as many at a time as
    its caller has room for.
    """

    _of: Postings
    _first: cython.Py_ssize_t
    _df: cython.Py_ssize_t
    _most: cython.int
    # the next document, its block and where that ends; the one before
    _doc: cython.Py_ssize_t
    _block: cython.Py_ssize_t
    _end: cython.Py_ssize_t
    _before: cython.Py_ssize_t
    # the next frequency, where they begin, and the next byte of those from 4 on
    _tf: cython.Py_ssize_t
    _at: cython.Py_ssize_t
    _extra: cython.Py_ssize_t

    def __init__(
        self,
        of: Postings,
        first: cython.Py_ssize_t,
        df: cython.Py_ssize_t,
        most: cython.int,
    ) -> None:
        """Raises ValueError where the buffer does not hold as much."""
        self._at = of._frequencies(first, df)
        self._extra = of._others(self._at, df, most)
        self._of = of
        self._first = first
        self._df = df
        self._most = most
        self._doc = 0
        self._block = -1
        self._end = 0
        self._before = -1
        self._tf = 0

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def docs(self, room: cython.int[::1]) -> int:
        """Write down the next documents, ascending; how many, 0 at the end."""
        of: Postings = self._of
        data: cython.const[cython.uchar][::1]
        at: cython.Py_ssize_t = self._doc
        last: cython.Py_ssize_t = min(self._df, at + len(room))
        n: cython.Py_ssize_t = last - at
        base: cython.Py_ssize_t = of._base
        low: cython.Py_ssize_t = self._first + of._blocks
        before: cython.Py_ssize_t = self._before
        block: cython.Py_ssize_t = self._block
        end: cython.Py_ssize_t = self._end
        doc: cython.Py_ssize_t
        i: cython.Py_ssize_t = 0
        if last > at and of._bytes < 0:
            raise ValueError(DAMAGED)
        data = of._data
        while at < last and self._df <= of._few:
            doc = of._listed(self._first, self._df, at)
            if doc <= before:
                raise ValueError(DAMAGED)
            room[i] = base + doc
            before = doc
            i += 1
            at += 1
        while at < last:
            while at == end:
                block += 1
                if block >= of._blocks:
                    raise ValueError(DAMAGED)
                end += data[self._first + block]
            while at < end and at < last:
                doc = block * 255 + data[low + at]
                if doc <= before:
                    raise ValueError(DAMAGED)
                room[i] = base + doc
                before = doc
                i += 1
                at += 1
        if before >= of._size or (at == self._df and end > at):
            raise ValueError(DAMAGED)
        self._doc = at
        self._before = before
        self._block = block
        self._end = end
        return n

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def tfs(self, room: cython.double[::1], share: cython.double = 1.0) -> int:
        """Write down how often each of the next documents holds the entry, times a
        share; how many there were, 0 at the end.
        """
        of: Postings = self._of
        data: cython.const[cython.uchar][::1]
        most: cython.int = self._most
        first: cython.Py_ssize_t = self._tf
        n: cython.Py_ssize_t = min(self._df - first, len(room))
        at: cython.Py_ssize_t = self._at
        extra: cython.Py_ssize_t = self._extra
        bytes_: cython.Py_ssize_t = of._bytes
        told: cython.Py_ssize_t
        i: cython.Py_ssize_t
        tf: cython.int
        if n > 0 and bytes_ < 0:
            raise ValueError(DAMAGED)
        data = of._data
        if most == 1:
            for i in range(n):
                room[i] = share
        elif most > 255:
            for i in range(n):
                room[i] = share * of._tf(at, most, first + i, 0)
        else:
            for i in range(n):
                tf = data[at + ((first + i) >> 2)] >> 2 * ((first + i) & 3) & 3
                # without a branch, which nobody could foretell
                told = tf == 0
                tf += told * data[extra if extra < bytes_ else 0]
                extra += told
                room[i] = share * tf
            if extra > bytes_:
                raise ValueError(DAMAGED)
        self._tf = first + n
        self._extra = extra
        return n
