"""Sightings → papers: one paper is one record, however often and in whatever order.

Values in, values out; nothing here reads a digest.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date as Date
from functools import reduce
from pathlib import Path

from searcher.corpus import ids
from searcher.corpus.spilling import Spill
from searcher.frozen import replace
from searcher.model import Bilingual, Paper, Record, Seen, Sighting
from searcher.typed import NamedTuple, Self


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

    def add(self, sighting: Sighting) -> None:
        handle = self._spill.add(sighting)
        self._groups.setdefault(sighting.paper.id, []).append(handle)

    def __len__(self) -> int:
        """How many ids there are, made ones included."""
        return len(self._groups)

    @property
    def ids(self) -> Collection[str]:
        return self._groups.keys()

    def keys(self) -> set[str]:
        """The keys of all records, as if none was without an id."""
        return {key for name in self._groups for key in keys(name, self._group(name))}

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
    merged = reduce(combine, (sighting.paper for sighting in ordered))
    return replace(merged, id=name)


def combine(lower: Paper, higher: Paper) -> Paper:
    """The record of two sightings, or records, of one paper; the second ranks higher.

    It wins field by field and half by half; what it lacks comes from the first.
    Keywords are united, in the order of rank. Associative: the record of all sightings
    so far can stand for them when a later one ranks above them all.
    """
    return Paper(
        higher.id,
        version=higher.version or lower.version,
        title=_filled(higher.title, lower.title),
        abstract=_filled(higher.abstract, lower.abstract),
        authors=higher.authors or lower.authors,
        subjects=higher.subjects or lower.subjects,
        keywords=tuple(dict.fromkeys(lower.keywords + higher.keywords)),
        date=min(filter(None, (lower.date, higher.date)), default=None),
        seen=_seen(lower.seen + higher.seen),
    )


def _filled(higher: Bilingual, lower: Bilingual) -> Bilingual:
    return Bilingual(en=higher.en or lower.en, zh=higher.zh or lower.zh)


def _seen(all_seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """Each digest once, at its earliest day, by day and path; unknown days last."""
    days: dict[str, Date | None] = {}
    for digest, day in all_seen:
        known = [each for each in (days.get(digest), day) if each]
        days[digest] = min(known, default=None)
    order = sorted(days.items(), key=lambda at: (at[1] or Date.max, at[0]))
    return tuple(Seen(digest, day) for digest, day in order)
