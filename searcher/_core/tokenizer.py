# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""Normal text → pieces → tokens: the one analyzer of indexes, queries and highlights.

A text is a row of pieces: runs of Han characters, and chunks, which are letters, digits
and joiners without a space between them. What a chunk or a Chinese word becomes is
learnt once and kept. Which terms a word has is asked of the caller.
"""

from __future__ import annotations

from array import array

from searcher._core.words import LONGEST_WORD, dissect

try:
    import cython
except ImportError:
    from searcher._core import uncompiled as cython

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from searcher._core.trie import Trie

    Stacked = Sequence[tuple[str, int, int]]
    _ForRuns = Callable[[str], Sequence[Stacked] | None]

LONGEST_RUN = 1000
"""A longer run of Han characters without punctuation is taken apart here."""
LONGEST_CHAIN = 256
"""So many words at most are looked at as one compound, sentence or number."""
MOST_JOINED = 4
"""Nobody writes more words of a compound as one word."""
MOST_WORDS = 65_535
"""A text is indexed up to so many positions."""
MOST_KNOWN = 1 << 18
"""So many chunks and words are remembered, then all are forgotten."""
LONGEST_KNOWN = 64
"""Characters; longer chunks are not remembered, since they do not come again."""

_MOST_WORDS = cython.declare(cython.int, MOST_WORDS)
_LONGEST_KNOWN = cython.declare(cython.int, LONGEST_KNOWN)
_NOTHING = cython.declare(cython.int, 0)
_HAN = cython.declare(cython.int, 1)
_MARK = cython.declare(cython.int, 2)
_LETTER = cython.declare(cython.int, 3)
_DIGIT = cython.declare(cython.int, 4)
_IS_HAN = cython.declare(cython.int, 1)
_GAP = cython.declare(cython.int, 2)
_ADVANCE = cython.declare(cython.int, 1)
_TOKENS = cython.declare(cython.int, 2)
_HEAD = cython.declare(cython.int, 3)
_CHAIN = cython.declare(cython.int, LONGEST_CHAIN)
_RUN = cython.declare(cython.int, LONGEST_RUN)


@cython.auto_pickle(False)
@cython.cclass
class Tokenizer:
    """Splits texts, and remembers what their pieces become.

    A text is `read`; then `tokens` tells its tokens, or `pack` adds them to those of
    the texts before it.
    """

    _terms: dict
    _names: list
    _learn: object
    _learn_han: object
    _cutter: object
    _trie: object
    _of_run: object
    _with_initials: cython.bint
    _forms: dict
    _slots: cython.ulonglong[::1]
    _entries: cython.Py_ssize_t
    _held: cython.int[::1]
    _size: cython.Py_ssize_t
    _here: cython.Py_ssize_t
    _han: cython.uint[::1]
    _marked: cython.uint[::1]
    _ascii: cython.const[cython.uchar][::1]
    _stretches: cython.int[::1]
    _ends: cython.int[::1]
    _found: cython.int[::1]
    _count: cython.Py_ssize_t
    _packed: cython.ulonglong[::1]
    _taken: cython.Py_ssize_t

    def __init__(
        self,
        han: Sequence[int],
        marked: Sequence[int],
        *,
        terms: dict[str, int] | None = None,
        learn: Callable[[str, int], Sequence[str]] | None = None,
        learn_han: Callable[[str], Stacked] | None = None,
        cutter: Callable[[], tuple[Trie | None, _ForRuns | None]] | None = None,
        initials: bool = False,
    ) -> None:
        """`han` and `marked` are the first and last characters of ranges: Han, and of
        scripts in which vowels are marks between letters. `terms` numbers terms, and
        is added to.

        `learn` tells the terms of a form of so many words, and with `initials` that of
        its first letter last. With the first run of Han the `cutter` tells the trie
        that cuts runs, and `learn_han` of a word what is found there: terms, starts,
        ends. Where there is no trie, and where what else the cutter gave answers of a
        run, it tells that of each of its words.
        """
        self._terms = {} if terms is None else terms
        self._names = []
        self._learn = learn
        self._learn_han = learn_han
        self._cutter = cutter
        self._trie = self._of_run = None
        self._with_initials = initials
        self._han = memoryview(array("I", han))
        self._marked = memoryview(array("I", marked))
        self._ascii = _ASCII
        self._stretches = _integers(3 * 64)
        self._ends = _integers(64)
        self._count = self._taken = 0
        self._forget()
        self._held = _integers(4 * 64)
        self._found = _integers(4 * 64)
        self._packed = memoryview(array("Q", bytes(8)))

    def stretches(self, text: str) -> list[tuple[int, int, bool, bool]]:
        """The pieces of a normal text: start, end, whether it is Han, and whether a
        sentence ends before it.
        """
        count: cython.Py_ssize_t = self._split(text, len(text))
        found: cython.int[::1] = self._stretches
        return [
            (
                found[at],
                found[at + 1],
                bool(found[at + 2] & _IS_HAN),
                bool(found[at + 2] & _GAP),
            )
            for at in range(0, 3 * count, 3)
        ]

    def holds_long(self, text: str, most: int) -> bool:
        """Whether more characters than that stand beside each other that are neither
        space nor Han.
        """
        at: cython.Py_ssize_t
        size: cython.Py_ssize_t = len(text)
        run: cython.Py_ssize_t = 0
        longest: cython.Py_ssize_t = most
        char: cython.Py_UCS4
        for at in range(size):
            char = text[at]
            if char.isspace() or self._kind(char) == _HAN:
                run = 0
                continue
            run += 1
            if run > longest:
                return True
        return False

    def read(self, text: str, *, cut: bool = True) -> int:
        """The tokens of a normal text are found, and the positions that it takes.

        Without `cut` no token of Han is, and a run takes as many positions as it has
        characters. What is behind MOST_WORDS positions is not read.
        """
        at: cython.Py_ssize_t
        start: cython.Py_ssize_t
        end: cython.Py_ssize_t
        entry: cython.Py_ssize_t
        kind: cython.int
        place: cython.Py_ssize_t = 0
        count: cython.Py_ssize_t = self._split(text, MOST_WORDS + 1)
        self._count = 0
        if cut:
            self._cut(text, count)
        for at in range(0, 3 * count, 3):
            start = self._stretches[at]
            end = self._stretches[at + 1]
            kind = self._stretches[at + 2]
            if kind & _GAP:
                place += 1
            if place > _MOST_WORDS:
                break
            if not kind & _IS_HAN:
                entry = self._entry(text, start, end, False)
                self._put(entry, place, start)
                place += self._held[entry + _ADVANCE]
                if end - start > _LONGEST_KNOWN:
                    self._size = entry
            elif cut:
                place = self._put_run(text, start, end, place)
            else:
                place += end - start
        return place

    def tokens(self) -> list[tuple[str, int, int, int]]:
        """Of the text that was read last: terms, positions, starts and ends in it."""
        found: cython.int[::1] = self._found
        if len(self._names) != len(self._terms):
            self._names = list(self._terms)
        names: list = self._names
        return [
            (names[found[at]], found[at + 1], found[at + 2], found[at + 3])
            for at in range(0, self._count, 4)
        ]

    def pack(self, low: int, shift: int) -> int:
        """Add the tokens of the text that was read last to those that are taken, as
        `low`, their position and, so many bits above, their term. How many words they
        are.
        """
        at: cython.Py_ssize_t
        found: cython.int[::1] = self._found
        words: cython.Py_ssize_t = 0
        last: cython.int = -1
        base: cython.ulonglong = low
        bits: cython.int = shift
        term: cython.ulonglong
        place: cython.int
        needed: cython.Py_ssize_t = self._taken + self._count // 4
        if needed > self._packed.shape[0]:
            held: cython.ulonglong[::1] = memoryview(array("Q", bytes(16 * needed)))
            held[: self._taken] = self._packed[: self._taken]
            self._packed = held
        for at in range(0, self._count, 4):
            term = found[at]
            place = found[at + 1]
            self._packed[self._taken] = (term << bits) + base + place
            self._taken += 1
            if place != last:
                words += 1
                last = place
        return words

    def taken(self) -> int:
        """How many packed tokens wait to be taken."""
        return self._taken

    def take(self) -> array[int]:
        """All packed tokens, once."""
        found = array("Q", bytes(memoryview(self._packed)[: self._taken]))
        self._taken = 0
        self._packed = memoryview(array("Q", bytes(8)))
        return found

    @cython.cfunc
    def _kind(self, char: cython.Py_UCS4) -> cython.int:
        """A digit is a letter too, and a mark goes on with a word."""
        at: cython.Py_ssize_t
        code: cython.uint = ord(char)
        if code < 128:
            return self._ascii[code]
        for at in range(0, self._han.shape[0], 2):
            if self._han[at] <= code <= self._han[at + 1]:
                return _HAN
        if char.isalnum():
            return _DIGIT if char.isdecimal() else _LETTER
        for at in range(0, self._marked.shape[0], 2):
            if self._marked[at] <= code <= self._marked[at + 1]:
                return _MARK
        return _NOTHING

    @cython.cfunc
    def _split(self, text: str, most: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Fill in stretches, so many at most; how many there are."""
        size: cython.Py_ssize_t = len(text)
        at: cython.Py_ssize_t = 0
        count: cython.Py_ssize_t = 0
        start: cython.Py_ssize_t
        stop: cython.Py_ssize_t
        kind: cython.int
        sentence: cython.bint = False
        clause: cython.bint = False
        was_han: cython.bint = False
        is_han: cython.bint
        char: cython.Py_UCS4
        while at < size and count < most:
            char = text[at]
            kind = self._kind(char)
            start = at
            if kind == _HAN:
                stop = min(size, at + _RUN)
                at += 1
                while at < stop and self._kind(text[at]) == _HAN:
                    at += 1
                is_han = True
            elif kind >= _LETTER:
                at = self._chunk_end(text, at, size)
                is_han = False
            else:
                at += 1
                if char in ".!?。…":
                    sentence = True
                elif char in ",;:、":
                    clause = True
                continue
            if 3 * count + 3 > self._stretches.shape[0]:
                self._stretches = _grown(self._stretches, 3 * count, 3 * count + 3)
            self._stretches[3 * count] = start
            self._stretches[3 * count + 1] = at
            kind = _IS_HAN if is_han else 0
            # a clause ends at a comma beside Chinese
            if count and (sentence or (clause and (was_han or is_han))):
                kind |= _GAP
            self._stretches[3 * count + 2] = kind
            count += 1
            sentence = clause = False
            was_han = is_han
        return count

    @cython.cfunc
    def _chunk_end(
        self, text: str, at: cython.Py_ssize_t, size: cython.Py_ssize_t
    ) -> cython.Py_ssize_t:
        """Where the chunk ends that begins there."""
        words: cython.int = 1
        char: cython.Py_UCS4
        while True:
            at += 1
            while at < size and self._kind(text[at]) >= _MARK:
                at += 1
            if words == _CHAIN or at + 1 >= size:
                break
            char = text[at]
            if char == ",":
                if not self._is_thousand(text, at, size):
                    break
            elif char not in "'-.@/&_" or self._kind(text[at + 1]) < _LETTER:
                break
            at += 1
            words += 1
        if at < size and text[at] == "+" and at + 1 < size and text[at + 1] == "+":
            return at + 2
        if (
            at < size
            and (text[at] == "+" or text[at] == "#")
            and (at + 1 == size or self._kind(text[at + 1]) < _LETTER)
        ):
            return at + 1
        return at

    @cython.cfunc
    def _is_thousand(
        self, text: str, comma: cython.Py_ssize_t, size: cython.Py_ssize_t
    ) -> cython.bint:
        """Whether up to three digits stand before a comma, and three behind it."""
        at: cython.Py_ssize_t = comma
        while at > 0 and comma - at < 4 and self._kind(text[at - 1]) == _DIGIT:
            at -= 1
        if at == comma or comma - at > 3:
            return False
        at = comma + 1
        while at < size and at - comma < 5 and self._kind(text[at]) == _DIGIT:
            at += 1
        return at - comma == 4

    @cython.cfunc
    def _cut(self, text: str, count: cython.Py_ssize_t) -> None:
        """Fill in where the words of all runs of Han end, if a trie tells."""
        at: cython.Py_ssize_t
        for at in range(0, 3 * count, 3):
            if self._stretches[at + 2] & _IS_HAN:
                break
        else:
            return
        if self._cutter is not None:
            self._trie, self._of_run = self._cutter()
            self._cutter = None
        if self._trie is not None:
            if self._ends.shape[0] < len(text):
                self._ends = _integers(2 * len(text))
            self._trie.cut_stretches(text, self._stretches, count, self._ends)

    @cython.cfunc
    def _put_run(
        self,
        text: str,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        place: cython.Py_ssize_t,
    ) -> cython.Py_ssize_t:
        """The position behind a run of Han."""
        stop: cython.Py_ssize_t
        if self._of_run is not None:
            words = self._of_run(text[start:end])
            if words is not None:
                for word in words:
                    for term, first, last in word:
                        self._find(
                            self._number(term), place, start + first, start + last
                        )
                    place += 1
                return place
        while start < end:
            stop = self._ends[start]
            self._put(self._entry(text, start, stop, True), place, start)
            place += 1
            start = stop
        return place

    @cython.cfunc
    def _put(
        self,
        entry: cython.Py_ssize_t,
        place: cython.Py_ssize_t,
        start: cython.Py_ssize_t,
    ) -> None:
        """Find the tokens of a piece that begins there."""
        held: cython.int[::1] = self._held
        count: cython.Py_ssize_t = 4 * held[entry + _TOKENS]
        at: cython.Py_ssize_t = self._count
        token: cython.Py_ssize_t = entry + _HEAD + held[entry]
        end: cython.Py_ssize_t = token + count
        if at + count > self._found.shape[0]:
            self._found = _grown(self._found, at, at + count)
        found: cython.int[::1] = self._found
        while token < end:
            if place + held[token + 1] < _MOST_WORDS:
                found[at] = held[token]
                found[at + 1] = place + held[token + 1]
                found[at + 2] = start + held[token + 2]
                found[at + 3] = start + held[token + 3]
                at += 4
            token += 4
        self._count = at

    @cython.cfunc
    def _find(
        self,
        term: cython.int,
        place: cython.Py_ssize_t,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> None:
        at: cython.Py_ssize_t = self._count
        if place >= _MOST_WORDS:
            return
        if at + 4 > self._found.shape[0]:
            self._found = _grown(self._found, at, at + 4)
        self._found[at] = term
        self._found[at + 1] = place
        self._found[at + 2] = start
        self._found[at + 3] = end
        self._count = at + 4

    @cython.cfunc
    def _entry(
        self,
        text: str,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        is_han: cython.bint,
    ) -> cython.Py_ssize_t:
        """The number of a chunk or a Chinese word, which is learnt if it is new.

        A slot holds a hash and, below it, a number and one; empty ones are 0.
        """
        at: cython.Py_ssize_t
        entry: cython.Py_ssize_t
        hashed: cython.ulonglong = end - start
        held: cython.ulonglong
        mask: cython.Py_ssize_t = self._slots.shape[0] - 1
        for at in range(start, end):
            hashed = ((hashed ^ ord(text[at])) * 0x5851F42D) & 0x7FFFFFFF
        hashed ^= hashed >> 15
        at = hashed & mask
        while True:
            held = self._slots[at]
            if held == 0:
                break
            entry = (held & 0x7FFFFFFF) - 1
            if held >> 32 == hashed and self._is(entry, text, start, end):
                return entry
            at = (at + 1) & mask
        if self._entries >= MOST_KNOWN:
            self._forget()
        entry = self._learnt(text, start, end, is_han)
        if end - start <= _LONGEST_KNOWN:
            self._entries += 1
            if 2 * self._entries > self._slots.shape[0]:
                self._rehash()
            self._fill(hashed << 32 | (entry + 1))
        return entry

    @cython.cfunc
    def _is(
        self,
        entry: cython.Py_ssize_t,
        text: str,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> cython.bint:
        """Whether that is what an entry was made of."""
        at: cython.Py_ssize_t
        if self._held[entry] != end - start:
            return False
        entry += _HEAD
        for at in range(end - start):
            if self._held[entry + at] != ord(text[start + at]):
                return False
        return True

    @cython.cfunc
    def _rehash(self) -> None:
        at: cython.Py_ssize_t
        slots: cython.ulonglong[::1] = self._slots
        self._slots = memoryview(array("Q", bytes(16 * slots.shape[0])))
        for at in range(slots.shape[0]):
            if slots[at]:
                self._fill(slots[at])

    @cython.cfunc
    def _fill(self, held: cython.ulonglong) -> None:
        """Give a slot to an entry that has none."""
        mask: cython.Py_ssize_t = self._slots.shape[0] - 1
        at: cython.Py_ssize_t = (held >> 32) & mask
        while self._slots[at]:
            at = (at + 1) & mask
        self._slots[at] = held

    @cython.cfunc
    def _forget(self) -> None:
        self._forms = {}
        self._slots = memoryview(array("Q", bytes(8 * 256)))
        self._entries = self._size = 0

    @cython.cfunc
    def _learnt(
        self,
        text: str,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        is_han: cython.bint,
    ) -> cython.Py_ssize_t:
        """A new entry: how long a piece is, how many positions it takes, how many
        tokens it has, its characters, and the tokens.
        """
        entry: cython.Py_ssize_t = self._size
        at: cython.Py_ssize_t = entry + _HEAD
        first: cython.Py_ssize_t = at + end - start
        place: cython.Py_ssize_t = 0
        piece: str = text[start:end]
        if first > self._held.shape[0]:
            self._held = _grown(self._held, entry, first)
        for char in piece:
            self._held[at] = ord(char)
            at += 1
        self._size = first
        if is_han:
            for term, begin, last in self._learn_han(piece):
                self._hold(self._number(term), 0, begin, last)
            place = 1
        else:
            for gap, words in dissect(piece):
                place += 1 if gap else 0
                self._hold_compound(words, place)
                place += len(words)
        self._held[entry] = end - start
        self._held[entry + _ADVANCE] = place
        self._held[entry + _TOKENS] = (self._size - first) // 4
        return entry

    @cython.cfunc
    def _hold_compound(self, words: list, place: cython.Py_ssize_t) -> None:
        at: cython.Py_ssize_t
        count: cython.Py_ssize_t
        word: tuple
        for at in range(len(words)):
            word = words[at]
            self._here = self._size
            for count in range(min(MOST_JOINED, len(words) - at), 1, -1):
                text = "".join([words[at + i][0] for i in range(count)])
                end = words[at + count - 1][2]
                one = (text[:LONGEST_WORD], word[1], end)
                self._hold_form(one, count, place + at)
            self._hold_form(word, 1, place + at)
            for inner in word[4]:
                self._hold_form(inner, 1, place + at)

    @cython.cfunc
    def _hold_form(
        self, form: tuple, count: cython.Py_ssize_t, place: cython.Py_ssize_t
    ) -> None:
        """The terms of a form, of which each stands once at a position; initials stand
        there once for each slice of the text.
        """
        at: cython.Py_ssize_t
        term: cython.int
        start: cython.int = form[1]
        end: cython.int = form[2]
        is_initial: cython.bint = False
        is_new: cython.bint
        key: str = form[0] if count == 1 else "=" * count + form[0]
        terms = self._forms.get(key)
        if terms is None:
            terms = tuple([self._number(each) for each in self._learn(form[0], count)])
            self._forms[key] = terms
        for number in terms:
            term = number
            is_new = True
            for at in range(self._here, self._size, 4):
                if self._held[at] == term and not (
                    is_initial
                    and (self._held[at + 2] != start or self._held[at + 3] != end)
                ):
                    is_new = False
            if is_new:
                self._hold(term, place, start, end)
            elif self._with_initials:
                return
            is_initial = self._with_initials

    @cython.cfunc
    def _hold(
        self,
        term: cython.int,
        place: cython.Py_ssize_t,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> None:
        at: cython.Py_ssize_t = self._size
        if at + 4 > self._held.shape[0]:
            self._held = _grown(self._held, at, at + 4)
        self._held[at] = term
        self._held[at + 1] = place
        self._held[at + 2] = start
        self._held[at + 3] = end
        self._size = at + 4

    @cython.cfunc
    def _number(self, term: str) -> cython.int:
        found = self._terms.get(term)
        if found is None:
            found = len(self._terms)
            self._terms[term] = found
        return found


@cython.cfunc
def _integers(size: cython.Py_ssize_t) -> object:
    return memoryview(array("i", bytes(4 * size)))


@cython.cfunc
def _grown(
    values: cython.int[::1], used: cython.Py_ssize_t, needed: cython.Py_ssize_t
) -> object:
    """Twice the room that is needed, with what was used."""
    found = _integers(2 * needed)
    view: cython.int[::1] = found
    view[:used] = values[:used]
    return found


def _ascii_kind(char: str) -> int:
    if char.isalpha():
        return _LETTER
    return _DIGIT if char.isdecimal() else _NOTHING


_ASCII = bytes([_ascii_kind(chr(code)) for code in range(128)])
