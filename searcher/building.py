"""update() and rebuild(): what changed in corpus/ becomes a new generation of index/.

Knows no format of a digest and no engine. It decides what is read, what has to stay,
and whether the result may be published.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from time import monotonic, sleep

from searcher.corpus import pending
from searcher.corpus.changes import Changes
from searcher.corpus.scanning import Found, Scan
from searcher.corpus.unread import UNREAD, unread
from searcher.corpus.words import NAME as WORDS
from searcher.denied import denied
from searcher.errors import (
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexMoved,
    IndexOutdated,
    IndexUnusable,
    LibraryError,
    RemovalsRefused,
    SearcherError,
)
from searcher.frozen import KW_ONLY, Value, replace
from searcher.generation import Generation, Intake
from searcher.index.backend import Backend, Reader
from searcher.model import DigestState, Problem, Record
from searcher.settings import Library
from searcher.typed import NamedTuple

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much: bytes of the corpus while
`reading`, papers while `indexing`.
"""

ACCEPT = "searcher update --accept-removals"
"""What says that digests are gone on purpose."""
_PATIENCE = 0.1
"""Seconds between two looks at a build lock that another process holds."""
_BATCH = 1000


class Report(Value):
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
    intake: Intake = Intake.of()
    outdated: bool = False

    @property
    def digests(self) -> Sequence[DigestState]:
        return self.intake.digests


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


def _embedded(library: Library) -> Backend:
    from searcher.index import open_backend  # noqa: PLC0415 - loads the engine

    return open_backend(library.index)


def _run(job: _Job, *, wait: bool) -> Report:
    start = monotonic()
    while True:
        try:
            return replace(_attempt(job), seconds=monotonic() - start)
        except IndexMoved:
            continue  # another one published while we looked
        except IndexBusy:
            if not wait:
                raise
            # what the other one builds may be all that is wanted: look again
            sleep(_PATIENCE)
        except OSError as error:
            why = denied(error, job.library.index, library=job.library.root)
            raise LibraryError(why.message, hint=why.hint) from error


def _attempt(job: _Job) -> Report:
    before = _before(job.backend)
    job = job._replace(everything=job.everything or before.outdated)
    try:
        scanned = pending.scanned(job.library)
        found = pending.compared(scanned, before.intake)
        if before.reader and not job.everything and not found.anything:
            job.backend.tidy()
            return _unchanged(before.reader.generation, found)
        _refuse_absent(job.library, scanned)
        if not found.new:  # so nothing that is gone can have moved
            _refuse_removals(job, found.removed, before.digests)
        try:
            return _build(job, scanned, found, before)
        except Exception as error:
            if not _is_damage(error, before.reader):
                raise
        # from nothing, and with nothing of what is damaged
        before_damage = _Before(None, before.intake)
        return _build(job._replace(everything=True), scanned, found, before_damage)
    finally:
        if before.reader:
            before.reader.close()


def _is_damage(error: Exception, reader: Reader | None) -> bool:
    """Whether a build failed because of what it was built upon."""
    if isinstance(error, (SearcherError, OSError)):
        return reader is not None and isinstance(error, IndexDamaged)
    return reader is not None and bool(reader.damage())


def _before(backend: Backend) -> _Before:
    try:
        reader = backend.open()
    except IndexOutdated as error:
        return _outdated(backend, error.digests)
    except (IndexMissing, IndexDamaged):
        return _Before(None)
    return _Before(reader, reader.generation.intake)


def _outdated(backend: Backend, digests: Iterable[str]) -> _Before:
    """Its papers, if they can be read, stay where a digest cannot be read now."""
    try:
        reader = backend.recall()
    except IndexUnusable:
        # nothing but their names is known: so they all differ, or are gone
        unread = (DigestState(d, size=-1, mtime=-1, sha256=UNREAD) for d in digests)
        return _Before(None, Intake.of(unread))
    return _Before(reader, reader.generation.intake, outdated=True)


def _unchanged(generation: Generation, found: Changes) -> Report:
    known = {problem for problem in generation.problems if problem.path != WORDS}
    problems = sorted({*known, *found.problems})
    return Report(generation, changed=False, problems=tuple(problems))


