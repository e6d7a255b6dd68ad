"""In what sets of papers and their scores are kept, as an evaluation needs them.

Knows leaves whose terms are known, neither plans nor postings.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from searcher.query.plan import Phrase, Synonyms
from searcher.typed import Protocol, TypeVar

S = TypeVar("S")
V = TypeVar("V")

Scoring = Synonyms | Phrase
"""A leaf that has a score, once its terms are known."""


class Algebra(Protocol[S, V]):
    """Sets of papers, and scores of the papers of a set, as an evaluation needs them.

    Two algebras give the same papers with the same scores, to the bit: sums are made in
    the order in which the parts of a plan stand.
    """

    @property
    def at_once(self) -> bool:
        """Whether to add many scores costs less than to tell which are not needed."""

    def having(self, leaf: Scoring) -> S:
        """The papers that match."""

    def among(self, leaf: Scoring, papers: S) -> S:
        """Those of some papers that match."""

    def rarity(self, leaf: Scoring) -> float: ...

    def size(self, leaf: Scoring) -> int:
        """How many papers match at most, for choosing where to begin."""

    def scores(self, leaf: Scoring, papers: S) -> V:
        """0 for those of the papers that do not match."""

    def likely(self, leaf: Scoring, papers: S, most: int) -> S:
        """Of papers that all match, some among which are the best so many by this leaf
        alone, and all that score as much as the last of these.
        """

    def of(self, papers: Iterable[int]) -> S: ...

    def everything(self) -> S: ...

    def papers(self, found: S) -> Iterable[int]: ...

    def count(self, found: S) -> int: ...

    def count_any(self, leaves: Sequence[Scoring]) -> int:
        """How many papers match some of the leaves."""

    def union(self, sets: Sequence[S]) -> S: ...

    def both(self, one: S, other: S) -> S: ...

    def without(self, one: S, other: S) -> S: ...

    def nothing(self, papers: S) -> V:
        """Each scores 0."""

    def highest(self, leaf: Scoring) -> float:
        """What no paper's score exceeds."""

    def total(self, leaves: Sequence[Scoring], papers: S) -> V:
        """The scores of several leaves added, left to right."""

    def plus(self, one: V, other: V, share: float = 1.0) -> V:
        """Scores of the same papers added, of the others a share."""

    def spread(self, scores: V, papers: S, wider: S) -> V:
        """Scores of some papers as those of more; these score 0."""

    def heights(self, papers: S, parts: Iterable[tuple[Sequence[Scoring], float]]) -> V:
        """What each paper has at most: so much of each part whose leaves all match."""

    def least(self, scores: Sequence[tuple[V, float]]) -> V:
        """Of several scores of a paper, each multiplied, the least."""

    def reached(self, scores: V, most: int) -> float:
        """What the best so many all score at least."""

    def left(self, papers: S, scores: V, least: float) -> tuple[S, Callable[[V], V]]:
        """The papers whose scores are no less, and what leaves the others' out."""

    def listed(self, papers: S, scores: V) -> Mapping[int, float]: ...
