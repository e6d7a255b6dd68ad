"""What a person at a terminal sees, through a pseudo-terminal."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from searcher.cli.builds import rate

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
termios = pytest.importorskip("termios", reason="no pseudo-terminals here")

See = Callable[..., tuple[int, str]]


@pytest.fixture
def see(command, environment) -> See:
    """Run `search` on a terminal of 40 columns: its status, and what was written."""
    environ = {name: v for name, v in environment.items() if name != "COLUMNS"}

    def see(*arguments: str, library: Path, **variables: str) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 40))
        with subprocess.Popen(
            [*command("search"), *arguments],
            env={**environ, "SEARCHER_LIBRARY": str(library), "TERM": "xterm"}
            | variables,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        ) as process:
            os.close(theirs)
            seen = b"".join(iter(lambda: _read(ours), b""))
        os.close(ours)
        return process.returncode, seen.decode().replace("\r\n", "\n")

    return see


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # how Linux says that the other end is closed
        return b""


def without_escapes(text: str) -> str:
    return re.sub(r"\x1b\[[\d;?]*[A-Za-z]|\x1b\]8;;[^\x1b]*\x1b\\", "", text)


def test_marks_links_and_lines_that_fit(see, built):
    status, seen = see("divergence", library=built)
    assert status == 0
    assert "\x1b[1;31mdivergence\x1b[0m" in seen
    assert without_escapes(seen).startswith(
        "1  Trust Region Policy Optimization\n"
        "   信任区域策略优化\n"
        "   John Schulman, Sergey Levine, Philipp\n"
        "   Moritz and 2 more\n"
        "   2026-02-06  cs.LG cs.RO  1502.05477\n"
        "   A trust region limits the step; its\n"
    )
    assert "1 paper (" in seen


def test_a_dumb_terminal_gets_no_bar_and_no_escapes(see, library):
    shutil.rmtree(library / "index")
    status, seen = see("divergence", library=library, TERM="dumb")
    assert status == 0
    assert seen.startswith("5 papers from 2 digests")
    assert "reading" not in seen
    assert "\x1b" not in seen


def test_the_first_build_shows_how_far_it_is(see, library):
    shutil.rmtree(library / "index")
    status, seen = see("divergence", "--count", library=library)
    assert status == 0
    assert "reading" in seen
    *_, summary, count = without_escapes(seen).splitlines()
    assert summary.startswith("5 papers from 2 digests")
    assert count == "1"


def test_no_bar_when_quiet(see, library):
    shutil.rmtree(library / "index")
    assert see("divergence", "-q", library=library) == (0, "")


def test_how_fast_a_build_is():
    assert rate("reading", 1_240_000) == "1.2 MB/s"
    assert rate("indexing", 1024.4) == "1,024 papers/s"


def test_a_longer_build_shows_its_rate_and_what_remains(see, library):
    shutil.rmtree(library / "index")
    lines = (
        f'{{"id": "2603.{n:05}", "title": "Paper {n}", "abstract": "Some words."}}\n'
        for n in range(4000)
    )
    (library / "corpus" / "many.jsonl").write_text("".join(lines))
    status, seen = see("divergence", "--count", library=library, COLUMNS="80")
    assert status == 0
    assert re.search(r"indexing .*\d papers/s", without_escapes(seen))
    assert re.search(r"\d:\d\d:\d\d", without_escapes(seen))
