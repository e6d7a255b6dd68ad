"""Everything that can be wrong with a corpus: each its exact message, and no more lost.

Each test builds a library with the bad thing and a good digest beside it, and asks what
`searcher status` would list and whether the good papers are found.
"""

import gzip
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher
from searcher._core.tokenizer import MOST_WORDS
from searcher.corpus import digests, reading
from searcher.corpus.collecting import Gathering
from searcher.corpus.pending import pending
from searcher.corpus.scanning import scan
from searcher.settings import Library, create_library

GOOD = '{"id": "2603.09999", "title": "Good", "title_zh": "好的"}\n'
TWO = (Path(__file__).parent / "samples" / "two.md").read_text(encoding="utf-8")
BOTH = ["2603.00001", "2603.00002"]
links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


class Desk:
    """A library with one good digest, and what became of a bad one."""

    def __init__(self, root: Path) -> None:
        self.library: Library = create_library(root)
        self.corpus = self.library.corpus
        (self.corpus / "good.jsonl").write_text(GOOD, encoding="utf-8")

    def write(self, data: bytes | str, name: str = "bad.md") -> Path:
        place = self.corpus / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data.encode() if isinstance(data, str) else data)
        return place

    def problems(self) -> list[str]:
        """What an update finds wrong; the next one finds the same, and publishes
        nothing.
        """
        report = searcher.update(self.library.root)
        again = searcher.update(self.library.root)
        assert (again.changed, again.problems) == (False, report.problems)
        assert not pending(self.library, again.generation).anything
        return [str(problem) for problem in report.problems]

    def ids(self, query: str = "id:2603.* OR has:en OR has:zh") -> list[str]:
        """The papers that are found, apart from the good one, which has to be."""
        with searcher.open(self.library.root) as opened:
            found = {hit.paper.id for hit in opened.search(query, limit=None)}
        assert "2603.09999" in found
        return sorted(found - {"2603.09999"})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "library")


@pytest.mark.parametrize(
    "data",
    [
        TWO.encode("gb18030"),
        TWO.encode("utf-16"),
        TWO.encode("utf-16-le"),
        TWO.encode("utf-8-sig"),
        TWO.replace("\n", "\r\n").encode(),
        b"",
        b"\n \n",
        b"# New submissions for Mon, 2 Mar 26\n## Keyword: x\nThere is no result",
    ],
    ids=["gb18030", "utf-16", "utf-16 bare", "mark", "crlf", "empty", "blank", "none"],
)
def test_what_is_no_problem(desk: Desk, data: bytes) -> None:
    desk.write(data)
    assert desk.problems() == []
    assert desk.ids() == (BOTH if len(data) > 100 else [])


def test_stray_bytes(desk: Desk) -> None:
    desk.write(TWO.encode().replace(b"waits", b"wa\xffts").replace(b"Ada", b"\x80Ada"))
    assert desk.problems() == ["bad.md:5: not UTF-8 in 2 places, each shown as U+FFFD"]
    assert desk.ids() == BOTH


def test_nul_bytes(desk: Desk) -> None:
    desk.write(TWO.encode().replace(b"Birch", b"B\0ir\0ch"))
    assert desk.problems() == ["bad.md:5: 2 NUL characters in a text, left out"]
    assert desk.ids("author:Birch OR good") == ["2603.00001"]


@pytest.mark.parametrize(
    "gone",
    [
        " - **Abstract**\n They sort.\n",
        " - **Authors:** Ben Cedar\n",
        "排序网络\n",
        " - **中文摘要**\n 它们能够排序，而且层数很少。\n",
    ],
    ids=["abstract", "authors", "zh title", "zh abstract"],
)
def test_an_entry_may_lack_what_it_can(desk: Desk, gone: str) -> None:
    assert gone in TWO
    desk.write(TWO.replace(gone, ""))
    assert desk.problems() == []
    assert desk.ids() == BOTH


def test_an_entry_without_id(desk: Desk) -> None:
    desk.write(TWO.replace("2603.00002", ""))
    assert desk.problems() == []
    first, made = desk.ids()
    assert first == "2603.00001"
    assert made.startswith("t-")


def test_an_entry_without_a_title(desk: Desk) -> None:
    desk.write(TWO.replace("### Sorting Networks\n排序网络\n", "###\n"))
    assert desk.problems() == [
        "bad.md:11: an entry without a title, wanted one above its fields"
    ]
    assert desk.ids() == BOTH[:1]


def test_a_declared_count_that_differs(desk: Desk) -> None:
    header, rest = TWO.split("\n", 1)
    desk.write(f"{header}\n今天共有 3 篇相关文章\n{rest}")
    assert desk.problems() == ["bad.md:2: 2 papers found, 3 declared"]
    assert desk.ids() == BOTH


@pytest.mark.parametrize("end", ["### Sorting Netw", "### Sorting Networks\n排序"])
def test_a_last_entry_that_was_cut_off(desk: Desk, end: str) -> None:
    desk.write(TWO[: TWO.index("### Sorting")] + end)
    assert desk.problems() == [f"bad.md:11: {digests.BARE}"]
    first, made = desk.ids()
    assert (first, made[:2]) == ("2603.00001", "t-")


