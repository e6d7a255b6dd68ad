"""Builds of the embedded engine: new segments beside those that stay.

Knows the files of a generation and their statistics, not what a segment holds.
"""

import gc
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import numpy as np

from searcher.analysis.terms import NO_TERMS, Terms
from searcher.errors import IndexDamaged, IndexMoved
from searcher.generation import Generation
from searcher.index.contents import (
    DigestSegment,
    contents,
    contents_file,
    head_of,
)
from searcher.index.lexicon import (
    LEXICON,
    READINGS,
    Source,
    sources,
    would_differ,
)
from searcher.index.manifest import Published, read_file
from searcher.index.parts import Part, State, read_state, write_state
from searcher.index.segment.helping import Helper
from searcher.index.segment.layout import MOST_PAPERS
from searcher.index.segment.merging import merge_segments
from searcher.index.segment.reading import Segment
from searcher.index.segment.writing import Writer
from searcher.index.staging import Staging
from searcher.index.tiering import Size, due
from searcher.model import DigestState, Problem, Record
from searcher.query.plan import SCORED
from searcher.typed import NamedTuple, Self


class _Standing(NamedTuple):
    """A segment of the generation in the making, and the papers in it that are gone."""

    segment: Segment
    gone: set[int]

    @property
    def size(self) -> Size:
        left, gone = self.segment.size - len(self.gone), len(self.gone)
        return Size(left, gone, self.segment.entry_count)


MOST = Size(MOST_PAPERS - 1, entries=3 << 20)
"""Of a merged segment. Each entry takes 110 bytes while they are merged. Of ordinary
papers 20,000 have a third of a million, and more have fewer each.
"""


_SELDOM = 100_000
"""So many objects more and garbage is looked for while something is built. None of it
goes in circles, and to look for it as usual takes a twentieth of the time.
"""


class EmbeddedBuild:
    """A generation in the making: a context manager."""

    def __init__(
        self,
        staging: Staging,
        base: Generation | None,
        own: Terms = NO_TERMS,
        helpers: Sequence[Helper] = (),
    ) -> None:
        """The helpers become our own. Raises IndexMoved when `base` is no longer the
        current generation; what was given is then left to be closed.
        """
        self._staging = staging
        self._kept: list[_Standing] = []
        self._opened = ExitStack()
        try:
            self._build_upon(base)
        except BaseException:
            self._opened.close()
            raise
        self._writer = Writer(
            staging.folder,
            staging.folder.name,
            own=own,
            readings=staging.folder / READINGS,
            missing=[name for name in LEXICON if not self._could_keep(name)],
            helpers=helpers,
        )

    def _build_upon(self, base: Generation | None) -> None:
        current = self._staging.base
        self._head = _head(current if base else None)
        known = _sources(current)
        self._sources = sources(known)
        self._has_lexicon = not would_differ(known)
        if base is None:
            return
        if current is None or current.generation != base:
            raise IndexMoved("the index has changed meanwhile", hint="try again")
        if not self._has_lexicon:
            raise IndexMoved(
                "jieba or pypinyin has changed meanwhile", hint="try again"
            )
        for part in read_state(current).parts:
            segment = self._open(current.folder / part.file)
            self._kept.append(_Standing(segment, set(part.gone)))

    def _open(self, file: Path) -> Segment:
        """A segment that is closed with the build."""
        segment = Segment(file)
        self._opened.callback(segment.close)
        return segment

    def _could_keep(self, name: str) -> bool:
        """Whether there was a file of this name before, which is then taken over."""
        can = self._has_lexicon and self._staging.can_keep(name)
        if can:
            self._staging.keep(name)
        return can

    def add(self, records: Iterable[Record]) -> None:
        self._writer.add(records)

    def remove(self, ids: Iterable[str]) -> None:
        for paper in ids:
            for segment, gone in self._kept:
                number = segment.number(paper)
                if number is not None:
                    gone.add(number)

    def publish(
        self, *, digests: Iterable[DigestState], problems: Iterable[Problem]
    ) -> Generation:
        folder = self._staging.folder
        written = self._writer.finish()
        standing = self._merged(
            [
                *self._kept,
                *(_Standing(self._open(folder / name), set()) for name in written),
            ]
        )
        parts = []
        for segment, gone in standing:
            if segment.path.parent != folder:
                self._staging.keep(segment.path.name)
            parts.append(Part(segment.path.name, tuple(sorted(gone))))
        write_state(folder, State(tuple(parts), _totals(standing), self._sources))
        segments = [
            DigestSegment(part.file, one.segment.size, part.gone)
            for part, one in zip(parts, standing, strict=True)
        ]
        number = self._staging.number
        table = contents(number, segments, self._head)
        (folder / contents_file(number)).write_bytes(table)
        papers = sum(one.size.papers for one in standing)
        for one in standing:
            one.segment.close()
        return self._staging.publish(papers=papers, digests=digests, problems=problems)

    def _merged(self, standing: Sequence[_Standing]) -> list[_Standing]:
        """The segments once those are merged that are due, and empty ones dropped.

        What may not be merged at once is merged in turns: of a large first build not
        all fits, and whoever searches pays for each segment that is left.
        """
        left = [one for one in standing if one.size.papers]
        turn = 0
        while chosen := due([one.size for one in left], most=MOST):
            merged = self._merge([left[n] for n in chosen], turn)
            left = [one for n, one in enumerate(left) if n not in chosen]
            left.append(merged)
            turn += 1
        return left

    def _merge(self, chosen: Sequence[_Standing], turn: int) -> _Standing:
        folder = self._staging.folder
        target = folder / f"{folder.name}-m{turn}.segment"
        for segment, _ in chosen:
            if segment.path.parent != folder:
                self._staging.verify(segment.path.name)
        merge_segments(target, chosen)
        for segment, _ in chosen:
            segment.close()
            if segment.path.parent == folder:
                segment.path.unlink()
        return _Standing(self._open(target), set())

    def __enter__(self) -> Self:
        self._garbage = gc.get_threshold()
        often, *others = self._garbage
        gc.set_threshold(often and max(often, _SELDOM), *others)
        return self

    def __exit__(self, *why: object) -> None:
        gc.set_threshold(*self._garbage)
        self._writer.close()
        self._opened.close()
        self._staging.close()


def _head(base: Published | None) -> bytes:
    """What the table of contents begins with, as it was before if it is undamaged."""
    if base:
        number = base.generation.number
        with suppress(IndexDamaged, ValueError):
            return head_of(read_file(base, contents_file(number)), number)
    from searcher.index import whoosh_codec  # noqa: PLC0415  (loads whoosh)

    return whoosh_codec.head()


def _sources(base: Published | None) -> Sequence[Source]:
    """What the lexicon was made of that lies there, nothing if it is damaged."""
    if base:
        with suppress(IndexDamaged):
            return read_state(base).sources
    return ()


def _totals(standing: Iterable[_Standing]) -> dict[str, tuple[int, int]]:
    """Of each scored field the words, and the papers that have any."""
    words = dict.fromkeys(SCORED, 0)
    holders = dict.fromkeys(SCORED, 0)
    for segment, gone in standing:
        left = np.ones(segment.size, np.bool_)
        left[sorted(gone)] = False
        for field in SCORED:
            lengths = np.asarray(segment.lengths[field])[left]
            words[field] += int(lengths.sum(dtype=np.int64))
            holders[field] += int(np.count_nonzero(lengths))
    return {field: (words[field], holders[field]) for field in SCORED}
