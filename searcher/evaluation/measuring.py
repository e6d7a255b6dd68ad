"""A run and the grades that people gave → metrics.

The only importer of ir_measures, which is optional. Knows no index.
"""

from types import ModuleType

from searcher.errors import SearcherError
from searcher.evaluation.asking import Run
from searcher.evaluation.collection import Judgements

METRICS = {
    "nDCG@10": "nDCG@10",
    "MAP": "AP",
    "MRR@10": "RR@10",
    "R@50": "R@50",
    "R@100": "R@100",
}
"""What is printed, and what ir_measures calls it."""


def require_metrics() -> None:
    """Raises SearcherError when what computes the metrics is not installed."""
    _ir_measures()


def measured(run: Run, judgements: Judgements) -> dict[str, float]:
    """The means over all queries with a grade, of which those without documents in the
    run count 0. Queries without a grade count nothing.
    """
    library = _ir_measures()
    wanted = {name: library.parse_measure(theirs) for name, theirs in METRICS.items()}
    means = library.calc_aggregate(
        list(wanted.values()),
        {query: dict(grades) for query, grades in judgements.items()},
        {query: dict(found) for query, found in run.items()},
    )
    return {name: float(means[measure]) for name, measure in wanted.items()}


def _ir_measures() -> ModuleType:
    try:
        import ir_measures  # noqa: PLC0415 - optional
    except ImportError as error:
        raise SearcherError(
            "metrics are computed by ir-measures, which is not installed",
            hint="pip install 'digest-searcher[eval]'",
        ) from error
    return ir_measures
