"""Libraries that are hard on a build or on a query, one function each.

A case fills the library that it is given, and yields what is to be run there. To add
one, write it and name it in `CASES`.
"""

import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple


class Step(NamedTuple):
    """A program to be measured, with its arguments, and what the table calls that."""

    name: str
    argv: tuple[str, ...]


Case = Callable[[Path, float], Iterator[Step]]
"""Given the folder of an empty library, and how large it is to be made: 1 is as large
as digests may be, less is smaller in proportion.
"""

MIB = 1 << 20
WHOLE = 127 * MIB
"""Bytes of text or JSON of a case of size 1, as many as one text may have."""
BUILD = Step("from nothing", ("searcher", "update"))
AGAIN = Step("a line more", ("searcher", "update"))
TOUCHED = Step("touched", ("searcher", "update"))
NEW = {"id": "2603.99999", "title": "A paper more"}

_SYLLABLES = [
    "".join(pair) for pair in zip("bcdfghjklmnprst", "aeiou" * 3, strict=True)
]
_HAN = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后"


def words(count: int, seed: int = 7) -> str:
    """As rare and as frequent as words are, a few new ones among a hundred."""
    chance = random.Random(seed)
    known = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(3000)]
    weights = [1 / (2 + rank) for rank in range(len(known))]
    return " ".join(chance.choices(known, weights, k=count))


