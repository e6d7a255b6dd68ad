"""The LaTeX commands that only print, as the table under data/ has them.

Knows names and what each takes, not what is done with them.
"""

from functools import cache
from pathlib import Path

from searcher.typed import NamedTuple


class Rule(NamedTuple):
    """Where a command may stand: in `text`, `maths`, `both` or `nowhere`."""

    where: str
    arguments: int
    kind: str

    def fits(self, *, maths: bool) -> bool:
        """Whether it can be the argument of another without braces around it."""
        if maths:
            return self.where == "maths"
        return (self.where, self.kind) == ("text", "letter")


@cache
def rules() -> dict[str, Rule]:
    file = Path(__file__).parent / "data" / "harmless.tsv"
    rows = file.read_text(encoding="utf-8").splitlines()[1:]
    cells = (row.split("\t") for row in rows)
    return {name: Rule(where, int(count), kind) for name, where, count, kind in cells}


@cache
def silent() -> frozenset[str]:
    """Commands that are no words; any other is an author's own."""
    from searcher.analysis.data import lines  # noqa: PLC0415 - rarely

    return frozenset(lines("commands.txt"))
