"""Libraries that evidence is taken from, and the figures it ends in.

A test calls `figure("what was measured", 0.98)`; the slow ones, and all of them under
`-v`, have their figures printed before the summary.
"""

import json
import lzma
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

import searcher
from searcher.settings import create_library

ROOT = Path(__file__).resolve().parents[2]
Figure = Callable[[str, object], None]


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    return lambda what, value: record_property("figure", f"{what}: {value}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, ())
        if report.when == "call"
        and ("slow" in report.keywords or terminalreporter.verbosity > 0)
    ]
    figures = [
        (report.nodeid.rpartition("::")[2], value)
        for report in reports
        for name, value in report.user_properties
        if name == "figure"
    ]
    if figures:
        terminalreporter.section("figures")
    for test, value in figures:
        terminalreporter.write_line(f"{test}: {value}")


def library(root: Path, *digests: Path) -> Path:
    create_library(root)
    for digest in digests:
        shutil.copy(digest, root / "corpus")
    searcher.update(root)
    return root


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus of the repository."""
    digests = (p for p in (ROOT / "corpus").iterdir() if p.name[0].isdigit())
    return library(tmp_path_factory.mktemp("sample"), *digests)


@pytest.fixture(scope="session")
def sample(sample_library: Path) -> Iterator[searcher.Searcher]:
    with searcher.open(sample_library) as opened:
        yield opened


@pytest.fixture(scope="session")
def digest(
    data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[searcher.Searcher]:
    """The digest that this program was made for."""
    file = data / "digests" / "bilingual-2026-02-05.txt"
    with searcher.open(library(tmp_path_factory.mktemp("digest"), file)) as opened:
        yield opened


ODD = {
    "id": "odd",
    "title": "A \\textbf{Trust region}-based *ust of \u201ctrust\u201d (trust region)",
    "abstract": 'Where $\\alpha = a^*$, the "trust region" is; trust is not.',
    "title_zh": "信任区域（Trust）",
    "abstract_zh": "没有。",
}


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[searcher.Searcher]:
    """One paper that holds what is syntax in a query, and LaTeX."""
    root = tmp_path_factory.mktemp("odd")
    create_library(root)
    line = json.dumps(ODD) + "\n"
    (root / "corpus" / "odd.jsonl").write_text(line, encoding="utf-8")
    searcher.update(root)
    with searcher.open(root) as opened:
        yield opened


Papers = Callable[[int], searcher.Searcher]


@pytest.fixture(scope="session")
def papers(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Papers]:
    """So many real papers, two thirds of them in both languages."""
    opened: dict[int, searcher.Searcher] = {}

    def of(count: int) -> searcher.Searcher:
        if count not in opened:
            root = tmp_path_factory.mktemp("papers")
            create_library(root)
            folder = data / "papers"
            both = count * 2 // 3
            with (root / "corpus" / "papers.jsonl").open("w", encoding="utf-8") as out:
                out.writelines(lines(folder / "papers-bilingual.jsonl.xz", both))
                rest = count - both
                out.writelines(lines(folder / "papers-english.jsonl.xz", rest))
            searcher.update(root)
            opened[count] = searcher.open(root)
        return opened[count]

    yield of
    for each in opened.values():
        each.close()


def lines(file: Path, count: int) -> Iterator[str]:
    """Lines from all over a file of at least 80,000."""
    step = max(1, min(80_000 // count, 50))
    with lzma.open(file, "rt", encoding="utf-8") as source:
        for line in islice(source, 0, count * step, step):
            assert "title" in json.loads(line)
            yield line
