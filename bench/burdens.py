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
NEW = {"id": "2512.00001", "title": "A paper more"}

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


def _papers_as_text(
    place: Path,
    size: int,
    abstract: str,
    *,
    title: str = "On heap",
    encoding: str = "utf-8",
    fault: bytes = b"",
) -> None:
    """So many bytes of papers or one more, each with the fault behind its abstract."""
    head = (
        "### {1} {0}\n - **Authors:** Di Elm, Ed Fir\n"
        " - **Arxiv link:** https://arxiv.org/abs/{2}\n - **Abstract**\n"
    )
    body = abstract.encode(encoding) + fault + "\n".encode(encoding)
    with place.open("wb") as file:
        done = number = 0
        while done < size:
            above = head.format(number, title, _id(number))
            done += file.write(above.encode(encoding) + body)
            number += 1


def ordinary_text(root: Path, size: float) -> Iterator[Step]:
    corpus = _library(root)
    _papers_as_text(corpus / "a.md", int(WHOLE * size), words(150))
    yield from _built(corpus)


def headings(root: Path, size: float) -> Iterator[Step]:
    """Papers that are a heading and hardly more."""
    corpus = _library(root)
    _papers_as_text(corpus / "a.md", int(WHOLE * size), "It waits.")
    yield from _built(corpus)


def long_headings(root: Path, size: float) -> Iterator[Step]:
    """Papers whose title is half a megabyte."""
    corpus = _library(root)
    title = words(int(80_000 * min(1, size * 20)))
    _papers_as_text(corpus / "a.md", int(WHOLE * size), "It waits.", title=title)
    yield from _built(corpus)


def _of_lines(line: str) -> Case:
    def case(root: Path, size: float) -> Iterator[Step]:
        """One paper, whose abstract is the whole file, in such lines."""
        corpus = _library(root)
        _papers_as_text(corpus / "a.md", 1, _filled(line + "\n", int(WHOLE * size)))
        yield from _built(corpus)

    return case


def _in_bytes(encoding: str, fault: bytes = b"") -> Case:
    def case(root: Path, size: float) -> Iterator[Step]:
        """Papers of text in an encoding, perhaps with a fault in each."""
        corpus = _library(root)
        _papers_as_text(
            corpus / "a.md",
            int(WHOLE * size),
            words(60) + "\n" + _filled(_HAN + "。", 1000),
            encoding=encoding,
            fault=fault,
        )
        yield from _built(corpus)

    return case


def _id(number: int) -> str:
    return f"{2601 + number // 100_000}.{number % 100_000:05}"


def _told(number: int) -> dict[str, Any]:
    link = f"https://arxiv.org/abs/{_id(number)}"
    return {"title": f"On {number}", "authors": ["Di Elm"], "link": link}


def one_list(root: Path, size: float) -> Iterator[Step]:
    """Papers in one list of JSON."""
    corpus = _library(root)
    text = words(150)
    with (corpus / "a.json").open("w", encoding="utf-8") as file:
        done = number = 0
        while done < WHOLE * size:
            paper = json.dumps({"abstract": text, **_told(number)})
            done += file.write(("," if number else "[") + paper)
            number += 1
        file.write("]")
    yield from _built(corpus)


def json_lines(root: Path, size: float) -> Iterator[Step]:
    corpus = _library(root)
    text = words(150)
    count = int(WHOLE * size / (len(text) + 110))
    _lines(corpus / "a.jsonl", ({"abstract": text, **_told(n)} for n in range(count)))
    yield from _built(corpus)


def rows(root: Path, size: float) -> Iterator[Step]:
    """Papers in the rows of one table."""
    corpus = _library(root)
    text = words(60)
    head = "## Heaps\n\n|Publish Date|Title|Authors|PDF|Code|\n|---|---|---|---|---|\n"
    row = (
        "|2026-03-05|**On {0} {1}**|Di Elm et.al.|"
        "[{2}](https://arxiv.org/abs/{2})|null|\n"
    )
    with (corpus / "a.md").open("w", encoding="utf-8") as file:
        done = file.write(head)
        number = 0
        while done < WHOLE * size:
            done += file.write(row.format(number, text, _id(number)))
            number += 1
    yield from _built(corpus)


