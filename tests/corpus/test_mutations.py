"""Damaged digests: reading never raises, and what is not near the damage survives."""

from collections import Counter
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.decoding import decode
from searcher.corpus.digests import parse
from searcher.model import Paper

WORDS = ["lazy", "heaps", "sort", "networks", "of", "small", "depth", "while", "trees"]
HAN = "惰性堆排序网络归并树等待比较深度很小算法我们提出一种新的方法证明其最优"
DAY = "2026-03-02"
VARIANTS = ("plain", "sections", "own line", "topics")


def sentence(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, k=count)).capitalize()


def han(random: Random, count: int) -> str:
    return "".join(random.choices(HAN, k=count))


def entry(random: Random, variant: str, number: int, chinese: bool) -> list[str]:
    plain = variant == "plain"
    title = sentence(random, 6)
    lines = {
        "plain": [title],
        "sections": [f"### {title}"],
        "own line": ["### Title:", f"          {title}"],
        "topics": [f"#### {title}"],
    }[variant]
    lines += [han(random, 12)] * chinese
    start, bold = ("- ", "") if plain else (" - ", "**")
    link = "" if variant == "own line" else f"2603.{number:05}"
    lines += [
        f"{start}{bold}Authors:{bold} {sentence(random, 2)}, {sentence(random, 2)}",
        f"{start}{bold}Subjects:{bold} Subjects:",
        "Data Structures and Algorithms (cs.DS); Machine Learning (cs.LG)",
        f"{start}{bold}Arxiv link:{bold} https://arxiv.org/abs/{link}",
        f"{start}{bold}Pdf link:{bold} https://arxiv.org/pdf/{link}",
        f"{start}{bold}Abstract{bold}",
        " ".join(f"{sentence(random, 12)}." for _ in range(4)),
    ]
    if chinese:
        text = "。".join(han(random, 40) for _ in range(3))
        lines += [f"{start}{bold}中文摘要{bold}", f"{text}。"]
    if variant == "topics":
        lines[-3:-3] = [""]
    return lines


class Sample(NamedTuple):
    """The lines of a digest, and where each of its entries begins, from 0."""

    lines: list[bytes]
    starts: list[int]


def sample(variant: str, *, chinese: bool, seed: int) -> Sample:
    random = Random(seed)
    lines = {
        "plain": ["Arxiv 发布时间: 2026-03-01 20:00 EST (2026-03-02 09:00 UTC+8)"],
        "topics": [
            "# Showing new listings for Monday, 2 March 2026",
            "Auto update",
            "",
        ],
    }.get(variant, ["# New submissions for Mon, 2 Mar 26"])
    starts = []
    for number in range(12):
        if number % 5 == 0 and variant != "topics":
            lines.append(f"{'' if variant == 'plain' else '## '}Keyword: k{number}")
        starts.append(len(lines))
        lines += entry(random, variant, number, chinese)
    if variant == "topics":
        lines += ["", "", "by nobody (No Body). ", "", "", DAY]
    return Sample([line.encode() for line in lines], starts)


def damage(random: Random, lines: list[bytes]) -> tuple[list[bytes], set[int]]:
    """The lines after one accident, and which of the old ones it touched."""
    at, other = (random.randrange(len(lines)) for _ in range(2))
    new = list(lines)
    kind = random.choice(["flip", "drop", "repeat", "swap", "cut", "insert", "lose"])
    if kind == "flip" and lines[at]:
        line = bytearray(lines[at])
        for _ in range(random.randint(1, 4)):
            line[random.randrange(len(line))] = random.randrange(256)
        new[at] = bytes(line)
    elif kind == "drop":
        del new[at]
    elif kind == "repeat":
        new.insert(at, lines[at])
    elif kind == "swap":
        new[at], new[other] = new[other], new[at]
        return new, {at, other}
    elif kind == "cut":
        new[at:] = [lines[at][: random.randint(0, len(lines[at]))]]
        return new, set(range(at, len(lines)))
    elif kind == "insert":
        new.insert(at, random.randbytes(random.randint(1, 60)))
        return new, {at, max(0, at - 1)}
    elif kind == "lose":
        end = min(len(lines), at + random.randint(2, 20))
        del new[at:end]
        return new, set(range(at, end))
    return new, {at}


