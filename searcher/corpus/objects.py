"""One object of a JSON-lines file, read field by field, whatever is in it.

Nothing here knows a schema: which fields there are, or what they mean together.
"""

import math
from collections.abc import Mapping
from datetime import date as Date

from searcher.corpus import ids
from searcher.corpus.text import day_of, names, subject, tidy
from searcher.model import Bilingual, Json, Subject


class Object:
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
            return clean(value)
        self._wrong(key, value, "a text")
        return ""

    def bilingual(self, key: str) -> Bilingual:
        """An object with `en` and `zh`; either can be missing."""
        value = self.value.get(key)
        if not isinstance(value, dict):
            self._wrong(key, value, "an object with en and zh")
            return Bilingual()
        halves = _Inner(value, key, self.faults)
        return Bilingual(halves.text("en"), halves.text("zh"))

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
            return names(clean(value))
        texts = [clean(item) for item in self.items(key) if isinstance(item, str)]
        return tuple(text for text in texts if text)

    def parsed_names(self, key: str) -> tuple[str, ...]:
        """Names that are lists of texts: the last name, the first, and a suffix."""
        parts = (
            [clean(part) for part in item[:3] if isinstance(part, str)]
            for item in self.items(key)
            if isinstance(item, list)
        )
        texts = (" ".join((*part[1:2], *part[:1], *part[2:])) for part in parts)
        return tuple(text for text in map(tidy, texts) if text)

    def inner(self, key: str) -> "Object":
        """An object in this one; what is wrong in it is noted here, as `KEY.FIELD`."""
        value = self.value.get(key)
        if isinstance(value, dict):
            return _Inner(value, key, self.faults)
        self._wrong(key, value, "an object")
        return Object({})

    def subjects(self, key: str) -> tuple[Subject, ...]:
        """Codes, as a list of texts or in one text between spaces or semicolons."""
        value = self.value.get(key)
        if isinstance(value, str):
            codes = value.split(";") if ";" in value else value.split()
        else:
            codes = [item for item in self.items(key) if isinstance(item, str)]
        return tuple(subject(clean(code)) for code in codes if code.strip())

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
            return ids.given(clean(value))
        self._wrong(key, value, "a text")
        return None

    def _wrong(self, key: str, value: object, wanted: str) -> None:
        if value is not None:
            self.faults.append(f"{key} is {_kind(value)}, wanted {wanted}")


class _Inner(Object):
    """An object whose faults are those of the one around it."""

    def __init__(self, value: Json, key: str, faults: list[str]) -> None:
        super().__init__(value)
        self.faults = faults
        self._key = key

    def _wrong(self, key: str, value: object, wanted: str) -> None:
        super()._wrong(f"{self._key}.{key}", value, wanted)


def clean(text: str) -> str:
    """One line, and fit to be encoded: JSON can hold half a surrogate pair."""
    if "  " in text or "\n" in text or "\t" in text or "\r" in text:
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
