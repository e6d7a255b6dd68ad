"""The values that travel through the program, all frozen.

Nothing here reads files, knows an engine or prints. `to_json` gives the public JSON of
`--json`; `from_json` reads it back.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date as Date
from enum import Enum

from searcher.frozen import KW_ONLY, Value
from searcher.typed import Any, NamedTuple, TypeVar, overload

T = TypeVar("T")

FORMAT = 1
"""Rises when a field of the public JSON changes meaning."""

ARXIV_ID = re.compile(r"\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[A-Z]{2})?/\d{7}")
"""An arXiv id without version, of either era."""

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The Han characters, as the inside of a regular expression's character class.

The hexagrams amid them are taken for such: with a third range below U+10000 each class
takes a millisecond to compile, of which a search would pay for twenty.
"""

NOTHING_FOUND = "nothing found; "
"""How the note begins that tells what was looked for instead."""
LONGEST_SHOWN = 60
"""Of a query, in the repr of its results: characters."""

Json = dict[str, Any]


def iso(day: Date | None) -> str | None:
    return day.isoformat() if day else None


def day(text: str | None) -> Date | None:
    return Date.fromisoformat(text) if text else None


class Bilingual(Value):
    """One text in two languages; a half that is not known is the empty string."""

    en: str = ""
    zh: str = ""

    def to_json(self) -> Json:
        return {"en": self.en or None, "zh": self.zh or None}

    @classmethod
    def from_json(cls, value: Mapping[str, str | None] | None) -> "Bilingual":
        if not value:
            return _NO_TEXT
        return cls(value.get("en") or "", value.get("zh") or "")


_NO_TEXT = Bilingual()


class Subject(NamedTuple):
    """An arXiv subject, `Machine Learning (cs.LG)`; the code can be missing."""

    name: str
    code: str | None = None


class Seen(NamedTuple):
    """That a paper stood in a digest: its path under corpus/, with `/`, and the day."""

    digest: str
    date: Date | None = None


class Paper(Value):
    """One paper: a single sighting as a digest is read, then merged from all of them.

    `id` is the arXiv id without version, or `t-` and 12 hex digits, or a foreign id.
    `date` is the earliest day the paper was announced, as far as it is known.
    """

    id: str
    _: KW_ONLY
    version: int | None = None
    title: Bilingual = _NO_TEXT
    abstract: Bilingual = _NO_TEXT
    authors: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    keywords: tuple[str, ...] = ()
    date: Date | None = None
    seen: tuple[Seen, ...] = ()

    @property
    def url(self) -> str | None:
        """The abstract page; None when the id is not arXiv's."""
        return self._arxiv("abs")

    @property
    def pdf(self) -> str | None:
        return self._arxiv("pdf")

    def _arxiv(self, kind: str) -> str | None:
        known = ARXIV_ID.fullmatch(self.id)
        return f"https://arxiv.org/{kind}/{self.id}" if known else None

    def to_json(self) -> Json:
        fields = {
            name: codec.whole(getattr(self, name)) for name, codec in _CODECS.items()
        }
        return {"id": self.id, **fields, "url": self.url, "pdf": self.pdf}

    def to_plain(self) -> Json:
        """As `to_json`, without what reads as nothing and what is made of the id: what
        files and pipes of our own hold of a paper.
        """
        fields: Json = {"id": self.id}
        for name, codec in _CODECS.items():
            value = codec.brief(getattr(self, name))
            if value or value == 0:
                fields[name] = value
        return fields

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Paper":
        """The paper of what `to_json` or `to_plain` made.

        Raises KeyError, TypeError or ValueError when they did not.
        """
        known = {
            name: codec.read(value[name])
            for name, codec in _CODECS.items()
            if value.get(name) is not None
        }
        return cls(value["id"], **known)


class _Codec(NamedTuple):
    """A field in JSON: as everybody reads it, without what reads as nothing, and back
    from either.
    """

    whole: Callable[[Any], Any]
    brief: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _itself(value: T) -> T:
    return value


