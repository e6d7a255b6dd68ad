"""BM25F and its constants: pure functions of counts.

Source: Zaragoza, Craswell, Taylor, Saria and Robertson, "Microsoft Cambridge at TREC
13", 2004. Field-weighted, length-normalised frequencies are summed over the fields
first and saturated once. The core does the same for many papers, to the bit. Nothing
here knows a query or an engine.
"""

from math import log

from searcher.schema import SCHEMA
from searcher.typed import NamedTuple

K1 = 1.5
"""How soon further occurrences of a term stop counting."""
DECIMALS = 6
"""Ranking compares scores rounded so far; finer differences are ties."""
TIE = 2e-6
"""As far below another a score can be, and rounding makes them equal."""
NEIGHBOURS = 0.15
"""What words of a query add that are neighbours in a text too; a phrase counts 1."""


class FieldWeight(NamedTuple):
    """What an occurrence in a field counts, and how much a long field discounts it."""

    weight: float
    b: float


WEIGHTS = {
    name: FieldWeight(field.weight, field.b)
    for field in SCHEMA
    if field.weight
    for name in field.indexed()
}
"""The fields that score; others match without scoring."""


def idf(papers: int, df: float) -> float:
    """ln(1 + (N - df + 1/2) / (df + 1/2)), for a term in `df` of `papers` papers."""
    df = min(df, papers)
    return log(1 + (papers - df + 0.5) / (df + 0.5))


def normalised(tf: float, field: str, length: int, average: float) -> float:
    """What one field adds to tf': w · tf / (1 - b + b · length / average)."""
    weight, b = WEIGHTS[field]
    return weight * tf / (1 - b + b * length / average)


def saturated(tf: float) -> float:
    """(k1 + 1) · tf' / (k1 + tf')."""
    return (K1 + 1) * tf / (K1 + tf)
