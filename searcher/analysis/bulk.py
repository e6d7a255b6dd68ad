"""Many texts → the terms and positions of `tokens`, each distinct word analysed once.

A text becomes keys: what stands between its spaces, and the words of its Chinese runs.
Nothing here keeps offsets.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from searcher.analysis.forms import Forms
from searcher.analysis.han import Segmenter, inside
from searcher.analysis.keys import Keys
from searcher.analysis.normal import normal_in_place
from searcher.analysis.pieces import LONGEST_RUN
from searcher.analysis.terms import Termed, as_compounds, cuts
from searcher.analysis.tokens import MOST_WORDS
from searcher.analysis.translating import translated
from searcher.analysis.umlauts import in_two_letters
from searcher.analysis.wording import Analysed, TextWords, name_words
from searcher.model import HAN

_RUNS = re.compile(f"([{HAN}]{{1,{LONGEST_RUN}}})")
_UNKNOWN = re.compile("[^\u4e00-\u9fd5\n]")  # what jieba does not segment
_STACKED = "\0"
"""Between a Chinese word and what else is found at its place; no word holds a NUL."""


class Analyser:
    """The words of texts and of names, as codes; what was learnt of words is kept."""

    def __init__(self, segmenter: Segmenter) -> None:
        self.forms = Forms()
        self._segmenter = segmenter
        self._one_by_one = isinstance(segmenter, Termed)
        han = _Han(self.forms, segmenter)
        self.texts = Keys(self.forms, TextWords(), han)
        self.names = Keys(self.forms, name_words, han)

    def keys(self, raw: str) -> list[str] | None:
        """What stands between the spaces of a raw text once a space is about each word
        of a Chinese run; None for one so long that it may have to be cut off.
        """
        return self._keys(translated(raw))

    def name_keys(self, raw: str) -> list[str] | None:
        """As `keys`, of a name; None where initials are not those of the raw text, or
        letters are written as two as well.
        """
        text = None if in_two_letters(raw) else normal_in_place(raw)
        return None if text is None else self._keys(text)

    def _keys(self, text: str) -> list[str] | None:
        text = as_compounds(text, self._segmenter)
        if len(text) >= MOST_WORDS:
            return None
        if not text.isascii():
            parts = _RUNS.split(text)
            if len(parts) > 1:
                parts[1::2] = self._spaced(parts[1::2])
                text = " ".join(parts)
        return text.split()

    def _spaced(self, runs: Sequence[str]) -> Iterable[str]:
        """Runs with a space about each of their words."""
        together = "\n".join(runs)
        if not self._one_by_one and not _UNKNOWN.search(together):
            # to cut all runs at once is faster
            return " ".join(self._segmenter.cut(together)).split("\n")
        return map(" ".join, map(self._stacked, runs))

    def _stacked(self, run: str) -> Iterator[str]:
        """The words of a run, where what stands on one depends on its neighbours."""
        for word, others in cuts(run, self._segmenter):
            yield _STACKED.join((word, *others))


class _Han:
    """The forms of Chinese keys. Apart from `Analyser`, which would hold itself by it
    and outlive its use where no garbage is looked for.
    """

    def __init__(self, forms: Forms, segmenter: Segmenter) -> None:
        self._forms = forms
        self._segmenter = segmenter
        self._one_by_one = isinstance(segmenter, Termed)
        self._known: dict[str, int] = {}

    def __call__(self, keys: Iterable[str]) -> Iterator[int]:
        keys = list(keys)
        fresh = [key for key in keys if key not in self._known]
        every = map(self._words, fresh)
        made = [Analysed(words, (0,) * len(words), 1, 1) for words in every]
        forms = self._forms.extend(made, are_han=True)
        self._known.update(zip(fresh, forms, strict=True))
        return map(self._known.__getitem__, keys)

    def _words(self, key: str) -> Sequence[str]:
        if self._one_by_one or _STACKED in key:
            return key.split(_STACKED)
        if len(key) <= 2:
            return (key,)
        spans = inside(key, self._segmenter)
        return [key, *dict.fromkeys(key[a:b] for a, b in spans)]
