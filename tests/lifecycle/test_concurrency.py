"""Many read while one writes, and only one writes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from searcher.building import update
from searcher.checking import check
from searcher.settings import Library, create_library

CROWD = Path(__file__).with_name("crowd.py")


def crowd(
    root: Path, environment: dict[str, str], *, readers: int, seconds: float
) -> list[dict[str, Any]]:
    library = create_library(root / "library")
    done = subprocess.run(
        [sys.executable, str(CROWD), str(library.root), str(readers), str(seconds)],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    failed = [one["why"] for one in seen if one["role"] == "failed"]
    assert not failed, "\n".join(failed)
    assert len(seen) == readers + 1
    assert check(library).differences == ()
    assert len(list(library.index.glob("g*"))) == 2
    return seen


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    ("readers", "seconds"), [(8, 5), pytest.param(8, 60, marks=pytest.mark.slow)]
)
def test_every_reader_sees_one_generation(
    volatile: Path, environment: dict[str, str], readers: int, seconds: float
) -> None:
    seen = crowd(volatile, environment, readers=readers, seconds=seconds)
    published = sum(s["generations"] for s in seen if s["role"] == "writer")
    assert published > seconds
    for one in seen:
        if one["role"] == "reader":
            assert one["generations"] > 1
            assert one["answers"] > one["generations"]


def test_search_answers_from_the_old_generation_while_another_builds(
    run, library: Library, building, digest: Callable[..., Path]
) -> None:
    digest(library, "2026-02-07.jsonl", 50)
    with building(library) as builder:
        found = run("search", "--count", "trust", library=library)
        assert (found.status, found.out) == (0, "10\n")
        assert found.err == (
            f"note: another build of {library.index} is under way in process "
            f"{builder.pid}; generation 2 answers\n"
        )
        assert run("search", "-q", "trust", library=library) == (0, "", "")
        builder.communicate(b"\n")
    assert run("search", "--count", "trust", library=library) == (0, "11\n", "")


def test_the_second_writer_says_who_is_first(run, library: Library, building) -> None:
    with building(library) as builder:
        for words in (["rebuild"], ["check", "--repair"]):
            if words[0] == "check":
                (library.corpus / "2026-02-06.jsonl").touch()
                (library.index / "g000002" / "words.dict").write_bytes(b"")
            refused = run("searcher", *words, library=library)
            assert (refused.status, refused.out) == (2, "")
            assert refused.err.endswith(
                f"searcher: another build of {library.index} is under way in process "
                f"{builder.pid}\nhint: wait for it with `--wait`\n"
            )


def test_a_writer_waits_if_asked(
    command, environment, library: Library, building, digest: Callable[..., Path]
) -> None:
    digest(library, "2026-02-07.jsonl", 50)
    with (
        building(library) as builder,
        subprocess.Popen(
            command("searcher", "update", "--wait"),
            env={**environment, "SEARCHER_LIBRARY": str(library.root)},
            stdout=subprocess.PIPE,
        ) as waiting,
    ):
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(1.5)
        builder.communicate(b"\n")
        out, _ = waiting.communicate(timeout=60)
    assert waiting.returncode == 0
    assert out.startswith(b"11 papers from 3 digests, 0 problems, generation 3 ")


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_death_frees_the_lock(
    library: Library, building, digest: Callable[..., Path]
) -> None:
    digest(library, "2026-02-07.jsonl", 50)
    with building(library) as builder:
        builder.send_signal(signal.SIGKILL)
        builder.wait()
        assert update(library).papers == 11
    assert check(library).differences == ()


def test_two_writers_at_the_same_moment_both_succeed_if_they_wait(
    command, environment, library: Library, digest: Callable[..., Path]
) -> None:
    digest(library, "2026-02-07.jsonl", 50)
    writers = [
        subprocess.Popen(
            command("searcher", name, "--wait"),
            env={**environment, "SEARCHER_LIBRARY": str(library.root)},
        )
        for name in ("update", "rebuild", "update")
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert check(library).differences == ()
