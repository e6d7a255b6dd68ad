"""Damaged digests: reading never raises, and what is not near the damage survives."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searcher
from searcher.corpus.decoding import decode
from searcher.corpus.digests import parse
from searcher.corpus.reading import Reading
from searcher.model import Paper
from searcher.settings import create_library

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
    """The papers of which no line, nor one next to it, was touched, and are gone."""
    new, touched = damage(Random(seed), before.lines)
    left = Counter(map(key, papers(new)))
    return [
        p for p in far(before, touched, papers(before.lines)) if not taken(left, p)
    ], touched


def far(before: Sample, touched: set[int], found: list[Paper]) -> Iterator[Paper]:
    """The papers of a sample that nothing near was touched of."""
    edges = [*before.starts, len(before.lines)]
    for (start, end), paper in zip(pairwise(edges), found, strict=True):
        if touched.isdisjoint(range(start - 1, end + 1)):
            yield paper


def taken(left: "Counter[tuple[object, ...]]", paper: Paper) -> bool:
    left[key(paper)] -= 1
    return left[key(paper)] >= 0


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
def test_what_is_not_near_the_damage_survives(variant: str, chinese: bool) -> None:
    samples = [sample(variant, chinese=chinese, seed=which) for which in range(4)]
    for seed in range(120):
        gone, touched = lost(samples[seed % 4], seed)
        assert gone == [], (seed, sorted(touched))


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


def whole(file: Path) -> Sample:
    """A digest as a sample, its entries as they are found in it when it is whole."""
    text = file.read_text("utf-8")
    found = parse(text, path="d.md").sightings
    lines = text.encode().split(b"\n")
    return Sample(lines, [sighting.line - 1 for sighting in found])


def assert_survive(files: list[Path], count: int, seed: int) -> None:
    random = Random(seed)
    samples = [whole(file) for file in files]
    for number in range(count):
        accident = random.randrange(2**32)
        gone, touched = lost(samples[number % len(files)], accident)
        assert gone == [], (files[number % len(files)].name, accident, sorted(touched))


def test_our_own_digests() -> None:
    files = sorted((Path(__file__).parents[2] / "corpus").glob("2*"))
    assert len(files) >= 2
    assert_survive(files, 100, seed=3)


def real(data: Path) -> list[Path]:
    """A digest of each day and variant; JSON lines are another matter."""
    place = data / "digests"
    folders = ("keyword-sections", "missing-ids", "topic-list")
    return [
        place / "bilingual-2026-02-05.txt",
        *(file for name in folders for file in sorted((place / name).glob("2*"))),
    ]


def test_real_digests(data: Path) -> None:
    """Five hundred, and every entry is found unchanged of which no line, nor a line
    next to it, was touched.
    """
    assert_survive(real(data), 500, seed=7)


class Line(NamedTuple):
    """A line, and where it stood before, if nothing has happened to it."""

    data: bytes
    was: int | None


def accident(random: Random, lines: list[Line]) -> list[Line]:
    """As `damage`, of lines that tell afterwards whether they were touched."""
    new = list(lines)
    at, other = (random.randrange(len(lines)) for _ in range(2))
    data = lines[at].data
    match random.choice(["flip", "drop", "repeat", "swap", "cut"]):
        case "flip" if data:
            where = random.randrange(len(data))
            byte = bytes([random.randrange(256)])
            new[at] = Line(data[:where] + byte + data[where + 1 :], None)
        case "drop":
            del new[at]
        case "repeat":
            new[at : at + 1] = [Line(data, None)] * 2
        case "swap":
            new[at] = Line(lines[other].data, None)
            new[other] = Line(data, None)
        case "cut" if at * 4 > len(lines) * 3:
            new[at:] = [Line(data[: random.randint(0, len(data))], None)]
    return new


def untouched(before: Sample, after: list[Line]) -> Iterator[bool]:
    """Of each entry, whether its lines and the next ones stand together as before."""
    places = {line.was: at for at, line in enumerate(after)}
    last = len(before.lines) - 1
    for start, end in pairwise([*before.starts, len(before.lines)]):
        near = [places.get(line) for line in range(start - 1, min(end, last) + 1)]
        ends = end <= last or near[-1] == len(after) - 1
        yield ends and all(
            one is not None and other == one + 1 for one, other in pairwise(near)
        )


def test_many_accidents_at_once(data: Path) -> None:
    random = Random(13)
    counted = 0
    for number, file in enumerate(real(data) * 8):
        before = whole(file)
        lines = [Line(line, at) for at, line in enumerate(before.lines)]
        for _ in range(1 + number % 5):
            lines = accident(random, lines)
        left = Counter(map(key, papers([line.data for line in lines])))
        for paper, far_off in zip(
            papers(before.lines), untouched(before, lines), strict=True
        ):
            counted += far_off
            assert not far_off or taken(left, paper), (file.name, number, paper.id)
    assert counted > 2000


def test_json_lines_of_a_real_digest(data: Path, tmp_path: Path) -> None:
    random = Random(11)
    place = tmp_path / "2025-03-19.jsonl"
    for file in sorted((data / "digests" / "daily-arxiv-ai").iterdir()):
        lines = file.read_bytes().split(b"\n")[:40]
        before = Sample(lines, list(range(len(lines))))
        place.write_bytes(b"\n".join(lines))
        found = [sighting.paper for sighting in Reading(place, "d")]
        assert len(found) == 40
        for _ in range(25):
            new, touched = damage(Random(random.randrange(2**32)), lines)
            place.write_bytes(b"\n".join(new))
            left = Counter(key(sighting.paper) for sighting in Reading(place, "d"))
            kept = list(far(before, touched, found))
            assert [paper for paper in kept if not taken(left, paper)] == []


def test_a_build_of_damaged_digests(tmp_path: Path) -> None:
    """Two hundred of them in one corpus: nothing stops it, the whole one is found."""
    random = Random(5)
    library = create_library(tmp_path)
    intact = sample("plain", chinese=True, seed=0)
    (library.corpus / "whole.txt").write_bytes(b"\n".join(intact.lines))
    for number in range(200):
        variant = VARIANTS[number % len(VARIANTS)]
        lines = sample(variant, chinese=number % 3 > 0, seed=number).lines
        for _ in range(1 + number % 4):
            lines, _ = damage(random, lines) if lines else ([], set())
        (library.corpus / f"{number}.md").write_bytes(b"\n".join(lines))
    report = searcher.update(tmp_path)
    assert len(report.added) == 201
    assert not any(problem.path == "whole.txt" for problem in report.problems)
    with searcher.open(tmp_path) as opened:
        for paper in papers(intact.lines):
            (hit,) = opened.search(f"id:{paper.id}").hits
            assert "whole.txt" in {seen.digest for seen in hit.paper.seen}
    assert not searcher.update(tmp_path).changed
