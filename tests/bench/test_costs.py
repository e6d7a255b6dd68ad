"""The measuring of hard input, over inputs that are small."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.burdens import CASES
from bench.costs import Cost, page
from searcher.corpus.reading import Reading

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def test_one_command_measures_two_builds_beside_each_other(tmp_path: Path) -> None:
    out = tmp_path / "costs.md"
    options = ["--case", "many authors", "--size", "0.0001", "--beside", str(BIN)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.costs", *options, "--out", str(out)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    head, _, *rows = out.read_text(encoding="utf-8").splitlines()
    assert head.startswith("|  | CPU s, ours | CPU s, beside |")
    assert [row.split("|")[1].strip() for row in rows] == [
        f"a paper of many authors: {step}"
        for step in ("from nothing", "a line more", "shown")
    ]


@pytest.mark.parametrize("name", CASES)
def test_each_case_is_as_large_as_it_is_asked_to_be(name: str, tmp_path: Path) -> None:
    """And names programs that are there."""
    sizes = []
    for size in (0.0005, 0.001):
        root = tmp_path / str(size)
        for step in CASES[name](root, size):
            assert (BIN / step.argv[0]).exists()
        sizes.append(sum(place.stat().st_size for place in root.rglob("*.*")))
    assert sizes[0] < sizes[1] or "archive" in name


@pytest.mark.parametrize(
    "name",
    [name for name in CASES if "text " in name or "JSON" in name or "a page" in name]
    + ["a table"],
)
def test_what_is_large_is_read_as_papers(name: str, tmp_path: Path) -> None:
    """Not refused, which would cost nothing."""
    next(CASES[name](tmp_path, 0.0005))
    (place,) = (tmp_path / "corpus").iterdir()
    papers = list(Reading(place, place.name))
    assert papers or name == "text that is no digest"
    assert all(paper.paper.title.en for paper in papers)


def test_a_page_shows_medians_and_what_failed() -> None:
    found = {
        ("a", "built", "ours"): [Cost(1, 2, 100, 0), Cost(3, 4, 300, 2)],
        ("a", "built", "beside"): [Cost(4, 6, 100, 0)],
    }
    *_, row = page(found, ["ours", "beside"])
    assert row == (
        "| a: built (failed) | 2.00 | 4.00 | 3.00 | 6.00 | 200 | 100 "
        "| 0.500 | 0.500 | 2.00 |"
    ).replace("0.500", "0.50")
