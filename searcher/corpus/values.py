"""What reading the corpus yields: sightings of papers, and whole digests.

Nothing here reads a file or merges anything.
"""

from dataclasses import KW_ONLY, dataclass
from datetime import date as Date
from typing import NamedTuple

from searcher.model import Paper, Problem


class Sighting(NamedTuple):
    """One paper as one place of one digest shows it.

    The paper's `seen` holds that digest alone, its `date` is that sighting's. Without
    an id in the digest, its id is made of its title (`searcher.corpus.ids.title_id`).
    """

    paper: Paper
    line: int


@dataclass(frozen=True, slots=True)
class Digest:
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
