"""Runs of characters → words of a dictionary that is laid out as a trie.

The cut is jieba's without its model: of all paths through a run, that of the highest
product of word frequencies, and the longer word where two are equal.
"""

from __future__ import annotations

from array import array

try:
    import cython
except ImportError:
    from searcher._core import uncompiled as cython

COMPILED: bool = cython.compiled
NO_WORD = 1.0
"""What a node is worth at which no word ends; logarithms of probabilities are lower."""
SLOT_BITS = 16
"""Of so many bits is the number of steps that are kept, in half a megabyte:
those that most texts take, and few enough for a processor's cache.
"""
NODE_BITS = 20
"""As the number of a node has; a node and a character have 36 together."""
_LAST_SLOT = cython.declare(cython.ulonglong, (1 << SLOT_BITS) - 1)
_MOST_NODES = cython.declare(cython.uint, (1 << NODE_BITS) - 1)
_MOST_CHAR = cython.declare(cython.int, 0xFFFF)
_NODE_BITS = cython.declare(cython.int, NODE_BITS)
_NO_WORD = cython.declare(cython.double, NO_WORD)


@cython.auto_pickle(False)
@cython.cclass
class Trie:
    """Nodes are numbered breadth first, and the children of one are next to each other,
    in the order of their characters. The first level holds every character from
    `first` on, so that a character is its node.
    """

    _chars: cython.const[cython.ushort][::1]
    _children: cython.const[cython.uint][::1]
    _worths: cython.const[cython.double][::1]
    _first: cython.int
    _roots: cython.int
    _size: cython.uint
    _unknown: cython.double
    _sums: cython.double[::1]
    _codes: cython.int[::1]
    _steps: cython.ulonglong[::1]

    def __init__(
        self,
        chars: memoryview,
        children: memoryview,
        worths: memoryview[float],
        *,
        first: str,
        unknown: float,
    ) -> None:
        """Of each node its character (uint16), its first child (uint32, and one number
        more, where the last ones end), and the logarithm of how probable its word is
        (float64), or NO_WORD; `unknown` is that of a character which is no word.

        The buffers are read, not copied. Raises ValueError where their sizes differ, or
        for a million nodes.
        """
        size = len(chars)
        if size >= (1 << NODE_BITS) - 1:
            raise ValueError("a trie has too many nodes")
        if len(children) != size + 1 or len(worths) != size or children[0] > size:
            raise ValueError("the parts of a trie are of different sizes")
        self._chars = chars
        self._children = children
        self._worths = worths
        self._first = ord(first)
        self._roots = children[0]
        self._size = size
        self._unknown = unknown
        self._steps = memoryview(array("Q", bytes(8 << SLOT_BITS)))
        self._reserve(64)

    def close(self) -> None:
        """Let the buffers go; whoever asks afterwards gets a ValueError."""
        self._size = self._roots = 0
        self._chars = self._children = self._worths = None

    def _reserve(self, size: int) -> None:
        """Room for the paths through a run of so many characters."""
        self._sums = memoryview(array("d", bytes(8 * (size + 1))))
        self._codes = memoryview(array("i", bytes(4 * (size + 1))))

    @cython.cfunc
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _child(self, node: cython.int, char: cython.int) -> cython.int:
        """The node that a character leads to, or -1.

        Steps that were taken before are kept, one in each slot. The numbers come from a
        file: those that lead out of it raise ValueError.
        """
        low: cython.uint
        high: cython.uint
        end: cython.uint
        middle: cython.uint
        key: cython.ulonglong = node
        slot: cython.ulonglong
        if char > _MOST_CHAR:
            return -1
        key = (key << 16 | char) + 1
        slot = ((key * 0x5851F42D) >> 16) & _LAST_SLOT
        if self._steps[slot] >> _NODE_BITS == key:
            return (self._steps[slot] & _MOST_NODES) - 1
        low = self._children[node]
        high = end = self._children[node + 1]
        if low > high or high > self._size:
            raise ValueError("a trie is not what was written")
        while low < high:
            middle = (low + high) >> 1
            if self._chars[middle] < char:
                low = middle + 1
            else:
                high = middle
        if low == end or self._chars[low] != char:
            self._steps[slot] = key << _NODE_BITS
            return -1
        self._steps[slot] = key << _NODE_BITS | (low + 1)
        return low

    @cython.cfunc
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _walk(
        self,
        text: str,
        first: cython.Py_ssize_t,
        last: cython.Py_ssize_t,
        ends: cython.int[::1],
    ) -> cython.int:
        """Write into `ends`, at each place of a run, where the word ends that begins
        there. A character that the first level does not hold parts what is about it.
        """
        size: cython.Py_ssize_t = last - first
        at: cython.Py_ssize_t
        start: cython.Py_ssize_t
        end: cython.Py_ssize_t
        best: cython.Py_ssize_t
        node: cython.int
        most: cython.double
        sum_: cython.double
        if self._size == 0:
            raise ValueError("the dictionary is closed")
        if self._codes.shape[0] <= size:
            self._reserve(2 * size)
        for at in range(size):
            self._codes[at] = ord(text[first + at])
        self._sums[size] = 0.0
        start = size
        while start > 0:
            start -= 1
            node = self._codes[start] - self._first
            if node < 0 or node >= self._roots:
                self._sums[start] = 0.0
                ends[first + start] = first + start + 1
                continue
            most = self._unknown + self._sums[start + 1]
            best = 0
            end = start + 1
            while node >= 0:
                if self._worths[node] != _NO_WORD:
                    sum_ = self._worths[node] + self._sums[end]
                    if best == 0 or sum_ >= most:
                        most = sum_
                        best = end
                node = self._child(node, self._codes[end]) if end < size else -1
                end += 1
            self._sums[start] = most
            ends[first + start] = first + (best or start + 1)
        return 0

    def cut_stretches(
        self,
        text: str,
        stretches: cython.int[::1],
        count: cython.Py_ssize_t,
        ends: cython.int[::1],
    ) -> None:
        """Of so many stretches of a text, given by start, end and an odd number for a
        run to cut, write into `ends` where the word ends that begins at a place.

        Raises ValueError as `cut` does, and for stretches that are not in the text.
        """
        at: cython.Py_ssize_t
        start: cython.Py_ssize_t
        end: cython.Py_ssize_t
        if len(text) > ends.shape[0] or 3 * count > stretches.shape[0]:
            raise ValueError("no room for the words of a text")
        for at in range(count):
            if stretches[3 * at + 2] & 1:
                start, end = stretches[3 * at], stretches[3 * at + 1]
                if not 0 <= start <= end <= len(text):
                    raise ValueError("a stretch is not in its text")
                self._walk(text, start, end, ends)

    def cut(self, run: str) -> list[str]:
        """The words of a run; together they are the run.

        What the first level does not hold is a word of one character. Raises ValueError
        when closed, or when a buffer is not what was written.
        """
        start: cython.Py_ssize_t = 0
        end: cython.Py_ssize_t
        size: cython.Py_ssize_t = len(run)
        ends: cython.int[::1] = memoryview(array("i", bytes(4 * size)))
        self._walk(run, 0, size, ends)
        found: list = []
        while start < size:
            end = ends[start]
            found.append(run[start:end])
            start = end
        return found

    def has(self, word: str) -> bool:
        """Whether a word is one of the dictionary's. Raises as `cut` does."""
        node: cython.int
        at: cython.Py_ssize_t
        if self._size == 0:
            raise ValueError("the dictionary is closed")
        if not word:
            return False
        node = ord(word[0]) - self._first
        if node < 0 or node >= self._roots:
            return False
        for at in range(1, len(word)):
            node = self._child(node, ord(word[at]))
            if node < 0:
                return False
        return self._worths[node] != _NO_WORD
