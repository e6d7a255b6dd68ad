"""Which parentheses of a query are syntax, and which are text.

Syntax are those that pair, hold something and nest no deeper than MAX_DEPTH. Knows
lexemes only.
"""

from searcher.query.lexer import Kind, Lexeme

MAX_DEPTH = 32
"""Deeper than anyone means, and far from the limit of Python's stack."""

UNPAIRED = "a parenthesis without its partner is read as text"
TOO_DEEP = f"parentheses nested deeper than {MAX_DEPTH} are read as text"


def pair(lexemes: list[Lexeme]) -> tuple[list[Lexeme], list[str]]:
    """The lexemes with other parentheses as text, and sentences on why.

    Such parentheses in a row become one lexeme, with a sign or field right before them.
    """
    texts, notes = _unpaired(lexemes)
    paired: list[Lexeme] = []
    run: list[Lexeme] = []
    for index, lexeme in enumerate(lexemes):
        if run and (index not in texts or run[-1].end != lexeme.start):
            paired.append(_text(run))
            run = []
        if index not in texts:
            paired.append(lexeme)
            continue
        run.append(lexeme)
        while paired and _belongs(paired[-1], run[0]):
            run.insert(0, paired.pop())
    return [*paired, _text(run)] if run else paired, notes


def _belongs(before: Lexeme, lexeme: Lexeme) -> bool:
    return before.kind in (Kind.SIGN, Kind.FIELD) and before.end == lexeme.start


def _text(run: list[Lexeme]) -> Lexeme:
    raw = "".join(lexeme.raw for lexeme in run)
    return Lexeme(Kind.TEXT, run[0].start, raw, raw)


def _unpaired(lexemes: list[Lexeme]) -> tuple[set[int], list[str]]:
    """The places of parentheses that are text, and why."""
    texts: set[int] = set()
    notes: set[str] = set()
    opened: list[int] = []
    for index, lexeme in enumerate(lexemes):
        if lexeme.kind is Kind.OPEN:
            opened.append(index)
        elif lexeme.kind is Kind.CLOSE and not opened:
            texts.add(index)
            notes.add(UNPAIRED)
        elif lexeme.kind is Kind.CLOSE:
            partner = opened.pop()
            deep = len(opened) >= MAX_DEPTH
            notes.update([TOO_DEEP] if deep else [])
            if deep or partner == index - 1:
                texts |= {partner, index}
    notes.update([UNPAIRED] if opened else [])
    return texts.union(opened), sorted(notes)
