"""A digest is parsed as it comes: the same in whatever pieces, holding little."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus import digests, entries, layout
from searcher.corpus.digests import Parsing, lines_of, parse
from searcher.corpus.tables import Tables
from searcher.model import Problem, Sighting

ENTRY = (
    "### Lazy Heaps {0}\n- **Authors:** Di Elm\n- **Abstract**\nA heap that waits.\n"
)
PLAIN = (
    "Lazy Heaps {0}\n惰性堆\n- Authors: Di Elm\n"
    "- Abstract\nA heap.\n- 中文摘要\n一个堆。\n"
)
TABLE = "|Title|Authors|\n|---|---|\n|Trees {0}|Ed Fir|\n|Roots {0}|Ed Fir|\n\n"


@given(
    st.lists(st.sampled_from(["a", "\n", "\r", "\r\n", "bc"]), max_size=20),
    st.integers(1, 5),
)
def test_lines_do_not_depend_on_the_pieces(parts: list[str], size: int) -> None:
    text = "".join(parts)
    pieces = (text[at : at + size] for at in range(0, len(text), size))
    assert list(lines_of(pieces)) == re.split(r"\r\n|\n|\r", text)


@pytest.mark.parametrize("entry", [ENTRY, PLAIN, ENTRY + TABLE])
def test_what_follows_the_beginning_is_read_by_its_habits(
    entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(entry.format(number) for number in range(300))
    whole = parse(text, path="d.md")
    assert len(whole.sightings) >= 300
    assert whole.problems == ()
    monkeypatch.setattr(digests, "BEGINNING", 100)
    assert sorted(parse(text, path="d.md").sightings, key=lambda s: s.line) == list(
        whole.sightings
    )
    assert parse(text, path="d.md").problems == ()


def test_papers_come_before_the_end_is_read() -> None:
    read = 0

    def pieces() -> Iterator[str]:
        nonlocal read
        for number in range(30_000):
            read += 1
            yield ENTRY.format(number)

    papers = 0
    for item in Parsing(pieces(), path="d.md"):
        assert isinstance(item, Sighting)
        papers += 1
        # the beginning, a draft, and the next ones that show where it ends
        assert read <= max(digests.BEGINNING // 4, papers) + 4
    assert papers == 30_000


@pytest.mark.parametrize(
    "line",
    ["ab", "# a", "**Foo:** b", "- Abstract\nab", "- Authors: ab", "> a", "", "a|b"],
)
def test_endless_lines_are_not_held(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by a segment nor by a draft, and the papers around them are found."""
    monkeypatch.setattr(digests, "BEGINNING", 50)
    monkeypatch.setattr(layout, "MOST_KEPT", 1000)
    monkeypatch.setattr(layout, "MOST_ASIDES", 10)
    monkeypatch.setattr(entries, "MOST_OF_A_DRAFT", 3000)
    text = "".join(ENTRY.format(number) for number in range(20))
    endless = f"{text}\n{line}\n" + f"{line}\n" * 3000 + "## b\n\n" + text
    found = layout.cut
    most = 0

    def measured(marks: object) -> Iterator[layout.Segment]:
        nonlocal most
        for segment in found(marks):  # type: ignore[arg-type]
            most = max(most, len(segment.texts) + len(segment.asides))
            yield segment

    monkeypatch.setattr(digests, "cut", measured)
    items = list(Parsing([endless], path="d.md"))
    assert most <= 1000
    names = [item.paper.title.en for item in items if isinstance(item, Sighting)]
    assert names[-19:] == [f"Lazy Heaps {number}" for number in range(1, 20)]
    assert names[:19] == [f"Lazy Heaps {number}" for number in range(19)]
    quiet = ("", "# a", "- Abstract\nab")  # of which nothing is left out
    assert line in quiet or any(isinstance(item, Problem) for item in items)


def test_of_a_table_some_rows_are_read_together() -> None:
    rows = "".join(f"|Trees {number}|Ed Fir|\n" for number in range(25_000))
    tables = Tables(lines_of([f"|Title|Authors|\n|---|---|\n{rows}\nend"]), path="d")
    most = papers = 0
    for line in tables:
        last = line
        most = max(most, len(tables.sightings))
        papers += len(tables.sightings)
        tables.sightings.clear()
    papers += len(tables.sightings)
    assert (papers, last) == (25_000, "end")
    assert most <= 10_000
