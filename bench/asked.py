"""What asking took, as tables: cold, warm, growing, and what was found.

Knows the dictionary of `run`; measures and judges nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from bench.queries import KINDS
from bench.summary import COUNTED, cold_growth, percentile, times_of
from bench.tables import name, number, table

Found = Mapping[str, Any]


def cold(found: Found) -> Iterator[str]:
    size = found["sizes"][-1]
    yield "## Cold: the whole process"
    for language, by_setting in found["cold"][str(size)].items():
        kinds = list(
            dict.fromkeys(kind for rows in by_setting.values() for kind in rows)
        )
        if not kinds:
            continue
        yield ""
        yield f"{language}, {size:,} papers; milliseconds, and megabytes at most."
        yield ""
        ours = by_setting.get("ours", {})
        yield from table(
            ["", *kinds, "median", "ours ÷ it", "memory"],
            (
                [
                    name(setting),
                    *(number(_ms(rows.get(kind))) for kind in kinds),
                    number(median(row["wall"] * 1000 for row in rows.values())),
                    number(_against(ours, rows)),
                    number(max(row["memory"] for row in rows.values())),
                ]
                for setting, rows in by_setting.items()
            ),
        )


def _ms(row: Mapping[str, float] | None) -> float | None:
    return row["wall"] * 1000 if row else None


def _against(ours: Mapping[str, Any], rows: Mapping[str, Any]) -> float | None:
    """Of the queries that both have, the median of how ours compares."""
    both = [
        ours[kind]["wall"] / row["wall"] for kind, row in rows.items() if kind in ours
    ]
    return median(both) if both else None


def nothing(found: Found) -> Iterator[str]:
    if not found["nothing"]:
        return
    size = found["sizes"][-1]
    yield "## Nothing found, and what is inside of words"
    yield ""
    yield f"{size:,} papers; the whole process, relaxed as far as it goes, ms."
    yield ""
    words = list(found["nothing"]["ours"])
    yield from table(
        ["", *words],
        (
            [name(label) if label == "ours" else label]
            + [number(_ms(rows.get(word))) for word in words]
            for label, rows in found["nothing"].items()
        ),
    )


def warm(found: Found) -> Iterator[str]:
    size = found["sizes"][-1]
    yield f"## Warm, {size:,} papers"
    kinds = list(dict.fromkeys(query[0] for query in found["queries"]))
    for what, runs in found["warm"][str(size)].items():
        settings = list(runs)
        yield ""
        yield f"For {what}; milliseconds, p50 / p99 of the queries of a kind."
        yield ""
        rows = [
            [f"{kind}: {KINDS[kind]}", *(_pair(found, runs[s], kind) for s in settings)]
            for kind in kinds
        ]
        first = found["first"][str(size)][what]
        for title, times in (
            ("**all kinds**", runs),
            ("all kinds, what the process has not been asked before", first),
        ):
            rows.append([title, *(_pair(found, times[s], None) for s in settings)])
        rows.append(
            ["ours ÷ it, where both answer", *(_shares(runs, s) for s in settings)]
        )
        yield from table(["", *map(name, settings)], rows)


def _pair(found: Found, times: Sequence[float | None], kind: str | None) -> str:
    values = [
        time * 1000
        for query, time in zip(found["queries"], times, strict=True)
        if time is not None and kind in {None, query[0]}
    ]
    if not values:
        return "—"
    return f"{number(percentile(values, 50))} / {number(percentile(values, 99))}"


def _shares(runs: Mapping[str, Any], setting: str) -> str:
    ours, theirs = times_of(runs, "ours", setting)
    if not ours:
        return "—"
    shares = []
    for at in (50, 99):
        one, other = percentile(ours, at), percentile(theirs, at)
        shares.append(number(one / other if one and other else None))
    return " / ".join(shares)


def growth(found: Found) -> Iterator[str]:
    sizes = [str(size) for size in found["sizes"]]
    heads = ["", *(f"{int(size):,}" for size in sizes)]
    settings = list(found["warm"][sizes[0]][COUNTED])
    yield "## Growth"
    yield ""
    if plot := found["about"]["plot"]:
        yield f"![Cost against size]({plot})"
        yield ""
    yield "Warm, all kinds that the engine has, p50 / p99, milliseconds."
    yield ""
    yield from table(
        heads,
        (
            [name(setting)]
            + [
                _pair(found, runs[setting], None) if setting in runs else "—"
                for size in sizes
                for runs in [found["warm"][size][COUNTED]]
            ]
            for setting in settings
        ),
    )
    yield ""
    yield "Cold in English, a rare word and two words, median, milliseconds."
    yield ""
    yield from table(
        heads,
        (
            [name(setting)]
            + [number(cold_growth(found, size, setting)) for size in sizes]
            for setting in found["cold"][sizes[0]]["English"]
        ),
    )
    yield ""
    yield (
        "A day's 50 papers more, seconds: in the process / the whole process; the"
        " median of five days, one after the other."
    )
    yield ""
    yield from table(
        heads,
        (
            [name(setting)]
            + [_added(found["adding"][size].get(setting)) for size in sizes]
            for setting in found["adding"][sizes[0]]
        ),
    )
    yield ""
    yield "Index, MB."
    yield ""
    yield from table(
        heads,
        (
            [name(setting)]
            + [
                number(
                    next(
                        (
                            row["size"]
                            for row in found["building"]
                            if row["edition"] == "mixed"
                            and (str(row["papers"]), row["setting"]) == (size, setting)
                        ),
                        None,
                    )
                )
                for size in sizes
            ]
            for setting in found["adding"][sizes[0]]
        ),
    )


def _added(row: Mapping[str, float] | None) -> str:
    return f"{row['wall']:.2f} / {row['process']:.2f}" if row else "—"


def agreement(found: Found) -> Iterator[str]:
    size = found["sizes"][-1]
    given = found["agreement"][str(size)]
    settings = [s for s in given["kinds"] if s != "ours+shown"]
    kinds = list(dict.fromkeys(query[0] for query in found["queries"]))
    yield f"## What they found, {size:,} papers"
    yield ""
    yield (
        "Papers found, mean of the queries; in parentheses the share of queries for"
        " which it is the same number as ours, and how much of the first ten is the"
        " same."
    )
    yield ""
    rows = []
    for kind in kinds:
        cells = [given["kinds"][setting].get(kind) for setting in settings]
        rows.append(
            [
                kind,
                *(
                    _found(setting, cell)
                    for setting, cell in zip(settings, cells, strict=True)
                ),
            ]
        )
    yield from table(["", *map(name, settings)], rows)
    yield ""
    yield "How much of the first ten is the same, mean of all queries that both have."
    yield ""
    yield from table(
        ["", *map(name, settings)],
        (
            [name(one), *(number(given["pairs"][one].get(other)) for other in settings)]
            for one in settings
        ),
    )


def _found(setting: str, cell: Mapping[str, float] | None) -> str:
    if not cell:
        return "—"
    if setting == "ours":
        return f"{cell['found']:,.1f}"
    return f"{cell['found']:,.1f} ({cell['same']:.0%}, {cell['overlap']:.0%})"
