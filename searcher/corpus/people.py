"""Authors as JSON, tables and pages give them → names, one text each.

Nothing here knows where they stood.
"""

import re
from collections.abc import Mapping
from typing import Any

from searcher.analysis.markup import plain, without_notes
from searcher.corpus.roles import folded
from searcher.corpus.text import names, tidy

_OTHERS = re.compile(
    r"[\s,，;；、]*(?:\b(?:and\s+others|et\.?\s*al\b\.?)|\s等人?)[.,\s]*$"
)
_ENDS = frozenset(["", *"ls.,; 等人"])
"""What a text ends with that could be of others than one."""
_LAST_FIRST = re.compile(r"(?:(?:[^\W\d_A-Z]+\s+)*[^\s,]+),\s*[^,]+")
_WHOLE = ("name", "fullname", "displayname", "authorname", "literal", "text", "姓名")
_GIVEN = ("given", "first", "forenames", "firstname", "givenname", "forename")
_FAMILY = ("family", "last", "keyname", "lastname", "familyname", "surname")


def people(text: str) -> tuple[str, ...]:
    """The names in one text: between commas, or between semicolons or `and` where the
    comma parts a last name from a first one.
    """
    text = _OTHERS.sub("", tidy(plain(without_notes(text))))
    for mark in (r"[;；]", r"\s+and\s+"):
        parts = [part.strip() for part in re.split(mark, text) if part.strip()]
        if len(parts) > 1 and all(map(_LAST_FIRST.fullmatch, parts)):
            return tuple(map(_first_last, parts))
    return names(text)


def person(text: str) -> str:
    """One name out of a list; empty for `et al.`."""
    if "<" not in text and "&" not in text and text[-1:] not in _ENDS:
        return text
    return _OTHERS.sub("", tidy(plain(without_notes(text)))).strip(" ,;")


def name_of(value: Mapping[str, Any]) -> str:
    """The name of a person that is an object, if its keys show it."""
    parts = {folded(key): part for key, part in value.items() if part}
    for key in _WHOLE:
        if isinstance(part := parts.get(key), str):
            return part
    first = next((parts[key] for key in _GIVEN if key in parts), "")
    last = next((parts[key] for key in _FAMILY if key in parts), "")
    found = [part for part in (first, last, parts.get("suffix")) if part]
    if last and all(isinstance(part, str) for part in found):
        return " ".join(found)
    inner = parts.get("author")
    return name_of(inner) if isinstance(inner, dict) else ""


def _first_last(name: str) -> str:
    last, _comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}"
