"""words.txt: the user's own terms, a bad line among them stopping no other."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.terms import NO_TERMS, PUNCTUATED
from searcher.corpus import words
from searcher.corpus.words import OwnWords, _read, own_words


def read(path: Path, data: bytes | str) -> tuple[set[str], list[str]]:
    place = path / "words.txt"
    place.write_bytes(data.encode() if isinstance(data, str) else data)
    terms, problems = own_words(place)
    return {*terms.words, *terms.phrases}, [str(problem) for problem in problems]


MINE = "# 我的词\n信任域方法\n\n  chain of thought \n#chain\nAlphaZero\n"


@pytest.mark.parametrize(
    "data",
    [
        MINE.encode(),
        MINE.encode("utf-8-sig"),
        MINE.encode("utf-16"),
        MINE.encode("gb18030"),
        MINE.replace("\n", "\r\n").encode(),
        (MINE * 3).replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "mark", "16", "gb", "crlf", "cr"],
)
def test_one_term_a_line(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == ({"信任域方法", "chain of thought"}, [])


@pytest.mark.parametrize("data", ["", "\n\r\n", "# nothing yet\n", "\ufeff"])
def test_a_file_without_terms_is_no_problem(tmp_path: Path, data: str) -> None:
    assert read(tmp_path, data) == (set(), [])


def test_no_file(tmp_path: Path) -> None:
    assert own_words(tmp_path / "words.txt") == OwnWords(NO_TERMS, ())
    assert own_words(tmp_path / "gone" / "words.txt") == OwnWords(NO_TERMS, ())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"\xff\xfe\xfd", words.UNDECODED),
        (b"see. This", PUNCTUATED),
        ("，".encode(), "neither letters nor digits, wanted a term"),
        (b"w " * 150, "more than 200 characters, wanted a term"),
        (b"w" * 5000, "more than 200 characters, wanted a term"),
        (
            "堆".encode() * 65,
            "a word of more than 64 characters, wanted a term",
        ),
    ],
)
def test_a_bad_line_stops_no_other(tmp_path: Path, line: bytes, message: str) -> None:
    data = b"\n".join((MINE.encode() * 3, line, "强化学习".encode()))
    found, problems = read(tmp_path, data)
    assert found == {"信任域方法", "chain of thought", "强化学习"}
    assert problems == [f"words.txt:20: {message}"]


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 9, bytes(500), b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0"]
)
def test_a_binary_file_is_one_problem(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == (
        set(),
        ["words.txt: no text, wanted a term a line"],
    )


def test_limits(tmp_path: Path) -> None:
    data = "".join(f"word {number}\n" for number in range(words.MOST + 5))
    found, problems = read(tmp_path, data)
    assert len(found) == words.MOST
    assert problems == ["words.txt:10001: more than 10,000 terms, read up to there"]
    data = "a b\n" + "#" * words.LARGEST + "\nc d\n"
    assert read(tmp_path, data) == (
        {"a b"},
        ["words.txt: more than 1 MiB, read up to there"],
    )
    found, problems = read(tmp_path, "a b\n" + "!\n" * 300)
    assert len(problems) == words.MOST_PROBLEMS + 1
    assert problems[-1] == "words.txt: 200 more problems like these"


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "words.txt").mkdir()
    assert own_words(tmp_path / "words.txt").problems[0].message == words.NO_FILE


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names there")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "words.txt")
    assert own_words(tmp_path / "words.txt").problems[0].message == words.NO_FILE


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "words.txt").symlink_to("words.txt")
    terms, problems = own_words(tmp_path / "words.txt")
    assert terms == NO_TERMS
    assert [str(problem) for problem in problems] == [
        "words.txt: cannot be read: too many levels of symbolic links"
    ]


@given(st.binary(max_size=300))
def test_any_bytes_at_all(data: bytes) -> None:
    terms, problems = _read(data)
    assert all(terms.words | terms.phrases.keys())
    assert len(problems) <= words.MOST_PROBLEMS + 1
