"""Whether a rare word looks like a slip in a more usual one, and not like itself.

A word that is rare may well be meant: of real words one letter apart, such as rotor
and motor, neither is the other mistyped. So a slip begins with the same letter, is not
in an ending, and swaps letters, or leaves one out or has one too many. Chinese is
mistyped by sound.
"""

from searcher.analysis.english import stem
from searcher.analysis.han import words
from searcher.query.lexicon import Lexicon
from searcher.query.sounds import from_pinyin

SHORTEST_SLIP = 6
"""Of shorter words one letter more or less makes others."""
ENDING = 2
"""So many letters at the end are inflected."""
LONGEST_RUN = 8
"""A longer run of Chinese is a sentence or a title, not a term."""


def is_slip(typed: str, usual: str) -> bool:
    """Whether `typed`, one edit away from `usual`, is likely to be a slip in it."""
    if typed[0] != usual[0] or stem(typed) == stem(usual):
        return False
    if len(typed) == len(usual):
        return sorted(typed) == sorted(usual)
    shorter, longer = sorted((typed, usual), key=len)
    if len(shorter) < SHORTEST_SLIP:
        return False
    at = next((n for n, c in enumerate(shorter) if c != longer[n]), len(shorter))
    return at < len(shorter) - ENDING


def likelier_run(run: str, lexicon: Lexicon, *, few: int) -> str | None:
    """The usual words that sound as a run does, one of whose own words is rare."""
    if not 1 < len(run) <= LONGEST_RUN:
        return None
    cut = words(run, lexicon.segmenter)
    if all(lexicon.frequency(word) > few for word in cut):
        return None
    usual = from_pinyin(lexicon.readings(run), lexicon)
    return usual if usual != run and usual and len(usual) == len(run) else None
