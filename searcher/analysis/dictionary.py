"""jieba's dictionary as a file that is mapped into memory, and cuts by it.

The words are those of jieba without its model: a cut never guesses at what the
dictionary does not hold. The only reader of jieba.
"""

import mmap
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, cached_property
from math import log
from pathlib import Path

from searcher.analysis.han import FIRST, LAST, Segmenter, trie_of
from searcher.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searcher._core.trie import Trie

RELEASE = "jieba 0.42"
"""What says what a Chinese word is; pyproject.toml admits no other."""

_MAGIC = b"HANDICT2"
_HEADER = struct.Struct("<8sQd")  # magic, nodes, logarithm of the sum of frequencies


class Dictionary:
    """A segmenter over a written dictionary. Opening one reads a page of it; what
    cuts by it is loaded for the first run that is cut, since most work is English.
    """

    def __init__(self, data: bytes | mmap.mmap) -> None:
        """Raises ValueError where the bytes are no dictionary."""
        magic, nodes, log_total = _header(data)
        if magic != _MAGIC or len(data) != _HEADER.size + 14 * nodes + 4:
            raise ValueError("not a dictionary of Han words")
        with memoryview(data) as view:
            bounds = (_HEADER.size, 8 * nodes, 4 * (nodes + 1), 2 * nodes)
            parts = [*_parts(view, *bounds)]
        worths = parts[0].cast("d")
        children, chars = parts[1].cast("I"), parts[2].cast("H")
        self._parts: tuple[Any, ...] = (worths, children, chars, *parts)
        self._unknown = -log_total
        self._data = data

    @cached_property
    def trie(self) -> "Trie":
        """What cuts, until this is closed."""
        from searcher._core.trie import Trie  # noqa: PLC0415 - for Chinese only

        worths, children, chars, *_ = self._parts
        return Trie(chars, children, worths, first=FIRST, unknown=self._unknown)

    @cached_property
    def cut(self) -> Callable[[str], list[str]]:
        cut: Callable[[str], list[str]] = self.trie.cut
        return cut

    def __contains__(self, word: str) -> bool:
        return self.trie.has(word)

    def close(self) -> None:
        """Let the file go. Whoever asks afterwards gets a ValueError."""
        if "trie" in vars(self):
            self.trie.close()
        for part in self._parts:
            part.release()
        if isinstance(self._data, mmap.mmap):
            self._data.close()


class Deferred:
    """A segmenter that is made when it is first asked, since most work is English."""

    def __init__(self, make: Callable[[], Segmenter]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Segmenter:
        return self._make()

    @property
    def trie(self) -> "Trie | None":
        return trie_of(self._made)

    def cut(self, run: str) -> list[str]:
        return self._made.cut(run)

    def __contains__(self, word: str) -> bool:
        return word in self._made


def open_dictionary(path: Path) -> Dictionary:
    """Map a written dictionary. Raises OSError, or ValueError for another file."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        return Dictionary(data)
    except ValueError as error:
        data.close()
        raise ValueError(f"{path} is {error}") from error


@cache
def jieba_dictionary() -> Segmenter:
    """One in memory, for all of a process, where no file is at hand."""
    return Deferred(lambda: Dictionary(_written()))


def write_dictionary(path: Path) -> None:
    """Write jieba's dictionary in the form that is mapped. Raises OSError."""
    path.write_bytes(_written())


@cache
def _written() -> bytes:
    """The header; of each node of the trie the worth, the first child, the character.

    Nodes are numbered breadth first. All characters that jieba segments are nodes of
    the first level, be they words or not.
    """
    from searcher._core.planting import plant  # noqa: PLC0415  (only while indexing)

    *parts, total = plant(_source(), FIRST, LAST)
    if sys.byteorder == "big":
        for part in parts:
            part.byteswap()
    header = _HEADER.pack(_MAGIC, len(parts[2]), log(total))
    return b"".join((header, *parts))


def _source() -> bytes:
    """The dictionary of jieba, which is not loaded if that lies as a file beside it."""
    from importlib.util import find_spec  # noqa: PLC0415  (only while indexing)

    jieba = find_spec("jieba")
    if jieba and jieba.origin:
        with suppress(OSError):
            return Path(jieba.origin).with_name("dict.txt").read_bytes()
    with quiet_jieba().Tokenizer().get_dict_file() as source:
        return bytes(source.read())


def quiet_jieba() -> Any:
    import warnings  # noqa: PLC0415  (only while indexing)

    with warnings.catch_warnings():
        # its source holds escapes that newer Pythons complain of
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415  (a second to load)
    return jieba


def _header(data: bytes | mmap.mmap) -> tuple[bytes, int, float]:
    if len(data) < _HEADER.size:
        return b"", 0, 0.0
    magic, nodes, log_total = _HEADER.unpack_from(data)
    return magic, nodes, log_total


def _parts(view: memoryview, start: int, *sizes: int) -> Iterator[memoryview]:
    for size in sizes:
        yield view[start : start + size]
        start += size
