"""How each thing is measured. Engines take turns, so that noise hits all alike.

Knows no engine by name. Seconds, megabytes (2²⁰ bytes), and medians where not told.
"""

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import perf_counter
from typing import Any, NamedTuple

from bench.installed import ROOT, environment, interpreter
from bench.launching import Launcher, Used
from bench.queries import Query

Row = dict[str, Any]

ENOUGH = 4.0
"""Seconds after which a kind of query is not asked of an engine once more: then even
the first round, which else only warms, is long enough to count.
"""


class Asked(NamedTuple):
    """By setting, in the order of the queries; None where it has no such query.

    `first` is how long a query took that the process had not met before.
    """

    times: dict[str, list[float | None]]
    first: dict[str, list[float | None]]
    answers: dict[str, list[Any]]


class Failed(Exception):
    """A process that was measured did not end well."""


def build(launcher: Launcher, setting: str, papers: Path, folder: Path) -> Row:
    """The times are the engine's own, the memory that of all its processes at once."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with watched(launcher.pid) as most:
        used = _worker(launcher, "build", setting, folder, papers)
    told = json.loads(used.out)
    memory = max([used.memory, *most])
    kept = folder / "index" if (folder / "index").is_dir() else folder
    return {
        "wall": told["wall"],
        "cpu": told["cpu"],
        "memory": memory,
        "size": size_of(kept),
    }


def add(
    launcher: Launcher, folders: Mapping[str, Path], days: Sequence[Path], scratch: Path
) -> dict[str, Row | None]:
    """Day after day to copies of the indexes; None for an engine that cannot add."""
    found: dict[str, list[Row]] = {}
    for setting, folder in folders.items():
        shutil.rmtree(scratch / setting, ignore_errors=True)
        shutil.copytree(folder, scratch / setting)
    for day in days:
        for setting in folders:
            used = _worker(launcher, "add", setting, scratch / setting, day)
            told = json.loads(used.out)
            if told["done"]:
                row = {"wall": told["wall"], "process": used.wall, "cpu": told["cpu"]}
                found.setdefault(setting, []).append(row)
    for setting in folders:
        shutil.rmtree(scratch / setting)
    return {
        setting: medians(found[setting]) if setting in found else None
        for setting in folders
    }


def cold(
    launcher: Launcher,
    commands: Mapping[str, Mapping[str, tuple[list[str], dict[str, str]]]],
    rounds: int,
    failures: list[str],
) -> dict[str, dict[str, Row]]:
    """By label and query: whole processes, started again and again.

    An exit status of 1 means that nothing was found, here as with grep. A program that
    fails is left out from there on, and what it said is added to `failures`.
    """
    used: dict[str, dict[str, list[Row]]] = {}
    failed: set[tuple[str, str]] = set()
    names = dict.fromkeys(name for asked in commands.values() for name in asked)
    warming = int(rounds > 1)  # the first round fills caches of the operating system
    for turn in range(warming + rounds):
        for name in names:
            for label, asked in commands.items():
                if name not in asked or (label, name) in failed:
                    continue
                one = launcher.run(*asked[name])
                if one.status not in {0, 1}:
                    failed.add((label, name))
                    failures.append(f"{label}, cold, {name}: {one.err.strip()[-500:]}")
                    continue
                row = {"wall": one.wall, "cpu": one.cpu, "memory": one.memory}
                if turn >= warming:
                    used.setdefault(label, {}).setdefault(name, []).append(row)
    return {
        label: {
            name: medians(rows)
            for name, rows in by_name.items()
            if (label, name) not in failed
        }
        for label, by_name in used.items()
    }


def warm(
    folders: Mapping[str, Path],
    queries: Sequence[Query],
    *,
    limit: int,
    count: bool,
    rounds: int,
) -> Asked:
    """The time of each query in a process that runs on, and what it answered: its
    total and the ids of the best papers.
    """
    kinds = list(dict.fromkeys(query.kind for query in queries))
    found = Asked(*({s: [] for s in folders} for _ in Asked._fields))
    with contextlib.ExitStack() as stack:
        workers = {s: stack.enter_context(_serving(s, f)) for s, f in folders.items()}
        for kind in kinds:
            asked = [list(query) for query in queries if query.kind == kind]
            order = {"queries": asked, "limit": limit, "count": count}
            taken: dict[str, list[list[float | None]]] = {s: [] for s in folders}
            spent = dict.fromkeys(folders, 0.0)
            for turn in range(rounds + 1):
                for setting, worker in workers.items():
                    if spent[setting] > ENOUGH:
                        continue
                    start = perf_counter()
                    reply = _told(worker, {**order, "answers": not turn})
                    spent[setting] += perf_counter() - start
                    if turn == 0:
                        found.answers[setting] += reply["answers"]
                        found.first[setting] += reply["seconds"]
                    if turn or spent[setting] > ENOUGH:
                        taken[setting].append(reply["seconds"])
            for setting, runs in taken.items():
                found.times[setting] += map(_median, zip(*runs, strict=True))
    return found


def command(
    setting: str, folder: Path, query: Query, *options: str
) -> tuple[list[str], dict[str, str]]:
    """The whole program that asks this: ours, or the small one over a peer."""
    python = interpreter(setting)
    if setting.startswith("ours"):
        marks = {"word": "{}", "phrase": '"{}"', "prefix": "{}*"}
        argv = [python, "-m", "searcher.cli.search", "--library", str(folder)]
        argv += [] if query.all else ["--match", "any"]
        argv += [*options, *(marks[query.how].format(word) for word in query.words)]
    else:
        argv = [python, "-m", "bench.cold", "--how", query.how]
        argv += [] if query.all else ["--any"]
        argv += [setting, str(folder), *query.words]
    return argv, environment(setting)


def size_of(folder: Path) -> float:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / (1 << 20)


def _worker(
    launcher: Launcher, verb: str, setting: str, folder: Path, papers: Path
) -> Used:
    argv = [interpreter(setting), "-m", "bench.worker", verb, setting]
    used = launcher.run([*argv, str(folder), str(papers)], environment(setting))
    if used.status:
        raise Failed(f"{verb} {setting}: {used.err[-2000:]}")
    return used


@contextlib.contextmanager
def _serving(setting: str, folder: Path) -> "Iterator[subprocess.Popen[str]]":
    argv = [interpreter(setting), "-m", "bench.worker", "serve", setting, str(folder)]
    worker = subprocess.Popen(
        argv,
        env=environment(setting),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield worker
    finally:
        worker.communicate()


def _told(worker: "subprocess.Popen[str]", order: Row) -> Row:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(json.dumps(order) + "\n")
    worker.stdin.flush()
    line = worker.stdout.readline()
    if not line:
        raise Failed(f"{worker.args!r} ended")
    reply: Row = json.loads(line)
    return reply


def _median(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return median(there) if there else None


def medians(rows: Sequence[Row]) -> Row:
    return {key: median(row[key] for row in rows) for key in rows[0]}


@contextlib.contextmanager
def watched(pid: int) -> Iterator[list[float]]:
    """What the descendants of a process have in memory, looked at while they work.

    Memory that they share is counted once. Empty where there is no /proc.
    """
    seen: list[float] = []
    over = Event()

    def watch() -> None:
        while not over.wait(0.2):
            seen.append(sum(map(_proportional, _descendants(pid))))

    thread = Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _descendants(pid: int) -> Iterator[int]:
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # the name before it may hold spaces, and is in parentheses
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(fields[1])
    wanted = {pid}
    while more := {p for p, parent in parents.items() if parent in wanted} - wanted:
        wanted |= more
    yield from wanted - {pid}


def _proportional(pid: int) -> float:
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        for line in text.splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
