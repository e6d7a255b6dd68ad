"""Chinese words → how they are typed in Latin letters, without tones.

The only importer of pypinyin. To load it takes 0.2 s, so what it knows is written once,
and small builds read that.
"""

import json
import mmap
from collections import defaultdict
from functools import cache, cached_property
from pathlib import Path

from searcher.typed import NamedTuple


class _Known(NamedTuple):
    """How characters are read alone, and phrases, where it can be otherwise."""

    characters: dict[str, str]
    phrases: dict[str, str]
    longest: int

    def read(self, word: str) -> str:
        """The longest phrase first, then what follows it."""
        found, at = [], 0
        while at < len(word):
            for end in range(min(len(word), at + self.longest), at + 1, -1):
                if word[at:end] in self.phrases:
                    found.append(self.phrases[word[at:end]])
                    at = end
                    break
            else:
                found.append(self.characters.get(word[at], word[at]))
                at += 1
        return "".join(found)


class Readings:
    """How words are read: as was written to a file, or as pypinyin has it."""

    def __init__(self, path: Path | None = None) -> None:
        """The file is held from now on, and loaded when a word is asked for.

        Raises OSError, or ValueError when it is empty.
        """
        self._map: mmap.mmap | None = None
        if path:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._read: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        """`qianghua` of 强化, with v for ü, as people type it.

        Raises ValueError or KeyError when the file was not so written.
        """
        read = self._read.get(word)
        if read is None:
            read = self._read[word] = self._known.read(word)
        return read

    def close(self) -> None:
        if self._map:
            self._map.close()

    @cached_property
    def _known(self) -> _Known:
        value = json.loads(self._map[:]) if self._map else _everything()
        characters: dict[str, str] = {}
        for reading, some in value["characters"].items():
            characters |= dict.fromkeys(some, reading)
        phrases = value["phrases"]
        return _Known(characters, phrases, max(map(len, phrases), default=0))


def write_readings(path: Path) -> None:
    """Write what `Readings` reads."""
    path.write_text(json.dumps(_everything(), ensure_ascii=False), encoding="utf-8")


def _everything() -> dict[str, dict[str, str]]:
    """The characters of each reading, and the reading of each phrase."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # noqa: PLC0415
    from pypinyin.contrib.tone_convert import to_normal  # noqa: PLC0415

    toneless = cache(to_normal)
    characters: dict[str, str] = defaultdict(str)
    for code, readings in PINYIN_DICT.items():
        characters[toneless(readings.partition(",")[0])] += chr(code)
    phrases = {
        phrase: "".join(toneless(syllable[0]) for syllable in syllables)
        for phrase, syllables in PHRASES_DICT.items()
    }
    return {"characters": characters, "phrases": phrases}
