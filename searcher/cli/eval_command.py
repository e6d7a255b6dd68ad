"""`searcher eval`: how good is the order of the answers?

Knows click and what an evaluation tells; what is heavy is imported when it runs.
"""

from pathlib import Path

import click

from searcher.cli import options, output
from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searcher.evaluation.evaluating import Outcome
    from searcher.model import Problem

MOST_PROBLEMS = 20
"""So many lines that were left out are shown."""


@click.command("eval")
@click.argument("collection", type=click.Path(path_type=Path))
@click.option(
    "--run",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write what was found for each query, as TREC has it.",
)
@options.as_json
@options.debug
def evaluate(collection: Path, *, run: Path | None, as_json: bool) -> int:
    """Measure the ranking on COLLECTION.

    That is a folder with docs.jsonl, queries.tsv and qrels.tsv. Its queries are asked
    as plain text, any word of which may match, in an index made for the purpose.
    """
    from searcher.cli.builds import progress_bar  # noqa: PLC0415 - this command only
    from searcher.evaluation import evaluating  # noqa: PLC0415

    with progress_bar(patience=0) as progress:
        outcome = evaluating.evaluate(collection, run=run, progress=progress)
    _say(outcome.problems)
    if as_json:
        from searcher.cli.formats import json_text  # noqa: PLC0415

        output.use_utf8()
        output.emit([json_text(outcome.to_json())])
    else:
        output.emit(_table(outcome))
    return 0


def _say(problems: "Sequence[Problem]") -> None:
    output.say(*map(str, problems[:MOST_PROBLEMS]))
    if len(problems) > MOST_PROBLEMS:
        output.say(f"and {len(problems) - MOST_PROBLEMS:,} more")


def _table(outcome: "Outcome") -> list[str]:
    name = output.shown(outcome.collection)
    asked = f"{outcome.queries:,} queries"
    if outcome.judged != outcome.queries:
        asked += f", {outcome.judged:,} of them judged"
    heads = "  ".join(f"{metric:>7}" for metric in outcome.metrics)
    values = "  ".join(f"{mean:7.4f}" for mean in outcome.metrics.values())
    return [
        f"{name}: {outcome.documents:,} documents, {asked}, {outcome.seconds:.1f} s\n",
        f"{heads}\n{values}\n",
    ]
