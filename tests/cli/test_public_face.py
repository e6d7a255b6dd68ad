"""What `import searcher` gives, and what it costs."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

import searcher


@pytest.fixture
def modules(environment, tmp_path) -> Callable[[str], set[str]]:
    """The modules that a fresh Python has imported when it has run some code."""

    def modules(code: str, *arguments: str) -> set[str]:
        code += "\nimport json, sys; sys.stderr.write(json.dumps(loaded))"
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            check=True,
        )
        return set(json.loads(done.stderr.splitlines()[-1]))

    return modules


def test_all_is_sorted_and_there():
    assert list(searcher.__all__) == sorted(searcher.__all__)
    for name in searcher.__all__:
        assert getattr(searcher, name) is not None
        assert name in dir(searcher)


def test_nothing_else_is():
    with pytest.raises(AttributeError, match="nothing"):
        _ = searcher.nothing


def test_importing_it_imports_nothing(modules):
    code = "import sys; before = set(sys.modules); import searcher\n"
    code += "loaded = sorted(set(sys.modules) - before)"
    assert modules(code) == {"searcher"}


@pytest.mark.parametrize(
    "words",
    [
        ("trust", "-q"),
        ("trust", "regoin", "--json"),
        ("trust", "region"),
        ("信任区域", "-n", "3"),
        ("信任区域", "agent", "--match", "any"),
    ],
)
def test_a_query_imports_little(modules, built, words):
    """Neither one that finds something nor one that is relaxed."""
    code = """
import os, sys
from searcher.cli.search import main
os._exit = sys.exit  # by which the program ends at once
try:
    main()
except SystemExit as end:
    assert end.code == 0
loaded = sorted(sys.modules)"""
    loaded = modules(code, *words, "--library", str(built))
    assert "searcher.searching" in loaded
    heavy = {"jieba", "rjieba", "numpy", "whoosh", "rich", "pypinyin", "filelock"}
    assert not loaded & {*heavy, "platformdirs", "lxml"}
    # half of what `search` took was the making of dataclasses, and click
    light = {"click", "dataclasses", "inspect", "ast", "uuid", "platform", "gettext"}
    light.add("typing")
    assert not loaded & light
    assert not loaded & {"searcher.cli.explaining", "searcher.evaluation"}
    # what builds, as opposed to what looks whether there is something to build
    assert not loaded & {"searcher.building", "searcher.cli.builds"}
    assert not loaded & {"searcher.corpus.unread", "searcher.cli.builds"}
    assert not loaded & {"searcher.index.staging", "searcher.index.explain"}
    # what cuts Chinese, where none was asked for
    assert ("searcher._core.trie" in loaded) is not "".join(words).isascii()


def test_open_builds_what_is_missing(tmp_path, built):
    shutil.copytree(built / "corpus", tmp_path / "corpus")
    (tmp_path / "index").mkdir()
    with searcher.open(tmp_path) as papers:
        found = papers.search("信任区域", limit=1)
        assert isinstance(found, searcher.Results)
        assert found.hits[0].paper.title.en == "Trust Region Policy Optimization"
        assert found.hits[0].highlights["title.zh"][0].marks
        bare = papers.search("信任区域", limit=1, highlights=False)
        assert bare.hits[0].highlights == {}
    (tmp_path / "corpus" / "odd.jsonl").unlink()
    with searcher.open(str(tmp_path)) as papers:
        assert papers.generation.papers == 5
    assert searcher.update(tmp_path, accept_removals=True).papers == 2
    report = searcher.rebuild(tmp_path)
    assert isinstance(report, searcher.Report)
    assert (report.papers, report.changed) == (2, True)


def test_no_library_is_our_own_error(tmp_path):
    with pytest.raises(searcher.NoLibrary) as raised:
        searcher.open(tmp_path)
    assert isinstance(raised.value, searcher.SearcherError)
