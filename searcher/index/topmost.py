"""The best of the papers that a plan matches, without the scores of most of them.

The score of a paper is a sum. Its summands are computed one after the other, the
weightiest first, each for the papers that can still be among the best: those whose
score so far, with the most that is to come, reaches what the last of the best has.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeVar

from searcher.index.evaluate import Evaluation
from searcher.query.plan import All, Any, Not, Phrase, Plan, Prefer
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

    @property
    def order(self) -> tuple[bool, float]:
        """Where phrases stand is read last: it costs the most."""
        return isinstance(self.plan, Phrase), -self.most


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
    return algebra.listed(found, evaluation.scores(evaluation.plan, found, known))


def _contenders(
    evaluation: Evaluation[S, V], found: S, most: int
) -> tuple[S, dict[Plan, V]]:
    """Those that can, and their scores in some parts of the plan."""
    algebra = evaluation.algebra
    known: dict[Plan, V] = {}
    summands = [s for s in _summands(evaluation, evaluation.plan, 1.0) if s.most > 0]
    summands.sort(key=lambda summand: summand.order)
    rest = sum(summand.most for summand in summands)
    reached = algebra.nothing(found)
    floor, led = 0.0, False
    for plan, share, bound in summands:
        if algebra.count(found) <= most * _FEW:
            break
        if isinstance(plan, Phrase) and not led:
            # what the leaders really have rules out most of the others
            led = True
            least = algebra.reached(reached, most * _LEADERS)
            leaders, select = algebra.left(found, reached, least)
            some = {part: select(scores) for part, scores in known.items()}
            real = evaluation.scores(evaluation.plan, leaders, some)
            floor = algebra.reached(real, most)
            found, select = algebra.left(found, reached, floor - rest - _TIE)
            known = {part: select(scores) for part, scores in known.items()}
            reached = select(reached)
        if plan not in known:
            known[plan] = evaluation.some(plan, found)
        reached = algebra.plus(reached, known[plan], share)
        rest = max(0.0, rest - bound)
        floor = max(floor, algebra.reached(reached, most))
        found, select = algebra.left(found, reached, floor - rest - _TIE)
        known = {part: select(scores) for part, scores in known.items()}
        reached = select(reached)
    return found, known


def _summands(
    evaluation: Evaluation[S, V], plan: Plan, share: float
) -> Iterator[Summand]:
    """Whose sum the score of any paper is."""
    match plan:
        case All(parts):
            for part in parts:
                yield from _summands(evaluation, part, share)
        case Any(parts):
            for part in parts:
                yield from _whole(evaluation, part, share)
        case Prefer(part, bonuses):
            yield from _summands(evaluation, part, share)
            for bonus in bonuses:
                yield from _whole(evaluation, bonus, share * NEIGHBOURS)
        case Not():
            pass
        case _:
            meant = evaluation.scoring(plan)
            if meant is not None:
                # saturated, no frequency counts more than k1 + 1
                most = (K1 + 1) * meant.weight * evaluation.algebra.rarity(meant)
                yield Summand(plan, share, share * most)


def _whole(evaluation: Evaluation[S, V], plan: Plan, share: float) -> Iterator[Summand]:
    """A part that adds its score only where all of it matches."""
    summands = list(_summands(evaluation, plan, share))
    if isinstance(plan, All | Any | Prefer):
        yield Summand(plan, share, sum(summand.most for summand in summands))
    else:
        yield from summands
