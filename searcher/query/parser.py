"""What a person typed → the tree of what they meant, and notes on odd readings.

Nothing is an error: what is not syntax is text. Knows no analysis and no engine.

    query   := any                      any := all ( (OR | '|' | 或) all )*
    all     := part ( [AND | && | 且] part )*
    part    := ( '-' | '+' | NOT | ANDNOT | 非 )* atom
    atom    := ( FIELD ':' )? ( '(' query ')' | phrase | substring | id | word ) [^N]
"""

import re
from datetime import date as Date
from functools import cache

from searcher.identifiers import mentions
from searcher.query.dates import read_dates
from searcher.query.fields import DATES, OF_LANGUAGE, TYPED, read_field, read_language
from searcher.query.lexer import Kind, Lexeme, lex
from searcher.query.marks import COMMAS, PLUS, STARS, clip, star
from searcher.query.pairing import pair
from searcher.query.tree import (
    All,
    Any,
    Boost,
    DateRange,
    Field,
    Not,
    Query,
    Quoted,
    Substring,
    Word,
    all_of,
    any_of,
    boost,
    negate,
    within,
)
from searcher.query.words import read_ids, read_word
from searcher.typed import NamedTuple

MAX_CLAUSES = 1000
"""More words, phrases and values than this in one query are not read."""

MAX_NOTES = 5
CUT = f"only the first {MAX_CLAUSES:,} words of the query were read"
WANTED = {
    **dict.fromkeys(DATES, "day, month, year or span such as 2026-01..2026-02"),
    **dict.fromkeys(OF_LANGUAGE, "language, zh or en"),
}


_STARS = frozenset(STARS)


class Parsed(NamedTuple):
    """The tree of a query, and sentences that say how odd parts of it were read.

    `literal` is another reading, of what may be a pasted title or sentence, such as
    `What NOT to Learn`: all of its words, and the text as it stands. None where the
    first reading finds every paper that holds the text.
    """

    query: Query
    notes: tuple[str, ...] = ()
    literal: Query | None = None


def parse(text: str, *, today: Date, plain: bool = False) -> Parsed:
    """Read a query; any text is one.

    Words for days count from `today`. `plain` text has no syntax, only words.
    """
    if plain:
        words = text.split()
        cut = (CUT,) if len(words) > MAX_CLAUSES else ()
        return Parsed(all_of(map(Word, words[:MAX_CLAUSES])), cut)
    if ("&" in text and ";" in text) or "</" in text:  # pasted out of a page
        from searcher.analysis.markup import plain as shown  # noqa: PLC0415 - so rare

        links = _linked().findall(text) if "href" in text else ()
        text = " ".join([shown(text), *(link for link in links if any(mentions(link)))])
    if papers := read_ids(text):
        return Parsed(papers)
    if inside := _between_stars(text.strip()):
        return Parsed(Substring(inside))
    lexemes, notes = pair(lex(text))
    parser = _Parser(lexemes, notes, today)
    query = parser.query()
    cut = (CUT,) if parser.left() else ()
    literal = _literal(text, query, sure=parser.sure)
    return Parsed(query, (*cut, *parser.notes), literal)


@cache
def _linked() -> re.Pattern[str]:
    """The address of a link in HTML; what is pasted shows its text alone."""
    return re.compile(r"""<a\s[^<>]*?href=["']([^"'<>]*)""", re.IGNORECASE)


def _between_stars(text: str) -> str | None:
    """What is between the stars that a query begins and ends with, if there is space
    at its ends, or a star at one of them: a piece of a text need not be whole words.
    """
    inside = text[1:-1]
    if not inside or text[0] not in STARS or text[-1] not in STARS:
        return None
    bold = inside[0] in STARS and inside[-1] in STARS
    value = " ".join(inside.split())
    core = value.strip(STARS)
    if bold or value == inside == core or not _STARS.isdisjoint(core):
        return None
    return value if core.strip() and star(value) else None


def _literal(text: str, query: Query, *, sure: bool) -> Query | None:
    words = text.split()
    short = len(words) < 3 and len(text) < 24  # `a -b` is no title
    if len(words) > MAX_CLAUSES or (sure and (short or not _excludes(query))):
        return None
    return all_of((*map(Word, words), Substring(" ".join(words))))


def _excludes(query: Query) -> bool:
    """Whether a text can hold all that was typed and not match.

    Of 285,000 real titles 36 could, each for a dash or a NOT; other marks lose none.
    """
    match query:
        case Not():
            return True
        case Boost(part) | Field(_, part):
            return _excludes(part)
        case All(parts):
            return any(map(_excludes, parts))
        case Any(parts):
            return all(map(_excludes, parts))
    return False


_END = Lexeme(Kind.END, -1, "")
_OPERATORS = (Kind.OR, Kind.AND)
_PREFIXES = (Kind.NOT, Kind.SIGN)


