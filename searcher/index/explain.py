"""Why a paper has its score: the numbers of the evaluation, one by one.

Knows one paper at a time; every number it gives is made of its parts as `How` says.
"""

from collections.abc import Iterable, Mapping

from searcher.index.counting import Postings, Scoring
from searcher.index.expansion import Open
from searcher.model import Explanation, How
from searcher.query.plan import (
    SCORED,
    All,
    Any,
    Not,
    Phrase,
    Plan,
    Prefer,
    Substring,
    Synonyms,
    Together,
)
from searcher.ranking import K1, NEIGHBOURS, WEIGHTS, normalised, saturated
from searcher.typed import Protocol


class Asked(Protocol):
    """A plan that was evaluated, and is asked about the papers of one answer."""

    @property
    def plan(self) -> Plan: ...

    @property
    def reader(self) -> Postings: ...

    @property
    def groups(self) -> Mapping[Open, Synonyms]: ...

    def holds(self, plan: Plan, paper: int) -> bool: ...

    def frequencies(self, leaf: Scoring, paper: int) -> Mapping[str, float]:
        """By field, how often a leaf stands in a paper, if it does."""

    def rarity(self, leaf: Scoring) -> float: ...


def explanation(paper: int, asked: Asked) -> Explanation | None:
    """The score of a paper, not yet rounded; None when the plan does not match it."""
    if not asked.holds(asked.plan, paper):
        return None
    found = _explained(asked.plan, paper, asked)
    return found or Explanation(0.0, "matches, without a score")


def _explained(plan: Plan, paper: int, asked: Asked) -> Explanation | None:
    """None for what does not match, and for what matches without a score."""
    match plan:
        case All(parts):
            found = (_explained(part, paper, asked) for part in parts)
            return _sum("all of", found) if asked.holds(plan, paper) else None
        case Any(parts):
            found = (_explained(part, paper, asked) for part in parts)
            return _sum("any of", found)
        case Prefer():
            return _preferred(plan, paper, asked)
        case Synonyms() | Phrase():
            return _leaf(plan, paper, asked)
        case Not() | Together() | Substring():
            return None
        case _:
            return _leaf(asked.groups[plan], paper, asked)


def _preferred(plan: Prefer, paper: int, asked: Asked) -> Explanation | None:
    if not asked.holds(plan.part, paper):
        return None
    share = Explanation(NEIGHBOURS, "what neighbours add")
    bonuses = (_explained(bonus, paper, asked) for bonus in plan.bonuses)
    shares = (_product("neighbours", share, bonus) for bonus in bonuses if bonus)
    return _sum("words", [_explained(plan.part, paper, asked), *shares])


def _sum(what: str, found: Iterable[Explanation | None]) -> Explanation | None:
    parts = tuple(part for part in found if part)
    if len(parts) < 2:
        return parts[0] if parts else None
    total = 0.0
    for part in parts:
        total += part.value
    return Explanation(total, what, How.SUM, parts)


def _product(what: str, *parts: Explanation) -> Explanation:
    total = 1.0
    for part in parts:
        total *= part.value
    return Explanation(total, what, How.PRODUCT, parts)


def _leaf(leaf: Scoring, paper: int, asked: Asked) -> Explanation | None:
    frequencies = asked.frequencies(leaf, paper)
    fields = [
        _field(field, frequencies[field], paper, asked.reader)
        for field in SCORED
        if field in frequencies
    ]
    tf = _sum("tf' over the fields", fields)
    if tf is None or not leaf.weight:
        return None
    return _product(
        named(leaf),
        Explanation(leaf.weight, "weight in the query"),
        Explanation(asked.rarity(leaf), "idf"),
        Explanation(
            saturated(tf.value),
            "saturated tf'",
            How.SATURATED,
            (tf, Explanation(K1, "k1")),
        ),
    )


def _field(field: str, tf: float, paper: int, postings: Postings) -> Explanation:
    weight, b = WEIGHTS[field]
    length, average = postings.length(paper, field), postings.averages[field]
    return Explanation(
        normalised(tf, field, length, average),
        f"in {field}",
        How.NORMALISED,
        (
            Explanation(weight, "weight of the field"),
            Explanation(tf, "occurrences"),
            Explanation(b, "b"),
            Explanation(length, "words in the field"),
            Explanation(average, "words in the field, on average"),
        ),
    )


def named(leaf: Synonyms | Phrase) -> str:
    """A leaf as a person would say it."""
    if isinstance(leaf, Phrase):
        plain = {step.start: step.term for step in reversed(leaf.steps)}
        return " ".join(plain[node].lstrip("=") for node in sorted(plain))
    terms = (term.text.lstrip("=") for term, _ in leaf.choices)
    first = next(terms, "nothing")
    return first + (" …" if any(term != first for term in terms) else "")
