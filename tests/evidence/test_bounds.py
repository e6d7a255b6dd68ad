"""The worst that can be typed costs no more than so much, and what was cut is said."""

import tracemalloc
from collections.abc import Iterator
from datetime import date
from itertools import product
from random import Random

import pytest

from searcher import Bilingual, Match, Order, Paper, Searcher
from searcher.index import open_backend
from searcher.index.backend import Reader
from searcher.model import Record
from searcher.query.parser import parse
from searcher.query.planning import plan_of
from tests.oracle import MemoryBackend

TODAY = date(2026, 3, 5)


def unknown(count: int) -> Iterator[str]:
    random = Random(7)
    for _ in range(count):
        yield "".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=6))


ENGLISH = "A trust region limits the step; its size follows from the divergence. "
CHINESE = "信任区域限制步长，其大小取决于散度。强化学习的策略梯度方法。"
HOSTILE = {
    "English": ENGLISH * 1400,
    "Chinese": CHINESE * 3400,
    "one word": "x" * 100_000,
    "one Chinese word": "强" * 33_000,
    "one compound": "trust-" * 16_000,
    "one phrase": f'"{ENGLISH * 1400}"',
    "one Chinese phrase": f"“{CHINESE * 3400}”",
    "unknown words": " ".join(unknown(14_000)),
    "unknown Chinese": "魑魅魍魉，" * 6_000,
    "an author": f'au:"{" ".join(unknown(14_000))}"',
    "authors": "au:(" + " OR ".join(unknown(10_000)) + ")",
    "a keyword": f"kw:({ENGLISH * 1400})",
    "subjects": "cat:cs.LG " * 10_000,
    "beginnings": " ".join(f"{word[:2]}*" for word in unknown(14_000)),
    "alternative beginnings": " | ".join(f"{word[:1]}*" for word in unknown(14_000)),
    "rough words": " ".join(f"{word}~2" for word in unknown(14_000)),
    "alternative rough words": " OR ".join(f"{w[:4]}~2" for w in unknown(14_000)),
    "substrings": " ".join(f"*{word[:2]}*" for word in unknown(14_000)),
    "alternative substrings": " OR ".join(f"*{w[:2]}*" for w in unknown(14_000)),
    "one substring": f"*{ENGLISH * 1400}*",
    "days": " OR ".join(f"date:{year}" for year in range(1000, 9000)),
    "exclusions": " ".join(f"-{word}" for word in unknown(14_000)),
    "wide phrases": '"the of the of"~999 ' * 5_000,
    "stop words": "the of and a " * 8_000,
    "phrases": " ".join(f'"the {word}"' for word in unknown(9_000)),
    "parentheses": "(" * 100_000,
    "parentheses that nest": "(" * 10_000 + "trust" + ")" * 10_000,
    "alternatives that nest": "(trust OR " * 10_000 + "x" + ")" * 10_000,
    "fields": "title:" * 16_000 + "trust",
    "quotes": '"' * 100_000,
    "stars": "*" * 100_000,
    "emoji": "👩\u200d🔬" * 30_000,
    "surrogates": "\ud800" * 100_000,
    "marks": "e" + "\u0301" * 100_000,
    "capitals": "AaBbCc" * 16_000,
    "ids": " ".join(f"2602.{number:05}" for number in range(9_000)),
}


SLOW = [
    *("unknown words", "an author", "subjects", "rough words", "wide phrases"),
    *("phrases", "marks", "alternative beginnings", "beginnings"),
]


@pytest.mark.parametrize(
    ("name", "match"),
    [
        pytest.param(
            name,
            match,
            id=f"{name}, {match.value}",
            marks=[pytest.mark.slow] if name in SLOW or match is Match.ANY else [],
        )
        for name in HOSTILE
        for match in Match
    ],
)
def test_hostile_queries_cost_no_more(ask, figure, name: str, match: Match) -> None:
    _, cost = ask(HOSTILE[name], match)
    figure(f"{name}, {match.value}", f"{cost.seconds:.2f} s, {cost.work}")


