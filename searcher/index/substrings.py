"""Which terms must stand in a paper for its text to hold a substring.

Knows how the analysis makes terms of a text, not where terms stand.
"""

import re
from collections.abc import Iterator

from searcher._core.tokenizer import MOST_WORDS
from searcher.analysis.normal import comparable
from searcher.analysis.pieces import holds_long
from searcher.model import HAN
from searcher.query.plan import SCORED
from searcher.query.sought import folded

_PARTS = f"[{HAN}]|[^\\W_{HAN}]+"  # compiled when needed: that takes a while
_LONGEST = 32
"""Words are cut at twice this length: of a longer run a term may hold but a piece."""
_ENOUGH = 8
"""So many parts are looked for: for each the whole vocabulary is gone through."""


NEARLY_ALL = 0.9
"""What is in more than this share of all papers is not looked up to the end."""
MOST_TERMS = 20_000
"""Nor is what stands in more terms: that takes longer than to read texts, which hold it
mostly.
"""
HOLDING = frozenset((*SCORED, "beyond"))
"""The fields whose terms tell what substrings a paper may hold."""


def parts_of(text: str) -> list[str]:
    """Strings that each stand inside some term of every text that holds this one.

    Every Chinese character is in the term of its word, and every run of letters and
    digits in one of a Latin word, but for the s of a possessive and marks in scripts
    that put vowels between letters. Without any part, every paper has to be read.
    """
    runs = re.findall(_PARTS, text)
    found = dict.fromkeys(run[:_LONGEST] for run in runs if run != "s")
    # what is long is in few terms, and a few of these tell enough
    parts = sorted(found, key=len, reverse=True)[:_ENOUGH]
    # a plain letter is in most papers: one is looked up, where there is nothing else
    telling = [part for part in parts if len(part) > 1 or not part.isascii()]
    return telling or parts[:1]


def parts_beyond(text: str) -> Iterator[str]:
    """What of an unlike raw text a substring may be of, and stands in no term of it.

    The names of LaTeX commands, mostly; of overlong texts and words, all there is.
    """
    raw, normal = folded(text), comparable(text)
    if len(text) > MOST_WORDS or holds_long(text):
        yield from dict.fromkeys(re.findall(_PARTS, f"{raw} {normal}"))
        return
    # of words that are as they were nothing can be missing, and these are most
    alike = set(normal.split(" "))
    unlike = " ".join(word for word in raw.split(" ") if word not in alike)
    runs = dict.fromkeys(re.findall(_PARTS, unlike))
    yield from (run for run in runs if run not in normal)
