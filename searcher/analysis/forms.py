"""The distinct words of some texts, numbered: what each adds to a text.

Knows tables, not how a word is analysed.
"""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, chain, count

import numpy as np

from searcher.analysis.wording import Analysed
from searcher.typed import Any

Numbers = np.ndarray[Any, Any]

NOTHING = 0
"""The form of what holds no word."""


class Forms:
    """Form n holds the terms from `firsts[n]` to `firsts[n + 1]`, each so far from its
    first position, takes `advances[n]` positions and has `words[n]` words. Form 0 is
    nothing. `terms` numbers the terms in the order of first sight.
    """

    def __init__(self) -> None:
        self.terms: dict[str, int] = defaultdict(count().__next__)
        self.firsts = array("I", [0, 0])
        self.held = array("I")
        self.offsets = array("H")
        self.advances = array("H", [0])
        self.words = array("H", [0])
        self.are_han = array("B", [0])

    def extend(self, made: Sequence[Analysed], *, are_han: bool = False) -> range:
        """The numbers of new forms."""
        number = len(self.words)
        if made:
            terms, offsets, advances, words = zip(*made, strict=True)
            every = chain.from_iterable(terms)
            self.held.fromlist(list(map(self.terms.__getitem__, every)))
            self.offsets.fromlist(list(chain.from_iterable(offsets)))
            ends = accumulate(map(len, terms), initial=self.firsts.pop())
            self.firsts.fromlist(list(ends))
            self.advances.extend(advances)
            self.words.extend(words)
            self.are_han.extend([are_han] * len(made))
        return range(number, len(self.words))
