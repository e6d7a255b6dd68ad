"""What queries cost, counted: times say little on a busy machine.

A ceiling that is broken is a query that reads more than it did. Lower them when it
reads less.
"""

from collections.abc import Callable, Iterator, Sequence, Sized
from random import Random
from typing import NamedTuple

import pytest

from searcher import Bilingual, Match, Paper, Searcher
from searcher.index import embedded, open_backend
from searcher.index.embedded import EmbeddedReader
from searcher.index.segment.reading import Entry, Postings
from searcher.index.segment.unpacking import Places
from searcher.model import Record

COUNT = 1_500
SYLLABLES = ["".join(pair) for pair in zip("bcdfghjklmnprst", "aeiou" * 3, strict=True)]
HAN = "策略梯度强化学习网络图像分割模型优化信任区域方差估计"


class Work(NamedTuple):
    """Postings, places, stored papers, and bytes of the vocabulary that were read."""

    postings: int
    places: int
    papers: int
    terms: int


CEILINGS = {
    "jeloso": (Work(2140, 0, 10, 510), Work(2140, 0, 10, 510)),
    "losodi": (Work(30, 0, 10, 500), Work(30, 0, 10, 500)),
    "fofope tujece": (Work(790, 30, 10, 1180), Work(1420, 810, 10, 1180)),
    "jeloso fofope tujece": (Work(2930, 110, 10, 1860), Work(5700, 9720, 10, 1860)),
    "any: jeloso fofope tujece": (
        Work(2930, 110, 10, 1860),
        Work(5700, 9720, 10, 1860),
    ),
    '"fofope sohana"': (Work(1050, 180, 2, 940), Work(1610, 910, 2, 940)),
    '"jeloso jekilo"': (Work(7290, 13590, 10, 950), Work(8080, 14790, 10, 950)),
    "fo*": (Work(15370, 0, 10, 15810), Work(7170, 0, 10, 15810)),
    "差学": (Work(1180, 910, 10, 150), Work(3530, 4880, 10, 150)),
    "“差学任习”": (Work(3430, 5440, 10, 290), Work(4610, 9320, 10, 290)),
    "tujece 差学": (Work(1380, 840, 10, 640), Work(3900, 5080, 10, 640)),
    "tujece -fofope": (Work(730, 0, 10, 1000), Work(710, 0, 10, 1000)),
    "title:jeloso hakifo": (Work(700, 0, 10, 590), Work(700, 0, 10, 590)),
    "xqzvbnm": (Work(170, 0, 0, 55380), Work(170, 0, 0, 55380)),
    "tujecee": (Work(380, 0, 10, 56270), Work(360, 0, 10, 56270)),
    "*lph*": (Work(340, 0, 180, 40890), Work(340, 0, 180, 40890)),
}
"""By query, with dicts and with arrays."""


class Watched:
    """A section, or what is in it, that counts what is read of it."""

    def __init__(self, section: Sequence[int], count: Callable[[int], None]) -> None:
        self._section, self._count = section, count

    def __len__(self) -> int:
        return len(self._section)

    def __getitem__(self, at):
        found = self._section[at]
        self._count(len(found) if isinstance(at, slice) else 1)
        return found

    def __bytes__(self) -> bytes:
        self._count(len(self._section))
        return bytes(self._section)


class Meter:
    """Counts what a reader reads of its segments."""

    def __init__(self, reader: EmbeddedReader) -> None:
        self.counts = dict.fromkeys(Work._fields, 0)
        arrays = reader._weighing._arrays
        for at, segment in enumerate(reader._segments):
            postings = arrays._parts[at].postings
            postings.papers = self._read(postings.papers, "postings")
            postings.postings = self._with_places(postings.postings)
            segment._papers = self._read(segment._papers, "postings")
            segment.ranks = self._read(segment.ranks, "postings")
            segment.places = self._with_slices(segment.places)
            segment._terms = self._watched(segment._terms, "terms")
            stored = segment.stored
            segment.stored = self._counted(stored)

    def of(self, ask: Callable[[], object]) -> Work:
        self.counts = dict.fromkeys(Work._fields, 0)
        ask()
        return Work(**self.counts)

    def _add(self, what: str, count: int) -> None:
        self.counts[what] += count

    def _watched(self, section: Sequence[int], what: str) -> Watched:
        return Watched(section, lambda count: self._add(what, count))

    def _read(self, read: Callable[..., Sized], what: str):
        def counted(*asked):
            found = read(*asked)
            self._add(what, len(found))
            return found

        return counted

    def _with_places(self, read: Callable[[Entry], Postings]):
        def counted(entry: Entry) -> Postings:
            found = read(entry)
            self._add("places", len(found.places))
            return found

        return counted

    def _with_slices(self, read: Callable[[Entry], tuple[Sequence[int], Places]]):
        def counted(entry: Entry) -> tuple[Sequence[int], Places]:
            tfs, places = read(entry)
            places.between = self._sliced(places.between)
            return tfs, places

        return counted

    def _sliced(self, between: Callable[[int, int], Sequence[int]]):
        def counted(first: int, last: int) -> Sequence[int]:
            self._add("places", last - first)
            return between(first, last)

        return counted

    def _counted(self, stored: Callable[[int], bytes]) -> Callable[[int], bytes]:
        def counted(number: int) -> bytes:
            self._add("papers", 1)
            return stored(number)

        return counted


def text(random: Random, words: list[str], size: int) -> str:
    weights = [1 / (2 + rank) for rank in range(len(words))]
    return " ".join(random.choices(words, weights, k=size))


def library() -> Iterator[Record]:
    """Papers of words as rare as words are, every fourth in both languages."""
    random = Random(11)
    words = ["".join(random.choices(SYLLABLES, k=3)) for _ in range(3_000)]
    chinese = ["".join(random.choices(HAN, k=2)) for _ in range(400)]
    for number in range(COUNT):
        both = number % 4 == 0
        yield Record(
            Paper(
                f"2601.{number:05}",
                title=Bilingual(
                    text(random, words, 8),
                    text(random, chinese, 5).replace(" ", "") if both else "",
                ),
                abstract=Bilingual(
                    text(random, words, 80) + (r" \alpha" if number % 9 == 0 else ""),
                    text(random, chinese, 40).replace(" ", "") if both else "",
                ),
            )
        )


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory):
    found = open_backend(tmp_path_factory.mktemp("index"))
    with found.begin(None) as build:
        build.add(library())
        build.publish(digests=(), problems=())
    return found


@pytest.mark.parametrize("query", CEILINGS)
@pytest.mark.parametrize("worth", [1 << 60, -1], ids=["dicts", "arrays"])
def test_a_query_reads_no_more(
    backend, monkeypatch: pytest.MonkeyPatch, query: str, worth: int
) -> None:
    monkeypatch.setattr(embedded, "WORTH_ARRAYS", worth)
    with Searcher(backend.open()) as papers:
        meter = Meter(papers._reader)
        match = Match.ANY if query.startswith("any: ") else Match.ALL
        asked = query.removeprefix("any: ")
        work = meter.of(lambda: papers.search(asked, match=match, relax=True))
        papers._reader._segments = []  # watched sections cannot be closed
    ceiling = CEILINGS[query][worth < 0]
    broken = [f for f in Work._fields if getattr(work, f) > getattr(ceiling, f)]
    assert not broken, f"read {work}, may read {ceiling}"
