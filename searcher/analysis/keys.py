"""What stands between the spaces of many texts → numbers, each distinct one read once.

A key is a word with the punctuation about it, or a word of a Chinese run. Its code is
the number of a form, and flags for what ends there. Knows no text as a whole.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import count, islice

import numpy as np

from searcher.analysis.forms import NOTHING, Forms, Numbers
from searcher.analysis.pieces import CLAUSE, SENTENCE, chunk
from searcher.analysis.scripts import MARKED
from searcher.analysis.wording import Analysed, Chunk
from searcher.model import HAN

MOST_KEYS = 1 << 18
"""So many keys are remembered, then all are forgotten."""
LONGEST_KEY = 64
"""Longer ones are not remembered: they do not come again."""

FLAGS = 4
"""Low bits of a code: what ends a sentence or a clause, after the word or before it."""
SENTENCE_AFTER, CLAUSE_AFTER, SENTENCE_BEFORE, CLAUSE_BEFORE = 1, 2, 4, 8
BEFORE = 2
"""The flags of what stands before a word are those of what stands after, shifted."""

_CHUNK = re.compile(chunk(HAN, MARKED))
_HAN = re.compile(f"[{HAN}]")
_MARKS = "\"'(),-./:;<=>?@[]_`!%&*|"
"""They belong to no word that they begin or end."""


class Keys:
    """The keys of some texts, numbered as they come."""

    def __init__(
        self,
        forms: Forms,
        analyse: Callable[[Iterable[Sequence[Chunk]]], Sequence[Analysed]],
        analyse_han: Callable[[str], int],
    ) -> None:
        """`analyse` is told the chunks of each word; `analyse_han` makes the form of a
        Chinese key.
        """
        self._forms = forms
        self._analyse = analyse
        self._analyse_han = analyse_han
        self._known = {"": NOTHING}
        self._forget()

    def numbers(self, keys: Iterable[str]) -> list[int]:
        """The numbers of the keys of a text, good until `codes` is asked for."""
        # all in C, and at once, while the keys are still in the processor's cache
        return list(map(self._numbers.__getitem__, keys))

    def codes(self, numbers: "array[int]") -> Numbers:
        """The codes of all keys that were numbered since this was asked before."""
        fresh = len(self._numbers) - self._learnt
        self._learn([*islice(reversed(self._numbers), fresh)][::-1])
        codes: Numbers = np.frombuffer(self._codes, np.uint32)[
            np.frombuffer(numbers, np.uint32)
        ]
        if len(self._codes) > MOST_KEYS:
            self._forget()
        return codes

    def _forget(self) -> None:
        self._numbers: dict[str, int] = defaultdict(count().__next__)
        self._codes = array("I")
        self._learnt = 0
        if len(self._known) > MOST_KEYS:
            self._known = {"": NOTHING}

    def _learn(self, keys: Sequence[str]) -> None:
        """The codes of keys that are new."""
        known = self._known
        cores = []
        fresh: dict[str, Sequence[Chunk]] = {}
        for key in keys:
            core = key.strip(_MARKS)
            if core not in known and core not in fresh:
                if core.isascii() and core.isalpha():
                    fresh[core] = (Chunk(core),)
                else:
                    core = self._core(key, fresh)
            cores.append(core)
        forms = self._forms.extend(self._analyse(fresh.values()))
        known.update(zip(fresh, forms, strict=True))
        self._codes.extend(map(self._code, keys, cores))
        for key, core in zip(keys, cores, strict=True):
            if len(key) > LONGEST_KEY:
                del self._numbers[key]
            if len(core) > LONGEST_KEY:
                known.pop(core, None)
        self._learnt = len(self._numbers)

    def _code(self, key: str, core: str) -> int:
        form = self._known[core] << FLAGS
        if len(core) == len(key):
            return form
        if not core:
            return form | _flags(key)
        before, _, after = key.partition(core)
        if before:
            form |= _flags(before) << BEFORE
        return form | _flags(after) if after else form

    def _core(self, key: str, fresh: dict[str, Sequence[Chunk]]) -> str:
        """All that stands between the first letter of a key and the last."""
        if not key.isascii() and _HAN.match(key):
            self._known[key] = self._analyse_han(key)
            return key
        spans = [match.span() for match in _CHUNK.finditer(key)]
        if not spans:
            return ""
        (first, last), *others = spans
        chunks = [Chunk(key[first:last])]
        for start, end in others:
            gap = not SENTENCE.isdisjoint(key[last:start])
            chunks.append(Chunk(key[start:end], gap))
            last = end
        core = key[first:last]
        if core not in self._known:
            fresh[core] = chunks
        return core


@lru_cache(maxsize=4096)
def _flags(between: str) -> int:
    """What a stretch without words ends: a sentence, a clause."""
    sentence, clause = SENTENCE.isdisjoint(between), CLAUSE.isdisjoint(between)
    return (not sentence) | (not clause) << 1
