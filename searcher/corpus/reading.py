"""One digest file → its sightings, whatever its format, which its content shows.

Never raises for a bad file, and never writes one. Nothing here merges.
"""

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from importlib import import_module
from itertools import chain
from pathlib import Path

from searcher.corpus import jsonlines, nested, opening
from searcher.corpus.cleaning import cleaned
from searcher.corpus.decoding import as_utf8, decode
from searcher.corpus.opening import DAMAGED, Progress, Source
from searcher.corpus.scanning import because
from searcher.corpus.trimming import TOO_LONG_TEXT, trimmed
from searcher.corpus.values import UNKNOWN
from searcher.model import DigestState, Problem, Sighting
from searcher.schema import TEXTS
from searcher.typed import NamedTuple

HEAD = 1 << 16
LARGEST = 1 << 27
"""Bytes of the largest digest of the text family, 128 MiB, unpacked; and in JSON lines,
of what holds no paper at a stretch: what goes on so is none, such as an archive that
unpacks to zeros without end.
"""
MOST = 1000
"""Problems that one file can have; beyond them it is the file that is the problem."""

SHORT = 1 << 14
"""A text of fewer characters has not more words than are indexed: one character makes
a few words at most.
"""
TOO_MANY_WORDS = "a text of more than 65,535 words, indexed up to there"
TOO_LARGE = f"a text of more than {LARGEST >> 20} MiB, wanted a digest"
BARREN = f"more than {LARGEST >> 20} MiB without a paper, read up to there"
Items = Iterator[Sighting | Problem]
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")


