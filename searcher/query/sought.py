"""Whether, and where, a substring stands in a raw text, as a person sees it.

Knows the analysis only as far as its normal form; no words and no engine.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from searcher.analysis.normal import comparable, normalise

_UNLIKE = re.compile("\\\\|[\u0370-\u03ff\u1f00-\u1fff]{3}")
"""LaTeX commands and words in Greek: half of one has another normal form."""


def is_unlike(text: str) -> bool:
    r"""Whether a raw text has slices that are no slices of its normal form.

    Of `\textbf{x}` the normal form is x, while `extbf` is a word.
    """
    return _UNLIKE.search(text) is not None


@dataclass(frozen=True, slots=True)
class Sought:
    """A substring in both its forms: normal, and as it was typed; case is none."""

    normal: str
    typed: str

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(comparable(text), _folded(text))

    def stands_in(self, text: str) -> bool:
        """Whether a raw text holds it, in the normal form or letter by letter."""
        if self.normal and self.normal in comparable(text):
            return True
        return is_unlike(text) and self.typed in _folded(text)

    def slices(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a raw text."""
        normal = normalise(text)
        if self.normal:
            for match in _spaced(self.normal).finditer(normal.text):
                yield normal.raw(*match.span())
        if is_unlike(text):
            for match in _spaced(self.typed).finditer(text):
                yield match.span()


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _spaced(text: str) -> re.Pattern[str]:
    """The text in any case, with any white space between its words."""
    return re.compile(r"\s+".join(map(re.escape, text.split())), re.IGNORECASE)
