"""Front matter, YAML's or TOML's, above a digest → marks, as if it stood in its lines.

A few keys with texts or lists of texts are all that is read of either language. Nothing
here knows what stands below.
"""

import re
from collections import deque
from collections.abc import Iterator
from itertools import chain, pairwise

from searcher.corpus import headers, ids, labels
from searcher.corpus.labels import Style
from searcher.corpus.marks import Kind, Mark, mark_of
from searcher.corpus.roles import Role, folded, tongue_of
from searcher.corpus.text import tidy
from searcher.typed import NamedTuple

_LISTS = (Role.AUTHORS, Role.SUBJECTS)
_NAMES = ("name", "fullname", "author", "term", "code")
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_QUOTES = ('"""', "'''")
_LONGEST_FENCE = 40
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
_TABLE = re.compile(r"\[\[?[\w.]+\]\]?")
_COMMENT = re.compile(r"(\"[^\"]*\"|'[^']*'|\[.*\]|[^\"'\[#][^#]*?)\s+#.*")
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_PART = re.compile(r"[\"']?(\w+)[\"']?\s*[:=]\s+(\S.*)")
""" `name: Ada Birch`, a key within an item of a list."""
_FOLDED = re.compile(r"[|>][+-]?\d?")


class _Key(NamedTuple):
    line: int
    name: str
    value: str
    more: tuple[tuple[int, str], ...] = ()


def with_front_matter(lines: Iterator[str]) -> Iterator[Mark]:
    """The marks of a digest whose front matter, if it has any, describes it; what
    stands so further down, as of notes that were put together, if it is of a paper.
    """
    waiting: deque[str] = deque()
    number, begun, title = 0, False, ""
    while (line := waiting.popleft() if waiting else next(lines, None)) is not None:
        number += 1
        # only few lines are of three letters
        text = line.strip().strip("\ufeff\u200b") if len(line) < _LONGEST_FENCE else "-"
        found, size = None, 0
        if text in _FENCES:
            held = _held(waiting, lines, text, begun=begun)
            found, size = _read(held, text, number + 1, begun=begun)
        begun = begun or bool(text)
        if found is None:
            mark = mark_of(number, line)
            same = title and mark.kind is Kind.HEADING and mark.text == title
            yield Mark(number, Kind.BLANK) if same else mark
            continue
        yield Mark(number, Kind.BLANK)
        yield from found
        title = tidy(" ".join(_title_of(found)))
        number += size
        for _ in range(size):
            waiting.popleft()
        if title:
            yield Mark(number, Kind.FENCE, text)


def _held(
    waiting: deque[str], lines: Iterator[str], fence: str, *, begun: bool
) -> list[str]:
    """The lines below a fence, up to the one that closes it, which wait now."""
    held: list[str] = []
    rest = chain(list(waiting), lines)
    for line in rest:
        held.append(line)
        closes = line.rstrip() in _FENCES[fence]
        other = begun and len(held) == 1 and not _KEY.fullmatch(line.strip())
        if closes or other or len(held) > _MOST_LINES:
            break
    waiting.extend(held[len(waiting) :])
    return held


def _read(
    held: list[str], fence: str, number: int, *, begun: bool
) -> tuple[list[Mark] | None, int]:
    """The marks of the lines below a fence, and how many they are; None if these are
    no front matter. What is not closed ends at a blank line, if it is of a paper.
    """
    closed = bool(held) and held[-1].rstrip() in _FENCES[fence]
    size = len(held)
    if not closed:
        size = next((at for at, line in enumerate(held) if not line.strip()), size)
    keys = _keys(held[: size - closed], number)
    if keys is None or not (_is_paper(keys) or (closed and not begun)):
        return None, 0
    return [*_of_keys(keys)], size


def _title_of(found: list[Mark]) -> Iterator[str]:
    for above, mark in pairwise([Mark(0, Kind.BLANK), *found]):
        if mark.kind is Kind.ITEM or (
            mark.kind is Kind.TEXT and above.kind in (Kind.ITEM, Kind.TEXT)
        ):
            yield mark.text
        elif above.kind is Kind.ITEM or above.kind is Kind.TEXT:
            return


