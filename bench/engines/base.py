"""What is asked of an engine, and what the engines share.

Standard library only: the small program of the cold runs imports this too.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

Record = dict[str, Any]
Texts = dict[str, str]

FIELDS = ("title", "abstract", "title_zh", "abstract_zh", "authors")
"""What every engine searches, as ours does."""
CHINESE = frozenset({"title_zh", "abstract_zh"})


class Asked(NamedTuple):
    """A query as `queries.Query` has it, after a journey as JSON."""

    kind: str
    words: tuple[str, ...]
    how: str
    all: bool


class Answer(NamedTuple):
    """The best papers with what is shown of them, and how many match.

    `total` is None where it was not asked for or the engine does not tell.
    """

    total: int | None
    found: list[tuple[str, str]]


class Index(Protocol):
    """An index that is open."""

    def search(self, asked: Asked, *, limit: int, count: bool) -> Answer | None:
        """None when the engine has no such query. The time of it is measured."""
        ...


class Engine(Protocol):
    """An engine and its settings. `load` imports nothing heavy; the verbs do."""

    def version(self) -> str: ...

    def build(self, papers: Path, folder: Path, /) -> None:
        """The index of a file of papers, in a folder that is not there yet."""
        ...

    def add(self, papers: Path, folder: Path, /) -> bool:
        """A file of papers to an index; False when the engine cannot."""
        ...

    def open(self, folder: Path) -> Index: ...


def records(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def texts(paper: Record, cut: Callable[[str], Iterable[str]]) -> Texts:
    """The fields of a paper, Chinese as words with spaces between."""
    found = {}
    for field in FIELDS:
        value = paper.get(field)
        if not value:
            continue
        if field == "authors":
            value = ", ".join(value)
        found[field] = " ".join(cut(value)) if field in CHINESE else value
    return found


def is_chinese(word: str) -> bool:
    return not word.isascii()


def cutter(name: str) -> Callable[[str], Iterable[str]]:
    """The same words from either: the dictionary without the model for new words.

    Nothing is loaded before there is something to cut.
    """
    found: Callable[[str], Iterable[str]] | None = None

    def cut(text: str) -> Iterable[str]:
        nonlocal found
        if found is None:
            found = _cutter(name)
        return found(text)

    return cut


def _cutter(name: str) -> Callable[[str], Iterable[str]]:
    if name == "jieba":
        import jieba  # noqa: PLC0415 - takes a second to load, which is the point

        jieba.setLogLevel(60)
        return lambda text: jieba.cut(text, HMM=False)
    if name == "rjieba":
        import rjieba  # noqa: PLC0415 - not for English

        return lambda text: rjieba.cut(text, False)
    return str.split


def written(asked: Asked, cut: Callable[[str], Iterable[str]]) -> list[tuple[str, str]]:
    """The words of a query and how each is matched; cut Chinese becomes a phrase."""
    found = []
    for word in asked.words:
        if is_chinese(word):
            parts = list(cut(word))
            how = "phrase" if len(parts) > 1 else "word"
            found.append((" ".join(parts), how))
        else:
            found.append((word, asked.how))
    return found
