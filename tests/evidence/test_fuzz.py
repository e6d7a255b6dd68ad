"""Anything can be typed: it is read, answered, and costs no more than so much.

Queries are made by rules, from both scripts and all syntax, by mutation of such, and of
plain soup. What an answer costs is counted, not timed; and memory is measured, of every
twentieth answer, since that is slow, and of all together.
"""

import resource
import tracemalloc
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from heapq import nlargest
from random import Random

import pytest

from searcher import Match, Results
from searcher.query.parser import parse

TODAY = date(2026, 3, 5)
MEMORY = 64 << 20
"""No answer takes more, in bytes,"""
GROWTH = 256 << 20
"""nor do all together, with what is remembered from one to the next."""
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
    """Reads so many queries, and every fourth again as it was printed."""
    random = Random(seed)
    for number in range(count):
        query = typed(random)
        tree = parse(query, today=TODAY).query
        if number % 4 == 0:
            assert parse(str(tree), today=TODAY).query == tree, query


def test_queries_are_read() -> None:
    read(20_000, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_a_million_queries_are_read(seed: int) -> None:
    read(100_000, seed=100 + seed)


def resident() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measured(answer: Callable[[], Results]) -> tuple[Results, int]:
    """An answer, and the most memory that was allocated at once for it."""
    tracemalloc.start()
    try:
        found = answer()
        return found, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def run(ask, count: int, figure, *, seed: int) -> None:
    random = Random(seed)
    costs = []
    most_memory, before = 0, resident()
    for number in range(count):
        query, match = typed(random), random.choice(list(Match))
        if number % 20:
            results, cost = ask(query, match)
            costs.append(cost)
        else:
            results, peak = measured(lambda q=query, m=match: ask(q, m)[0])
            assert peak < MEMORY, query
            most_memory = max(most_memory, peak)
        assert len(results.hits) <= results.total
    growth = resident() - before
    assert growth < GROWTH
    figure("most memory of an answer", f"{most_memory / 2**20:.1f} MB")
    figure("growth of the process", f"{growth / 2**20:.1f} MB")
    for field in fields(costs[0].work):
        most = max(getattr(cost.work, field.name) for cost in costs)
        figure(f"most {field.name}", most)
    for cost in nlargest(10, costs):
        figure(f"{cost.seconds * 1000:.0f} ms", ascii(cost.query[:100]))


def test_queries_are_answered(ask, figure) -> None:
    run(ask, 120, figure, seed=2)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_twenty_thousand_queries_are_answered(ask, figure, seed: int) -> None:
    run(ask, 2_000, figure, seed=300 + seed)
