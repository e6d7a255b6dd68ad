"""Numbers out of what a run found: percentiles, rows, and what can be compared."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

Warm = Mapping[str, Sequence[float | None]]

COUNTED = "ten hits and the count"
"""What every engine is asked for; some can also leave the count out."""


def percentile(values: Sequence[float], at: float) -> float | None:
    """The value that so many per cent are not above, between two where it falls so."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * at / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def times_of(runs: Warm, one: str, other: str) -> tuple[list[float], list[float]]:
    """Milliseconds of the queries that both have."""
    pairs = [
        (a * 1000, b * 1000)
        for a, b in zip(runs.get(one, ()), runs.get(other, ()), strict=False)
        if a is not None and b is not None
    ]
    return [a for a, _ in pairs], [b for _, b in pairs]


def row_of(found: Mapping[str, Any], edition: str, setting: str) -> dict[str, Any]:
    """What building the largest of an edition took; empty when it was not built."""
    rows = [
        row
        for row in found["building"]
        if row["edition"] == edition and row["setting"] == setting
    ]
    return max(rows, key=lambda row: row["papers"], default={})


def cold_growth(found: Mapping[str, Any], size: str, setting: str) -> float | None:
    """Milliseconds of a cold process, from the queries that are asked at every size."""
    given = {
        at: cold["English"][setting]
        for at, cold in found["cold"].items()
        if setting in cold["English"]
    }
    if size not in given:
        return None
    kinds = set.intersection(*map(set, given.values()))
    times = [1000 * given[size][kind]["wall"] for kind in sorted(kinds)]
    return median(times) if times else None


def whole(found: Mapping[str, Any], setting: str, what: str) -> float | None:
    """Of building all mixed papers; None when that was left out."""
    row = row_of(found, "mixed", setting)
    complete = row and row["papers"] == found["sizes"][-1]
    return float(row[what]) if complete else None
