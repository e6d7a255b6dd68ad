"""The seam between the program and an engine that stores and finds papers.

Analysis, planning, constants, snippets and the merging of records stay outside; what an
engine owns is postings, statistics, stored papers and the atomic publishing of a build.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from searcher.analysis.han import Segmenter
from searcher.generation import Generation
from searcher.index.expansion import Meant
from searcher.model import (
    DigestState,
    Explanation,
    Order,
    Paper,
    Problem,
    Record,
    Sighting,
)
from searcher.query.lexicon import Lexicon
from searcher.query.plan import Leaf, Plan
from searcher.typed import NamedTuple, Protocol, Self


class Scored(NamedTuple):
    """A found paper and its score, rounded to the 6 decimals that ranking compares."""

    id: str
    score: float


class Page(NamedTuple):
    """One page of an answer, the exact number of all papers found, and what was cut.

    `rarities` tell how rare the leaves of the plan are in the library; `expanded`,
    which words its prefixes and fuzzy words stood for.
    """

    total: int
    hits: Sequence[Scored]
    notes: tuple[str, ...] = ()
    rarities: Mapping[Leaf, float] = {}
    expanded: tuple[Meant, ...] = ()


class Telling(NamedTuple):
    """A term of a paper, how it is written there, and what it is worth."""

    term: str
    shown: str
    worth: float


class Held(NamedTuple):
    """How many papers a segment holds, and how many of them are gone since."""

    papers: int
    gone: int


class Reader(Lexicon, Protocol):
    """A view of one generation, which stays as it is however often others publish."""

    @property
    def generation(self) -> Generation: ...

    @property
    def segmenter(self) -> Segmenter:
        """What cuts Chinese as this generation did."""

    def search(
        self, plan: Plan, *, limit: int | None, offset: int, order: Order
    ) -> Page:
        """The papers that match, best first; equal scores by date, then id."""

    def named(self, term: str) -> bool:
        """Whether a term stands in the name of an author."""

    def held(self, id: str) -> bool:  # noqa: A002
        """Whether a paper has this id, in any case."""

    def explain(self, plan: Plan, id: str) -> Explanation | None:  # noqa: A002
        """The score of a paper, not yet rounded; None when the plan does not match."""

    def telling(self, id: str, most: int) -> list[Telling] | None:  # noqa: A002
        """The terms that tell a paper from the others, the best first.

        None if the library does not hold the paper.
        """

    def papers(self, ids: Iterable[str]) -> list[Paper]:
        """The stored papers of these ids, in their order; unknown ids are left out.

        Each may be decoded when somebody looks at it, even if this is closed by then.
        """

    def sightings(self, id: str) -> tuple[Sighting, ...]:  # noqa: A002
        """What a paper was merged from; of an unknown id, nothing."""

    def keyed(self, key: str) -> list[str]:
        """The ids of the papers of whose record this is a key."""

    def seen_in(self, digests: Collection[str]) -> list[str]:
        """The ids of the papers that stood in any digest of these paths."""

    @property
    def segments(self) -> Sequence[Held]:
        """What this generation is made of."""

    def damage(self) -> Sequence[str]:
        """Read all that this generation is made of: a sentence for each part of it that
        is not what was written. Nothing in it is believed, or unpickled.
        """

    def audit(self) -> Sequence[str]:
        """As `damage`, and what is wrong with what is there for other programs."""

    def close(self) -> None: ...


class Build(Protocol):
    """A generation in the making, as a context; unpublished, it leaves no trace."""

    def add(self, records: Iterable[Record]) -> None:
        """Take in papers whose ids the build does not hold yet."""

    def remove(self, ids: Iterable[str]) -> None:
        """Leave out papers of the generation that is built upon."""

    def publish(
        self, *, digests: Iterable[DigestState], problems: Iterable[Problem]
    ) -> Generation:
        """Make this the generation that every later `open` sees, in one step."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *why: object) -> None: ...


class Backend(Protocol):
    """An engine over one index."""

    def open(self) -> Reader:
        """Read the published generation.

        Raises IndexMissing, IndexOutdated or IndexDamaged.
        """

    def recall(self) -> Reader:
        """Read what every analysis leaves as it is of the published generation: its
        papers, and what they were merged from. Raises as `open` does.
        """

    def tidy(self) -> None:
        """Remove what killed builds left behind, unless one is under way; no more than
        a look where there is nothing. Raises nothing.
        """

    def begin(self, base: Generation | None, *, expected: int = 0) -> Build:
        """Start a build upon a generation, or from nothing; digests of about so many
        bytes will be read for it.

        Raises IndexBusy when another build is under way.
        """
