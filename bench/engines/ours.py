"""This project: papers as the digests of a library, asked through its public face.

With `shown`, answers have what the program shows: highlights, and spellings offered.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import searcher
from bench.engines.base import Answer, Asked

A_DAY = 50
"""Papers in a digest: a library of 200,000 has four thousand digests."""
FIRST = date(2012, 1, 1)


def make(shown: str) -> "Ours":
    return Ours(shown=bool(shown))


class Ours:
    def __init__(self, *, shown: bool) -> None:
        self.shown = shown

    def version(self) -> str:
        return searcher.__version__

    def prepare(self, papers: Path, folder: Path) -> None:
        """The digests as they would have come; not measured."""
        corpus = folder / "corpus"
        corpus.mkdir(parents=True)
        (folder / "index").mkdir()
        with papers.open(encoding="utf-8") as lines:
            for number, digest in enumerate(_digests(lines)):
                name = f"{FIRST + timedelta(days=number)}.jsonl"
                (corpus / name).write_text("".join(digest), encoding="utf-8")

    def build(self, _: Path, folder: Path) -> None:
        searcher.rebuild(folder)

    def arrive(self, papers: Path, folder: Path) -> None:
        """The digest of a day, `day-1.jsonl`; not measured."""
        number = int(papers.stem.rpartition("-")[2])
        name = f"{date(2026, 1, number)}.jsonl"
        (folder / "corpus" / name).write_bytes(papers.read_bytes())

    def add(self, _: Path, folder: Path) -> bool:
        return searcher.update(folder).changed

    def open(self, folder: Path) -> "_Index":
        return _Index(searcher.open(folder), shown=self.shown)


class _Index:
    def __init__(self, papers: "searcher.Searcher", *, shown: bool) -> None:
        self.papers, self.shown = papers, shown
        self._any, self._all = searcher.Match.ANY, searcher.Match.ALL

    def search(
        self,
        asked: Asked,
        *,
        limit: int,
        count: bool,  # noqa: ARG002 - it always counts
    ) -> Answer | None:
        results = self.papers.search(
            query(asked),
            limit=limit,
            match=self._all if asked.all else self._any,
            suggest=self.shown,
            highlights=self.shown,
        )
        shown = [(hit.paper.id, hit.paper.title.en or "") for hit in results]
        return Answer(results.total, shown)


def query(asked: Asked) -> str:
    marks = {"word": "{}", "phrase": '"{}"', "prefix": "{}*"}
    return " ".join(marks[asked.how].format(word) for word in asked.words)


def _digests(lines: Iterator[str]) -> Iterator[list[str]]:
    while digest := list(islice(lines, A_DAY)):
        yield digest
