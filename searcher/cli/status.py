"""What `searcher status` finds out, as JSON and as lines for a person.

Never builds anything: an index that cannot be used is something to report.
"""

from collections.abc import Iterator, Sequence

from searcher._core import is_compiled
from searcher.building import ACCEPT, are_most
from searcher.cli.builds import counted, generation_json
from searcher.cli.output import shown
from searcher.corpus.pending import pending
from searcher.corpus.words import NAME as WORDS
from searcher.errors import IndexUnusable
from searcher.generation import Generation
from searcher.index import open_backend
from searcher.index.backend import Held
from searcher.index.usage import disk_usage
from searcher.model import Json, Problem
from searcher.settings import Library

PENDING = ("new", "changed", "removed")
UNCOMPILED = (
    "not compiled, so that Chinese takes longer: install the headers of Python "
    "(Debian and Ubuntu: python3-dev), then install digest-searcher again"
)


def inspected(library: Library) -> Json:
    """The public JSON of `status`.

    `index` is `ok`, or a sentence on why the next search will build it; `pending` is
    how many digests it will take in. `segments` are what the generation is made of: the
    papers of each, and how many of these are gone. `disk` is in bytes: what several
    generations share counts in each of them, and once in the whole. `compiled` tells
    whether the core runs as machine code.
    """
    generation, state, segments = generation_of(library)
    usage = disk_usage(library.index)
    changes = pending(library, generation)
    before = generation.problems if generation else ()
    known = [problem for problem in before if problem.path != WORDS]
    problems: list[Problem] = sorted({*known, *changes.problems})
    digests = generation.digests if generation else ()
    refused = are_most(changes.removed, digests, changes.new)
    return {
        **generation_json(library, generation, problems),
        "index": state,
        "pending": {
            "new": len(changes.new),
            "changed": len(changes.changed),
            "removed": len(changes.removed),
            **({"refused": True} if refused else {}),
        },
        "segments": [held._asdict() for held in segments],
        "disk": {
            "bytes": usage.bytes,
            "generations": [size._asdict() for size in usage.generations],
        },
        "compiled": is_compiled(),
    }


def lines(found: Json) -> Iterator[str]:
    number, created = found["generation"], found["created"]
    built = f"generation {number}, built {created}" if number else found["index"]
    waiting = [f"{found['pending'][k]} {k}" for k in PENDING if found["pending"][k]]
    yield f"library   {shown(found['library'])}\n"
    yield f"index     {shown(built)}\n"
    yield f"papers    {found['papers']:,}\n"
    yield f"digests   {found['digests']:,}\n"
    if found["pending"].get("refused"):
        yield f"pending   {', '.join(waiting)}: most digests are gone, so nothing is\n"
        yield f"          taken in until you say that it is meant: {ACCEPT}\n"
    elif waiting:
        yield f"pending   {', '.join(waiting)}: the next search takes them in\n"
    yield f"segments  {_segments(found)}\n"
    yield f"disk      {_disk(found)}\n"
    yield f"core      {'compiled' if found['compiled'] else UNCOMPILED}\n"
    yield f"problems  {len(found['problems']):,}\n"
    for problem in found["problems"]:
        yield f"  {shown(str(Problem(**problem)))}\n"


def _segments(found: Json) -> str:
    gone = sum(held["gone"] for held in found["segments"])
    note = f", {counted(gone, 'paper')} in them gone" if gone else ""
    return f"{len(found['segments']):,}{note}"


def _disk(found: Json) -> str:
    disk = found["disk"]
    return (
        f"{_size(disk['bytes'])} in {counted(len(disk['generations']), 'generation')}"
    )


def _size(count: float) -> str:
    """`5.9 MB`, in powers of 1,000."""
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:,.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:,.1f} GB"


def generation_of(
    library: Library,
) -> tuple[Generation | None, str, Sequence[Held]]:
    """What is searched, why it is none, and the segments of it."""
    try:
        reader = open_backend(library.index).open()
    except IndexUnusable as error:
        return None, error.message, ()
    try:
        return reader.generation, "ok", reader.segments
    finally:
        reader.close()
