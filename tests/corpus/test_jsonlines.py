"""JSON lines: one at a time, and a bad one stops no other."""

import json
import tracemalloc
from collections.abc import Iterator
from datetime import date as Date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.jsonlines import looks_like, read
from searcher.corpus.lines import KEPT, LONGEST, Line, lines, shortened
from searcher.model import Paper, Problem, Seen, Sighting

ONE = '{"id": "2603.00001", "title": "One", "date": "2026-03-02"}'
TWO = '{"id": "2603.00002", "title": "二叉"}'


def papers(*chunks: bytes, name: str = "2026-01-07.jsonl") -> list[Paper]:
    found = [item for item in read(chunks, name=name) if isinstance(item, Sighting)]
    return [sighting.paper for sighting in found]


def problems(*chunks: bytes) -> list[str]:
    found = read(chunks, name="x.jsonl")
    return [str(item) for item in found if isinstance(item, Problem)]


def test_a_sighting_has_its_line_its_digest_and_a_day() -> None:
    items = [*read([f"{ONE}\n\n{TWO}".encode()], name="a/2026-01-07.jsonl")]
    assert [item.line for item in items] == [1, 3]
    first, second = papers(f"{ONE}\n{TWO}".encode())
    assert first.seen == (Seen("2026-01-07.jsonl", Date(2026, 3, 2)),)
    assert second.seen == (Seen("2026-01-07.jsonl", Date(2026, 1, 7)),)
    assert (first.date, second.date) == (Date(2026, 3, 2), Date(2026, 1, 7))
    assert papers(TWO.encode(), name="x")[0].seen == (Seen("x", None),)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\n\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_line_ends_and_encodings(end: bytes, encoding: str) -> None:
    data = end.join(text.encode(encoding) for text in (ONE, TWO))
    assert [paper.title.zh or paper.title.en for paper in papers(data)] == [
        "One",
        "二叉",
    ]


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (b'{"id": 1', "broken JSON, expecting ',' delimiter at character 9"),
        (b"", None),
        (b"\0 \t", None),
        (b"nonsense", "broken JSON, expecting value at character 1"),
        (b"[" * 100_000, "broken JSON, nested too deep"),
        (b"[1]", "JSON, but no object, wanted one paper a line"),
        (b"null", "JSON, but no object, wanted one paper a line"),
        (b"{}", "an object with no title, wanted one"),
        (b'{"title": 7}', None),
        (b" " * LONGEST + b"1", "a line of more than 16 MiB, wanted one paper a line"),
    ],
)
def test_a_bad_line_stops_no_other(bad: bytes, problem: str | None) -> None:
    data = b"\n".join((ONE.encode(), bad, TWO.encode()))
    assert len(papers(data)) == 2
    if problem:
        assert problems(data) == [f"x.jsonl:2: {problem}"]


def test_bytes_that_had_to_go_are_one_problem_of_the_file() -> None:
    bad = ONE.encode().replace(b"One", b"O\xffn\0e")
    data = b"\n".join((TWO.encode(), bad, bad))
    assert [paper.title.en for paper in papers(data)][1:] == ["O\ufffdne"] * 2
    assert problems(data) == [
        "x.jsonl:2: not UTF-8 in 2 places, each shown as U+FFFD",
        "x.jsonl:2: 2 NUL characters in a text, left out",
    ]


def test_memory_does_not_grow_with_the_file() -> None:
    line = json.dumps({"id": "1", "title": "T", "abstract": "word " * 200}).encode()

    def chunks() -> Iterator[bytes]:
        for _ in range(200):
            yield (line + b"\n") * 20

    tracemalloc.start()
    count = sum(1 for _ in read(chunks(), name="x"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4000
    assert peak < 1 << 20


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (ONE, True),
        ('  {"id"', True),
        ("{\n", True),
        ("{}", True),
        ("broken\n" + ONE + "\n" + ONE, True),
        ("", False),
        ("{\\em Title}\n", False),
        ("Title\n- Abstract\n" + ONE, False),
        ("[" + ONE + "]", False),
    ],
)
def test_it_is_known_by_its_content(head: str, expected: bool) -> None:
    assert looks_like(head.encode()) is expected


@given(st.lists(st.sampled_from([b"a", b"\n", b"\r", b"\r\n", b"bc"]), max_size=12))
def test_lines_are_the_same_wherever_the_stream_is_cut(chunks: list[bytes]) -> None:
    expected = (
        b"".join(chunks).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    )
    cut = [bytes([byte]) for byte in b"".join(chunks)]
    for way in (chunks, cut, [b"".join(chunks)]):
        assert [*lines(way)] == [Line(n, line) for n, line in enumerate(expected, 1)]


def test_a_line_too_long_is_not_kept() -> None:
    chunks = [b"x" * (LONGEST // 2)] * 3 + [b"\nshort"]
    assert [*lines(chunks)] == [Line(1, None), Line(2, b"short")]
    assert [*lines([b"x" * LONGEST])] == [Line(1, b"x" * LONGEST)]


@pytest.mark.parametrize("size", [1000, 4096, 7_000_000])
def test_a_text_is_shortened_between_characters(size: int) -> None:
    data = ("一行\n" + "长" * 2_000_000 + "\n末\n").encode()
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    first, long, *rest = b"".join(shortened(chunks)).decode().split("\n")
    assert (first, rest) == ("一行", ["末", ""])
    assert KEPT <= len(long.encode()) <= KEPT + 3
    assert set(long) == {"长"}


def test_a_text_without_long_lines_stays_as_it_is() -> None:
    chunks = [b"a\nb", b"c\n", b"", b"d" * KEPT, b"\n\n"]
    assert b"".join(shortened(chunks)) == b"".join(chunks)
