"""What a build did, as one line and as JSON, and the problems it met.

Knows reports and generations; writes to standard error only.
"""

from collections.abc import Sequence

from searcher.building import Report
from searcher.cli import output
from searcher.generation import Generation
from searcher.model import FORMAT, Json, Problem
from searcher.settings import Library

MOST_PROBLEMS = 20
"""So many are shown after a build; `searcher status` shows all."""


def summary(report: Report) -> str:
    """`47 papers from 1 digest, 0 problems, generation 1 (0.4 s)`."""
    generation = report.generation
    return (
        f"{counted(generation.papers, 'paper')} from "
        f"{counted(len(generation.digests), 'digest')}, "
        f"{counted(len(report.problems), 'problem')}, "
        f"generation {generation.number} ({report.seconds:.1f} s)"
    )


def report_json(library: Library, report: Report) -> Json:
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
    library: Library, generation: Generation | None, problems: Sequence[Problem]
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