def _brief_text(text: Bilingual) -> Json:
    if not text.zh:
        return {"en": text.en} if text.en else {}
    return {"en": text.en, "zh": text.zh} if text.en else {"zh": text.zh}


_TEXT = _Codec(Bilingual.to_json, _brief_text, Bilingual.from_json)
_LIST = _Codec(list, _itself, tuple)
_CODECS = {
    "version": _Codec(_itself, _itself, _itself),
    "title": _TEXT,
    "abstract": _TEXT,
    "authors": _LIST,
    "subjects": _Codec(
        lambda every: [{"name": name, "code": code} for name, code in every],
        lambda every: [
            {"name": name} if code is None else {"name": name, "code": code}
            for name, code in every
        ],
        lambda every: tuple([Subject(s["name"], s.get("code")) for s in every]),
    ),
    "keywords": _LIST,
    "date": _Codec(iso, iso, day),
    "seen": _Codec(
        lambda every: [{"digest": path, "date": iso(at)} for path, at in every],
        lambda every: [
            {"digest": path, "date": at.isoformat()} if at else {"digest": path}
            for path, at in every
        ],
        lambda every: tuple([Seen(s["digest"], day(s.get("date"))) for s in every]),
    ),
}
"""How each field of a paper stands in JSON behind its id, in that order."""


class Sighting(NamedTuple):
    """One paper as one place of one digest shows it.

    The paper's `seen` holds that digest alone, its `date` is that sighting's. Without
    an id in the digest, its id is made of its title (`searcher.corpus.ids.title_id`).
    """

    paper: Paper
    line: int = 0


class Record(NamedTuple):
    """A paper as an index keeps it, and what it was merged from.

    A paper of one sighting is equal to it. `keys` are ids made of titles: a sighting
    without an id that has one of them may belong to this paper.
    """

    paper: Paper
    sightings: tuple[Sighting, ...] = ()
    keys: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """The JSON of the paper, with its line or, if there are several, sightings."""
        value = self.paper.to_json()
        match self.sightings:
            case ():
                pass
            case (one,):
                value["line"] = one.line
            case several:
                value["sightings"] = [
                    {"line": line, "paper": paper.to_json()} for paper, line in several
                ]
        return value


def sightings_from_json(value: Mapping[str, Any]) -> tuple[Sighting, ...]:
    """Every sighting of a record that `to_json` made.

    Raises KeyError, TypeError or ValueError when it did not.
    """
    several = value.get("sightings")
    if several is None:
        return (Sighting(Paper.from_json(value), value.get("line", 0)),)
    return tuple(Sighting(Paper.from_json(s["paper"]), s["line"]) for s in several)


class Problem(NamedTuple):
    """Something in a digest that could not be understood; line 0 is the whole file."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.message}"

    def to_json(self) -> Json:
        return {"path": self.path, "line": self.line, "message": self.message}


class Token(NamedTuple):
    """A term of the index at a position of a text; several may share a position.

    `start` and `end` slice the raw text.
    """

    term: str
    position: int
    start: int
    end: int


class DigestState(NamedTuple):
    """What a generation remembers of one digest, to see later whether it changed.

    `path` is relative to corpus/, with `/`; `size` in bytes, `mtime` in nanoseconds.
    The `sha256` is in hex; with `:N` behind it, it is of the first N bytes, and the
    others were not read; without any the digest could not be read.
    """

    path: str
    size: int
    mtime: int
    sha256: str
    entries: int = 0


class Mark(NamedTuple):
    """A matched slice of a text, and how rare what matched is in the library."""

    start: int
    end: int
    rarity: float = 1.0


class Order(Enum):
    """How hits are sorted; equal ones by date, newest first, then by id."""

    RELEVANCE = "relevance"
    NEWEST = "date"
    OLDEST = "date-asc"


class Match(Enum):
    """How many of the plain words of a query a paper must hold."""

    ALL = "all"
    ANY = "any"


class Snippet(Value):
    """A passage of a paper's text; each mark is a (start, end) slice of `text`."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def to_json(self) -> Json:
        return {"text": self.text, "marks": [list(mark) for mark in self.marks]}


