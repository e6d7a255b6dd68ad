"""Normal text → pieces: runs of Han characters, and compounds of Latin words.

Decides what a word is and which words are parts of one; knows nothing of stems, of
dictionaries or of the index.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from searcher.analysis.english import singular_acronym
from searcher.analysis.scripts import HAN_SIGN, MARKED_SIGNS, shadow
from searcher.typed import NamedTuple

LONGEST_WORD = 64
"""Longer words are cut here, in texts and in queries alike, so that they still meet."""
LONGEST_RUN = 1000
"""A longer run of Han characters without punctuation is taken apart here."""
MOST_JOINED = 4
"""Nobody writes more words of a compound as one word."""

LONGEST_ACRONYM = 6
"""In letters; longer words in capitals are words, and names."""
LONGEST_CHAIN = 256
"""So many words at most are looked at as one compound, sentence or number."""

_JOINER = "(?:['\\-.@/&_]|(?<=\\d)(?<!\\d{4}),(?=\\d{3}(?!\\d)))"


def is_plain(word: str) -> bool:
    """Whether nothing stands inside it: `word`, `Word`, `WORD`, no `LLMs`."""
    return (
        word.isascii()
        and word.isalpha()
        and (word[1:].islower() or word.isupper() or len(word) == 1)
        and len(word) <= LONGEST_WORD
        and not (word[-1] in "sS" and singular_acronym(word.lower()))
    )


def chunk(han: str, marked: str) -> str:
    """The expression of letters, digits and joiners without a space between them.

    What is Han, and of scripts with marks, as in the inside of a character class.
    """
    letter = f"[^\\W_{han}]"
    run = f"{letter}++(?:[{marked}]++{letter}*+)*+"
    ending = f"(?:\\+\\+|[+#](?!{letter}))?"
    return f"{run}(?:{_JOINER}{run}){{0,{LONGEST_CHAIN - 1}}}{ending}"


_PIECE = re.compile(
    f"(?P<han>{HAN_SIGN}{{1,{LONGEST_RUN}}})|{chunk(HAN_SIGN, MARKED_SIGNS)}"
)
"""A piece, in the shadow of a text."""
SENTENCE = frozenset(".!?。…")
CLAUSE = frozenset(",;:、")
_UNIT = re.compile(r"(?P<joiner>['\-.@/&_,]?)(?P<text>[^'\-.@/&_,]+)")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^A-Za-z]+")
_ACRONYM = re.compile(rf"[A-Z][A-Z0-9]{{1,{LONGEST_ACRONYM - 1}}}")
_ACRONYMS = re.compile(
    rf"(?P<singular>[A-Z]{{2,{LONGEST_ACRONYM}}}|[A-Za-z]{{1,8}}[A-Z]{{2}})s"
)
_CONTRACTED = frozenset(("t", "d", "m", "ll", "re", "ve"))


class Inner(NamedTuple):
    """A word inside another, at its position: `seek` of WideSeek, `qwen` of Qwen3."""

    text: str
    start: int
    end: int


class Word(NamedTuple):
    """A word that takes one position, in lower case; start and end are in normal text.

    `capitals` tells that it was written as an acronym.
    """

    text: str
    start: int
    end: int
    capitals: bool = False
    inside: tuple[Inner, ...] = ()


class Compound(NamedTuple):
    """Words that were written as one, `off-policy`; a lone word is a compound of one.

    `gap` tells that a sentence ends before it.
    """

    words: tuple[Word, ...]
    gap: bool = False

    def joined(self, first: int) -> Iterator[tuple[int, str]]:
        """The words from there on without what joins them, the most first: how many
        they are, and as one.
        """
        return joined([word.text for word in self.words], first)


def joined(words: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    """Words of a compound from there on as one, the most first, and how many."""
    for count in range(min(MOST_JOINED, len(words) - first), 1, -1):
        yield count, "".join(words[first : first + count])[:LONGEST_WORD]


class Han(NamedTuple):
    """A run of Han characters."""

    text: str
    start: int
    end: int
    gap: bool = False


Piece = Compound | Han


class Stretch(NamedTuple):
    """A slice of a normal text without a space in it: Han, or not."""

    start: int
    end: int
    is_han: bool
    gap: bool


def stretches(text: str) -> Iterator[Stretch]:
    """What a normal text is made of, in order: runs, and what compounds are in."""
    before = -1  # where the last one ended; no gap before the first
    was_han = False
    for match in _PIECE.finditer(shadow(text)):
        start, end = match.span()
        is_han = match.lastgroup is not None
        gap = (
            before >= 0
            and start > before
            and is_gap(text[before:start], was_han or is_han)
        )
        yield Stretch(start, end, is_han, gap)
        before, was_han = end, is_han


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a normal text, in order."""
    for start, end, is_han, gap in stretches(text):
        if is_han:
            yield Han(text[start:end], start, end, gap)
        else:
            yield from compounds(text[start:end], start, gap=gap)


