"""What a run found, as a page of Markdown tables.

Knows the dictionary of `run`; measures and judges nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import asked
from bench.corpus import EDITIONS
from bench.installed import TITLES
from bench.short import short
from bench.tables import name, number, table
from bench.targets import targets

Found = Mapping[str, Any]

NOTES = Path(__file__).with_name("notes.md")

BUILT = (
    "",
    "papers/s",
    "ours ÷ it",
    "papers per CPU-second",
    "ours ÷ it",
    "memory, MB",
    "index, MB",
    "ours ÷ it",
)


def markdown(found: Found) -> str:
    parts = (
        _heading(found),
        _short(found),
        _targets(found),
        _building(found),
        asked.cold(found),
        asked.nothing(found),
        asked.warm(found),
        asked.growth(found),
        asked.agreement(found),
        ["## How to read this", "", NOTES.read_text(encoding="utf-8")],
    )
    return "\n".join(line for part in parts for line in (*part, "")).rstrip() + "\n"


def _heading(found: Found) -> Iterator[str]:
    about = found["about"]
    yield f"# The engines side by side, {about['date']}"
    yield ""
    versions = (f"{TITLES[n]} {v}" for n, v in found["versions"].items())
    facts = {
        "command": f"`{about['command']}`",
        "machine": about["machine"],
        "load": f"{about['load_before']:.1f} before, {about['load_after']:.1f} after "
        "(the run itself is about 1)",
        "versions": f"{', '.join(versions)}; Python {about['python']}",
        "ours": about["revision"],
        "papers": ", ".join(f"{size:,}" for size in found["sizes"]),
        "queries": f"{len(found['queries'])}, drawn from the papers with a fixed seed",
        "took": f"{about['minutes']:.0f} minutes",
    }
    if found["absent"]:
        facts["not here"] = ", ".join(found["absent"])
    for fact, value in facts.items():
        yield f"- {fact}: {value}"
    for failure in found["failures"]:
        yield f"- **failed**: {' '.join(failure.split())}"


def _short(found: Found) -> Iterator[str]:
    yield "## In short"
    yield ""
    yield from table(["", "here", "the best of the others"], short(found))


def _targets(found: Found) -> Iterator[str]:
    verdicts = {True: "holds", False: "**does not hold**", None: "—"}
    yield "## Targets"
    yield ""
    yield from table(
        ["", "wanted", "measured, ours ÷ theirs", ""],
        ((t.what, t.wanted, t.measured, verdicts[t.holds]) for t in targets(found)),
    )


def _building(found: Found) -> Iterator[str]:
    yield "## Building"
    for edition, what in EDITIONS.items():
        rows = [row for row in found["building"] if row["edition"] == edition]
        for size in sorted({row["papers"] for row in rows}):
            here = [row for row in rows if row["papers"] == size]
            megabytes = found["bytes"][f"{edition}-{size}"] / (1 << 20)
            yield ""
            yield f"{size:,} papers, {edition}: {what}; {megabytes:,.0f} MB of JSON."
            yield ""
            yield from table(
                BUILT,
                _built(here, size),
            )


def _built(rows: Sequence[Mapping[str, Any]], size: int) -> Iterator[list[str]]:
    ours: Mapping[str, Any] = next((r for r in rows if r["setting"] == "ours"), {})
    for row in rows:
        speeds = [
            text
            for what in ("wall", "cpu")
            for text in (
                f"{size / row[what]:,.0f}",
                number(row[what] / ours[what] if ours else None),
            )
        ]
        memory, kept = number(row["memory"]), number(row["size"])
        share = number(ours["size"] / row["size"] if ours else None)
        yield [name(row["setting"]), *speeds, memory, kept, share]
