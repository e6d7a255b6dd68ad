"""Sightings → papers: one paper is one record, however often and in whatever order.

Pure values in, pure values out; nothing here reads a file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date as Date
from functools import reduce
from typing import NamedTuple

from searcher.corpus import ids
from searcher.corpus.values import Sighting
from searcher.model import Bilingual, Paper, Seen


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


def merge(sightings: Iterable[Sighting]) -> Iterator[Paper]:
    """One record for each paper, sorted by id; the same for every order of sightings.

    Sightings are one paper when their ids are equal. Those without an id, whose id is
    made of their title, join the one paper whose record, of its sightings with an id,
    has that title in either language; if there are several, or none, they stay a paper
    of their own.
    """
    groups: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        groups.setdefault(sighting.paper.id, []).append(sighting)
    homeless = {name for name in groups if ids.is_made(name)}
    for name, home in _homes(groups, homeless).items():
        groups[home] += groups.pop(name)
    # the raw sightings of a paper are let go as its record is made
    for name in sorted(groups):
        yield _record(name, groups.pop(name))


def _homes(groups: dict[str, list[Sighting]], homeless: set[str]) -> dict[str, str]:
    """Where each group without an id belongs, if exactly one paper has its title."""
    owners: dict[str, set[str]] = {}
    if homeless:
        for name, group in groups.items():
            if name not in homeless:
                for made in homeless.intersection(_titles(name, group)):
                    owners.setdefault(made, set()).add(name)
    return {made: min(names) for made, names in owners.items() if len(names) == 1}


def _titles(name: str, group: Sequence[Sighting]) -> tuple[str, ...]:
    return ids.title_ids(_record(name, group).title)


def _record(name: str, group: Sequence[Sighting]) -> Paper:
    if len(group) == 1 and group[0].paper.id == name:
        return group[0].paper
    merged = reduce(combine, (sighting.paper for sighting in sorted(group, key=rank)))
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
