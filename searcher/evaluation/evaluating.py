"""A test collection → its outcome: read, index, ask, measure.

Prints nothing, and leaves nothing behind but the run, where one is asked for.
"""

from pathlib import Path
from time import perf_counter

from searcher.errors import CollectionError
from searcher.evaluation.asking import Progress, ask, trec_lines
from searcher.evaluation.collection import read_collection
from searcher.evaluation.measuring import measured, require_metrics
from searcher.frozen import KW_ONLY, Value
from searcher.model import FORMAT, Json, Problem


class Outcome(Value):
    """What was measured; metrics are from 0 to 1, `seconds` are those of all the work.

    `queries` were asked; only those that are `judged` count in the metrics.
    """

    collection: str
    _: KW_ONLY
    documents: int
    queries: int
    judged: int
    metrics: dict[str, float]
    seconds: float
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> Json:
        return {
            "format": FORMAT,
            "collection": self.collection,
            "documents": self.documents,
            "queries": self.queries,
            "metrics": {name: round(mean, 6) for name, mean in self.metrics.items()},
            "seconds": round(self.seconds, 3),
        }


def evaluate(
    folder: Path, *, run: Path | None = None, progress: Progress | None = None
) -> Outcome:
    """What the metrics say of a collection; the run is written to a file if named.

    Raises CollectionError when nothing can be measured, SearcherError when ir-measures
    is not installed, OSError when the run cannot be written.
    """
    started = perf_counter()
    require_metrics()
    if run is not None and not run.resolve().parent.is_dir():
        raise CollectionError(f"{run.parent} is no folder, wanted one for the run")
    collection = read_collection(folder)
    found = ask(collection, progress=progress or _silent)
    if run is not None:
        run.write_text("".join(trec_lines(found)), encoding="utf-8", newline="\n")
    return Outcome(
        collection.name,
        documents=len(collection.documents),
        queries=len(collection.queries),
        judged=len(collection.queries.keys() & collection.judgements.keys()),
        metrics=measured(found, collection.judgements),
        seconds=perf_counter() - started,
        problems=collection.problems,
    )


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody is watching."""
