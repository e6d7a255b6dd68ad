"""SQLite FTS5: Porter stems, cut Chinese, the papers in a table beside the index."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bench.engines.base import FIELDS, Answer, Asked, cutter, records, texts, written

FILE = "papers.db"
FIND = """
SELECT json_extract(paper, '$.id'), json_extract(paper, '$.title') FROM (
  SELECT rowid AS number FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?
) JOIN papers USING (number)
"""
COUNT = "SELECT count(*) FROM search WHERE search MATCH ?"


def make(cut: str) -> "Fts5":
    return Fts5(cut)


class Fts5:
    def __init__(self, cut: str) -> None:
        self.cut = cut

    def version(self) -> str:
        return sqlite3.sqlite_version

    def build(self, papers: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        with sqlite3.connect(folder / FILE) as base:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = NORMAL")
            base.execute("CREATE TABLE papers(number INTEGER PRIMARY KEY, paper TEXT)")
            base.execute(
                f"CREATE VIRTUAL TABLE search USING fts5({', '.join(FIELDS)}, "
                "content='', tokenize='porter unicode61')"
            )
            self._insert(base, papers)
        base.execute("INSERT INTO search(search) VALUES('optimize')")
        base.commit()
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        base.close()

    def add(self, papers: Path, folder: Path) -> bool:
        with sqlite3.connect(folder / FILE) as base:
            self._insert(base, papers)
        base.close()
        return True

    def _insert(self, base: sqlite3.Connection, papers: Path) -> None:
        cut = cutter(self.cut)
        [(last,)] = base.execute("SELECT coalesce(max(number), 0) FROM papers")

        def rows() -> Iterator[tuple[object, ...]]:
            for number, paper in enumerate(records(papers), last + 1):
                base.execute(
                    "INSERT INTO papers VALUES (?, ?)",
                    (number, json.dumps(paper, ensure_ascii=False)),
                )
                held = texts(paper, cut)
                yield number, *(held.get(field) for field in FIELDS)

        columns = ", ".join(("rowid", *FIELDS))
        marks = ", ".join("?" * (len(FIELDS) + 1))
        base.executemany(f"INSERT INTO search({columns}) VALUES ({marks})", rows())

    def open(self, folder: Path) -> "_Index":
        base = sqlite3.connect(f"file:{folder / FILE}?mode=ro", uri=True)
        base.execute("PRAGMA mmap_size = 4294967296")
        return _Index(base, self.cut)


class _Index:
    def __init__(self, base: sqlite3.Connection, cut: str) -> None:
        self.base = base
        self.cut = cutter(cut)

    def search(self, asked: Asked, *, limit: int, count: bool) -> Answer | None:
        marks = {"word": '"{}"', "phrase": '"{}"', "prefix": "{} *"}
        parts = written(asked, self.cut)
        text = (" AND " if asked.all else " OR ").join(
            marks[how].format(word) for word, how in parts
        )
        found = self.base.execute(FIND, (text, limit)).fetchall()
        total = self.base.execute(COUNT, (text,)).fetchone()[0] if count else None
        return Answer(total, found)
