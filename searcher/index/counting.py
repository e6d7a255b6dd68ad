"""What a leaf of a plan counts: how often it stands in which field of which paper.

Knows postings and how rare a term is, not what scores are made of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

from searcher.frozen import replace
from searcher.index.expansion import Vocabulary
from searcher.query.phrases import occurrences
from searcher.query.plan import Choice, Phrase, Synonyms, Term
from searcher.ranking import K1, idf
from searcher.typed import NamedTuple, Protocol

Positions = Mapping[int, Sequence[int]]


class Postings(Vocabulary, Protocol):
    """What a generation knows of its papers, which are numbered from 0."""

    @property
    def size(self) -> int:
        """How many papers there are."""

    @property
    def averages(self) -> Mapping[str, float]:
        """By scored field, the mean length over the papers that have it, in words."""

    def everything(self) -> Iterable[int]: ...

    def counts(self, field: str, term: str) -> Mapping[int, int]:
        """By paper, how often the term stands in the field."""

    def positions(self, field: str, term: str) -> Positions:
        """By paper, where the term stands in the field, ascending."""

    def having(self, field: str, term: str, papers: AbstractSet[int]) -> set[int]:
        """Those of some papers that have the term in the field."""

    def placed(self, field: str, term: str, papers: AbstractSet[int]) -> Iterable[int]:
        """Where the term stands in the field of these: `paper << PLACE | position`."""

    def length(self, paper: int, field: str) -> int: ...

    def lengths(self, field: str, papers: Iterable[int]) -> Sequence[int]: ...

    def holding(self, text: str) -> Iterable[int]:
        """Papers among which are all whose texts hold this comparable text."""

    def newest(self, papers: Iterable[int], most: int) -> Iterable[int]:
        """So many of them that are dated last; of one day those with the first ids."""

    def texts(
        self, papers: Iterable[int], fields: Sequence[str]
    ) -> Iterable[tuple[int, Sequence[str]]]:
        """Of each of these papers the stored raw texts of these fields."""


class Counted(NamedTuple):
    """Frequencies by field and paper; what they are worth: a weight, and a rarity.

    The rarity of a synonym group is the idf of how many papers hold any of it; that of
    a phrase the sum of its words' idf.
    """

    frequencies: Mapping[str, Mapping[int, float]]
    weight: float
    rarity: float


def counted(leaf: Synonyms | Phrase, postings: Postings) -> Counted:
    if isinstance(leaf, Phrase):
        return _phrase(leaf, postings)
    frequencies: dict[str, dict[int, float]] = {}
    for term, probability in leaf.choices:
        for field in term.fields:
            counts = frequencies.setdefault(field, {})
            for paper, count in postings.counts(field, term.text).items():
                counts[paper] = counts.get(paper, 0.0) + probability * count
    rare = rarity(leaf, postings.size, lambda group: _holders(group, postings))
    return Counted(frequencies, leaf.weight, rare)


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
    """As `Counted.rarity`, of so many papers; sums go in the order of the leaf.

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


def _phrase(phrase: Phrase, postings: Postings) -> Counted:
    frequencies: dict[str, dict[int, float]] = {}
    for field in phrase.fields:
        found = occurrences(phrase, partial(postings.positions, field))
        frequencies[field] = {paper: float(len(s)) for paper, s in found.items()}
    rare = rarity(phrase, postings.size, lambda group: _holders(group, postings))
    return Counted(frequencies, phrase.weight, rare)


def _holders(group: Synonyms, postings: Postings) -> int:
    found = set[int]()
    for term, _ in group.choices:
        for field in term.fields:
            found.update(postings.counts(field, term.text))
    return len(found)
