"""What a person typed, as a tree: a closed union of frozen nodes.

Knows nothing of analysis or of an engine. Every tree prints in the query language, and
reads back as itself, if it is in the normal form that the parser keeps to:

- `All` and `Any` have two or more parts, none of their own kind; only an empty query is
  `All(())`. `all_of`, `any_of`, `negate`, `boost` and `within` see to it.
- `All` has at most one `Identifier`: several could never match, so they are an `Any`,
  which has each once where it has nothing else. Words that only join ids are dropped.
- No `Not` of a `Not` or `Boost` of a `Boost`; factors have four decimals and are not 1.
- A `Word` has no white space; the texts of `Exact`, `Prefix` and `Fuzzy` are stems
  (`marks.is_stem`); in those of `Quoted` and `Substring` white space is one space, and
  some kind of quotes can enclose them.
"""

from collections.abc import Iterable
from datetime import date as Date

from searcher.frozen import Value
from searcher.query.fields import TEXTS, TYPED
from searcher.query.marks import (
    LITERAL,
    QUOTES,
    has_quote,
    is_base,
    is_facet,
    is_joining,
    is_plain,
    is_stem,
    literal,
)
from searcher.query.marks import quote as in_quotes
from searcher.query.marks import star as in_stars

MAX_FACTOR = 9999.0


class Word(Value):
    """Text without white space; it may mix scripts, as in `基于LLM的推荐` or `C++`."""

    text: str

    def __str__(self) -> str:
        return literal(self.text)


class Exact(Value):
    """`=word`: this form of the word only."""

    text: str

    def __str__(self) -> str:
        return f"={self.text}"


