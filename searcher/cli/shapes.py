"""Which shape an answer takes: for a person, for a program, a number, or silence.

Knows the shapes and what each needs; what they look like is elsewhere.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator

from searcher.cli.arguments import legible
from searcher.cli.option_table import FORMATS
from searcher.cli.output import use_utf8
from searcher.cli.terminal import Look, look, neutral
from searcher.errors import QueryError
from searcher.model import Results
from searcher.typed import Any, NamedTuple

Write = Callable[[Results], Iterable[str]]


class Shape(NamedTuple):
    """How results are written to standard output, and what is said beside them.

    `hits` is whether hits are written at all, `highlights` whether what matched in them
    is, `explain` whether scores are to be explained. `heading` is whether what was
    looked for instead stands above the hits. `notes` and `footer` go to standard error;
    of `quiet` nothing goes anywhere.
    """

    write: Write
    hits: bool = True
    highlights: bool = True
    explain: bool = False
    heading: bool = False
    notes: bool = True
    footer: bool = False
    quiet: bool = False


def choose(
    *,
    as_json: bool,
    as_jsonl: bool,
    shape: str | None,
    count: bool,
    quiet: bool,
    color: str,
    batch: bool = False,
    explain: bool = False,
) -> Shape:
    """The shape that options ask for; raises QueryError when they ask for two."""
    asked = {
        "--json": as_json,
        "--jsonl": as_jsonl,
        "--format": shape is not None,
        "--count": count,
    }
    if explain and (shape is not None or count):
        asked["--explain"] = True
    chosen = [option for option, wanted in asked.items() if wanted]
    if len(chosen) > 1:
        raise QueryError(
            f"found {' and '.join(chosen)}, wanted one of them",
            hint="one command gives one kind of output",
        )
    if quiet:
        return Shape(lambda _: (), hits=False, notes=False, quiet=True)
    if count:
        return Shape(lambda results: (f"{results.total}\n",), hits=False)
    if as_json or as_jsonl:
        return _json(lines=as_jsonl, batch=batch)._replace(explain=explain)
    if shape is not None:
        return Shape(_written(shape), highlights=False)
    page = look(color, sys.stdout, os.environ)
    write = _for_people(page, batch=batch, explain=explain)
    return Shape(write, explain=explain, heading=True, footer=not batch)


def _json(*, lines: bool, batch: bool) -> Shape:
    from searcher.cli import formats  # noqa: PLC0415 - not for people

    use_utf8()
    if not lines:
        return Shape(formats.json_document, notes=False)
    return Shape(formats.json_lines_of_many if batch else formats.json_lines)


def _written(shape: str) -> Write:
    if known := FORMATS.get(shape):
        if known.utf8:
            use_utf8()
        from importlib import import_module  # noqa: PLC0415 - these shapes only

        module = import_module(f"searcher.cli.{known.module}")
        write: Any = getattr(module, known.function)
        written: Write = write() if known.remembers else write
        return written
    if "{" not in shape:
        raise QueryError(
            f"found --format {shape or repr(shape)}, "
            f"wanted {', '.join(FORMATS)} or a template",
            hint="a template holds fields in braces: --format '{id}\\t{title.en}'",
        )
    from searcher.cli.templates import template  # noqa: PLC0415 - this shape only

    return template(legible(shape))


def _for_people(page: Look, *, batch: bool, explain: bool) -> Write:
    from searcher.cli import render  # noqa: PLC0415 - not for programs

    def written(results: Results) -> Iterator[str]:
        if batch:
            yield f"> {neutral(results.query)}  ({_found(results)})\n"
        if explain:
            from searcher.cli import explaining  # noqa: PLC0415 - when asked for

            yield from explaining.reading(results, scores=bool(results.hits))
        yield from render.page(results, page)
        if batch:
            yield "\n"

    return written


def papers(number: int) -> str:
    return "1 paper" if number == 1 else f"{number:,} papers"


def _found(results: Results) -> str:
    none = ", none as typed" if results.relaxed else ""
    return papers(results.total) + none


def footer(results: Results) -> str:
    """What a person is told below the hits."""
    took = f"({results.took * 1000:.0f} ms)"
    if not results.total:
        return f"no papers found {took}"
    if not results.hits:
        return f"{_found(results)}, but none so far down: see --offset {took}"
    if len(results) == results.total:
        return f"{_found(results)} {took}"
    return f"{len(results)} of {_found(results)} {took}: -n 0 shows all of them"
