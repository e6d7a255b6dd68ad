"""Many texts → the terms and positions of `tokens`, each distinct word analysed once.

A text becomes a list of codes, one for each word between spaces with the punctuation
about it; the codes of many texts become tokens together, in arrays. Nothing here keeps
offsets.
"""

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from searcher.analysis.english import singular_acronym
from searcher.analysis.han import Segmenter, inside
from searcher.analysis.normal import LATEX, normalise
from searcher.analysis.pieces import (
    CLAUSE,
    LONGEST_RUN,
    LONGEST_WORD,
    MOST_JOINED,
    SENTENCE,
    chunk,
    dissect,
)
from searcher.analysis.scripts import MARKED
from searcher.analysis.terms import Termed, as_compounds, cuts
from searcher.analysis.tokens import (
    MOST_WORDS,
    compound_tokens,
    initial,
    joined_surface,
    stem,
    surface,
)
from searcher.model import HAN

MOST_KEYS = 1 << 18
"""So many words as they stand are remembered, then all are forgotten."""
LONGEST_KEY = 64
"""Longer ones are not remembered: they do not come again."""

NOTHING = 0
"""The form of what holds no word."""
BREAK = 0xFFFF_FFFF
"""The code of what stands between two Chinese runs, until it is known."""
FLAGS = 4
"""Low bits of a code: what ends a sentence or a clause, after the word or before it."""
SENTENCE_AFTER, CLAUSE_AFTER, SENTENCE_BEFORE, CLAUSE_BEFORE = 1, 2, 4, 8
BEFORE = 2
"""The flags of what stands before a word are those of what stands after, shifted."""

_CHUNK = re.compile(chunk(HAN, MARKED))
_RUNS = re.compile(f"([{HAN}]{{1,{LONGEST_RUN}}})")
_UNKNOWN = re.compile("[^\u4e00-\u9fd5\n]")  # what jieba does not segment
_NUMBER = re.compile(r"[0-9]{1,30}+(?:\.[0-9]{1,30})?")
_MARKS = "\"'(),-./:;<=>?@[]_`!%&*|"
"""They belong to no word that they begin or end."""


class Analysed(NamedTuple):
    """The terms of a word, each so far from its first position, and what it takes."""

    terms: Sequence[str]
    offsets: Sequence[int]
    advance: int
    words: int


class Forms:
    """The distinct words of some texts: the terms of each, and what it adds to a text.

    Form n holds the terms from `firsts[n]` to `firsts[n + 1]`, each so far from its
    first position, takes `advances[n]` positions and has `words[n]` words. Form 0 is
    nothing.
    """

    def __init__(self, segmenter: Segmenter) -> None:
        self.terms: dict[str, int] = {}
        self.firsts = array("I", [0, 0])
        self.held = array("I")
        self.offsets = array("H")
        self.advances = array("H", [0])
        self.words = array("H", [0])
        self.are_han = array("B", [0])
        self._segmenter = segmenter
        self._one_by_one = isinstance(segmenter, Termed)
        self._texts = _Latin(self, _in_text)
        self._names = _Latin(self, _in_name)
        self._han = _Remembered(self._han_code)
        self._stacked: dict[str, int] = {}

    def term(self, term: str) -> int:
        """The number of a term, in the order of first sight."""
        return self.terms.setdefault(term, len(self.terms))

    def codes(self, raw: str, *, name: bool = False) -> list[int] | None:
        """The words of a raw text or an author's name, each the number of a form and
        flags; None for what is to be analysed by the book: very long or odd.
        """
        text, is_raw = raw, True
        if not raw.isascii() or any(map(raw.__contains__, LATEX)):
            normal = normalise(raw)
            text, is_raw = normal.text, normal.starts is None
        text = as_compounds(text, self._segmenter)
        if len(text) >= MOST_WORDS:  # it may have to be cut off
            return None
        if name and not is_raw:  # initials go by slices of the raw text
            return None
        latin = self._names if name else self._texts
        if text.isascii():
            return list(map(latin.__getitem__, text.split()))
        parts = _RUNS.split(text)
        found = list(latin.between(parts[0]))
        if len(parts) > 1:
            self._mixed(parts[1::2], parts[2::2], latin, found)
        return found

    def _mixed(
        self, runs: list[str], others: list[str], latin: "_Latin", found: list[int]
    ) -> None:
        """Add the codes of Chinese runs, and of what stands behind each."""
        text = "\n".join(runs)
        if self._one_by_one or _UNKNOWN.search(text):
            for run, other in zip(runs, others, strict=True):
                found.extend(self._run(run))
                found.extend(latin.between(other))
            return
        # to cut all runs at once is faster
        codes = [*map(self._han.__getitem__, self._segmenter.cut(text)), BREAK]
        at = 0
        for other in others:
            end = codes.index(BREAK, at)
            found.extend(codes[at:end])
            found.extend(latin.between(other))
            at = end + 1

    def _run(self, run: str) -> Iterator[int]:
        """As the words of a run, where what stands on one depends on its neighbours."""
        for word, others in cuts(run, self._segmenter):
            name = "\0".join((word, *others))  # no word holds a NUL
            form = self._stacked.get(name)
            if form is None:
                form = self._stacked[name] = self._add_han(word, *others)
            yield form << FLAGS

    def _han_code(self, word: str) -> int:
        if word == "\n":
            return BREAK
        subs = dict.fromkeys(word[a:b] for a, b in inside(word, self._segmenter))
        return self._add_han(word, *subs) << FLAGS

    def _add_han(self, *words: str) -> int:
        return self.add(Analysed(words, (0,) * len(words), 1, 1), is_han=True)

    def add(self, made: Analysed, *, is_han: bool = False) -> int:
        """The number of a new form."""
        terms = self.terms
        self.held.extend([terms.setdefault(term, len(terms)) for term in made.terms])
        self.offsets.extend(made.offsets)
        self.firsts.append(len(self.held))
        self.advances.append(made.advance)
        self.words.append(made.words)
        self.are_han.append(is_han)
        return len(self.words) - 1


