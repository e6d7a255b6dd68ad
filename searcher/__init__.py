"""Full-text search over bilingual digests of arXiv papers.

    with searcher.open("~/papers") as papers:
        for hit in papers.search("信任区域", limit=3):
            print(hit.paper.id, hit.paper.title.en)

What is named in `__all__` is public and nothing else is. Each name is imported when it
is first used, so that importing this package costs nothing.
"""

# ruff: noqa: PLC0415 - late imports are what this module is for

TYPE_CHECKING = False  # as in typing, which would cost more than all of this module
if TYPE_CHECKING:
    from os import PathLike
    from typing import Any

    from searcher.building import Progress, Report
    from searcher.errors import (
        DigestError,
        ForeignIndex,
        IndexBusy,
        IndexDamaged,
        IndexMissing,
        IndexOutdated,
        IndexUnusable,
        LibraryError,
        NoLibrary,
        QueryError,
        QueryTypeError,
        RemovalsRefused,
        SearcherClosed,
        SearcherError,
    )
    from searcher.generation import Generation
    from searcher.model import (
        Bilingual,
        Hit,
        Match,
        Order,
        Paper,
        Problem,
        Results,
        Seen,
        Snippet,
        Subject,
    )
    from searcher.searching import Searcher

    __version__: str

__all__ = [
    "Bilingual",
    "DigestError",
    "ForeignIndex",
    "Generation",
    "Hit",
    "IndexBusy",
    "IndexDamaged",
    "IndexMissing",
    "IndexOutdated",
    "IndexUnusable",
    "LibraryError",
    "Match",
    "NoLibrary",
    "Order",
    "Paper",
    "Problem",
    "QueryError",
    "QueryTypeError",
    "RemovalsRefused",
    "Report",
    "Results",
    "Searcher",
    "SearcherClosed",
    "SearcherError",
    "Seen",
    "Snippet",
    "Subject",
    "__version__",
    "open",
    "rebuild",
    "update",
]

_HOMES = ("errors", "model", "generation", "building", "searching")
"""Where the names are, the lightest first."""


def open(path: "str | PathLike[str] | None" = None) -> "Searcher":  # noqa: A001
    """A searcher over the library at this path, built first if nothing is built yet or
    if what is built cannot be used; `update` takes in what came later.

    Without a path, the library that `search` would search. Raises SearcherError.
    """
    from searcher.errors import IndexUnusable
    from searcher.index import open_backend
    from searcher.searching import Searcher

    library = _library(path)
    backend = open_backend(library.index)
    try:
        reader = backend.open()
    except IndexUnusable:
        from searcher import building

        building.update(library, backend=backend, wait=True)
        reader = backend.open()
    return Searcher(reader)


def update(
    path: "str | PathLike[str] | None" = None,
    *,
    progress: "Progress | None" = None,
    wait: bool = False,
    accept_removals: bool = False,
) -> "Report":
    """Take in what is new, changed or gone in the corpus of a library.

    `wait` for another process that is building instead of raising IndexBusy. Raises
    RemovalsRefused when more than half of the digests are gone, unless it is accepted.
    """
    from searcher import building

    return building.update(
        _library(path), progress=progress, wait=wait, accept_removals=accept_removals
    )


def rebuild(
    path: "str | PathLike[str] | None" = None,
    *,
    progress: "Progress | None" = None,
    wait: bool = False,
    accept_removals: bool = False,
) -> "Report":
    """As `update`, from nothing."""
    from searcher import building

    return building.rebuild(
        _library(path), progress=progress, wait=wait, accept_removals=accept_removals
    )


def _library(path: "str | PathLike[str] | None") -> "Any":
    from searcher.settings import find_library

    return find_library(path)


def __getattr__(name: str) -> object:
    if name == "__version__":
        return _version()
    if name in __all__:
        from importlib import import_module

        for home in _HOMES:
            module = import_module(f"{__name__}.{home}")
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("digest-searcher")
    except PackageNotFoundError:  # a checkout that nobody installed
        return "unknown"
