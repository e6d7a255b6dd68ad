"""One object of a JSON-lines file → a paper: one small function for each schema.

A schema function gets a `Record` and makes the paper it describes, or returns None when
the record is not of its schema. Nothing here knows lines, files or sightings.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date as Date

from searcher.corpus import ids
from searcher.corpus.text import day_of, is_chinese, names, subject, tidy
from searcher.model import Bilingual, Json, Paper, Subject


class Record:
    """An object as it came, read field by field.

    A field of the wrong kind reads as missing and is noted in `faults`.
    """

    def __init__(self, value: Json) -> None:
        self.value = value
        self.faults: list[str] = []

    def text(self, key: str) -> str:
        """A text on one line; empty when there is none."""
        value = self.value.get(key)
        if isinstance(value, str):
            return _clean(value)
        self._wrong(key, value, "a text")
        return ""

    def bilingual(self, key: str) -> Bilingual:
        """An object with `en` and `zh`; either can be missing."""
        value = self.value.get(key)
        if not isinstance(value, dict):
            self._wrong(key, value, "an object with en and zh")
            return Bilingual()
        halves = Record(value)
        both = Bilingual(halves.text("en"), halves.text("zh"))
        self.faults += [f"{key}.{fault}" for fault in halves.faults]
        return both

    def items(self, key: str) -> list[object]:
        value = self.value.get(key)
        if isinstance(value, list):
            return value
        self._wrong(key, value, "a list")
        return []

    def names(self, key: str) -> tuple[str, ...]:
        """Names, as a list of texts or in one text."""
        value = self.value.get(key)
        if isinstance(value, str):
            return names(_clean(value))
        texts = [_clean(item) for item in self.items(key) if isinstance(item, str)]
        return tuple(text for text in texts if text)

    def subjects(self, key: str) -> tuple[Subject, ...]:
        """Codes, as a list of texts or in one text between spaces or semicolons."""
        value = self.value.get(key)
        if isinstance(value, str):
            codes = value.split(";") if ";" in value else value.split()
        else:
            codes = [item for item in self.items(key) if isinstance(item, str)]
        return tuple(subject(_clean(code)) for code in codes if code.strip())

    def day(self, key: str) -> Date | None:
        value = self.value.get(key)
        if isinstance(value, str) and value.strip():
            try:
                return day_of(value)
            except ValueError:
                self.faults.append(f"{key} is {value[:40]!r}, wanted YYYY-MM-DD")
                return None
        self._wrong(key, value or None, "YYYY-MM-DD")
        return None

    def number(self, key: str) -> int | None:
        value = self.value.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1000:
            return value
        self._wrong(key, value, "a number from 1 to 999")
        return None

    def known(self, key: str) -> ids.Known | None:
        """The id, and the version if it is written at its end."""
        value = self.value.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value) if math.isfinite(value) else None
        if isinstance(value, str):
            return ids.given(_clean(value))
        self._wrong(key, value, "a text")
        return None

    def _wrong(self, key: str, value: object, wanted: str) -> None:
        if value is not None:
            self.faults.append(f"{key} is {_kind(value)}, wanted {wanted}")


Schema = Callable[[Record], Paper | None]


def ours(record: Record) -> Paper | None:
    """The paper object of our own `--json`; where it was seen before is not kept."""
    if not isinstance(record.value.get("title"), dict):
        return None
    pairs = [
        (item.get("name"), item.get("code"))
        for item in record.items("subjects")
        if isinstance(item, dict)
    ]
    return _paper(
        record,
        title=record.bilingual("title"),
        abstract=record.bilingual("abstract"),
        subjects=tuple(
            Subject(_clean(name or code or ""), _clean(code) if code else None)
            for name, code in pairs
            if isinstance(name or code, str) and isinstance(code, str | None)
        ),
        keywords=record.names("keywords"),
        version=record.number("version"),
    )


def titled_text(record: Record) -> Paper | None:
    """`id`, `title` and `text`, each in the language that its letters show."""
    if "text" not in record.value or "abstract" in record.value:
        return None
    return _paper(
        record,
        title=_either(record.text("title")),
        abstract=_either(record.text("text")),
    )


def flat(record: Record) -> Paper | None:
    """`title` and `abstract` beside `title_zh` and `abstract_zh`."""
    return _paper(
        record,
        title=_halves(record, "title"),
        abstract=_halves(record, "abstract"),
        subjects=record.subjects("categories"),
    )


SCHEMAS: tuple[Schema, ...] = (ours, titled_text, flat)
"""Every schema; the first that knows a record reads it, and the last knows them all."""


def paper(record: Record) -> Paper:
    """The paper of a record; its `seen` is left to the caller.

    Raises ValueError when it has no title.
    """
    for schema in SCHEMAS:
        if found := schema(record):
            return found
    raise AssertionError


def _paper(
    record: Record,
    *,
    title: Bilingual,
    abstract: Bilingual,
    subjects: tuple[Subject, ...] = (),
    keywords: tuple[str, ...] = (),
    version: int | None = None,
) -> Paper:
    """A paper of these texts and the fields that all schemas name alike."""
    if not title.en and not title.zh:
        message = "; ".join([*record.faults, "no title, wanted one"])
        raise ValueError(message)
    known = record.known("id")
    return Paper(
        known.id if known else ids.title_id(title),
        version=(known.version if known else None) or version,
        title=title,
        abstract=abstract,
        authors=record.names("authors"),
        subjects=subjects,
        keywords=keywords,
        date=record.day("date"),
    )


def _halves(record: Record, key: str) -> Bilingual:
    """A field and its Chinese twin; alone, it is in the language its letters show."""
    chinese = record.text(f"{key}_zh")
    text = record.text(key)
    return Bilingual(text, chinese) if chinese else _either(text)


def _either(text: str) -> Bilingual:
    return Bilingual(zh=text) if is_chinese(text) else Bilingual(en=text)


_UNTIDY = ("\n", "  ", "\t", "\r")


def _clean(text: str) -> str:
    """One line, and fit to be encoded: JSON can hold half a surrogate pair."""
    if any(mark in text for mark in _UNTIDY):
        text = tidy(text)
    text = text.strip()
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _kind(value: object) -> str:
    """What a JSON value is, for a message."""
    kinds: Mapping[type, str] = {
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return kinds.get(type(value), "null")
