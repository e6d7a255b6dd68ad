"""What a user of the program cares about, in five lines, beside the best peer of each.

Knows the dictionary of `run`; the peers are those that index the same words.
"""

from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any, NamedTuple

from bench.installed import title
from bench.tables import number

Found = Mapping[str, Any]

OURS = "ours"


class Line(NamedTuple):
    """A figure of ours, and the lowest of all peers with its name."""

    what: str
    ours: str
    best: str


def short(found: Found) -> Iterator[Line]:
    """Of the largest set of papers. What was not measured is a dash."""
    size = found["sizes"][-1]
    cold = found["cold"][str(size)]["English"]
    day = found["adding"].get(str(size), {})
    built = {
        row["setting"]: row
        for row in found["building"]
        if row["edition"] == "mixed" and row["papers"] == size
    }
    walls = {setting: _median(kinds, "wall") for setting, kinds in cold.items()}
    memory = {setting: _median(kinds, "memory") for setting, kinds in cold.items()}
    yield _line("a search, from the command to its end", walls, "ms", 1000)
    added = {setting: row["process"] for setting, row in day.items() if row}
    yield _line("a day's 50 papers more", added, "s")
    first = {setting: row["wall"] for setting, row in built.items()}
    yield _line(f"{size:,} papers from nothing", first, "s")
    yield _line("memory of a search", memory, "MB")
    sizes = {setting: row["size"] for setting, row in built.items()}
    yield _line("the index on disk", sizes, "MB")


def _median(kinds: Mapping[str, Mapping[str, float]], what: str) -> float:
    return median(kind[what] for kind in kinds.values())


def _line(what: str, figures: Mapping[str, float], unit: str, times: float = 1) -> Line:
    def shown(setting: str) -> str:
        return f"{number(figures[setting] * times)} {unit}"

    peers = [setting for setting in figures if not setting.startswith(OURS)]
    best = min(peers, key=figures.__getitem__, default=None)
    ours = shown(OURS) if OURS in figures else "—"
    return Line(what, ours, f"{shown(best)} ({title(best)})" if best else "—")
