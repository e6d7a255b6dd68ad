"""One object of a JSON file, read field by field, whatever is in it.

Nothing here knows a schema: which fields there are, or what they mean together.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from functools import lru_cache
from itertools import chain
from math import isnan

from searcher.analysis.markup import plain
from searcher.corpus import ids, moments, wrapped
from searcher.corpus.people import (
    is_no_author,
    is_one_text,
    name_of,
    people,
    person,
    turned,
)
from searcher.corpus.roles import (
    Role,
    folded,
    is_translation,
    roles_of,
    tongue_of,
)
from searcher.corpus.roles import role as role_of
from searcher.corpus.text import either, has_han, subjects, tidy
from searcher.model import ARXIV_ID, Bilingual, Json, Subject

MOST_FAULTS = 100
"""What is told of one object; a list can hold millions of items of a wrong kind."""
MORE = "{:,} more faults in this object"

_BETWEEN_KEYWORDS = re.compile(r"[,;，；、|\n]")
_TITLES = (Role.TITLE, Role.TITLE_EN, Role.TITLE_ZH)
_STRUCTURES = (dict, list)
_TERM = (
    *("term", "code", "name", "label", "displayname", "tag", "subject", "category"),
    "id",
)
"""Where an object that stands for a subject or keyword has its name, the best first."""


class Faults(list[str]):
    """What is wrong with an object, in words; beyond MOST_FAULTS only counted."""

    more = 0

    def note(self, fault: str) -> None:
        if len(self) < MOST_FAULTS:
            self.append(fault)
        else:
            self.more += 1

    def told(self) -> Iterator[str]:
        """All of them, the last of which may stand for more."""
        yield from self
        if self.more:
            yield MORE.format(self.more)


class Object:
    """An object as it came, read field by field.

    A field of the wrong kind, or an item of a list, reads as missing and is noted in
    `faults`.
    """

    def __init__(self, value: Json) -> None:
        self.value = value
        self.faults = Faults()
        self.roles = roles_of(value)
        """What its keys stand for."""
        self.keys = self.roles.names.__getitem__
        """The keys that stand for a role, the best first."""

    def put(self, key: str, value: object) -> None:
        """Give it a field that it came without."""
        self.value = {**self.value, key: value}
        self.roles = roles_of(self.value)
        self.keys = self.roles.names.__getitem__

    def text(self, key: str) -> str:
        """A text on one line; empty when there is none."""
        value = self.value.get(key)
        if isinstance(value, str):
            return clean(value)
        few = isinstance(value, list) and role_of(key) in _TITLES
        if value and (text := (wrapped.only if few else wrapped.passage)(value)):
            return clean(text)
        self._wrong(key, value, "a text")
        return ""

    def is_structured(self, role: Role) -> bool:
        """Whether anything that stands for a role is a list or an object."""
        for key in self.keys(role):  # noqa: SIM110 - asked of each text of each paper
            if isinstance(self.value[key], _STRUCTURES):
                return True
        return False

    def first(self, *which: Role) -> str:
        """The first text that stands for one of these roles."""
        for role in which:
            for key in self.keys(role):
                if text := self.text(key):
                    return text
        return ""

    def chinese(self, role: Role) -> str:
        """The first text of a role; of a translation, if it is one into Chinese."""
        for key in self.keys(role):
            text = self.text(key)
            if text and not has_han(text) and is_translation(key):
                self.faults.note(f"{key} holds no Chinese, wanted a Chinese text")
            elif text:
                return text
        return ""

    def bilingual(self, key: str) -> Bilingual:
        """An object with `en` and `zh`, of which either can be missing; or one text or
        more, each in the language that its letters show.
        """
        value = self.value.get(key)
        if not isinstance(value, dict | list):
            self._wrong(key, value, "an object with en and zh")
            return Bilingual()
        named = reversed(value) if isinstance(value, dict) else ()
        tongues = {tongue_of(name): name for name in named}
        if isinstance(value, dict) and tongues.keys() - {""}:
            halves = _Inner(value, key, self.faults)
            found = (tongues.get(tongue) for tongue in ("en", "zh"))
            return Bilingual(*(halves.text(name) if name else "" for name in found))
        both = wrapped.halves(value)
        if both.en and both.zh:
            return Bilingual(clean(both.en), clean(both.zh))
        return either(self.text(key))

    def halves(self, role: Role) -> Bilingual:
        """The first text of a role, or the first two, each in its language."""
        for key in self.keys(role):
            structured = isinstance(self.value[key], dict | list)
            both = self.bilingual(key) if structured else either(self.text(key))
            if both.en or both.zh:
                return both
        return Bilingual()

    def items(self, key: str) -> list[object]:
        value = self.value.get(key)
        if isinstance(value, list):
            # a list around each text says nothing
            alone = all(isinstance(one, list) and len(one) == 1 for one in value)
            inner = [*chain(*value)] if alone else []
            texts = all(isinstance(one, str) and one.strip() for one in inner)
            return inner if inner and texts else value
        self._wrong(key, value, "a list")
        return []

    def names(self) -> tuple[str, ...]:
        """Names of authors, as a list of texts or objects, or in one text."""
        for key in self.keys(Role.AUTHORS):
            value = self.value[key]
            if isinstance(value, list) and all(map(_is_parsed, value)):
                return self.parsed_names(key)
        found = self._texts(Role.AUTHORS, people, name_of)
        return turned(tuple([name for text in found if (name := person(text))]))

    def keywords(self) -> tuple[str, ...]:
        """Keywords, as a list of texts or objects, or in one text."""
        found = self._texts(Role.KEYWORDS, _BETWEEN_KEYWORDS.split, _term)
        return tuple(dict.fromkeys(filter(None, map(clean, found))))

    def subjects(self) -> tuple[Subject, ...]:
        """Subjects, as a list of texts or objects, or in one text."""
        for key in self.keys(Role.SUBJECTS):
            value = self.value[key]
            whole = isinstance(value, str) or (isinstance(value, dict) and _pair(value))
            items = [value] if whole else self.items(key)
            if found := [*chain.from_iterable(self._subjects(key, items))]:
                return tuple(dict.fromkeys(found))
        return ()

    def _subjects(
        self, key: str, items: Iterable[object]
    ) -> Iterator[Iterable[Subject]]:
        for at, item in enumerate(items, 1):
            if isinstance(item, str):
                yield _subjects(item.removeprefix("arxiv:"))
            elif isinstance(item, dict) and (pair := _pair(item)):
                yield pair
            else:
                self._wrong_item(at, key, item, "a text")

    def parsed_names(self, key: str) -> tuple[str, ...]:
        """Names that are lists of texts: the last name, the first, and a suffix."""
        found = []
        for at, item in enumerate(self.items(key), 1):
            if isinstance(item, list):
                part = [clean(part) for part in item[:3] if isinstance(part, str)]
                found.append(tidy(" ".join((*part[1:2], *part[:1], *part[2:]))))
            else:
                self._wrong_item(at, key, item, "a list")
        return tuple(filter(None, found))

    def inner(self, key: str) -> "Object":
        """An object in this one; what is wrong in it is noted here, as `KEY.FIELD`."""
        value = self.value.get(key)
        if isinstance(value, dict):
            return _Inner(value, key, self.faults)
        self._wrong(key, value, "an object")
        return Object({})

    def day(self, *keys: str) -> Date | None:
        """The first day that one of these keys names."""
        for key in keys:
            value = self.value.get(key)
            if found := moments.day_said(value):
                return found
            if not isinstance(value, str):
                self._wrong(key, value or None, "YYYY-MM-DD")
            elif value.strip():
                self.faults.note(f"{key} is {value[:40]!r}, wanted YYYY-MM-DD")
        return None

    def number(self, key: str) -> int | None:
        value = self.value.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1000:
            return value
        self._wrong(key, value, "a number from 1 to 999")
        return None

    def known(self) -> ids.Known | None:
        """The id, and the version if it is written at its end: an arXiv id wherever one
        is found, before any other.
        """
        for key in self.keys(Role.ARXIV):
            known = self._id(key)
            if known and ARXIV_ID.fullmatch(known.id):
                return known
            if known:
                self.faults.note(f"{key} is {known.id[:40]!r}, wanted an arXiv id")
        found = [known for key in self.keys(Role.ID) if (known := self._id(key))]
        for known in found:
            if ARXIV_ID.fullmatch(known.id):
                return known
        for key in self.keys(Role.LINK):
            if known := wrapped.linked(self.value[key]):
                return known
        return found[0] if found else None

    def version(self, known: ids.Known) -> int | None:
        """The version of a paper whose id has none: one that a key names, or that of a
        link to the same paper.
        """
        for key in self.keys(Role.VERSION):
            if found := wrapped.version(self.value[key], sure="arxiv" in key.lower()):
                return found
        for key in self.keys(Role.LINK):
            value = self.value[key]
            if isinstance(value, str) and f"{known.id}v" in value:
                link = ids.in_link(value)
                if link and link.version and link.id == known.id:
                    return link.version
        return None

    def _id(self, key: str) -> ids.Known | None:
        value = self.value.get(key)
        if isinstance(value, str):
            return wrapped.identifier(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return ids.Known(str(value))
        if isinstance(value, list | dict) and (known := wrapped.identifier(value)):
            return known
        # a decimal fraction has lost its last zero, and would be another paper's id
        self._wrong(key, value, "a text")
        return None

    def _texts(
        self,
        role: Role,
        split: Callable[[str], Sequence[str]],
        named: Callable[[Json], str],
    ) -> Sequence[str]:
        """The texts of the first key of a role that has any: one text, `split`, or the
        items of a list, of which those that are objects are `named`.
        """
        for key in self.keys(role):
            value = self.value[key]
            if role is Role.AUTHORS and is_one_text(value):
                value = value[0]
            if isinstance(value, str):
                texts = split(value)
            elif isinstance(value, dict) and (text := named(value)):
                texts = [text]
            else:
                texts = [*self._named(key, named)]
            if any(texts):
                return texts
        return ()

    def _named(self, key: str, named: Callable[[Json], str]) -> Iterator[str]:
        for at, item in enumerate(self.items(key), 1):
            if isinstance(item, str):
                yield clean(item)
            elif isinstance(item, dict) and (text := named(item)):
                if not is_no_author(item):
                    yield clean(text)
            else:
                self._wrong_item(at, key, item, "a text")

    def _wrong_item(self, at: int, key: str, item: object, wanted: str) -> None:
        self.faults.note(f"item {at} of {key} is {_kind(item)}, wanted {wanted}")

    def _wrong(self, key: str, value: object, wanted: str) -> None:
        if value is not None and not _is_nan(value):
            self.faults.note(f"{key} is {_kind(value)}, wanted {wanted}")


class _Inner(Object):
    """An object whose faults are those of the one around it."""

    def __init__(self, value: Json, key: str, faults: Faults) -> None:
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
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _term(value: Json) -> str:
    """The name of what an object stands for."""
    parts = {folded(key): part for key, part in value.items()}
    found = (parts.get(key) for key in _TERM)
    return next((text for text in found if isinstance(text, str) and text), "")


def _pair(value: Json) -> tuple[Subject, ...]:
    """A subject that is an object with a name, a code, or both."""
    name, code = value.get("name"), value.get("code")
    if isinstance(name, str) and isinstance(code, str) and name and code:
        return (Subject(clean(name), clean(code)),)
    return _subjects(_term(value))


@lru_cache(maxsize=4096)  # there are two hundred, and each stands in many papers
def _subjects(text: str) -> tuple[Subject, ...]:
    return subjects(plain(clean(text)))


def _is_parsed(name: object) -> bool:
    """Whether a name is in the three parts that arXiv makes of one."""
    return isinstance(name, list) and [*map(type, name)] == [str] * 3


def _is_nan(value: object) -> bool:
    """Whether a value is what tables of Python have where there is none."""
    return isinstance(value, float) and isnan(value)


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
