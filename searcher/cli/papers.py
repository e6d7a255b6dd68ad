"""The commands of `searcher` about one paper: what it is, what is like it, and why it
was found.

Knows click and the searcher; what is heavy is imported by the command that needs it.
"""

import click

from searcher.cli import options, output
from searcher.errors import QueryError
from searcher.settings import find_library
from searcher.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searcher.model import Explanation, Paper, Results
    from searcher.searching import Searcher

    _Explained = tuple[Results, Paper, Explanation | None]

FOUND, NOTHING = 0, 1


@click.command()
@click.argument("name", metavar="ID")
@options.as_json
@options.library
@options.debug
def show(name: str, *, library: str | None, as_json: bool) -> int:
    """Show one paper by its id, or by a link to it at arXiv.

    The exit status is 1 when the library does not hold it.
    """
    from searcher.cli.formats import json_text, record  # noqa: PLC0415 - this command
    from searcher.cli.session import opened  # noqa: PLC0415
    from searcher.model import FORMAT  # noqa: PLC0415

    with opened(find_library(library)) as asked:
        paper = asked.ask(lambda searcher: searcher.paper(name))
    if paper is None:
        return _unknown(name)
    if as_json:
        output.use_utf8()
        output.emit([json_text({"format": FORMAT, **paper.to_json()})])
    else:
        output.emit(record(paper))
    return FOUND


@click.command()
@click.argument("name", metavar="ID")
@options.limit
@options.shaped
@options.library
@options.debug
def like(name: str, *, limit: int, library: str | None, **shaped: Any) -> int:
    """Find papers like one, by the terms that tell it from the others.

    The exit status is 1 when there is none, or when the library does not hold ID.
    """
    from searcher.cli.answering import show as write  # noqa: PLC0415 - not for --help
    from searcher.cli.session import opened  # noqa: PLC0415
    from searcher.cli.shapes import choose  # noqa: PLC0415

    shape = choose(**shaped)
    most = (limit or None) if shape.hits else 0

    def alike(searcher: "Searcher") -> "Results | None":
        paper = searcher.paper(name)
        return searcher.like(paper.id, limit=most, lazy=True) if paper else None

    with opened(find_library(library), quiet=shape.quiet) as asked:
        results = asked.ask(alike)
        if results is None:
            return _unknown(name, quiet=shape.quiet)
        asked.write(lambda: write(results, shape))
    return FOUND if results.total else NOTHING


@click.command(cls=options.QueryCommand, options_metavar="[OPTIONS]")
@click.argument("words", nargs=-1, metavar="QUERY... ID")
@options.match
@options.as_json
@options.library
@options.debug
def explain(
    *,
    words: tuple[str, ...],
    batch: bool,  # noqa: ARG001 - a lone - is a query without an id
    notes: tuple[str, ...],
    match: str,
    library: str | None,
    as_json: bool,
) -> int:
    """Show what the score of a paper for a query is made of.

    The query is read as `search` reads it, but never relaxed: search --explain explains
    that too. The exit status is 1 when the paper does not match, or is not there.
    """
    from searcher.cli.session import opened  # noqa: PLC0415 - not for --help
    from searcher.model import Match  # noqa: PLC0415

    if len(words) < 2:
        raise QueryError(
            "found no query and id, wanted both", hint="searcher explain WORDS... ID"
        )
    *query, name = words
    text, how = " ".join(query), Match(match)

    def explained(searcher: "Searcher") -> "_Explained | None":
        paper = searcher.paper(name)
        if paper is None:
            return None
        read = searcher.search(text, limit=0, match=how, suggest=False, explain=True)
        return read, paper, searcher.explain(text, paper.id, match=how)

    with opened(find_library(library)) as asked:
        found = asked.ask(explained)
    if found is None:
        return _unknown(name)
    read, paper, explanation = found
    for message in notes if as_json else (*notes, *read.notes):
        output.note(message)
    _write(read, paper, explanation, as_json=as_json)
    if explanation is None:
        output.say(f"searcher: {paper.id} does not match {text!r}")
        return NOTHING
    return FOUND


def _write(
    asked: "Results", paper: "Paper", found: "Explanation | None", *, as_json: bool
) -> None:
    from searcher.cli import explaining  # noqa: PLC0415 - this command only
    from searcher.cli.formats import json_text  # noqa: PLC0415
    from searcher.cli.terminal import neutral  # noqa: PLC0415
    from searcher.model import FORMAT  # noqa: PLC0415

    if not as_json:
        title = paper.title.en or paper.title.zh
        output.emit([f"{neutral(paper.id)}  {neutral(title)}\n"])
        output.emit(explaining.reading(asked, scores=found is not None))
        output.emit(explaining.score(found) if found else ())
        return
    value = {
        "format": FORMAT,
        "query": asked.query,
        "parsed": asked.parsed,
        "literal": asked.literal,
        "notes": list(asked.notes),
        "generation": asked.generation,
        "id": paper.id,
        "score": round(found.value, explaining.SCORE_DECIMALS) if found else None,
        "explanation": found.to_json() if found else None,
    }
    output.use_utf8()
    output.emit([json_text(value)])


def _unknown(name: str, *, quiet: bool = False) -> int:
    if not quiet:
        output.say(f"searcher: no paper {name!r} in this library")
    return NOTHING
