"""Runs of Han characters → dictionary words, in three ways that agree.

jieba's dictionary and its most probable path, without its model for unknown words. The
Rust and the Python segmenter serve indexing; the mapped dictionary serves queries,
which cannot wait for either to load. The only importer of both segmenters.
"""

import mmap
import re
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, cached_property, lru_cache
from itertools import chain, compress
from math import log
from operator import ne
from pathlib import Path

from searcher.typed import Any, Protocol

DICTIONARY = "jieba 0.42"
"""What says what a Chinese word is; pyproject.toml admits no other."""
LONGEST_ENTRY = 16
"""No entry of jieba's dictionary is longer, in characters."""

_USUAL = 64
"""Most characters begin no more entries."""
_MAGIC = b"HANDICT1"
_HEADER = struct.Struct("<8sIQQ")  # magic, entries, sum of frequencies, bytes of keys
_FIRST, _LAST = "\u4e00", "\u9fd5"
"""What jieba segments; rarer characters are words of their own, as in jieba."""


class Segmenter(Protocol):
    """Cuts a run of Han characters into words, and knows what is a word."""

    def cut(self, run: str) -> list[str]: ...

    def __contains__(self, word: str) -> bool: ...


def is_known(run: str) -> bool:
    """Whether jieba segments all of a run."""
    return bool(run) and min(run) >= _FIRST and max(run) <= _LAST


def known_parts(run: str) -> list[str]:
    """The parts of a run that jieba segments, at odd places, and what is between."""
    if is_known(run):  # as nearly always: nothing is compiled
        return ["", run, ""]
    return re.split(f"([{_FIRST}-{_LAST}]+)", run)


def words(run: str, segmenter: Segmenter) -> Iterator[str]:
    """The words of a run, in order; together they are the run."""
    for index, part in enumerate(known_parts(run)):
        if index % 2:
            yield from segmenter.cut(part)
        else:
            yield from part


def inside(word: str, segmenter: Segmenter) -> Iterator[tuple[int, int]]:
    """The dictionary words of two characters or more inside a longer word."""
    size = len(word)
    for start in range(size - 1):
        for end in range(start + 2, size + 1):
            if end - start < size and word[start:end] in segmenter:
                yield start, end


class RustSegmenter:
    """rjieba: the same cut as jieba, ten times faster."""

    def __init__(self) -> None:
        is_ours = "rjieba" not in sys.modules
        import rjieba  # noqa: PLC0415  (loads its dictionary, and only while indexing)

        # to whom it belongs that somebody else loaded, and what words it was taught,
        # we do not know; one of our own takes as long again to load
        self._jieba: Any = rjieba if is_ours else rjieba.Jieba()

    def cut(self, run: str) -> list[str]:
        return list(self._jieba.cut(run, hmm=False))

    def __contains__(self, word: str) -> bool:
        return bool(self._jieba.has_word(word))


class PythonSegmenter:
    """jieba itself, where rjieba has no wheel."""

    def __init__(self) -> None:
        jieba = _quiet_jieba()
        self._jieba = jieba.Tokenizer()
        # The cache that jieba keeps in the temporary folder is shared between users
        # and believed on load; its dictionary is read afresh instead.
        self._jieba.FREQ, self._jieba.total = self._jieba.gen_pfdict(
            self._jieba.get_dict_file()
        )
        self._jieba.initialized = True

    def cut(self, run: str) -> list[str]:
        return list(self._jieba.cut(run, HMM=False))

    def __contains__(self, word: str) -> bool:
        return bool(self._jieba.FREQ.get(word))


class IndexingSegmenter:
    """The fastest segmenter that this platform has, loaded when it is first asked."""

    @cached_property
    def _loaded(self) -> Segmenter:
        try:
            return RustSegmenter()
        except ImportError:
            return PythonSegmenter()

    def cut(self, run: str) -> list[str]:
        return self._loaded.cut(run)

    def __contains__(self, word: str) -> bool:
        return word in self._loaded


@cache
def indexing_segmenter() -> Segmenter:
    """One for all of the process: to load it takes a quarter of a second."""
    return IndexingSegmenter()


def _quiet_jieba() -> Any:
    import warnings  # noqa: PLC0415  (only while indexing)

    with warnings.catch_warnings():
        # its source holds escapes that newer Pythons complain of
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415  (a second to load)
    return jieba


def write_dictionary(path: Path) -> None:
    """Write jieba's dictionary in the form that `MappedDictionary` reads."""
    path.write_bytes(_dictionary())


