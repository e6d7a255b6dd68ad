"""Metrics worked out by hand, the run, and the four targets on real collections."""

import sys
from math import log2

import pytest

from searcher.errors import CollectionError, SearcherError
from searcher.evaluation.asking import falling, trec_lines
from searcher.evaluation.evaluating import evaluate
from searcher.evaluation.measuring import measured
from searcher.model import Hit, Paper


def test_the_metrics_of_a_tiny_collection(make):
    outcome = evaluate(make())
    assert (outcome.documents, outcome.queries, outcome.judged) == (5, 4, 3)
    # a is perfect; b finds one of its two, first; c finds none; d is not judged
    ideal = 1 + 1 / log2(3)
    assert outcome.metrics == pytest.approx(
        {
            "nDCG@10": (1 + 1 / ideal + 0) / 3,
            "MAP": (1 + 1 / 2 + 0) / 3,
            "MRR@10": (1 + 1 + 0) / 3,
            "R@50": (1 + 1 / 2 + 0) / 3,
            "R@100": (1 + 1 / 2 + 0) / 3,
        }
    )


def test_grades_count_in_the_first_metric_alone():
    run = {"q": [("low", 3.0), ("none", 2.0), ("high", 1.0)]}
    found = measured(run, {"q": {"high": 3, "low": 1, "none": 0}})
    gained = 1 / log2(2) + 3 / log2(4)
    assert found["nDCG@10"] == pytest.approx(gained / (3 / log2(2) + 1 / log2(3)))
    assert found["MAP"] == pytest.approx((1 / 1 + 2 / 3) / 2)
    assert found["MRR@10"] == 1


def test_a_judged_query_that_was_not_asked_counts_nothing_found():
    judgements = {"q": {"d": 1}, "unasked": {"d": 1}}
    assert measured({"q": [("d", 1.0)]}, judgements)["MRR@10"] == 0.5
    assert measured({}, judgements)["MAP"] == 0


def test_no_query_is_syntax(make):
    folder = make(
        queries='a\ttitle:moon -water "dust\nb\t-dust',
        judgements="a\td3\t1\nb\t2602.00001v2\t1",
    )
    assert evaluate(folder).metrics["R@50"] == 1


def test_the_json_has_this_shape(make):
    value = evaluate(make()).to_json()
    assert list(value) == [
        "format",
        "collection",
        "documents",
        "queries",
        "metrics",
        "seconds",
    ]
    assert value["format"] == 1
    assert value["collection"] == "tiny"
    assert list(value["metrics"]) == ["nDCG@10", "MAP", "MRR@10", "R@50", "R@100"]
    assert value["seconds"] > 0


def test_the_run_is_written_as_trec_has_it(make, tmp_path):
    file = tmp_path / "run.txt"
    evaluate(make(), run=file)
    lines = [line.split(" ") for line in file.read_text().splitlines()]
    assert [line[:4] + line[5:] for line in lines] == [
        ["a", "Q0", "d3", "1", "searcher"],
        ["a", "Q0", "2602.00001v2", "2", "searcher"],
        ["b", "Q0", "4", "1", "searcher"],
        ["d", "Q0", "d2", "1", "searcher"],
        ["d", "Q0", "d1", "2", "searcher"],
    ]
    scores = [float(line[4]) for line in lines]
    assert scores[0] > scores[1] > 0


def test_equal_scores_keep_their_order_for_whoever_reads_the_run():
    """trec_eval holds 32 bits of a score, and sorts equal ones backwards by id."""
    hits = [
        Hit(rank, score=score, paper=Paper(name), highlights={})
        for rank, (name, score) in enumerate(
            [("a", 9.000002), ("b", 9.000001), ("z", 9.000001), ("y", 2.0)], 1
        )
    ]
    found = list(falling(hits))
    assert [name for name, _ in found] == ["a", "b", "z", "y"]
    assert found[0] == ("a", 9.000002)
    assert found[3] == ("y", 2.0)
    for place, name in enumerate("abzy", 1):
        mean = measured({"q": found}, {"q": {name: 1}})["MAP"]
        assert mean == pytest.approx(1 / place)
    written = [float(line.split(" ")[4]) for line in trec_lines({"q": found})]
    assert written == sorted(set(written), reverse=True)


def test_progress_is_told_to_the_end(make):
    told = []
    evaluate(make(), progress=lambda *stage: told.append(stage))
    assert ("indexing", 5, 5) in told
    assert told[-1] == ("asking", 4, 4)


def test_nothing_is_built_where_the_run_cannot_be_written(make, tmp_path):
    told = []
    with pytest.raises(CollectionError, match="no folder"):
        evaluate(
            make(),
            run=tmp_path / "nowhere" / "run.txt",
            progress=lambda *stage: told.append(stage),
        )
    assert told == []


def test_without_ir_measures_a_sentence_says_how_to_get_it(make, monkeypatch):
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(SearcherError, match="not installed") as raised:
        evaluate(make())
    assert "digest-searcher[eval]" in raised.value.hint


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "metric", "target"),
    [
        # the best of five other engines with their defaults
        ("cranfield", "nDCG@10", 0.381),
        ("cisi", "nDCG@10", 0.383),
        ("scifact", "nDCG@10", 0.689),
        ("csl_all", "MRR@10", 0.985),
    ],
)
def test_the_targets_are_reached(data, name, metric, target):
    folder = data / "ir" / name
    if not folder.is_dir():
        pytest.skip(f"no collection at {folder}")
    assert evaluate(folder).metrics[metric] >= target