class _Parser:
    """Reads lexemes one by one; after MAX_CLAUSES of them, as if at the end."""

    def __init__(self, lexemes: list[Lexeme], notes: list[str], today: Date) -> None:
        self.lexemes = lexemes
        self.notes = notes
        self.today = today
        self.place = 0
        self.clauses = 0
        self.bare = True
        self.sure = True

    def query(self) -> Query:
        parts = [self.conjunction()]
        while self.peek().kind is Kind.OR:
            self.place += 1
            parts.append(self.conjunction())
        return any_of(parts)

    def conjunction(self) -> Query:
        """Parts up to an `OR` that has something on both sides, or to the end."""
        parts: list[Query] = []
        while self.peek().kind not in (Kind.END, Kind.CLOSE):
            kind, following = self.peek().kind, self.peek(1).kind
            more = bool(parts) and following not in (Kind.END, Kind.CLOSE)
            if kind is Kind.OR and more:
                break
            if kind is Kind.AND and more and following not in _OPERATORS:
                self.place += 1
            parts.append(self.part())
        return all_of(parts)

    def part(self) -> Query:
        negative = False
        while self.peek().kind in _PREFIXES:
            if self.peek(1).kind in (Kind.END, Kind.CLOSE, *_OPERATORS):
                break
            negative ^= self.peek().raw not in PLUS
            self.place += 1
        query = self.atom()
        return negate(query) if negative else query

    def peek(self, ahead: int = 0) -> Lexeme:
        place = self.place + ahead
        full = self.clauses >= MAX_CLAUSES
        return _END if full or place >= len(self.lexemes) else self.lexemes[place]

    def left(self) -> bool:
        """Whether anything but closing parentheses was not read."""
        return any(x.kind is not Kind.CLOSE for x in self.lexemes[self.place :])

    def next(self) -> Lexeme:
        self.place += 1
        return self.lexemes[self.place - 1]

    def atom(self) -> Query:
        lexeme = self.next()
        if lexeme.kind is Kind.OPEN:
            query = self.query()
            closing = self.next() if self.peek().kind is Kind.CLOSE else _END
            return boost(query, closing.factor)
        if lexeme.kind is Kind.FIELD:
            return self.field(lexeme)
        self.clauses += 1
        return boost(self.leaf(lexeme), lexeme.factor)

    def leaf(self, lexeme: Lexeme) -> Query:
        if lexeme.kind is Kind.QUOTED:
            return Quoted(lexeme.value, lexeme.number)
        if lexeme.kind is Kind.SUBSTRING:
            return Substring(lexeme.value)
        if lexeme.kind is Kind.WORD:
            query, note = read_word(lexeme.value, bare=self.bare)
            self.note(note)
            return query
        if lexeme.kind is not Kind.TEXT:
            self.note(f"{lexeme.raw} joins nothing here, so it is read as text")
        return Word(lexeme.value or lexeme.raw)

    def field(self, field: Lexeme) -> Query:
        name, value = field.value, self.peek()
        if value.kind in _OPERATORS:
            return self.text(field.raw)
        named = read_field(f"{field.raw}x")
        assert named
        self.sure = self.sure and named.sure
        if named.typed:
            self.note(f"{clip(field.raw)} is read as {named.typed}:")
        if named.language:
            half = Field("language", Word(named.language))
            return within(name, all_of([half, self.inside()]))
        if name not in WANTED:
            inside = self.inside()
            if name == "id" and isinstance(inside, Quoted):
                return read_ids(inside.text) or within(name, inside)
            # `arXiv:2602.03876v2[cs.LG]` names a paper and holds another word
            alone = name == "id" and value.kind is Kind.WORD and isinstance(inside, All)
            return inside if alone else within(name, inside)
        if value.kind is Kind.OPEN:
            return self.each(name, self.inside())
        self.clauses += 1
        return boost(self.value(name, self.next()), value.factor)

    def inside(self) -> Query:
        """The value of a field, in which a code of a subject is text."""
        bare, self.bare = self.bare, False
        query = self.atom()
        self.bare = bare
        return query

    def value(self, name: str, value: Lexeme) -> Query:
        """The query of a lexeme after a field of days or of a language."""
        return self.meant(name, value.value or value.raw)

    def meant(self, name: str, text: str) -> Query:
        """The days or the language of a text, or of each between commas; of one that
        names none, a field that no paper has.
        """
        if whole := self.one(name, text):
            return whole
        several = [self.one(name, part) for part in re.split(f"[{COMMAS}、]", text)]
        found = [query for query in several if query is not None]
        if len(found) == len(several):
            return any_of(found)
        self.note(f"{TYPED[name]}:{clip(text)} names no {WANTED[name]}: found nothing")
        return Field(name, Word("".join(text.split())))

    def one(self, name: str, text: str) -> Query | None:
        if name in DATES:
            span = read_dates(name, text, today=self.today)
            return DateRange(*span) if span else None
        language = read_language(text)
        return Field(name, Word(language)) if language else None

    def each(self, name: str, query: Query) -> Query:
        """A group of days or languages."""
        match query:
            case Not(part):
                return negate(self.each(name, part))
            case Boost(part, factor):
                return boost(self.each(name, part), factor)
            case All(parts):
                return all_of(self.each(name, part) for part in parts)
            case Any(parts):
                return any_of(self.each(name, part) for part in parts)
            case Field() | DateRange():
                return query
            case Word(text) | Quoted(text):
                return self.meant(name, text)
        return self.meant(name, str(query))

    def text(self, raw: str) -> Query:
        self.clauses += 1
        return Word(raw)

    def note(self, note: str | None) -> None:
        if note and note not in self.notes and len(self.notes) < MAX_NOTES:
            self.notes.append(note)
