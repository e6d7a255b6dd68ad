"""What a leaf of a plan counts: how often it stands in which field of which paper.

Knows postings and how rare a term is, not what scores are made of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

from searcher.index.expansion import Vocabulary
from searcher.query.phrases import occurrences
from searcher.query.plan import Phrase, Synonyms, Term
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

    def texts(
        self, papers: Iterable[int], fields: Sequence[str]
    ) -> Iterable[tuple[int, Sequence[str]]]:
        """Of each of these papers the stored raw texts of these fields."""


class Counted(NamedTuple):
    """Frequencies by field and paper; what they are worth: a weight, and a rarity.

    The rarity of a synonym group is the idf of its summed df; that of a phrase the sum
    of its words' idf.
    """

    frequencies: Mapping[str, Mapping[int, float]]
    weight: float
    rarity: float


def counted(leaf: Synonyms | Phrase, postings: Postings) -> Counted:
    if isinstance(leaf, Phrase):
        return _phrase(leaf, postings)
    df = 0.0
    frequencies: dict[str, dict[int, float]] = {}
    for term, probability in leaf.choices:
        holders = set[int]()
        for field in term.fields:
            counts = frequencies.setdefault(field, {})
            here = postings.counts(field, term.text)
            for paper, count in here.items():
                counts[paper] = counts.get(paper, 0.0) + probability * count
            holders.update(here)
        df += probability * len(holders)
    return Counted(frequencies, leaf.weight, idf(postings.size, df))


def named(phrase: Phrase) -> list[Term]:
    """The terms of the plain reading of a phrase."""
    plain: dict[int, str] = {}
    for step in phrase.steps:
        if step.end == step.start + 1:
            plain.setdefault(step.start, step.term)
    return [Term(plain[node], phrase.fields) for node in sorted(plain)]


def rarity(leaf: Synonyms | Phrase, papers: int, df: Callable[[Term], int]) -> float:
    """As `Counted.rarity`, of so many papers; sums go in the order of the leaf."""
    if isinstance(leaf, Phrase):
        rare = 0.0
        for term in named(leaf):
            rare += idf(papers, df(term))
        return rare
    held = 0.0
    for term, probability in leaf.choices:
        held += probability * df(term)
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
    rare = rarity(phrase, postings.size, lambda term: _df(term, postings))
    return Counted(frequencies, phrase.weight, rare)


def _df(term: Term, postings: Postings) -> int:
    found = set[int]()
    for field in term.fields:
        found.update(postings.counts(field, term.text))
    return len(found)
