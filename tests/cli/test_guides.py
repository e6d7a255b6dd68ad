"""What can be read of it."""

import tomllib
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import pytest

import searcher
from searcher.cli import commands
from searcher.cli.guides import PACKED, TOPICS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_the_guide_itself(run, topic):
    guide = (ROOT / "docs" / TOPICS[topic].guide).read_text(encoding="utf-8")
    found = run("help", topic, program="searcher", PYTHONIOENCODING="utf-8")
    assert found == (0, guide, "")


def test_a_wheel_has_the_guides():
    """There is one copy of each in the repository, and the build puts it there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    place = PACKED.relative_to(Path(searcher.__file__).parents[1]).as_posix()
    assert wheel["force-include"] == {
        f"docs/{topic.guide}": f"{place}/{topic.guide}" for topic in TOPICS.values()
    }


def test_an_installation_has_them():
    try:
        installed = {file.as_posix() for file in files("digest-searcher") or ()}
    except PackageNotFoundError:
        installed = set()
    if "searcher/__init__.py" not in installed:
        pytest.skip("not installed from a wheel")
    assert {f"searcher/cli/help/{t.guide}" for t in TOPICS.values()} <= installed


def test_without_a_topic_all_there_is(run):
    found = run("help", program="searcher")
    assert (found.status, found.err) == (0, "")
    named = {line.split()[0] for line in found.out.splitlines() if line[:1] == " "}
    assert {*TOPICS, "explain", "like", "update", "help"} <= named


def test_a_command_and_what_is_neither(run):
    helped = run("help", "explain", program="searcher")
    assert helped == run("explain", "--help", program="searcher")
    unknown = run("help", "nothing", program="searcher")
    assert (unknown.status, unknown.out) == (2, "")
    assert "query" in unknown.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("search", "search WORDS..."),
        ("serach", "search WORDS..."),
        ("rm", "searcher remove NAME..."),
        ("list", "searcher status"),
        ("Status", "searcher status"),
        ("statsu", "searcher status"),
        ("repair", "searcher check --repair"),
        ("qwertz", "searcher --help"),
    ],
)
def test_a_command_that_is_none_tells_what_is_meant(run, typed, hint):
    found = run(typed, "x", program="searcher")
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(f"searcher: no such command '{typed}'")
    assert found.err.endswith(f"\nhint: {hint}\n")


def test_topics_are_found_in_any_case(run):
    assert (
        run("help", "Query", program="searcher").out
        == run("help", "query", program="searcher").out
    )


def test_what_is_meant_is_there():
    for hint in commands.MEANT.values():
        program, command, *_ = hint.split()
        assert program == "search" or command in commands.searcher.commands
