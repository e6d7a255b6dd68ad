"""Front matter, YAML's or TOML's, above a digest → marks, as if it stood in its lines.

A few keys with texts or lists of texts are all that is read of either language. Nothing
here knows what stands below.
"""

import re
from collections.abc import Iterator
from itertools import chain

from searcher.corpus import headers, ids, labels
from searcher.corpus.labels import Style
from searcher.corpus.marks import Kind, Mark, marks
from searcher.corpus.roles import Role
from searcher.typed import NamedTuple

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_MOST_LINES = 200
"""Lines; what is not closed by then is no front matter."""
_KEY = re.compile(
    r"(?P<key>[A-Za-z_\u3400-\u9fff][\w .-]{0,40}?)\s*[:=](?:\s+|$)(?P<value>.*)"
)
_OF_A_PAGE = """
aliases author categories category cover date description draft excerpt image img
keywords lang language lastmod layout linktitle math mathjax menu modified permalink
published series showtoc slug summary tags template toc type updated weight
"""
"""Keys that pages have; of a page that is no paper, nothing else is wanted."""
_FOLDED = re.compile(r"[|>][+-]?\d?")


class _Key(NamedTuple):
    line: int
    name: str
    value: str
    more: tuple[tuple[int, str], ...] = ()


def with_front_matter(lines: Iterator[str]) -> Iterator[Mark]:
    """The marks of a digest whose front matter, if it has any, describes it."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        if line.strip().strip("\ufeff\u200b") or len(held) > _MOST_LINES:
            break
    closing = _FENCES.get(held[-1].strip().strip("\ufeff\u200b")) if held else None
    start = len(held)
    keys: list[_Key] | None = None
    if closing:
        for line in lines:
            held.append(line)
            if line.rstrip() in closing:
                keys = _keys(held[start:-1], start + 1)
                break
            if len(held) > _MOST_LINES:
                break
    if keys is None:
        yield from marks(chain(held, lines))
        return
    yield from marks([*held[: start - 1], ""])
    found = list(_of_keys(keys))
    yield from found
    title = next((mark.text for mark in found if mark.kind is Kind.ITEM), "")
    if title:
        yield Mark(len(held), Kind.FENCE, held[-1].strip())
    for mark in marks(chain([""], lines), start=len(held)):
        again = title and mark.kind is Kind.HEADING and mark.text == title
        yield Mark(mark.line, Kind.BLANK) if again else mark


def _keys(lines: list[str], number: int) -> list[_Key] | None:
    """The keys of front matter, None where lines are anything else."""
    keys: list[_Key] = []
    for at, line in enumerate(lines, number):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        found = _KEY.fullmatch(text) if line[:1] not in " \t-" else None
        if found:
            keys.append(_Key(at, found["key"], found["value"].strip()))
        elif keys and (line[:1] in " \t-" or text in ("]", "}") or text[0] in "\"'"):
            keys[-1] = keys[-1]._replace(more=(*keys[-1].more, (at, text)))
        else:
            return None
    return keys or None


def _of_keys(keys: list[_Key]) -> Iterator[Mark]:
    """The marks of front matter: of a paper if it has one's id or abstract, or else of
    the digest.
    """
    found = {key: labels.field_of(key.name.replace("-", " ")) for key in keys}
    fields = set(found.values())
    linked = any(ids.in_link(key.value) for key in keys)
    titled = Role.TITLE in fields
    paper = titled and (
        linked or not fields.isdisjoint({Role.ABSTRACT, Role.ABSTRACT_ZH})
    )
    keys = sorted(keys, key=lambda key: found[key] is not Role.TITLE)
    for key in keys:
        if key.name.lower() in ("date", "日期"):
            yield Mark(key.line, Kind.HEADER, headers.dated(_plain(key.value)))
            yield from _rest(key, Kind.HEADER)
    for key in keys:
        if key.name.lower() not in ("date", "日期"):
            yield from _of_key(key, found[key]) if paper else _of_page(key)


def _of_key(key: _Key, field: Role | None) -> Iterator[Mark]:
    value = "" if _FOLDED.fullmatch(key.value) else _plain(key.value)
    if field is Role.TITLE:
        yield Mark(key.line, Kind.ITEM, value)
        yield from _rest(key, Kind.TEXT)
    elif field in labels.NAMES:
        yield Mark(key.line, Kind.LABEL, value, 0, field, key.name, Style.BOLD)
        yield from _rest(key, Kind.TEXT)
    else:
        known = field or (
            Role.ASIDE if key.name.lower() in _OF_A_PAGE.split() else None
        )
        other = Mark(key.line, Kind.OTHER, value, 0, known, key.name, Style.BOLD)
        yield other
        for mark in _rest(key, Kind.OTHER):
            yield mark._replace(field=known, name=key.name)


def _of_page(key: _Key) -> Iterator[Mark]:
    yield Mark(key.line, Kind.HEADER, f"{key.name}: {_plain(key.value)}")
    yield from _rest(key, Kind.HEADER)


def _rest(key: _Key, kind: Kind) -> Iterator[Mark]:
    listed = kind is Kind.TEXT
    for line, text in key.more:
        item = text.startswith("- ")
        value = _plain(text.removeprefix("- "))
        yield Mark(line, kind, f"- {value}" if item and listed else value)


def _plain(text: str) -> str:
    """A text without quotes, or the texts of a list between semicolons."""
    text = text.strip().rstrip(",")
    if text[:1] == "[" and "]" in text:
        items = re.findall(r"\"([^\"]*)\"|'([^']*)'|([^,\[\]\s][^,\[\]]*)", text)
        return "; ".join(part.strip() for item in items for part in item if part)
    if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
        return text[1:-1]
    return "" if text in ("[", "]") else text
