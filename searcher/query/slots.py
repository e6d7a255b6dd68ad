"""A typed text → the words it asks for, one to a position, and phrases made of them.

Knows the analysis and the terms of the index, not the syntax they were typed in.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, repeat

from searcher._core.tokenizer import MOST_JOINED
from searcher._core.words import LONGEST_WORD
from searcher.analysis.data import lines
from searcher.analysis.han import Segmenter, words
from searcher.analysis.normal import normalise
from searcher.analysis.pieces import Compound, Piece, pieces
from searcher.analysis.terms import Termed
from searcher.analysis.tokens import spellings, stem, surface
from searcher.analysis.umlauts import in_two_letters
from searcher.query.plan import AUTHORS, Phrase, Step
from searcher.typed import NamedTuple

MOST_WORDS = 1000
"""So many words of one query are looked for."""
CUT = f"only the first {MOST_WORDS:,} words of the query were read"


class Slot(NamedTuple):
    """A word of a query: folded, and what is known of how it was typed.

    Slots of one `unit` were written as one: the words of a compound, of a Han run.
    `gap` tells that a sentence ends before it; `in_two` is the word with letters such
    as `ö` written as two, in which some write names.
    """

    text: str
    unit: int
    latin: bool
    capitals: bool = False
    gap: bool = False
    in_two: str | None = None

    def spellings(self) -> Iterator[tuple[str, int]]:
        """The surface terms of names that are this word, as `tokens.spellings`."""
        yield from spellings(self.text)
        if self.in_two:
            yield from spellings(self.in_two)

    @property
    def term(self) -> str:
        """The term that a plain word asks for; acronyms are not stemmed."""
        return surface(self.text) if self.capitals else stem(self.text)

    @property
    def is_stop(self) -> bool:
        return not self.capitals and is_stop_word(self.text)

    @property
    def is_prefix(self) -> bool:
        """Whether this is half a word, as in `multi agent` and `off policy`."""
        return self.latin and self.text in _prefixes()


def is_stop_word(word: str) -> bool:
    """Whether a folded word is dropped from bags of words."""
    return word in _stop_words()


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(lines("stopwords.txt"))


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(lines("prefixes.txt"))


class Words:
    """Reads the texts of one query, up to MOST_WORDS words of them in all."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._left = MOST_WORDS
        self.cut = False
        """Whether there were more."""

    def slots(self, text: str, *, first_unit: int = 0) -> list[Slot]:
        """The words of a raw text in order, as far as they are read."""
        found = list(islice(slots(text, self._segmenter, first_unit), self._left + 1))
        if len(found) > self._left:
            self.cut = True
            found.pop()
        self._left -= len(found)
        return found

    def bound(self, run: Sequence[Slot]) -> list[Slot]:
        """The run with each term of the user's own written as one."""
        bound = list(run)
        if isinstance(self._segmenter, Termed):
            texts = [slot.text for slot in run]
            for first, last in self._segmenter.phrases(texts):
                if not any(slot.gap for slot in run[first + 1 : last]):
                    unit = run[first].unit
                    bound[first:last] = [s._replace(unit=unit) for s in run[first:last]]
        return bound


def slots(text: str, segmenter: Segmenter, first_unit: int = 0) -> Iterator[Slot]:
    """The words of a raw text in order."""
    read = (_kept if len(text) <= LONGEST_WORD else _pieces)(text)
    twos = iter(_in_two(text, list(_latin(read))))
    for unit, piece in enumerate(read, first_unit):
        if isinstance(piece, Compound):
            parts = [
                Slot(w.text, unit, latin=True, capitals=w.capitals, in_two=two)
                for w, two in zip(piece.words, twos, strict=False)
            ]
        else:
            cut = words(piece.text, segmenter)
            parts = [Slot(word, unit, latin=False) for word in cut]
        if piece.gap:
            parts[0] = parts[0]._replace(gap=True)
        yield from parts


def _in_two(text: str, words: Sequence[str]) -> Iterator[str | None]:
    """Of each word how it is spelled in two letters, if it is; without an end."""
    spelled = None if text.isascii() and "\\" not in text else in_two_letters(text)
    others = list(_latin(_pieces(spelled))) if spelled else []
    if len(others) == len(words):
        yield from (o if o != w else None for o, w in zip(others, words, strict=True))
    yield from repeat(None)


def _latin(read: Iterable[Piece]) -> Iterator[str]:
    compounds = (piece for piece in read if isinstance(piece, Compound))
    return (word.text for compound in compounds for word in compound.words)


def _pieces(text: str) -> tuple[Piece, ...]:
    return tuple(pieces(normalise(text).text))


_kept = lru_cache(maxsize=1 << 12)(_pieces)


def joins(
    row: Sequence[Slot], *, most: int = MOST_JOINED
) -> Iterator[tuple[int, int, str]]:
    """Neighbours in Latin letters, written without a space: from, to, the word."""
    for first, slot in enumerate(row):
        joined = slot.text
        for last in range(first + 1, min(first + most, len(row))):
            if not (slot.latin and row[last].latin) or row[last].gap:
                break
            joined += row[last].text
            yield first, last + 1, joined


def exact_phrase(
    row: Sequence[Slot], fields: tuple[str, ...], slop: int = 0, *, weight: float = 1.0
) -> Phrase:
    """The words as they are written; hyphen, space and nothing between are one."""
    written = Slot.spellings if fields == AUTHORS else _as_typed
    steps = [
        Step(node, node + 1, term, advance, _gap(row, node))
        for node, slot in enumerate(row)
        for term, advance in (written(slot) if slot.latin else [(slot.text, 1)])
    ]
    steps += [
        Step(first, last, surface(joined), 1, _gap(row, first))
        for first, last, joined in joins(row)
    ]
    return Phrase(tuple(steps), len(row), fields, slop=slop, weight=weight)


def loose_phrase(
    row: Sequence[Slot], fields: tuple[str, ...], *, weight: float = 1.0
) -> Phrase:
    """The words in any form, next to each other; written as one word counts too."""
    steps = _loose_steps(row)
    if all(slot.latin for slot in row) and len(row) <= MOST_JOINED:
        joined = "".join(slot.text for slot in row)
        steps.append(Step(0, len(row), stem(joined), 1))
    return Phrase(tuple(steps), len(row), fields, weight=weight)


def compound_phrase(
    row: Sequence[Slot], fields: tuple[str, ...], *, weight: float = 1.0
) -> Phrase:
    """As `loose_phrase`; what is a word of it may be several in a text, `GPT4-turbo`
    and `GPT-4 turbo`, and several of its words one.
    """
    steps = _loose_steps(row)
    steps += [
        Step(node, node + 1, term, advance, _gap(row, node))
        for node, slot in enumerate(row)
        if slot.latin
        for term, advance in spellings(slot.text)
        if advance > 1
    ]
    steps += [
        Step(first, last, stem(joined), 1, _gap(row, first))
        for first, last, joined in joins(row)
    ]
    return Phrase(tuple(steps), len(row), fields, weight=weight)


def _loose_steps(row: Sequence[Slot]) -> list[Step]:
    return [
        Step(node, node + 1, slot.term, 1, _gap(row, node))
        for node, slot in enumerate(row)
    ]


def _as_typed(slot: Slot) -> Iterator[tuple[str, int]]:
    return spellings(slot.text)


def _gap(row: Sequence[Slot], node: int) -> int:
    return int(row[node].gap and node > 0)
