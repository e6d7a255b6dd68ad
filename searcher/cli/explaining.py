"""How a query was read and what a score is made of, as a person reads it.

Knows explanations and how they are laid out, not where their numbers come from.
"""

from collections.abc import Iterator

from searcher.cli.terminal import neutral
from searcher.model import Explanation, How, Results

SCORE_DECIMALS = 6
"""What ranking compares."""

_FORMULAE = (
    ("scores", "sums of weight · idf · (k1 + 1) · tf' / (k1 + tf')"),
    ("tf'", "sums of w · tf / (1 - b + b · length / average)"),
)


def reading(results: Results, *, scores: bool) -> Iterator[str]:
    """How the query was understood, and how to read the scores if there are any."""
    yield _labelled("read as", results.parsed)
    if results.literal:
        yield _labelled("or as text", results.literal)
    for one in results.expanded:
        more = f" … {one['count']:,} in all" if one["count"] > len(one["to"]) else ""
        words = ", ".join(one["to"]) or "no word"
        yield _labelled("expanded", f"{one['term']} to {words}{more}")
    if scores:
        for label, formula in _FORMULAE:
            yield _labelled(label, formula)
        yield "\n"


def score(explanation: Explanation) -> Iterator[str]:
    """The score, and below it each number above the numbers it is made of."""
    yield f"score {explanation.value:.{SCORE_DECIMALS}f}\n"
    yield from _tree(explanation, 1)


def _tree(explanation: Explanation, depth: int) -> Iterator[str]:
    made, below = _made(explanation)
    what = neutral(explanation.what)
    yield f"{'  ' * depth}{_number(explanation)}  {what}{made}\n"
    for part in below:
        yield from _tree(part, depth + 1)


def _made(explanation: Explanation) -> tuple[str, tuple[Explanation, ...]]:
    """How a number is made, and those of its parts that need lines of their own."""
    parts = explanation.parts
    match explanation.how:
        case How.SUM:
            return ": the sum of", parts
        case How.PRODUCT:
            return ": the product of", parts
        case How.SATURATED:
            tf, k1 = map(_number, parts)
            return f": ({k1} + 1) · {tf} / ({k1} + {tf})", parts[:1]
        case How.NORMALISED:
            w, tf, b, length, average = map(_number, parts)
            return f": {w} · {tf} / (1 - {b} + {b} · {length} / {average})", ()
        case How.GIVEN:
            return "", parts


def _number(explanation: Explanation) -> str:
    """With 12 digits a product of many is still exact to the decimals of the score."""
    return f"{explanation.value:.12g}"


def _labelled(label: str, text: str) -> str:
    return f"{label:<10}  {neutral(text)}\n"