def page_of_html(root: Path, size: float) -> Iterator[Step]:
    corpus = _library(root)
    text = words(150)
    entry = (
        "<div class='paper'><h2><a href='https://arxiv.org/abs/{2}'>On heap {0}"
        "</a></h2><p class='authors'>Di Elm, Ed Fir</p>"
        "<p class='abstract'>{1}</p></div>\n"
    )
    with (corpus / "a.html").open("w", encoding="utf-8") as file:
        done = file.write("<!DOCTYPE html><html><body>\n")
        number = 0
        while done < WHOLE * size:
            done += file.write(entry.format(number, text, _id(number)))
            number += 1
        file.write("</body></html>\n")
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


def _rare(chance: random.Random, count: int) -> str:
    """Words that stand nowhere else."""
    return " ".join(f"{chance.getrandbits(48):x}q" for _ in range(count))


def rare_words(root: Path, size: float) -> Iterator[Step]:
    """Papers of words that no other paper has."""
    corpus = _library(root)
    chance = random.Random(3)
    papers = (
        {"id": f"2603.{n:05}", "title": f"On {n}", "abstract": _rare(chance, 150)}
        for n in range(int(WHOLE * size / 2000))
    )
    _lines(corpus / "a.jsonl", papers)
    yield from _built(corpus)


def rare_abstract(root: Path, size: float) -> Iterator[Step]:
    """One paper of text, whose abstract is such words, half of what a text may be."""
    corpus = _library(root)
    lines = (_rare(random.Random(n), 8) + "\n" for n in range(int(WHOLE * size / 208)))
    _papers_as_text(corpus / "a.md", 1, "".join(lines))
    yield from _built(corpus)


def rare_title(root: Path, size: float) -> Iterator[Step]:
    """One paper of text, whose title is a line as long as that."""
    corpus = _library(root)
    title = _rare(random.Random(3), int(WHOLE * size / 26))
    _papers_as_text(corpus / "a.md", 1, "It waits.", title=title)
    yield from _built(corpus)


def _of_values(field: str, value: str) -> Case:
    def case(root: Path, size: float) -> Iterator[Step]:
        """One paper of text, with a million values in a field."""
        corpus = _library(root)
        values = ", ".join(value.format(n) for n in range(int(1_000_000 * size)))
        paper = f"### Lazy Heaps\n- **{field}:** {values}\n- **Abstract**\nIt waits.\n"
        (corpus / "a.md").write_text(paper, encoding="utf-8")
        yield from _built(corpus)

    return case


def _of_lists(field: str, value: str) -> Case:
    def case(root: Path, size: float) -> Iterator[Step]:
        """The same as the members of an object in a list of JSON."""
        corpus = _library(root)
        values = [value.format(n) for n in range(int(1_000_000 * size))]
        paper = {"id": "2603.00001", "title": "Lazy Heaps", field: values}
        (corpus / "a.json").write_text(json.dumps([paper]), encoding="utf-8")
        yield from _built(corpus)

    return case


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
        ("of a fuzzy word", "lerning~", "-n", "0", "--jsonl"),
        ("of Chinese", "学习", "-n", "0", "--jsonl"),
        ("of Chinese as text", "学习", "-n", "0"),
    ):
        yield Step(name, ("search", query, *shape))


