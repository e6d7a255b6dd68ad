"""A build as a person follows it: what it needs, its progress, its report.

Knows the stages of a build by the names that it is told; the only importer of rich.
What is heavy is imported when it is needed.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import monotonic

from searcher.cli import output
from searcher.errors import SearcherError
from searcher.model import FORMAT, Json, Problem
from searcher.settings import Library
from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from searcher.building import Report
    from searcher.generation import Generation

DONE = 0
LEAST_MEMORY = 128 << 20
"""Bytes of address space: with fewer, the matrices that numpy loads end the process."""
PATIENCE = 0.3
"""Seconds that an update may take without a bar: most are done by then."""
MOST_PROBLEMS = 20
"""So many are shown after a build; `searcher status` shows all."""

Told = Callable[[str, int, int], None]


def build(
    library: Library,
    *,
    anew: bool = False,
    as_json: bool = False,
    strict: bool = False,
    wait: bool = False,
    accept_removals: bool = False,
) -> int:
    refuse_little()
    from searcher import building  # noqa: PLC0415 - not for --help

    run = building.rebuild if anew else building.update
    with progress_bar(patience=0 if anew else PATIENCE) as progress:
        report = run(
            library, progress=progress, wait=wait, accept_removals=accept_removals
        )
    _report(library, report, as_json=as_json)
    if strict and report.problems:
        raise SearcherError(
            "found problems in digests, wanted none since --strict was given",
            hint="searcher status",
        )
    return DONE


def _report(library: Library, report: "Report", *, as_json: bool) -> None:
    if as_json:
        from searcher.cli.formats import json_text  # noqa: PLC0415

        output.use_utf8()
        output.emit([json_text(report_json(library, report))])
        return
    say_problems(report.problems)
    output.emit([summary(report) + "\n"])


def refuse_little() -> None:
    """Raise SearcherError where so little memory is allowed that indexing would end
    without a word.
    """
    with suppress(ImportError):  # where there is no such limit
        from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit  # noqa: PLC0415

        limit, _ = getrlimit(RLIMIT_AS)
        if limit != RLIM_INFINITY and limit < LEAST_MEMORY:
            raise SearcherError(
                f"memory is limited to {limit >> 20} MiB, indexing needs more than "
                f"{LEAST_MEMORY >> 20} MiB",
                hint="give it more: `ulimit -v unlimited`",
            )


@contextmanager
def progress_bar(
    *, quiet: bool = False, patience: float = PATIENCE
) -> Iterator[Told | None]:
    """What to tell how far a build is: the stage, how much is done, of how much.

    None where nobody watches. The bar is gone when the build is over.
    """
    if quiet or not _watched():
        yield None
        return
    bar = _Bar(patience)
    try:
        yield bar.tell
    finally:
        bar.close()


def _watched() -> bool:
    return (
        sys.stderr is not None
        and sys.stderr.isatty()
        and os.environ.get("TERM") != "dumb"
    )


class _Bar:
    """Draws nothing until a build has taken a while, so that few wait for rich."""

    def __init__(self, patience: float) -> None:
        self._due = monotonic() + patience
        self._progress: Progress | None = None
        self._stages: dict[str, TaskID] = {}

    def tell(self, stage: str, done: int, total: int) -> None:
        if self._progress is None:
            if monotonic() < self._due:
                return
            self._progress = _drawn()
        if stage not in self._stages:
            self._stages[stage] = self._progress.add_task(stage)
        self._progress.update(self._stages[stage], completed=done, total=total)

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()


def _drawn() -> "Progress":
    from rich.console import Console  # noqa: PLC0415 - 95 ms, long builds only
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        ProgressColumn,
        Task,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(rate(task.description, speed) if speed else "")

    progress = Progress(
        TextColumn("{task.description:<8}"),
        BarColumn(),
        TaskProgressColumn(),
        Rate(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    progress.start()
    return progress


def rate(stage: str, speed: float) -> str:
    """How fast a stage goes, in what it counts: `1.2 MB/s`, `1,024 papers/s`."""
    if stage == "reading":
        return f"{speed / 1e6:.1f} MB/s"
    return f"{speed:,.0f} papers/s"


def summary(report: "Report") -> str:
    """`47 papers from 1 digest, 0 problems, generation 1 (0.4 s)`."""
    generation = report.generation
    return (
        f"{counted(generation.papers, 'paper')} from "
        f"{counted(len(generation.digests), 'digest')}, "
        f"{counted(len(report.problems), 'problem')}, "
        f"generation {generation.number} ({report.seconds:.1f} s)"
    )


def report_json(library: Library, report: "Report") -> Json:
    return {
        **generation_json(library, report.generation, report.problems),
        "changed": report.changed,
        "added": list(report.added),
        "altered": list(report.altered),
        "removed": list(report.removed),
        "kept": list(report.kept),
        "seconds": round(report.seconds, 3),
    }


def generation_json(
    library: Library, generation: "Generation | None", problems: Sequence[Problem]
) -> Json:
    """The public JSON of a library; `generation` is null before the first build."""
    return {
        "format": FORMAT,
        "library": str(library.root),
        "generation": generation.number if generation else None,
        "created": generation.created if generation else None,
        "papers": generation.papers if generation else 0,
        "digests": len(generation.digests) if generation else 0,
        "problems": [problem.to_json() for problem in problems],
    }


def say_problems(problems: Sequence[Problem]) -> None:
    """The first problems, as `file:line: what was found, what was wanted`."""
    output.say(*map(str, problems[:MOST_PROBLEMS]))
    if len(problems) > MOST_PROBLEMS:
        more = len(problems) - MOST_PROBLEMS
        output.say(f"and {more:,} more: searcher status")


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
