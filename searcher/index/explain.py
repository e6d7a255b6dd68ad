"""Why a paper has its score: the numbers of the evaluation, one by one.

Knows one paper at a time; every number it gives is made of its parts as `How` says.
"""

from collections.abc import Callable, Iterable
from functools import cache

from searcher.index.algebra import Scoring
from searcher.index.counting import Counted, Postings, counted
from searcher.index.evaluate import Evaluation
from searcher.index.scalar import Papers, Scalar, Scores
from searcher.model import Explanation, How
from searcher.query.plan import (
    FIELDS,
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
from searcher.typed import NamedTuple


class Asked(NamedTuple):
    """What `explanation` asks, again and again for the papers of one answer."""

    evaluation: Evaluation[Papers, Scores]
    counted: Callable[[Scoring], Counted]
    """As `counted` of all papers, each leaf once."""


def asked(plan: Plan, postings: Postings) -> Asked:
    evaluation = Evaluation(plan, postings, Scalar(postings))
    for leaf in evaluation.groups:  # of a thousand terms: once, not for each paper
        evaluation.matching(leaf)
    return Asked(evaluation, cache(lambda leaf: counted(leaf, postings)))


def explanation(paper: int, asked: Asked) -> Explanation | None:
    """The score of a paper, not yet rounded; None when the plan does not match it."""
    evaluation = asked.evaluation
    if not evaluation.among(evaluation.plan, {paper}):
        return None
    found = _explained(evaluation.plan, paper, asked)
    return found or Explanation(0.0, "matches, without a score")


def _explained(plan: Plan, paper: int, asked: Asked) -> Explanation | None:
    """None for what does not match, and for what matches without a score."""
    match plan:
        case All(parts):
            found = (_explained(part, paper, asked) for part in parts)
            return (
                _sum("all of", found) if asked.evaluation.among(plan, {paper}) else None
            )
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
            return _leaf(asked.evaluation.groups[plan], paper, asked)


def _preferred(plan: Prefer, paper: int, asked: Asked) -> Explanation | None:
    if not asked.evaluation.among(plan.part, {paper}):
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
    count, postings = asked.counted(leaf), asked.evaluation.postings
    fields = [
        _field(field, count.frequencies[field][paper], paper, postings)
        for field in FIELDS
        if field in SCORED and paper in count.frequencies.get(field, {})
    ]
    tf = _sum("tf' over the fields", fields)
    if tf is None or not count.weight:
        return None
    return _product(
        named(leaf),
        Explanation(count.weight, "weight in the query"),
        Explanation(count.rarity, "idf"),
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
    terms = dict.fromkeys(term.text.lstrip("=") for term, _ in leaf.choices)
    return next(iter(terms), "nothing") + (" …" if len(terms) > 1 else "")
