"""Files of every kind, good and bad: none raises, none stops another."""

import gzip
import lzma
import os
import sys
from pathlib import Path
from time import process_time

import pytest

from searcher.corpus.reading import MOST, Reading
from searcher.model import DigestState, Sighting

DIGEST = (Path(__file__).parent / "samples" / "two.md").read_text(encoding="utf-8")
LINE = b'{"id": "%d", "title": "T %d"}\n'
UNKNOWN = "d: nothing recognised in it, wanted a digest or JSON lines"


def read(path: Path) -> tuple[list[Sighting], list[str], DigestState | None]:
    reading = Reading(path, "d")
    found = list(reading)
    return found, [str(problem) for problem in reading.problems], reading.state


def write(path: Path, data: bytes) -> Path:
    place = path / "any name"
    place.write_bytes(data)
    return place


def ids(found: list[Sighting]) -> list[str]:
    return [sighting.paper.id for sighting in found]


def many(count: int) -> bytes:
    return b"".join(LINE % (number, number) for number in range(count))


@pytest.mark.parametrize(
    "data",
    [
        DIGEST.encode(),
        DIGEST.encode("utf-8-sig"),
        DIGEST.encode("gb18030"),
        DIGEST.encode("utf-16"),
        DIGEST.encode("utf-16-be"),
        DIGEST.replace("\n", "\r\n").encode(),
        DIGEST.replace("\n", "\r").encode(),
        gzip.compress(DIGEST.encode()),
        lzma.compress(DIGEST.encode("gb18030")),
    ],
    ids=["utf-8", "mark", "gb", "16", "16be", "crlf", "cr", "gz", "xz"],
)
def test_a_digest_in_any_dress(tmp_path: Path, data: bytes) -> None:
    found, problems, state = read(write(tmp_path, data))
    assert ids(found) == ["2603.00001", "2603.00002"]
    assert found[0].paper.title.zh == "惰性堆"
    assert found[0].paper.keywords == ("排序",)
    assert problems == []
    assert state is not None
    assert (state.path, state.size, state.entries) == ("d", len(data), 2)


@pytest.mark.parametrize(
    "data",
    [
        many(3),
        b"\xef\xbb\xbf" + many(3),
        many(3).decode().encode("utf-16"),
        gzip.compress(many(3)),
        gzip.compress(many(1)) + gzip.compress(many(3)[len(many(1)) :]),
        lzma.compress(many(3)),
        lzma.compress(many(1)) + lzma.compress(many(3)[len(many(1)) :]),
    ],
    ids=["plain", "mark", "16", "gz", "two gz", "xz", "two xz"],
)
def test_json_lines_in_any_dress(tmp_path: Path, data: bytes) -> None:
    found, problems, state = read(write(tmp_path, data))
    assert (ids(found), problems) == (["0", "1", "2"], [])
    assert [sighting.line for sighting in found] == [1, 2, 3]
    assert state is not None
    assert state.size == len(data)


@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_no_problem(tmp_path: Path, data: bytes) -> None:
    found, problems, state = read(write(tmp_path, data))
    assert (found, problems) == ([], [])
    assert state is not None


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50,
        bytes(100_000),
        b"\0",
        b"%PDF-1.7\n" + bytes(range(128, 256)) * 9,
        b"some notes\n",
        b"some n\0tes \xff\n",
        gzip.compress(bytes(range(256)) * 40),
        b"{\n" * 5,
        b"x" * 5_000_000,
    ],
)
def test_what_is_no_digest_is_one_problem(tmp_path: Path, data: bytes) -> None:
    found, problems, state = read(write(tmp_path, data))
    assert (found, problems) == ([], [UNKNOWN])
    assert state is not None


def test_bytes_that_are_not_utf8_are_one_problem(tmp_path: Path) -> None:
    data = DIGEST.encode().replace(b"waits", b"wa\xffts").replace(b"sort.", b"sor\xfe.")
    found, problems, _ = read(write(tmp_path, data.replace(b"Cedar", b"C\0ed\0ar")))
    assert found[0].paper.abstract.en == "A heap that wa\ufffdts."
    assert found[1].paper.authors == ("Ben Cedar",)
    assert problems == [
        "d:8: not UTF-8 in 2 places, each shown as U+FFFD",
        "d:13: 2 NUL characters in a text, left out",
    ]


PAGE = (
    b"<!doctype html><html><body>\n<h2>Lantern \xff Clocks</h2>\n"
    b"<p>We \0wind lanterns and clocks, and they tell the time of day.</p>\n"
    b'<a href="https://arxiv.org/abs/2603.00001">arXiv</a></body></html>\n'
)
WORDS_FIRST = b'hello\n{"id": "2603.00001", "title": "A \xff clock \0"}\n'


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (PAGE, {"d:2: not UTF-8 in 1 places", "d:3: 1 NUL characters in a text"}),
        (
            WORDS_FIRST,
            {"d:2: not UTF-8 in 1 places", "d:2: 1 NUL characters in a text"},
        ),
    ],
)
def test_bytes_are_told_of_whatever_the_format(
    tmp_path: Path, data: bytes, faults: set[str]
) -> None:
    found, problems, _ = read(write(tmp_path, data))
    assert ids(found) == ["2603.00001"]
    told = {one.split(", ")[0] for one in problems if "UTF-8" in one or "NUL" in one}
    assert told == faults


