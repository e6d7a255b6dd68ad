"""Work grows as the input does, however often one paper, title or value comes back.

Counted in calls of functions, and for values in how often they are hashed or compared:
times say little on a busy machine.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import searcher
from searcher.corpus.changes import within
from searcher.corpus.merging import combine
from searcher.model import Paper, Seen
from searcher.settings import Library, create_library

SIZES = (100, 200, 400)
PAPER = {"id": "2603.00001", "title": "Lazy Heaps", "abstract": "A heap that waits."}


def check_linear(figures: list[int]) -> None:
    """The second doubling adds twice what the first one does, some noise apart."""
    one, two, four = figures
    assert four - two < 2.4 * max(two - one, one // 10), figures


def write(library: Library, name: str, papers: Iterable[Mapping[str, Any]]) -> None:
    lines = "".join(json.dumps(paper) + "\n" for paper in papers)
    (library.corpus / name).write_text(lines, encoding="utf-8")


def one_file(library: Library, count: int) -> None:
    write(library, "a.jsonl", ({**PAPER, "title": f"T {n}"} for n in range(count)))


def many_files(library: Library, count: int) -> None:
    for number in range(count):
        write(library, f"{number:04}.jsonl", [PAPER])


def chain(library: Library, count: int) -> None:
    """Each shares a title with the next, so that one touched touches all."""
    papers = (
        {"id": f"2603.{n:05}", "title": {"en": f"T {n}", "zh": f"T {n + 1}"}}
        for n in range(count)
    )
    write(library, "a.jsonl", papers)


def one_title(library: Library, count: int) -> None:
    papers = ({"id": f"2603.{n:05}", "title": "Lazy Heaps"} for n in range(count))
    write(library, "a.jsonl", papers)


def no_ids(library: Library, count: int) -> None:
    papers = [{"title": "Lazy Heaps", "abstract": f"A {n}"} for n in range(count)]
    write(library, "a.jsonl", [PAPER, *papers])


def keywords(library: Library, count: int) -> None:
    write(library, "a.jsonl", ({**PAPER, "keywords": [f"k{n}"]} for n in range(count)))


def authors(library: Library, count: int) -> None:
    names = [f"Ada B{n}" for n in range(count * 10)]
    write(library, "a.jsonl", [{**PAPER, "authors": names}])


def one_more(library: Library) -> None:
    write(library, "more.jsonl", [PAPER, {"title": "T 0"}])


def all_again(library: Library) -> None:
    for place in library.corpus.iterdir():
        if place.suffix == ".jsonl":
            place.write_text(place.read_text() + "\n" + json.dumps(PAPER) + "\n")


def first_gone(library: Library) -> None:
    """And with it half of what the paper was merged from, where there are many."""
    every = sorted(library.corpus.glob("*.jsonl"))
    for place in every[: max(1, len(every) // 3)]:
        place.unlink()


@pytest.mark.parametrize("change", [one_more, all_again, first_gone])
@pytest.mark.parametrize(
    "make", [one_file, many_files, chain, one_title, no_ids, keywords, authors]
)
def test_builds(
    tmp_path: Path,
    make: Callable[[Library, int], None],
    change: Callable[[Library], None],
    calls: Callable[[Callable[[], object]], int],
) -> None:
    first: list[int] = []
    later: list[int] = []
    for size in (10, *SIZES):  # at first, what is imported once
        library = create_library(tmp_path / str(size))
        make(library, size)
        root = library.root
        first.append(calls(lambda: searcher.update(root)))  # noqa: B023
        change(library)
        update = lambda: searcher.update(root, accept_removals=True)  # noqa: B023, E731
        later.append(calls(update))
    check_linear(first[1:])
    check_linear(later[1:])


class Word(str):
    """A text that counts how often it is hashed or compared."""

    __slots__ = ()
    looks = 0

    def __hash__(self) -> int:
        Word.looks += 1
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        Word.looks += 1
        return super().__eq__(other)


def looks(work: Callable[[], object]) -> int:
    before = Word.looks
    work()
    return Word.looks - before


def same_paper(count: int) -> Iterator[Paper]:
    for number in range(count):
        yield Paper(
            "2603.00001",
            keywords=(Word(f"k{number}"),),
            seen=(Seen(Word(f"{number}.md")),),
        )


def test_merging_looks_at_each_value_a_few_times() -> None:
    every = [list(same_paper(size)) for size in SIZES]
    check_linear([looks(lambda: combine(*papers)) for papers in every])  # noqa: B023


def test_places_that_cannot_be_read_are_looked_up() -> None:
    """As when thousands of links lead nowhere."""

    def work(size: int) -> int:
        places = tuple(Word(f"{n}.md") for n in range(size))
        names = [Word(f"{n}.md") for n in range(size)]
        return looks(lambda: within(names, places))

    check_linear([work(size) for size in SIZES])
