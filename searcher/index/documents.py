"""Papers → the fields of the index and their tokens, the same for every engine.

Knows the fields and the analysis, not how an engine stores them.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date as Date
from operator import attrgetter

from searcher import schema
from searcher.analysis.han import Segmenter
from searcher.analysis.tokens import Analyzer, is_initial, name_terms, tokens
from searcher.analysis.umlauts import in_two_letters
from searcher.index.substrings import parts_beyond
from searcher.model import Paper, Record, Token
from searcher.query.plan import TEXTS
from searcher.query.sought import is_unlike
from searcher.typed import Any, NamedTuple

AUTHOR_STRIDE = 64
"""Each author begins at a multiple of so many positions, each other value likewise."""
MOST_APART = 1024
"""So many values of a field stand apart, as places are counted to 65,535; those beyond
stand where the last of these does.
"""
SEPARATOR = "\n"
"""Between the values of a field that has several."""
UNLIKE = "latex"
"""A language of papers whose texts have to be searched letter by letter too."""


def values(paper: Paper) -> dict[str, str]:
    """The raw text of each field that the paper has."""
    return {field: text for field, make in _VALUES.items() if (text := make(paper))}


def value(paper: Paper, field: str) -> str:
    """The raw text of one field, empty if the paper lacks it."""
    return _VALUES[field](paper) if field in _VALUES else ""


def indexed(record: Record) -> dict[str, str]:
    """As `values`, with what an index keeps of a paper besides its texts."""
    found = values(record.paper)
    if record.keys:
        found["keys"] = _lines(record.keys)
    if UNLIKE in found.get("languages", ""):
        beyond = dict.fromkeys(
            part
            for text in _texts(record.paper)
            if is_unlike(text)
            for part in parts_beyond(text)
        )
        if beyond:
            found["beyond"] = " ".join(beyond)
    return found


def field_tokens(field: str, value: str, segmenter: Segmenter) -> list[Token]:
    """The tokens of a field's raw text."""
    return list(_FIELDS[field].tokens(value, segmenter))


def subject_terms(code: str) -> list[str]:
    """`cs.lg` and `cs` of `cs.LG`: a code is found by what it begins with."""
    folded = code.casefold()
    archive = folded.partition(".")[0]
    return [folded] if archive == folded else [folded, archive]


def place_of(number: int, position: int) -> int:
    """Where in its field a word stands that has this position in a value."""
    base = min(number, MOST_APART - 1) * AUTHOR_STRIDE
    return base + min(position, AUTHOR_STRIDE - 2)


def digest_terms(path: str) -> list[str]:
    """The path of a digest, its name with and without ending, and its folders."""
    folded = path.replace(SEPARATOR, " ").casefold()
    folders, _, name = folded.rpartition("/")
    terms = [folded, name, name.rpartition(".")[0] or name]
    while folders:
        terms.append(folders)
        folders = folders.rpartition("/")[0]
    return list(dict.fromkeys(terms))


def _lines(parts: Iterable[str]) -> str:
    return SEPARATOR.join(part.replace(SEPARATOR, " ") for part in parts)


def _languages(paper: Paper) -> Iterator[str]:
    for language in schema.LANGUAGES:
        if any(_VALUES[half](paper) for half in schema.halves(language)):
            yield language
    if any(map(is_unlike, _texts(paper))):
        yield UNLIKE


def _texts(paper: Paper) -> list[str]:
    """What is searched letter by letter."""
    return [*(_VALUES[field](paper) for field in TEXTS), *paper.authors]


def _apart(
    analyse: Callable[[str, Segmenter], list[Token]],
) -> Callable[[str, Segmenter], Iterator[Token]]:
    """The tokens of each line, so far apart that no phrase spans two."""

    def apart(value: str, segmenter: Segmenter) -> Iterator[Token]:
        start = 0
        crowd: set[tuple[str, int]] = set()
        for number, line in enumerate(value.split(SEPARATOR)):
            for term, position, first, last in analyse(line, segmenter):
                place = place_of(number, position)
                if number >= MOST_APART - 1:
                    if (term, place) in crowd:
                        continue  # a term stands once at a place
                    crowd.add((term, place))
                yield Token(term, place, start + first, start + last)
            start += len(line) + len(SEPARATOR)

    return apart


