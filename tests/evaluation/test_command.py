"""`searcher eval` as a process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import searcher

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path):
    def run(*arguments, status=0):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "searcher.cli.admin", *arguments],
            cwd=tmp_path,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(searcher.__file__).resolve().parents[1]),
                "HOME": str(tmp_path),
            },
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.returncode == status, done.stderr
        return done

    return run


def test_it_prints_a_table_and_says_what_was_left_out(run, make):
    done = run("eval", str(make()))
    head, names, values = done.stdout.splitlines()
    assert head.startswith("tiny: 5 documents, 4 queries, 3 of them judged, ")
    assert names.split() == ["nDCG@10", "MAP", "MRR@10", "R@50", "R@100"]
    assert values.split()[1:] == ["0.5000", "0.6667", "0.5000", "0.5000"]
    assert done.stderr.splitlines() == [
        "qrels.tsv: 1 grades of documents not in docs.jsonl, the first 'absent'"
    ]


def test_json_and_run(run, make, tmp_path):
    done = run("eval", str(make()), "--json", "--run", "found.run")
    assert json.loads(done.stdout)["metrics"]["MRR@10"] == pytest.approx(0.666667)
    assert len((tmp_path / "found.run").read_text().splitlines()) == 5


def test_what_is_no_collection_is_a_sentence(run, tmp_path):
    done = run("eval", str(tmp_path / "nowhere"), status=2)
    assert done.stdout == ""
    assert done.stderr.startswith("searcher: ")
    assert "docs.jsonl: No such file" in done.stderr
