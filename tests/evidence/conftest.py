"""Libraries that evidence is taken from, what an answer costs, and figures.

A test calls `figure("what was measured", 0.98)`; the slow ones, and all of them under
`-v`, have their figures printed before the summary.
"""

import json
import lzma
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import pytest

import searcher
from searcher import Match, Order, Results, Searcher
from searcher._core.postings import Postings
from searcher.index import expansion, open_backend, suggestions
from searcher.index.backend import Page, Reader
from searcher.index.evaluate import Evaluation
from searcher.query.plan import (
    TEXTS,
    All,
    Any,
    Not,
    Phrase,
    Plan,
    Prefer,
    Synonyms,
    Together,
)
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


@dataclass
class Work:
    """What an answer cost: nodes evaluated, lists of postings and postings read, terms
    of the vocabulary and characters of stored text looked at.
    """

    nodes: int = 0
    lists: int = 0
    postings: int = 0
    terms: int = 0
    characters: int = 0


class MeteredPostings:
    """Postings of a segment that count what is read of them."""

    def __init__(self, postings: Postings, of: "Metered") -> None:
        self._postings, self._of = postings, of
        self.close = postings.close

    def _add(self, postings: int) -> None:
        self._of.work.lists += 1
        self._of.work.postings += postings

    def cursor(self, first: int, df: int, most: int):
        self._add(df)
        return self._postings.cursor(first, df, most)

    def docs(self, first: int, df: int):
        self._add(df)
        return self._postings.docs(first, df)

    def add_tfs(self, first: int, df: int, most: int, share: float, docs, tfs):
        self._add(len(docs))
        return self._postings.add_tfs(first, df, most, share, docs, tfs)

    def positions(self, first: int, df: int, most: int, docs):
        starts, places = self._postings.positions(first, df, most, docs)
        self._add(len(docs) + len(places))
        return starts, places


class Metered:
    """A reader that counts what it does, and evaluates in the plainest of ways."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.work = Work()
        reader._parts[:] = [
            part._replace(postings=MeteredPostings(part.postings, self))
            for part in reader._parts
        ]

    def __getattr__(self, name: str) -> object:
        return getattr(self.reader, name)

    def search(
        self, plan: Plan, *, limit: int | None, offset: int, order: Order
    ) -> Page:
        self.work.nodes += size(plan)
        found = Evaluation(plan, self).matched(plan)
        page = self.reader.search(plan, limit=limit, offset=offset, order=order)
        assert page.total == len(found.docs)
        return page

    def df(self, field: str, term: str) -> int:
        return len(self.reader.docs(field, term))

    def terms(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        for found in self.reader.terms(field, start):
            self.work.terms += 1
            yield found

    def between(self, start: str, stop: str, like=()) -> Iterable[str]:
        found = list(self.reader.between(start, stop, like))
        self.work.terms += len(found)
        return found

    def held_between(self, start: str, stop: str, fields) -> Mapping[str, int]:
        self.between(start, stop)
        return self.reader.held_between(start, stop, fields)

    def newest(self, papers: Iterable[int], most: int) -> Iterable[int]:
        return self.reader.newest(papers, most)

    def texts(
        self, papers: Iterable[int], fields: Sequence[str]
    ) -> Iterator[tuple[int, Sequence[str]]]:
        for paper, texts in self.reader.texts(papers, fields):
            self.work.characters += sum(map(len, texts))
            yield paper, texts

    def near(
        self, word: str, edits: int, fields: Sequence[str] = TEXTS
    ) -> Iterable[tuple[str, int]]:
        return suggestions.spelled(self.near_terms(word, edits), self, fields)

    def near_terms(self, word: str, edits: int) -> Iterable[str]:
        return expansion.near(word, edits, self)

    def alike(self, run, pattern):
        return suggestions.alike(run, pattern, self)


def size(plan: Plan) -> int:
    """The nodes of a plan, with the terms and steps of its leaves."""
    match plan:
        case All(parts) | Any(parts):
            return 1 + sum(map(size, parts))
        case Not(part):
            return 1 + size(part)
        case Prefer(part, bonuses):
            return 1 + size(part) + sum(map(size, bonuses))
        case Synonyms(choices):
            return len(choices)
        case Phrase(steps):
            return len(steps)
        case Together(readings):
            parts = [part for reading in readings for part in reading]
            return sum(len(part.whole) + len(part.short) for part in parts)
        case _:
            return 1


MOST = Work(
    nodes=50_000, lists=150_000, postings=500_000, terms=100_000, characters=1_000_000
)
"""On the sample, of some fifty papers, in all stages of relaxation together."""


class Cost(NamedTuple):
    seconds: float
    work: Work
    query: str


Ask = Callable[[str, Match], tuple[Results, Cost]]


@pytest.fixture(scope="session")
def ask(sample_library: Path) -> Iterator[Ask]:
    """Asks the sample, and sees to it that the answer cost no more than it may."""
    reader = Metered(open_backend(sample_library / "index").open())

    def asked(query: str, match: Match) -> tuple[Results, Cost]:
        work = reader.work = Work()
        started = perf_counter()
        results = papers.search(query, match=match, relax=True, today=date(2026, 3, 5))
        cost = Cost(perf_counter() - started, work, query)
        for field in fields(Work):
            spent, most = getattr(work, field.name), getattr(MOST, field.name)
            assert spent <= most, f"{spent} {field.name} for {query[:200]!r}"
        return results, cost

    with Searcher(reader) as papers:
        yield asked
