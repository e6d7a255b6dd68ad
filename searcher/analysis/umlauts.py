r"""Letters that some write as two: ö as oe, å as aa.

Of a name alone, and as another way to write it beside the folded one: to read `oe` in a
query as ö would take Noel for Nöl.
"""

import re
from functools import cache
from unicodedata import normalize

TWO = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(f"[{''.join(TWO)}]", re.IGNORECASE)


@cache
def _commands() -> re.Pattern[str]:
    return re.compile(
        r"""
        \\"\s*(?:\{(?P<braced>[aouAOU])\}|(?P<bare>[aouAOU]))
        | \\r\s*\{(?P<ring>[aA])\}
        | \\(?P<letter>o|O|aa|AA)(?![A-Za-z])(?:\{\}|\ (?=[A-Za-z]))?
        """,
        re.VERBOSE,
    )


def in_two_letters(name: str) -> str | None:
    """The name with such letters spelled out, None if it has none."""
    if name.isascii() and "\\" not in name:
        return None
    plain = _commands().sub(_letter, name) if "\\" in name else name
    spelled = _letters().sub(_two, normalize("NFC", plain))
    return spelled if spelled != normalize("NFC", name) else None


def _two(found: re.Match[str]) -> str:
    two = TWO[found[0].lower()]
    if found[0].islower():
        return two
    following = found.string[found.end() : found.end() + 1]
    return two.upper() if following.isupper() else two.capitalize()


def _letter(found: re.Match[str]) -> str:
    if umlaut := found["braced"] or found["bare"]:
        return normalize("NFC", umlaut + "\u0308")
    letter = found["ring"] or found["letter"]
    return {"a": "å", "A": "Å", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø"}[letter]
