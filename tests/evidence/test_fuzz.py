"""Anything can be typed: it is read, answered, and costs no more than so much.

Queries are made by rules, from both scripts and all syntax, by mutation of such, and of
plain soup. What an answer costs is counted, not timed: see `Work`.
"""

import tracemalloc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from heapq import nlargest
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

import pytest

from searcher import Match, Order, Results, Searcher
from searcher.index import open_backend, suggestions
from searcher.index.backend import Page, Reader
from searcher.index.evaluate import Evaluation
from searcher.index.scalar import Scalar
from searcher.query.parser import parse
from searcher.query.plan import All, Any, Not, Phrase, Plan, Prefer, Synonyms, Together

TODAY = date(2026, 3, 5)
WORDS = [
    *("trust", "region", "the", "of", "transformers", "off-policy", "LLMs", "GPT-4"),
    *("C++", "x^y", "state-of-the-art", "Schulman", "don't", "a", "reinforcment"),
    *(
        "强化学习",
        "信任区域",
        "的",
        "基于LLM的推荐",
        "學習",
        "非线性",
        "强",
        "Ｔｒｕｓｔ",
    ),
    *(
        "2602.03876",
        "cs/0112017",
        "arXiv:1706.03762v2",
        "2026-02",
        "7d",
        "近7天",
        "..2026",
    ),
    *(
        "\\alpha",
        "$x^2$",
        "π0",
        "é",
        "e\u0301",
        "👩\u200d🔬",
        "\ud800",
        "\x00",
        "\u202e",
        "…",
    ),
]
FIELDS = [
    *(
        "title:",
        "标题：",
        "abs:",
        "摘要:",
        "au:",
        "作者：",
        "cat:",
        "kw:",
        "id:",
        "lang:",
    ),
    *("has:", "in:", "date:", "after:", "before:", "until:", "titel:", "Title:"),
]
MARKS = [*"()（）\"“”「」『』《》＂*＊~～^＾|｜&+-－=＝`:：.,;!?'/\\<>[]{}#@%$_ \t\n　"]
JOINTS = [" ", " ", " ", "", " OR ", " AND ", " | ", " 或 ", " 且 ", "&&", "\n", "，"]
QUOTES = ['""', "“”", "「」", "『』", "《》", "＂＂", '“"', '"', "”“"]


def typed(random: Random) -> str:
    """Something that could be typed."""
    kind = random.random()
    if kind < 0.1:
        return soup(random)
    query = grammatical(random, random.randint(0, 4))
    return mutated(query, random) if kind < 0.4 else query


def grammatical(random: Random, depth: int) -> str:
    parts = [clause(random, depth) for _ in range(random.choice([1, 1, 2, 2, 3, 5]))]
    text = parts[0]
    for part in parts[1:]:
        text += random.choice(JOINTS) + part
    return text


def clause(random: Random, depth: int) -> str:
    sign = random.choice(["", "", "", "", "-", "+", "NOT ", "非 ", "－", "=", "`"])
    field = random.choice(FIELDS) if random.random() < 0.2 else ""
    weight = random.choice(["", "", "", "^2", "^0.5", "＾3", "^x"])
    return sign + field + atom(random, depth) + weight


def atom(random: Random, depth: int) -> str:
    word = random.choice(WORDS)
    kind = random.random()
    if depth and kind < 0.3:
        return f"({grammatical(random, depth - 1)})"
    if kind < 0.5:
        quotes = random.choice(QUOTES)
        inside = " ".join(random.choices(WORDS, k=random.randint(0, 4)))
        return f"{quotes[0]}{inside}{quotes[-1]}{random.choice(['', '', '~3', '~999'])}"
    if kind < 0.6:
        start = random.randrange(len(word))
        return f"*{word[start : start + random.randint(1, 5)]}*"
    if kind < 0.7:
        return word + random.choice(["*", "~", "~2", "～", "~9", "＊"])
    return word


def mutated(text: str, random: Random) -> str:
    characters = list(text)
    for _ in range(random.randint(1, 4)):
        at = random.randint(0, len(characters))
        match random.randrange(4):
            case 0:
                del characters[at : at + random.randint(1, 3)]
            case 1:
                characters.insert(at, random.choice(MARKS))
            case 2:
                characters[at:at] = characters[at : at + 5] * random.randint(1, 3)
            case _:
                random.shuffle(characters[at : at + 4])
    return "".join(characters)


def soup(random: Random) -> str:
    size = random.randint(0, 40)
    match random.randrange(4):
        case 0:
            return random.randbytes(size).decode("utf-8", "surrogateescape")
        case 1:
            return "".join(map(chr, random.choices(range(0x110000), k=size)))
        case 2:
            return "".join(random.choices(MARKS, k=size))
        case _:
            return "".join(random.choices([*MARKS, *WORDS], k=size))


def read(count: int, *, seed: int) -> None:
    random = Random(seed)
    for _ in range(count):
        query = typed(random)
        tree = parse(query, today=TODAY).query
        again = parse(str(tree), today=TODAY).query
        assert again == tree, query


