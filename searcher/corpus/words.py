"""The file words.txt beside corpus/ → the user's own terms, and what is wrong in it.

One term a line; what begins with `#` is a comment. Nothing here knows what becomes of a
term. A search waits for this, so it imports little where there is no such file.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

from searcher.analysis.terms import NO_TERMS, Term, Terms, read_term, terms_of
from searcher.corpus.scanning import WORDS, because
from searcher.model import Problem
from searcher.typed import NamedTuple

NAME = WORDS
"""What the file is called in problems; no digest under corpus/ has that name."""
MOST = 10_000
"""More terms are not read: every text, and every query, is looked through for them."""
LARGEST = 1 << 20
"""Bytes."""
MOST_PROBLEMS = 100

NO_FILE = "a folder, a device or a pipe, wanted a file"
NO_TEXT = "no text, wanted a term a line"
UNDECODED = "bytes that are not UTF-8, wanted a term"
TOO_MANY = f"more than {MOST:,} terms, read up to there"
TOO_LARGE = f"more than {LARGEST >> 20} MiB, read up to there"

# not compiled before there is such a file
_LINE_END = r"\r\n|\n|\r"
_CONTROL = r"[\x01-\x08\x0e-\x1f\x7f]"


class OwnWords(NamedTuple):
    """The terms that could be read, and the problems of the others."""

    terms: Terms = NO_TERMS
    problems: tuple[Problem, ...] = ()


def own_words(path: Path) -> OwnWords:
    """The terms of a file that need not be there. Never raises."""
    try:
        if not S_ISREG(path.stat().st_mode):
            return OwnWords(problems=(Problem(NAME, 0, NO_FILE),))
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return OwnWords()
    except OSError as error:
        return OwnWords(problems=(Problem(NAME, 0, because(error)),))
    return _read(data)


def _read(data: bytes) -> OwnWords:
    from searcher.corpus.decoding import decode  # noqa: PLC0415 - few have this file

    found: list[Term] = []
    problems: list[Problem] = []
    if len(data) > LARGEST:
        problems.append(Problem(NAME, 0, TOO_LARGE))
        data = data[: data[:LARGEST].rfind(b"\n") + 1]
    decoded = decode(data)
    odd = decoded.bad + decoded.nulls + len(re.findall(_CONTROL, decoded.text))
    if odd * 10 > len(decoded.text) + decoded.nulls:
        return OwnWords(problems=(Problem(NAME, 0, NO_TEXT),))
    for number, line in _lines(decoded.text):
        if len(found) == MOST:
            problems.append(Problem(NAME, number, TOO_MANY))
            break
        try:
            found.append(_term(line))
        except ValueError as error:
            problems.append(Problem(NAME, number, str(error)))
    return OwnWords(terms_of(found), _fewer(problems))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(re.split(_LINE_END, text), 1):
        term = line.strip()
        if term and not term.startswith("#"):
            yield number, term


def _term(line: str) -> Term:
    if "\ufffd" in line:
        raise ValueError(UNDECODED)
    return read_term(line)


def _fewer(problems: list[Problem]) -> tuple[Problem, ...]:
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    message = f"{len(problems) - MOST_PROBLEMS:,} more problems like these"
    return (*problems[:MOST_PROBLEMS], Problem(NAME, 0, message))
