"""Builds hurt at every operation on the disk, one fork each, and what is left then.

Run with a folder to work in and how many points are wanted of each scene, 0 for all;
prints a line of JSON for each. Knows the program by its public commands only.
"""

import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from faults import KILL, MODES, Disk, install

from searcher.building import rebuild, update
from searcher.checking import check
from searcher.errors import SearcherError
from searcher.index import open_backend
from searcher.model import Order
from searcher.query.plan import EVERYTHING
from searcher.searching import Searcher
from searcher.settings import Library, create_library

QUERIES = ("trust", "paper -later", "信任")
NEVER = 10**9
DONE, REFUSED, WRONG = 0, 3, 4

_clock = count(1_770_000_000)
State = dict[str, Any]


class Scene(NamedTuple):
    """A library as it stands, and what is then done to it."""

    name: str
    start: Path
    build: Callable[..., Any]


def write(library: Library, name: str, *numbers: int, word: str = "marker") -> None:
    """A digest with these papers, all with the same word in them."""
    place = library.corpus / name
    lines = (
        {
            "id": f"2602.{number:05}",
            "title": f"Trust region paper {number} {word}",
            "abstract": f"Paper {number} says {word} again. " * (1 + number % 3),
            "title_zh": f"信任区域 {number}",
            "abstract_zh": "我们限制每次更新。",
        }
        for number in numbers
    )
    place.write_text("".join(json.dumps(line) + "\n" for line in lines))
    now = next(_clock)
    os.utime(place, (now, now))


def scenes(root: Path) -> Iterator[Scene]:
    base = create_library(root / "base")
    for number in range(4):
        write(base, f"2026-02-0{number + 1}.jsonl", *range(3 * number, 3 * number + 4))
    yield Scene("first build", base.root, update)

    def changed(name: str, change: Callable[[Library], None]) -> Path:
        copied = Library(copy(built, root / name))
        change(copied)
        return copied.root

    built = copy(base.root, root / "built")
    update(Library(built))
    write(Library(built), "2026-02-05.jsonl", 30, 31)
    update(Library(built))
    yield Scene("rebuild", built, rebuild)

    def add(library: Library) -> None:
        write(library, "2026-02-06.jsonl", 2, 40, word="later")

    def alter(library: Library) -> None:
        write(library, "2026-02-02.jsonl", 3, 5, 41, word="later")

    def remove(library: Library) -> None:
        (library.corpus / "2026-02-01.jsonl").unlink()

    def all_at_once(library: Library) -> None:
        add(library)
        alter(library)
        remove(library)

    for change in (add, alter, remove, all_at_once):
        yield Scene(change.__name__, changed(change.__name__, change), update)
    yield Scene("merge", _merging(built, root), update)


def _merging(built: Path, root: Path) -> Path:
    """A library of which the next update has fewer files than this one."""
    library = Library(copy(built, root / "merge"))
    files = 0
    for number in range(30):
        write(library, f"2026-03-{number + 1:02}.jsonl", 100 + number)
        before = copy(library.root, root / "merge-before", anew=True)
        update(library)
        found = len(list(_newest(library).iterdir()))
        if found < files:
            return before
        files = found
    return before


def _newest(library: Library) -> Path:
    return library.index / (library.index / "CURRENT").read_text().strip()


def copy(source: Path, target: Path, *, anew: bool = False) -> Path:
    """Copy a library with its times and with its hard links among themselves."""
    if anew:
        shutil.rmtree(target, ignore_errors=True)
    known: dict[int, str] = {}

    def one(old: str, new: str) -> None:
        number = Path(old).stat().st_ino
        if number in known:
            os.link(known[number], new)
        else:
            known[number] = new
            shutil.copy2(old, new)

    shutil.copytree(source, target, copy_function=one)
    return target


