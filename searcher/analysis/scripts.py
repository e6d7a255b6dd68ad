"""The shadow of a text, which has one character for all of a kind, such as Han.

An expression with the class of all Han characters takes two milliseconds to compile,
which a search in a process of its own would pay for; over a shadow the class is one
character. Knows nothing of words.
"""

from functools import cache

from searcher.model import HAN

HAN_SIGN = "一"
MARKED = (
    "\u0900-\u0963\u0966-\u0df3\u0e01-\u0e4e\u0e81-\u0edf\u1000-\u109f\u1780-\u17d3"
)
"""The scripts of India and its neighbours, where vowels are marks between letters."""
MARKED_SIGNS = "\u0961\u0962\u0966"
"""One of their letters, of their marks and of their digits."""


def shadow(text: str) -> str:
    """The text with a sign for every character of Han, or of a script with marks."""
    return text if text.isascii() else text.translate(_signs())


def is_run(text: str) -> bool:
    """Whether there is nothing but Han in it, and some."""
    return bool(text) and not shadow(text).strip(HAN_SIGN)


class _Signs(dict[int, int]):
    """A translation table that learns."""

    def __init__(self) -> None:
        super().__init__()
        self._han = _ranges(HAN)
        self._marked = _ranges(MARKED)
        self._sign, *self._signs = map(ord, HAN_SIGN + MARKED_SIGNS)

    def __missing__(self, code: int) -> int:
        if any(code in block for block in self._han):
            sign = self._sign
        elif any(code in block for block in self._marked):
            letter, mark, digit = self._signs
            char = chr(code)
            sign = digit if char.isdecimal() else letter if char.isalnum() else mark
        else:
            sign = code
        self[code] = sign
        return sign


@cache
def _signs() -> _Signs:
    return _Signs()


@cache
def bounds() -> tuple[list[int], list[int]]:
    """The first and last characters of the ranges of Han, and of scripts with marks."""
    return tuple(  # type: ignore[return-value]  # two
        [end for block in _ranges(inside) for end in (block[0], block[-1])]
        for inside in (HAN, MARKED)
    )


def _ranges(inside: str) -> list[range]:
    """The ranges in the inside of a character class that holds nothing else."""
    firsts, lasts = inside[::3], inside[2::3]
    return [range(ord(a), ord(b) + 1) for a, b in zip(firsts, lasts, strict=True)]
