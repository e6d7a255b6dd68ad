"""Chinese words → how they are typed in Latin letters, without tones.

Many characters have several readings, and which one a word has, no data tell of every
word: of 微调 they say `weidiao`. So a word has a first reading, and others that people
type. The only importer of pypinyin. To load it takes 0.3 s, so what it knows is written
once, and small builds read that.
"""

import json
import mmap
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, cached_property
from itertools import islice, product
from pathlib import Path
from unicodedata import normalize

from searcher.typed import Any, NamedTuple

_FILES = ("pinyin_dict.json", "phrases_dict.json")
_TONES = "\u0300\u0301\u0304\u030c"
_TYPED = {
    syllable: [syllable, syllable.replace("v", "u"), syllable.replace("v", "yu")]
    for syllable in ("lv", "lve", "nv", "nve")
}
"""How syllables with ü are typed; behind j, q, x and y it is written as u anyway."""

BESIDES = "~"
"""Before what is typed for words of which it is not the first reading."""
MOST_READINGS = 24
"""A word of many such characters has no more readings than that."""
LEAST_PHRASES, LEAST_SHARE = 2, 0.015
"""A reading counts where so many of the phrases with a character have it, and such a
share of them: those of names and of old texts are left out.
"""


class _Known(NamedTuple):
    """How characters are read alone, and phrases, where it can be otherwise."""

    characters: dict[str, str]
    phrases: dict[str, str]
    longest: int
    others: dict[str, tuple[str, ...]]
    """How characters can be read besides."""

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

    def typed(self, word: str) -> Iterator[str]:
        """All that people type for a word, by the readings of its characters."""
        syllables = (
            [
                typed
                for reading in (
                    self.characters.get(character, character),
                    *self.others.get(character, ()),
                )
                for typed in _TYPED.get(reading, (reading,))
            ]
            for character in word
        )
        return map("".join, product(*syllables))


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

    def every(self, word: str) -> list[str]:
        """The reading of a word, then others that people type."""
        typed = dict.fromkeys(islice(self._known.typed(word), MOST_READINGS))
        first = self(word)
        return [first, *(other for other in typed if other != first)]

    def close(self) -> None:
        if self._map:
            self._map.close()

    @cached_property
    def _known(self) -> _Known:
        return _known_of(json.loads(self._map[:])) if self._map else _known_here()


def _known_of(value: dict[str, dict[str, Any]]) -> _Known:
    characters: dict[str, str] = {}
    for reading, some in value["characters"].items():
        characters |= dict.fromkeys(some, reading)
    phrases, others = value["phrases"], value["others"]
    longest = max(map(len, phrases), default=0)
    also = {character: tuple(some) for character, some in others.items()}
    return _Known(characters, phrases, longest, also)


@cache
def _known_here() -> _Known:
    """What pypinyin has, once for all of a process: it takes a second."""
    return _known_of(_everything())


def write_readings(path: Path) -> None:
    """Write what `Readings` reads."""
    path.write_text(_as_json(), encoding="utf-8")


@cache
def _as_json() -> str:
    return json.dumps(_everything(), ensure_ascii=False)


def _everything() -> dict[str, dict[str, Any]]:
    """The characters of each reading, the reading of each phrase, and other readings of
    characters.
    """
    readings_of, syllables_of = _source()
    characters: dict[str, str] = defaultdict(str)
    for code, readings in readings_of.items():
        characters[_toneless(readings.partition(",")[0])] += chr(int(code))
    phrases: dict[str, str] = {}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, syllables in syllables_of.items():
        read = [_toneless(syllable[0]) for syllable in syllables]
        phrases[phrase] = "".join(read)
        if len(read) == len(phrase):
            for character, reading in zip(phrase, read, strict=True):
                counts[character][reading] += 1
    first = {char: reading for reading, some in characters.items() for char in some}
    others = {
        character: found
        for character, count in counts.items()
        if (found := _others(count, first.get(character)))
    }
    return {"characters": characters, "phrases": phrases, "others": others}


def _others(counts: Counter[str], first: str | None) -> list[str]:
    """The readings of a character that are common, besides the first one."""
    least = max(LEAST_PHRASES, LEAST_SHARE * counts.total())
    return [
        reading
        for reading, count in counts.most_common()
        if count >= least and reading != first
    ]


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
