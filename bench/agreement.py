"""Whether engines that are compared in time also found the same papers.

Knows answers only: a total, and the ids of the best ten.
"""

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

from bench.queries import Query

Answer = tuple[int | None, list[str]] | None


def agreement(
    queries: Sequence[Query], answers: Mapping[str, Sequence[Answer]]
) -> dict[str, Any]:
    """By setting and kind: how many papers it finds, and how alike its first ten are
    to ours; and for each pair of settings how alike their first ten are.
    """
    kinds = list(dict.fromkeys(query.kind for query in queries))
    found: dict[str, Any] = {"kinds": {}, "pairs": {}}
    for setting, given in answers.items():
        for kind in kinds:
            pairs = [
                (one, other)
                for query, one, other in zip(
                    queries, given, answers.get("ours", given), strict=True
                )
                if query.kind == kind and one and other
            ]
            if pairs:
                row = found["kinds"].setdefault(setting, {})
                row[kind] = _compared(pairs)
    for first in answers:
        for second in answers:
            alike = [
                overlap(one[1], other[1])
                for one, other in zip(answers[first], answers[second], strict=True)
                if one and other and (one[1] or other[1])
            ]
            if alike:
                found["pairs"].setdefault(first, {})[second] = mean(alike)
    return found


def _compared(pairs: Sequence[tuple[Any, Any]]) -> dict[str, float]:
    return {
        "found": mean(one[0] for one, _ in pairs),
        "ours": mean(other[0] for _, other in pairs),
        "same": mean(one[0] == other[0] for one, other in pairs),
        "overlap": mean(overlap(one[1], other[1]) for one, other in pairs),
    }


def overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the longer list that both hold; two empty ones are alike."""
    longest = max(len(one), len(other))
    return len({*one} & {*other}) / longest if longest else 1.0