class Prefix(Value):
    """`word*`: words that begin so."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}*"


class Fuzzy(Value):
    """`word~` or `word~2`: words within one or two edits."""

    text: str
    edits: int = 1

    def __str__(self) -> str:
        return f"{self.text}~{self.edits if self.edits > 1 else ''}"


class Quoted(Value):
    """`"two words"`: words as they are written, next to each other.

    `slop` is how many others may stand between them.
    """

    text: str
    slop: int = 0

    def __str__(self) -> str:
        quoted = in_quotes(self.text) or f'"{self.text}"'
        return f"{quoted}~{self.slop}" if self.slop else quoted


class Substring(Value):
    """`*text*`: these very characters, also inside of a word."""

    text: str

    def __str__(self) -> str:
        return in_stars(self.text) or f"*{self.text}*"


class Identifier(Value):
    """An arXiv id, without the version, and the version if one was given."""

    id: str
    version: int | None = None

    def __str__(self) -> str:
        return f"{self.id}v{self.version}" if self.version else self.id


class DateRange(Value):
    """Papers of these days, both ends included; None is an open end, but not both."""

    first: Date | None
    last: Date | None

    def __str__(self) -> str:
        if self.first == self.last:
            return f"date:{self.first}"
        return f"date:{self.first or ''}..{self.last or ''}"


class Field(Value):
    """A query in one field: title, abstract, author, subject, keyword, id, digest.

    The query of `language` (only this half) and `has` is `Word("zh")` or `Word("en")`.
    """

    name: str
    query: "Query"

    def __str__(self) -> str:
        query = self.query
        grouped = isinstance(query, All | Any | Not | Field | DateRange)
        if isinstance(query, Word) and is_facet(query.text):
            return f"{TYPED[self.name]}:{query.text}"
        # behind another colon, or as in an address, it would be no value
        grouped = grouped or str(query).startswith((":", "：", "//"))
        return f"{TYPED[self.name]}:{_group(query) if grouped else query}"


class Not(Value):
    """Papers that do not match."""

    query: "Query"

    def __str__(self) -> str:
        query = self.query
        text = _group(query) if isinstance(query, All | Any) else str(query)
        marked = text[0] in "(=*" or text[0] in QUOTES
        tight = text[0].isalnum() or (marked and not isinstance(query, Word))
        return f"-{text}" if tight else f"NOT {text}"


class Boost(Value):
    """A query whose score counts `factor` times."""

    query: "Query"
    factor: float

    def __str__(self) -> str:
        query = self.query
        if isinstance(query, Word):
            text = query.text
            grouped = is_base(text) or not (is_plain(text) and is_stem(text))
        else:
            grouped = isinstance(query, All | Any | Not | Field | DateRange)
        factor = f"{self.factor:.4f}".rstrip("0").rstrip(".")
        return f"{_group(query) if grouped else query}^{factor}"


class All(Value):
    """Papers that match every part; of no parts, every paper."""

    parts: tuple["Query", ...]

    def __str__(self) -> str:
        return " ".join(_group(p) if isinstance(p, Any) else str(p) for p in self.parts)


class Any(Value):
    """Papers that match some part."""

    parts: tuple["Query", ...]

    def __str__(self) -> str:
        return " OR ".join(
            _group(p) if isinstance(p, All) else str(p) for p in self.parts
        )


Query = (
    Word
    | Exact
    | Prefix
    | Fuzzy
    | Quoted
    | Substring
    | Identifier
    | DateRange
    | Field
    | Not
    | Boost
    | All
    | Any
)
EVERYTHING = All(())


def all_of(parts: Iterable[Query]) -> Query:
    """All of the parts, in normal form."""
    flat: list[Query] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, All) else (part,))
    identifiers = [part for part in flat if isinstance(part, Identifier)]
    if len(identifiers) > 1:
        first = flat.index(identifiers[0])
        flat = [part for part in flat if not isinstance(part, Identifier)]
        flat.insert(first, any_of(identifiers))
    if identifiers or any(map(_names_papers, flat)):
        flat = _unjoined(flat)
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def _names_papers(part: Query) -> bool:
    if isinstance(part, Any):
        return all(isinstance(one, Identifier) for one in part.parts)
    return isinstance(part, Identifier)


def _unjoined(parts: list[Query]) -> list[Query]:
    """The parts without words that only join ids, if there is nothing else."""
    named = [part for part in parts if _names_papers(part)]
    rest = [part for part in parts if not _names_papers(part)]
    single = len(named) == 1 and isinstance(named[0], Identifier)
    for part in rest:
        if not isinstance(part, Word) or not is_joining(part.text):
            return parts
        if single and has_quote(part.text):
            return parts
    return named


def any_of(parts: Iterable[Query]) -> Query:
    """Any of the parts, of which there is at least one, in normal form."""
    flat: list[Query] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Any) else (part,))
    if any(isinstance(part, Identifier) for part in flat):
        flat = _unjoined(flat)
    if all(isinstance(part, Identifier) for part in flat):
        flat = list(dict.fromkeys(flat))
    return flat[0] if len(flat) == 1 else Any(tuple(flat))


def negate(query: Query) -> Query:
    return query.query if isinstance(query, Not) else Not(query)


def boost(query: Query, factor: float) -> Query:
    """The query with its score multiplied, up to MAX_FACTOR in all."""
    if factor == 1:
        return query
    if isinstance(query, Boost):
        factor *= query.factor
        query = query.query
    factor = round(min(factor, MAX_FACTOR), 4)
    return query if factor == 1 else Boost(query, factor)


def within(name: str, query: Query) -> Query:
    """The query in one field; an arXiv id is itself a query of the field `id`."""
    if name == "id" and isinstance(query, Identifier):
        return query
    return Field(name, query)


def selects(query: Query) -> bool:
    """Whether this is a field that selects papers, and no text to look in."""
    return isinstance(query, Field) and query.name not in TEXTS


def _group(query: Query) -> str:
    """In parentheses, with a space after a literal word, which would take one in."""
    text = str(query)
    last = text.rpartition(" ")[2]
    return f"({text} )" if LITERAL in last else f"({text})"
