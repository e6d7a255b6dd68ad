"""Ctrl-C and kill -9 at any moment: the old generation or the new one, and no noise."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searcher.building import update
from searcher.checking import check
from searcher.settings import Library, create_library

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs signals")
# what loads the programs is Python, which says more of an interrupt than they do
READY = "import searcher.cli.admin, searcher.cli.search; print('ready', flush=True)"


@pytest.fixture
def library(volatile: Path, digest: Callable[..., Path]) -> Library:
    """A library whose building takes a while."""
    library = create_library(volatile / "library")
    for day in range(1, 5):
        digest(library, f"2026-02-{day:02}.jsonl", *range(50 * day, 50 * day + 60))
    update(library)
    return library


@contextmanager
def started(
    command: Callable[..., list[str]],
    environment: dict[str, str],
    library: Library,
    *words: str,
) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that has begun to run."""
    line = command(*words, before=READY)
    # an import that is interrupted leaves a file open, which is no concern of ours
    line = [word for word in line if word not in ("-W", "error")]
    with subprocess.Popen(
        line,
        env={**environment, "SEARCHER_LIBRARY": str(library.root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        try:
            yield process
        finally:
            process.kill()


def duration(*started_with: object) -> float:
    """How long the program takes when nothing happens to it."""
    with started(*started_with) as process:  # type: ignore[arg-type]
        start = time.monotonic()
        assert process.wait() == 0
        return time.monotonic() - start


def interrupted(
    command: Callable[..., list[str]],
    environment: dict[str, str],
    library: Library,
    ask: Callable[..., object],
    *,
    times: int,
    seed: int,
) -> None:
    words = (command, environment, library, "searcher", "rebuild")
    most = duration(*words)
    right = ask(library)
    chance = random.Random(seed)
    seen = set()
    for turn in range(times):
        with started(*words) as process:  # type: ignore[arg-type]
            time.sleep(most * (turn + chance.random()) / times)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        if b"Traceback" in err and b"main" not in err:
            continue  # before the program's first line, of which Python alone tells
        seen.add(process.returncode)
        # by the signal itself where it comes when Python is putting itself away
        assert process.returncode in (0, 130, -signal.SIGINT), err.decode()
        assert b"Traceback" not in err, err.decode()
        assert process.returncode != 130 or not (out or err), (out, err)
        assert ask(library) == right
        assert len(list(library.index.glob("g*"))) <= 2
    assert 130 in seen
    assert check(library).differences == ()


def test_an_interrupted_build_leaves_the_old_generation_without_a_word(
    command, environment, library, ask
) -> None:
    interrupted(command, environment, library, ask, times=3, seed=1)


@pytest.mark.slow
def test_builds_interrupted_at_many_moments(command, environment, library, ask) -> None:
    interrupted(command, environment, library, ask, times=100, seed=2)


def killed(
    command: Callable[..., list[str]],
    environment: dict[str, str],
    library: Library,
    digest: Callable[..., Path],
    *,
    times: int,
    seed: int,
) -> None:
    """Every turn a digest comes, and an update that may be killed."""
    words = (command, environment, library, "searcher", "update")
    digest(library, "2026-03-01.jsonl", 1000, 1001)
    most = duration(*words)
    chance = random.Random(seed)
    before = check(library)
    assert before.differences == ()
    papers = before.compared
    for turn in range(times):
        digest(library, f"2026-04-{turn:02}.jsonl", 2000 + turn, 100 + turn, word="new")
        with started(*words) as process:  # type: ignore[arg-type]
            time.sleep(most * (turn % 10 + chance.random()) / min(times, 10))
            process.kill()
            process.communicate()
        found = check(library)
        assert not [d for d in found.differences if "taken in" not in d.message]
        if turn % 3 == 0:
            update(library)
            papers = check(library).compared
            assert papers == before.compared + turn + 1
            assert len(list(library.index.glob("g*"))) <= 2
    update(library)
    assert check(library).differences == ()


def test_a_killed_update_loses_nothing(command, environment, library, digest) -> None:
    killed(command, environment, library, digest, times=3, seed=3)


@pytest.mark.slow
def test_updates_killed_at_many_moments(command, environment, library, digest) -> None:
    killed(command, environment, library, digest, times=100, seed=4)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_a_build_in_several_processes_leaves_none_behind(
    command, environment, volatile, digest, ask, number
) -> None:
    library = create_library(volatile / "library")
    for day in range(1, 4):
        digest(
            library, f"2026-02-{day:02}.jsonl", *range(2500 * day, 2500 * day + 2500)
        )
    update(library)
    right = ask(library)
    words = (command, environment, library, "searcher", "rebuild")
    most = duration(*words)
    chance = random.Random(number)
    helped = 0
    for turn in range(6):
        with started(*words) as process:  # type: ignore[arg-type]
            time.sleep(most * (0.1 + 0.9 * (turn + chance.random()) / 6))
            helped += bool(helpers(environment))
            process.send_signal(number)
            process.communicate(timeout=60)
        assert ask(library) == right
        if number == signal.SIGINT:
            assert not helpers(environment)
        if turn % 4 == 0:
            digest(library, "2026-03-01.jsonl", turn)
            update(library)
            right = ask(library)
            assert check(library).differences == ()
    assert helped or len(os.sched_getaffinity(0)) < 2
    until = time.monotonic() + 60
    while helpers(environment) and time.monotonic() < until:
        time.sleep(0.1)
    assert not helpers(environment)
    digest(library, "2026-03-01.jsonl", 1)
    update(library)
    assert check(library).differences == ()


def helpers(environment: dict[str, str]) -> list[str]:
    """The processes that help a build of these tests."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            ours = f"HOME={environment['HOME']}".encode() in (
                (place / "environ").read_bytes().split(b"\0")
            )
            if ours and b"help_out" in (place / "cmdline").read_bytes():
                found.append(place.name)
        except OSError:
            continue
    return found
