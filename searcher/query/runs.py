"""A run of Han characters that stands nowhere → the text one edit away that was meant.

Knows the texts of a library through `Lexicon` only.
"""

import re
from collections.abc import Iterator

from searcher.analysis.han import Segmenter, words
from searcher.model import HAN
from searcher.query.lexicon import Lexicon
from searcher.query.slots import is_stop_word

SHORTEST_RUN, LONGEST_RUN = 2, 12
"""Runs that a variant is looked for of."""


def is_han(text: str) -> bool:
    return re.fullmatch(f"[{HAN}]+", text) is not None


def better_run(run: str, lexicon: Lexicon) -> str | None:
    """The text that was meant by a run, if the run itself stands nowhere."""
    if not SHORTEST_RUN <= len(run) <= LONGEST_RUN:
        return None
    found = lexicon.alike(run, re.compile("|".join([run, *_one_edit(run)])))
    if run in found:
        return None
    counts = {text: count for text, count in found.items() if is_han(text)}
    if len(run) > 2:
        for shorter in (run[1:], run[:-1]):  # what is longer by a character hides it
            held = sum(count for text, count in counts.items() if shorter in text)
            if held:
                counts[shorter] = held
    return min(
        (text for text in counts if len(text) > 1),
        key=lambda text: (_oddness(text, run, lexicon.segmenter), -counts[text], text),
        default=None,
    )


def _oddness(text: str, run: str, segmenter: Segmenter) -> float:
    """How little a text looks like a term that was meant; of equal ones count decides.

    One that begins within a word leaves a character over at its start. Nobody means a
    particle at an end, and to type too much is rarer than another mistake.
    """
    cut = list(words(text, segmenter))
    particles = is_stop_word(cut[0]) + is_stop_word(cut[-1])
    return particles + (len(cut[0]) == 1) + (len(text) < len(run)) / 2


def _one_edit(run: str) -> Iterator[str]:
    """Patterns of one edit: replaced, swapped, one more, one less.

    Of two characters nothing but the one between them can have been left out.
    """
    size = len(run)
    for at in range(1, size):
        yield rf"{run[:at]}\w{run[at:]}"
    if size == 2:
        return
    for at in range(1, size):
        yield run[: at - 1] + run[at] + run[at - 1] + run[at + 1 :]
    for at in range(size):
        yield rf"{run[:at]}\w{run[at + 1 :]}"
    for at in range(size):
        yield run[:at] + run[at + 1 :]
