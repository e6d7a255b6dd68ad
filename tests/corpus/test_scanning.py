"""What is a digest and what is not, in any layout of folders, links and traps."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.scanning import (
    MISPLACED,
    UNREAD,
    Found,
    Scan,
    is_digest,
    readable,
    scan,
)
from searcher.model import Problem

links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


def write(corpus: Path, *names: str) -> None:
    for name in names:
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")


def names(found: Scan) -> list[str]:
    return [digest.name for digest in found.digests]


def test_every_file_in_every_folder_by_name(tmp_path: Path) -> None:
    write(tmp_path, "b/2.md", "a.txt", "b/1.jsonl.gz", "b/c/周 报:1.txt", "no suffix")
    found = scan(tmp_path)
    assert names(found) == [
        "a.txt",
        "b/1.jsonl.gz",
        "b/2.md",
        "b/c/周 报:1.txt",
        "no suffix",
    ]
    assert (found.problems, found.unreadable) == ((), ())
    path = tmp_path / "b" / "2.md"
    status = path.stat()
    assert found.digests[2] == Found("b/2.md", 6, status.st_mtime_ns, str(path))
    assert found.digests[2].path == path


def test_what_is_skipped(tmp_path: Path) -> None:
    skipped = [
        ".hidden",
        ".git/x",
        "README",
        "README.md",
        "a/README.txt",
        "README.d/x.md",
        "x.part",
        "words.txt",
    ]
    write(tmp_path, *skipped, "a/words.txt", "readme.md", "a.part.md", "parts")
    found = scan(tmp_path)
    assert names(found) == ["a.part.md", "a/words.txt", "parts", "readme.md"]
    assert found.problems == (Problem("words.txt", 0, MISPLACED),)
    assert not any(map(is_digest, skipped))
    assert all(map(is_digest, names(scan(tmp_path))))


def test_a_corpus_that_is_not_there(tmp_path: Path) -> None:
    assert scan(tmp_path / "gone") == Scan(
        tmp_path / "gone",
        [],
        (Problem(".", 0, "cannot be read: no such file or directory"),),
        ("",),
    )
    write(tmp_path, "file")
    assert scan(tmp_path / "file").unreadable == ("",)


def test_an_empty_corpus(tmp_path: Path) -> None:
    assert scan(tmp_path) == Scan(tmp_path, [])


@links
def test_links_are_followed(tmp_path: Path) -> None:
    write(tmp_path, "elsewhere/1.md", "elsewhere/in/2.md", "corpus/0.md")
    corpus = tmp_path / "corpus"
    (corpus / "folder").symlink_to(tmp_path / "elsewhere")
    (corpus / "file.md").symlink_to(tmp_path / "elsewhere" / "1.md")
    found = scan(corpus)
    assert names(found) == ["0.md", "file.md", "folder/1.md", "folder/in/2.md"]
    assert found.problems == ()


@links
def test_a_folder_is_entered_once_under_its_own_name(tmp_path: Path) -> None:
    write(tmp_path, "z/1.md", "z/in/2.md")
    (tmp_path / "a").symlink_to("z")
    (tmp_path / "z" / "in" / "b").symlink_to("../../a")
    assert names(scan(tmp_path)) == ["z/1.md", "z/in/2.md"]


@links
def test_a_loop_of_links_is_a_problem_and_no_more(tmp_path: Path) -> None:
    write(tmp_path, "a/1.md")
    (tmp_path / "a" / "self").symlink_to(".")
    (tmp_path / "a" / "top").symlink_to(tmp_path)
    (tmp_path / "knot").symlink_to("knot")
    found = scan(tmp_path)
    assert names(found) == ["a/1.md"]
    assert [problem.path for problem in found.problems] == ["a/self", "a/top", "knot"]
    assert {problem.message for problem in found.problems[:2]} == {
        "a link to a folder that holds it, not followed"
    }
    assert found.unreadable == ("knot",)


@links
def test_a_link_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "l.md").symlink_to("gone")
    found = scan(tmp_path)
    assert found.problems == (
        Problem("l.md", 0, "cannot be read: no such file or directory"),
    )
    assert found.unreadable == ("l.md",)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names there")
def test_a_pipe_is_no_digest(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    assert scan(tmp_path) == Scan(
        tmp_path, [], (Problem("p", 0, "a device or pipe, wanted a file"),)
    )


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_name_that_is_not_utf8_is_read_and_written_out(tmp_path: Path) -> None:
    place = os.fsencode(tmp_path) + b"/\xd6\xdc.txt"
    Path(os.fsdecode(place)).write_text("x", "utf-8")
    (found,) = scan(tmp_path).digests
    assert found.name == "\\xd6\\xdc.txt"
    assert found.path.read_text("utf-8") == "x"


def test_a_folder_that_cannot_be_read(tmp_path: Path) -> None:
    write(tmp_path, "a/1.md", "b/2.md")
    (tmp_path / "a").chmod(0)
    try:
        if os.access(tmp_path / "a", os.R_OK):
            pytest.skip("who runs this may read everything")
        found = scan(tmp_path)
    finally:
        (tmp_path / "a").chmod(0o700)
    assert names(found) == ["b/2.md"]
    assert found.problems == (Problem("a", 0, "cannot be read: permission denied"),)
    assert found.unreadable == ("a/",)


def test_nothing_heavy_is_loaded_for_a_scan() -> None:
    """A search waits for it."""
    import subprocess

    code = (
        "import sys, searcher.corpus.scanning, searcher.corpus.changes\n"
        "heavy = {'json', 'gzip', 'lzma', 'hashlib', 'importlib.resources'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


ROOT = Path(__file__).resolve().parents[2]

README_OF_PAPERS = [
    "|Title|PDF|\n|-|-|\n|Heaps|https://arxiv.org/abs/2603.00001|\n",
    "| Date | **Title** | PDF |\n|-|-|-|\n||Heaps|http://arxiv.org/abs/2603.00001|\n",
    "### Heaps\n- **Authors:** Ada\n- **Link:** https://arxiv.org/abs/2603.00001\n",
    "### Heaps\n**Abstract**: x\nhttps://arxiv.org/abs/2603.00001\n",
    "### 堆\n- 作者：艾达\n- 链接：https://arxiv.org/abs/2603.00001\n",
]
README_OF_NONE = [
    "",
    "# My library\n\nPut digests here.\n",
    "# A tool\n\nSee [our paper](https://arxiv.org/abs/2603.00001).\n",
    "@misc{x,\n author = {Ada},\n title = {x},\n url = {https://arxiv.org/abs/1}\n}\n",
    "\n" * 200_000 + "https://arxiv.org/abs/2603.00001",
    # how a digest looks, as an example
    "# x\n```\n### Heaps\n- **Authors:** Ada\n- https://arxiv.org/abs/1\n```\nDone.\n",
    "# x\n~~~md\n|Title|\n~~~\n\n```\nhttps://arxiv.org/abs/2603.00001\n- Authors:\n",
]


@pytest.mark.parametrize("name", ["README.md", "a/README", "README.zh.md"])
@pytest.mark.parametrize("text", README_OF_PAPERS)
def test_a_readme_with_papers_is_said(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, name)
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = scan(tmp_path)
    assert (found.rows, found.problems) == ([], (Problem(name, 0, UNREAD),))


@pytest.mark.parametrize("text", README_OF_NONE, ids=range(len(README_OF_NONE)))
def test_any_other_readme_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    assert scan(tmp_path) == Scan(tmp_path, [])


def test_the_readme_of_our_own_corpus_is_passed_over() -> None:
    assert scan(ROOT / "corpus").problems == ()


NAMES = st.binary(max_size=6).filter(lambda name: not {0, 47} & {*name})


@given(NAMES, NAMES)
def test_no_two_names_are_shown_alike(one: bytes, other: bytes) -> None:
    names = [os.fsdecode(name) for name in (one, other)]
    assert (readable(names[0]) == readable(names[1])) == (one == other)
    assert isinstance(readable(names[0]).encode(), bytes)


def test_names_that_look_alike_are_told_apart() -> None:
    alike = [b"bad\xff", b"bad\\xff", b"bad\\x5cxff", b"bad\\x5c\xff"]
    assert len({readable(os.fsdecode(name)) for name in alike}) == len(alike)


def test_an_ordinary_backslash_is_shown_as_it_is() -> None:
    assert readable("a\\b \\xyz") == "a\\b \\xyz"
    assert readable("bad\udcff") == "bad\\xff"
    assert readable("bad\\xff") == "bad\\x5cxff"
