"""Authors as JSON, tables and pages give them → names, one text each.

Nothing here knows where they stood.
"""

import re
from collections.abc import Mapping
from typing import Any

from searcher.analysis.markup import plain, without_notes
from searcher.corpus.roles import folded
from searcher.corpus.text import names, tidy, unlinked

_OTHERS = re.compile(
    r"[\s,，;；、]*(?:\b(?:and\s+(?:\d+\s+)?others|et\.?\s*al\b\.?)"
    r"|等(?:\s*\d+\s*[人位])?(?:作者|人)?"
    r"|(?:\.{3}|…)?\s*[(（]?\+\s*\d+(?:\s+more[)）]|[)）])?)[.,\s]*$"
)
_SAID = re.compile(r"(?:by\s+|(?:authors?|作者)\s*[:：]\s*)(?=\S)", re.IGNORECASE)
_BREAKS = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_AROUND = re.compile(r"\[([^\[\]]+)\]|[(（]([^()（）]+)[)）]")
_NOTES = re.compile(r"\s*\[\d{1,2}(?:\s*,\s*\d{1,2})*\](?!\()|\s*[✉📧]\ufe0f?")
_DOTS = re.compile(r"\s+[·•]\s+")
_MARKED = re.compile(r"[\^@*\\†‡§¶¹²³⁰-⁹]")
_MARKS = re.compile(
    r"\$\s*\^(?:\{[^{}$]{0,20}\}|[\w*])\s*\$|(?<!\\)\^(?:\{[^{}]{0,20}\}|[\d*])"
    r"|[†‡§¶¹²³⁰-⁹]+(?:[,，][¹²³⁰-⁹]+)*|\\\*|<[^<>\s]+@[^<>\s]+>"
)
_ENDS = frozenset(["", *"ls.,; 等人位者)）0123456789"])
"""What a text ends with that could be of others than one."""
_LAST_FIRST = re.compile(
    r"(?:(?:[^\W\d_A-Z]+\s+)*[^\s,]+(?:\s(?:Jr\.?|Sr\.?|I{2,3}|IV))?),\s*[^,]+"
)
_SUFFIX = re.compile(r"(?<=[^\W\d_]),\s*((?:Jr|Sr)\b\.?|I{2,3}\b|IV\b)")
"""What belongs to the name in front of a comma, and is no name."""
_INITIALS = re.compile(r"(?:[^\W\d_a-z\u3040-\uffdc]\.?[\s-]?){1,4}")
_QUOTED = re.compile(r"'((?:[^'\\]|(?<=\w)'(?=\w))*)'|\"([^\"\\]*)\"")
_PARTED = re.compile(r"[,;，；、|]|\band\b")
_NO_AUTHORS = {
    *("editor", "seriesEditor", "translator", "reviewedAuthor", "contributor"),
}
_WHOLE = (
    "name",
    "fullname",
    "displayname",
    "authorname",
    "literal",
    "text",
    "姓名",
    "author",
)
_NOBODY = frozenset({"null", "none", "nan", "n/a"})
_GIVEN = ("given", "first", "forenames", "firstname", "givenname", "forename")
_FAMILY = ("family", "last", "keyname", "lastname", "familyname", "surname")


def people(text: str) -> tuple[str, ...]:
    """The names in one text: between commas, or between semicolons or `and` where the
    comma parts a last name from a first one.
    """
    text = _between(_plain_list(text.strip()))
    text = _SAID.sub("", tidy(plain(_unmarked(without_notes(text)))), count=1)
    if text[-1:] in _ENDS:
        text = _OTHERS.sub("", text)
    text = _SUFFIX.sub(r" \1", text.replace(" & ", " and ").replace(" / ", ", "))
    if turned_about := _initials_last(text):
        return turned_about
    apart = ";" in text or "；" in text or " and " in text
    for mark in (r"[;；]", r"\s+and\s+") if apart else ():
        parts = [part.strip() for part in re.split(mark, text) if part.strip()]
        if len(parts) > 1 and all(map(_LAST_FIRST.fullmatch, parts)):
            return tuple(map(_first_last, parts))
    return names(text)


