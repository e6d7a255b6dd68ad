"""One published state of an index, and what it remembers of the digests it is made of.

Knows neither where either is written nor what an engine keeps.
"""

import json
from collections.abc import Iterable
from functools import cached_property

from searcher.frozen import KW_ONLY, Value
from searcher.model import DigestState, Problem


class Intake:
    """The digests that a generation was built from, and what was wrong in them.

    It is kept as it is written, in three lines of JSON, and read when it is asked for:
    all that a search asks is whether anything differs. Two are equal when written so.
    """

    def __init__(self, text: bytes) -> None:
        """As `of` made it; anything else raises when it is asked for."""
        self.text = text

    @classmethod
    def of(
        cls, digests: Iterable[DigestState] = (), problems: Iterable[Problem] = ()
    ) -> "Intake":
        """The digests are sorted by path."""
        columns = list(zip(*digests, strict=True)) or [()] * len(DigestState._fields)
        lines = columns[:3], columns[3:], list(problems)
        # ASCII, so that a file name that is not valid Unicode comes back as it was
        return cls("\n".join(map(json.dumps, lines)).encode("ascii"))

    def lists(self, found: list[tuple[str, int, int]]) -> bool:
        """Whether all digests are found so, by path, size and mtime, and were read."""
        names, rest, _ = self.text.split(b"\n")
        whole = b'""' not in rest
        return whole and list(zip(*json.loads(names), strict=True)) == found

    @cached_property
    def digests(self) -> tuple[DigestState, ...]:
        """Sorted by path."""
        names, rest, _ = map(json.loads, self.text.split(b"\n"))
        return tuple(map(DigestState, *names, *rest))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(Problem(*p) for p in json.loads(self.text.rpartition(b"\n")[2]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Intake) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


class Generation(Value):
    """One published state of the index, as its manifest.json holds it."""

    number: int
    _: KW_ONLY
    created: str
    format: int
    analysis: str
    papers: int
    intake: Intake = Intake.of()

    @property
    def digests(self) -> tuple[DigestState, ...]:
        return self.intake.digests

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.intake.problems
