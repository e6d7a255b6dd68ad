"""Of whatever is damaged come answers or errors, compiled or not the same."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from searcher._core import is_compiled
from searcher.index.segment.reading import Segment
from tests.core import damaged

SCRIPT = Path(damaged.__file__)
SAMPLE = 15
MANY = 10_000
HANGS = 10
"""Seconds that a damaged input may take on a busy machine, of which most take a
hundredth of one.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("whole")
    damaged.make(found)
    return found


def told(folder: Path, kind: str, first: int, last: int, *how: str) -> list[str]:
    """What came of each seed; a process that dies, or does not end, fails the test."""
    asked = [kind, str(folder), str(first), str(last), *how]
    done = subprocess.run(
        [sys.executable, "-P", str(SCRIPT), *asked],
        capture_output=True,
        text=True,
        timeout=60 + HANGS * (last - first),
        check=False,
    )
    assert done.returncode == 0, (done.stdout[-100:], done.stderr[-5_000:])
    return done.stdout.splitlines()


@pytest.mark.parametrize("kind", damaged.KINDS)
def test_a_sample_ends_alike_compiled_or_not(folder: Path, kind: str) -> None:
    found = told(folder, kind, 0, SAMPLE, *([] if is_compiled() else ["uncompiled"]))
    assert len(found) == SAMPLE
    assert found == told(folder, kind, 0, SAMPLE, "uncompiled")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"papers": 1 << 40}, "other papers"),
        ({"papers": 0}, "other papers"),
        ({"by": 4}, "not in it"),
        ({"by": -(1 << 40)}, "not in it"),
        ({"by": 1 << 40}, "not in it"),
    ],
)
def test_a_directory_is_compared_with_its_file(
    folder: Path, tmp_path: Path, change: dict[str, int], why: str
) -> None:
    """Room is made, and numbers are read, by what it tells."""
    file = next((folder / "index").rglob("*.segment"))
    body, about = damaged.taken_apart(file.read_bytes())
    start, size, kind = about["sections"]["entry_df"]
    about["sections"]["entry_df"] = start + change.get("by", 0), size, kind
    about["papers"] = change.get("papers", about["papers"])
    place = tmp_path / "one.segment"
    place.write_bytes(damaged.put_together(body, about))
    with pytest.raises(ValueError, match=why):
        Segment(place)


@pytest.mark.slow
@pytest.mark.parametrize("kind", damaged.KINDS)
def test_ten_thousand_end(folder: Path, kind: str) -> None:
    how = [] if is_compiled() else ["uncompiled"]
    size = MANY // (4 * (os.cpu_count() or 1))
    with ThreadPoolExecutor(os.cpu_count()) as several:
        each = several.map(
            lambda first: told(folder, kind, first, min(first + size, MANY), *how),
            range(0, MANY, size),
        )
    assert sum(map(len, each)) == MANY