def test_queries_are_read() -> None:
    read(20_000, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_a_million_queries_are_read(seed: int) -> None:
    read(100_000, seed=100 + seed)


@dataclass
class Work:
    """What an answer cost: nodes evaluated, lists of postings and postings read, terms
    of the vocabulary and characters of stored text looked at.
    """

    nodes: int = 0
    lists: int = 0
    postings: int = 0
    terms: int = 0
    characters: int = 0


class Metered:
    """A reader that counts what it does, and evaluates in the plainest of ways."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.work = Work()

    def __getattr__(self, name: str) -> object:
        return getattr(self.reader, name)

    def search(
        self, plan: Plan, *, limit: int | None, offset: int, order: Order
    ) -> Page:
        self.work.nodes += size(plan)
        found = Evaluation(self, Scalar(self)).scores(plan)
        page = self.reader.search(plan, limit=limit, offset=offset, order=order)
        assert page.total == len(found)
        return page

    def counts(self, field: str, term: str) -> Mapping[int, int]:
        found = self.reader.counts(field, term)
        self.work.lists += 1
        self.work.postings += len(found)
        return found

    def positions(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        found = self.reader.positions(field, term)
        self.work.lists += 1
        self.work.postings += sum(map(len, found.values()))
        return found

    def df(self, field: str, term: str) -> int:
        return len(self.counts(field, term))

    def terms(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        for found in self.reader.terms(field, start):
            self.work.terms += 1
            yield found

    def between(self, start: str, stop: str) -> Iterable[str]:
        found = list(self.reader.between(start, stop))
        self.work.terms += len(found)
        return found

    def texts(self, paper: int, fields: Sequence[str]) -> Iterable[str]:
        found = list(self.reader.texts(paper, fields))
        self.work.characters += sum(map(len, found))
        return found

    def near(self, word: str, edits: int) -> Iterable[tuple[str, int]]:
        return suggestions.near(word, edits, self)

    def alike(self, run, pattern):
        return suggestions.alike(run, pattern, self)


def size(plan: Plan) -> int:
    """The nodes of a plan, with the terms and steps of its leaves."""
    match plan:
        case All(parts) | Any(parts):
            return 1 + sum(map(size, parts))
        case Not(part):
            return 1 + size(part)
        case Prefer(part, bonuses):
            return 1 + size(part) + sum(map(size, bonuses))
        case Synonyms(choices):
            return len(choices)
        case Phrase(steps):
            return len(steps)
        case Together(groups):
            return sum(map(len, groups))
        case _:
            return 1


MOST = Work(
    nodes=50_000, lists=80_000, postings=500_000, terms=100_000, characters=1_000_000
)
"""On the sample, of some fifty papers, in all stages of relaxation."""


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


@pytest.fixture(scope="module")
def metered(sample_library: Path) -> Iterator[tuple[Searcher, Metered]]:
    reader = Metered(open_backend(sample_library / "index").open())
    with Searcher(reader) as opened:
        yield opened, reader


class Cost(NamedTuple):
    seconds: float
    work: Work
    query: str


def ask(
    asked: tuple[Searcher, Metered], query: str, match: Match = Match.ALL
) -> tuple[Results, Cost]:
    papers, meter = asked
    meter.work = Work()
    started = perf_counter()
    results = papers.search(query, match=match, relax=True, today=TODAY)
    cost = Cost(perf_counter() - started, meter.work, query)
    return results, cost


def within_bounds(cost: Cost) -> None:
    for field in fields(Work):
        spent, most = getattr(cost.work, field.name), getattr(MOST, field.name)
        assert spent <= most, f"{spent} {field.name} for {cost.query[:200]!r}"


def run(metered, count: int, figure, *, seed: int) -> None:
    random = Random(seed)
    costs = []
    for _ in range(count):
        results, cost = ask(metered, typed(random), random.choice(list(Match)))
        assert len(results.hits) <= results.total
        within_bounds(cost)
        costs.append(cost)
    for field in fields(Work):
        most = max(getattr(cost.work, field.name) for cost in costs)
        figure(f"most {field.name}", most)
    for cost in nlargest(10, costs):
        figure(f"{cost.seconds * 1000:.0f} ms", ascii(cost.query[:100]))


def test_queries_are_answered(metered, figure) -> None:
    run(metered, 120, figure, seed=2)


@pytest.mark.slow
def test_twenty_thousand_queries_are_answered(metered, figure) -> None:
    run(metered, 20_000, figure, seed=3)


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
def test_hostile_queries_cost_no_more(metered, figure, name: str, match: Match) -> None:
    _, cost = ask(metered, HOSTILE[name], match)
    figure(f"{name}, {match.value}", f"{cost.seconds:.2f} s, {cost.work}")
    within_bounds(cost)


def test_what_is_cut_is_said(sample: Searcher) -> None:
    def notes(query: str) -> tuple[str, ...]:
        return sample.search(query, suggest=False).notes

    read = "only the first 1,000 words of the query were read"
    assert notes("信任区域" * 1000) == (read,)
    assert notes("trust-" * 1001 + "region") == (read,)
    assert notes(" ".join(["*a*"] * 9)) == ()
    some = " ".join(f"*{letter}*" for letter in "abcdef")
    assert notes(some) == ("only the first 4 texts between stars were looked for",)
    rough = " ".join(f"trust{letter}~" for letter in "abcdefghij")
    assert notes(rough) == ("only the first 8 words with a ~ were looked for",)
    wide = "up to 100 words between those of a phrase were allowed"
    assert notes('"trust region"~999') == (wide,)
    (common,) = notes("t*")
    assert common.startswith("of ")


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
        *("Chinese", "one compound", "parentheses", "one Chinese word"),
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
