"""A paper that a place of a digest shows → its sighting.

Nothing here knows a format.
"""

from datetime import date as Date

from searcher.frozen import replace
from searcher.model import Paper, Seen, Sighting


def sighted(paper: Paper, name: str, day: Date | None, line: int) -> Sighting:
    """The sighting of a paper in the digest `name`, of which `day` is the day."""
    date = paper.date or day
    return Sighting(replace(paper, date=date, seen=(Seen(name, date),)), line)
