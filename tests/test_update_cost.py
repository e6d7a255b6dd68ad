"""An update costs what the change costs, however large the library is."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from searcher import Searcher
from searcher.building import Report, update
from searcher.index import open_backend
from searcher.settings import Library, create_library

DAY = 50


def paper(number: int, words: str) -> str:
    value = {
        "id": f"2603.{number:05}",
        "title": f"On {words} {number}",
        "title_zh": f"论{number}号方法",
        "abstract": f"We study {words} of kind {number % 97} and of kind {number % 7}.",
        "abstract_zh": "我们研究这一类方法的收敛性。",
    }
    return json.dumps(value, ensure_ascii=False) + "\n"


def add_day(library: Library, name: str, words: str) -> None:
    lines = (paper(90_000 + number, words) for number in range(DAY))
    place = library.corpus / name
    place.write_text("".join(lines), encoding="utf-8")


def written(library: Library) -> tuple[int, int]:
    """Bytes of the current generation that are its own, and that it shares."""
    current = library.index / (library.index / "CURRENT").read_text().strip()
    states = [place.stat() for place in current.iterdir()]
    own = sum(state.st_size for state in states if state.st_nlink == 1)
    return own, sum(state.st_size for state in states if state.st_nlink > 1)


def updated(library: Library) -> tuple[Report, list[int]]:
    """An update, and of how many papers it said that they are indexed."""
    told: list[tuple[str, int, int]] = []
    report = update(library, progress=lambda *step: told.append(step))
    return report, [total for stage, _, total in told if stage == "indexing"]


def count(library: Library, query: str) -> int:
    with Searcher(open_backend(library.index).open()) as searcher:
        return searcher.search(query).total


def check_a_day(library: Library, papers: int) -> dict[str, Any]:
    """One more digest: only its papers are indexed, and only they are written."""
    before = written(library)[0] + written(library)[1]
    add_day(library, "day.jsonl", "zymurgy")
    report, indexed = updated(library)
    assert (report.papers, report.added) == (papers + DAY, ("day.jsonl",))
    assert set(indexed) == {DAY}
    own, shared = written(library)
    assert shared > before * 0.9
    assert count(library, "zymurgy") == DAY
    assert count(library, "强化学习 zymurgy") == 0
    again = update(library)
    assert not again.changed
    assert again.generation == report.generation
    return {"own": own, "shared": shared, "seconds": report.seconds}


def test_a_day_is_as_much_work_in_a_large_library_as_in_a_small_one(
    tmp_path: Path,
) -> None:
    figures = []
    for size in (500, 2500):
        library = create_library(tmp_path / str(size))
        lines = (paper(number, "entropy") for number in range(size))
        (library.corpus / "all.jsonl").write_text("".join(lines), encoding="utf-8")
        assert update(library).papers == size
        figures.append(check_a_day(library, size))
    small, large = (each["own"] for each in figures)
    assert large < small * 1.2


def test_a_line_more_is_one_paper_more_to_index(tmp_path: Path) -> None:
    library = create_library(tmp_path / "library")
    place = library.corpus / "all.jsonl"
    lines = [paper(number, "entropy") for number in range(300)]
    place.write_text("".join(lines), encoding="utf-8")
    update(library)
    lines[7] = paper(7, "zymurgy")
    lines.append(paper(300, "zymurgy"))
    place.write_text("".join(lines), encoding="utf-8")
    assert update(library).papers == 301
    assert count(library, "zymurgy") == 2
    current = library.index / (library.index / "CURRENT").read_text().strip()
    state = json.loads((current / "segments.json").read_text())
    assert [len(part["gone"]) for part in state["parts"]] == [1, 0]


BUILD = """
import sys
from pathlib import Path
from searcher.building import update
from searcher.settings import Library
print(update(Library(Path(sys.argv[1]))).papers)
"""


def resident(process: int) -> int:
    """Kilobytes of memory that a process and its children hold."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
        tasks = Path(f"/proc/{process}/task").iterdir()
        children = [
            c for task in tasks for c in (task / "children").read_text().split()
        ]
    except FileNotFoundError:
        return 0
    own = re.search(r"VmRSS:\s+(\d+)", status)
    return (int(own[1]) if own else 0) + sum(map(resident, map(int, children)))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_two_hundred_thousand_papers(data: Path, tmp_path: Path) -> None:
    """They are built in less than 2 GB, and a day more is as little work as ever."""
    library = create_library(tmp_path / "library")
    for place in (data / "papers").glob("*.xz"):
        shutil.copy(place, library.corpus)
    peak = 0
    with subprocess.Popen(
        [sys.executable, "-c", BUILD, str(library.root)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        while process.poll() is None:
            peak = max(peak, resident(process.pid))
            sleep(0.2)
        assert process.stdout is not None
        assert process.stdout.read() == "200458\n"
    figures = check_a_day(library, 200_458)
    assert figures["own"] < 2_000_000, figures
    assert 100_000 < peak < 2_000_000, "kilobytes of all processes at once"
    print(f"{peak / 1000:.0f} MB at most; a day more: {figures}")  # noqa: T201
