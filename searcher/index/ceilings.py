"""What the parts of a plan can add to a score at most.

Knows plans and how rare their leaves are; no papers but those it is given.
"""

from collections.abc import Sequence

from searcher.index.counting import most_of, named
from searcher.index.evaluate import Evaluation
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
from searcher.ranking import NEIGHBOURS
from searcher.typed import NamedTuple, TypeVar

S = TypeVar("S")
V = TypeVar("V")


class Summand(NamedTuple):
    """A part of a plan, what share of its score counts, and the most that can add."""

    plan: Plan
    share: float
    most: float


def ceiling(
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
        for word in words_of(evaluation, phrase):
            if word not in known:
                known[word] = evaluation.scores(word, found)
            bounds.append((known[word], most / most_of(word, algebra.rarity(word))))
        if bounds:
            reached = algebra.plus(reached, algebra.least(bounds))
        else:
            rest += most
    return reached, rest


def words_of(evaluation: Evaluation[S, V], phrase: Phrase) -> Sequence[Synonyms]:
    """Words of the plan that stand wherever the phrase does, as often at least."""
    known = evaluation.words.get(phrase)
    if known is None:
        known = evaluation.words[phrase] = _words_of(evaluation, phrase)
    return known


def _words_of(evaluation: Evaluation[S, V], phrase: Phrase) -> list[Synonyms]:
    plain = set(named(phrase))
    for step in phrase.steps:
        term = Term(step.term, phrase.fields)
        if term not in plain and evaluation.algebra.size(Synonyms((Choice(term),))):
            return []
    found = {
        leaf: number
        for one in plain
        for number, leaf, fields in evaluation.holders.get(one.text, ())
        if fields.issuperset(one.fields)
    }
    return sorted(found, key=found.__getitem__)


def summands(evaluation: Evaluation[S, V], plan: Plan, share: float) -> list[Summand]:
    """Whose sum the score of any paper is."""
    match plan:
        case All(parts):
            return [s for part in parts for s in summands(evaluation, part, share)]
        case Any(parts):
            several = [s for part in parts for s in _whole(evaluation, part, share)]
            if evaluation.algebra.at_once:
                return [_added(plan, share, several)]
            return several
        case Prefer(part, bonuses):
            found = summands(evaluation, part, share)
            for bonus in bonuses:
                found += _whole(evaluation, bonus, share * NEIGHBOURS)
            return found
        case Not():
            return []
    meant = evaluation.scoring(plan)
    if meant is None:
        return []
    return [Summand(plan, share, share * evaluation.algebra.highest(meant))]


def _whole(evaluation: Evaluation[S, V], plan: Plan, share: float) -> list[Summand]:
    """A part that adds its score only where all of it matches."""
    found = summands(evaluation, plan, share)
    if isinstance(plan, All | Any | Prefer):
        return [_added(plan, share, found)]
    return found


def _added(plan: Plan, share: float, parts: Sequence[Summand]) -> Summand:
    return Summand(plan, share, sum(part.most for part in parts))
