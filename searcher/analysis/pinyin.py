"""Chinese words → how they are typed in Latin letters, without tones.

The only importer of pypinyin. To load it takes 0.3 s, so what it knows is written once,
and small builds read that.
"""

import json
import mmap
from collections import defaultdict
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from unicodedata import normalize

from searcher.typed import Any, NamedTuple

_FILES = ("pinyin_dict.json", "phrases_dict.json")
_TONES = "\u0300\u0301\u0304\u030c"


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
    path.write_text(_as_json(), encoding="utf-8")


@cache
def _as_json() -> str:
    return json.dumps(_everything(), ensure_ascii=False)


def _everything() -> dict[str, dict[str, str]]:
    """The characters of each reading, and the reading of each phrase."""
    readings_of, syllables_of = _source()
    characters: dict[str, str] = defaultdict(str)
    for code, readings in readings_of.items():
        characters[_toneless(readings.partition(",")[0])] += chr(int(code))
    phrases = {
        phrase: "".join([_toneless(syllable[0]) for syllable in syllables])
        for phrase, syllables in syllables_of.items()
    }
    return {"characters": characters, "phrases": phrases}


def _source() -> tuple[dict[Any, str], dict[str, list[list[str]]]]:
    """The readings of each character by its code, and the syllables of each phrase:
    of pypinyin, which is not loaded if its data lie beside it.
    """
    from importlib.util import find_spec  # noqa: PLC0415  (only while indexing)

    pypinyin = find_spec("pypinyin")
    if pypinyin and pypinyin.origin:
        files = map(Path(pypinyin.origin).with_name, _FILES)
        with suppress(OSError, ValueError):
            characters, phrases = (json.loads(file.read_bytes()) for file in files)
            return characters, phrases
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # noqa: PLC0415  (as above)

    return PINYIN_DICT, PHRASES_DICT


@cache
def _toneless(syllable: str) -> str:
    """As `to_normal` of pypinyin."""
    letters = normalize("NFD", syllable)
    bare = "".join([letter for letter in letters if letter not in _TONES])
    return normalize("NFC", bare).replace("ü", "v")