class Reading:
    """A digest being read: iterate it for its sightings, then ask it for the rest.

    Afterwards `problems` holds what was wrong, and `state` what to remember of the
    file, which is None when it could not be read.
    """

    def __init__(
        self, path: Path, name: str, *, progress: Progress | None = None
    ) -> None:
        self.name = name
        self.state: DigestState | None = None
        self._path = path
        self._progress = progress
        self._problems: list[Problem] = []
        self._more = 0
        self._barren = 0
        """Bytes since the last paper."""
        self._is_too_large = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Sorted by line."""
        problems = sorted(self._problems)
        if self._more:
            message = f"{self._more:,} more problems like these"
            problems.append(Problem(self.name, 0, message))
        return tuple(problems)

    def __iter__(self) -> Generator[Sighting]:
        """The sightings in the order of the file; a JSON-lines file is streamed."""
        entries = 0
        try:
            with Source(self._path, progress=self._progress) as source:
                with closing(opening.chunks(source)) as chunks:
                    for item in self._content(source, chunks):
                        if isinstance(item, Problem):
                            self._note(item)
                        else:
                            entries += 1
                            self._barren = 0
                            yield self._bounded(item)
                self.state = source.state(self.name, entries=entries)
        except OSError as error:
            self._note(Problem(self.name, 0, because(error)))

    def _bounded(self, sighting: Sighting) -> Sighting:
        """The sighting, no larger than a paper may be, and a problem for what is."""
        paper, messages = trimmed(sighting.paper)
        bounded = cleaned(Sighting(paper, sighting.line))
        halves = [getattr(bounded.paper, name) for name in TEXTS]
        texts = [text for half in halves for text in (half.en, half.zh)]
        is_long = max(map(len, texts)) >= SHORT
        if is_long and TOO_LONG_TEXT not in messages and any(map(_is_endless, texts)):
            messages += (TOO_MANY_WORDS,)
        for message in messages:
            self._note(Problem(self.name, sighting.line, message))
        return bounded

    def _note(self, problem: Problem) -> None:
        if len(self._problems) < MOST:
            self._problems.append(problem)
        else:
            self._more += 1

    def _content(self, source: Source, chunks: Iterator[bytes]) -> Items:
        whole = self._undamaged(chunks)
        head = b""
        while len(head) < HEAD and (chunk := next(whole, b"")):
            head += chunk
        stream = as_utf8(self._fertile(chain([head], whole)), head)
        begin = b"".join(as_utf8([head[:HEAD]], head))
        seen = Head(begin, *decode(begin)[:2])
        for looks_like, read in STREAMS:
            if looks_like(seen):
                yield from read(stream, seen, self.name)
                return
        if _is_binary(head[:HEAD]):
            yield Problem(self.name, 0, UNKNOWN)
        elif source.size > LARGEST and not source.is_packed:
            yield Problem(self.name, 0, TOO_LARGE)
        else:
            yield from self._text(head, whole)

    def _text(self, head: bytes, rest: Iterator[bytes]) -> Items:
        from searcher.corpus.passes import Passes  # noqa: PLC0415 - not for JSON

        text = Passes(self._bounded_text(chain([head], rest)), head, self._again)
        if self._is_too_large:
            yield Problem(self.name, 0, TOO_LARGE)
            return
        beginning = text.beginning()
        formats = (import_module(f"searcher.corpus.{name}") for name in MODULES)
        known = next(each for each in formats if each.looks_like(beginning))
        found, empty = False, True
        for item in known.read(text, name=self.name):
            found, empty = found or not isinstance(item, Problem), False
            yield item
        # of a file that is nothing to us, one problem is enough
        if found or empty:
            yield from jsonlines.faults(self.name, *text.faults)

    def _bounded_text(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The chunks up to where they are more than a text may have."""
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                self._is_too_large = True
                return
            yield chunk

    def _again(self) -> Iterator[bytes]:
        """The chunks once more, without a word on what was reported before."""
        with (
            Source(self._path) as source,
            closing(opening.chunks(source)) as chunks,
            suppress(*DAMAGED),
        ):
            yield from chunks

    def _undamaged(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The chunks up to where the compression is broken, and a problem if it is."""
        try:
            yield from chunks
        except DAMAGED as error:
            message = f"damaged or cut short, read up to there: {error}"
            self._note(Problem(self.name, 0, message))

    def _fertile(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The chunks, as long as papers are found in them."""
        for chunk in chunks:
            self._barren += len(chunk)
            if self._barren > LARGEST:
                self._note(Problem(self.name, 0, BARREN))
                return
            yield chunk


class Head(NamedTuple):
    """How a file begins: its bytes, in UTF-8 where they were of two or four bytes a
    character, and its text.
    """

    data: bytes
    text: str
    encoding: str


def _value(stream: Iterator[bytes], head: Head, name: str) -> Items:
    """What was read of one value; when that is nothing at all, that as one problem."""
    encoding = "gb18030" if head.encoding == "gb18030" else "utf-8"
    silent = True
    for item in jsonlines.read_value(stream, name=name, encoding=encoding):
        silent = False
        yield item
    if silent:
        yield Problem(name, 0, UNKNOWN)


def _lines(stream: Iterator[bytes], _: Head, name: str) -> Items:
    """What was read of lines; when not one of them is JSON, that as one problem."""
    items = jsonlines.read(stream, name=name)
    held: list[Problem] = []
    for item in items:
        if isinstance(item, Problem) and item.message.startswith(jsonlines.BROKEN):
            held.append(item)
            if len(held) <= MOST:
                continue
        yield from held
        yield item
        break
    else:
        yield from held if len(held) == 1 else [Problem(name, 0, UNKNOWN)]
        return
    yield from items


STREAMS: tuple[
    tuple[Callable[[Head], bool], Callable[[Iterator[bytes], Head, str], Items]], ...
] = (
    (lambda head: nested.looks_like(head.text), _value),
    (lambda head: jsonlines.looks_like(head.data), _lines),
)
"""Formats that are read as they come, however large: what tells each by its beginning,
and what reads it. They are asked in this order, and before those of `MODULES`.
"""
MODULES = (
    "pages",
    "digests",
)
"""Modules of the other formats, asked in this order: `looks_like` tells a format by how
a text begins, `read` yields what is in it. The last takes whatever is a text.
"""


def _is_endless(text: str) -> bool:
    """Whether a text has more words than are indexed."""
    if len(text) < SHORT:
        return False
    from searcher.analysis.dictionary import jieba_dictionary  # noqa: PLC0415 - so rare
    from searcher.analysis.tokens import is_cut  # noqa: PLC0415

    return is_cut(text, jieba_dictionary())


def _is_binary(head: bytes) -> bool:
    """Whether a tenth of what a file begins with cannot be text."""
    decoded = decode(head)
    odd = decoded.bad + decoded.nulls + len(_CONTROL.findall(decoded.text))
    return odd * 10 > len(decoded.text) + decoded.nulls