@cache
def _dictionary() -> bytes:
    import numpy as np  # noqa: PLC0415  (only while indexing)

    parts = _source().split()  # a word, its frequency and its kind, each three
    words, frequencies = parts[::3], np.array(list(map(int, parts[1::3])), "<u4")
    order = sorted(range(len(words)), key=words.__getitem__)
    keys = [words[number] for number in order]
    # of a word that comes twice the last one is meant
    last = list(map(ne, keys, chain(keys[1:], (b"",))))
    keys, order = list(compress(keys, last)), list(compress(order, last))
    ends = np.cumsum(np.fromiter(map(len, keys), "<u4", len(keys)), dtype="<u4")
    total = int(frequencies.sum(dtype=np.uint64))
    return b"".join(
        (
            _HEADER.pack(_MAGIC, len(keys), total, int(ends[-1])),
            ends.tobytes(),
            frequencies[order].tobytes(),
            *keys,
        )
    )


def _source() -> bytes:
    """The dictionary of jieba, which is not loaded if that lies as a file beside it."""
    from importlib.util import find_spec  # noqa: PLC0415  (only while indexing)

    jieba = find_spec("jieba")
    if jieba and jieba.origin:
        with suppress(OSError):
            return Path(jieba.origin).with_name("dict.txt").read_bytes()
    with _quiet_jieba().Tokenizer().get_dict_file() as source:
        return bytes(source.read())


def _read_header(data: mmap.mmap) -> tuple[bytes, int, int, int]:
    if len(data) < _HEADER.size:
        return b"", 0, 0, 0
    magic, count, total, size = _HEADER.unpack_from(data)
    return magic, count, total, size


class MappedDictionary:
    """A written dictionary, mapped into memory: opening it reads one page.

    Cuts as jieba does without its model: the path of the highest product of word
    frequencies, the longer word where two are equal.
    """

    def __init__(self, path: Path) -> None:
        """Raises OSError, or ValueError when the file is not a dictionary."""
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, count, total, size = _read_header(self._map)
        if magic != _MAGIC or len(self._map) != _HEADER.size + 8 * count + size:
            self._map.close()
            raise ValueError(f"{path} is not a dictionary of Han words")
        self._count = count
        self._log_total = log(total)
        self._keys = _HEADER.size + 8 * count
        with (
            memoryview(self._map) as data,
            data[_HEADER.size : self._keys] as part,
            part.cast("I") as numbers,
        ):
            self._ends, self._frequencies = numbers[:count], numbers[count:]
        self._find = lru_cache(maxsize=1 << 15)(self._search)
        self._range = lru_cache(maxsize=1 << 13)(self._beginning)

    def close(self) -> None:
        """Let the file go; no word can be asked for any more."""
        self._ends.release()
        self._frequencies.release()
        self._map.close()

    def __contains__(self, word: str) -> bool:
        return self._find(word)[0] is not None

    def cut(self, run: str) -> list[str]:
        size, find, unknown = len(run), self._find, -self._log_total
        sums, ends = [0.0] * (size + 1), [0] * size
        for start in range(size - 1, -1, -1):
            most, best = unknown + sums[start + 1], 0
            for end in range(start + 1, min(start + LONGEST_ENTRY, size) + 1):
                worth, is_prefix = find(run[start:end])
                if worth is not None and (not best or worth + sums[end] >= most):
                    most, best = worth + sums[end], end
                if not is_prefix:
                    break
            sums[start], ends[start] = most, best or start + 1
        cuts, at = [], 0
        while at < size:
            cuts.append(run[at : ends[at]])
            at = ends[at]
        return cuts

    def _search(self, word: str) -> tuple[float | None, bool]:
        """The logarithm of how probable a word is, None if it is no word; whether some
        entry begins with it.
        """
        key = word.encode("utf-8", "surrogatepass")
        first, last = self._range(word[:1])
        at = self._first(key, first, last)
        if at == last:
            return None, False
        found = self._key(at)
        if found != key:
            return None, found.startswith(key)
        frequency = self._frequencies[at]
        return log(frequency) - self._log_total if frequency else None, True

    def _beginning(self, char: str) -> tuple[int, int]:
        """From where to where the entries stand that begin with a character."""
        key = char.encode("utf-8", "surrogatepass")
        first = self._first(key, 0, self._count)
        width = _USUAL
        while first + width < self._count and self._key(first + width).startswith(key):
            width *= 2
        last = min(first + width, self._count)
        return first, self._first(key + b"\xff", first, last)

    def _first(self, key: bytes, low: int, high: int) -> int:
        """As `bisect_left` over the keys, in half the time."""
        data, ends, keys = self._map, self._ends, self._keys
        while low < high:
            middle = (low + high) // 2
            start = ends[middle - 1] if middle else 0
            if data[keys + start : keys + ends[middle]] < key:
                low = middle + 1
            else:
                high = middle
        return low

    def _key(self, index: int) -> bytes:
        start = self._ends[index - 1] if index else 0
        return self._map[self._keys + start : self._keys + self._ends[index]]
