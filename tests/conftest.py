"""Fixtures that more than one test module needs."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# what tests start does not import from where it is started
os.environ["PYTHONSAFEPATH"] = "1"
ROOT = Path(__file__).resolve().parent.parent
LONGER = ROOT / "tests" / "longer.txt"
"""Test functions that take longer than .5 seconds, all their cases together."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    longer = set(LONGER.read_text(encoding="utf-8").split())
    for item in items:
        name = item.nodeid.partition("[")[0]
        if name not in longer and not item.get_closest_marker("slow"):
            item.add_marker("fast")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real digests and papers, which is not part of the repository."""
    place = Path(os.environ.get("SEARCHER_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not place.is_dir():
        pytest.skip(f"no real digests at {place}; set SEARCHER_TEST_DATA")
    return place


@pytest.fixture(scope="session")
def calls() -> Callable[[Callable[[], object]], int]:
    """Tells how many functions some work calls, ours and those of C."""

    def calls(work: Callable[[], object]) -> int:
        count = 0

        def seen(_frame: object, event: str, _about: object) -> None:
            nonlocal count
            count += event in {"call", "c_call"}

        sys.setprofile(seen)
        try:
            work()
        finally:
            sys.setprofile(None)
        return count

    return calls
