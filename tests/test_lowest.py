"""What tests/lowest.txt holds is the lowest that pyproject.toml admits, and no more."""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent


def _requirements() -> dict[str, Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    found = map(Requirement, [*project["dependencies"], *extras["test"]])
    return {one.name: one for one in found}


def _lowest() -> dict[str, Version]:
    lines = (ROOT / "tests" / "lowest.txt").read_text("utf-8").splitlines()
    rows = [line.partition("==") for line in lines if not line.startswith("#")]
    return {name: Version(version) for name, _, version in rows}


def test_the_lowest_releases_are_those_of_the_bounds() -> None:
    bounds = {
        name: [Version(s.version) for s in one.specifier if s.operator == ">="]
        for name, one in _requirements().items()
    }
    assert {name: [version] for name, version in _lowest().items()} == bounds


def test_whoever_is_admitted_twice_has_one_bound() -> None:
    """What an extra wants is what the tests have."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    extras = tomllib.loads(text)["project"]["optional-dependencies"]
    known = {str(one) for one in _requirements().values()}
    assert {str(Requirement(one)) for one in extras["eval"]} <= known
