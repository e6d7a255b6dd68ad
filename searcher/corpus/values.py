"""What reading a digest of the text family yields, as a whole.

Nothing here reads a file or merges anything.
"""

from datetime import date as Date

from searcher.frozen import KW_ONLY, Value
from searcher.model import Problem, Sighting

UNKNOWN = "nothing recognised in it, wanted a digest or JSON lines"


class Digest(Value):
    """A digest of the text family: what it says of itself, and what is in it.

    `announced` is the day, in UTC, that the header names; `declared` the number of
    papers it promises; either is None when it does not say.
    """

    path: str
    _: KW_ONLY
    announced: Date | None = None
    declared: int | None = None
    sightings: tuple[Sighting, ...] = ()
    problems: tuple[Problem, ...] = ()
