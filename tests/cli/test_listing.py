"""A long listing, as a real process: its first line, its reader gone, Ctrl-C."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searcher.building import update
from searcher.index.segment.reading import Segment
from searcher.settings import Library

COUNT = 1_500
SHAPES = {
    "text": (),
    "json": ("--json",),
    "jsonl": ("--jsonl",),
    "ids": ("--format", "ids"),
    "plain": ("--format", "plain"),
    "bibtex": ("--format", "bibtex"),
    "template": ("--format", "{id} {abstract.en}"),
}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """More than a pipe holds, in every shape but that of ids."""
    library = Library(tmp_path_factory.mktemp("many"))
    library.corpus.mkdir()
    with (library.corpus / "2026-02-05.jsonl").open("w") as digest:
        for number in range(COUNT):
            paper = {
                "id": f"2602.{number:05}",
                "title": f"Learning {number}",
                "abstract": f"Of what paper {number} is learning, nobody knows. " * 3,
            }
            digest.write(json.dumps(paper) + "\n")
    update(library)
    return library


@pytest.fixture
def started(command, environment, many) -> Callable[..., object]:
    @contextmanager
    def started(*arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
        with subprocess.Popen(
            [*command("search"), "learning", "-n", "0", *arguments],
            env={**environment, "SEARCHER_LIBRARY": str(many.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        ) as process:
            yield process

    return started


@pytest.mark.parametrize("shape", SHAPES)
def test_a_reader_may_go_away_in_the_middle(started, shape: str) -> None:
    with started(*SHAPES[shape]) as process:
        assert process.stdout.read(100)
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate()
    if shape != "ids":  # which are all written before anybody goes
        assert (process.returncode, err) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "ids"])
def test_control_c_in_the_middle_says_nothing(started, shape: str) -> None:
    with started(*SHAPES[shape]) as process:
        assert process.stdout.read(100)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert (process.returncode, err) == (130, b"")


@pytest.mark.parametrize("shape", SHAPES)
def test_every_paper_is_written(run, many, shape: str) -> None:
    found = run("learning", "-n", "0", *SHAPES[shape], library=many.root)
    assert found.status == 0
    assert all(f"2602.{number:05}" in found.out for number in range(COUNT))


def test_ranks_stand_in_one_column(run, many) -> None:
    found = run("learning", "-n", "995", "--offset", "10", library=many.root)
    lines = found.out.splitlines()
    assert lines[0].startswith("  11  Learning")
    assert lines[-1].startswith("      ")
    assert any(line.startswith("1005  Learning") for line in lines)


class TestDamage:
    """Of a paper that is read when others are written already."""

    @pytest.fixture
    def hurt(self, many: Library, tmp_path: Path) -> Library:
        shutil.copytree(many.root, tmp_path / "hurt", symlinks=True)
        library = Library(tmp_path / "hurt")
        (file,) = library.index.glob("g*/*.segment")
        segment = Segment(file)
        number = segment.number("2602.01000")
        stored = segment.stored(number)
        segment.close()
        data = file.read_bytes()
        assert data.count(stored) == 1
        file.write_bytes(data.replace(stored, bytes(len(stored))))
        return library

    def test_it_is_said_and_mended(self, run, hurt: Library) -> None:
        found = run("learning", "-n", "0", "--jsonl", library=hurt.root)
        assert found.status == 2
        assert "not all that was found is written" in found.err
        assert "hint: ask again: the index was built anew" in found.err
        again = run("learning", "-n", "0", "--jsonl", library=hurt.root)
        assert again.status == 0
        assert len(again.out.splitlines()) == COUNT

    def test_it_prevents_nothing_that_reads_no_paper(self, run, hurt: Library) -> None:
        found = run("learning", "-n", "0", "--format", "ids", library=hurt.root)
        assert found.status == 0
        assert len(found.out.splitlines()) == COUNT

    def test_where_nothing_may_be_built_it_is_said(self, run, hurt: Library) -> None:
        found = run("learning", "-n", "0", "--jsonl", "--no-update", library=hurt.root)
        assert found.status == 2
        assert "hint: searcher rebuild" in found.err