def compounds(chunk: str, start: int, *, gap: bool) -> Iterator[Compound]:
    """The compounds of a stretch that begins there."""
    short = len(chunk) <= LONGEST_WORD
    for compound in dissect(chunk) if short else _dissect(chunk):
        words = tuple(_shifted(word, start) for word in compound.words)
        yield Compound(words, compound.gap or gap)
        gap = False


def is_gap(between: str, touches_han: bool) -> bool:
    """Whether what stands between two stretches ends a sentence."""
    return not (
        SENTENCE.isdisjoint(between) and (CLAUSE.isdisjoint(between) or not touches_han)
    )


def _shifted(word: Word, by: int) -> Word:
    inside = tuple(Inner(i.text, i.start + by, i.end + by) for i in word.inside)
    return Word(word.text, word.start + by, word.end + by, word.capitals, inside)


@lru_cache(maxsize=1 << 16)
def dissect(chunk: str) -> tuple[Compound, ...]:
    """The compounds of letters, digits and joiners without a space between them.

    Offsets count from the start of the chunk.
    """
    return _dissect(chunk)


def _dissect(chunk: str) -> tuple[Compound, ...]:
    compounds: list[Compound] = []
    words: list[Word] = []
    gap = False
    for unit in _units(chunk):
        if unit.joiner and (unit.joiner in "/@" or unit.gap):
            compounds.append(Compound(tuple(words), gap))
            words, gap = [], unit.gap
        words.append(_word(unit))
    compounds.append(Compound(tuple(words), gap))
    return tuple(compounds)


class _Unit(NamedTuple):
    text: str
    start: int
    end: int
    joiner: str
    gap: bool = False


def _units(chunk: str) -> list[_Unit]:
    units: list[_Unit] = []
    for match in _UNIT.finditer(chunk):
        joiner, text = match["joiner"], match["text"]
        ending = text.lower().rstrip("+#")
        start, end = match.span("text")
        last = units[-1] if units else None
        if last is None:
            units.append(_Unit(text, start, end, ""))
        elif joiner == "'" and ending == "s":
            continue
        elif joiner == "," or (joiner == "'" and ending in _CONTRACTED):
            units[-1] = last._replace(text=last.text + text, end=end)
        elif joiner == "." and last.text[-1].isdigit() and text[0].isdigit():
            units[-1] = last._replace(text=f"{last.text}.{text}", end=end)
        else:
            gap = joiner == "." and _ends_sentence(last.text, text)
            units.append(_Unit(text, start, end, joiner, gap))
    return units


def _ends_sentence(before: str, after: str) -> bool:
    """`disabilities.A line`: digests lose the space after a full stop.

    `Ph.D`, `U.S` and `cs.LG` do not.
    """
    if not after[0].isupper() or (len(before) == 1 and not before.isdigit()):
        return False
    if after[1:2].islower():
        return True
    known = len(before) > 2 or (before.islower() and len(after) == 1)
    return known and before[-1].islower()


def _word(unit: _Unit) -> Word:
    bare = unit.text.rstrip("+#")
    start, end = unit.start, unit.end - len(unit.text) + len(bare)
    inside: list[Inner] = []
    text = bare[:LONGEST_WORD].casefold()[:LONGEST_WORD]
    plural = _ACRONYMS.fullmatch(bare)
    singular = plural["singular"].lower() if plural else singular_acronym(text)
    if singular:
        inside.append(Inner(text, start, end))
        text = singular
    if bare.isascii() and len(bare) <= LONGEST_WORD:
        parts = list(_inside(bare[:-1] if plural else bare, start))
        if end - start > len(bare):  # 1,000 stands there longer than it is
            parts = [Inner(part.text, start, end) for part in parts]
        inside += parts
    if bare != unit.text:
        inside.insert(0, Inner(text, start, end))
        text += unit.text[len(bare) :]
    acronym = plural["singular"] if plural else bare
    capitals = bool(_ACRONYM.fullmatch(acronym))
    return Word(text[:LONGEST_WORD], start, unit.end, capitals, tuple(inside))


def _inside(bare: str, start: int) -> Iterator[Inner]:
    """The alphabetic beginning of Qwen3, the parts of WideSeek and their neighbours."""
    if bare.isalpha() and (bare[1:].islower() or bare.isupper() or len(bare) < 4):
        return
    parts = list(_CAMEL.finditer(bare))
    if len(parts) < 2:
        return
    letters = []
    for part in parts:
        if not part[0].isalpha():
            break
        letters.append(part)
    if len(letters) < len(parts) and letters:
        yield from _inner(bare, 0, letters[-1].end(), start)
    spans = [part.span() for part in parts if part[0].isalpha()]
    if len(spans) > 1:
        for span in spans:
            yield from _inner(bare, *span, start)
    if len(spans) > 2:
        for (first, _), (_, last) in pairwise(spans):
            yield from _inner(bare, first, last, start)


def _inner(bare: str, first: int, last: int, start: int) -> Iterator[Inner]:
    text = bare[first:last].lower()
    if len(text) > 1 and text.isalpha():
        yield Inner(text[:LONGEST_WORD], start + first, start + last)
