"""Builds of the embedded engine: new segments beside those that stay.

Knows the files of a generation and their statistics, not what a segment holds.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from searcher.analysis.han import indexing_segmenter, write_dictionary
from searcher.index import whoosh_codec
from searcher.index.embedded import (
    DICTIONARY,
    Part,
    State,
    read_state,
    write_state,
)
from searcher.index.segment.collecting import Collector
from searcher.index.segment.packing import write_collected
from searcher.index.segment.reading import Segment
from searcher.index.staging import Staging
from searcher.model import DigestState, Generation, Paper, Problem
from searcher.query.plan import SCORED


class EmbeddedBuild:
    """A generation in the making: a context manager."""

    def __init__(self, staging: Staging, base: Generation | None) -> None:
        self._staging = staging
        self._kept: list[tuple[Segment, set[int]]] = []
        self._collector = Collector(indexing_segmenter())
        self._written: list[Part] = []
        if base is not None and staging.base is not None:
            folder = staging.base.folder
            for part in read_state(folder).parts:
                self._kept.append((Segment(folder / part.file), set(part.gone)))

    def add(self, papers: Iterable[Paper]) -> None:
        for paper in papers:
            self._collector.add(paper)
            if self._collector.is_full:
                self._flush()

    def remove(self, ids: Iterable[str]) -> None:
        for paper in ids:
            for segment, gone in self._kept:
                number = segment.number(paper)
                if number is not None:
                    gone.add(number)

    def publish(
        self, *, digests: Iterable[DigestState], problems: Iterable[Problem]
    ) -> Generation:
        if self._collector.ids or not (self._kept or self._written):
            self._flush()
        folder = self._staging.folder
        parts = []
        for segment, gone in self._kept:
            if len(gone) < segment.size:
                _link(segment.path, folder / segment.path.name)
                parts.append(Part(segment.path.name, tuple(sorted(gone))))
        parts += self._written
        totals, sizes = _statistics(folder, parts)
        papers = sum(sizes) - sum(len(part.gone) for part in parts)
        write_state(folder, State(tuple(parts), totals))
        whoosh_codec.write_contents(
            folder,
            self._staging.number,
            (
                whoosh_codec.DigestSegment(part.file, size, part.gone)
                for part, size in zip(parts, sizes, strict=True)
            ),
        )
        base = self._staging.base
        if base and (base.folder / DICTIONARY).exists():
            _link(base.folder / DICTIONARY, folder / DICTIONARY)
        else:
            write_dictionary(folder / DICTIONARY)
        return self._staging.publish(papers=papers, digests=digests, problems=problems)

    def _flush(self) -> None:
        """Write what was collected as a segment."""
        name = f"{self._staging.folder.name}-{len(self._written)}.segment"
        write_collected(self._staging.folder / name, self._collector)
        self._written.append(Part(name))
        self._collector = Collector(indexing_segmenter())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for segment, _ in self._kept:
            segment.close()
        self._staging.close()


def _statistics(
    folder: Path, parts: Iterable[Part]
) -> tuple[dict[str, tuple[int, int]], list[int]]:
    """The totals of each scored field, and the size of each segment."""
    words = dict.fromkeys(SCORED, 0)
    holders = dict.fromkeys(SCORED, 0)
    sizes = []
    for part in parts:
        segment = Segment(folder / part.file)
        sizes.append(segment.size)
        for field in SCORED:
            lengths = segment.lengths[field]
            words[field] += sum(lengths) - sum(lengths[n] for n in part.gone)
            holders[field] += sum(map(bool, lengths))
            holders[field] -= sum(bool(lengths[n]) for n in part.gone)
        segment.close()
    return {field: (words[field], holders[field]) for field in SCORED}, sizes


def _link(source: Path, target: Path) -> None:
    """The same file under another name, or a copy where that cannot be."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
