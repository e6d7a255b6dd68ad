"""A word that texts may write as two: `offpolicy`, `timeseries`, `RTX4090`.

A text that joins its words with a hyphen is indexed under the joined word too; of words
with a space between nobody knows that they are one, before somebody asks so. Knows how
often words stand in texts, and no engine.
"""

from collections.abc import Callable
from heapq import nlargest
from itertools import pairwise

from searcher.analysis.tokens import joined_surface, surface
from searcher.query.slots import is_stop_word
from searcher.typed import NamedTuple

MOST_WAYS = 2
"""So many ways to part a word are looked for, those of the most frequent words."""
MOST_PARTED = 8
"""So many words of a query are parted: each takes as long to find as a phrase."""
MOST_TRIED = 2_000
"""So often the parts of words are looked up for one query; few words are of any."""
UNPARTED = "not of every word it was asked whether texts write it as two"
USUAL = 20
"""A word in so many texts, and in none with a hyphen, is no compound."""
COMMON = 1_000
"""Of a word in so many texts nobody misses those with a space in it, and its parts
stand in so many that to read where costs more than all of the rest: `dataset`.
"""
LONGEST_PARTED = 32
"""Longer words, in letters, are not parted: they are more words than two."""

Frequency = Callable[[str], int]
"""In how many texts a term stands, about."""


class _Way(NamedTuple):
    """Two words, and how often the rarer of them stands in texts."""

    frequency: int
    parts: tuple[str, str]


class Parting:
    """Tells of the words of one query how they may be written as two."""

    def __init__(self, frequency: Frequency) -> None:
        self._frequency = frequency
        self._known: dict[str, list[tuple[str, str]]] = {}
        self._left = MOST_PARTED
        self._tried = 0
        self.cut = False
        """Whether some words were not asked about."""

    def ways(self, word: str, *, term: str | None = None) -> list[tuple[str, str]]:
        """The ways to part a folded word; of most words there is none. `term` is what
        is looked for of the word, if not its surface form.
        """
        if word not in self._known:
            if not self._left or len(word) > LONGEST_PARTED:
                return []
            if self._tried >= MOST_TRIED:
                self.cut = True
                return []
            best = nlargest(MOST_WAYS, self._ways(word, term or surface(word)))
            self._known[word] = [way.parts for way in best]
            self._left -= bool(best)
        return self._known[word]

    def _ways(self, word: str, term: str) -> list[_Way]:
        """Those of which both parts are words of the library. Of a word in letters they
        are not rarer than the whole: else it is no compound of them, as `learn` and
        `ing`. A number shows by itself where it can be parted.
        """
        cuts = _cuts(word)
        if not cuts:
            return []
        least = self._frequency(term)
        if least >= COMMON:
            return []
        hyphenated = not least or self._frequency(joined_surface(word, 2)) > 0
        if not hyphenated and least >= USUAL:
            return []
        least = max(least, 1) if word.isalpha() else 1
        found: list[_Way] = []
        for cut in cuts:
            parts = word[:cut], word[cut:]
            # an article or a letter begins too many words to be looked for before all
            if not hyphenated and any(len(p) < 2 or is_stop_word(p) for p in parts):
                continue
            # the longer one is a word less often, and then the other is not looked up
            shorter, longer = sorted(parts, key=len)
            self._tried += 1
            rarer = self._frequency(surface(longer))
            if rarer >= least:
                rarer = min(rarer, self._frequency(surface(shorter)))
            if rarer >= least:
                found.append(_Way(rarer, parts))
        return found


def _cuts(word: str) -> list[int]:
    """Where it can be parted: before and behind a number, or anywhere in letters."""
    if not (word.isascii() and word.replace(".", "").isalnum()):
        return []
    return [
        at
        for at, (before, after) in enumerate(pairwise(word), 1)
        if before.isalpha() or after.isalpha()
    ]
