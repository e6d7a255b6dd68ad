"""Sightings → papers: one paper is one record, however often and in whatever order.

Values in, values out; nothing here reads a digest.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date as Date
from itertools import chain
from pathlib import Path

from searcher.corpus import ids
from searcher.corpus.spilling import Spill
from searcher.frozen import replace
from searcher.model import Bilingual, Paper, Record, Seen, Sighting
from searcher.typed import Any, NamedTuple, Self


class Rank(NamedTuple):
    """What decides between sightings that differ: the highest; unknown is lowest."""

    version: int
    date: Date
    digest: str
    line: int


def rank(sighting: Sighting) -> Rank:
    """The rank of one sighting, by version, date, path of the digest, line."""
    paper = sighting.paper
    digest = paper.seen[0].digest if paper.seen else ""
    return Rank(paper.version or 0, paper.date or Date.min, digest, sighting.line)


class Pool:
    """Sightings, taken in any order, and the records that all of them together make.

    They lie on disk; in memory are their ids. A context manager, since there is a file.

    Sightings are one paper when their ids are equal. Those without an id, whose id is
    made of their title, join the one paper whose record, of its sightings with an id,
    has that title in either language; if there are several, or none, they stay a paper
    of their own.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """As `Spill`: `folder` is for its file. Raises OSError."""
        self._spill = Spill(folder)
        self._groups: dict[str, list[int]] = {}
        self._grown: set[str] = set()

    def add(self, sighting: Sighting) -> None:
        handle = self._spill.add(sighting)
        self._groups.setdefault(sighting.paper.id, []).append(handle)
        self._grown.add(sighting.paper.id)

    def __len__(self) -> int:
        """How many ids there are, made ones included."""
        return len(self._groups)

    def grown(self) -> Collection[str]:
        """The ids of which sightings were added since this was asked last."""
        grown, self._grown = self._grown, set()
        return grown

    def keys(self, ids: Iterable[str]) -> set[str]:
        """The keys of these records, as if none was without an id."""
        return {key for name in ids for key in keys(name, self._group(name))}

    def records(self) -> Iterator[Record]:
        """One record for each paper, sorted by id."""
        groups = dict(self._groups)
        for made, home in self._homes().items():
            groups[home] = groups[home] + groups.pop(made)
        for name in sorted(groups):
            yield _record(name, [self._spill.get(handle) for handle in groups[name]])

    def _group(self, name: str) -> list[Sighting]:
        return [self._spill.get(handle) for handle in self._groups[name]]

    def _homes(self) -> dict[str, str]:
        """Where each group without an id belongs, if one paper alone has its title."""
        homeless = {name for name in self._groups if ids.is_made(name)}
        owners: dict[str, set[str]] = {}
        if homeless:
            for name in self._groups.keys() - homeless:
                for made in homeless.intersection(keys(name, self._group(name))):
                    owners.setdefault(made, set()).add(name)
        return {made: min(names) for made, names in owners.items() if len(names) == 1}

    def close(self) -> None:
        self._spill.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self.close()


def merge(sightings: Iterable[Sighting]) -> Iterator[Record]:
    """The records of a `Pool` of these; the same for every order of sightings."""
    with Pool() as pool:
        for sighting in sightings:
            pool.add(sighting)
        yield from pool.records()


def _record(name: str, group: Sequence[Sighting]) -> Record:
    ordered = tuple(sorted(group, key=rank))
    return Record(_paper(name, ordered), ordered, keys(name, group))


def keys(name: str, group: Sequence[Sighting]) -> tuple[str, ...]:
    """What sightings without an id have, and could have, that belong to this paper."""
    made = {one.paper.id: None for one in group if ids.is_made(one.paper.id)}
    own = [one for one in group if one.paper.id not in made]
    titles = ids.title_ids(_paper(name, sorted(own, key=rank)).title) if own else ()
    return tuple({**dict.fromkeys(titles), **made})


def _paper(name: str, ordered: Sequence[Sighting]) -> Paper:
    """The record of sightings, the highest last."""
    if len(ordered) == 1 and ordered[0].paper.id == name:
        return ordered[0].paper
    return replace(combine(*(one.paper for one in ordered)), id=name)


def combine(*papers: Paper) -> Paper:
    """The record of sightings, or records, of one paper; the last ranks highest.

    It wins field by field and half by half; what it lacks comes from those below.
    Keywords are united, in the order of rank. Associative: the record of all sightings
    so far can stand for them when a later one ranks above them all.
    """
    fields = ((name, [getattr(p, name) for p in papers]) for name in Paper._fields)
    return Paper(**{name: _merged(name, values) for name, values in fields})


def _merged(name: str, values: Sequence[Any]) -> Any:
    """What is known of a field, of what sightings say of it, the highest last."""
    if rule := _RULES.get(name):
        return rule(values)
    if isinstance(values[0], Bilingual):
        return _filled(values[::-1])
    return next(filter(None, values[::-1]), values[-1])


def _filled(halves: Iterable[Bilingual]) -> Bilingual:
    """Each half by itself from the first that has it."""
    english = chinese = ""
    for half in halves:
        english, chinese = english or half.en, chinese or half.zh
        if english and chinese:
            break
    return Bilingual(english, chinese)


def _united(every: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(every)))


def _earliest(days: Sequence[Date | None]) -> Date | None:
    return min(filter(None, days), default=None)


def _seen(every: Sequence[tuple[Seen, ...]]) -> tuple[Seen, ...]:
    """Each digest once, at its earliest day, by day and path; unknown days last."""
    days: dict[str, Date | None] = {}
    for digest, day in chain.from_iterable(every):
        days[digest] = _earliest((days.get(digest), day))
    order = sorted(days.items(), key=lambda at: (at[1] or Date.max, at[0]))
    return tuple(Seen(digest, day) for digest, day in order)


_RULES: dict[str, Callable[[Sequence[Any]], Any]] = {
    "keywords": _united,
    "date": _earliest,
    "seen": _seen,
}
"""Fields that are not those of the highest sighting that has any."""
