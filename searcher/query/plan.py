"""What an engine evaluates: the query in terms of the index.

A closed union of frozen nodes. Leaves name terms in fields; nothing here knows how a
term was typed, or how an engine stores it.

Scores: a node's score for a paper is the sum of its children's, left to right, over the
children that match. `Not`, and leaves of weight 0, add nothing.
"""

from searcher.frozen import KW_ONLY, Value
from searcher.schema import FACET, LANGUAGES, NAMES, halves, of_kind
from searcher.typed import NamedTuple

TITLES = ("title.en", "title.zh")
TEXTS = tuple(name for language in LANGUAGES for name in halves(language))
AUTHORS = tuple(name for field in of_kind(NAMES) for name in field.indexed())
SCORED = TEXTS + AUTHORS
FIELDS = SCORED + tuple(n for field in of_kind(FACET) for n in field.indexed())
"""Every field of the index. Facets select papers and never score them."""


class Term(NamedTuple):
    """One term of the index, looked for in these fields."""

    text: str
    fields: tuple[str, ...]


class Choice(NamedTuple):
    """One alternative of a synonym group, and how probable it is that it is meant."""

    term: Term
    probability: float = 1.0


class Synonyms(Value):
    """Alternatives that score as one term; a single term is a group of one.

    tf is the sum over the alternatives, weighted by their probabilities; a paper counts
    once for df, by the most probable alternative that it holds.
    `weight` multiplies the score: how often the word was typed, times its boost.
    """

    choices: tuple[Choice, ...]
    _: KW_ONLY
    weight: float = 1.0


class Prefix(Value):
    """Every term that begins so, as one synonym group."""

    text: str
    fields: tuple[str, ...]
    _: KW_ONLY
    weight: float = 1.0


class Fuzzy(Value):
    """Every term within so many edits, as one synonym group."""

    text: str
    edits: int
    fields: tuple[str, ...]
    _: KW_ONLY
    weight: float = 1.0


class Range(Value):
    """Papers with a term of a facet between two bounds, both included; None is open."""

    field: str
    low: str | None
    high: str | None


class Glob(Value):
    """Papers with a term of a facet of this pattern: `*` is any text, `?` a letter."""

    field: str
    pattern: str


class Step(NamedTuple):
    """An edge of a phrase: from one of its nodes to a later one by a term.

    `advance` is how many positions of the text the term covers; `gap`, how many empty
    ones lie before it, where the phrase itself ends a sentence.
    """

    start: int
    end: int
    term: str
    advance: int = 1
    gap: int = 0


class Phrase(Value):
    """Terms that follow each other in one field.

    The nodes are 0 … `size`; each path of steps from 0 to `size` is one way to read
    the phrase. The first step from a node to the next is its plain reading: the idf of
    these, added up, is that of the phrase. With `slop`, so many positions may lie
    between its terms, all together.
    """

    steps: tuple[Step, ...]
    size: int
    fields: tuple[str, ...]
    _: KW_ONLY
    slop: int = 0
    weight: float = 1.0


MOST_PARTS = 8
"""The parts of a longer name need not each be in words of their own."""


class NamePart(NamedTuple):
    """A part of a name: the terms that are it in full, each with the number of words
    that it stretches over, and those that shorten it.

    A `last` part may be a surname: shortened, it stands in front of one in full, since
    what stands behind, as in Marco A. Casanova, is a given name.
    """

    whole: tuple[tuple[str, int], ...]
    short: tuple[str, ...] = ()
    last: bool = False


class Together(Value):
    """Papers with an author whose name is read in one of these ways: in any order has
    all parts, each in words of its own, and at least one of them in full.
    """

    readings: tuple[tuple[NamePart, ...], ...]


class Substring(Value):
    """Papers whose stored text holds this, compared after normalisation."""

    text: str
    fields: tuple[str, ...]


class All(Value):
    """Papers that match every part; of no parts, every paper."""

    parts: tuple["Plan", ...]


class Any(Value):
    """Papers that match some part; of no parts, none."""

    parts: tuple["Plan", ...]


class Not(Value):
    """Papers that do not match."""

    part: "Plan"


class Prefer(Value):
    """Papers that match `part`; a bonus that matches too adds a share of its score.

    The share is a constant of the ranking.
    """

    part: "Plan"
    bonuses: tuple["Plan", ...]


Leaf = Synonyms | Prefix | Fuzzy | Range | Glob | Phrase | Together | Substring
Plan = Leaf | All | Any | Not | Prefer


EVERYTHING = All(())
NOTHING = Any(())
