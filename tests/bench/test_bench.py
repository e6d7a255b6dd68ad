"""The benchmark from end to end over a few made papers, and the sums it is made of."""

import json
import os
import random
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from bench import agreement, corpus, queries, summary
from bench.short import short
from bench.targets import targets

ROOT = Path(__file__).resolve().parents[2]
SYLLABLES = ("ba", "ke", "lo", "mi", "ru", "ta", "ve", "zo")
ENGLISH = ["".join(each) for each in product(SYLLABLES, repeat=3)]
CHINESE = (
    "学习",
    "策略",
    "梯度",
    "稀疏",
    "图像",
    "扩散",
    "记忆",
    "检索",
    "方差",
    "语言",
)


def made_papers(count: int) -> list[dict[str, str]]:
    chance = random.Random(1)
    papers = []
    for number in range(count):
        paper = {
            "id": f"2601.{number:05}",
            "title": " ".join(chance.choices(ENGLISH, k=6)).capitalize(),
            "abstract": " ".join(chance.choices(ENGLISH, k=40)) + ".",
        }
        if number % 2:
            paper["title_zh"] = "".join(chance.choices(CHINESE, k=2))
            paper["abstract_zh"] = "".join(chance.choices(CHINESE, k=4)) + "。"
        papers.append(paper)
    return papers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "papers"
    place.mkdir()
    lines = (json.dumps(paper, ensure_ascii=False) for paper in made_papers(300))
    (place / "papers.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


def test_one_command_measures_every_target_and_writes_page_and_numbers(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    options = {
        "--papers": folder,
        "--out": out,
        "--work": tmp_path / "work",
        "--sizes": "150",
        "--english": 0,
        "--bilingual": 0,
        "--each": 2,
        "--rounds": 1,
        "--engines": "ours,fts5",  # the peer that every Python has
    }
    words = [str(each) for pair in options.items() for each in pair]
    done = subprocess.run(
        [sys.executable, "-m", "bench", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

    [page] = out.glob("*-150.md")
    [numbers] = out.glob("*-150.json")
    text = page.read_text(encoding="utf-8")
    for heading in (
        *("In short", "Targets", "Building", "Cold", "Warm", "Growth"),
        "What they found",
    ):
        assert f"\n## {heading}" in text
    assert str(tmp_path) not in text + numbers.read_text(encoding="utf-8")

    found = json.loads(numbers.read_text(encoding="utf-8"))
    assert found["sizes"] == [150]
    assert {row["setting"] for row in found["building"]} == {
        "ours",
        "fts5+rjieba",
    }
    # what is compared in time was compared in what it found
    both = found["agreement"]["150"]["kinds"]["fts5+rjieba"]
    assert both["common"]["overlap"] > 0
    assert both["nothing"] == {"found": 0, "ours": 0, "same": 1, "overlap": 1}
    # a query that was not met before is shown beside what repeating it costs
    for times in (found["warm"], found["first"]):
        assert len(times["150"][summary.COUNTED]["ours"]) == len(found["queries"])
    assert "not been asked before" in text
    unmeasured = {t.wanted for t in targets(found) if t.holds is None}
    assert any(
        "tantivy" in wanted for wanted in unmeasured
    )  # nothing is said of peers that were left out


def test_the_same_papers_make_the_same_queries() -> None:
    papers = made_papers(300)

    def halves(text: str) -> list[str]:
        return [text[at : at + 2] for at in range(0, len(text), 2)]

    drawn = queries.draw(papers, halves, each=3)
    assert drawn == queries.draw(papers, halves, each=3)
    text = " ".join(f"{paper['title']} {paper['abstract']}" for paper in papers)
    for query in drawn:
        if query.kind in {"phrase", "two all", "three any"}:
            assert all(word in text.lower() for word in query.words)
        if query.kind == "nothing":
            assert not any(word in text for word in query.words)


def test_a_size_is_the_start_of_the_next_and_days_are_in_none(
    folder: Path, tmp_path: Path
) -> None:
    made = corpus.write_papers(folder, tmp_path / "out", {"mixed": [50, 100, 9999]})
    small, middle, large = (
        list(corpus.records(p)) for p in made.editions["mixed"].values()
    )
    assert small == middle[:50]
    assert middle == large[:100]
    days = [paper["id"] for day in made.days for paper in corpus.records(day)]
    assert len(days) == len(set(days)) > 0
    assert not {*days} & {paper["id"] for paper in large}


@pytest.mark.parametrize(
    ("values", "at", "wanted"),
    [([], 50, None), ([3.0], 99, 3.0), ([1.0, 2.0, 3.0], 50, 2.0), ([0, 10], 90, 9.0)],
)
def test_percentiles(values: list[float], at: float, wanted: float | None) -> None:
    assert summary.percentile(values, at) == wanted


def test_overlap_counts_against_the_longer_answer() -> None:
    assert agreement.overlap(["a", "b"], ["b"]) == 0.5
    assert agreement.overlap([], []) == 1.0
    assert agreement.overlap(["a"], []) == 0.0


def test_the_short_table_names_the_best_of_the_peers() -> None:
    def cold(wall: float) -> dict[str, dict[str, float]]:
        return {
            "rare": {"wall": wall, "memory": 20.0},
            "common": {"wall": 9, "memory": 9},
        }

    rows = [("ours", 9.0, 5.0), ("fts5", 3.0, 8.0), ("tantivy+rjieba", 2.0, 9.0)]
    found = {
        "sizes": [5, 150],
        "cold": {"150": {"English": {"ours": cold(0.1), "fts5": cold(0.2)}}},
        "adding": {"150": {"ours": {"process": 0.5}, "fts5": None}},
        "building": [
            {
                "edition": "mixed",
                "papers": 150,
                "setting": setting,
                "wall": wall,
                "size": size,
            }
            for setting, wall, size in rows
        ],
    }
    lines = [(ours, best) for _, ours, best in short(found)]
    assert lines == [
        ("4,550 ms", "4,600 ms (SQLite FTS5)"),
        ("0.50 s", "—"),
        ("9.00 s", "2.00 s (tantivy + rjieba)"),
        ("14.5 MB", "14.5 MB (SQLite FTS5)"),
        ("5.00 MB", "8.00 MB (SQLite FTS5)"),
    ]
