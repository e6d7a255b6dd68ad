"""Prefixes, fuzzy words and ranges → the terms of the vocabulary that they mean.

Bounded: of too many terms the most frequent are taken, and a note says so.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest, nsmallest
from itertools import accumulate, combinations, pairwise

from searcher._core.edits import distance
from searcher.analysis.english import is_stemmed
from searcher.query.plan import (
    All,
    Any,
    Choice,
    Fuzzy,
    Glob,
    Not,
    Plan,
    Prefer,
    Prefix,
    Range,
    Synonyms,
    Term,
)
from searcher.typed import NamedTuple, Protocol

MOST_TERMS = 1000
"""So many terms a prefix or a fuzzy word stands for,"""
MOST_EXPANDED = 2000
"""and all of those in one query;"""
MOST_HELD = 4_000_000
"""where these are held so many times, those of a beginning may be more than one."""
MOST_SHOWN = 10
"""So many of them are shown to a person."""

_LAST = chr(0x10FFFF)

Open = Prefix | Fuzzy | Range | Glob
"""A leaf that says what its terms are like, not which they are."""

Like = re.Pattern[bytes]
"""What a term holds, in UTF-8; matched beside the terms that stand next to it."""


class Vocabulary(Protocol):
    """The terms of a generation."""

    def terms(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        """The terms of a field from `start` on, sorted, each with its df there."""

    def between(
        self, start: str, stop: str, like: Sequence[Like] = ()
    ) -> Iterable[str]:
        """The terms of any field from `start` up to `stop`, sorted.

        Where something is asked for, those that hold nothing like it may be left out.
        """

    def held_between(
        self, start: str, stop: str, fields: Collection[str]
    ) -> Mapping[str, int]:
        """As `between`, with the df of each in some fields, added up, if it has any."""

    def near_terms(self, word: str, edits: int) -> Iterable[str]:
        """As `near`, which may be known from a reading of the same query before."""

    def df(self, field: str, term: str) -> int: ...

    def dfs(self, fields: Collection[str], term: str) -> int:
        """The df of each of some fields, added up."""


class Meant(NamedTuple):
    """A prefix or a fuzzy word as it is typed, the most frequent of the words that it
    stands for, and how many there are.
    """

    term: str
    to: tuple[str, ...]
    words: int


class Expansion(NamedTuple):
    """The group of terms that each open leaf stands for, and what was left out."""

    groups: Mapping[Open, Synonyms]
    notes: tuple[str, ...] = ()
    meant: tuple[Meant, ...] = ()


def expand(plan: Plan, vocabulary: Vocabulary) -> Expansion:
    """The groups of all open leaves of a plan; the smaller ones are spared cuts."""
    groups: dict[Open, Synonyms] = {}
    found: dict[Prefix | Fuzzy, dict[str, int]] = {}
    for leaf in _open(plan):
        if isinstance(leaf, Range | Glob):
            named = _facets(leaf, vocabulary)
            choices = tuple(Choice(Term(term, (leaf.field,))) for term in named)
            groups[leaf] = Synonyms(choices, weight=0.0)
        elif leaf not in found:
            found[leaf] = _found(leaf, vocabulary)
    notes: dict[Prefix | Fuzzy, str] = {}
    room, held = MOST_EXPANDED, MOST_HELD
    smallest_first = sorted(found, key=lambda leaf: len(found[leaf]))
    for index, leaf in enumerate(smallest_first):
        dfs, left = found[leaf], len(found) - index
        terms = _most_frequent(dfs, min(MOST_TERMS, room // left), held // left)
        if len(terms) < len(dfs):
            which = f"the {len(terms)} most frequent"
            notes[leaf] = f"of {len(dfs)} words like {leaf.text} {which}"
        room -= len(terms)
        held -= sum(map(dfs.__getitem__, terms))
        choices = tuple(Choice(Term(term, leaf.fields)) for term in terms)
        groups[leaf] = Synonyms(choices, weight=leaf.weight)
    said = tuple(notes[leaf] for leaf in found if leaf in notes)
    return Expansion(groups, said, tuple(_meant(leaf, found[leaf]) for leaf in found))


def _most_frequent(dfs: Mapping[str, int], most: int, held: int) -> list[str]:
    """So many terms at most, sorted, and of several as many as are held so often."""
    terms = sorted(dfs)
    if len(terms) <= most and sum(dfs.values()) <= held:
        return terms
    first = nlargest(most, terms, key=lambda term: (dfs[term], term))
    sums = accumulate(map(dfs.__getitem__, first))
    return sorted(first[: max(1, sum(sofar <= held for sofar in sums))])


def _meant(leaf: Prefix | Fuzzy, dfs: Mapping[str, int]) -> Meant:
    first = nsmallest(MOST_SHOWN, dfs, key=lambda term: (-dfs[term], term))
    if isinstance(leaf, Prefix):
        marks = "*"
    else:
        marks = f"~{leaf.edits}" if leaf.edits > 1 else "~"
    shown = tuple(term.removeprefix("=") for term in first)
    return Meant(f"{leaf.text}{marks}", shown, len(dfs))


def _open(plan: Plan) -> Iterator[Open]:
    match plan:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _open(part)
        case Prefer(part) | Not(part):
            yield from _open(part)
        case Prefix() | Fuzzy() | Range() | Glob():
            yield plan


def _found(leaf: Prefix | Fuzzy, vocabulary: Vocabulary) -> dict[str, int]:
    """The terms a leaf stands for, and in how many papers each is, by field."""
    if isinstance(leaf, Prefix):
        return _beginning(leaf.text, leaf.fields, vocabulary)
    matching = vocabulary.near_terms(leaf.text, leaf.edits)
    dfs = ((term, vocabulary.dfs(leaf.fields, term)) for term in matching)
    return {term: df for term, df in dfs if df}


def _facets(leaf: Range | Glob, vocabulary: Vocabulary) -> Iterator[str]:
    if isinstance(leaf, Range):
        return _between(leaf, vocabulary)
    return _matching(leaf, vocabulary)


def _matching(leaf: Glob, vocabulary: Vocabulary) -> Iterator[str]:
    """The terms of a pattern, in time that does not depend on its stars: what follows
    one is looked for once, where it can stand first, and only the last at the end.
    """
    first, *others = map(_spelled, leaf.pattern.split("*"))
    if others:
        *others, last = others
        pattern = "".join([first, *(f"(?>.*?{one})" for one in others), f".*{last}"])
    else:
        pattern = first
    matches = re.compile(pattern, re.DOTALL).fullmatch
    start = re.split(r"[*?]", leaf.pattern, maxsplit=1)[0]
    for term, _ in vocabulary.terms(leaf.field, start):
        if not term.startswith(start):
            return
        if matches(term):
            yield term


def _spelled(part: str) -> str:
    """The expression of what a pattern has between stars."""
    return ".".join(map(re.escape, part.split("?")))


def _between(leaf: Range, vocabulary: Vocabulary) -> Iterator[str]:
    for term, _ in vocabulary.terms(leaf.field, leaf.low or ""):
        if leaf.high is not None and term > leaf.high:
            return
        yield term


def _beginning(
    text: str, fields: Collection[str], vocabulary: Vocabulary
) -> dict[str, int]:
    """Surface forms, marked or not; a stem may begin so when its words do not."""
    marked = vocabulary.held_between(f"={text}", f"={text}{_LAST}", fields)
    others = vocabulary.held_between(text, f"{text}{_LAST}", fields)
    return {**marked, **{t: df for t, df in others.items() if not is_stemmed(t)}}


def near(word: str, edits: int, vocabulary: Vocabulary) -> Iterator[str]:
    """The terms of words as they are written within so many edits.

    Words of plain letters are near to such words only.
    """
    size, letters = len(word), frozenset(word)
    plain = is_stemmed(word)
    bounds = ("=A", "={") if plain else ("", _LAST)
    for term in vocabulary.between(*bounds, like=left_alike(word, edits, plain=plain)):
        marked = term[0] == "="
        if (
            abs(len(term) - marked - size) <= edits
            # an edit brings one letter, and takes one away
            and len(letters.symmetric_difference(term)) <= 2 * edits + marked
            and (marked or not is_stemmed(term))
            and term[marked] != "="
            and distance(term[marked:], word, edits) <= edits
        ):
            yield term


def left_alike(word: str, edits: int, *, plain: bool) -> tuple[Like, ...]:
    """What terms so near to a word are like, one or another; none if that is unknown.

    Of a piece more than there are edits one is left as it is, unless letters are
    swapped where two pieces meet. Plain words are found among such only, each behind
    its mark: their first piece begins them, their last one ends them.
    """
    size, count = len(word), edits + 1
    if size < 2 * count:
        return ()
    begin, end = ("=", r"(?==|\Z)") if plain else ("", "")
    cuts = [size * at // count for at in range(count + 1)]
    found: dict[str, None] = {}
    for swaps in range(count):
        for swapped in combinations(cuts[1:-1], swaps):
            letters = list(word)
            for at in swapped:
                letters[at - 1], letters[at] = letters[at], letters[at - 1]
            # what is swapped is one piece with its letters in their new places
            edges = [cut for cut in cuts if cut not in swapped]
            for first, last in pairwise(edges):
                piece = re.escape("".join(letters[first:last]))
                head, tail = begin * (first == 0), end * (last == size)
                found[f"{head}{piece}{tail}"] = None
    return tuple(re.compile(one.encode("utf-8", "surrogatepass")) for one in found)
