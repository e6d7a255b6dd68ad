"""Libraries to be hurt, and processes that do it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol

import pytest

from searcher.building import update
from searcher.cli.session import opened
from searcher.settings import Library, create_library

_MEMORY = Path("/dev/shm")
_clock = count(1_770_000_000)


class Answer(NamedTuple):
    """What a process left behind."""

    status: int
    out: str
    err: str


class Run(Protocol):
    def __call__(
        self, program: str, *arguments: str, library: Library, before: str = ""
    ) -> Answer: ...


@pytest.fixture
def volatile(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: to flush a disk takes milliseconds."""
    if not _MEMORY.is_dir():
        yield tmp_path
        return
    with TemporaryDirectory(dir=_MEMORY) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the processes see: nothing of this one's settings."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "HOME": str(tmp_path_factory.mktemp("home")),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "COLUMNS": "80",
        # a build takes half the time; no test here reads a phrase of several readings
        "PYPINYIN_NO_PHRASES": "1",
    }


@pytest.fixture(scope="session")
def command() -> Callable[..., list[str]]:
    """How a program is started, after some code of the test's own."""
    modules = {"search": "searcher.cli.search", "searcher": "searcher.cli.admin"}

    def command(program: str, *arguments: str, before: str = "") -> list[str]:
        code = f"{before}\nfrom {modules[program]} import main\nmain()"
        return [sys.executable, "-W", "error", "-c", code, *arguments]

    return command


@pytest.fixture(scope="session")
def run(command: Callable[..., list[str]], environment: dict[str, str]) -> Run:
    def run(
        program: str, *arguments: str, library: Library, before: str = ""
    ) -> Answer:
        done = subprocess.run(
            command(program, *arguments, before=before),
            env={**environment, "SEARCHER_LIBRARY": str(library.root)},
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def write(library: Library, name: str, *numbers: int, word: str = "first") -> Path:
    """A digest with papers of these numbers, all with the same word in them."""
    place = library.corpus / name
    place.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        {
            "id": f"2602.{number:05}",
            "title": f"Trust region paper {number} {word}",
            "abstract": f"It is the {word} paper of its kind. " * (1 + number % 3),
            "title_zh": f"信任区域 {number}",
            "abstract_zh": "我们限制每次更新。",
        }
        for number in numbers
    )
    place.write_text("".join(json.dumps(line) + "\n" for line in lines))
    now = next(_clock)
    os.utime(place, (now, now))
    return place


@pytest.fixture(scope="session")
def digest() -> Callable[..., Path]:
    return write


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of two generations, to be left as it is."""
    library = create_library(tmp_path_factory.mktemp("built"))
    write(library, "2026-02-05.jsonl", *range(8))
    update(library)
    write(library, "2026-02-06.jsonl", 3, 8, 9, word="second")
    update(library)
    return library


@pytest.fixture
def copied(built: Library, volatile: Path) -> Callable[[], Library]:
    """Makes copies of the built library, each in place of the one before."""

    def copied() -> Library:
        shutil.rmtree(volatile / "library", ignore_errors=True)
        return Library(Path(shutil.copytree(built.root, volatile / "library")))

    return copied


@pytest.fixture
def library(copied: Callable[[], Library]) -> Library:
    """A copy of the built library, to do with as a test likes."""
    return copied()


def answers(library: Library, *, update: bool = False) -> dict[str, list[str]]:
    """What `search` finds for some queries: ids and titles, the best first."""
    queries = ("trust", "paper -second", "信任", "kin*")
    found = {}
    with opened(library, update=update, quiet=True) as asked:
        for query in queries:
            results = asked.ask(
                lambda searcher, q=query: searcher.search(q, limit=None)
            )
            found[query] = [f"{hit.paper.id} {hit.paper.title.en}" for hit in results]
    return found


@pytest.fixture(scope="session")
def ask() -> Callable[..., dict[str, list[str]]]:
    return answers


BUILDER = """
import sys
from pathlib import Path
from searcher.building import rebuild
from searcher.settings import Library

def wait(stage, done, total):
    if stage == "indexing":
        print("indexing", flush=True)
        sys.stdin.read(1)

rebuild(Library(Path(sys.argv[1])), progress=wait)
"""


@pytest.fixture
def building(environment: dict[str, str]) -> Callable[[Library], object]:
    """Starts another process in the middle of a build, until its input is closed."""

    @contextmanager
    def building(library: Library) -> Iterator["subprocess.Popen[bytes]"]:
        with subprocess.Popen(
            [sys.executable, "-c", BUILDER, str(library.root)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout
            assert process.stdout.readline() == b"indexing\n"
            try:
                yield process
            finally:
                process.kill()

    return building
