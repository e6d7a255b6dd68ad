"""update() and rebuild(): what changed in corpus/ becomes a new generation of index/.

Knows no format of a digest and no engine. It decides what is read, what has to stay,
and whether the result may be published.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from time import monotonic, sleep
from typing import NamedTuple

from searcher.corpus.changes import Changes
from searcher.corpus.scanning import Scan, scan
from searcher.corpus.unread import UNREAD, look, unread
from searcher.errors import (
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    LibraryError,
    RemovalsRefused,
)
from searcher.index.backend import Backend, Reader
from searcher.model import DigestState, Generation, Order, Paper, Problem
from searcher.query.plan import EVERYTHING
from searcher.settings import Library

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much: bytes of the corpus while
`reading`, papers while `indexing`.
"""

_PATIENCE = 0.1
"""Seconds between two looks at a build lock that another process holds."""
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Report:
    """What an update did; `generation` is the one that is current after it.

    `added`, `altered` and `removed` are paths of digests under corpus/. So are those
    `kept` although they cannot be read: their papers stay as they were built before.
    """

    generation: Generation
    _: KW_ONLY
    changed: bool
    added: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0

    @property
    def papers(self) -> int:
        return self.generation.papers


class _Job(NamedTuple):
    """What was asked for."""

    library: Library
    backend: Backend
    progress: Progress
    everything: bool
    accept_removals: bool


class _Before(NamedTuple):
    """What was built before: its reader, if it can be read, and its digests."""

    reader: Reader | None
    digests: Sequence[DigestState]


def update(
    library: Library,
    *,
    backend: Backend | None = None,
    progress: Progress | None = None,
    wait: bool = False,
    accept_removals: bool = False,
) -> Report:
    """Publish a generation of the corpus as it is now, if it is not as it was.

    `wait` for another builder instead of raising IndexBusy. Papers of a digest that
    cannot be read stay as they were. Raises RemovalsRefused when more than half of the
    digests are gone, unless that is accepted; LibraryError when corpus/ cannot be read
    and nothing was built before, or index/ cannot be written to; ForeignIndex.
    """
    backend = backend or _embedded(library)
    job = _Job(library, backend, progress or _silent, False, accept_removals)
    return _run(job, wait=wait)


def rebuild(
    library: Library,
    *,
    backend: Backend | None = None,
    progress: Progress | None = None,
    wait: bool = False,
    accept_removals: bool = False,
) -> Report:
    """As `update`, though nothing changed; a corpus/ not to be read is an error."""
    backend = backend or _embedded(library)
    job = _Job(library, backend, progress or _silent, True, accept_removals)
    return _run(job, wait=wait)


def pending(library: Library, generation: Generation | None) -> Changes:
    """What an update would find: `anything` says whether it has something to do, the
    problems are those of looking, such as a corpus/ that is not mounted.

    Only names, sizes and times are compared, bytes where these leave a doubt.
    """
    return look(scan(library.corpus), generation.digests if generation else ())


def _embedded(library: Library) -> Backend:
    from searcher.index import open_backend  # noqa: PLC0415 - loads the engine

    return open_backend(library.index)


def _run(job: _Job, *, wait: bool) -> Report:
    start = monotonic()
    while True:
        try:
            return replace(_attempt(job), seconds=monotonic() - start)
        except IndexBusy:
            if not wait:
                raise
            # what the other one builds may be all that is wanted: look again
            sleep(_PATIENCE)
        except OSError as error:
            place = error.filename or job.library.index
            raise LibraryError(
                f"{place}: {error.strerror or error}",
                hint="see that there is room, and that index/ can be written to",
            ) from error


def _attempt(job: _Job) -> Report:
    before = _before(job.backend)
    try:
        scanned = scan(job.library.corpus)
        found = look(scanned, before.digests)
        if before.reader and not job.everything and not found.anything:
            return _unchanged(before.reader.generation, found)
        _refuse_absent(job.library, scanned)
        if not found.new:  # so nothing that is gone can have moved
            _refuse_removals(job, found.removed, before.digests)
        return _build(job, scanned, found, before)
    finally:
        if before.reader:
            before.reader.close()