def _build(job: _Job, scanned: Scan, found: Changes, before: _Before) -> Report:
    # late: a look at the corpus, which every search takes, needs no reader of digests
    from searcher.corpus.collecting import Gathering  # noqa: PLC0415
    from searcher.corpus.merging import Pool  # noqa: PLC0415
    from searcher.renewal import Renewal  # noqa: PLC0415

    base = None if job.everything or not before.reader else before.reader.generation
    same = found.same if base else ()
    gathering = Gathering(
        (*found.new, *found.changed) if base else scanned.digests,
        progress=lambda done, of, _: job.progress("reading", done, of),
    )
    # the system's own place for passing files can be memory
    begun = job.backend.begin(base, expected=gathering.size)
    with begun as build, Pool(job.library.index) as pool:
        for sighting in gathering:
            pool.add(sighting)
        # all is read and nothing indexed yet: the time to refuse, and to remember
        read = (*gathering.digests, *same)
        kept = unread(
            scanned, read=read, removed=found.removed, previous=before.digests
        )
        gone = _gone(read, found.removed)
        if before.reader is None:  # what is not read now cannot be taken from there
            gone += [state for state in before.digests if state.path in kept]
        _refuse_removals(job, gone, before.digests)
        records = pool.records()
        touched: Collection[str] = ()
        if before.reader:
            renewal = Renewal(pool, before.reader, {s.path for s in same} | kept.keys())
            renewal.touch_digests(_stale(found, kept) if base else kept)
            if base:
                renewal.touch_related()
                records, touched = renewal.changed(), renewal.touched
        build.add(_counted(records, len(pool), job.progress))
        build.remove(touched)
        generation = build.publish(
            digests=sorted((*read, *kept.values()), key=lambda state: state.path),
            problems=_problems(base, scanned, found, gathering.problems),
        )
    unreadable = kept.keys() | {s.path for s in same if s.sha256 == UNREAD}
    return Report(
        generation,
        changed=True,
        added=tuple(file.name for file in found.new),
        altered=tuple(file.name for file in found.changed),
        removed=tuple(state.path for state in found.removed),
        kept=tuple(sorted(unreadable)) if before.reader else (),
        problems=generation.problems,
    )


def _refuse_absent(library: Library, scanned: Scan) -> None:
    if "" in scanned.unreadable:
        why = next(p.message for p in scanned.problems if p.path == ".")
        hint = "is its disk mounted? the index was left as it is"
        try:
            os.scandir(library.corpus).close()
        except PermissionError as error:
            hint = denied(error, library.corpus, library=library.root).hint
        except OSError:
            pass
        raise LibraryError(f"{library.corpus} {why}", hint=hint)


def _refuse_removals(
    job: _Job, gone: Sequence[DigestState], previous: Sequence[DigestState]
) -> None:
    if are_most(gone, previous) and not job.accept_removals:
        raise RemovalsRefused(
            f"{len(gone)} of {len(previous)} digests are gone from "
            f"{job.library.corpus}: nothing was published",
            hint=f"if that is meant: {ACCEPT}",
        )


def are_most(
    gone: Sequence[DigestState],
    previous: Sequence[DigestState],
    found: Sequence[Found] = (),
) -> bool:
    """Whether so many digests are gone that it looks like an accident.

    What is as large as something that is `found` may have moved, and counts as there.
    """
    sizes = {one.size for one in found}
    return sum(state.size not in sizes for state in gone) * 2 > len(previous)


def _gone(
    read: Iterable[DigestState], removed: Iterable[DigestState]
) -> list[DigestState]:
    """What was removed and is not there under another name."""
    there = {(state.size, state.sha256) for state in read}
    return [s for s in removed if (s.size, s.sha256) not in there]


def _stale(found: Changes, kept: Collection[str]) -> set[str]:
    """The digests of which nothing that was read before holds any more."""
    changed = {file.name for file in found.changed} - set(kept)
    return changed | {state.path for state in found.removed}


def _problems(
    base: Generation | None,
    scanned: Scan,
    found: Changes,
    read: Iterable[Problem],
) -> list[Problem]:
    """Those of what was read, and of what was not read since it did not change."""
    if base is None:
        return sorted({*scanned.problems, *read})
    same = {state.path for state in found.same}
    before = (problem for problem in base.problems if problem.path in same)
    return sorted({*before, *found.problems, *read})


def _counted(
    records: Iterable[Record], total: int, progress: Progress
) -> Iterator[Record]:
    """Report on the records as they pass; `total` is how many there are at most."""
    for done, record in enumerate(records, 1):
        yield record
        if done % _BATCH == 0 and done < total:
            progress("indexing", done, total)
    if total:
        progress("indexing", total, total)


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody is watching."""