def state(library: Library) -> State | None:
    """All papers and some answers; None when nothing was built."""
    if not (library.index / "CURRENT").exists():
        return None
    with Searcher(open_backend(library.index).open()) as searcher:
        reader = searcher._reader
        page = reader.search(EVERYTHING, limit=None, offset=0, order=Order.NEWEST)
        papers = reader.papers(hit.id for hit in page.hits)
        assert len(papers) == page.total == searcher.generation.papers
        answers = {
            q: searcher.search(q, limit=None, highlights=False).to_json()
            for q in QUERIES
        }
    for answer in answers.values():
        del answer["took_ms"], answer["generation"]
    digests = [digest.path for digest in searcher.generation.digests]
    return {
        "papers": [paper.to_json() for paper in papers],
        "answers": answers,
        "digests": digests,
    }


def hurt(scene: Scene, place: Path, mode: str, at: int) -> tuple[int, str]:
    """Build in a process of its own; how it ended, what it said or counted."""
    said = place.with_name("said")
    said.write_text("")
    number = os.open(said, os.O_WRONLY)
    child = os.fork()
    if child:
        os.close(number)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.read_text()
    status, text = WRONG, ""
    tell = os.write
    try:
        library = Library(place)
        disk = Disk(library.index, mode=mode, at=at, lost=place.with_name("lost"))
        install(disk)
        scene.build(library)
        status, text = DONE, str(disk.count)
    except SearcherError as error:
        status, text = REFUSED, error.message
    except BaseException:  # noqa: BLE001  (told to the test)
        text = traceback.format_exc()
    tell(number, text.encode())
    os._exit(status)


def examine(place: Path, states: tuple[State | None, State]) -> str:
    """Which generation answers, and that the next update repairs everything."""
    library = Library(place)
    found = state(library)
    old, new = states
    assert found in (old, new), f"neither the old nor the new: {found}"
    update(library)
    assert state(library) == new, "an update does not repair it"
    assert check(library).differences == ()
    names = sorted(path.name for path in library.index.iterdir())
    generations = [name for name in names if name.startswith("g0")]
    assert len(generations) <= 2, names
    assert set(names) <= {"CURRENT", "LOCK", "README.md", *generations}, names
    assert _newest(library).name == generations[-1], names
    return "old" if found == old else "new"


def points(operations: int, wanted: int) -> Iterator[tuple[str, int]]:
    """So many of all, spread evenly over modes and operations."""
    every = [(mode, at) for at in range(1, operations + 1) for mode in MODES]
    wanted = min(wanted or len(every), len(every))
    # every mode comes as often, since no stride of this kind divides by their number
    yield from (every[number * len(every) // wanted] for number in range(wanted))


def run(scene: Scene, root: Path, wanted: int) -> Iterator[State]:
    old = state(Library(scene.start))
    clean = copy(scene.start, root / "clean", anew=True)
    shutil.rmtree(clean / "index")
    update(Library(clean), accept_removals=True)
    new = state(Library(clean))
    assert new is not None
    done = copy(scene.start, root / "done", anew=True)
    status, said = hurt(scene, done, KILL, NEVER)
    assert status == DONE, said
    assert state(Library(done)) == new, "an update is not as a clean build"
    for mode, at in points(int(said), wanted):
        place = copy(scene.start, root / "hurt", anew=True)
        shutil.rmtree(root / "lost", ignore_errors=True)
        status, said = hurt(scene, place, mode, at)
        result = {"scene": scene.name, "mode": mode, "at": at, "status": status}
        if (root / "lost").exists():
            shutil.rmtree(place / "index")
            (root / "lost").rename(place / "index")
        try:
            left = examine(place, (old, new))
            yield {**result, "said": said, "left": left}
        except Exception:  # noqa: BLE001  (told to the test)
            yield {**result, "said": said, "wrong": traceback.format_exc()}


if __name__ == "__main__":
    folder, wanted = Path(sys.argv[1]), int(sys.argv[2])
    for scene in scenes(folder):
        for result in run(scene, folder, wanted):
            sys.stdout.write(json.dumps(result) + "\n")
