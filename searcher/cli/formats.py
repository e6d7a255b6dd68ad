"""Results as programs read them: JSON, ids, plain text.

Knows no terminal: nothing here is coloured or wrapped, and every paper is whole.
"""

import json
import re
from collections.abc import Iterator
from functools import cache

from searcher.cli.terminal import neutral
from searcher.model import Bilingual, Paper, Results, Seen, Subject
from searcher.schema import NAMES, SCHEMA, TEXT
from searcher.typed import Any


def json_text(value: Any) -> str:
    """One line of JSON. What a terminal would obey, or an encoding refuse, is escaped;
    all else is itself.
    """
    text = json.dumps(value, ensure_ascii=False)
    if text.isascii() and "\x7f" not in text:
        return text + "\n"
    return _unsafe().sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def json_document(results: Results) -> Iterator[str]:
    """The text of `to_json`, which never holds more than a hit."""
    head = json_text({**results.head_to_json(), "hits": []})
    yield head.removesuffix("]}\n")
    before = ""
    for hit in results:
        yield before + json_text(hit.to_json()).removesuffix("\n")
        before = ", "
    yield "]}\n"


def json_lines(results: Results) -> Iterator[str]:
    """Hits that do not match as it was asked say so."""
    label = {"relaxed": results.relaxed} if results.relaxed else {}
    for hit in results:
        yield json_text({**hit.to_json(), **label})


def json_lines_of_many(results: Results) -> Iterator[str]:
    """As `json_lines`, each with the query that it answers."""
    label = {"relaxed": results.relaxed} if results.relaxed else {}
    for hit in results:
        yield json_text({"query": results.query, **hit.to_json(), **label})


def ids(results: Results) -> Iterator[str]:
    for hit in results:
        yield f"{neutral(hit.paper.id)}\n"


def plain(results: Results) -> Iterator[str]:
    """Every paper in full, a blank line behind each."""
    for hit in results:
        yield from record(hit.paper)
        yield "\n"


def record(paper: Paper) -> Iterator[str]:
    """All that is known of a paper, a line for each thing."""
    if paper.title.en or not paper.title.zh:
        yield _line(paper.title.en or "(no title)")
    if paper.title.zh:
        yield _line(paper.title.zh)
    yield _line(f"Id: {paper.id}" + (f"v{paper.version}" if paper.version else ""))
    fields = {field.name: field for field in SCHEMA if field.headings}
    ordered = [fields[name] for name in Paper._fields if name in fields]
    ordered.sort(key=lambda field: field.kind == TEXT)  # the longest come last
    lines = [("Link", paper.url), ("Pdf", paper.pdf)]
    for field in ordered:
        between = ", " if field.kind == NAMES else "; "
        values = _texts(getattr(paper, field.name), between)
        lines += zip(field.headings, values, strict=True)
    for heading, value in lines:
        if value:
            yield _line(f"{heading}: {value}")


def _texts(value: object, between: str) -> tuple[str, ...]:
    """A value as it is read, or its halves."""
    match value:
        case Bilingual(english, chinese):
            return english, chinese
        case tuple(values):
            return (between.join(map(_shown, values)),)
        case None:
            return ("",)
        case _:
            return (str(value),)


def _shown(value: object) -> str:
    match value:
        case Subject(name, code):
            return f"{name} ({code})" if code else name
        case Seen(digest):
            return digest
        case _:
            return str(value)


def _line(text: str) -> str:
    return neutral(text) + "\n"


@cache
def _unsafe() -> re.Pattern[str]:
    # C0 is escaped by the rules of JSON
    return re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
