"""A build at somebody's command: its progress, its report, and its exit status.

Knows the library; what is heavy is imported when it runs.
"""

from searcher.cli import output
from searcher.cli.memory import refuse_little
from searcher.errors import SearcherError
from searcher.settings import Library
from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.building import Report

DONE = 0


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
    from searcher.cli.progress import PATIENCE, progress_bar  # noqa: PLC0415

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
    from searcher.cli import summaries  # noqa: PLC0415 - imports the reading of digests

    if as_json:
        from searcher.cli.formats import json_text  # noqa: PLC0415

        output.use_utf8()
        output.emit([json_text(summaries.report_json(library, report))])
        return
    summaries.say_problems(report.problems)
    output.emit([summaries.summary(report) + "\n"])
