"""How rare a leaf of a plan is: what is known of the terms of a generation.

Knows how many papers hold a term, not which.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from searcher.frozen import replace
from searcher.index.expansion import Vocabulary
from searcher.query.plan import Choice, Phrase, Synonyms, Term
from searcher.ranking import K1, idf
from searcher.typed import Protocol

Scoring = Synonyms | Phrase
"""A leaf that has a score, once its terms are known."""


class Postings(Vocabulary, Protocol):
    """What a generation knows of its papers, which are numbered from 0."""

    @property
    def size(self) -> int:
        """How many papers there are."""

    @property
    def averages(self) -> Mapping[str, float]:
        """By scored field, the mean length over the papers that have it, in words."""

    def holders(self, term: str, fields: tuple[str, ...]) -> int:
        """How many papers hold a term in any of some fields."""

    def length(self, paper: int, field: str) -> int: ...

    def holding(self, text: str) -> Iterable[int]:
        """Papers among which are all whose texts hold this comparable text."""

    def texts(
        self, papers: Iterable[int], fields: Sequence[str]
    ) -> Iterable[tuple[int, Sequence[str]]]:
        """Of each of these papers the stored raw texts of these fields."""


def named(phrase: Phrase) -> list[Term]:
    """The terms of the plain reading of a phrase."""
    plain: dict[int, str] = {}
    for step in phrase.steps:
        if step.end == step.start + 1:
            plain.setdefault(step.start, step.term)
    return [Term(plain[node], phrase.fields) for node in sorted(plain)]


def rarity(
    leaf: Synonyms | Phrase, papers: int, holders: Callable[[Synonyms], int]
) -> float:
    """That of a group is the idf of how many of so many papers hold any of it; that of
    a phrase the sum of its words' idf, in their order.

    `holders` tells how many of them hold any term of a group in one of its fields.
    """
    if isinstance(leaf, Phrase):
        rare = 0.0
        for term in named(leaf):
            rare += idf(papers, holders(Synonyms((Choice(term),))))
        return rare
    likely = {probability for _, probability in leaf.choices}
    if likely <= {1.0}:
        return idf(papers, holders(leaf))
    # a paper counts by the most probable of what it holds
    held, before = 0.0, 0
    for least in sorted(likely, reverse=True):
        some = tuple(choice for choice in leaf.choices if choice.probability >= least)
        count = holders(replace(leaf, choices=some))
        held += least * (count - before)
        before = count
    return idf(papers, held)


def most_of(leaf: Synonyms | Phrase, rare: float) -> float:
    """No paper scores more: saturated, no frequency counts more than k1 + 1."""
    return (K1 + 1) * leaf.weight * rare


def size(leaf: Synonyms | Phrase, df: Callable[[Term], int]) -> int:
    """How many papers a leaf matches at most."""
    if isinstance(leaf, Phrase):
        return min(map(df, named(leaf)), default=0)
    return sum(df(term) for term, _ in leaf.choices)
