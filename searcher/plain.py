"""Papers as plain tuples, which marshal writes and reads faster than pickle does.

For files and pipes of this very program: the format of marshal changes with Python.
"""

from collections.abc import Callable
from datetime import date as Date

from searcher.model import Bilingual, Paper, Seen, Subject
from searcher.typed import Any

Plain = tuple[Any, ...]

_day: Callable[[int], Date] = Date.fromordinal


def plain(paper: Paper) -> Plain:
    return (
        paper.id,
        paper.version,
        (paper.title.en, paper.title.zh),
        (paper.abstract.en, paper.abstract.zh),
        paper.authors,
        tuple(map(tuple, paper.subjects)),
        paper.keywords,
        paper.date and paper.date.toordinal(),
        tuple((digest, day and day.toordinal()) for digest, day in paper.seen),
    )


def paper_of(value: Plain) -> Paper:
    """The paper that `plain` was given."""
    name, version, title, abstract, authors, subjects, keywords, day, seen = value
    return Paper(
        name,
        version=version,
        title=Bilingual(*title),
        abstract=Bilingual(*abstract),
        authors=authors,
        subjects=tuple(Subject(*subject) for subject in subjects),
        keywords=keywords,
        date=_day(day) if day else None,
        seen=tuple(Seen(digest, _day(at) if at else None) for digest, at in seen),
    )