def test_a_header_alone(desk: Desk) -> None:
    desk.write("# New submissions for Mon, 2 Mar 26\n")
    assert desk.problems() == [
        "bad.md: a header without papers, wanted entries or `There is no result`"
    ]


def test_a_hundred_megabytes_on_one_line(desk: Desk) -> None:
    desk.write(TWO.encode() + b"word " * 20_000_000)
    assert desk.problems() == [
        f"bad.md:11: {reading.TOO_MANY_WORDS}",
        "bad.md:19: a line of more than 1,000,000 characters, read up to there",
    ]
    assert desk.ids() == BOTH


def test_a_hundred_megabytes_on_one_line_of_json(desk: Desk) -> None:
    line = b'{"id": "2603.00001", "title": "T"}\n'
    desk.write(line + b'{"title": "' + b"word " * 20_000_000 + b'"}\n', "bad.jsonl")
    assert desk.problems() == [
        "bad.jsonl:2: a line of more than 16 MiB, wanted one paper a line"
    ]
    assert desk.ids() == BOTH[:1]


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50,
        bytes(100_000),
        b"\x7fELF" + os.urandom(1000),
        b"just a note to myself\n",
        gzip.compress(bytes(range(256)) * 40),
    ],
    ids=["png", "zeros", "elf", "note", "packed"],
)
def test_a_file_that_is_no_digest(desk: Desk, data: bytes) -> None:
    desk.write(data)
    assert desk.problems() == [
        "bad.md: nothing recognised in it, wanted a digest or JSON lines"
    ]
    assert desk.ids() == []


def test_a_broken_line_of_json(desk: Desk) -> None:
    lines = [
        '{"id": "2603.00001", "title": "One"}',
        '{"id": "2603.0000',
        "[1, 2]",
        '{"id": "2603.00003"}',
        '{"id": "2603.00002", "title": "Two", "abstract": 7}',
    ]
    desk.write("\n".join(lines), "bad.jsonl")
    assert desk.problems() == [
        "bad.jsonl:2: broken JSON, unterminated string starting at at character 8",
        "bad.jsonl:3: JSON, but no object, wanted one paper a line",
        "bad.jsonl:4: an object with no title, wanted one",
        "bad.jsonl:5: abstract is a number, wanted a text",
    ]
    assert desk.ids() == BOTH


