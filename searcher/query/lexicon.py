"""What a library tells of its words to those who look for a better spelling.

Knows no engine.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from searcher.analysis.han import Segmenter
from searcher.analysis.pinyin import Readings
from searcher.query.plan import TEXTS
from searcher.typed import Protocol


class Lexicon(Protocol):
    """The words of a library."""

    @property
    def segmenter(self) -> Segmenter:
        """What cuts Chinese as this library did."""

    @property
    def readings(self) -> Readings:
        """How Chinese words are typed in Latin letters."""

    def known(self, term: str) -> bool:
        """Whether a term stands in a title, an abstract or a name."""

    def frequency(self, term: str) -> int:
        """In how many titles and abstracts a term stands."""

    def near(
        self, word: str, edits: int, fields: Sequence[str] = TEXTS
    ) -> Iterable[tuple[str, int]]:
        """Words as they are written, within so many edits, and in how many papers."""

    def sounding(self, pinyin: str) -> Sequence[str]:
        """Chinese words with this pinyin, without tones: those of which it is the first
        reading before others, the most frequent first.
        """

    def alike(self, run: str, pattern: re.Pattern[str]) -> Mapping[str, int]:
        """What matches in titles and abstracts with the characters of a run, of which
        one may be missing, and how often.
        """
