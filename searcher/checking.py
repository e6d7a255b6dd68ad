"""check(): does the index hold exactly what the corpus holds?

Knows no format of a digest and no engine; it builds and changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from searcher.corpus.changes import is_same
from searcher.corpus.collecting import Gathering
from searcher.corpus.merging import Pool
from searcher.corpus.scanning import Found, Scan, scan
from searcher.corpus.unread import UNREAD, look
from searcher.errors import IndexBusy, IndexUnusable, LibraryError
from searcher.frozen import KW_ONLY, Value
from searcher.generation import Generation
from searcher.index.backend import Backend, Reader
from searcher.model import DigestState, Json, Order, Paper, Record
from searcher.query.plan import EVERYTHING
from searcher.settings import Library
from searcher.typed import NamedTuple, TypeVar

Progress = Callable[[str, int, int], None]
"""As for a build: the stages are `reading`, in bytes, and `comparing`, in papers."""
_BATCH = 1000

T = TypeVar("T")


class Difference(NamedTuple):
    """What is not as it should be, and how: a file, a digest, or the id of a paper."""

    what: str
    message: str

    def __str__(self) -> str:
        return f"{self.what}: {self.message}"

    def to_json(self) -> Json:
        return self._asdict()


class Checked(Value):
    """What a check found; `generation` is None where no index can be opened.

    `compared` is the number of papers that were. Those of digests that cannot be read
    now, or have not been taken in yet, are `left_out`.
    """

    generation: Generation | None
    _: KW_ONLY
    differences: tuple[Difference, ...] = ()
    compared: int = 0
    left_out: int = 0


def check(
    library: Library,
    *,
    backend: Backend | None = None,
    progress: Progress | None = None,
) -> Checked:
    """Read all of the index and all of the corpus, and compare them.

    Raises LibraryError when corpus/ cannot be read, ForeignIndex, and IndexBusy when
    another process published while we looked.
    """
    backend = backend or _embedded(library)
    try:
        reader = backend.open()
    except IndexUnusable as error:
        return Checked(None, differences=(Difference("index", error.message),))
    try:
        found = _checked(library, reader, progress or _silent)
    finally:
        reader.close()
    if found.differences and _number(backend) not in (None, reader.generation.number):
        raise IndexBusy(
            f"another process published a generation of {library.index} meanwhile",
            hint="searcher check",
        )
    return found


def _checked(library: Library, reader: Reader, progress: Progress) -> Checked:
    generation = reader.generation
    damage = tuple(Difference("index", message) for message in reader.audit())
    if damage:  # what it would answer is worth no comparison
        return Checked(generation, differences=damage)
    scanned = scan(library.corpus)
    if "" in scanned.unreadable:
        why = next(p.message for p in scanned.problems if p.path == ".")
        raise LibraryError(
            f"{library.corpus} {why}",
            hint="is its disk mounted? there is nothing to compare the index with",
        )
    digests = dict(_digests(scanned, generation))
    with Pool() as pool:
        gathering = Gathering(
            scanned.digests, progress=lambda done, of, _: progress("reading", done, of)
        )
        for sighting in gathering:
            pool.add(sighting)
        digests.update(_changed(gathering, scanned, generation, digests))
        open_ = {*digests, *_unread(gathering, generation)}
        comparison = _Comparison(reader, open_)
        differences = list(comparison.differences(pool.records(), progress))
    differences += [Difference(*each) for each in digests.items()]
    return Checked(
        generation,
        differences=tuple(sorted(differences)),
        compared=comparison.compared,
        left_out=comparison.left_out,
    )


def _batched(every: Iterable[T]) -> Iterator[tuple[T, ...]]:
    rest = iter(every)
    while some := tuple(islice(rest, _BATCH)):
        yield some


class _Comparison:
    """The papers of an index beside those of a corpus, but for the `open_` digests."""

    def __init__(self, reader: Reader, open_: set[str]) -> None:
        self.compared = self.left_out = 0
        self._reader = reader
        self._open = open_

    def differences(
        self, records: Iterable[Record], progress: Progress
    ) -> Iterator[Difference]:
        every = self._reader.search(
            EVERYTHING, limit=None, offset=0, order=Order.NEWEST
        )
        rest = {hit.id for hit in every.hits}
        total = len(rest)
        if len(every.hits) != total or total != self._reader.generation.papers:
            yield Difference(
                "index",
                f"{len(every.hits)} papers are found and {total} are different, wanted "
                f"{self._reader.generation.papers}",
            )
        for some in _batched(records):
            ids = [record.paper.id for record in some]
            held = {paper.id: paper for paper in self._reader.papers(ids)}
            for record in some:
                yield from self._between(record, held.get(record.paper.id))
            rest.difference_update(ids)
            progress("comparing", self.compared, total)
        for names in _batched(sorted(rest)):
            for paper in self._reader.papers(names):
                yield from self._between(None, paper)

    def _between(
        self, record: Record | None, found: Paper | None
    ) -> Iterator[Difference]:
        wanted = record and record.paper
        known = wanted or found
        assert known is not None
        papers = [paper for paper in (wanted, found) if paper]
        if self._open.intersection(s.digest for paper in papers for s in paper.seen):
            self.left_out += 1
            return
        self.compared += 1
        if found is None:
            yield Difference(known.id, "is in the corpus and not in the index")
        elif record is None:
            yield Difference(known.id, "is in the index and not in the corpus")
        elif found != wanted:
            names = ", ".join(_unlike(found, record.paper))
            yield Difference(known.id, f"differs from the corpus in {names}")
        elif record.sightings != self._reader.sightings(known.id):
            yield Difference(known.id, "remembers other sightings than the corpus has")


def _unlike(found: Paper, wanted: Paper) -> Iterator[str]:
    """The names of the fields in which two papers differ."""
    for name in Paper.__slots__:
        if name != "_" and getattr(found, name) != getattr(wanted, name):
            yield name


def _digests(scanned: Scan, generation: Generation) -> Iterator[tuple[str, str]]:
    """The digests that an update would take in, or let go, and why."""
    found = look(scanned, generation.digests)
    for file in found.new:
        yield file.name, "has not been taken in"
    for file in found.changed:
        yield file.name, "has changed since it was taken in"
    for state in found.removed:
        yield state.path, "is gone, its papers are in the index"


def _changed(
    gathering: Gathering, scanned: Scan, generation: Generation, known: dict[str, str]
) -> dict[str, str]:
    """Digests with the size and time that they had, and other bytes."""
    before = {state.path: state for state in generation.digests}
    files = {file.name: file for file in scanned.digests}
    return {
        state.path: "holds other bytes than when it was taken in"
        for state in gathering.digests
        if state.path not in known
        and (was := before.get(state.path))
        and was.sha256 not in (UNREAD, state.sha256)
        # of one that was left before its end, more or less can have been read then
        and not _is_same(files[state.path], was)
    }


def _is_same(file: Found, state: DigestState) -> bool:
    try:
        return is_same(file, state)
    except OSError:
        return False


def _unread(gathering: Gathering, generation: Generation) -> set[str]:
    """The digests that are not read now, or were not when the index was built."""
    read = {state.path for state in gathering.digests}
    before = {s.path for s in generation.digests if s.sha256 != UNREAD}
    return {s.path for s in generation.digests} - (read & before)


def _number(backend: Backend) -> int | None:
    try:
        reader = backend.open()
    except IndexUnusable:
        return None
    reader.close()
    return reader.generation.number


def _embedded(library: Library) -> Backend:
    from searcher.index import open_backend  # noqa: PLC0415 - loads the engine

    return open_backend(library.index)


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody is watching."""
