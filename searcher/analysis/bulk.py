"""Many texts → the terms and positions of `tokens`, each distinct word analysed once.

A text becomes a list of codes, one for each word as it stands with what follows it; the
codes of many texts become tokens together, in arrays. Nothing here keeps offsets.
"""

import re
from array import array
from collections.abc import Callable, Iterator
from typing import NamedTuple

from searcher.analysis.english import singular_acronym
from searcher.analysis.han import Segmenter, inside, words
from searcher.analysis.normal import normalise
from searcher.analysis.pieces import (
    CHUNK,
    CLAUSE,
    HAN_RUN,
    LONGEST_WORD,
    SENTENCE,
    dissect,
)
from searcher.analysis.terms import Termed, as_compounds, cuts
from searcher.analysis.tokens import compound_tokens, stem, surface
from searcher.model import HAN

MOST_KEYS = 1 << 20
"""So many words with what follows them are remembered, then all are forgotten."""
LONGEST_KEY = 64
"""Longer ones are not remembered: they do not come again."""

NO_GAP, GAP, GAP_BEFORE_HAN = 0, 1, 2
"""What follows a word, in the two low bits of its code."""

_BETWEEN = f"[^\\w{HAN}]*(?:_[^\\w{HAN}]*)*"  # not every Han character is in \w yet
_KEY = re.compile(f"(?:{HAN_RUN}|{CHUNK}){_BETWEEN}")
_HAN = re.compile(HAN_RUN)
_SIGN_BEFORE_HAN = re.compile(f"[+#](?={HAN_RUN})")
_CHUNK = re.compile(CHUNK)

Codes = int | tuple[int, ...]


class Form(NamedTuple):
    """A distinct word: its terms, each so far from its first position."""

    terms: tuple[int, ...]
    offsets: tuple[int, ...]
    advance: int
    words: int
    is_han: bool


class _Remembered(dict[str, Codes]):
    """What was made of a key is remembered, for a time."""

    def __init__(self, make: Callable[[str], Codes]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> Codes:
        code = self._make(key)
        if len(key) <= LONGEST_KEY:
            if len(self) >= MOST_KEYS:
                self.clear()
            self[key] = code
        return code


class Forms:
    """The distinct words of some texts, and the numbers of their terms."""

    def __init__(self, segmenter: Segmenter) -> None:
        self.terms: dict[str, int] = {}
        self.forms: list[Form] = []
        self._segmenter = segmenter
        self._numbers: dict[str, int] = {}
        self._codes = _Remembered(self._code)

    def term(self, term: str) -> int:
        """The number of a term, in the order of first sight."""
        return self.terms.setdefault(term, len(self.terms))

    def codes(self, raw: str) -> "array[int]":
        """The words of a raw text: the number of a form, and what follows, as one."""
        found = array("I")
        append, extend, codes = found.append, found.extend, self._codes
        text = f"{as_compounds(normalise(raw).text, self._segmenter)}\n"
        if text.isascii():  # no Chinese, so every code is a number
            found.extend(map(codes.__getitem__, _KEY.findall(text)))  # type: ignore[arg-type]
            return found
        for key in _KEY.findall(_SIGN_BEFORE_HAN.sub(r"\g<0> ", text)):
            code = codes[key]
            if isinstance(code, int):
                append(code)
            else:
                extend(code)
        return found

    def _code(self, key: str) -> Codes:
        run = _HAN.match(key)
        return self._run(run[0], key) if run else self._chunk(key)

    def _chunk(self, key: str) -> int:
        # a key ends in + or # only where a letter follows, which it does not hold:
        # between a sign and Chinese there is a space by now
        match = _CHUNK.match(f"{key}a" if key[-1] in "+#" else key)
        assert match is not None
        chunk, rest = match[0], key[match.end() :]
        form = self._numbers.get(chunk)
        if form is None:
            form = self._add(chunk, self._latin(chunk))
        if SENTENCE.search(rest):
            return form << 2 | GAP
        return form << 2 | (GAP_BEFORE_HAN if CLAUSE.search(rest) else NO_GAP)

    def _run(self, run: str, key: str) -> tuple[int, ...]:
        if isinstance(self._segmenter, Termed):
            codes = list(self._termed(run))
        else:
            codes = []
            for word in words(run, self._segmenter):
                form = self._numbers.get(word)
                if form is None:
                    form = self._add(word, self._han(word))
                codes.append(form << 2)
        rest = key[len(run) :]
        if SENTENCE.search(rest) or CLAUSE.search(rest):
            codes[-1] |= GAP
        return tuple(codes)

    def _add(self, text: str, form: Form) -> int:
        number = self._numbers[text] = len(self.forms)
        self.forms.append(form)
        return number

    def _latin(self, chunk: str) -> Form:
        if chunk[1:].islower() and chunk.isascii() and chunk.isalpha():
            word = chunk.lower()
            if len(word) <= LONGEST_WORD and not singular_acronym(word):
                terms = self.term(stem(word)), self.term(surface(word))
                return Form(terms, (0, 0), 1, 1, is_han=False)
        found: list[int] = []
        offsets: list[int] = []
        position = count = 0
        for compound in dissect(chunk):
            position += compound.gap
            for token in compound_tokens(compound, position):
                found.append(self.term(token.term))
                offsets.append(token.position)
            position += len(compound.words)
            count += len(compound.words)
        return Form(tuple(found), tuple(offsets), position, count, is_han=False)

    def _termed(self, run: str) -> Iterator[int]:
        """As the words of a run, where what stands on one depends on its neighbours."""
        for word, others in cuts(run, self._segmenter):
            name = "\0".join((word, *others))  # no word holds a NUL
            form = self._numbers.get(name)
            if form is None:
                form = self._add(name, self._stacked(word, *others))
            yield form << 2

    def _han(self, word: str) -> Form:
        subs = dict.fromkeys(word[a:b] for a, b in inside(word, self._segmenter))
        return self._stacked(word, *subs)

    def _stacked(self, *words: str) -> Form:
        terms = tuple(self.term(word) for word in words)
        return Form(terms, (0,) * len(terms), 1, 1, is_han=True)
