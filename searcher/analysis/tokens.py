"""Raw texts → the tokens of the index, and the forms in which a word is found there.

One position per word, consecutive across scripts, one position of gap where a sentence
ends. Other forms of a word are stacked on its position and never count as length.

A stem stands as it is. A surface form is marked by one `=` for each position it covers:
`=regions` for one word, `==offpolicy` for a compound of two. No other term begins so. A
word that has no stem, such as `gpt4` or 强化, is its own surface form.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from searcher._core.tokenizer import MOST_JOINED, MOST_WORDS, Tokenizer
from searcher.analysis import dictionary, english
from searcher.analysis.data import checksum
from searcher.analysis.han import Segmenter, inside, trie_of
from searcher.analysis.normal import Normal, normal_text, normalise
from searcher.analysis.scripts import bounds
from searcher.analysis.terms import NO_TERMS, Termed, Terms, as_compounds, cuts
from searcher.model import Token
from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher._core.trie import Trie

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

Learn = Callable[[str, int], Sequence[str]]
"""What tells the terms of a form that so many words are written in, and its initial."""
Stacked = Sequence[tuple[str, int, int]]
"""Terms at one position, with where they start and end."""


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


def text_terms(form: str, count: int) -> Sequence[str]:
    """The terms of a form in texts."""
    if count > 1:
        return stem(form), joined_surface(form, count)
    return (english.stem(form), f"={form}") if english.is_stemmed(form) else (form,)


def surface_terms(form: str, count: int) -> Sequence[str]:
    """As `text_terms`, without the stem."""
    return (joined_surface(form, count) if count > 1 else surface(form),)


def name_terms(form: str, count: int) -> Sequence[str]:
    """The terms of a form in names of authors: no stems, but initials."""
    if count > 1:
        return (joined_surface(form, count),)
    return (f"={form}", initial(form)) if english.is_stemmed(form) else (form,)


def is_initial(term: str) -> bool:
    return term[-1] == "."


class Analyzer:
    """Makes tokens of raw texts, and keeps what it learnt of their words."""

    def __init__(
        self,
        segmenter: Segmenter,
        learn: Learn = text_terms,
        *,
        terms: dict[str, int] | None = None,
        wanted: Callable[[str], bool] | None = None,
    ) -> None:
        """`learn` is one of the functions above. `terms` numbers terms and grows.
        Only terms that are `wanted` become tokens.
        """
        self._segmenter = segmenter
        self._core = Tokenizer(
            *bounds(),
            terms=terms,
            learn=learn if wanted is None else _filtered(learn, wanted),
            learn_han=_inside_of(segmenter, wanted),
            cutter=lambda: _cutter(segmenter, wanted),
            initials=learn is name_terms,
        )

    def tokens(self, raw: str) -> list[Token]:
        """Every token of a raw text, with slices of the raw text, by position."""
        return self.placed(normalise(raw))

    def placed(self, normal: Normal, *, cut: bool = True) -> list[Token]:
        """As `tokens`, of a text that was made normal. Without `cut` none of Han, whose
        runs take as many positions as characters.
        """
        self._core.read(as_compounds(normal.text, self._segmenter), cut=cut)
        found = self._core.tokens()
        if normal.starts is None:
            return [Token(*token) for token in found]
        return [Token(term, at, *normal.raw(a, b)) for term, at, a, b in found]

    def pack(self, raw: str, low: int, shift: int) -> int:
        """Keep the tokens of a raw text until they are taken: each as `low` and its
        position, with so many bits above the number of its term. How many words it has.
        """
        self._core.read(as_compounds(normal_text(raw), self._segmenter))
        words: int = self._core.pack(low, shift)
        return words

    @property
    def taken(self) -> int:
        """How many tokens are kept."""
        kept: int = self._core.taken()
        return kept

    def take(self) -> "array[int]":
        """The tokens that were kept, once."""
        return self._core.take()

    def positions(self, raw: str) -> int:
        """How many a raw text takes; of one that is cut off, more than MOST_WORDS."""
        text = as_compounds(normalise(raw).text, self._segmenter)
        return self._core.read(text)


def _filtered(learn: Learn, wanted: Callable[[str], bool]) -> Learn:
    return lambda form, count: [*filter(wanted, learn(form, count))]


def _inside_of(
    segmenter: Segmenter, wanted: Callable[[str], bool] | None
) -> Callable[[str], Stacked]:
    """What tells of a Chinese word what is found at its position."""

    def inside_of(word: str) -> Stacked:
        every = {word: (0, len(word))}
        for start, end in inside(word, segmenter):
            every[word[start:end]] = start, end
        return _those(every, wanted)

    return inside_of


def _cutter(
    segmenter: Segmenter, wanted: Callable[[str], bool] | None
) -> tuple["Trie | None", Callable[[str], Sequence[Stacked] | None] | None]:
    """The trie that cuts runs, and what tells of a run what is found at each of its
    positions, where that does not depend on each word alone.
    """
    trie = trie_of(segmenter)
    own = segmenter if isinstance(segmenter, Termed) else None
    if trie is not None and not own:
        return trie, None

    def stacked(run: str) -> Sequence[Stacked] | None:
        if trie is not None and own and not own.may_hold(run):
            return None
        found: list[Stacked] = []
        start = 0
        for word, others in cuts(run, segmenter):
            end = start + len(word)
            found.append(_those({word: (start, end), **others}, wanted))
            start = end
        return found

    return trie, stacked


def _those(
    every: Mapping[str, tuple[int, int]], wanted: Callable[[str], bool] | None
) -> Stacked:
    terms = every if wanted is None else filter(wanted, every)
    return [(term, *every[term]) for term in terms]


def tokens(text: str, segmenter: Segmenter, *, stemmed: bool = True) -> list[Token]:
    """Every token of one raw text, with slices of the raw text, by position.

    Without `stemmed` there are no stems, only surface forms.
    """
    return Analyzer(segmenter, text_terms if stemmed else surface_terms).tokens(text)


def is_cut(text: str, segmenter: Segmenter) -> bool:
    """Whether a raw text goes on behind the last position that is indexed."""
    return Analyzer(segmenter, surface_terms).positions(text) > MOST_WORDS


def length(found: list[Token]) -> int:
    """The number of words, which is what BM25F normalises by."""
    return len({token.position for token in found})
