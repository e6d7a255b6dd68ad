"""Xapian: stems at every position, cut Chinese, the paper as the document's data."""

import json
import os
from pathlib import Path
from typing import Any

import xapian  # type: ignore[import-not-found]

from bench.engines.base import Answer, Asked, cutter, records, texts, written

FLUSH = "100000"
"""Papers that are written at once: the manual has it raised where there is memory."""
GAP = 100
"""Positions between two fields, so that no phrase spans them."""


def make(cut: str) -> "Xapian":
    return Xapian(cut)


class Xapian:
    def __init__(self, cut: str) -> None:
        self.cut = cut

    def version(self) -> str:
        return str(xapian.version_string())

    def build(self, papers: Path, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._write(folder, papers, xapian.DB_CREATE)
        made = xapian.Database(str(folder))
        compacted = folder.with_name(f"{folder.name}.compacted")
        made.compact(str(compacted))
        made.close()
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
        compacted.rename(folder)

    def add(self, papers: Path, folder: Path) -> bool:
        self._write(folder, papers, xapian.DB_OPEN)
        return True

    def _write(self, folder: Path, papers: Path, action: int) -> None:
        cut = cutter(self.cut)
        os.environ["XAPIAN_FLUSH_THRESHOLD"] = FLUSH
        base = xapian.WritableDatabase(str(folder), action)
        terms = xapian.TermGenerator()
        terms.set_stemmer(xapian.Stem("en"))
        terms.set_stemming_strategy(xapian.TermGenerator.STEM_ALL)
        for paper in records(papers):
            document = xapian.Document()
            terms.set_document(document)
            terms.set_termpos(0)
            for text in texts(paper, cut).values():
                terms.index_text(text)
                terms.increase_termpos(GAP)
            document.set_data(json.dumps(paper, ensure_ascii=False))
            base.add_document(document)
        base.commit()
        base.close()

    def open(self, folder: Path) -> "_Index":
        return _Index(xapian.Database(str(folder)), self.cut)


class _Index:
    def __init__(self, base: Any, cut: str) -> None:
        self.base = base
        self.size = base.get_doccount()
        self.cut = cutter(cut)
        self.parser = xapian.QueryParser()
        self.parser.set_database(base)
        self.parser.set_stemmer(xapian.Stem("en"))
        self.parser.set_stemming_strategy(xapian.QueryParser.STEM_ALL)

    def search(self, asked: Asked, *, limit: int, count: bool) -> Answer | None:
        enquire = xapian.Enquire(self.base)
        enquire.set_query(self._query(asked))
        found = enquire.get_mset(0, limit, self.size if count else 0)
        shown = []
        for match in found:
            paper = json.loads(match.document.get_data())
            shown.append((paper["id"], paper["title"]))
        return Answer(found.get_matches_estimated() if count else None, shown)

    def _query(self, asked: Asked) -> Any:
        parts = written(asked, self.cut)
        marks = {"word": "{}", "phrase": '"{}"', "prefix": "{}*"}
        text = " ".join(marks[how].format(word) for word, how in parts)
        operator = xapian.Query.OP_AND if asked.all else xapian.Query.OP_OR
        self.parser.set_default_op(operator)
        flags = self.parser.FLAG_PHRASE | self.parser.FLAG_WILDCARD
        return self.parser.parse_query(text, flags)
