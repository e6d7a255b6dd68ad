"""The best of the papers that a plan matches, without the scores of most of them.

The score of a paper is a sum. Its summands are computed one after the other, the
weightiest first, each for the papers that can still be among the best: those whose
score so far, with the most that is to come, reaches what the last of the best has.
"""

from collections.abc import Mapping, Sequence
from functools import reduce

from searcher.index.algebra import Scoring
from searcher.index.ceilings import Summand, ceiling, summands, words_of
from searcher.index.evaluate import Evaluation
from searcher.query.plan import Any, Phrase, Plan, Prefer
from searcher.ranking import TIE
from searcher.typed import TypeVar

S = TypeVar("S")
V = TypeVar("V")

_MANY = 32
"""Of more words than these it is not asked which ones can be passed over: each of them
would be looked up for each of the others.
"""
_FEW, _SOME, _LEADERS, _EASY = 4, 16, 2, 64
"""So many times the papers that are wanted are scored without further ado, have their
phrases looked for all at once, are scored first, or have all their words scored where
that is done at once.
"""


def best(
    evaluation: Evaluation[S, V], most: int | None
) -> tuple[int, Mapping[int, float]]:
    """How many papers match, and the scores of all that can be among the best so many;
    of all, if that is None.
    """
    algebra, plan = evaluation.algebra, evaluation.plan
    bag = plan.part if isinstance(plan, Prefer) else plan
    if not most:
        found = evaluation.matching(plan)
        none = most == 0 or not algebra.count(found)
        scored = {} if none else algebra.listed(found, evaluation.scores(plan, found))
        return algebra.count(found), scored
    parts = [part for part in summands(evaluation, plan, 1.0) if part.most > 0]
    known: dict[Plan, V] = {}
    # of such words any will do
    words = evaluation.all_scoring(bag.parts) if isinstance(bag, Any) else {}
    if words:
        count = algebra.count_any(list(words.values()))
        found, known = _holding(evaluation, bag, words, parts, most)
    else:
        found = evaluation.matching(plan)
        count = algebra.count(found)
    found, known = _contenders(evaluation, parts, found, known, most)
    scores = evaluation.scores(plan, found, known)
    if algebra.count(found) > most:
        least = algebra.reached(scores, most) - TIE
        found, select = algebra.left(found, scores, least)
        scores = select(scores)
    return count, algebra.listed(found, scores)


def _holding(
    evaluation: Evaluation[S, V],
    bag: Plan,
    words: Mapping[Plan, Scoring],
    parts: Sequence[Summand],
    most: int,
) -> tuple[S, dict[Plan, V]]:
    """Some papers that hold one of the weightiest words, among them all that can be
    among the best; and what they score for all the words, the parts of a bag.

    Which of the words a paper holds tells more of its score than how often, and at less
    cost: few have more than one.
    """
    algebra = evaluation.algebra
    if len(words) > _MANY:
        found = evaluation.matching(bag)
        return found, {bag: algebra.total(list(words.values()), found)}
    heights = {word: algebra.highest(leaf) for word, leaf in words.items()}
    order = sorted(heights, key=heights.__getitem__, reverse=True)
    bonuses = [
        (added, [w for w in _needed(evaluation, part) if w in words])
        for part, _, added in parts
        if part != bag and part not in words
    ]
    sets: list[S] = []
    floor = 0.0
    for at, word in enumerate(order):
        others = [([words[other]], heights[other]) for other in order if other != word]
        others += [([words[w] for w in needed], more) for more, needed in bonuses]
        weightier = set(order[:at])
        rest = sum(heights[other] for other in order[at:])
        rest += sum(more for more, needed in bonuses if weightier.isdisjoint(needed))
        if floor - rest > TIE:
            break
        found = evaluation.matching(word)
        reached = algebra.scores(words[word], found)
        reached = algebra.plus(reached, algebra.heights(found, others))
        if algebra.count(found) > most * _SOME:
            least = algebra.reached(reached, most * _SOME)
            leaders, _ = algebra.left(found, reached, least)
            real = evaluation.scores(bag, leaders)
            floor = max(floor, algebra.reached(real, most))
        sets.append(algebra.left(found, reached, floor - TIE)[0])
    found = algebra.union(sets)
    known = {word: algebra.scores(leaf, found) for word, leaf in words.items()}
    known[bag] = reduce(algebra.plus, known.values())
    return found, known


def _contenders(
    evaluation: Evaluation[S, V],
    parts: Sequence[Summand],
    found: S,
    known: dict[Plan, V],
    most: int,
) -> tuple[S, dict[Plan, V]]:
    """Those that can, and their scores in some parts of the plan."""
    algebra = evaluation.algebra
    # where phrases stand is read last: it costs the most
    phrases: list[Summand] = []
    others: list[Summand] = []
    for part in parts:
        (phrases if _is_dear(evaluation, part.plan) else others).append(part)
    others.sort(key=lambda summand: -summand.most)
    if len(parts) == 1:
        for alone in evaluation.all_scoring([parts[0].plan]).values():
            found = algebra.likely(alone, found, most)
    rest = sum(summand.most for summand in parts)
    reached = algebra.nothing(found)
    for at, (plan, share, bound) in enumerate(others, 1):
        count = algebra.count(found)
        if count <= most * _FEW:
            return found, known
        if plan not in known:
            known[plan] = evaluation.some(plan, found)
        reached = algebra.plus(reached, known[plan], share)
        rest = max(0.0, rest - bound)
        if algebra.at_once and count < most * _EASY and at < len(others):
            continue
        least = algebra.reached(reached, most) - rest
        found, select = algebra.left(found, reached, least - TIE)
        known = {part: select(scores) for part, scores in known.items()}
        reached = select(reached)
    if phrases and algebra.count(found) > most * _FEW:
        least = algebra.reached(reached, most)
        heights, rest = ceiling(evaluation, phrases, found, reached, known)
        found, select = algebra.left(found, heights, least - rest - TIE)
        known = {part: select(scores) for part, scores in known.items()}
        if algebra.count(found) > most * _SOME:
            # what the leaders really have rules out most of the others
            heights = select(heights)
            least = algebra.reached(heights, most * _LEADERS)
            leaders, select = algebra.left(found, heights, least)
            some = {part: select(scores) for part, scores in known.items()}
            real = evaluation.scores(evaluation.plan, leaders, some)
            least = algebra.reached(real, most) - rest
            found, select = algebra.left(found, heights, least - TIE)
            known = {part: select(scores) for part, scores in known.items()}
    return found, known


def _needed(evaluation: Evaluation[S, V], part: Plan) -> Sequence[Plan]:
    """The words without which a part adds nothing, as far as that is known."""
    return words_of(evaluation, part) if isinstance(part, Phrase) else ()


def _is_dear(evaluation: Evaluation[S, V], plan: Plan) -> bool:
    return isinstance(plan, Phrase) and not evaluation.is_matched(plan)