def test_a_hundred_megabytes_on_one_line(tmp_path: Path) -> None:
    long = b"word " * 20_000_000
    found, problems, state = read(write(tmp_path, DIGEST.encode() + long + b"\n"))
    assert ids(found) == ["2603.00001", "2603.00002"]
    assert problems == [
        "d:11: a text of more than 65,535 words, indexed up to there",
        "d:19: a line of more than 1,000,000 characters, read up to there",
    ]
    assert state is not None
    found, problems, _ = read(
        write(tmp_path, many(1) + b'{"a":"' + long + b'"}\n' + many(2))
    )
    assert ids(found) == ["0", "0", "1"]
    assert problems == ["d:2: a line of more than 16 MiB, wanted one paper a line"]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress], ids=["gz", "xz"])
def test_what_a_cut_archive_still_holds_is_read(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    data = pack(many(15_000))
    found, problems, _ = read(write(tmp_path, data[: len(data) // 2]))
    assert 1000 < len(found) < 15_000
    assert problems[0] == (
        "d: damaged or cut short, read up to there: "
        "Compressed file ended before the end-of-stream marker was reached"
    )
    assert problems[1:] in ([], problems[1:2])


def test_what_only_begins_like_an_archive(tmp_path: Path) -> None:
    for head in (b"\x1f\x8b", b"\xfd7zXZ\0"):
        found, problems, _ = read(write(tmp_path, head + b"nonsense" * 9))
        assert found == []
        assert len(problems) == 1
        assert problems[0].startswith("d: damaged or cut short")


def test_a_first_line_that_hides_the_others(tmp_path: Path) -> None:
    found, problems, _ = read(write(tmp_path, b"[" * 200_000 + b"\n" + many(2)))
    assert ids(found) == ["0", "1"]
    assert problems == ["d:1: broken JSON, nested too deep"]


def test_lines_without_any_json_are_one_problem(tmp_path: Path) -> None:
    assert read(write(tmp_path, b'{"a\n{"b\n'))[1] == [UNKNOWN]
    assert read(write(tmp_path, b'{"a\n'))[1] == [
        "d:1: broken JSON, unterminated string starting at at character 2"
    ]
    assert len(read(write(tmp_path, b'{"a\n{"b\n{}\n'))[1]) == 3


def test_problems_have_an_end(tmp_path: Path) -> None:
    data = many(1) + b"{\n" * (MOST + 5) + many(1)
    found, problems, _ = read(write(tmp_path, data))
    assert len(found) == 2
    assert len(problems) == MOST + 1
    assert problems[-1] == "d: 5 more problems like these"


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    for path, why in [
        (tmp_path, "a folder, wanted a file"),
        (tmp_path / "gone", "no such file or directory"),
    ]:
        assert read(path) == ([], [f"d: cannot be read: {why}"], None)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names there")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert read(tmp_path / "pipe") == (
        [],
        ["d: cannot be read: a device or pipe, wanted a file"],
        None,
    )


def test_permission_denied(tmp_path: Path) -> None:
    path = write(tmp_path, DIGEST.encode())
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("who runs this may read everything")
    assert read(path) == ([], ["d: cannot be read: permission denied"], None)


def test_progress_counts_the_bytes_on_disk(tmp_path: Path) -> None:
    path = write(tmp_path, gzip.compress(os.urandom(1_000_000)))
    seen: list[int] = []
    reading = Reading(path, "d", progress=seen.append)
    list(reading)
    assert seen == sorted(seen)
    assert len(seen) > 1
    assert seen[-1] == path.stat().st_size


def test_a_reading_that_is_left_early_closes_the_file(tmp_path: Path) -> None:
    reading = Reading(write(tmp_path, many(100_000)), "d")
    items = iter(reading)
    next(items)
    items.close()  # type: ignore[attr-defined]
    assert reading.state is None


@pytest.mark.parametrize(
    "line",
    [
        "- **Arxiv link:** " + "-a" * 500_000,
        "- **Authors:** " + "(a, " * 150_000 + ")" * 150_000,
        "- **Authors:** " + "(a)" * 300_000,
        "- **Subjects:** " + "(a" * 400_000,
        "- " * 400_000 + "x",
        "# " + "#" * 900_000 + "x",
        "### " + " #" * 400_000 + "x",
        "Keyword: " + "k " * 400_000,
        "by " + "x" * 900_000,
        "- **Abstract" + " " * 900_000 + "*",
        "\n" * 900_000 + "x",
        "- **Abstract**\nx\n" * 20_000,
    ],
    ids=range(12),
)
def test_no_line_takes_long(tmp_path: Path, line: str) -> None:
    """Each of these is quadratic for some innocent regular expression."""
    start = process_time()
    read(write(tmp_path, DIGEST.encode() + line.encode() + b"\n" + DIGEST.encode()))
    assert process_time() - start < 5