def test_a_text_of_too_many_words(desk: Desk) -> None:
    words = ["word"] * MOST_WORDS
    whole = {"id": "2603.00001", "title": "Whole", "abstract": " ".join(words)}
    words[-1:] = ["last", "lost"]
    longer = {"id": "2603.00002", "title": "Long", "abstract": " ".join(words)}
    han = {
        "id": "2603.00003",
        "title": "长",
        "abstract": "的堆。" * (MOST_WORDS // 3 + 1),
    }
    lines = (json.dumps(each, ensure_ascii=False) for each in (whole, longer, han))
    desk.write("\n".join(lines), "bad.jsonl")
    message = f"a text of more than {MOST_WORDS:,} words, indexed up to there"
    assert message == reading.TOO_MANY_WORDS
    assert desk.problems() == [f"bad.jsonl:2: {message}", f"bad.jsonl:3: {message}"]
    assert desk.ids("last OR good") == ["2603.00002"]
    assert desk.ids("lost OR good") == []


@links
def test_a_loop_of_links(desk: Desk) -> None:
    desk.write(TWO, "in/bad.md")
    (desk.corpus / "in" / "top").symlink_to(desk.corpus)
    (desk.corpus / "in" / "self").symlink_to("self")
    assert desk.problems() == [
        "in/self: cannot be read: too many levels of symbolic links",
        "in/top: a link to a folder that holds it, not followed",
    ]
    assert desk.ids() == BOTH


@links
def test_a_link_to_nothing(desk: Desk) -> None:
    (desk.corpus / "gone.md").symlink_to("nowhere")
    assert desk.problems() == ["gone.md: cannot be read: no such file or directory"]


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names there")
def test_a_pipe_among_the_digests(desk: Desk) -> None:
    os.mkfifo(desk.corpus / "pipe")
    assert desk.problems() == ["pipe: a device or pipe, wanted a file"]


def test_a_compressed_file_that_is_cut_short(desk: Desk) -> None:
    line = '{{"id": "2603.{0:05}", "title": "Paper {0}"}}\n'
    data = gzip.compress("".join(map(line.format, range(20_000))).encode())
    desk.write(data[: len(data) // 2], "bad.jsonl.gz")
    first, *rest = desk.problems()
    assert first == (
        "bad.jsonl.gz: damaged or cut short, read up to there: "
        "Compressed file ended before the end-of-stream marker was reached"
    )
    assert len(rest) <= 1  # the line where it was cut
    assert len(desk.ids()) > 1000


class Shut:
    """A folder in which nobody may look any more, as when its disk drops off.

    Who runs the tests may read everything, so rights do not do; a link that leads to
    itself in place of the folder is refused by the system itself.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._aside = folder, folder.parent.parent / "aside"

    def __enter__(self) -> None:
        self._folder.rename(self._aside)
        self._folder.symlink_to(self._folder.name)

    def __exit__(self, *why: object) -> None:
        self._folder.unlink()
        self._aside.rename(self._folder)


@links
def test_a_folder_that_cannot_be_read_keeps_its_papers(desk: Desk) -> None:
    desk.write(TWO, "in/bad.md")
    assert desk.problems() == []
    with Shut(desk.corpus / "in"):
        desk.write('{"id": "2603.00003", "title": "New"}', "new.jsonl")
        assert desk.problems() == [
            "in: cannot be read: too many levels of symbolic links"
        ]
        assert desk.ids() == [*BOTH, "2603.00003"]
    assert desk.problems() == []
    assert desk.ids() == [*BOTH, "2603.00003"]


@links
def test_a_digest_that_cannot_be_read_keeps_its_papers(desk: Desk) -> None:
    place = desk.write(TWO)
    assert desk.problems() == []
    place.unlink()
    place.symlink_to(place.name)
    assert desk.problems() == [
        "bad.md: cannot be read: too many levels of symbolic links"
    ]
    assert desk.ids() == BOTH


def test_a_file_that_disappears_before_it_is_read(desk: Desk) -> None:
    place = desk.write(TWO)
    found = scan(desk.corpus)
    place.unlink()
    gathering = Gathering(found.digests)
    assert [sighting.paper.id for sighting in gathering] == ["2603.09999"]
    assert [str(problem) for problem in gathering.problems] == [
        "bad.md: cannot be read: no such file or directory"
    ]


def test_a_file_that_is_cut_while_it_is_read(desk: Desk) -> None:
    line = '{{"id": "2603.{0:05}", "title": "Paper {0}", "abstract": "{1}"}}\n'
    rows = "".join(line.format(number, "word " * 100) for number in range(5000))
    place = desk.write(rows, "long.jsonl")
    items: Iterator[object] = iter(Gathering(scan(desk.corpus).digests))
    assert len([next(items) for _ in range(10)]) == 10
    with place.open("r+b") as file:
        file.truncate(1000)
    assert len(list(items)) < 5000


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be there")
@pytest.mark.parametrize(
    "name",
    [
        "2025-02-19 02:43:11 with spaces.md",
        "周报/二月 5 日：论文.md",
        "two\nlines.md",
        "tab\tquote\"back\\slash'.md",
        "-n.md",
        "*?[x].md",
        "\N{PILE OF POO}.md",
        "e\u0301.md",
        " .md",
        "a" * 250,
    ],
)
def test_odd_names_are_only_names(desk: Desk, name: str) -> None:
    place = desk.write(TWO, name)
    assert desk.problems() == []
    with searcher.open(desk.library.root) as opened:
        (hit,) = opened.search("lazy heaps").hits
        assert [seen.digest for seen in hit.paper.seen] == [name]
    place.write_text(TWO.replace("### Sorting Networks\n排序网络\n", "###\n"), "utf-8")
    assert len(desk.problems()) == 1
    place.unlink()
    report = searcher.update(desk.library.root)
    assert report.removed == (name,)
    assert desk.ids() == []


def undecodable(folder: Path) -> Path | None:
    """A file whose name is not UTF-8, where the system has such names."""
    name = os.fsencode(str(folder)) + b"/caf\xe9.md"
    try:
        with open(name, "wb") as file:  # noqa: PTH123 - no Path of bytes
            file.write(TWO.encode())
    except (OSError, UnicodeError):
        return None
    return Path(os.fsdecode(name))


def test_a_name_that_is_not_utf8(desk: Desk) -> None:
    place = undecodable(desk.corpus)
    if place is None or not place.exists():
        pytest.skip("names of files are text here")
    assert desk.problems() == []
    assert desk.ids() == BOTH
    with searcher.open(desk.library.root) as opened:
        found = opened.search("lazy").to_json()
    assert json.dumps(found, ensure_ascii=False).encode()
    assert found["hits"][0]["paper"]["seen"][0]["digest"] == "caf\\xe9.md"


def test_a_corpus_that_is_only_read(desk: Desk) -> None:
    """Rights do not stop root, so every file and folder is compared with before."""
    desk.write(TWO)
    desk.write(TWO.encode("gb18030"), "in/gb.md")
    desk.write(b"\x89PNG", "in/bad.png")
    for path in sorted(desk.corpus.rglob("*"), reverse=True):
        path.chmod(0o555 if path.is_dir() else 0o444)
    desk.corpus.chmod(0o555)
    before = listing(desk.corpus)
    desk.problems()
    searcher.rebuild(desk.library.root)
    assert desk.ids() == BOTH
    assert listing(desk.corpus) == before
    for path in (desk.corpus, desk.corpus / "in"):
        path.chmod(0o755)  # so that the temporary folder can be removed


def listing(folder: Path) -> list[tuple[str, int, int, bytes]]:
    return [
        (str(path), path.stat().st_mtime_ns, path.stat().st_mode, read(path))
        for path in sorted((folder, *folder.rglob("*")))
    ]


def read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
