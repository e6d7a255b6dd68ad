r"""A line of the user's own for every hit, such as `{id}\t{title.en}`.

Knows the fields of a paper's public JSON by name; values come from the paper itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import attrgetter

from searcher.cli.terminal import neutral
from searcher.errors import QueryError
from searcher.model import Bilingual, Hit, Paper, Results, Seen, Subject
from searcher.schema import LANGUAGES, TEXT, of_kind
from searcher.typed import Final

Line = Callable[[Hit], str]


def _value(name: str, hit: Hit) -> object:
    match getattr(hit.paper, name):
        case Bilingual(english, chinese):
            return english or chinese
        case tuple(values):
            return _joined(map(_short, values))
        case value:
            return value


def _short(value: object) -> object:
    match value:
        case Subject(name, code):
            return code or name
        case Seen(digest):
            return digest
        case _:
            return value


def _part_of(name: str, part: str, hit: Hit) -> object:
    value = getattr(hit.paper, name)
    if isinstance(value, tuple):
        return _joined(getattr(one, part) for one in value)
    return getattr(value, part)


def _joined(values: Iterable[object]) -> str:
    return "; ".join(str(value) for value in values if value is not None)


def _fields() -> Iterator[tuple[str, Callable[[Hit], object]]]:
    parts = {field.name: LANGUAGES for field in of_kind(TEXT)}
    parts |= {"subjects": Subject._fields, "seen": Seen._fields}
    for name in Paper._fields:
        yield name, partial(_value, name)
        for part in parts.get(name, ()):
            yield f"{name}.{part}", partial(_part_of, name, part)
    for name in ("url", "pdf"):
        yield name, partial(_value, name)
    yield "rank", attrgetter("rank")
    yield "score", attrgetter("score")


FIELDS: Final = dict(_fields())
"""Several values are joined with `; `."""

_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|\\([tn\\])|[{}]|[^{}\\]+|\\")
_ESCAPES = {"t": "\t", "n": "\n", "\\": "\\"}


def template(text: str) -> Callable[[Results], Iterator[str]]:
    r"""What writes a line of this shape for every hit.

    `\t`, `\n` and `\\` are read here, `{{` and `}}` are braces. Raises QueryError for
    an unknown field, or a brace that is alone.
    """
    parts = [_part(found, text) for found in _PART.finditer(text)]

    def lines(results: Results) -> Iterator[str]:
        for hit in results:
            yield "".join(p if isinstance(p, str) else p(hit) for p in parts) + "\n"

    return lines


def _part(found: re.Match[str], text: str) -> str | Line:
    whole, name, escape = found[0], found[1], found[2]
    if name is not None:
        if name not in FIELDS:
            raise QueryError(
                f"unknown field {name!r} in --format",
                hint=f"there are: {' '.join(FIELDS)}",
            )
        return _printed(FIELDS[name])
    if escape:
        return _ESCAPES[escape]
    if whole in ("{", "}"):
        raise QueryError(
            f"found a {whole} alone in --format {text!r}, wanted {{field}}",
            hint="write {{ or }} for a brace itself",
        )
    return whole[0] if whole in ("{{", "}}") else whole


def _printed(field: Callable[[Hit], object]) -> Line:
    def printed(hit: Hit) -> str:
        value = field(hit)
        return "" if value is None else neutral(str(value))

    return printed
