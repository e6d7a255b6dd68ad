"""The engine over Whoosh: its schema, writer and segments, read as plain postings.

The only importer of whoosh. Beside Whoosh's files lie `papers.json` (ids, days and the
exact field lengths, which Whoosh rounds) and `words.dict`, the mapped dictionary.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any as Untyped
from typing import Self

from whoosh import fields
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.filedb.filestore import FileStorage

from searcher.analysis.han import MappedDictionary, indexing_segmenter, write_dictionary
from searcher.analysis.tokens import fingerprint, length
from searcher.errors import IndexDamaged
from searcher.index import suggestions
from searcher.index.backend import Page, Scored, Telling
from searcher.index.documents import field_tokens, values
from searcher.index.evaluate import Evaluation, ranked
from searcher.index.explain import explanation
from searcher.index.generations import Generations
from searcher.index.manifest import REBUILD, Published
from searcher.index.staging import Staging
from searcher.index.telling import telling
from searcher.model import DigestState, Explanation, Generation, Order, Paper, Problem
from searcher.query.plan import FIELDS, SCORED, TEXTS, Plan

FORMAT = 1
_SIDECAR = "papers.json"
_SOUNDS = "sounds.json"
DICTIONARY = "words.dict"


class FieldAnalyzer(Analyzer):  # type: ignore[misc]  # whoosh's is untyped
    """Whoosh's face of our analysis. Its path and attribute are pickled: frozen."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __call__(self, value: str, **_: Untyped) -> Iterator[WhooshToken]:
        token = WhooshToken(positions=True)
        token.boost, token.stopped = 1.0, False
        for found in field_tokens(self.field, value, indexing_segmenter()):
            token.text, token.pos = found.term, found.position
            yield token


def _schema() -> fields.Schema:
    texts = {field: fields.TEXT(analyzer=FieldAnalyzer(field)) for field in FIELDS}
    return fields.Schema(paper=fields.STORED, **texts)


class StockBackend:
    """Whoosh's own codec in our generations; every build writes all papers anew."""

    def __init__(self, index: Path) -> None:
        self._generations = Generations(index, format=FORMAT, analysis=fingerprint())

    def open(self) -> "StockReader":
        return self._generations.read(StockReader)

    def begin(self, base: Generation | None, *, timeout: float = 0) -> "StockBuild":
        staging = self._generations.begin(timeout=timeout)
        papers: list[Paper] = []
        if base is not None and staging.base is not None:
            papers = StockReader(staging.base).every_paper()
        return StockBuild(staging, papers)


