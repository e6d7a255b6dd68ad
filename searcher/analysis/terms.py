"""The user's own terms: words to the analysis, whatever the dictionary says of them.

A Chinese term is one word, found wherever it stands; one of several words is read as if
it were hyphenated. Knows no file, and nothing of the index.
"""

import re
from binascii import crc32
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, groupby

from searcher._core.words import LONGEST_WORD
from searcher.analysis.han import (
    Segmenter,
    inside,
    is_known,
    known_parts,
    trie_of,
    words,
)
from searcher.analysis.normal import normalise
from searcher.analysis.pieces import Compound, pieces
from searcher.model import HAN
from searcher.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from searcher._core.trie import Trie

LONGEST_TERM = 200
"""In characters; a term that is one word has LONGEST_WORD."""
NO_WORD = "neither letters nor digits, wanted a term"
PUNCTUATED = "punctuation between words, wanted a term"
TOO_LONG = f"more than {LONGEST_TERM} characters, wanted a term"
WORD_TOO_LONG = f"a word of more than {LONGEST_WORD} characters, wanted a term"
RARE = "a character that no Chinese word holds, wanted a term"

_LETTER = f"[^\\W_{HAN}]"
# joined to more on either side it would be a longer compound than is meant
_START = f"(?<!{_LETTER})(?<!['\\-.@/&_])"
_END = f"(?!\\.?{_LETTER})(?!['\\-@/&_+#])"

# `re` keeps compiled what is used: most libraries need none of these