def _keys(lines: list[str], number: int) -> list[_Key] | None:
    """The keys of front matter, None where lines are anything else."""
    keys: list[_Key] = []
    quote = ""  # of TOML, around a text of several lines
    for at, line in enumerate(lines, number):
        text = line.strip()
        if quote:
            said = text.removesuffix(quote)
            if said:
                keys[-1] = keys[-1]._replace(more=(*keys[-1].more, (at, said)))
            quote = quote if said == text else ""
            continue
        if not text or text.startswith("#") or _TABLE.fullmatch(text):
            continue
        found = _KEY.fullmatch(text) if line[:1] not in " \t-" else None
        if found:
            value = found["value"].strip()
            if value[:3] in _QUOTES and value[3:].count(value[:3]) == 0:
                quote, value = value[:3], value[3:]
            keys.append(_Key(at, found["key"], value))
        elif keys and (line[:1] in " \t-" or text in ("]", "}") or text[0] in "\"'"):
            keys[-1] = keys[-1]._replace(more=(*keys[-1].more, (at, text)))
        else:
            return None
    return [one for key in keys for one in _in_languages(key)] or None


def _in_languages(key: _Key) -> Iterator[_Key]:
    """A key, or what is within it by language: `title:` above `en: …` and `zh: …`."""
    parts = [(at, _PART.fullmatch(text)) for at, text in key.more]
    if key.value or not parts or not all(p and tongue_of(p[1]) for _at, p in parts):
        yield key
        return
    yield from (_Key(at, f"{key.name} {p[1]}", p[2]) for at, p in parts if p)


def _of_keys(keys: list[_Key]) -> Iterator[Mark]:
    """The marks of front matter: of a paper if it has one's id or abstract, or else of
    the digest.
    """
    found = {key: _field_of(key) for key in keys}
    paper = _is_paper(keys)
    keys = sorted(keys, key=lambda key: found[key] is not Role.TITLE)
    for key in keys:
        if key.name.lower() in ("date", "日期"):
            yield Mark(key.line, Kind.HEADER, headers.dated(_plain(key.value)))
            yield from _rest(key, Kind.HEADER)
    for key in keys:
        if key.name.lower() not in ("date", "日期"):
            yield from _of_key(key, found[key]) if paper else _of_page(key)


def _field_of(key: _Key) -> Role | None:
    return labels.field_of(key.name.replace("-", " "))


def _is_paper(keys: list[_Key]) -> bool:
    """Whether keys are those of a paper: a title, and its id or abstract."""
    fields = {_field_of(key) for key in keys}
    linked = any(ids.in_link(key.value) for key in keys)
    told = not fields.isdisjoint({Role.ABSTRACT, Role.ABSTRACT_ZH})
    return Role.TITLE in fields and (linked or told)


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
        item = text.startswith("- ") or text[0] in "\"'"
        value = text.removeprefix("- ")
        part = _PART.fullmatch(value) if listed and _field_of(key) in _LISTS else None
        if part and folded(part[1]) not in _NAMES:
            yield Mark(line, Kind.OTHER, value, 0, Role.ASIDE, part[1], Style.BOLD)
            continue
        value = _plain(part[2] if part else value)
        kept = kind if value else Kind.BLANK
        yield Mark(line, kept, f"- {value}" if item and listed else value)


def _plain(text: str) -> str:
    """A text without quotes, or the texts of a list between semicolons."""
    text = _WIKI.sub(r"\1", text.strip())
    if "#" in text and (commented := _COMMENT.fullmatch(text)):
        text = commented[1]
    text = text.rstrip(",")
    if text[:1] == "[" and "]" in text:
        items = re.findall(r"\"([^\"]*)\"|'([^']*)'|([^,\[\]\s][^,\[\]]*)", text)
        return "; ".join(_name(part) for item in items for part in item if part)
    if text[:3] in _QUOTES:
        return text.strip(text[0])
    if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
        return text[1:-1]
    return "" if text in ("[", "]") else text


def _name(item: str) -> str:
    """An item of a list, which may be an object with a name."""
    found = _PART.fullmatch(item.strip().strip("{}"))
    return (found[2] if found else item).strip()
