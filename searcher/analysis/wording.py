"""Words between spaces → their terms, those of many words at a time.

The same terms, at the same positions, as `tokens` makes of them one by one: what is
written plainly, or so with hyphens, takes a short way, and stems are made together.
Nothing here keeps offsets.
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain, repeat

from searcher.analysis.english import is_stemmed, stems
from searcher.analysis.pieces import (
    LONGEST_WORD,
    Word,
    dissect,
    is_plain,
    joined,
)
from searcher.analysis.tokens import compound_tokens, initial, joined_surface
from searcher.typed import NamedTuple

MOST_WORDS = 1 << 18
"""So many words are remembered, then all are forgotten."""

_NUMBER = re.compile(r"[0-9]{1,30}+(?:\.[0-9]{1,30})?")


class Chunk(NamedTuple):
    """Letters, digits and joiners; `gap` tells that a sentence ends before them."""

    text: str
    gap: bool = False


class Analysed(NamedTuple):
    """The terms of a word, each so far from its first position, and what it takes."""

    terms: Sequence[str]
    offsets: Sequence[int]
    advance: int
    words: int


Core = str | Sequence[Chunk]
"""What stands between spaces, without the marks about it: one chunk, or several."""
_placed = partial(tuple.__new__, Analysed)
"""Makes what is analysed of a tuple, without a call of Python."""


class _Group(NamedTuple):
    """A compound: of each of its words the forms in which it is found."""

    words: Sequence[Sequence[str]]
    gap: bool = False


_Shape = str | tuple[str, ...] | list[_Group]
"""A plain word in lower case or a number; several with hyphens; or what else a word
holds.
"""


class TextWords:
    """The terms of words in texts; what was learnt of some is kept for others."""

    def __init__(self) -> None:
        self._parts: dict[str, _Shape] = {}
        self._made: dict[str, Analysed] = {}  # what has a single form

    def __call__(self, words: Iterable[Core]) -> list[Analysed]:
        """Of each word, given by what it is made of."""
        if len(self._made) + len(self._parts) > MOST_WORDS:
            self._parts, self._made = {}, {}
        shapes = list(map(self._shape, words))
        self._learn(_forms(shapes))
        made = self._made
        return [
            made[shape] if isinstance(shape, str) else self._analysed(shape)
            for shape in shapes
        ]

    def _shape(self, core: Core) -> _Shape:
        if isinstance(core, str):
            return self._chunk(core)
        groups: list[_Group] = []
        for text, gap in core:
            first, *others = _groups(self._chunk(text))
            groups += (first._replace(gap=gap), *others)
        return groups

    def _chunk(self, text: str) -> _Shape:
        plain = _plain(text.removesuffix("'s"))
        if plain is not None:
            return plain
        parts = [self._part(part) for part in text.split("-")]
        if len(parts) == 1:
            return parts[0]
        simple = [part for part in parts if isinstance(part, str)]
        if len(parts) == len(simple):
            return tuple(simple)
        groups: list[_Group] = []
        for part in parts:
            first, *others = _groups(part)
            if groups:  # what a hyphen joins is one compound
                above = groups.pop()
                first = _Group((*above.words, *first.words), above.gap)
            groups += (first, *others)
        return groups

    def _part(self, part: str) -> _Shape:
        """Of what has no hyphen."""
        shape = self._parts.get(part)
        if shape is None:
            shape = _plain(part)
            if shape is None:
                shape = [
                    _Group(tuple(map(_word_forms, compound.words)), compound.gap)
                    for compound in dissect(part)
                ]
            self._parts[part] = shape
        return shape

    def _learn(self, forms: Iterable[str]) -> None:
        """The terms of every form: its stem and, where that is another, itself."""
        fresh = [form for form in dict.fromkeys(forms) if form not in self._made]
        stemmed = [form for form in fresh if is_stemmed(form)]
        if len(stemmed) < len(fresh):
            self._made.update((form, Analysed((form,), (0,), 1, 1)) for form in fresh)
        terms = zip(stems(stemmed), map("=".__add__, stemmed), strict=True)
        made = map(_placed, zip(terms, repeat((0, 0)), repeat(1), repeat(1)))
        self._made.update(zip(stemmed, made, strict=True))

    def _analysed(self, shape: tuple[str, ...] | list[_Group]) -> Analysed:
        if isinstance(shape, tuple):
            shape = [_Group([(word,) for word in shape])]
        found: list[str] = []
        offsets: list[int] = []
        position = total = 0
        for words, gap in shape:
            position += gap
            texts = [forms[0] for forms in words]
            for at, forms in enumerate(words):
                here: dict[str, None] = {}  # a term stands once at a position
                for count, one in joined(texts, at):
                    here[self._made[one].terms[0]] = None
                    here[joined_surface(one, count)] = None
                for form in forms:
                    here |= dict.fromkeys(self._made[form].terms)
                found += here
                offsets += [position] * len(here)
                position += 1
            total += len(words)
        return Analysed(found, offsets, position, total)


def _plain(text: str) -> str | None:
    if text.islower() and text[-1] != "s" and is_stemmed(text):  # as mostly
        return text if len(text) <= LONGEST_WORD else None
    if is_plain(text):
        return text.lower()
    return text if _NUMBER.fullmatch(text) else None


def _groups(shape: _Shape) -> Sequence[_Group]:
    """Any shape as the compounds that it stands for."""
    if isinstance(shape, str):
        return [_Group(((shape,),))]
    if isinstance(shape, tuple):
        return [_Group([(word,) for word in shape])]
    return shape


def _word_forms(word: Word) -> tuple[str, ...]:
    return word.text, *(inner.text for inner in word.inside)


def _forms(shapes: Iterable[_Shape]) -> list[str]:
    """All that terms are made of."""
    found: list[str] = []
    for shape in shapes:
        if isinstance(shape, str):
            found.append(shape)
            continue
        for words, _ in _groups(shape):
            found += chain.from_iterable(words)
            texts = [forms[0] for forms in words]
            for at in range(len(texts) - 1):
                found += (one for _, one in joined(texts, at))
    return found


def name_words(words: Iterable[Core]) -> list[Analysed]:
    """The terms of words in an author's name: no stems, but initials."""
    return list(map(_name_word, words))


