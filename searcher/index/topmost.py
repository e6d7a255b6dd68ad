"""The best of the papers that a plan matches, without the scores of most of them.

The score of a paper is a sum. Its summands are computed one after the other, the
weightiest first, each for the papers that can still be among the best: those whose
score so far, with the most that is to come, reaches what the last of the best has.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from searcher.index.counting import named
from searcher.index.evaluate import Evaluation, Scoring
from searcher.query.plan import (
    All,
    Any,
    Choice,
    Not,
    Phrase,
    Plan,
    Prefer,
    Synonyms,
    Term,
)
from searcher.ranking import K1, NEIGHBOURS

S = TypeVar("S")
V = TypeVar("V")

_TIE = 2e-6
"""As far below another a score can be, and rounding makes them equal."""
_FEW, _LEADERS = 4, 2
"""So many times the papers that are wanted are scored without further ado, or first."""


class Summand(NamedTuple):
    """A part of a plan, what share of its score counts, and the most that can add."""

    plan: Plan
    share: float
    most: float


def best(
    evaluation: Evaluation[S, V], found: S, most: int | None
) -> Mapping[int, float]:
    """Scores of papers that match: of all that can be among the best so many."""
    algebra = evaluation.algebra
    known: dict[Plan, V] = {}
    if most == 0:
        return {}
    if most is not None:
        found, known = _contenders(evaluation, found, most)
    scores = evaluation.scores(evaluation.plan, found, known)
    if most is not None and algebra.count(found) > most:
        least = algebra.reached(scores, most) - _TIE
        found, select = algebra.left(found, scores, least)
        scores = select(scores)
    return algebra.listed(found, scores)


def _contenders(
    evaluation: Evaluation[S, V], found: S, most: int
) -> tuple[S, dict[Plan, V]]:
    """Those that can, and their scores in some parts of the plan."""
    algebra = evaluation.algebra
    known: dict[Plan, V] = {}
    summands = [s for s in _summands(evaluation, evaluation.plan, 1.0) if s.most > 0]
    # where phrases stand is read last: it costs the most
    phrases = [s for s in summands if _is_dear(evaluation, s.plan)]
    others = [s for s in summands if s not in phrases]
    others.sort(key=lambda summand: -summand.most)
    rest = sum(summand.most for summand in summands)
    reached = algebra.nothing(found)
    for plan, share, bound in others:
        if algebra.count(found) <= most * _FEW:
            return found, known
        if plan not in known:
            known[plan] = evaluation.some(plan, found)
        reached = algebra.plus(reached, known[plan], share)
        rest = max(0.0, rest - bound)
        least = algebra.reached(reached, most) - rest
        found, select = algebra.left(found, reached, least - _TIE)
        known = {part: select(scores) for part, scores in known.items()}
        reached = select(reached)
    if phrases and algebra.count(found) > most * _FEW:
        ceiling, rest = _ceiling(evaluation, phrases, found, reached, known)
        # what the leaders really have rules out most of the others
        least = algebra.reached(ceiling, most * _LEADERS)
        leaders, select = algebra.left(found, ceiling, least)
        some = {part: select(scores) for part, scores in known.items()}
        real = evaluation.scores(evaluation.plan, leaders, some)
        least = algebra.reached(real, most) - rest
        found, select = algebra.left(found, ceiling, least - _TIE)
        known = {part: select(scores) for part, scores in known.items()}
    return found, known


def _is_dear(evaluation: Evaluation[S, V], plan: Plan) -> bool:
    return isinstance(plan, Phrase) and not evaluation.is_matched(plan)


def _ceiling(
    evaluation: Evaluation[S, V],
    phrases: Sequence[Summand],
    found: S,
    reached: V,
    known: dict[Plan, V],
) -> tuple[V, float]:
    """What each paper can reach with these phrases, but for what any can have more.

    A phrase stands in a text no more often than each of its words.
    """
    algebra, rest = evaluation.algebra, 0.0
    for phrase, _, most in phrases:
        assert isinstance(phrase, Phrase)
        bounds = []
        for word in _words(evaluation, phrase):
            if word not in known:
                known[word] = evaluation.scores(word, found)
            bounds.append((known[word], most / _most(evaluation, word)))
        if bounds:
            reached = algebra.plus(reached, algebra.least(bounds))
        else:
            rest += most
    return reached, rest


def _words(evaluation: Evaluation[S, V], phrase: Phrase) -> list[Synonyms]:
    """Words of the plan that stand wherever the phrase does, as often at least."""
    plain = set(named(phrase))
    for step in phrase.steps:
        term = Term(step.term, phrase.fields)
        if term not in plain and evaluation.algebra.size(Synonyms((Choice(term),))):
            return []
    return [
        leaf
        for leaf in evaluation.leaves
        if isinstance(leaf, Synonyms) and leaf.weight > 0
        if any(
            term.text == one.text and set(one.fields) <= set(term.fields)
            for term, probability in leaf.choices
            if probability == 1
            for one in plain
        )
    ]


def _most(evaluation: Evaluation[S, V], leaf: Scoring) -> float:
    """Saturated, no frequency counts more than k1 + 1."""
    return (K1 + 1) * leaf.weight * evaluation.algebra.rarity(leaf)


def _summands(
    evaluation: Evaluation[S, V], plan: Plan, share: float
) -> Iterator[Summand]:
    """Whose sum the score of any paper is."""
    match plan:
        case All(parts):
            for part in parts:
                yield from _summands(evaluation, part, share)
        case Any(parts):
            several = [s for part in parts for s in _whole(evaluation, part, share)]
            if evaluation.algebra.at_once:
                yield Summand(plan, share, sum(summand.most for summand in several))
            else:
                yield from several
        case Prefer(part, bonuses):
            yield from _summands(evaluation, part, share)
            for bonus in bonuses:
                yield from _whole(evaluation, bonus, share * NEIGHBOURS)
        case Not():
            pass
        case _:
            meant = evaluation.scoring(plan)
            if meant is not None:
                yield Summand(plan, share, share * _most(evaluation, meant))


def _whole(evaluation: Evaluation[S, V], plan: Plan, share: float) -> Iterator[Summand]:
    """A part that adds its score only where all of it matches."""
    summands = list(_summands(evaluation, plan, share))
    if isinstance(plan, All | Any | Prefer):
        yield Summand(plan, share, sum(summand.most for summand in summands))
    else:
        yield from summands
