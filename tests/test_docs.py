"""The documents say what is true: links lead somewhere, output is what is printed."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "corpus/README.md", "index/README.md")
    for path in ROOT.glob(pattern)
)
TABLE = re.compile(r"<!-- table: (\S+), (.+?) -->\n((?:\|.*\n)+)")
OUTPUT = re.compile(r"<!-- output: (search .*?) -->\n```\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    document = ROOT / name
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def finds() -> list[str]:
    """The rows of the table of what a newcomer finds."""
    text = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    _, _, rest = text.partition("## A newcomer finds in under a minute\n")
    table = rest.partition("\n## ")[0]
    return [line for line in table.splitlines() if line.startswith("|")][2:]


def test_a_newcomer_finds_what_is_asked_for() -> None:
    assert len(finds()) >= 7


@pytest.mark.parametrize("row", finds())
def test_what_a_newcomer_looks_for_is_in_that_file(row: str) -> None:
    """Each name in a row is defined in one of the files that the row names."""
    links = re.findall(r"\]\((\S+?\.py)\)", row)
    assert links
    code = "".join((ROOT / "docs" / link).read_text(encoding="utf-8") for link in links)
    for name in re.findall(r"`(\w+)`", row):
        defined = rf"^\s*(?:def |class )?{name}\b(?=[(:\[]| =)"
        assert re.search(defined, code, re.MULTILINE), name


def search(arguments: list[str], library: Path) -> str:
    program = "from searcher.cli.search import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--library", str(library), *arguments],
        capture_output=True,
        check=True,
        env={**os.environ, "COLUMNS": "80"},
    )
    return done.stdout.decode()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "corpus", library / "corpus")
    (library / "index").mkdir()
    return library


def shown() -> list[tuple[str, str]]:
    return OUTPUT.findall((ROOT / "README.md").read_text(encoding="utf-8"))


def test_the_readme_shows_output() -> None:
    assert len(shown()) >= 2


@pytest.mark.parametrize(("command", "output"), shown())
def test_the_readme_shows_real_output(command: str, output: str, sample: Path) -> None:
    assert search(shlex.split(command)[1:], sample).strip() == output.strip()


@pytest.mark.parametrize("document", ["README.md", "docs/speed.md"])
def test_documents_show_what_was_measured(document: str) -> None:
    """Their tables are those of the newest page of results, row by row."""
    tables = TABLE.findall((ROOT / document).read_text(encoding="utf-8"))
    assert tables
    newest = max((ROOT / "bench" / "results").glob("*.md"))
    for name, heading, rows in tables:
        assert ROOT / name == newest
        _, _, section = newest.read_text(encoding="utf-8").partition(f"## {heading}\n")
        assert section.lstrip().startswith(rows)


def test_installing_adds_one_name() -> None:
    """Besides the metadata and the two programs, only the package `searcher`."""
    try:
        installed = files("digest-searcher") or []
    except PackageNotFoundError:
        installed = []
    tops = {file.parts[0] for file in installed if file.parts[0] != ".."}
    if "searcher" not in tops:
        pytest.skip("not installed from a wheel")
    assert {top for top in tops if not top.endswith(".dist-info")} == {"searcher"}
