"""Whether, and where, a substring stands in a raw text, as a person sees it.

Knows the analysis only as far as its normal form; no words and no engine.
"""

import re
from collections.abc import Iterable, Iterator
from unicodedata import category, is_normalized

from searcher._core.tokenizer import MOST_WORDS
from searcher.analysis.normal import comparable, normalise
from searcher.analysis.pieces import holds_long
from searcher.frozen import Value
from searcher.typed import Self

_CLUSTER = "[\u0370-\u03ff\u1f00-\u1fff]{3}|[ﾞﾟ]"
"""Greek words, and half-width kana of two characters."""
_CLUSTERED = "[\u0370-\u03ff\u1f00-\u1fffﾞﾟ]"
"""What they are made of, which is soon seen not to be there."""

_JOINER = "\u200d"
"""Between the parts of an emoji."""


def is_unlike(text: str) -> bool:
    r"""Whether a raw text has slices that its normal form, or its terms, do not have.

    Of `\textbf{x}` the normal form is x, while `extbf` is a word. Half a Greek word
    reads as letters of a formula, and a letter without its mark as another one. What is
    beyond the ends of the longest words and texts is in no term.
    """
    if "\\" in text or len(text) > MOST_WORDS or holds_long(text):
        return True
    if text.isascii():
        return False
    if not is_normalized("NFC", text):
        return True
    return bool(re.search(_CLUSTERED, text) and re.search(_CLUSTER, text))


class Sought(Value):
    """A substring in both its forms: normal, and as it was typed; case is none."""

    normal: str
    typed: str

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(comparable(text), folded(text))

    def stands_in(self, texts: Iterable[str], *, unlike: bool) -> bool:
        """Whether a raw text holds its normal form, or holds it letter by letter.

        `unlike` tells whether some of the texts are.
        """
        return any(
            (self.normal and self.normal in comparable(text))
            or (unlike and self.typed in folded(text))
            for text in texts
        )

    def slices(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a raw text, in whole characters as a reader sees them."""
        normal = normalise(text)
        if self.normal:
            for match in _spaced(self.normal).finditer(normal.text):
                yield _widened(text, *normal.raw(*match.span()))
        if is_unlike(text):
            for match in _spaced(self.typed).finditer(text):
                yield _widened(text, *match.span())


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and _continues(text, start):
        start -= 1
    while end < len(text) and _continues(text, end):
        end += 1
    return start, end


def _continues(text: str, at: int) -> bool:
    """Whether a mark, a joiner or a later part of a syllable stands here."""
    char = text[at]
    if char.isascii():
        return False
    return (
        category(char) in ("Mn", "Me", "Mc")
        or _JOINER in (char, text[at - 1])
        or "\u1160" <= char <= "\u11ff"
    )


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _spaced(text: str) -> re.Pattern[str]:
    """The text in any case, with any white space between its words."""
    return re.compile(r"\s+".join(map(re.escape, text.split())), re.IGNORECASE)
