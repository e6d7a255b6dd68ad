"""A query cut into lexemes from left to right, in time linear in its length.

Knows which characters can be syntax where they stand; whether an operator finds its
operands, and what a word or a value means, is for the parser.
"""

import re
from enum import Enum, auto

from searcher.query.dates import range_at
from searcher.query.fields import DATES, read_field
from searcher.query.marks import (
    AFTER,
    BARS,
    CARETS,
    CLOSING,
    CONJUNCTIONS,
    DISJUNCTIONS,
    EQUALS,
    FACTOR,
    LITERAL,
    MINUS,
    NEGATIONS,
    OPENING,
    PLUS,
    QUOTES,
    STAR_END,
    STARS,
    TILDES,
    has_letter,
    is_base,
    is_plain,
    joins_fields,
    next_field,
    star,
)
from searcher.typed import NamedTuple


class Kind(Enum):
    """What a lexeme can be; all but TEXT may turn out to be text."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    SIGN = auto()
    """A minus or plus right before what it belongs to."""
    FIELD = auto()
    QUOTED = auto()
    SUBSTRING = auto()
    IDENTIFIER = auto()
    WORD = auto()
    TEXT = auto()
    END = auto()


class Lexeme(NamedTuple):
    """A piece of a query: what it is, as typed, and what it stands for.

    `value` is the text in quotes or stars, the word without its weight, the name of the
    field; `factor` the weight; `number` the slop of a phrase, and 1 for a parenthesis
    right after a word, in which marks are text: `LLM(-Agent)`, `O(n^2)`.
    """

    kind: Kind
    start: int
    raw: str
    value: str = ""
    number: int = 0
    factor: float = 1.0

    @property
    def end(self) -> int:
        return self.start + len(self.raw)


_SPACE = re.compile(r"\s*")
_RUN = re.compile(r"\S*")
_CHUNK = re.compile(r"(?:[^\s()（）|｜&]++|&(?!&))*")
_SYMBOL = re.compile(r"[|｜]{1,2}|&&")
_FACTOR = rf"{FACTOR}?{AFTER}"
_SLOP = rf"(?:[~～](\d{{0,3}}))?{FACTOR}?{AFTER}"
_WEIGHT = re.compile(rf"(?<=.){FACTOR}\Z")
_UNSIGNED = MINUS + PLUS + STARS + TILDES + CARETS + CLOSING + BARS + ">,.;:!?/%&"
"""What a minus stands before in text: `->`, `--`, `-.`"""

_OPERATORS = {
    **dict.fromkeys(DISJUNCTIONS, Kind.OR),
    **dict.fromkeys(CONJUNCTIONS, Kind.AND),
    **dict.fromkeys(NEGATIONS, Kind.NOT),
}
_OPENERS = frozenset({Kind.OPEN, Kind.OR, Kind.AND, Kind.NOT, Kind.SIGN, Kind.FIELD})


def lex(text: str) -> list[Lexeme]:
    """All lexemes of a query, without the white space between them."""
    lexer = _Lexer(text)
    lexemes: list[Lexeme] = []
    position = _skip_space(text, 0)
    while position < len(text):
        before = lexemes[-1] if lexemes and lexemes[-1].end == position else None
        lexemes.append(lexer.read(position, before))
        position = _skip_space(text, lexemes[-1].end)
    return lexemes


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


class _Lexer:
    """Reads one lexeme at a time; remembers which closing marks are not to come."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.absent: set[str] = set()
        self.glued: list[bool] = []
        """Of each open parenthesis, whether it stands right after a word."""

    def read(self, start: int, last: Lexeme | None) -> Lexeme:
        """The lexeme at `start`, right after the last one; None is after space."""
        character = self.text[start]
        before = last.kind if last else None
        free = before in (None, Kind.OPEN)
        if free and character.isalnum():
            chunk = self._chunk(start)
            # letters and digits are no marks of syntax, and most of what is asked
            if chunk.isalnum() and chunk not in _OPERATORS:
                return Lexeme(Kind.WORD, start, chunk, chunk)
        if character in OPENING:
            glued = before in (Kind.WORD, Kind.TEXT)
            self.glued.append(glued)
            return Lexeme(Kind.OPEN, start, character, number=int(glued))
        if character in CLOSING:
            return self._closing(start)
        if joint := self._joint(start, last):
            return joint
        if before is Kind.FIELD and last:
            return self._value(start, last.value)
        if before is None or before in _OPENERS:
            return self._enclosed(start) or self._field(start) or self._word(start)
        chunk = self._chunk(start)
        return Lexeme(Kind.TEXT, start, chunk, chunk)

    def _chunk(self, start: int) -> str:
        match = _CHUNK.match(self.text, start)
        assert match  # it can match nothing, but not fail
        return match[0]

    def _closing(self, start: int) -> Lexeme:
        if self.glued:
            self.glued.pop()
        end = re.compile(_FACTOR).match(self.text, start + 1)
        raw = self.text[start : end.end()] if end else self.text[start]
        return Lexeme(Kind.CLOSE, start, raw, factor=_factor(end and end[1]))

    def _is_sign(self, start: int) -> bool:
        """Whether a plus or minus stands here, right before what it can apply to."""
        if self.text[start] not in MINUS + PLUS or start + 1 == len(self.text):
            return False
        following = self.text[start + 1]
        if following in OPENING or self._enclosed(start + 1):
            return True
        if following.isspace() or following in _UNSIGNED:
            return False
        return has_letter(self._chunk(start + 1))

    def _joint(self, start: int, last: Lexeme | None) -> Lexeme | None:
        """A sign, an operator in words or signs, or a comma that joins two fields."""
        if symbol := _SYMBOL.match(self.text, start):
            kind = Kind.AND if symbol[0] == "&&" else Kind.OR
            return Lexeme(kind, start, symbol[0])
        if last and joins_fields(self.text, start):
            return Lexeme(Kind.AND, start, self.text[start])
        free = last is None or last.kind is Kind.OPEN
        if free and not (last and last.number) and self._is_sign(start):
            return Lexeme(Kind.SIGN, start, self.text[start])
        after = free or (last and last.kind is Kind.CLOSE)
        return self._operator(start) if after else None

    def _operator(self, start: int) -> Lexeme | None:
        word = self._chunk(start)
        end = start + len(word)
        kind = _OPERATORS.get(word)
        if kind and (end == len(self.text) or self.text[end] not in BARS + "&"):
            return Lexeme(kind, start, word)
        return None

    def _field(self, start: int) -> Lexeme | None:
        field = read_field(self.text, start)
        if not field or self.text[field.value] in CLOSING:
            return None
        return Lexeme(Kind.FIELD, start, self.text[start : field.value], field.name)

    def _enclosed(self, start: int) -> Lexeme | None:
        """A phrase in quotes or a substring in stars, if it is closed later on."""
        opening = self.text[start]
        if opening in STARS:
            return self._starred(start)
        first = start + 1 if opening in EQUALS else start  # a phrase is exact anyway
        closing = QUOTES.get(self.text[first : first + 1])
        mark = closing and self._find(f"[{closing}]", first + 1)
        value = mark and _one_line(self.text[first + 1 : mark.start()])
        if not mark or not value:
            return None
        end, slop, factor = mark.end(), 0, 1.0
        if suffix := re.compile(_SLOP).match(self.text, end):
            end, factor = suffix.end(), _factor(suffix[2])
            slop = int(suffix[1] or 1) if suffix[1] is not None else 0
        raw = self.text[start:end]
        return Lexeme(Kind.QUOTED, start, raw, value, number=slop, factor=factor)

    def _starred(self, start: int) -> Lexeme | None:
        first = self.text[start + 1 : start + 2]
        if not first or first.isspace() or first in STARS:
            return None
        closing = QUOTES.get(first)
        mark = closing and self._find(f"[{closing}]{STAR_END}", start + 2)
        inside = start + 2 if mark else start + 1
        mark = mark or self._find(STAR_END, inside)
        value = mark and _one_line(self.text[inside : mark.start()])
        if value and star(value) is None:
            value = value.lstrip("".join(QUOTES) + STARS + " ")
        if not mark or not value:
            return None
        end, factor = mark.end(), 1.0
        if suffix := re.compile(_FACTOR).match(self.text, end):
            end, factor = suffix.end(), _factor(suffix[1])
        raw = self.text[start:end]
        return Lexeme(Kind.SUBSTRING, start, raw, value, factor=factor)

    def _find(self, pattern: str, start: int) -> re.Match[str] | None:
        """The next mark; one that was not found once is not looked for again."""
        if pattern in self.absent:
            return None
        match = re.compile(pattern).search(self.text, start)
        if match is None:
            self.absent.add(pattern)
        return match

    def _value(self, start: int, field: str) -> Lexeme:
        days = range_at(self.text, start) if field in DATES else None
        if days:
            return Lexeme(Kind.QUOTED, start, days, days)
        return self._enclosed(start) or self._word(start, of_field=True)

    def _word(self, start: int, *, of_field: bool = False) -> Lexeme:
        if self.text[start] == LITERAL:
            run = _RUN.match(self.text, start + 1)
            if run and not is_plain(run[0]):
                return Lexeme(Kind.TEXT, start, LITERAL + run[0], run[0])
        chunk = self._chunk(start)
        if of_field:
            chunk = chunk[: next_field(chunk)]
        weight = _WEIGHT.search(chunk)
        value = chunk[: weight.start()] if weight else chunk
        if weight is None or (self.glued and self.glued[-1]) or is_base(value):
            return Lexeme(Kind.WORD, start, chunk, chunk)
        return Lexeme(Kind.WORD, start, chunk, value, factor=_factor(weight[1]))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _factor(digits: str | None) -> float:
    return float(digits) if digits else 1.0