class StockBuild:
    """A generation in the making: papers are collected, and written by `publish`."""

    def __init__(self, staging: Staging, papers: Iterable[Paper]) -> None:
        self._staging = staging
        self._papers = {paper.id: paper for paper in papers}

    def add(self, papers: Iterable[Paper]) -> None:
        self._papers.update((paper.id, paper) for paper in papers)

    def remove(self, ids: Iterable[str]) -> None:
        for paper in ids:
            self._papers.pop(paper, None)

    def publish(
        self, *, digests: Iterable[DigestState], problems: Iterable[Problem]
    ) -> Generation:
        papers = list(self._papers.values())
        _write(papers, self._staging.folder)
        return self._staging.publish(
            papers=len(papers), digests=digests, problems=problems
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._staging.close()


def _write(papers: Sequence[Paper], folder: Path) -> None:
    lengths: dict[str, list[int]] = {field: [] for field in SCORED}
    writer = FileStorage(str(folder)).create_index(_schema()).writer(limitmb=256)
    try:
        for paper in papers:
            texts = values(paper)
            for field in SCORED:
                found = field_tokens(field, texts.get(field, ""), indexing_segmenter())
                lengths[field].append(length(found))
            writer.add_document(paper=json.dumps(paper.to_json()), **texts)
        writer.commit()
    except BaseException:
        writer.cancel()  # closes its files
        raise
    sidecar = {
        "ids": [paper.id for paper in papers],
        "days": [paper.date.toordinal() if paper.date else 0 for paper in papers],
        "lengths": lengths,
    }
    (folder / _SIDECAR).write_text(json.dumps(sidecar), encoding="ascii")
    write_dictionary(folder / DICTIONARY)
    sounds = suggestions.sounds(_chinese(papers))
    (folder / _SOUNDS).write_text(json.dumps(sounds), encoding="ascii")


def _chinese(papers: Iterable[Paper]) -> Iterator[str]:
    """The terms of all titles and abstracts, as often as they stand there."""
    for paper in papers:
        texts = values(paper)
        for field in TEXTS:
            for token in field_tokens(
                field, texts.get(field, ""), indexing_segmenter()
            ):
                yield token.term


class StockReader:
    """One generation, opened: the postings of every field, and the stored papers."""

    def __init__(self, published: Published) -> None:
        """Raises IndexDamaged when Whoosh cannot read its files."""
        self._generation = published.generation
        try:
            sidecar = json.loads((published.folder / _SIDECAR).read_bytes())
            self._ids: list[str] = sidecar["ids"]
            self._days: list[int] = sidecar["days"]
            self._lengths: dict[str, list[int]] = sidecar["lengths"]
            storage = FileStorage(str(published.folder), supports_mmap=True)
            self._reader = storage.open_index().reader()
            self.segmenter = MappedDictionary(published.folder / DICTIONARY)
            self._sounds_file = (published.folder / _SOUNDS).read_bytes()
        except Exception as error:  # whoosh raises whatever the bytes lead it to
            if isinstance(error, FileNotFoundError):
                raise
            raise IndexDamaged(
                f"{published.folder} cannot be read: {error}", hint=REBUILD
            ) from error
        self._numbers = {paper: number for number, paper in enumerate(self._ids)}
        self.averages = {field: _mean(self._lengths[field]) for field in SCORED}
        self.positions = lru_cache(maxsize=256)(self._positions)

    @property
    def generation(self) -> Generation:
        return self._generation

    def known(self, term: str) -> bool:
        return any((field, term) in self._reader for field in SCORED)

    def near(self, word: str, edits: int) -> Iterable[tuple[str, int]]:
        return suggestions.near(word, edits, self)

    def sounding(self, pinyin: str) -> Sequence[str]:
        return self._sounds.get(pinyin, ())

    def alike(self, pattern: re.Pattern[str]) -> Mapping[str, int]:
        return suggestions.alike(pattern, self)

    @cached_property
    def _sounds(self) -> dict[str, list[str]]:
        sounds: dict[str, list[str]] = json.loads(self._sounds_file)
        return sounds

    def search(
        self, plan: Plan, *, limit: int | None, offset: int, order: Order
    ) -> Page:
        evaluation = Evaluation(self)
        scores = evaluation.scores(plan)
        found = ranked(scores, order, lambda n: (self._days[n], self._ids[n]))
        last = None if limit is None else offset + limit
        hits = [Scored(self._ids[n], score) for n, score in found[offset:last]]
        return Page(len(found), hits, tuple(evaluation.notes), evaluation.rarities)

    def explain(self, plan: Plan, id: str) -> Explanation | None:  # noqa: A002
        number = self._numbers.get(id)
        return None if number is None else explanation(plan, number, self)

    def telling(self, id: str, most: int) -> list[Telling] | None:  # noqa: A002
        number = self._numbers.get(id)
        if number is None:
            return None
        return telling(self._paper(number), number, self, self.segmenter, most=most)

    def papers(self, ids: Iterable[str]) -> list[Paper]:
        return [self._paper(self._numbers[i]) for i in ids if i in self._numbers]

    def every_paper(self) -> list[Paper]:
        return self.papers(self._ids)

    def close(self) -> None:
        self._reader.close()

    @property
    def size(self) -> int:
        return len(self._ids)

    def everything(self) -> Iterable[int]:
        return range(len(self._ids))

    def length(self, paper: int, field: str) -> int:
        return self._lengths[field][paper]

    def texts(self, paper: int, fields: Sequence[str]) -> Iterable[str]:
        stored = values(self._paper(paper))
        return (stored[field] for field in fields if field in stored)

    def terms(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        for term, info in self._reader.iter_field(field, start):
            yield term.decode(), int(info.doc_frequency())

    def _positions(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        if (field, term) not in self._reader:
            return {}
        matcher = self._reader.postings(field, term)
        found = {}
        while matcher.is_active():
            found[matcher.id()] = matcher.value_as("positions")
            matcher.next()
        return found

    def _paper(self, number: int) -> Paper:
        return Paper.from_json(json.loads(self._reader.stored_fields(number)["paper"]))


def _mean(lengths: Sequence[int]) -> float:
    some = [length for length in lengths if length]
    return sum(some) / len(some) if some else 0.0
