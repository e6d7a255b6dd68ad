"""Many texts → the terms and positions of `tokens`, each distinct word analysed once.

A text becomes a list of codes, one for each word as it stands with what follows it; the
codes of many texts become tokens together, in arrays. Nothing here keeps offsets.
"""

import re
from array import array
from itertools import accumulate, chain

from searcher.analysis.han import Segmenter, inside, words
from searcher.analysis.normal import normal_text
from searcher.analysis.pieces import CLAUSE, PIECE, SENTENCE, dissect
from searcher.analysis.tokens import compound_tokens
from searcher.model import HAN

MOST_KEYS = 1 << 20
"""So many words with what follows them are remembered, then all are forgotten."""
LONGEST_KEY = 64
"""Longer ones are not remembered: they do not come again."""

NO_GAP, GAP, GAP_BEFORE_HAN = 0, 1, 2
"""What follows a word, in the two low bits of its code."""

_KEY = re.compile(f"(?:{PIECE}){r'[\W_]*'}")
_HAN = re.compile(f"[{HAN}]+")


class Forms:
    """The distinct words of some texts, each with its terms.

    Form i has the terms `term[start[i] : start[i + 1]]`, at `offset` positions from its
    first; it takes `advance[i]` positions and counts `size[i]` words.
    """

    def __init__(self, segmenter: Segmenter) -> None:
        self.terms: dict[str, int] = {}
        self.start = array("I", [0])
        self.term = array("I")
        self.offset = array("B")
        self.advance = array("I")
        self.size = array("I")
        self.is_han = array("B")
        self._segmenter = segmenter
        self._latin: dict[str, int] = {}
        self._han: dict[str, int] = {}
        self._codes: dict[str, int | tuple[int, ...]] = {}

    def term_id(self, term: str) -> int:
        return self.terms.setdefault(term, len(self.terms))

    def codes(self, raw: str) -> list[int]:
        """The words of a raw text as codes: the number of a form, and what follows."""
        found: list[int] = []
        append, extend, known = found.append, found.extend, self._codes.get
        for key in _KEY.findall(normal_text(raw)):
            code = known(key)
            if code is None:
                code = self._code(key)
            if code.__class__ is int:
                append(code)  # type: ignore[arg-type]  # the class was asked for
            else:
                extend(code)  # type: ignore[arg-type]
        return found

    def _code(self, key: str) -> int | tuple[int, ...]:
        run = _HAN.match(key)
        code = self._run(run[0], key) if run else self._chunk(key)
        if len(key) <= LONGEST_KEY:
            if len(self._codes) >= MOST_KEYS:
                self._codes.clear()
            self._codes[key] = code
        return code

    def _chunk(self, key: str) -> int:
        chunk = key.rstrip(_NO_WORD) if key[-1] in _NO_WORD else key
        match = re.match(PIECE, key)
        assert match is not None
        chunk, rest = match[0], key[match.end() :]
        form = self._latin.get(chunk)
        if form is None:
            form = self._latin[chunk] = self._add_chunk(chunk)
        if SENTENCE.search(rest):
            return form << 2 | GAP
        return form << 2 | (GAP_BEFORE_HAN if CLAUSE.search(rest) else NO_GAP)

    def _run(self, run: str, key: str) -> tuple[int, ...]:
        codes = [self._han_form(word) << 2 for word in words(run, self._segmenter)]
        rest = key[len(run) :]
        if SENTENCE.search(rest) or CLAUSE.search(rest):
            codes[-1] |= GAP
        return tuple(codes)
