"""The targets that this project has set itself, and whether a run meets them.

Knows the dictionary of `run` and no engine but ours by what it is compared with.
"""

from collections.abc import Callable, Iterator, Mapping
from statistics import median
from typing import Any, NamedTuple

from bench.summary import COUNTED, Warm, percentile, row_of, times_of, whole

Found = Mapping[str, Any]


class Target(NamedTuple):
    """`holds` is None where the run has not measured it."""

    what: str
    wanted: str
    measured: str
    holds: bool | None


def targets(found: Found) -> list[Target]:
    """One line for each bound; a peer that was left out leaves its lines empty."""
    rules = (_bilingual, _english, _adding, _cold, _nothing, _warm, _size, _memory)
    return [target for rule in rules for target in (*rule(found),)] + [*_growth(found)]


def _ratio(
    what: str,
    wanted: str,
    ours: float | None,
    theirs: float | None,
    holds: Callable[[float], bool],
    *,
    unit: str = "",
) -> Target:
    if ours is None or not theirs:
        return Target(what, wanted, "not measured", None)
    ratio = ours / theirs
    measured = f"{ratio:.2f} × ({ours:,.4g} against {theirs:,.4g}{unit})"
    return Target(what, wanted, measured, holds(ratio))


def _speed(found: Found, edition: str, setting: str) -> float | None:
    row = row_of(found, edition, setting)
    return row["papers"] / row["wall"] if row else None


def _bilingual(found: Found) -> Iterator[Target]:
    what, unit = "bilingual indexing", " papers/s"
    ours = _speed(found, "bilingual", "ours")
    speeds = {
        row["setting"]: row["papers"] / row["wall"]
        for row in found["building"]
        if row["edition"] == "bilingual" and row["setting"].endswith("+jieba")
    }
    best = max(speeds, key=speeds.__getitem__, default="")
    wanted = f"≥ 2 × the best peer with jieba ({best.partition('+')[0]})"
    yield _ratio(what, wanted, ours, speeds.get(best), lambda r: r >= 2, unit=unit)
    tantivy = _speed(found, "bilingual", "tantivy+rjieba")
    wanted = "≥ 1 × tantivy with the same rjieba words"
    yield _ratio(what, wanted, ours, tantivy, lambda r: r >= 1, unit=unit)
    whoosh = speeds.get("whoosh+jieba")
    wanted = "≥ 10 × stock Whoosh with jieba"
    yield _ratio(what, wanted, ours, whoosh, lambda r: r >= 10, unit=unit)


def _english(found: Found) -> Iterator[Target]:
    ours, tantivy = (_speed(found, "english", s) for s in ("ours", "tantivy"))
    what, unit = "English-only indexing", " papers/s"
    yield _ratio(what, "≥ 0.8 × tantivy", ours, tantivy, lambda r: r >= 0.8, unit=unit)


def _adding(found: Found) -> Iterator[Target]:
    what = "a day's 50 papers more"
    rows = {size: given.get("ours") for size, given in found["adding"].items()}
    sizes = [size for size, row in rows.items() if row]
    if not sizes:
        yield Target(what, "< 0.5 s", "not measured", None)
        return
    last, first = rows[sizes[-1]], rows[sizes[0]]
    seconds, call = last["process"], last["wall"]
    measured = f"{seconds:.2f} s the whole process, {call:.2f} s in it"
    wanted = f"< 0.5 s at {int(sizes[-1]):,} papers"
    yield Target(what, wanted, measured, seconds < 0.5)
    wanted = "independent of how many are there (≤ 1.25 ×)"
    holds: Callable[[float], bool] = lambda r: r <= 1.25  # noqa: E731 - as the others
    yield _ratio(what, wanted, call, first["wall"], holds, unit=" s")


def _cold_median(found: Found, language: str, setting: str) -> float | None:
    rows = found["cold"][str(found["sizes"][-1])][language].get(setting, {})
    return median(row["wall"] * 1000 for row in rows.values()) if rows else None


