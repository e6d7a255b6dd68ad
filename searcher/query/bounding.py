"""How much of a plan is evaluated: what costs much is little in one query.

Knows what kinds of leaves make an engine read a vocabulary, every text, or postings in
great number, not how.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date as Date
from itertools import accumulate

from searcher.frozen import replace
from searcher.query.plan import (
    NOTHING,
    TEXTS,
    All,
    Any,
    Fuzzy,
    Glob,
    Leaf,
    Not,
    Phrase,
    Plan,
    Prefer,
    Prefix,
    Range,
    Substring,
    Synonyms,
    Together,
)

MOST_POSTINGS = 5_000_000
"""So many postings are read for one query, which takes half a second; a query of few
words reads what it needs.
"""
A_LEAF = 13_000
"""To look for a word at all costs as much as to read so many postings,"""
A_PLACE = 2
"""and to read where a word stands as much as so many times that it does."""
FEW = 8
"""So many words and phrases are looked for, however frequent they are."""
MOST_LOOSE = 160_000
"""Where other words may stand between those of phrases, so many texts are read for one
query, each as often as the phrase has words. Else none may.
"""
A_TEXT = 50
"""So many postings cost as much as such a text."""
MOST_IN_A_PHRASE = 100
"""So many words of a phrase are looked for; no other text has them in a row."""
AN_OPEN_SPAN = 10 * 366
"""Where a span has no end, it may have so many days."""
A_SPAN = 20
"""To look for one day costs as much as to read so many of a span."""
MOST_SLOP = 100
"""So many words at most can stand between those of a phrase."""
MOST_NEIGHBOURS = 128
"""So many pairs of words score higher where they stand together; where any word will
do, each pair is looked for in every paper. No title and few abstracts have more.
"""
MOST_READ = 6_000
"""So many papers have their stored texts read for one query; that takes half a second.
"""
CLOSE = "words of a phrase that are in too many texts were looked for side by side only"
A_BEGINNING = (10, 10, 2)
"""A beginning of no, one or two letters counts as so many, as it is of more words."""
MOST: dict[type[Leaf], int] = {
    Substring: 4,
    Fuzzy: 4,
    Glob: 8,
    Prefix: 100,
    Together: 32,
    Range: 40_000,
}
"""How many different ones of a kind, spans by their days; a substring has every stored
text read.
"""
_NAMES: dict[type[Leaf], str] = {
    Substring: "texts between stars",
    Fuzzy: "words with a ~",
    Glob: "patterns of digests",
    Prefix: "beginnings of words",
    Together: "names of authors",
    Range: "spans of days",
}

_TEXTS = frozenset(TEXTS)
Frequency = Callable[[str], int]
"""In how many texts a term stands, about."""


def bounded(
    plan: Plan, frequency: Frequency, *, share: int = 1
) -> tuple[Plan, tuple[str, ...]]:
    """The plan without the leaves that are too many, and sentences that say so.

    What is left out is as if it had not been typed. Every engine is asked the plan that
    is left, so all cut the same. The query has so many plans as it has a `share` in.
    """
    limits = _Limits(frequency, MOST_POSTINGS // share)
    kept = limits.kept(plan)
    if kept is not None:
        kept = limits.rarest(kept)
    return NOTHING if kept is None else kept, tuple(limits.notes)


def read_each(plan: Plan) -> int:
    """How many papers are read wherever a substring stands in a plan, newest first."""
    return MOST_READ // max(1, _substrings(plan))


def unread(read: int, papers: int) -> str:
    """The sentence that says of how many papers only some were read."""
    return f"only the newest {read:,} of {papers:,} papers were read for texts in words"


def paired(most: int) -> str:
    """The sentence that says how many pairs of words count."""
    if not most:
        return "words score no higher side by side, for they are too many"
    return f"only the first {most} pairs of words score higher side by side"


PAIRED = paired(MOST_NEIGHBOURS)


def _mapped(plan: Plan, kept: Callable[[Plan], Plan | None]) -> Plan | None:
    """The plan with what is kept of its parts, None if that is nothing; bonuses stay,
    and so does a leaf.
    """
    match plan:
        case All(parts) | Any(parts):
            left = tuple([k for part in parts if (k := kept(part)) is not None])
            if left == parts:
                return plan
            return type(plan)(left) if left else None
        case Not(part):
            unwanted = kept(part)
            return None if unwanted is None else Not(unwanted)
        case Prefer(part, bonuses):
            wanted = kept(part)
            if wanted is part:
                return plan
            return None if wanted is None else Prefer(wanted, bonuses)
    return plan


def _named(plan: Plan) -> Iterator[Synonyms | Phrase]:
    """The words and phrases of a plan, also those that are excluded."""
    match plan:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _named(part)
        case Not(part) | Prefer(part):
            yield from _named(part)
        case Synonyms() | Phrase():
            yield plan


def _size(leaf: Leaf) -> int:
    """As how many of its kind a leaf counts."""
    match leaf:
        case Prefix(text) if len(text) < len(A_BEGINNING):
            return A_BEGINNING[len(text)]
        case Range(_, low, high):
            if low is None or high is None:
                return AN_OPEN_SPAN
            days = (Date.fromisoformat(high) - Date.fromisoformat(low)).days
            return min(max(days, A_SPAN), AN_OPEN_SPAN)
    return 1


def _substrings(plan: Plan) -> int:
    """How often there is one."""
    match plan:
        case All(parts) | Any(parts):
            return sum(map(_substrings, parts))
        case Not(part) | Prefer(part):
            return _substrings(part)
        case _:
            return isinstance(plan, Substring)


class _Limits:
    """Counts the leaves of each kind, and what they cost."""

    def __init__(self, frequency: Frequency, postings: int) -> None:
        self.frequency = frequency
        self._postings = postings
        self.seen: dict[type[Leaf], set[Leaf]] = defaultdict(set)
        self.notes: dict[str, None] = {}
        self._spent: dict[type[Leaf], int] = defaultdict(int)
        self._loose = MOST_LOOSE

    def kept(self, plan: Plan) -> Plan | None:
        match plan:
            case All() | Any() | Not() | Prefer():
                if isinstance(plan, Prefer) and len(plan.bonuses) > MOST_NEIGHBOURS:
                    self.notes[PAIRED] = None
                    plan = replace(plan, bonuses=plan.bonuses[:MOST_NEIGHBOURS])
                return _mapped(plan, self.kept)
            case Phrase():
                return self._loosely(self._shortened(plan))
            case _:
                return plan if self.admits(plan) else None

    def admits(self, leaf: Leaf) -> bool:
        kind, seen = type(leaf), self.seen[type(leaf)]
        most = MOST.get(kind)
        if most is None or leaf in seen:
            return True
        self._spent[kind] += _size(leaf)
        if seen and self._spent[kind] > most:
            note = f"only the first {len(seen)} {_NAMES[kind]} were looked for"
            self.notes[note] = None
            return False
        seen.add(leaf)
        return True

    def _shortened(self, phrase: Phrase) -> Phrase:
        """The beginning of a phrase that is too long."""
        if phrase.size <= MOST_IN_A_PHRASE:
            return phrase
        note = f"only the first {MOST_IN_A_PHRASE} words of a phrase were looked for"
        self.notes[note] = None
        steps = (step for step in phrase.steps if step.end <= MOST_IN_A_PHRASE)
        return replace(phrase, steps=tuple(steps), size=MOST_IN_A_PHRASE)

    def _loosely(self, phrase: Phrase) -> Phrase:
        """The phrase with as many words between its own as can be afforded."""
        if not phrase.slop:
            return phrase
        if phrase.slop > MOST_SLOP:
            note = f"up to {MOST_SLOP} words between those of a phrase were allowed"
            self.notes[note] = None
            phrase = replace(phrase, slop=MOST_SLOP)
        held = [0] * phrase.size
        for step in phrase.steps:
            held[step.start] += self.frequency(step.term)
        self._loose -= phrase.size * min(held, default=0) + sum(held) // A_TEXT
        if self._loose >= 0:
            return phrase
        self.notes[CLOSE] = None
        return replace(phrase, slop=0)

    def rarest(self, plan: Plan) -> Plan | None:
        """The plan with the words and phrases that can be afforded: those in the fewest
        texts, which tell the most; and pairs of words, as far as something is left.
        """
        leaves = tuple(dict.fromkeys(_named(plan)))
        if len(leaves) <= FEW:
            return plan
        costs = {leaf: self._cost(leaf) for leaf in leaves}
        ascending = sorted(leaves, key=costs.__getitem__)
        sums = list(accumulate(map(costs.__getitem__, ascending)))
        count = max(FEW, sum(cost <= self._postings for cost in sums))
        left = self._postings - sums[count - 1] if count <= len(sums) else 0
        if count < len(leaves):
            note = f"of {len(leaves):,} words and phrases the {count:,} rarest"
            self.notes[f"{note} were looked for"] = None
        some = set(ascending[:count])

        def kept(plan: Plan) -> Plan | None:
            nonlocal left
            match plan:
                case Synonyms() | Phrase():
                    return plan if plan in some else None
                case Prefer(part, bonuses):
                    affordable = 0
                    for bonus in bonuses if isinstance(part, Any) else ():
                        left -= self._cost(bonus)
                        affordable += left >= 0
                    if isinstance(part, Any) and affordable < len(bonuses):
                        self.notes[paired(affordable)] = None
                        self.notes.pop(PAIRED, None)
                        plan = Prefer(part, bonuses[:affordable])
            return _mapped(plan, kept)

        return kept(plan)

    def _cost(self, leaf: Plan) -> int:
        """In postings, about."""
        match leaf:
            case Phrase(steps):
                read = sum(self.frequency(term) for term in {s.term for s in steps})
                return A_LEAF + A_PLACE * read
            case Synonyms(choices):
                # names are few beside the words of texts
                terms = {t.text for t, _ in choices if not _TEXTS.isdisjoint(t.fields)}
                return A_LEAF + sum(map(self.frequency, terms))
        return 0
