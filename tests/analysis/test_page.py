"""docs/analysis.md says what is true."""

import re
from collections import defaultdict
from pathlib import Path

from searcher._core.tokenizer import MOST_JOINED, MOST_WORDS
from searcher._core.words import LONGEST_WORD
from searcher.analysis.han import Segmenter
from searcher.analysis.tokens import tokens

PAGE = (Path(__file__).parents[2] / "docs" / "analysis.md").read_text("utf-8")
TABLE = re.compile(r"^\| (\d+) \| `([^`]+)` \| (.+) \|$", re.MULTILINE)


def test_the_example_is_real(segmenter: Segmenter) -> None:
    (text,) = re.findall(r"```text\n(.*)\n```", PAGE)
    stacked = defaultdict(list)
    for token in tokens(text, segmenter):
        stacked[token.position].append(token)
    rows = [
        (
            str(position),
            text[found[0].start : found[0].end],
            " ".join(f"`{token.term}`" for token in found),
        )
        for position, found in stacked.items()
    ]
    assert TABLE.findall(PAGE) == rows


def test_the_terms_it_explains_are_in_the_example() -> None:
    rows = PAGE[PAGE.index("## Stacked terms") :].partition("A word that has no")[0]
    explained = {
        term
        for row in re.findall(r"^\| (`.+?) \|", rows, re.MULTILINE)
        for term in re.findall(r"`([^`]+)`", row.partition(" for ")[0])
    }
    shown = {term for _, _, terms in TABLE.findall(PAGE) for term in terms.split()}
    assert {f"`{term}`" for term in explained} <= shown
    assert len(explained) > 5


def test_the_limits_are_the_real_ones() -> None:
    limits = PAGE[PAGE.index("## Limits") :].replace("\n", " ")
    assert f"its {LONGEST_WORD}th character" in limits
    assert f"up to {MOST_JOINED} words" in limits
    assert f"{MOST_WORDS:,} positions" in limits