def _initials_last(text: str) -> tuple[str, ...]:
    """`Elm, D., Fir, E. and Gum, F.`: names of which each has initials behind it."""
    if text.count(",") < 2:
        return ()
    parts = [part.strip() for part in _PARTED.split(text) if part.strip()]
    last, initials = parts[::2], parts[1::2]
    if len(last) != len(initials) or not all(map(_INITIALS.fullmatch, initials)):
        return ()
    if any(map(_INITIALS.fullmatch, last)):
        return ()
    return tuple(f"{one} {name}" for one, name in zip(initials, last, strict=True))


def _plain_list(text: str) -> str:
    """Names without what programs put around and between them."""
    text = _WIKI.sub(r"\1", _BREAKS.sub(", ", text))
    if (found := _AROUND.fullmatch(text)) and "'" not in text and '"' not in text:
        text = found[1] or found[2]
    return _DOTS.sub(", ", _NOTES.sub("", text))


def _unmarked(text: str) -> str:
    """Names without marks of footnotes, and without addresses."""
    return _MARKS.sub("", text) if _MARKED.search(text) else text


def person(text: str) -> str:
    """One name out of a list; empty for `et al.`."""
    text = _SUFFIX.sub(r" \1", text) if "," in text else text
    dressed = "](" in text or "<" in text or "&" in text or _MARKED.search(text)
    if not dressed and text[-1:] not in _ENDS:
        return "" if text.lower() in _NOBODY else text
    text = unlinked(_unmarked(without_notes(text)))
    text = _OTHERS.sub("", tidy(plain(text))).strip(" ,;*")
    return text if any(map(str.isalnum, text)) else ""


def name_of(value: Mapping[str, Any]) -> str:
    """The name of a person that is an object, if its keys show it."""
    parts = {folded(key): part for key, part in value.items() if part}
    first = next((parts[key] for key in _GIVEN if key in parts), "")
    last = next((parts[key] for key in _FAMILY if key in parts), "")
    whole = (parts.get(key) for key in _WHOLE)
    for text in () if first and last else whole:
        if isinstance(text, str):
            return text
    middle = next((parts[key] for key in ("middle", "middlename") if key in parts), "")
    if isinstance(middle, list) and all(isinstance(part, str) for part in middle):
        middle = " ".join(middle)
    found = [part for part in (first, middle, last, parts.get("suffix")) if part]
    if last and all(isinstance(part, str) for part in found):
        return " ".join(found)
    inner = parts.get("author") or parts.get("name")
    return name_of(inner) if isinstance(inner, dict) else ""


def is_no_author(value: Mapping[str, Any]) -> bool:
    """Whether an object says of a person that it only edited or translated."""
    parts = {folded(key): part for key, part in value.items()}
    return parts.get("creatortype", "author") in _NO_AUTHORS


def is_one_text(value: object) -> bool:
    """Whether a list holds but one text, and that several names."""
    return (
        isinstance(value, list)
        and len(value) == 1
        and isinstance(text := value[0], str)
        and _PARTED.search(text) is not None
        and not _LAST_FIRST.fullmatch(_SUFFIX.sub(r" \1", text))
    )


def turned(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names as they are said, if all stand with the last name first."""
    for name in names:
        if "," not in name or not _LAST_FIRST.fullmatch(name):
            return names
    return tuple(map(_first_last, names))


def _between(text: str) -> str:
    """A text in which commas stand between names: not lines, bars, or the marks of a
    list of some program.
    """
    if text[:1] == "[" and text[-1:] == "]" and (found := _QUOTED.findall(text)):
        return "; ".join(one or two for one, two in found)
    if "\n" in text and not _PARTED.search(text):
        text = ", ".join(text.splitlines())
    return text.replace("|", ", ") if "|" in text else text


def _first_last(name: str) -> str:
    last, _comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}"
