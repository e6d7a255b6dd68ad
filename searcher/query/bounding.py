"""How much of a plan is evaluated: leaves that cost much are few in one query.

Knows what kinds of leaves make an engine read a vocabulary or every text, not how.
"""

from collections import defaultdict

from searcher.frozen import replace
from searcher.query.plan import (
    NOTHING,
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
)

MOST_SLOP = 100
"""So many words at most can stand between those of a phrase."""
MOST_NEIGHBOURS = 128
"""So many pairs of words score higher where they stand together; where any word will
do, each pair is looked for in every paper. No title and few abstracts have more.
"""
MOST_READ = 10_000
"""So many papers have their stored texts read for one query; that takes half a second.
"""
PAIRED = f"only the first {MOST_NEIGHBOURS} pairs of words score higher side by side"
MOST: dict[type[Leaf], int] = {
    Substring: 4,
    Fuzzy: 8,
    Glob: 8,
    Prefix: 100,
    Range: 100,
}
"""How many different ones of a kind; a substring has every stored text read."""
_NAMES: dict[type[Leaf], str] = {
    Substring: "texts between stars",
    Fuzzy: "words with a ~",
    Glob: "patterns of digests",
    Prefix: "beginnings of words",
    Range: "spans of days",
}


def bounded(plan: Plan) -> tuple[Plan, tuple[str, ...]]:
    """The plan without the leaves that are too many, and sentences that say so.

    What is left out is as if it had not been typed. Every engine is asked the plan that
    is left, so all cut the same.
    """
    limits = _Limits()
    kept = limits.kept(plan)
    return NOTHING if kept is None else kept, tuple(limits.notes)


def read_each(plan: Plan) -> int:
    """How many papers are read wherever a substring stands in a plan, newest first."""
    return MOST_READ // max(1, _substrings(plan))


def unread(read: int, papers: int) -> str:
    """The sentence that says of how many papers only some were read."""
    return f"only the newest {read:,} of {papers:,} papers were read for texts in words"


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
    """Counts the leaves of each kind."""

    def __init__(self) -> None:
        self.seen: dict[type[Leaf], set[Leaf]] = defaultdict(set)
        self.notes: dict[str, None] = {}

    def kept(self, plan: Plan) -> Plan | None:
        match plan:
            case All(parts) | Any(parts):
                left = tuple([k for p in parts if (k := self.kept(p)) is not None])
                if left == parts:
                    return plan
                return type(plan)(left) if left else None
            case Not(part):
                unwanted = self.kept(part)
                return None if unwanted is None else Not(unwanted)
            case Prefer(part, bonuses):
                if len(bonuses) > MOST_NEIGHBOURS:
                    self.notes[PAIRED] = None
                    bonuses = bonuses[:MOST_NEIGHBOURS]
                    plan = Prefer(part, bonuses)
                wanted = self.kept(part)
                if wanted is part:
                    return plan
                return None if wanted is None else Prefer(wanted, bonuses)
            case Phrase(slop=slop) if slop > MOST_SLOP:
                note = f"up to {MOST_SLOP} words between those of a phrase were allowed"
                self.notes[note] = None
                return replace(plan, slop=MOST_SLOP)
            case _:
                return plan if self.admits(plan) else None

    def admits(self, leaf: Leaf) -> bool:
        kind = type(leaf)
        most = MOST.get(kind)
        if most is None or leaf in self.seen[kind]:
            return True
        if len(self.seen[kind]) == most:
            note = f"only the first {most} {_NAMES[kind]} were looked for"
            self.notes[note] = None
            return False
        self.seen[kind].add(leaf)
        return True