def _filled(unit: str, size: int) -> str:
    return (unit * (size // len(unit.encode()) + 1))[
        : size * len(unit) // len(unit.encode())
    ]


def _library(root: Path) -> Path:
    (root / "index").mkdir(parents=True)
    corpus = root / "corpus"
    corpus.mkdir()
    return corpus


def _lines(
    place: Path, papers: Iterable[Mapping[str, Any]], *, mode: str = "w"
) -> None:
    with place.open(mode, encoding="utf-8") as file:
        for paper in papers:
            file.write(json.dumps(paper, ensure_ascii=False) + "\n")


def _built(corpus: Path) -> Iterator[Step]:
    """From nothing, and once more with one paper more in a file of its own."""
    yield BUILD
    _lines(corpus / "more.jsonl", [NEW])
    yield AGAIN


def _papers_as_text(place: Path, size: int, abstract: str) -> None:
    head = (
        "### On heap {0}\n - **Authors:** Di Elm, Ed Fir\n"
        " - **Arxiv link:** https://arxiv.org/abs/2603.{0:05}\n - **Abstract**\n"
    )
    with place.open("w", encoding="utf-8") as file:
        done = number = 0
        while done < size:
            done += file.write(head.format(number) + abstract + "\n")
            number += 1


def short_lines(root: Path, size: float) -> Iterator[Step]:
    """One paper, whose abstract is the whole file, in lines of twenty letters."""
    corpus = _library(root)
    lines = _filled("lines of few letters\n", int(WHOLE * size))
    _papers_as_text(corpus / "a.md", 1, lines)
    yield from _built(corpus)


def ordinary_text(root: Path, size: float) -> Iterator[Step]:
    corpus = _library(root)
    _papers_as_text(corpus / "a.md", int(WHOLE * size), words(150))
    yield from _built(corpus)


def headings(root: Path, size: float) -> Iterator[Step]:
    """Papers that are titles and nothing else."""
    corpus = _library(root)
    text = "".join(f"### A title {n}\n" for n in range(int(WHOLE * size / 20)))
    (corpus / "a.md").write_text(text, encoding="utf-8")
    yield from _built(corpus)


def chinese_lines(root: Path, size: float) -> Iterator[Step]:
    corpus = _library(root)
    lines = _filled(_HAN + "。\n", int(WHOLE * size))
    _papers_as_text(corpus / "a.md", 1, lines)
    yield from _built(corpus)


def nothing_known(root: Path, size: float) -> Iterator[Step]:
    """A text that is no digest."""
    corpus = _library(root)
    (corpus / "a.txt").write_text(_filled("of no kind\n", int(WHOLE * size)))
    yield from _built(corpus)


def long_abstracts(root: Path, size: float) -> Iterator[Step]:
    """Papers of fifteen megabytes, one on a line of JSON."""
    corpus = _library(root)
    text = words(100_000)
    each = int(15 * MIB * min(1, size * 8))
    count = max(1, int(WHOLE * size / each))
    papers = (
        {
            "id": f"2603.{n:05}",
            "title": f"On {n}",
            "abstract": _filled(text + " ", each),
        }
        for n in range(count)
    )
    _lines(corpus / "a.jsonl", papers)
    yield from _built(corpus)


def longish_abstracts(root: Path, size: float) -> Iterator[Step]:
    """Papers of half a megabyte: few together are much."""
    corpus = _library(root)
    text = words(int(80_000 * min(1, size * 20)))
    papers = (
        {"id": f"2603.{n:05}", "title": f"On {n}", "abstract": text}
        for n in range(int(WHOLE * size / len(text)))
    )
    _lines(corpus / "a.jsonl", papers)
    yield from _built(corpus)


def rare_words(root: Path, size: float) -> Iterator[Step]:
    """Papers of words that no other paper has."""
    corpus = _library(root)
    chance = random.Random(3)
    papers = (
        {
            "id": f"2603.{n:05}",
            "title": f"On {n}",
            "abstract": " ".join(f"{chance.getrandbits(48):x}q" for _ in range(150)),
        }
        for n in range(int(WHOLE * size / 2000))
    )
    _lines(corpus / "a.jsonl", papers)
    yield from _built(corpus)


def long_title(root: Path, size: float) -> Iterator[Step]:
    corpus = _library(root)
    title = _filled(words(1000) + " ", int(15 * MIB * size))
    _lines(corpus / "a.jsonl", [{"id": "2603.00001", "title": title}])
    yield from _built(corpus)
    yield Step("shown", ("search", "id:2603.00001", "--color", "never"))


def many_authors(root: Path, size: float) -> Iterator[Step]:
    corpus = _library(root)
    names = [f"Ada Birch{number:07}" for number in range(int(780_000 * size))]
    _lines(corpus / "a.jsonl", [{"id": "2603.00001", "title": "T", "authors": names}])
    yield from _built(corpus)
    yield Step("shown", ("search", "id:2603.00001", "--color", "never"))


def many_keywords(root: Path, size: float) -> Iterator[Step]:
    """One paper under a keyword after the other."""
    corpus = _library(root)
    entry = (
        "## Keyword: k{0}\n### Lazy Heaps\n - **Authors:** Di Elm\n"
        " - **Arxiv link:** https://arxiv.org/abs/2603.00001\n"
        " - **Abstract**\n A heap that waits.\n"
    )
    with (corpus / "a.md").open("w", encoding="utf-8") as file:
        for number in range(int(20_000 * size)):
            file.write(entry.format(number))
    yield from _built(corpus)


def many_sightings(root: Path, size: float) -> Iterator[Step]:
    """One paper on each line of a file."""
    corpus = _library(root)
    paper = {"id": "2603.00001", "title": "Lazy Heaps", "abstract": words(150)}
    count = int(20_000 * size)
    _lines(corpus / "a.jsonl", ({**paper, "title": f"Heaps {n}"} for n in range(count)))
    yield BUILD
    _lines(corpus / "b.jsonl", [paper])
    yield Step("sighted once more", ("searcher", "update"))


def many_digests(root: Path, size: float) -> Iterator[Step]:
    """One paper in each of many digests."""
    corpus = _library(root)
    paper = {"id": "2603.00001", "title": "Lazy Heaps", "abstract": words(150)}
    for number in range(int(10_000 * size)):
        _lines(corpus / f"{number:05}.jsonl", [paper])
    yield BUILD
    _lines(corpus / "more.jsonl", [paper])
    yield Step("sighted once more", ("searcher", "update"))


def chained_titles(root: Path, size: float) -> Iterator[Step]:
    """Papers of which each shares a title with the next."""
    corpus = _library(root)
    count = int(20_000 * size)
    papers = (
        {"id": f"2603.{n:05}", "title": {"en": f"Heap {n}", "zh": f"Heap {n + 1}"}}
        for n in range(count)
    )
    _lines(corpus / "a.jsonl", papers)
    yield BUILD
    _lines(corpus / "b.jsonl", [{"title": "Heap 0"}])
    yield Step("one without an id", ("searcher", "update"))


def zeros(root: Path, size: float) -> Iterator[Step]:
    """A file of ten gigabytes that is not really there."""
    corpus = _library(root)
    place = corpus / "zeros.md"
    with place.open("wb") as file:
        file.truncate(int(10_000 * MIB * size))
    yield BUILD
    place.touch()
    yield TOUCHED


def packed_zeros(root: Path, size: float) -> Iterator[Step]:
    """The same in an archive, behind what could be the first line of a digest."""
    corpus = _library(root)
    place = corpus / "zeros.jsonl.gz"
    piece = gzip.compress(bytes(64 * MIB))
    first = gzip.compress(json.dumps(NEW).encode() + b"\n")
    place.write_bytes(first + piece * int(160 * size))
    yield BUILD
    place.touch()
    yield TOUCHED


def long_listings(root: Path, size: float) -> Iterator[Step]:
    """Twenty thousand papers in two languages, of which each answer lists one half."""
    corpus = _library(root)
    chance = random.Random(5)
    english = words(200_000).split()

    def sentence() -> str:
        at = chance.randrange(len(english) - 40)
        return " ".join(english[at : at + chance.randrange(10, 40)])

    def chinese() -> str:
        return "".join(chance.choices(_HAN, k=chance.randrange(6, 25)))

    def paper(number: int) -> Mapping[str, Any]:
        told, said = ("Learning", "学习") if number % 2 else ("Nothing", "没有")
        return {
            "id": f"2603.{number:05}",
            "title": f"On {sentence()[:60]}",
            "abstract": ". ".join([sentence() for _ in range(5)] + [f"{told} it."]),
            "title_zh": chinese(),
            "abstract_zh": "。".join([chinese() for _ in range(9)] + [f"{said}它"]),
        }

    _lines(corpus / "a.jsonl", map(paper, range(int(20_000 * size))))
    yield BUILD
    for name, query, *shape in (
        ("one page", "learning", "-n", "10"),
        ("as ids", "learning", "-n", "0", "--format", "ids"),
        ("as text", "learning", "-n", "0"),
        ("as JSON lines", "learning", "-n", "0", "--jsonl"),
        ("of a prefix", "learn*", "-n", "0", "--jsonl"),
        ("of Chinese", "学习", "-n", "0", "--jsonl"),
    ):
        yield Step(name, ("search", query, *shape))


CASES: dict[str, Case] = {
    "text of short lines": short_lines,
    "Chinese of short lines": chinese_lines,
    "text of many papers": ordinary_text,
    "text of headings": headings,
    "text that is no digest": nothing_known,
    "abstracts of 15 MB": long_abstracts,
    "abstracts of 0.5 MB": longish_abstracts,
    "abstracts of rare words": rare_words,
    "a title of 15 MB": long_title,
    "a paper of many authors": many_authors,
    "a paper of many keywords": many_keywords,
    "a paper on every line": many_sightings,
    "a paper in every digest": many_digests,
    "titles in a chain": chained_titles,
    "a file of zeros": zeros,
    "an archive of zeros": packed_zeros,
    "long listings": long_listings,
}
"""What `python -m bench.costs` measures, by the name in its table."""
