"""Normal text → pieces: runs of Han characters, and compounds of Latin words.

What a word is and which words are parts of one, as values: the core decides. Knows
nothing of stems, of dictionaries or of the index.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from searcher._core.tokenizer import MOST_JOINED, Tokenizer
from searcher._core.words import LONGEST_WORD
from searcher._core.words import dissect as dissected
from searcher.analysis.scripts import bounds
from searcher.typed import Any, NamedTuple


class Inner(NamedTuple):
    """A word inside another, at its position: `seek` of WideSeek, `qwen` of Qwen3."""

    text: str
    start: int
    end: int


class Word(NamedTuple):
    """A word that takes one position, in lower case; start and end are in normal text.

    `capitals` tells that it was written as an acronym.
    """

    text: str
    start: int
    end: int
    capitals: bool = False
    inside: tuple[Inner, ...] = ()


class Compound(NamedTuple):
    """Words that were written as one, `off-policy`; a lone word is a compound of one.

    `gap` tells that a sentence ends before it.
    """

    words: tuple[Word, ...]
    gap: bool = False

    def joined(self, first: int) -> Iterator[tuple[int, str]]:
        """The words from there on without what joins them, the most first: how many
        they are, and as one.
        """
        return joined([word.text for word in self.words], first)


def joined(words: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    """Words of a compound from there on as one, the most first, and how many."""
    for count in range(min(MOST_JOINED, len(words) - first), 1, -1):
        yield count, "".join(words[first : first + count])[:LONGEST_WORD]


class Han(NamedTuple):
    """A run of Han characters."""

    text: str
    start: int
    end: int
    gap: bool = False


Piece = Compound | Han


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a normal text, in order."""
    for start, end, is_han, gap in _splitter().stretches(text):
        if is_han:
            yield Han(text[start:end], start, end, gap)
            continue
        first, *others = dissect(text[start:end], start)
        yield first._replace(gap=gap)
        yield from others


def holds_long(text: str) -> bool:
    """Whether some word of a text may be longer than a term."""
    return _splitter().holds_long(str.__str__(text), LONGEST_WORD)


@cache
def _splitter() -> Tokenizer:
    return Tokenizer(*bounds())


def dissect(chunk: str, start: int = 0) -> list[Compound]:
    """The compounds of letters, digits and joiners without a space between them, which
    begin there.
    """
    return [
        Compound(tuple(_word(word, start) for word in words), gap)
        for gap, words in dissected(chunk)
    ]


def _word(found: Iterable[Any], by: int) -> Word:
    text, start, end, capitals, inside = found
    inner = tuple(Inner(each, first + by, last + by) for each, first, last in inside)
    return Word(text, start + by, end + by, capitals, inner)
