"""Generated queries, of every kind and nesting: answered as the oracle does."""

from collections.abc import Iterator
from datetime import date
from itertools import cycle
from random import Random

import pytest

from searcher import Bilingual, Match, Order, Paper, Searcher, Seen, Subject
from searcher.index import open_backend
from searcher.model import Record
from tests.oracle import MemoryBackend

DAY = date(2026, 3, 9)
ENGLISH = (
    *(
        "trust",
        "region",
        "regions",
        "policy",
        "off-policy",
        "offpolicy",
        "graph",
        "the",
    ),
    *("of", "LLMs", "GPT-4", "gpt4", "learning", "variance", "WideSeek", "3D-CNNs"),
)
CHINESE = ("强化学习", "信任区域", "方差", "深度", "的", "图神经网络", "PPO算法", "，")
NAMES = ("Xiaoming Li", "J. Schulman", "John Schulman", "李小明", "Ann Graph")
LEAVES = (
    *("reg*", "off*", "强*", "gp*", "regoin~", "polcy~2", "grahps~", "*ust*", "*化学*"),
    *("*-pol*", "=regions", "=learning", "2601.00007", "2601.00003v2", "schulman"),
    *(
        "date:2026-01",
        "date:2026-02-03..",
        "lang:zh",
        "lang:en",
        "has:abstract",
        "nowhere",
    ),
    *(
        "cat:cs.LG",
        "cs.CL",
        "kw:graph",
        "au:li",
        'au:"Li Xiaoming"',
        'au:"Schulman, J"',
    ),
    *("in:2026-01", "in:b", "id:2601.00004", "qiang hua", "xuexi", "C++", "…"),
)
FIELDS = ("title", "abstract", "ti", "abs", "title.zh", "au", "zh", "en")


def records() -> Iterator[Record]:
    random = Random(3)

    def text(words: tuple[str, ...], most: int) -> str:
        return " ".join(random.choices(words, k=random.randrange(most)))

    for number in range(60):
        seen = Seen(f"2026-01/{random.choice('ab')}.md", date(2026, 1, 5))
        yield Record(
            Paper(
                f"2601.{number:05}",
                title=Bilingual(text(ENGLISH, 7), text(CHINESE, 5)),
                abstract=Bilingual(text(ENGLISH, 40), text(CHINESE, 12)),
                authors=tuple(random.sample(NAMES, k=random.randrange(3))),
                subjects=(Subject("", random.choice(("cs.LG", "cs.CL"))),),
                keywords=(text(ENGLISH, 3),),
                date=random.choice((None, date(2026, 1, 2), date(2026, 2, 3))),
                seen=(seen,),
            )
        )


def leaf(random: Random) -> str:
    words = random.choices((*ENGLISH, *CHINESE), k=random.randrange(1, 4))
    match random.randrange(5):
        case 0 | 1:
            return " ".join(words)
        case 2:
            slop = random.choice(("", "", "~1", "~3"))
            return f'"{" ".join(words)}"{slop}'
        case _:
            return random.choice(LEAVES)


def query(random: Random, depth: int = 3) -> str:
    if not depth:
        return leaf(random)
    parts = [query(random, depth - 1) for _ in range(random.randrange(1, 4))]
    match random.randrange(8):
        case 0:
            return f"({' OR '.join(parts)})"
        case 1:
            return f"({' '.join(parts)})"
        case 2:
            return f"{parts[0]} -({parts[-1]})"
        case 3:
            return f"{random.choice(FIELDS)}:({parts[0]})"
        case 4:
            return f"({parts[0]})^{random.choice((0.5, 2, 3.25))}"
        case _:
            return leaf(random)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Searcher]]:
    """The oracle and ours, of two segments and with papers that are gone."""
    held = list(records())
    oracle, ours = MemoryBackend(), open_backend(tmp_path_factory.mktemp("index"))
    with oracle.begin(None) as build:
        build.add(held)
        build.publish(digests=(), problems=())
    with ours.begin(None) as build:
        build.add(held[:40])
        build.publish(digests=(), problems=())
    before = ours.open()
    with ours.begin(before.generation) as build:
        gone = [one.paper.id for one in held[:10]]
        build.remove(gone)
        build.add([*held[:10], *held[40:]])
        build.publish(digests=(), problems=())
    before.close()
    with Searcher(oracle.open()) as slow, Searcher(ours.open()) as fast:
        yield [slow, fast]


def check(engines: list[Searcher], seeds: range) -> None:
    some = 0
    ways = cycle((match, order) for match in Match for order in Order)
    for seed, (match, order) in zip(seeds, ways, strict=False):
        asked = query(Random(seed))
        limit = Random(seed).choice((None, 1, 5))
        found = [
            engine.search(
                asked,
                limit=limit,
                match=match,
                order=order,
                today=DAY,
                highlights=False,
            )
            for engine in engines
        ]
        told = [
            (one.total, one.notes, [(hit.paper.id, round(hit.score, 6)) for hit in one])
            for one in found
        ]
        assert told[0] == told[1], (seed, asked, match, order)
        some += 0 < found[0].total < 60
    # or the queries would tell nothing apart
    assert some > len(seeds) / 2


def test_a_hundred_are_answered_alike(engines: list[Searcher]) -> None:
    check(engines, range(100))


@pytest.mark.slow
def test_two_thousand_are_answered_alike(engines: list[Searcher]) -> None:
    check(engines, range(100, 2_100))