def test_what_is_cut_is_said(sample: Searcher) -> None:
    def notes(query: str) -> tuple[str, ...]:
        return sample.search(query, suggest=False).notes

    read = "only the first 1,000 words of the query were read"
    assert notes("信任区域" * 1000) == (read,)
    long = "only the first 100 words of a phrase were looked for"
    assert notes("trust-" * 1001 + "region") == (read, long)
    assert notes(" ".join(["*a*"] * 9)) == ()
    some = " ".join(f"*{letter}*" for letter in "abcdef")
    assert notes(some) == ("only the first 4 texts between stars were looked for",)
    rough = " ".join(f"trust{letter}~" for letter in "abcdefghij")
    assert notes(rough) == ("only the first 4 words with a ~ were looked for",)
    wide = "up to 100 words between those of a phrase were allowed"
    assert notes('"trust region"~999') == (wide,)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> list[Reader]:
    """Both engines over 3,375 words that begin with an a, and as many with a z."""
    words = ["".join(word) for word in product("az", *["abcdefghijklxyz"] * 3)]
    readers: list[Reader] = []
    for backend in (MemoryBackend(), open_backend(tmp_path_factory.mktemp("index"))):
        with backend.begin(None) as build:
            build.add(
                Record(
                    Paper(
                        f"2602.{number:05}",
                        title=Bilingual(" ".join(words[number::9])),
                    )
                )
                for number in range(9)
            )
            build.publish(digests=(), problems=())
        readers.append(backend.open())
    return readers


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("a*", {"a": 1000}),
        ("-a*", {"a": 1000}),
        ("a* OR z* OR ab*", {"a": 887, "z": 888}),
        ("ab* zx* aaa*", {}),
        ("abcd~2 OR *bcd*", {}),
    ],
)
def test_engines_cut_words_alike(
    engines: list[Reader], query: str, notes: dict[str, int]
) -> None:
    plan = plan_of(
        parse(query, today=TODAY).query,
        segmenter=engines[0].segmenter,
        match=Match.ALL,
        known=engines[0].known,
    )
    one, other = (
        engine.search(plan, limit=None, offset=0, order=Order.RELEVANCE)
        for engine in engines
    )
    assert (one.total, one.hits, one.notes) == (other.total, other.hits, other.notes)
    assert one.notes == tuple(
        f"of 3375 words like {text} the {most} most frequent"
        for text, most in notes.items()
    )


@pytest.mark.parametrize(
    ("bounded", "unbounded"),
    [
        ("*t* *r* *e* *a* *xyzzy*", "*t* *r* *e* *a*"),
        ("*t* OR *r* OR *xy* OR *zz* OR *a*", "*t* OR *r* OR *xy* OR *zz*"),
        ("trust (*a* *b* *c* *d* *e*)", "trust (*a* *b* *c* *d*)"),
        ("trust *a* *b* *c* *d* -*t*", "trust *a* *b* *c* *d*"),
        ('"the policy"~999', '"the policy"~100'),
    ],
)
def test_what_is_cut_is_as_if_it_was_not_typed(
    sample: Searcher, bounded: str, unbounded: str
) -> None:
    one, other = (
        [(hit.paper.id, hit.score) for hit in sample.search(query, limit=None)]
        for query in (bounded, unbounded)
    )
    assert one == other


MEMORY = 64 << 20


@pytest.mark.parametrize(
    "name",
    [
        *("Chinese", "one Chinese word"),
        pytest.param("parentheses", marks=pytest.mark.slow),
        pytest.param("an author", marks=pytest.mark.slow),
        pytest.param("alternative beginnings", marks=pytest.mark.slow),
        pytest.param("unknown words", marks=pytest.mark.slow),
    ],
)
def test_memory_is_bounded(sample: Searcher, figure, name: str) -> None:
    query = HOSTILE[name]
    tracemalloc.start()
    try:
        sample.search(query, relax=True)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    figure(f"{name}, peak", f"{peak / 2**20:.1f} MB")
    assert peak < MEMORY
