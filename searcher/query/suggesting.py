"""Did you mean: a query whose unknown words are replaced by ones the library knows.

Latin words by edits or, when they are pinyin, by sound; runs of Han characters by one
edit. Knows the library through `Lexicon` only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from searcher.analysis.edits import distance
from searcher.analysis.normal import normalise
from searcher.analysis.pieces import Han, Word, pieces
from searcher.analysis.tokens import spellings, stem
from searcher.frozen import replace
from searcher.query import tree
from searcher.query.lexicon import Lexicon
from searcher.query.runs import better_run, is_han
from searcher.query.sounds import from_pinyin

SHORTEST = 4
"""Shorter Latin words have too many neighbours for one of them to be meant."""
TWO_EDITS_FROM = 7
"""A word of so many letters may be two edits away from what was meant."""
MOST_READ = 8
"""So many times vocabularies or texts are read for one query."""
MOST_SOUNDED = 10_000
"""So many times it is asked what a piece of a word sounds like."""


def corrected(query: tree.Query, lexicon: Lexicon) -> tree.Query | None:
    """The query with its unknown words replaced, None when there is none to replace.

    Reads whole vocabularies, and texts where Chinese is unknown; so of many unknown
    words only the first are replaced.
    """
    better = _corrected(query, _Patient(lexicon))
    return None if better == query else better


class _Patient:
    """A lexicon that notes how often it was asked what is costly to answer."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.known = lexicon.known
        self.frequency = lexicon.frequency
        self.segmenter = lexicon.segmenter
        self.readings = lexicon.readings
        self._lexicon = lexicon
        self._read = self._sounded = 0

    @property
    def tired(self) -> bool:
        return self._read >= MOST_READ or self._sounded >= MOST_SOUNDED

    def near(self, word: str, edits: int) -> Iterable[tuple[str, int]]:
        self._read += 1
        return self._lexicon.near(word, edits)

    def sounding(self, pinyin: str) -> Sequence[str]:
        self._sounded += 1
        return self._lexicon.sounding(pinyin)

    def alike(self, run: str, pattern: re.Pattern[str]) -> Mapping[str, int]:
        self._read += 1
        return self._lexicon.alike(run, pattern)


def _corrected(query: tree.Query, lexicon: _Patient) -> tree.Query:
    match query:
        case tree.All(parts):
            return tree.all_of(_joined(parts, [_corrected(p, lexicon) for p in parts]))
        case tree.Any(parts):
            return tree.any_of(_corrected(part, lexicon) for part in parts)
        case tree.Boost(part, factor):
            return tree.boost(_corrected(part, lexicon), factor)
        case tree.Field("title" | "abstract" as name, part):
            return tree.within(name, _corrected(part, lexicon))
        case tree.Word(text) | tree.Quoted(text):
            return replace(query, text=_corrected_text(text, lexicon))
        case _:
            return query


def _joined(
    before: Sequence[tree.Query], after: Sequence[tree.Query]
) -> Iterator[tree.Query]:
    """The parts, with neighbours that both became Chinese written as one."""
    chinese = ""
    for old, new in zip(before, after, strict=True):
        if isinstance(new, tree.Word) and new != old and is_han(new.text):
            chinese += new.text
            continue
        if chinese:
            yield tree.Word(chinese)
            chinese = ""
        yield new
    if chinese:
        yield tree.Word(chinese)


def _corrected_text(text: str, lexicon: _Patient) -> str:
    normal = normalise(text)
    changes: list[tuple[int, int, str]] = []
    for piece in pieces(normal.text):
        words: tuple[Han | Word, ...] = (
            (piece,) if isinstance(piece, Han) else piece.words
        )
        for word in words:
            better = _better(word, lexicon)
            if better and better != word.text:
                changes.append((*normal.raw(word.start, word.end), better))
    for start, end, better in reversed(changes):
        text = text[:start] + better + text[end:]
    return text


def _better(word: Han | Word, lexicon: _Patient) -> str | None:
    if lexicon.tired:
        return None
    if isinstance(word, Han):
        return better_run(word.text, lexicon)
    terms = [stem(word.text), *(term for term, _ in spellings(word.text))]
    if len(word.text) < SHORTEST or any(map(lexicon.known, terms)):
        return None
    return from_pinyin(word.text, lexicon) or _nearest(word.text, lexicon)


def _nearest(word: str, lexicon: Lexicon) -> str | None:
    """Fewest edits first, then the same first letter, then the more frequent."""
    edits = 2 if len(word) >= TWO_EDITS_FROM else 1
    candidates = [
        (distance(word, other, edits) + (word[0] != other[0]) / 2, -df, other)
        for other, df in lexicon.near(word, edits)
    ]
    return min(candidates)[2] if candidates else None
