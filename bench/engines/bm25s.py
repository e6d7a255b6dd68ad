"""bm25s: a bag of words, so only single words, and any of several."""

import re
from pathlib import Path
from typing import Any

import bm25s  # type: ignore[import-untyped]
import Stemmer

from bench.engines.base import Answer, Asked, cutter, records, texts, written

_WORD = re.compile(r"\w+")


def make(cut: str) -> "Bm25s":
    return Bm25s(cut)


class Bm25s:
    def __init__(self, cut: str) -> None:
        self.cut = cut
        self.backend = "numpy"

    def version(self) -> str:
        return str(bm25s.__version__)

    def stay(self) -> None:
        """Compiling takes seconds: for a process that answers many queries."""
        try:
            import numba  # noqa: F401, PLC0415 - an extra
        except ImportError:
            return
        self.backend = "numba"

    def build(self, papers: Path, folder: Path) -> None:
        cut = cutter(self.cut)
        flat = (" ".join(texts(paper, cut).values()) for paper in records(papers))
        tokens = bm25s.tokenize(
            list(flat),
            token_pattern=_WORD.pattern,
            stemmer=Stemmer.Stemmer("english"),
            show_progress=False,
        )
        retriever = bm25s.BM25()
        retriever.index(tokens, show_progress=False)
        retriever.save(folder, corpus=list(records(papers)))

    def add(self, _papers: Path, _folder: Path) -> bool:
        return False

    def open(self, folder: Path) -> "_Index":
        return _Index(folder, self.cut, self.backend)


class _Index:
    def __init__(self, folder: Path, cut: str, backend: str) -> None:
        self.retriever: Any = bm25s.BM25.load(
            folder, mmap=True, load_corpus=True, show_progress=False
        )
        self.retriever.backend = backend
        self.size = self.retriever.scores["num_docs"]
        if backend == "numba":
            self.retriever.activate_numba_scorer()
            some = [next(iter(self.retriever.vocab_dict))]
            self._best(some, 1)  # compiles, which nobody should wait for
            self.retriever.get_scores(some)
        self.stemmer = Stemmer.Stemmer("english")
        self.cut = cutter(cut)

    def search(self, asked: Asked, *, limit: int, count: bool) -> Answer | None:
        if asked.how != "word" or (asked.all and len(asked.words) > 1):
            return None
        words = [w for w, _ in written(asked, self.cut)]
        terms = self.stemmer.stemWords([w.lower() for w in words])
        known = [term for term in terms if term in self.retriever.vocab_dict]
        if not known:
            return Answer(0 if count else None, [])
        papers, scores = self._best(known, limit)
        shown = [
            (paper["id"], paper["title"])
            for paper, score in zip(papers[0], scores[0], strict=True)
            if score > 0
        ]
        total = int((self.retriever.get_scores(known) > 0).sum()) if count else None
        return Answer(total, shown)

    def _best(self, terms: list[str], limit: int) -> Any:
        most = min(limit, self.size)
        return self.retriever.retrieve([terms], k=most, show_progress=False)
