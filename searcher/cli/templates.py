r"""A line of the user's own for every hit, such as `{id}\t{title.en}`.

Knows the fields of a paper's public JSON by name; values come from the paper itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from searcher.cli.terminal import neutral
from searcher.errors import QueryError
from searcher.model import Hit, Results
from searcher.typed import Final

Line = Callable[[Hit], str]

FIELDS: Final[dict[str, Callable[[Hit], object]]] = {
    "id": lambda hit: hit.paper.id,
    "version": lambda hit: hit.paper.version,
    "title": lambda hit: hit.paper.title.en or hit.paper.title.zh,
    "title.en": lambda hit: hit.paper.title.en,
    "title.zh": lambda hit: hit.paper.title.zh,
    "abstract": lambda hit: hit.paper.abstract.en or hit.paper.abstract.zh,
    "abstract.en": lambda hit: hit.paper.abstract.en,
    "abstract.zh": lambda hit: hit.paper.abstract.zh,
    "authors": lambda hit: _joined(hit.paper.authors),
    "subjects": lambda hit: _joined(s.code or s.name for s in hit.paper.subjects),
    "subjects.name": lambda hit: _joined(s.name for s in hit.paper.subjects),
    "subjects.code": lambda hit: _joined(s.code for s in hit.paper.subjects),
    "keywords": lambda hit: _joined(hit.paper.keywords),
    "date": lambda hit: hit.paper.date,
    "seen": lambda hit: _joined(s.digest for s in hit.paper.seen),
    "seen.digest": lambda hit: _joined(s.digest for s in hit.paper.seen),
    "seen.date": lambda hit: _joined(s.date for s in hit.paper.seen),
    "url": lambda hit: hit.paper.url,
    "pdf": lambda hit: hit.paper.pdf,
    "rank": lambda hit: hit.rank,
    "score": lambda hit: hit.score,
}
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


def _joined(values: Iterable[object]) -> str:
    return "; ".join(str(value) for value in values if value is not None)