def _before(backend: Backend) -> _Before:
    try:
        reader = backend.open()
    except IndexOutdated as error:
        # nothing but their names is known: so they all differ, or are gone
        return _Before(
            None,
            tuple(
                DigestState(path, size=-1, mtime=-1, sha256=UNREAD)
                for path in error.digests
            ),
        )
    except (IndexMissing, IndexDamaged):
        return _Before(None, ())
    return _Before(reader, reader.generation.digests)


def _unchanged(generation: Generation, found: Changes) -> Report:
    problems = sorted({*generation.problems, *found.problems})
    return Report(generation, changed=False, problems=tuple(problems))


def _build(job: _Job, scanned: Scan, found: Changes, before: _Before) -> Report:
    # late: a look at the corpus, which every search takes, needs no reader of digests
    from searcher.corpus.collecting import Gathering  # noqa: PLC0415
    from searcher.corpus.merging import merge  # noqa: PLC0415
    from searcher.corpus.values import Sighting  # noqa: PLC0415

    gathering = Gathering(
        scanned.digests, progress=lambda done, of, _: job.progress("reading", done, of)
    )
    kept: dict[str, DigestState] = {}
    ids: set[str] = set()

    def sightings() -> Iterator[Sighting]:
        for sighting in gathering:
            ids.add(sighting.paper.id)
            yield sighting
        # all is read and nothing indexed yet: the time to refuse, and to remember
        read, removed, previous = gathering.digests, found.removed, before.digests
        kept.update(unread(scanned, read=read, removed=removed, previous=previous))
        gone = _gone(read, removed)
        if before.reader is None:  # what is not read now cannot be taken from there
            gone += [state for state in previous if state.path in kept]
        _refuse_removals(job, gone, previous)
        for paper in _remembered(before.reader, kept):
            ids.add(paper.id)
            yield Sighting(paper, 0)

    with job.backend.begin(None) as build:
        build.add(_counted(merge(sightings()), ids, job.progress))
        generation = build.publish(
            digests=sorted(
                (*gathering.digests, *kept.values()), key=lambda state: state.path
            ),
            problems=sorted((*scanned.problems, *gathering.problems)),
        )
    return Report(
        generation,
        changed=True,
        added=tuple(file.name for file in found.new),
        altered=tuple(file.name for file in found.changed),
        removed=tuple(state.path for state in found.removed),
        kept=tuple(sorted(kept)) if before.reader else (),
        problems=generation.problems,
    )


def _refuse_absent(library: Library, scanned: Scan) -> None:
    if "" in scanned.unreadable:
        why = next(p.message for p in scanned.problems if p.path == ".")
        raise LibraryError(
            f"{library.corpus} {why}",
            hint="is its disk mounted? the index was left as it is",
        )


def _refuse_removals(
    job: _Job, gone: Sequence[DigestState], previous: Sequence[DigestState]
) -> None:
    if len(gone) * 2 > len(previous) and not job.accept_removals:
        raise RemovalsRefused(
            f"{len(gone)} of {len(previous)} digests are gone from "
            f"{job.library.corpus}: nothing was published",
            hint="if that is meant: searcher update --accept-removals",
        )


def _gone(
    read: Iterable[DigestState], removed: Iterable[DigestState]
) -> list[DigestState]:
    """What was removed and is not there under another name."""
    there = {state.sha256 for state in read}
    return [state for state in removed if state.sha256 not in there]


def _remembered(reader: Reader | None, paths: Collection[str]) -> Iterator[Paper]:
    """The papers of digests, as built before and as if seen in these alone."""
    if reader is None or not paths:
        return
    page = reader.search(EVERYTHING, limit=None, offset=0, order=Order.NEWEST)
    for start in range(0, len(page.hits), _BATCH):
        hits = page.hits[start : start + _BATCH]
        for paper in reader.papers(hit.id for hit in hits):
            seen = tuple(each for each in paper.seen if each.digest in paths)
            if seen:
                dates = [each.date for each in seen if each.date]
                yield replace(paper, seen=seen, date=min(dates, default=None))


def _counted(
    papers: Iterable[Paper], ids: Collection[str], progress: Progress
) -> Iterator[Paper]:
    """Report on the papers as they pass; `ids` is full when the first one comes."""
    for done, paper in enumerate(papers, 1):
        yield paper
        if done % _BATCH == 0 or done >= len(ids):
            progress("indexing", done, len(ids))


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody is watching."""
