"""Stock Whoosh, as its manual and jieba's recommend: both analyzers, two processes."""

from pathlib import Path
from typing import Any

from whoosh import analysis, fields, index, qparser

from bench.engines.base import (
    CHINESE,
    FIELDS,
    Answer,
    Asked,
    cutter,
    records,
    texts,
    written,
)

MEGABYTES = 256
PROCESSES = 2


def make(cut: str) -> "Whoosh":
    return Whoosh(cut)


class Whoosh:
    """With jieba, its analyzer for Whoosh; with rjieba, fields of words with spaces."""

    def __init__(self, cut: str) -> None:
        self.cut = cut

    def version(self) -> str:
        from importlib.metadata import version  # noqa: PLC0415 - not for a query

        return version("whoosh3")

    def build(self, papers: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        made = index.create_in(folder, self._schema())
        writer = made.writer(limitmb=MEGABYTES, procs=PROCESSES, multisegment=True)
        self._write(writer, papers)

    def add(self, papers: Path, folder: Path) -> bool:
        self._write(index.open_dir(folder).writer(), papers)
        return True

    def _write(self, writer: Any, papers: Path) -> None:
        cut = _whole if self.cut == "jieba" else cutter(self.cut)
        for paper in records(papers):
            writer.add_document(id=paper["id"], **texts(paper, cut))
        writer.commit()

    def open(self, folder: Path) -> "_Index":
        return _Index(index.open_dir(folder), self.cut)

    def _schema(self) -> Any:
        english = analysis.StemmingAnalyzer()
        if self.cut == "jieba":
            import jieba  # noqa: PLC0415 - a second, which is the point
            from jieba.analyse import ChineseAnalyzer  # noqa: PLC0415

            jieba.setLogLevel(60)
            chinese = ChineseAnalyzer()
        else:
            chinese = analysis.RegexTokenizer(r"\w+") | analysis.LowercaseFilter()
        plain = analysis.StandardAnalyzer()
        analyzers = dict.fromkeys(CHINESE, chinese) | {"authors": plain}
        return fields.Schema(
            id=fields.ID(stored=True, unique=True),
            **{
                name: fields.TEXT(stored=True, analyzer=analyzers.get(name, english))
                for name in FIELDS
            },
        )


class _Index:
    def __init__(self, opened: Any, cut: str) -> None:
        self.schema = opened.schema
        self.searcher = opened.searcher()
        # its analyzer cuts
        self.cut = _whole if cut == "jieba" else cutter(cut)

    def search(self, asked: Asked, *, limit: int, count: bool) -> Answer | None:
        results = self.searcher.search(self._query(asked), limit=limit)
        shown = [(hit["id"], hit["title"]) for hit in results]
        return Answer(len(results) if count else None, shown)

    def _query(self, asked: Asked) -> Any:
        group = qparser.AndGroup if asked.all else qparser.OrGroup
        parser = qparser.MultifieldParser(FIELDS, self.schema, group=group)
        parts = written(asked, self.cut)
        marks = {"word": "{}", "phrase": '"{}"', "prefix": "{}*"}
        return parser.parse(" ".join(marks[how].format(word) for word, how in parts))


def _whole(text: str) -> list[str]:
    return [text]