class _Remembered(dict[str, int]):
    """The code that was made of a key is remembered, for a time."""

    def __init__(self, make: Callable[[str], int]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> int:
        code = self._make(key)
        if len(key) <= LONGEST_KEY:
            if len(self) >= MOST_KEYS:
                self.clear()
            self[key] = code
        return code


class _Latin(_Remembered):
    """The codes of what stands between spaces and is not Chinese."""

    def __init__(self, forms: Forms, analyse: Callable[[str], Analysed]) -> None:
        super().__init__(self._code)
        self._forms = forms
        self._analyse = analyse
        self._numbers: dict[str, int] = {}
        self._between: dict[str, tuple[int, ...]] = {}

    def between(self, text: str) -> tuple[int, ...]:
        """The codes of what stands between Chinese runs: mostly one of few."""
        known = self._between.get(text)
        if known is not None:
            return known
        codes = tuple(map(self.__getitem__, text.split()))
        if len(text) <= LONGEST_KEY:
            if len(self._between) >= MOST_KEYS:
                self._between.clear()
            self._between[text] = codes
        return codes

    def _code(self, key: str) -> int:
        core = key.strip(_MARKS)
        form = self._numbers.get(core)
        if form is None:
            spans: list[tuple[int, int]] = []
            if not (core.isascii() and core.isalpha()):
                spans = [match.span() for match in _CHUNK.finditer(key)]
                if not spans:
                    return NOTHING << FLAGS | _flags(key)
                core = key[spans[0][0] : spans[-1][1]]
                form = self._numbers.get(core)
            if form is None:
                single = len(spans) < 2
                made = self._analyse(core) if single else self._several(key, spans)
                form = self._numbers[core] = self._forms.add(made)
        if len(core) == len(key):
            return form << FLAGS
        before, _, after = key.partition(core)
        return form << FLAGS | _flags(before) << BEFORE | _flags(after)

    def _several(self, key: str, spans: list[tuple[int, int]]) -> Analysed:
        """All that stands between the first letter and the last."""
        terms: list[str] = []
        offsets: list[int] = []
        position = words = 0
        before = spans[0][0]
        for start, end in spans:
            position += not SENTENCE.isdisjoint(key[before:start])
            made = self._analyse(key[start:end])
            terms += made.terms
            offsets += (position + offset for offset in made.offsets)
            position += made.advance
            words += made.words
            before = end
        return Analysed(terms, offsets, position, words)


@lru_cache(maxsize=4096)
def _flags(between: str) -> int:
    """What a stretch without words ends: a sentence, a clause."""
    sentence, clause = SENTENCE.isdisjoint(between), CLAUSE.isdisjoint(between)
    return (not sentence) | (not clause) << 1


def _is_plain(word: str) -> bool:
    """Whether nothing stands inside it: `word`, `Word`, `WORD`, no `LLMs`."""
    return (
        word.isascii()
        and word.isalpha()
        and (word[1:].islower() or word.isupper() or len(word) == 1)
        and len(word) <= LONGEST_WORD
        and not (word[-1] in "sS" and singular_acronym(word.lower()))
    )


def _in_text(chunk: str) -> Analysed:
    """The terms of a chunk in a text; the most frequent kinds take a short way."""
    word = chunk.removesuffix("'s")
    if _is_plain(word):
        word = word.lower()
        return Analysed((stem(word), f"={word}"), (0, 0), 1, 1)
    if _NUMBER.fullmatch(chunk):
        return Analysed((chunk,), (0,), 1, 1)
    parts = word.split("-")
    if 1 < len(parts) <= MOST_JOINED and all(map(_is_simple, parts)):
        return _hyphenated([part.lower() for part in parts])
    return _by_the_book(chunk, stemmed=True)


def _is_simple(word: str) -> bool:
    return _is_plain(word) or _NUMBER.fullmatch(word) is not None


def _hyphenated(words: Sequence[str]) -> Analysed:
    joined = "".join(words)[:LONGEST_WORD]
    terms, offsets = [stem(joined), joined_surface(joined, len(words))], [0, 0]
    for offset, word in enumerate(words):
        for term in dict.fromkeys((stem(word), surface(word))):
            if offset or term != terms[0]:  # a term stands once at a position
                terms.append(term)
                offsets.append(offset)
    return Analysed(terms, offsets, len(words), len(words))


def _in_name(chunk: str) -> Analysed:
    """The terms of a chunk in an author's name: no stems, but initials."""
    if _is_plain(chunk):
        word = chunk.lower()
        return Analysed((f"={word}", initial(word)), (0, 0), 1, 1)
    return _by_the_book(chunk, stemmed=False)


def _by_the_book(chunk: str, *, stemmed: bool) -> Analysed:
    terms: list[str] = []
    offsets: list[int] = []
    initials: dict[tuple[str, int, int, int], None] = {}
    position = words = 0
    for compound in dissect(chunk):
        position += compound.gap
        for token in compound_tokens(compound, position, stemmed=stemmed):
            term, at, start, end = token
            terms.append(term)
            offsets.append(at)
            if not stemmed and term[0] == "=" and term[1] != "=":
                initials[initial(term.lstrip("=")), at, start, end] = None
        position += len(compound.words)
        words += len(compound.words)
    terms += (term for term, _, _, _ in initials)
    offsets += (at for _, at, _, _ in initials)
    return Analysed(terms, offsets, position, words)
