"""What input costs that is as large, or as repetitive, as it may be.

    python -m bench.costs [--case WORDS] [--beside BIN_DIR] [--out FILE]

Runs the installed programs as processes of their own, each case in a fresh library, and
writes a table of CPU seconds, wall seconds and the most memory of all processes at
once. With `--beside` the programs of another build take turns with them.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.burdens import CASES
from bench.installed import environment
from bench.launching import Launcher
from bench.measuring import watched
from bench.tables import number, table


class Cost(NamedTuple):
    """Of one step: seconds, and megabytes of all processes at once."""

    cpu: float
    wall: float
    memory: float
    status: int


Key = tuple[str, str, str]
"""A case, a step of it, and the build that was run."""


def measured(
    launcher: Launcher, builds: dict[str, Path], chosen: Sequence[str], *, size: float
) -> Iterator[tuple[Key, Cost]]:
    """Every step of the cases, with one build after the other."""
    for case in chosen:
        for build, programs in builds.items():
            with tempfile.TemporaryDirectory(prefix="costs-") as folder:
                root = Path(folder) / "library"
                for name, argv in CASES[case](root, size):
                    program = shutil.which(argv[0], path=programs)
                    if program is None:
                        raise SystemExit(f"{programs} has no {argv[0]}")
                    env = environment("ours") | {"SEARCHER_LIBRARY": str(root)}
                    env.pop("PYTHONPATH")  # or every build would be this one
                    with watched(launcher.pid) as peaks:
                        used = launcher.run([program, *argv[1:]], env)
                    most = max(used.memory, *peaks, 0.0)
                    yield (
                        (case, name, build),
                        Cost(used.cpu, used.wall, most, used.status),
                    )


def page(found: dict[Key, list[Cost]], builds: Sequence[str]) -> Iterator[str]:
    """The medians as a table, beside each other where there are two builds."""
    units = ("CPU s", "wall s", "MB")
    heads = [f"{unit}, {build}" for unit in units for build in builds]
    ratios = [f"{unit} ratio" for unit in units] if len(builds) > 1 else []
    rows = []
    for case, step in dict.fromkeys((case, step) for case, step, _ in found):
        costs = [found.get((case, step, build), []) for build in builds]
        cells, shares = [], []
        for at in range(len(units)):
            values = [median(c[at] for c in each) if each else None for each in costs]
            cells += [number(value) for value in values]
            if ratios:
                first, last = values[0], values[-1]
                shares.append(number(first / last if first and last else None))
        failed = any(c.status not in {0, 1} for each in costs for c in each)
        rows.append([f"{case}: {step}{' (failed)' if failed else ''}", *cells, *shares])
    yield from table(["", *heads, *ratios], rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.costs", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--case", action="append", help="part of a name; may repeat")
    parser.add_argument("--size", type=float, default=1.0, help="1 is the whole size")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--beside", type=Path, metavar="BIN_DIR")
    parser.add_argument("--out", type=Path, help="a Markdown file, or it is printed")
    parser.add_argument("--list", action="store_true", help="name the cases")
    asked = parser.parse_args()
    chosen = [
        name
        for name in CASES
        if not asked.case or any(part in name for part in asked.case)
    ]
    if asked.list:
        print("\n".join(chosen))
        return
    builds = {"ours": Path(sys.executable).parent}
    if asked.beside:
        builds["beside"] = asked.beside.absolute()
    found: dict[Key, list[Cost]] = {}
    with tempfile.TemporaryDirectory(prefix="costs-") as own, Launcher(own) as launcher:
        for _ in range(asked.rounds):
            steps = measured(launcher, builds, chosen, size=asked.size)
            for key, cost in steps:
                found.setdefault(key, []).append(cost)
                print(*key, *map(number, cost), sep="\t", file=sys.stderr)
    text = "\n".join(page(found, list(builds))) + "\n"
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