class How(Enum):
    """How a number of an explanation comes of its parts."""

    GIVEN = "given"
    SUM = "sum"
    PRODUCT = "product"
    SATURATED = "saturated"
    """(k1 + 1) · tf' / (k1 + tf') of the parts tf' and k1."""
    NORMALISED = "normalised"
    """w · tf / (1 - b + b · length / average), of w, tf, b, length, average."""


class Explanation(Value):
    """A number, what it is, and the numbers it was made of."""

    value: float
    what: str
    how: How = How.GIVEN
    parts: tuple["Explanation", ...] = ()

    def to_json(self) -> Json:
        value: Json = {"value": self.value, "what": self.what, "how": self.how.value}
        if self.parts:
            value["parts"] = [part.to_json() for part in self.parts]
        return value


class Hit(Value):
    """A found paper; rank counts from 1 over the whole list, not the page.

    `highlights` maps a field such as `title.en` to the passages that matched; titles
    that the paper has are always there, whole. `explanation` is there when asked for.
    `authors` are the names that matched, whole, of which the JSON says nothing.
    """

    rank: int
    _: KW_ONLY
    score: float
    paper: Paper
    highlights: Mapping[str, tuple[Snippet, ...]]
    explanation: Explanation | None = None
    authors: tuple[Snippet, ...] = ()

    def to_json(self) -> Json:
        value = {
            "rank": self.rank,
            "score": self.score,
            "paper": self.paper.to_json(),
            "highlights": {
                name: [snippet.to_json() for snippet in snippets]
                for name, snippets in self.highlights.items()
            },
        }
        if self.explanation:
            value["explanation"] = self.explanation.to_json()
        return value


class Results(Value):
    """The answer to a query: one page of hits and the exact number of all of them.

    `parsed` is the query as it was understood, in the query language; where it was
    asked to be explained, `literal` is the other reading of what may be a title. `took`
    is in seconds. `notes` are sentences for the person who asked.
    """

    query: str
    _: KW_ONLY
    parsed: str
    hits: Sequence[Hit]
    total: int
    took: float
    generation: int
    relaxed: str | None = None
    expanded: tuple[Json, ...] = ()
    notes: tuple[str, ...] = ()
    literal: str | None = None

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, at: int) -> Hit: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Hit, ...]: ...

    def __getitem__(self, at: int | slice) -> Hit | tuple[Hit, ...]:
        """Counted from 0 within the page, as a list does it."""
        return tuple(self.hits[at]) if isinstance(at, slice) else self.hits[at]

    @property
    def instead(self) -> str | None:
        """What was looked for when nothing matched, as the note of it has it."""
        said = (note for note in self.notes if note.startswith(NOTHING_FOUND))
        note = next(said, None) if self.relaxed else None
        return note.removeprefix(NOTHING_FOUND) if note else None

    def __repr__(self) -> str:
        query = self.query
        if len(query) > LONGEST_SHOWN:
            query = f"{query[:LONGEST_SHOWN]}…"
        relaxed = f", relaxed to {self.relaxed!r}" if self.relaxed else ""
        return f"<Results {query!r}: {len(self.hits)} of {self.total}{relaxed}>"

    def to_json(self) -> Json:
        return {**self.head_to_json(), "hits": [hit.to_json() for hit in self.hits]}

    def head_to_json(self) -> Json:
        """All but the hits, which come last."""
        return {
            "format": FORMAT,
            "query": self.query,
            "parsed": self.parsed,
            **({"literal": self.literal} if self.literal else {}),
            "total": self.total,
            "took_ms": round(self.took * 1000, 1),
            "generation": self.generation,
            "relaxed": self.relaxed,
            "expanded": list(self.expanded),
            "notes": list(self.notes),
        }
