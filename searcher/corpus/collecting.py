"""The whole of corpus/ → its papers: scan, read every digest, merge.

Nothing here knows an index, or what was there before; for that see `changes`.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from searcher.corpus.merging import merge
from searcher.corpus.reading import Reading
from searcher.corpus.scanning import Found, scan
from searcher.frozen import KW_ONLY, Value
from searcher.model import DigestState, Paper, Problem, Sighting

Progress = Callable[[int, int, str], None]
"""Told the bytes read so far, the bytes of all digests, and the digest being read."""


class Corpus(Value):
    """Every paper, by id; the digests that were read, by name; all problems.

    `unreadable` names what could not be read, as `Scan.unreadable` does: what was known
    of it before is to stay.
    """

    papers: tuple[Paper, ...]
    _: KW_ONLY
    digests: tuple[DigestState, ...] = ()
    problems: tuple[Problem, ...] = ()
    unreadable: tuple[str, ...] = ()


class Gathering:
    """Digests being read one after the other: iterate it for all their sightings.

    Afterwards `digests`, `problems` and `unreadable` tell of the files, in their order.
    """

    def __init__(
        self, found: Iterable[Found], *, progress: Progress | None = None
    ) -> None:
        self.digests: list[DigestState] = []
        self.problems: list[Problem] = []
        self.unreadable: list[str] = []
        self._found = tuple(found)
        self._progress = progress
        self.size = sum(found.size for found in self._found)
        """The bytes of all of them, as they lie on the disk."""

    def __iter__(self) -> Iterator[Sighting]:
        total, done = self.size, 0
        for found in self._found:
            reading = Reading(
                found.path, found.name, progress=self._reporter(done, total, found.name)
            )
            yield from reading
            self.problems += reading.problems
            if reading.state:
                self.digests.append(reading.state)
            else:
                self.unreadable.append(found.name)
            done += found.size

    def _reporter(
        self, done: int, total: int, name: str
    ) -> Callable[[int], None] | None:
        progress = self._progress
        if not progress:
            return None
        return lambda read: progress(min(done + read, total), total, name)


def read_corpus(corpus: Path, *, progress: Progress | None = None) -> Corpus:
    """Every paper of every digest under corpus/, merged. No bad file raises."""
    found = scan(corpus)
    gathering = Gathering(found.digests, progress=progress)
    papers = tuple(record.paper for record in merge(gathering))
    return Corpus(
        papers,
        digests=tuple(gathering.digests),
        problems=tuple(sorted((*found.problems, *gathering.problems))),
        unreadable=tuple(sorted({*found.unreadable, *gathering.unreadable})),
    )
