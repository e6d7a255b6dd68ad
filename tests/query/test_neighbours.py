"""What a compound and a run of Han characters ask for, and what they prefer."""

from datetime import date

import pytest

from searcher.analysis.dictionary import jieba_dictionary
from searcher.model import Match
from searcher.query import neighbours, plan
from searcher.query.parser import parse
from searcher.query.planning import plan_of


def planned(typed: str, match: Match) -> plan.Plan:
    return plan_of(
        parse(typed, today=date(2026, 3, 5)).query,
        segmenter=jieba_dictionary(),
        match=match,
        known=lambda _: True,
    )


def words(part: plan.Plan) -> list[str]:
    """The leaves of a plan: a word, or the words of a phrase."""
    match part:
        case plan.Prefer(inner, _):
            return words(inner)
        case plan.All(parts) | plan.Any(parts):
            return [word for each in parts for word in words(each)]
        case plan.Synonyms(choices):
            return [choices[0].term.text]
        case plan.Phrase():
            return [" ".join(reading(part))]
    raise AssertionError(part)


def reading(phrase: plan.Phrase) -> list[str]:
    steps = {step.start: step.term for step in reversed(phrase.steps)}
    return [steps[node].lstrip("=") for node in sorted(steps)]


def pairs(part: plan.Plan) -> dict[str, float]:
    if not isinstance(part, plan.Prefer):
        return {}
    return {
        " ".join(reading(bonus)): bonus.weight
        for bonus in part.bonuses
        if isinstance(bonus, plan.Phrase)
    }


OWN = neighbours.OF_A_COMPOUND


@pytest.mark.parametrize(
    ("typed", "match", "leaves", "preferred"),
    [
        ("trust region", Match.ALL, ["trust", "region"], {"trust region": 1.0}),
        ("off-policy", Match.ALL, ["off polici", "off policy"], {}),
        ("off-policy", Match.ANY, ["off", "polici"], {"off polici": OWN}),
        ("non linear", Match.ANY, ["non", "linear"], {"non linear": OWN}),
        ("on-policy", Match.ANY, ["on polici", "on policy"], {}),
        (
            "off-policy trust",
            Match.ANY,
            ["off", "polici", "trust"],
            {"off polici": OWN, "polici trust": 1},
        ),
        (
            "state-of-the-art",
            Match.ANY,
            ["state", "art"],
            {"state of the art": OWN},
        ),
        ("强化学习", Match.ALL, ["强化", "学习"], {"强化 学习": neighbours.OF_A_RUN}),
        (
            "深度强化学习",
            Match.ANY,
            ["深度", "强化", "学习"],
            dict.fromkeys(["深度 强化", "强化 学习"], neighbours.OF_A_RUN / 2),
        ),
    ],
)
def test_words_and_pairs(
    typed: str, match: Match, leaves: list[str], preferred: dict[str, float]
) -> None:
    found = planned(typed, match)
    assert words(found) == leaves
    assert pairs(found) == preferred


def test_pairs_of_a_long_run_are_worth_as_much_as_typed_ones() -> None:
    found = pairs(planned("本文提出一种基于信任区域的强化学习方法", Match.ALL))
    assert set(found.values()) == {1.0}
