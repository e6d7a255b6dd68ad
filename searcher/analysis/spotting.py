"""The tokens of a text that are wanted, without all the others.

To mark what a query matched, a text is read as an index reads it, but nobody needs the
stems of words that begin with another letter, nor the words of runs without what is
wanted. Most of what stands between the spaces of a text stands in others too, so what
was found in it is remembered. Knows terms, not what asks for them.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, partial
from itertools import accumulate, count

from searcher.analysis.han import Segmenter
from searcher.analysis.normal import normalise
from searcher.analysis.pieces import compounds, is_gap, is_plain, stretches
from searcher.analysis.scripts import HAN_SIGN, is_run, shadow
from searcher.analysis.terms import as_compounds
from searcher.analysis.tokens import (
    MOST_WORDS,
    compound_tokens,
    run_tokens,
    stem,
    surface,
    tokens,
)
from searcher.model import Token
from searcher.typed import NamedTuple

SOME = 64
"""Fewer texts are split as any are: expressions of Han take milliseconds to compile."""
MOST_KNOWN = 1 << 16
"""So many chunks are remembered: about 10 MB, and the words of 5,000 papers."""

_RESPELLED = ("ae", "oe")
"""Beginnings of words whose stem may begin otherwise: oesophagus, aetiology."""
_DIPHTHONG = re.compile("[aAoO][eE]")
_UNWANTED, _WANTED, _NO_WORD = range(3)
_CHUNK = re.compile(r"\S+")
_SPLIT = re.compile(f"{HAN_SIGN}+|[^\\s{HAN_SIGN}]+")
"""A chunk, in the shadow of a text that holds Han."""
_USUAL = "\u4e00-\u9fff"
"""Most characters of Han; rarer ones may be with what is beside them in a chunk, where
no run is looked at anyway.
"""
_SOME_HAN = "\0"
"""Stands for such a run."""
_PLAIN = re.compile(r"\W*([A-Za-z][a-z]*|[A-Z]+)(?![+#])\W*")
"""All terms of such a word begin with its first letter (C++ is not one),"""
_BEGIN = re.compile("[A-Z0-9]|(?<![A-Za-z])[a-z]")
"""those of other words in ASCII with one of these."""


class _Wanted(NamedTuple):
    """Which terms are; which words have these initials, if any word will not do, and
    runs hold one of the others.
    """

    is_wanted: Callable[[str], bool]
    initials: AbstractSet[str] | None
    others: Collection[str]


class _Chunk(NamedTuple):
    """What is wanted of a chunk, counted from its beginning; how many positions it
    takes; what stands before its first word and behind its last, and if these are Han.
    """

    tokens: Sequence[Token]
    size: int
    head: str
    tail: str
    begins_han: bool
    ends_han: bool


def spotter(
    segmenter: Segmenter,
    beginnings: Collection[str],
    is_wanted: Callable[[str], bool],
    *,
    any_word: bool = False,
    spaced: bool = False,
) -> Callable[[str], list[Token]]:
    """What tells the tokens of a raw text that are wanted, in the order of the text.

    Each wanted term has one of the beginnings or, with `any_word`, is not Chinese. With
    `spaced`, all tokens are told. Without it they are neighbours in positions if they
    are, but how much is between others is not known.
    """
    initials = None if any_word else {text.lstrip("=")[:1] for text in beginnings}
    others = [text for text in beginnings if not text.isascii()]
    wanted = _Wanted(is_wanted, initials, others)
    only_han = initials is not None and all(map(is_run, beginnings))
    kinds = {_SOME_HAN: _UNWANTED}
    found: dict[str, _Chunk] = {}
    texts = count()

    def spotted(text: str) -> list[Token]:
        if spaced or len(text) > MOST_WORDS:
            return tokens(text, segmenter)
        normal = normalise(text)
        has_others = any(map(normal.text.__contains__, others))
        if only_han and not has_others:
            return []
        normal_text = as_compounds(normal.text, segmenter)
        chunks, starts = _chunks(
            normal_text, has_others=has_others, many=next(texts) >= SOME
        )
        if len(kinds) > MOST_KNOWN:
            kinds.clear()
            found.clear()
            kinds[_SOME_HAN] = _UNWANTED
        for chunk in set(chunks).difference(kinds):
            known = _known(chunk, wanted, segmenter)
            if isinstance(known, _Chunk):
                kinds[chunk], found[chunk] = _WANTED, known
            else:
                kinds[chunk] = known
        row = bytes(map(kinds.__getitem__, chunks))
        if _WANTED not in row:
            return []
        every = list(_placed(row, chunks, starts(), found))
        if normal.starts is None:
            return every
        return [Token(t.term, t.position, *normal.raw(t.start, t.end)) for t in every]

    return spotted


def _chunks(
    text: str, *, has_others: bool, many: bool
) -> tuple[list[str], Callable[[], Sequence[int]]]:
    """What stands between spaces, runs of Han apart; and what tells where each begins.

    Without others one run is as good as another, which makes `many` texts faster.
    """
    if text.isascii():
        chunks = text.split()
        return chunks, partial(_starts, text, chunks)
    if many and not has_others:
        chunks = _han().sub(f" {_SOME_HAN} ", text).split()
        return chunks, lambda: [match.start() for match in _beside().finditer(text)]
    signs = shadow(text)
    spans = [match.span() for match in _SPLIT.finditer(signs)]
    chunks = [
        text[a:b] if has_others or signs[a] != HAN_SIGN else _SOME_HAN for a, b in spans
    ]
    return chunks, lambda: [start for start, _ in spans]


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{_USUAL}]+")


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(f"[{_USUAL}]+|[^\\s{_USUAL}]+")


def _starts(text: str, chunks: Sequence[str]) -> Sequence[int]:
    if " ".join(chunks) != text:
        return [match.start() for match in _CHUNK.finditer(text)]
    lengths = accumulate(map(len, chunks), initial=0)
    return [length + spaces for spaces, length in enumerate(lengths)]


def _placed(
    kinds: bytes,
    chunks: Sequence[str],
    starts: Sequence[int],
    found: dict[str, _Chunk],
) -> Iterator[Token]:
    """The tokens of the wanted chunks, at their places in the text."""
    before, position = None, 0
    at = kinds.find(_WANTED)
    while at >= 0:
        chunk = found[chunks[at]]
        if before is not None:
            last = found[chunks[before]]
            if _UNWANTED in kinds[before + 1 : at]:
                position += 1
            else:
                between = "".join((last.tail, *chunks[before + 1 : at], chunk.head))
                position += is_gap(between, last.ends_han or chunk.begins_han)
        start = starts[at]
        for term, offset, first, end in chunk.tokens:
            yield Token(term, position + offset, start + first, start + end)
        position += chunk.size
        before, at = at, kinds.find(_WANTED, at + 1)


def _known(chunk: str, wanted: _Wanted, segmenter: Segmenter) -> _Chunk | int:
    """What is wanted of what has no space; else whether there is any word in it."""
    initials = wanted.initials
    plain = _PLAIN.fullmatch(chunk)
    if plain:
        if initials is not None and _is_unwanted(plain[1], initials):
            return _UNWANTED
        if is_plain(plain[1]):
            word, (start, end) = plain[1].lower(), plain.span(1)
            terms = filter(wanted.is_wanted, (stem(word), surface(word)))
            found = [Token(term, 0, start, end) for term in terms]
            edges = chunk[:start], chunk[end:]
            return _Chunk(found, 1, *edges, False, False) if found else _UNWANTED
    elif initials is not None and chunk.isascii():
        begins = "".join(_BEGIN.findall(chunk)).lower()
        if not begins:
            return _NO_WORD
        if initials.isdisjoint(begins) and not _DIPHTHONG.search(chunk):
            return _UNWANTED
    return _read(chunk, wanted, segmenter)


def _read(chunk: str, wanted: _Wanted, segmenter: Segmenter) -> _Chunk | int:
    found: list[Token] = []
    position, last = 0, None
    head, begins_han = "", False
    for last in stretches(chunk):
        start, end, is_han, gap = last
        if not (position or found):
            head, begins_han = chunk[:start], is_han
        position += gap
        stretch = chunk[start:end]
        if not _may_be_wanted(stretch, wanted, is_han=is_han):
            position += end - start if is_han else 1  # at most so many words
        elif is_han:
            every = list(run_tokens(stretch, start, position, segmenter))
            found += (token for token in every if wanted.is_wanted(token.term))
            position = every[-1].position + 1
        else:
            for compound in compounds(stretch, start, gap=False):
                position += compound.gap
                every = list(compound_tokens(compound, position))
                found += (token for token in every if wanted.is_wanted(token.term))
                position += len(compound.words)
    if last is None:
        return _NO_WORD
    if not found:
        return _UNWANTED
    return _Chunk(found, position, head, chunk[last.end :], begins_han, last.is_han)


def _may_be_wanted(stretch: str, wanted: _Wanted, *, is_han: bool) -> bool:
    if is_han:
        return any(term in stretch for term in wanted.others)
    initials = wanted.initials
    if initials is None or not _PLAIN.fullmatch(stretch):
        return True
    return not _is_unwanted(stretch, initials)


def _is_unwanted(word: str, initials: Collection[str]) -> bool:
    """Whether all terms of a plain word begin with an unwanted letter."""
    beginning = word[:2].lower()
    return beginning[0] not in initials and beginning not in _RESPELLED
