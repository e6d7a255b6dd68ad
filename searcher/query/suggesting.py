"""Did you mean: a query whose unknown words are replaced by ones the library knows.

Latin words by edits or, when they are pinyin, by sound; runs of Han characters by one
edit. Knows the library through `Lexicon` only.
"""

# ruff: noqa: PLC0415 - most queries that find little need no other spelling

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import eq

from searcher._core.edits import distance
from searcher.analysis.normal import normalise
from searcher.analysis.pieces import Han, Word, pieces
from searcher.analysis.tokens import spellings, stem, surface
from searcher.frozen import replace
from searcher.query import tree
from searcher.query.lexicon import Lexicon
from searcher.query.plan import AUTHORS, TEXTS

SHORTEST = 4
"""Shorter Latin words have too many neighbours for one of them to be meant."""
TWO_EDITS_FROM = 7
"""A word of so many letters may be two edits away from what was meant."""
MOST_READ = 8
"""So many times vocabularies or texts are read for one query."""
MOST_LOOKED_UP = 24
"""So many Chinese characters are looked up, for each of which a vocabulary is read."""
FEW = 20
"""A word that stands in more papers is no slip."""
TIMES = 10
"""So many times as many papers make another spelling the usual one."""
MOST_DOUBTED = 2
"""So many rare words of a query that found something are doubted."""
MOST_SOUNDED = 10_000
"""So many times it is asked what a piece of a word sounds like."""


def corrected(query: tree.Query, lexicon: Lexicon) -> tree.Query | None:
    """The query with its unknown words replaced, None when there is none to replace.

    Reads whole vocabularies, and texts where Chinese is unknown; so of many unknown
    words only the first are replaced.
    """
    better = _corrected(query, _Patient(lexicon))
    return None if better == query else better


def doubted(query: tree.Query, lexicon: Lexicon) -> tree.Query | None:
    """The query with rare words replaced that look like slips in much more usual ones,
    None when there is none.

    Most queries have no rare word; of the others one or two vocabularies are read.
    """
    better = _corrected(query, _Doubter(lexicon))
    return None if better == query else better


class _Patient:
    """A lexicon that notes how often it was asked what is costly to answer."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.known = lexicon.known
        self.frequency = lexicon.frequency
        self.segmenter = lexicon.segmenter
        self.readings = lexicon.readings
        self._lexicon = lexicon
        self._read = self._sounded = self._looked_up = 0

    @property
    def tired(self) -> bool:
        return (
            self._read >= MOST_READ
            or self._sounded >= MOST_SOUNDED
            or self._looked_up >= MOST_LOOKED_UP
        )

    def near(
        self, word: str, edits: int, fields: Sequence[str] = TEXTS
    ) -> Iterable[tuple[str, int]]:
        self._read += 1
        return self._lexicon.near(word, edits, fields)

    def sounding(self, pinyin: str) -> Sequence[str]:
        self._sounded += 1
        return self._lexicon.sounding(pinyin)

    def alike(self, run: str, pattern: re.Pattern[str]) -> Mapping[str, int]:
        self._read += 1
        self._looked_up += len(run)
        return self._lexicon.alike(run, pattern)

    def better(self, word: Han | Word, *, names: bool) -> str | None:
        """What was meant by a word that stands nowhere."""
        if self.tired:
            return None
        if isinstance(word, Han):
            from searcher.query.runs import better_run

            return None if names else better_run(word.text, self)
        terms = [stem(word.text), *(term for term, _ in spellings(word.text))]
        if len(word.text) < SHORTEST or any(map(self.known, terms)):
            return None
        if names:
            return _nearest(word.text, self, AUTHORS)
        from searcher.query.sounds import from_pinyin

        return (
            from_pinyin(word.text, self)
            or _nearest(word.text, self, TEXTS)
            or _nearest(word.text, self, AUTHORS)
        )


class _Doubter(_Patient):
    """Doubts words that are there, but hardly."""

    @property
    def tired(self) -> bool:
        return self._read >= MOST_DOUBTED

    def better(self, word: Han | Word, *, names: bool) -> str | None:
        """A word of the same sound, or one slip away, that is much more usual."""
        if self.tired:
            return None
        if isinstance(word, Han):
            from searcher.query.slips import likelier_run

            return None if names else likelier_run(word.text, self, few=FEW)
        if len(word.text) < SHORTEST or not (
            names or 0 < self.frequency(surface(word.text)) <= FEW
        ):
            return None
        near = dict(self.near(word.text, 1, AUTHORS if names else TEXTS))
        own = near.pop(word.text, 0)
        if not own or own > FEW:
            return None
        usual = [(-df, other) for other, df in near.items() if df >= own * TIMES]
        if usual:
            from searcher.query.slips import is_slip

            usual = [one for one in usual if is_slip(word.text, one[1])]
        if usual or names:
            return min(usual)[1] if usual else None
        heard = next(iter(self.sounding(word.text)), None)
        return heard if heard and self.frequency(heard) >= own * TIMES else None


def _corrected(
    query: tree.Query, lexicon: _Patient, *, names: bool = False
) -> tree.Query:
    match query:
        case tree.All(parts):
            found = [_corrected(part, lexicon, names=names) for part in parts]
            return tree.all_of(_joined(parts, found))
        case tree.Any(parts):
            return tree.any_of(_corrected(p, lexicon, names=names) for p in parts)
        case tree.Boost(part, factor):
            return tree.boost(_corrected(part, lexicon, names=names), factor)
        case tree.Field(name, part) if not tree.selects(query):
            return tree.within(name, _corrected(part, lexicon))
        case tree.Word(text) | tree.Quoted(text):
            return replace(query, text=_corrected_text(text, lexicon, names=names))
        case tree.Field("author", part):
            return tree.within("author", _corrected(part, lexicon, names=True))
        case _:
            return query


def _joined(
    before: Sequence[tree.Query], after: Sequence[tree.Query]
) -> Iterator[tree.Query]:
    """The parts, with neighbours that both became Chinese written as one."""
    if all(map(eq, before, after)):
        yield from after
        return
    from searcher.query.runs import is_han

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


def _corrected_text(text: str, lexicon: _Patient, *, names: bool) -> str:
    normal = normalise(text)
    changes: list[tuple[int, int, str]] = []
    for piece in pieces(normal.text):
        words: tuple[Han | Word, ...] = (
            (piece,) if isinstance(piece, Han) else piece.words
        )
        for word in words:
            better = lexicon.better(word, names=names)
            if better and better != word.text:
                changes.append((*normal.raw(word.start, word.end), better))
    for start, end, better in reversed(changes):
        text = text[:start] + better + text[end:]
    return text


def _nearest(word: str, lexicon: _Patient, fields: Sequence[str]) -> str | None:
    """Fewest edits first, then the same first letter, then the more frequent."""
    edits = 2 if len(word) >= TWO_EDITS_FROM else 1
    candidates = [
        (distance(word, other, edits) + (word[0] != other[0]) / 2, -df, other)
        for other, df in lexicon.near(word, edits, fields)
    ]
    return min(candidates)[2] if candidates else None