def _name_word(core: Core) -> Analysed:
    if isinstance(core, str):
        return _in_name(core)
    terms: list[str] = []
    offsets: list[int] = []
    position = words = 0
    for text, gap in core:
        position += gap
        made = _in_name(text)
        terms += made.terms
        offsets += (position + offset for offset in made.offsets)
        position += made.advance
        words += made.words
    return Analysed(terms, offsets, position, words)


def _in_name(chunk: str) -> Analysed:
    if is_plain(chunk):
        word = chunk.lower()
        return Analysed((f"={word}", initial(word)), (0, 0), 1, 1)
    parts = chunk.split("-")
    if len(parts) > 1 and all(map(is_plain, parts)):
        return _double_name([part.lower() for part in parts])
    return _by_the_book(chunk)


def _double_name(parts: Sequence[str]) -> Analysed:
    terms: list[str] = []
    offsets: list[int] = []
    for at, part in enumerate(parts):
        here = [joined_surface(one, count) for count, one in joined(parts, at)]
        here += (f"={part}", initial(part))
        terms += here
        offsets += [at] * len(here)
    return Analysed(terms, offsets, len(parts), len(parts))


def _by_the_book(chunk: str) -> Analysed:
    terms: list[str] = []
    offsets: list[int] = []
    initials: dict[tuple[str, int, int, int], None] = {}
    position = words = 0
    for compound in dissect(chunk):
        position += compound.gap
        for token in compound_tokens(compound, position, stemmed=False):
            term, at, start, end = token
            terms.append(term)
            offsets.append(at)
            if term[0] == "=" and term[1] != "=":
                initials[initial(term.lstrip("=")), at, start, end] = None
        position += len(compound.words)
        words += len(compound.words)
    terms += (term for term, _, _, _ in initials)
    offsets += (at for _, at, _, _ in initials)
    return Analysed(terms, offsets, position, words)
