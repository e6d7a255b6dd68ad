"""Which terms must stand in a paper for its text to hold a substring.

Knows how the analysis makes terms of a text, not where terms stand.
"""

import re

from searcher.model import HAN

_PARTS = re.compile(f"[{HAN}]|[^\\W_{HAN}]+")
_LONGEST = 32
"""Words are cut at twice this length, so a longer run may not be in one term whole."""


def parts_of(text: str) -> list[str]:
    """Strings that each stand inside some term of every text that holds this one.

    Every Chinese character is in the term of its word, and every run of letters and
    digits in one of a Latin word, but for the s of a possessive and marks in scripts
    that put vowels between letters. Without any part, every paper has to be read.
    """
    found = dict.fromkeys(_PARTS.findall(text))
    return [part for part in found if part != "s" and len(part) <= _LONGEST]
