"""What `searcher status` finds out, as JSON and as lines for a person.

Never builds anything: an index that cannot be used is something to report.
"""

from collections.abc import Iterator

from searcher.building import pending
from searcher.cli.output import shown
from searcher.cli.summaries import generation_json
from searcher.errors import IndexUnusable
from searcher.index import open_backend
from searcher.model import Generation, Json, Problem
from searcher.settings import Library


def inspected(library: Library) -> Json:
    """The public JSON of `status`.

    `index` is `ok`, or a sentence on why the next search will build it; `pending` is
    how many digests it will take in.
    """
    generation, state = _generation(library)
    changes = pending(library, generation)
    known = generation.problems if generation else ()
    problems: list[Problem] = sorted({*known, *changes.problems})
    return {
        **generation_json(library, generation, problems),
        "index": state,
        "pending": {
            "new": len(changes.new),
            "changed": len(changes.changed),
            "removed": len(changes.removed),
        },
    }


def lines(found: Json) -> Iterator[str]:
    number, created = found["generation"], found["created"]
    built = f"generation {number}, built {created}" if number else found["index"]
    waiting = ", ".join(f"{n} {kind}" for kind, n in found["pending"].items() if n)
    yield f"library   {shown(found['library'])}\n"
    yield f"index     {shown(built)}\n"
    yield f"papers    {found['papers']:,}\n"
    yield f"digests   {found['digests']:,}\n"
    if waiting:
        yield f"pending   {waiting}: the next search takes them in\n"
    yield f"problems  {len(found['problems']):,}\n"
    for problem in found["problems"]:
        yield f"  {shown(str(Problem(**problem)))}\n"


def _generation(library: Library) -> tuple[Generation | None, str]:
    try:
        reader = open_backend(library.index).open()
    except IndexUnusable as error:
        return None, error.message
    try:
        return reader.generation, "ok"
    finally:
        reader.close()