class Terms(NamedTuple):
    """Chinese words, and phrases by the words that they hold; all in normal text."""

    words: frozenset[str] = frozenset()
    phrases: Mapping[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    @property
    def checksum(self) -> str:
        """What tokens depend on; the same in whatever order the terms came."""
        text = "\n".join([*sorted(self.words), "", *sorted(self.phrases.values())])
        return f"{crc32(text.encode('utf-8', 'surrogatepass')):08x}"


NO_TERMS = Terms()


class Term(NamedTuple):
    """A term in normal text, and the words it holds with a space between them; the
    words of a Chinese run stand as one.
    """

    text: str
    key: str


def read_term(raw: str) -> Term:
    """Raises ValueError, saying what was found and wanted, for what cannot be one."""
    text = re.sub(r"[\s-]+", " ", normalise(raw).text).strip()
    if len(text) > LONGEST_TERM:
        raise ValueError(TOO_LONG)
    found = list(pieces(text))
    if not found:
        raise ValueError(NO_WORD)
    if any(piece.gap for piece in found):
        raise ValueError(PUNCTUATED)
    words: list[str] = []
    for piece in found:
        if isinstance(piece, Compound):
            words += (word.text for word in piece.words)
        else:
            words.append(piece.text)
    key = _key(words)
    if " " not in key:
        if len(key) > LONGEST_WORD:
            raise ValueError(WORD_TOO_LONG)
        if not isinstance(found[0], Compound) and not is_known(key):
            raise ValueError(RARE)
    return Term(text.lower(), key)


def terms_of(found: Iterable[Term]) -> Terms:
    """Terms by their kind; a single word in Latin letters is one anyway."""
    found = sorted(found)
    return Terms(
        frozenset(term.key for term in found if is_known(term.key)),
        {term.key: term.text for term in found if " " in term.key},
    )


def _key(words: Iterable[str]) -> str:
    return re.sub(f"(?<=[{HAN}]) (?=[{HAN}])", "", " ".join(words))


def _han_count(text: str) -> int:
    return 0 if text.isascii() else len(re.findall(f"[{HAN}]", text))


def _split(text: str) -> list[str]:
    """The words of a text in Latin letters, roughly: to see which cannot be there."""
    return re.findall("[a-z0-9]+" if text.isascii() else f"{_LETTER}+", text)


@lru_cache(maxsize=4096)
def _alone(phrase: str) -> re.Pattern[str]:
    return re.compile(f"{_START}{re.escape(phrase)}{_END}")


class Cut(NamedTuple):
    """A word of a run, and what else is found at its position: slices of the run."""

    word: str
    others: Mapping[str, tuple[int, int]]


class Termed:
    """A segmenter to which some terms are words too.

    Where a term begins and ends with words of the dictionary it takes their place, and
    they are found at its position. Anywhere else it is found at the position of the
    word in which it begins. So a term hides no word, and no word hides a term.
    """

    def __init__(self, base: Segmenter, terms: Terms) -> None:
        self.terms = terms
        self._base = base
        self._ends: dict[str, list[int]] = {}
        for first, group in groupby(sorted(terms.words), key=lambda word: word[0]):
            self._ends[first] = sorted({len(word) for word in group})
        # most words have come before, and to ask the dictionary takes long
        self._inside = lru_cache(maxsize=1 << 16)(
            lambda word: tuple(inside(word, self._base))
        )

    def __contains__(self, word: str) -> bool:
        return word in self.terms.words or word in self._base

    @property
    def trie(self) -> "Trie | None":
        """By which runs are cut in which no term begins."""
        return trie_of(self._base)

    def may_hold(self, run: str) -> bool:
        """Whether a term may stand in a run."""
        return not self._ends.keys().isdisjoint(run)

    def cut(self, run: str) -> list[str]:
        return [run[start:end] for start, end, _ in self._merged(run, self._found(run))]

    def cuts(self, run: str) -> Iterator[Cut]:
        """The words of a run, and all that is stacked on each."""
        found = self._found(run)
        if not found:  # as nearly always
            start = 0
            for word in self._base.cut(run):
                spans = self._inside(word)
                yield Cut(word, {word[a:b]: (start + a, start + b) for a, b in spans})
                start += len(word)
            return
        for start, end, parts in self._merged(run, found):
            word = run[start:end]
            every = {(start + a, start + b) for a, b in self._inside(word)}
            every.update(parts)
            every.update(span for span in found if start <= span[0] < end)
            others = {run[a:b]: (a, b) for a, b in sorted(every)}
            others.pop(word, None)
            yield Cut(word, others)

    def as_compounds(self, text: str) -> str:
        """A normal text with its phrases hyphenated, long ones first; offsets stay."""
        lower = text.lower() if self._by_word else ""
        if len(lower) != len(text):
            return text
        known = self._by_word.keys() & _split(lower)
        found = [
            each for word in known for each in self._by_word[word] if each in lower
        ]
        for phrase in sorted(found, key=lambda phrase: (-len(phrase), phrase)):
            joined = phrase.replace(" ", "-")
            for match in _alone(phrase).finditer(lower):
                start, end = match.span()
                text = text[:start] + text[start:end].replace(" ", "-") + text[end:]
            lower = _alone(phrase).sub(joined.replace("\\", r"\\"), lower)
        return text

    def phrases(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where the words of a query are a term, the longest: from, to."""
        at = 0
        while at < len(words):
            ends = range(min(len(words), at + self._most_words), at + 1, -1)
            known = (end for end in ends if _key(words[at:end]) in self.terms.phrases)
            end = next(known, at + 1)
            if end > at + 1:
                yield at, end
            at = end

    def _found(self, run: str) -> list[tuple[int, int]]:
        """Every place where a term stands, be they within each other."""
        words = self.terms.words
        return [
            (start, start + size)
            for start, first in enumerate(run)
            for size in self._ends.get(first, ())
            if run[start : start + size] in words
        ]

    def _merged(
        self, run: str, found: list[tuple[int, int]]
    ) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
        """The words of a run, from left to right the longest term of whole words; and
        the words it took the place of.
        """
        ends = list(accumulate(map(len, self._base.cut(run))))
        words = list(zip([0, *ends], ends, strict=False))
        edges = set(ends)
        longest = {start: end for start, end in found if end in edges}
        if not longest:
            yield from ((start, end, []) for start, end in words)
            return
        at = 0
        while at < len(words):
            start, end = words[at]
            last = bisect_left(ends, max(end, longest.get(start, 0)))
            yield start, ends[last], words[at : last + 1] if last > at else []
            at = last + 1

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        """Phrases in Latin letters by their first word, to look up those of a text."""
        found: dict[str, list[str]] = {}
        for key, text in self.terms.phrases.items():
            if not _han_count(key):
                found.setdefault(_split(text)[0], []).append(text)
        return found

    @cached_property
    def _most_words(self) -> int:
        # what is Chinese in a key can be as many words of a query as characters
        sizes = (key.count(" ") + 1 + _han_count(key) for key in self.terms.phrases)
        return max(sizes, default=0)


def termed(base: Segmenter, terms: Terms) -> Segmenter:
    """A segmenter that knows these terms too."""
    return Termed(base, terms) if terms else base


def as_compounds(text: str, segmenter: Segmenter) -> str:
    """A normal text as its words are read: of the same length, phrases hyphenated."""
    return segmenter.as_compounds(text) if isinstance(segmenter, Termed) else text


def cuts(run: str, segmenter: Segmenter) -> Iterator[Cut]:
    """The words of a run in order, characters that no dictionary knows among them."""
    if not isinstance(segmenter, Termed):
        start = 0
        for word in words(run, segmenter):
            spans = inside(word, segmenter)
            yield Cut(word, {word[a:b]: (start + a, start + b) for a, b in spans})
            start += len(word)
        return
    start = 0
    for index, part in enumerate(known_parts(run)):
        if index % 2:
            for word, others in segmenter.cuts(part):
                shifted = {t: (start + a, start + b) for t, (a, b) in others.items()}
                yield Cut(word, shifted)
        else:
            yield from (Cut(character, {}) for character in part)
        start += len(part)