def costly_queries(root: Path, size: float) -> Iterator[Step]:
    """Twenty thousand papers in two languages, and queries that ask for much."""
    corpus = _library(root)
    text = words(400_000).split()
    rare = [f"{one}{at % 97:x}" for at, one in enumerate(text[:60_000])]
    chance = random.Random(9)

    def paper(number: int) -> Mapping[str, Any]:
        at = chance.randrange(len(text) - 130)
        of = " of the ".join(text[at : at + 12])
        own = " ".join(chance.choices(rare, k=12))
        return {
            "id": f"2603.{number:05}",
            "title": f"On {of[:70]}",
            "abstract": f"{of} {' '.join(text[at : at + 120])} {own}",
            "abstract_zh": "。".join(
                "".join(chance.choices(_HAN, k=chance.randrange(6, 25)))
                for _ in range(9)
            ),
            "date": f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}",
            "authors": [f"{one.title()} {text[at]}" for one in text[at : at + 3]],
        }

    count = int(20_000 * size)
    for day in range(max(1, count // 50)):
        few = range(day * 50, min(count, day * 50 + 50))
        _lines(corpus / f"day-{day:04}.jsonl", map(paper, few))
    yield BUILD
    some = list(dict.fromkeys(text))[:1000]
    letters = "abcdefghijklmnopqrstuvwxyz"
    run = "".join(chance.choices(_HAN, k=4000))
    for name, query in (
        ("a word", some[0]),
        ("1,000 words", " ".join(some)),
        ("1,000 words, one unknown", " ".join([*some[:999], "qqzzxx"])),
        ("1,000 unknown words", " ".join(f"{one}qz" for one in some)),
        ("500 compounds", " ".join(map("-".join, zip(some, some[500:], strict=False)))),
        ("500 phrases", " OR ".join(f'"{one} of the"' for one in some[:500])),
        ("a phrase of 1,000 words", f'"{" ".join(text[:1000])}"'),
        ("words between words", '"of the of the of the of the"~100'),
        ("words between 100 phrases", " OR ".join(f'"{w} of"~50' for w in some[:100])),
        ("1,000 excluded words", " ".join(f"-{one}" for one in some)),
        ("beginnings of a letter", " ".join(f"{one}*" for one in letters)),
        ("200 beginnings", " ".join(f"{one[:3]}*" for one in some[:200])),
        ("200 texts in words", " OR ".join(f"*{one[1:4]}*" for one in some[:200])),
        ("a letter in words", "*e*"),
        ("4,000 letters in words", f"*{'xyz' * 1334}*"),
        ("100 rough words", " ".join(f"{one}~2" for one in some[:100])),
        ("4,000 Chinese characters", run),
        ("unknown Chinese", " ".join(run[at : at + 12] for at in range(0, 600, 12))),
        ("100 patterns of digests", " OR ".join(f"in:*{n}*" for n in range(100))),
        ("a pattern of many stars", f"in:{'*a' * 40}*b"),
        (
            "28 spans of days",
            " OR ".join(f"after:2010-01-{n:02}" for n in range(1, 29)),
        ),
        ("100 authors", " OR ".join(f'au:"{n[0]} {n}"' for n in some[:100])),
    ):
        yield Step(name, ("search", "--no-update", "--", query))


CASES: dict[str, Case] = {
    "text of short lines": _of_lines("lines of few letters"),
    "Chinese of short lines": _of_lines(_HAN + "。"),
    "emoji of short lines": _of_lines("😀 🚀 a 👩‍🔬"),
    "text of many papers": ordinary_text,
    "text of headings": headings,
    "text of long headings": long_headings,
    "text in GB18030": _in_bytes("gb18030"),
    "text in UTF-16": _in_bytes("utf-16-le"),
    "text in faulty UTF-8": _in_bytes("utf-8", b"\xff\xe9"),
    "a table": rows,
    "a page of HTML": page_of_html,
    "a list in JSON": one_list,
    "JSON lines": json_lines,
    "text that is no digest": nothing_known,
    "abstracts of 15 MB": long_abstracts,
    "abstracts of 0.5 MB": longish_abstracts,
    "abstracts of rare words": rare_words,
    "one abstract of rarities": rare_abstract,
    "one title of rarities": rare_title,
    "a million authors in text": _of_values("Authors", "Ada Birch{:07}"),
    "a million subjects in text": _of_values("Subjects", "Heaps {:07}"),
    "a million links in text": _of_values("Arxiv link", "https://arxiv.org/abs/{:09}"),
    "a million authors in JSON": _of_lists("authors", "Ada Birch{:07}"),
    "a million subjects in JSON": _of_lists("categories", "Heaps {:07}"),
    "a million links in JSON": _of_lists("links", "https://arxiv.org/abs/{:09}"),
    "a title of 15 MB": long_title,
    "a paper of many authors": many_authors,
    "a paper of many keywords": many_keywords,
    "a paper on every line": many_sightings,
    "a paper in every digest": many_digests,
    "titles in a chain": chained_titles,
    "a file of zeros": zeros,
    "an archive of zeros": packed_zeros,
    "long listings": long_listings,
    "costly queries": costly_queries,
}
"""What `python -m bench.costs` measures, by the name in its table."""