def _author(name: str, segmenter: Segmenter) -> list[Token]:
    found = Analyzer(segmenter, name_terms).tokens(name)
    words = [token for token in found if not is_initial(token.term)]
    spelled = in_two_letters(name)
    others = (
        _beside(words, tokens(spelled, segmenter, stemmed=False)) if spelled else ()
    )
    return [*words, *others, *(each for each in found if is_initial(each.term))]


def _beside(found: list[Token], others: list[Token]) -> Iterator[Token]:
    """Tokens of a name written in another way, where its own stand."""
    own = {(t.term, t.position) for t in found}
    places = {(_marks(t.term), t.position): t for t in reversed(found)}
    for term, position, _, _ in others:
        place = places.get((_marks(term), position))
        if place and (term, position) not in own:
            yield place._replace(term=term)


def _marks(term: str) -> int:
    """Over so many words the surface form stretches."""
    return len(term) - len(term.lstrip("="))


def _subject(line: str, segmenter: Segmenter) -> list[Token]:
    code, _, name = line.partition("\t")
    words = tokens(name, segmenter)
    words = [t._replace(start=t.start + len(code) + 1) for t in words]
    words = [t._replace(end=t.end + len(code) + 1) for t in words]
    if not code:
        return words
    apart = AUTHOR_STRIDE - 2
    return [*words, *(Token(c, apart, 0, len(code)) for c in subject_terms(code))]


def _digest(path: str, _: Segmenter) -> list[Token]:
    return [Token(term, 0, 0, len(path)) for term in digest_terms(path)]


def _whole(text: str, _: Segmenter) -> list[Token]:
    return [Token(text.casefold(), 0, 0, len(text))]


def _parts(value: str, _: Segmenter) -> Iterable[Token]:
    return (Token(part, 0, 0, len(value)) for part in value.split(" "))


class Analysis(NamedTuple):
    """How what a paper has in a field becomes one text, and that its tokens."""

    raw: Callable[[Any], str]
    tokens: Callable[[str, Segmenter], Iterable[Token]]


_ANALYSES = {
    schema.WORDS: Analysis(str, tokens),
    schema.PEOPLE: Analysis(_lines, _apart(_author)),
    schema.VALUES: Analysis(_lines, _apart(tokens)),
    schema.SUBJECTS: Analysis(
        lambda found: _lines(f"{code or ''}\t{name}" for name, code in found),
        _apart(_subject),
    ),
    schema.PATHS: Analysis(
        lambda seen: _lines(digest for digest, _ in seen), _apart(_digest)
    ),
    schema.TERMS: Analysis(str, _apart(_whole)),
    schema.DAYS: Analysis(Date.isoformat, _apart(_whole)),
    schema.PARTS: Analysis(" ".join, _parts),
}
_FIELDS = {
    name: _ANALYSES[field.analysis]
    for field in schema.SCHEMA
    for name in field.indexed()
}


def _made(field: schema.Field) -> Iterator[tuple[str, Callable[[Paper], str]]]:
    """What makes the raw text of a field of a paper, or of each of its halves."""
    if field.kind == schema.TEXT:
        yield from ((name, attrgetter(name)) for name in field.indexed())
        return
    get, raw = attrgetter(field.name), _ANALYSES[field.analysis].raw
    for name in field.indexed():
        yield name, lambda paper: raw(found) if (found := get(paper)) else ""


_VALUES: dict[str, Callable[[Paper], str]] = {
    name: make
    for field in schema.SCHEMA
    if field.name in Paper._fields
    for name, make in _made(field)
}
_VALUES["languages"] = lambda paper: _lines(_languages(paper))
