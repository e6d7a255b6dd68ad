"""What queries cost, counted: times say little on a busy machine.

A ceiling that is broken is a query that reads more than it did. Lower them when it
reads less.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

import pytest

from searcher import Bilingual, Match, Paper, Searcher
from searcher._core.postings import Postings
from searcher.index import open_backend
from searcher.index.embedded import EmbeddedReader
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
    "jeloso": Work(2140, 0, 10, 510),
    "losodi": Work(30, 0, 10, 500),
    "fofope tujece": Work(1150, 110, 10, 1180),
    "jeloso fofope tujece": Work(3600, 170, 10, 1860),
    "any: jeloso fofope tujece": Work(4670, 170, 10, 1860),
    '"fofope sohana"': Work(810, 180, 2, 940),
    '"jeloso jekilo"': Work(7500, 13500, 10, 950),
    "fo*": Work(7170, 0, 10, 15810),
    "差学": Work(3300, 4300, 10, 150),
    "“差学任习”": Work(3950, 8400, 10, 290),
    "tujece 差学": Work(2600, 1110, 10, 640),
    "tujece -fofope": Work(670, 0, 10, 1000),
    "title:jeloso hakifo": Work(140, 0, 10, 590),
    "xqzvbnm": Work(170, 0, 0, 55380),
    "tujecee": Work(350, 0, 10, 56270),
    "*lph*": Work(340, 0, 180, 40890),
}


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


class Metered:
    """Postings of a segment that count what is read of them."""

    def __init__(self, postings: Postings, add: Callable[[str, int], None]) -> None:
        self._postings, self._add = postings, add
        self.close = postings.close

    def cursor(self, first: int, df: int, most: int):
        self._add("postings", df)
        return self._postings.cursor(first, df, most)

    def docs(self, first: int, df: int):
        self._add("postings", df)
        return self._postings.docs(first, df)

    def add_tfs(self, first: int, df: int, most: int, share: float, docs, tfs):
        self._add("postings", len(docs))
        return self._postings.add_tfs(first, df, most, share, docs, tfs)

    def positions(self, first: int, df: int, most: int, docs):
        starts, places = self._postings.positions(first, df, most, docs)
        self._add("postings", len(docs))
        self._add("places", len(places))
        return starts, places


class Meter:
    """Counts what a reader reads of its segments."""

    def __init__(self, reader: EmbeddedReader) -> None:
        self.counts = dict.fromkeys(Work._fields, 0)
        reader._parts[:] = [
            part._replace(postings=Metered(part.postings, self._add))
            for part in reader._parts
        ]
        for segment in reader._segments:
            segment._terms = Watched(
                segment._terms, lambda count: self._add("terms", count)
            )
            segment.stored = self._counted(segment.stored)

    def of(self, ask: Callable[[], object]) -> Work:
        self.counts = dict.fromkeys(Work._fields, 0)
        ask()
        return Work(**self.counts)

    def _add(self, what: str, count: int) -> None:
        self.counts[what] += count

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
def test_a_query_reads_no_more(backend, query: str) -> None:
    with Searcher(backend.open()) as papers:
        meter = Meter(papers._reader)
        match = Match.ANY if query.startswith("any: ") else Match.ALL
        asked = query.removeprefix("any: ")
        work = meter.of(lambda: papers.search(asked, match=match, relax=True))
        papers._reader._parts.clear()  # watched sections cannot be closed
    ceiling = CEILINGS[query]
    broken = [f for f in Work._fields if getattr(work, f) > getattr(ceiling, f)]
    assert not broken, f"read {work}, may read {ceiling}"


def test_who_only_counts_reads_no_paper_and_no_place(backend) -> None:
    with Searcher(backend.open()) as papers:
        meter = Meter(papers._reader)
        found = []
        work = meter.of(
            lambda: found.append(papers.search("fofope tujece", limit=0).total)
        )
        papers._reader._parts.clear()
    with Searcher(backend.open()) as papers:
        assert found == [papers.search("fofope tujece").total]
    assert (work.places, work.papers) == (0, 0)
