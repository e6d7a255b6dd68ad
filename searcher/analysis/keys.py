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
from searcher.analysis.wording import Analysed, Chunk, Core
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
        analyse: Callable[[Iterable[Core]], Sequence[Analysed]],
        analyse_han: Callable[[Iterable[str]], Iterable[int]],
    ) -> None:
        """`analyse` is told what words are made of; `analyse_han` makes the forms of
        Chinese keys.
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
        fresh: dict[str, Core] = {}
        han: list[str] = []
        cores = [key.strip(_MARKS) for key in keys]
        for at, core in enumerate(cores):
            if core not in known and core not in fresh:
                if core.isascii() and core.isalpha():
                    fresh[core] = core
                elif core and _HAN.match(core):
                    cores[at] = keys[at]
                    han.append(keys[at])
                else:
                    cores[at] = self._core(keys[at], core, fresh)
        known.update(zip(han, self._analyse_han(han), strict=True))
        forms = self._forms.extend(self._analyse(fresh.values()))
        known.update(zip(fresh, forms, strict=True))
        codes = [
            known[core] << FLAGS if core == key else self._code(key, core)
            for key, core in zip(keys, cores, strict=True)
        ]
        self._codes.fromlist(codes)
        if max(map(len, keys), default=0) > LONGEST_KEY:
            self._forget_long(keys, cores)
        self._learnt = len(self._numbers)

    def _forget_long(self, keys: Sequence[str], cores: Sequence[str]) -> None:
        for key, core in zip(keys, cores, strict=True):
            if len(key) > LONGEST_KEY:
                del self._numbers[key]
            if len(core) > LONGEST_KEY:
                self._known.pop(core, None)

    def _code(self, key: str, core: str) -> int:
        form = self._known[core] << FLAGS
        if not core:
            return form | _flags(key)
        before, _, after = key.partition(core)
        if before:
            form |= _flags(before) << BEFORE
        return form | _flags(after) if after else form

    def _core(self, key: str, core: str, fresh: dict[str, Core]) -> str:
        """All that stands between the first letter of a key and the last, given what is
        left without marks.
        """
        if _CHUNK.fullmatch(core):  # as nearly always
            fresh[core] = core
            return core
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
            fresh[core] = chunks if others else core
        return core


@lru_cache(maxsize=4096)
def _flags(between: str) -> int:
    """What a stretch without words ends: a sentence, a clause."""
    sentence, clause = SENTENCE.isdisjoint(between), CLAUSE.isdisjoint(between)
    return (not sentence) | (not clause) << 1
