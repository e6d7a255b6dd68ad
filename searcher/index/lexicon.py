"""What every generation knows of words, in files that do not depend on its papers.

Knows their names, and who makes them.
"""

from collections.abc import Iterable
from pathlib import Path

from searcher.analysis.han import write_dictionary
from searcher.analysis.pinyin import write_readings

DICTIONARY, READINGS = "words.dict", "readings.json"
_MAKERS = {READINGS: write_readings, DICTIONARY: write_dictionary}
LEXICON = tuple(_MAKERS)


def write_lexicon(folder: Path, names: Iterable[str]) -> None:
    """Make some of these files, in about half a second. Raises OSError."""
    for name in names:
        _MAKERS[name](folder / name)