def papers(lines: list[bytes]) -> list[Paper]:
    digest = parse(decode(b"\n".join(lines)).text, path="d.md")
    return [sighting.paper for sighting in digest.sightings]


def key(paper: Paper) -> tuple[object, ...]:
    """All but the section and the day, which a damaged heading takes with it."""
    return paper.id, paper.title, paper.abstract, paper.authors, paper.subjects


def lost(before: Sample, seed: int) -> tuple[list[Paper], set[int]]:
    """The papers that neither the damage nor its neighbours touched, and are gone."""
    new, touched = damage(Random(seed), before.lines)
    edges = [0, *before.starts, len(before.lines)]
    near = {
        each
        for number in range(len(edges) - 1)
        if any(edges[number] <= line < edges[number + 1] for line in touched)
        for each in (number - 1, number, number + 1)
    }
    left = Counter(map(key, papers(new)))
    gone = []
    for number, paper in enumerate(papers(before.lines), 1):
        if number not in near:
            left[key(paper)] -= 1
            if left[key(paper)] < 0:
                gone.append(paper)
    return gone, touched


@pytest.mark.parametrize("chinese", [True, False])
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_samples_are_read_whole(variant: str, chinese: bool) -> None:
    before = sample(variant, chinese=chinese, seed=1)
    digest = parse(b"\n".join(before.lines).decode(), path="d.md")
    assert digest.problems == ()
    assert [s.line - 1 for s in digest.sightings] == before.starts
    for paper in papers(before.lines):
        assert str(paper.date) == DAY
        assert paper.title.en
        assert bool(paper.title.zh) == bool(paper.abstract.zh) == chinese
        assert len(paper.authors) == len(paper.subjects) == 2


@pytest.mark.parametrize("chinese", [True, False])
@pytest.mark.parametrize("variant", VARIANTS)
@given(st.integers(0, 2**32), st.integers(0, 3))
def test_what_is_not_near_the_damage_survives(
    variant: str, chinese: bool, seed: int, which: int
) -> None:
    gone, touched = lost(sample(variant, chinese=chinese, seed=which), seed)
    assert gone == [], sorted(touched)


@given(st.binary(max_size=2000))
def test_any_bytes_at_all(data: bytes) -> None:
    parse(decode(data).text, path="d.md")


PIECES = [
    *(line.decode() for line in sample("plain", chinese=True, seed=0).lines[:13]),
    *(line.decode() for line in sample("topics", chinese=True, seed=0).lines[:16]),
    *(
        "",
        "by x.",
        DAY,
        "There is no result",
        "### ",
        "- **Abstract**: ",
        "#### Abstract",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_lines_in_any_order(lines: list[str]) -> None:
    for sighting in parse("\n".join(lines), path="d.md").sightings:
        paper = sighting.paper
        assert paper.title.en or paper.title.zh
        assert 0 < sighting.line <= len(lines)


def test_real_digests(data: Path) -> None:
    random = Random(7)
    files = [data / "digests" / "bilingual-2026-02-05.txt"]
    files += sorted((data / "digests" / "topic-list").glob("2*"))[:2]
    files += sorted((data / "digests" / "keyword-sections").glob("2023*"))
    for file in files:
        lines = file.read_bytes().split(b"\n")
        found = parse(file.read_text("utf-8"), path="d.md").sightings
        before = Sample(lines, [sighting.line - 1 for sighting in found])
        for _ in range(12):
            assert lost(before, random.randrange(2**32))[0] == [], file.name
