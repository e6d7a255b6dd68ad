"""Pieces → the tokens of the index, and the forms in which a word is found there.

One position per word, consecutive across scripts, one position of gap where a sentence
ends. Other forms of a word are stacked on its position and never count as length.

A stem stands as it is. A surface form is marked by one `=` for each position it covers:
`=regions` for one word, `==offpolicy` for a compound of two. No other term begins so. A
word that has no stem, such as `gpt4` or 强化, is its own surface form.
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from searcher.analysis import dictionary, english
from searcher.analysis.data import checksum
from searcher.analysis.han import Segmenter
from searcher.analysis.normal import normalise
from searcher.analysis.pieces import (
    CLAUSE,
    MOST_JOINED,
    SENTENCE,
    Compound,
    Piece,
    Word,
    pieces,
)
from searcher.analysis.terms import NO_TERMS, Terms, as_compounds, cuts
from searcher.model import Token

RULES = 5
"""Rises with every change of the rules that changes a token."""
WORD_DATA = (
    "commands.txt",
    "greek.tsv",
    "simplified.txt",
    "spelling.tsv",
    "stems.tsv",
    "variants.tsv",
)
"""The files that tokens depend on."""
MOST_WORDS = 65_535
"""A text is indexed up to so many positions."""


def fingerprint(own: Terms = NO_TERMS) -> str:
    """What the terms of an index depend on, but for the lexicon that it keeps itself;
    another one means it is outdated.
    """
    stemmer = english.stemmer_checksum()
    return (
        f"rules {RULES}, word data {checksum(*WORD_DATA):08x}, "
        f"stems {stemmer:08x}, dictionary {dictionary.RELEASE}"
        + (f", own words {own.checksum}" if own else "")
    )


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The term under which every form of a folded word is found."""
    return english.stem(word) if english.is_stemmed(word) else word


def surface(word: str) -> str:
    """The term under which exactly this folded word is found."""
    return f"={word}" if english.is_stemmed(word) else word


def joined_surface(joined: str, count: int) -> str:
    """The term under which a compound of `count` words is found as one."""
    return "=" * count + joined


def initial(word: str) -> str:
    """The term under which a name is found by its first letter."""
    return f"{word[0]}."


def spellings(word: str) -> Iterator[tuple[str, int]]:
    """The surface terms that read as this one word, and the positions each covers."""
    yield surface(word), 1
    if word[0] not in "+#" and word.isascii():
        for count in range(2, MOST_JOINED + 1):
            yield joined_surface(word, count), count


def tokens(text: str, segmenter: Segmenter, *, stemmed: bool = True) -> list[Token]:
    """Every token of a raw text, with slices of the raw text, by position.

    Without `stemmed` there are no stems, only surface forms.
    """
    normal = normalise(text)
    found: list[Token] = []
    position = -1
    for piece in pieces(as_compounds(normal.text, segmenter)):
        position += piece.gap
        if position >= MOST_WORDS:
            break
        if isinstance(piece, Compound):
            found.extend(compound_tokens(piece, position + 1, stemmed=stemmed))
            position += len(piece.words)
            continue
        found.extend(run_tokens(piece.text, piece.start, position + 1, segmenter))
        position = found[-1].position
    if position >= MOST_WORDS:
        found = [token for token in found if token.position < MOST_WORDS]
    if normal.starts is None:
        return found
    return [Token(t.term, t.position, *normal.raw(t.start, t.end)) for t in found]


def run_tokens(
    run: str, start: int, position: int, segmenter: Segmenter
) -> Iterator[Token]:
    """The tokens of a run of Han characters, the first at this position."""
    end = start
    for at, (word, others) in enumerate(cuts(run, segmenter), position):
        end += len(word)
        yield Token(word, at, end - len(word), end)
        for other, (first, last) in others.items():
            yield Token(other, at, start + first, start + last)


_MARKS = SENTENCE | CLAUSE


def is_cut(text: str, segmenter: Segmenter) -> bool:
    """Whether a raw text goes on behind the last position that is indexed.

    What stands between spaces is looked at once however often it comes; whether there
    is a gap between two of them counts only where that decides.
    """
    normal = as_compounds(normalise(text).text, segmenter)
    taken = gaps = 0
    for chunk, count in Counter(normal.split(" ")).items():
        for piece in pieces(chunk):
            taken += count * _positions(piece, segmenter)
            if taken > MOST_WORDS:
                return True
        gaps += count * (not _MARKS.isdisjoint(chunk))
    if taken + gaps <= MOST_WORDS:
        return False
    return sum(_positions(one, segmenter) for one in pieces(normal)) > MOST_WORDS


def _positions(piece: Piece, segmenter: Segmenter) -> int:
    """How many a piece takes, with the gap before it."""
    if isinstance(piece, Compound):
        return piece.gap + len(piece.words)
    return piece.gap + len(list(cuts(piece.text, segmenter)))


def length(found: list[Token]) -> int:
    """The number of words, which is what BM25F normalises by."""
    return len({token.position for token in found})


def compound_tokens(
    compound: Compound, position: int, *, stemmed: bool = True
) -> Iterator[Token]:
    """The tokens of words that were written as one, the first at this position."""
    for offset, word in enumerate(compound.words):
        seen = set()  # a term stands once at a position
        for count, joined in compound.joined(offset):
            end = compound.words[offset + count - 1].end
            if stemmed and stem(joined) not in seen:
                seen.add(stem(joined))
                yield Token(stem(joined), position + offset, word.start, end)
            mark = joined_surface(joined, count)
            yield Token(mark, position + offset, word.start, end)
        for form, start, end in _forms(word):
            terms = (stem(form), surface(form)) if stemmed else (surface(form),)
            for term in terms:
                if term not in seen:
                    seen.add(term)
                    yield Token(term, position + offset, start, end)


def _forms(word: Word) -> Iterator[tuple[str, int, int]]:
    yield word.text, word.start, word.end
    yield from word.inside
