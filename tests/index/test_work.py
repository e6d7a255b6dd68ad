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
    "jeloso": (Work(2160, 0, 10, 510), Work(2160, 0, 10, 510)),
    "losodi": (Work(22, 0, 10, 500), Work(22, 0, 10, 500)),
    "fofope tujece": (Work(1430, 200, 10, 1190), Work(1430, 810, 10, 1190)),
    "jeloso fofope tujece": (Work(5750, 320, 10, 1880), Work(5750, 9820, 10, 1880)),
    "any: jeloso fofope tujece": (
        Work(5750, 270, 10, 1880),
        Work(5750, 9820, 10, 1880),
    ),
    '"fofope sohana"': (Work(1620, 180, 2, 950), Work(1620, 920, 2, 950)),
    '"jeloso jekilo"': (Work(8160, 13730, 10, 950), Work(8160, 14940, 10, 950)),
    "fo*": (Work(21520, 0, 10, 15990), Work(21520, 0, 10, 15990)),
    "差学": (Work(2380, 4340, 10, 150), Work(3560, 4930, 10, 150)),
    "“差学任习”": (Work(4650, 8490, 10, 290), Work(4650, 9410, 10, 290)),
    "tujece 差学": (Work(2750, 1170, 10, 650), Work(3930, 5130, 10, 650)),
    "tujece -fofope": (Work(720, 0, 10, 1010), Work(720, 0, 10, 1010)),
    "title:jeloso hakifo": (Work(710, 0, 10, 590), Work(710, 0, 10, 590)),
    "xqzvbnm": (Work(0, 0, 0, 55350), Work(0, 0, 0, 55350)),
    "tujecee": (Work(190, 0, 10, 56240), Work(190, 0, 10, 56240)),
    "*lph*": (Work(170, 0, 180, 40890), Work(170, 0, 180, 40890)),
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
            segment.papers = self._read(segment.papers, "postings")
            segment.postings = self._with_slices(segment.postings)
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

    def _read(self, read: Callable[[Entry], Sized], what: str):
        def counted(entry: Entry):
            found = read(entry)
            self._add(what, len(found))
            return found

        return counted

    def _with_places(self, read: Callable[[Entry], Postings]):
        def counted(entry: Entry) -> Postings:
            found = read(entry)
            self._add("places", len(found.places))
            return found

        return counted

    def _with_slices(self, read: Callable[[Entry], Postings]):
        def counted(entry: Entry) -> Postings:
            found = read(entry)
            between = found.places.between
            found.places.between = self._sliced(between)
            return found

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