def _cold(found: Found) -> Iterator[Target]:
    ours, tantivy = (
        _cold_median(found, "English", s) for s in ("ours", "tantivy+rjieba")
    )
    what, unit = "cold `search` in English", " ms"
    wanted = "≤ 1.5 × the click program over tantivy"
    yield _ratio(what, wanted, ours, tantivy, lambda r: r <= 1.5, unit=unit)
    settings = found["cold"][str(found["sizes"][-1])]["Chinese"]
    jieba = {
        setting: _cold_median(found, "Chinese", setting)
        for setting in settings
        if setting.endswith("+jieba")
    }
    best = min((v for v in jieba.values() if v), default=None)
    ours = _cold_median(found, "Chinese", "ours")
    what, wanted = "cold `search` in Chinese", "≤ 0.2 × the best peer that loads jieba"
    yield _ratio(what, wanted, ours, best, lambda r: r <= 0.2, unit=unit)


def _nothing(found: Found) -> Iterator[Target]:
    rows = found["nothing"].get("ours", {})
    what = "nothing found, cold, relaxed"
    if not rows:
        yield Target(what, "< 0.5 s", "not measured", None)
        return
    walls = [row["wall"] for row in rows.values()]
    measured = f"{median(walls):.2f} s, the worst {max(walls):.2f} s"
    grep = [row["wall"] for row in found["nothing"].get("grep", {}).values()]
    measured += f"; grep {median(grep):.2f} s" if grep else ""
    yield Target(what, "< 0.5 s", measured, max(walls) < 0.5)


def _warm(found: Found) -> Iterator[Target]:
    runs: Warm = found["warm"][str(found["sizes"][-1])][COUNTED]
    bounds = (
        ("whoosh", 50, "≥ 20 × faster than", 1 / 20),
        ("whoosh", 99, "≥ 20 × faster than", 1 / 20),
        ("fts5", 50, "faster than", 1),
        ("fts5", 99, "faster than", 1),
        ("xapian", 50, "faster than", 1),
        ("xapian", 99, "faster than", 1),
        ("tantivy", 50, "≥ 0.5 × the speed of", 2),
        ("tantivy", 99, "no slower than", 1),
    )
    for engine, at, words, most in bounds:
        setting = next((s for s in runs if s.startswith(engine)), "")
        ours, theirs = times_of(runs, "ours", setting)
        yield _ratio(
            f"warm p{at}, all kinds",
            f"{words} {engine} ({most:.3g} ×)",
            percentile(ours, at),
            percentile(theirs, at),
            lambda r, most=most: r <= most,  # type: ignore[misc]
            unit=" ms",
        )


def _size(found: Found) -> Iterator[Target]:
    ours, tantivy = (
        whole(found, setting, "size") for setting in ("ours", "tantivy+rjieba")
    )
    what, wanted = "index size", "≤ 1.5 × tantivy's"
    yield _ratio(what, wanted, ours, tantivy, lambda r: r <= 1.5, unit=" MB")


def _memory(found: Found) -> Iterator[Target]:
    cold = found["cold"][str(found["sizes"][-1])]
    rows = [
        row["memory"]
        for language in cold.values()
        for row in language.get("ours", {}).values()
    ]
    what = "memory of a one-shot query"
    if not rows:
        yield Target(what, "< 60 MB", "not measured", None)
        return
    measured = f"{median(rows):.0f} MB, the most {max(rows):.0f} MB"
    yield Target(what, "< 60 MB", measured, max(rows) < 60)


def _growth(found: Found) -> Iterator[Target]:
    sizes = found["sizes"]
    if len(sizes) < 2:
        return
    first, last = (
        found["warm"][str(size)][COUNTED].get("ours", [])
        for size in (sizes[0], sizes[-1])
    )
    times = sizes[-1] / sizes[0]
    for at in (50, 99):
        low, high = (
            percentile([1000 * t for t in each if t is not None], at)
            for each in (first, last)
        )
        yield _ratio(
            f"growth of warm p{at}",
            f"sub-linear (< {times:.0f} × for {times:.0f} × the papers)",
            high,
            low,
            lambda r: r < times,
            unit=" ms",
        )
