"""What is closed is let go of at once: files, maps, and whatever is asked later."""

import gc
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import searcher
from searcher import IndexUnusable, Searcher, SearcherClosed
from searcher.building import rebuild, update
from searcher.checking import check
from searcher.index import open_backend
from searcher.settings import Library, create_library

PROC = Path("/proc/self")
QUERIES = (
    "trust",
    "paper OR 信任",
    "tru*",
    "trsut~",
    '"trust region"',
    "*ust re*",
    "date:2026 au:nobody",
    "xqzvbnm",
)

if not (PROC / "fd").is_dir():
    pytest.skip("needs /proc", allow_module_level=True)


@pytest.fixture(autouse=True)
def no_garbage() -> Iterator[None]:
    """What only the search for garbage would let go of is not let go of."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def library(volatile: Path, digest: Callable[..., Path]) -> Library:
    """Of two segments, some papers of the first of which are gone."""
    library = create_library(volatile / "library")
    digest(library, "2026-02-01.jsonl", *range(40))
    digest(library, "2026-02-02.jsonl", *range(40, 80))
    update(library)
    digest(library, "2026-02-02.jsonl", *range(40, 75))
    update(library)
    gc.collect()
    return library


def held(library: Library) -> list[str]:
    """The files of a library that this process has open, or mapped."""
    found = []
    for number in (PROC / "fd").iterdir():
        with suppress(FileNotFoundError):  # that of the folder itself
            found.append(str(number.readlink()))
    lines = (PROC / "maps").read_text().splitlines()
    found += [line.split(maxsplit=5)[-1] for line in lines]
    return sorted(name for name in found if name.startswith(str(library.root)))


def test_every_file_is_let_go_of(library: Library) -> None:
    for query in QUERIES:
        with searcher.open(library.root) as opened:
            assert held(library)
            opened.search(query, relax=True, explain=True)
            opened.search(query, limit=None)
            lazy = opened.search(query, limit=None, lazy=True)
            next(iter(lazy), None)
            like = opened.like("2602.00001")
            assert like is not None
            opened.damage()
        assert held(library) == [], query


def test_a_server_that_opens_again_after_each_update_holds_one(
    library: Library, digest: Callable[..., Path]
) -> None:
    opened = searcher.open(library.root)
    sizes = set()
    for day in range(3, 9):
        digest(library, f"2026-02-{day:02}.jsonl", *range(100 * day, 100 * day + 5))
        report = update(library)
        assert report.changed
        opened.close()
        assert held(library) == []
        opened = searcher.open(library.root)
        assert opened.search("trust").total == 75 + 5 * (day - 2)
        segments = len(opened._reader.segments)
        sizes.add(len(held(library)) - 2 * segments)
    opened.close()
    assert held(library) == []
    assert len(sizes) == 1


@pytest.mark.parametrize("work", [update, rebuild, check])
def test_what_builds_and_checks_lets_go_too(
    library: Library, digest: Callable[..., Path], work: Callable[[Library], object]
) -> None:
    for day in range(3, 6):
        digest(library, f"2026-02-{day:02}.jsonl", *range(100 * day, 100 * day + 40))
        work(library)
        assert held(library) == []


@pytest.mark.parametrize("kind", ["*.segment", "segments.json", "words.dict"])
@pytest.mark.parametrize(
    "how",
    [lambda data: data[: len(data) // 2], lambda _: b"", lambda data: bytes(len(data))],
    ids=["half", "nothing", "zeros"],
)
def test_what_cannot_be_opened_holds_nothing(
    library: Library, kind: str, how: Callable[[bytes], bytes]
) -> None:
    """Be it the first or the last file that is not as it was; nor does the error."""
    current = (library.index / "CURRENT").read_text().strip()
    for file in sorted((library.index / current).glob(kind)):
        before = file.read_bytes()
        file.write_bytes(how(before))
        with pytest.raises(IndexUnusable) as raised:
            open_backend(library.index).open()
        assert held(library) == [], (file, raised)
        file.write_bytes(before)
    open_backend(library.index).open().close()


def test_a_build_upon_what_moved_or_fails_holds_nothing(library: Library) -> None:
    backend = open_backend(library.index)
    with Searcher(backend.open()) as opened:
        base = opened.generation
    with pytest.raises(ZeroDivisionError), backend.begin(base):
        raise ZeroDivisionError
    assert held(library) == []
    rebuild(library)
    with pytest.raises(IndexUnusable):
        backend.begin(base)
    assert held(library) == []


ASKED = {
    "search": lambda s: s.search("trust"),
    "like": lambda s: s.like("2602.00001"),
    "explain": lambda s: s.explain("trust", "2602.00001"),
    "paper": lambda s: s.paper("2602.00001"),
    "damage": lambda s: s.damage(),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED.keys())
def test_what_is_asked_later_is_a_clear_error(
    library: Library, asked: Callable[[Searcher], object]
) -> None:
    opened = searcher.open(library.root)
    opened.search("trust")
    opened.close()
    opened.close()
    with pytest.raises(SearcherClosed, match="this searcher was closed"):
        asked(opened)
    with opened:
        assert opened.generation.papers == 75


def test_what_was_found_stays(library: Library) -> None:
    with searcher.open(library.root) as opened:
        results = opened.search("trust", limit=None, explain=True)
        lazy = opened.search("trust", limit=None, lazy=True)
        before = results.to_json()
        paper = opened.paper("2602.00001")
    assert results.to_json() == before
    assert len(results) == len(lazy) == 75
    assert paper.title.en
    assert lazy.hits[0].paper.id == results.hits[0].paper.id
    with pytest.raises(SearcherClosed):
        list(lazy)


def test_fifty_at_once_are_let_go_of(library: Library) -> None:
    opened = [searcher.open(library.root) for _ in range(50)]
    assert len(held(library)) >= 50
    for one in opened:
        one.search("trust 信任")
        one.close()
    assert held(library) == []
    assert all(one.generation for one in opened)
