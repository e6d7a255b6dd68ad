"""A value of JSON that is more than a text → the text, the id or the link in it.

Nothing here knows which key it stood under.
"""

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any

from searcher.corpus import ids
from searcher.corpus.roles import WIDEST, Role, folded, role
from searcher.corpus.text import has_han, is_chinese, joined
from searcher.model import ARXIV_ID, Bilingual

_TEXT = [
    "text",
    "value",
    "rendered",
    "plain",
    "title",
    "abstract",
    "description",
    "content",
    "literal",
    "t",
    "oid",
    "id",
]
"""Where an object that stands for one text has it."""
LONGEST_WORD = 8
"""Han characters that may still be one term."""
_KIND = "descriptiontype"
_VERSION = re.compile(r"(v?)([1-9]\d{0,2})", re.IGNORECASE | re.ASCII)
_NO_ID = {"", "null", "none", "nan", "n/a", "na", "unknown", "-"}


def passage(value: object) -> str:
    """The text of an object that stands for one, of a list of passages, or of an index
    of the places of its words; empty when it is none of these.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        parts = {folded(key): part for key, part in value.items()}
        found = (parts.get(key) for key in _TEXT)
        text = next((one for one in found if isinstance(one, str) and one), "")
        return text or _placed(value)
    texts = _passages(value)
    return joined(texts) if len({*map(is_chinese, texts)}) == 1 else ""


def only(value: object) -> str:
    """The one text of a list; two could be those of two papers."""
    return passage(value[0]) if isinstance(value, list) and len(value) == 1 else ""


def halves(value: object) -> Bilingual:
    """A list of two texts, one in each language; nothing of any other value."""
    if not isinstance(value, list) or len(value) != len(Bilingual._fields):
        return Bilingual()
    english, chinese = sorted(map(passage, value), key=is_chinese)
    if is_chinese(english) or not is_chinese(chinese):
        return Bilingual()
    return Bilingual(english, chinese)


def identifier(value: object) -> ids.Known | None:
    """The id that a text says it is, or an object or a list with one text."""
    text = value if isinstance(value, str) else only(value) or passage(value)
    text = text.strip()
    return None if text.lower() in _NO_ID else ids.given(text)


def linked(value: object, *, depth: int = 2) -> ids.Known | None:
    """The arXiv id of a link, of the first of some that has one, or of an object that
    holds one.
    """
    if isinstance(value, str):
        return ids.in_link(value) if "arxiv" in value[:1000].lower() else None
    if isinstance(value, Mapping) and len(value) <= WIDEST and depth:
        named = [(role(key), part) for key, part in value.items()]
        known = (ids.given(part) for which, part in named if _is_id(which, part))
        arxiv = (one for one in known if one and ARXIV_ID.fullmatch(one.id))
        links = (
            linked(part, depth=depth - 1) for which, part in named if which is Role.LINK
        )
        return next(filter(None, chain(arxiv, links)), None)
    if isinstance(value, list) and depth:
        few = value[:WIDEST]
        return next(filter(None, (linked(one, depth=depth - 1) for one in few)), None)
    return None


def _is_id(which: Role | None, part: object) -> bool:
    return which is Role.ARXIV and isinstance(part, str)


def _passages(value: object) -> list[str]:
    """The texts of a list of them; none when anything else is in it."""
    if not isinstance(value, list) or len(value) > WIDEST:
        return []
    texts = [passage(one) for one in _abstracts(value) if one is not None]
    return texts if all(map(_is_passage, texts)) else []


def _is_passage(text: str) -> bool:
    """Whether a text is more than a word, of which a list would be one of keywords."""
    return " " in text or "\n" in text or (has_han(text) and len(text) > LONGEST_WORD)


def _abstracts(values: list[Any]) -> list[Any]:
    """Of descriptions with their kinds, those that are abstracts."""
    some = [one for one in values if isinstance(one, Mapping)]
    kinds = [
        {folded(key): part for key, part in one.items()}.get(_KIND) for one in some
    ]
    if "Abstract" not in kinds:
        return values
    return [one for one, kind in zip(some, kinds, strict=True) if kind == "Abstract"]


def _placed(value: Mapping[str, object]) -> str:
    """The text of `{"A": [0, 2], "heap": [1]}`, each word at its places."""
    words: dict[int, str] = {}
    for word, places in value.items():
        if not isinstance(places, list):
            return ""
        for place in places:
            if not isinstance(place, int) or isinstance(place, bool):
                return ""
            words[place] = word
    return " ".join(words[place] for place in sorted(words))


def version(value: object, *, sure: bool) -> int | None:
    """The version that a text says, `v2`, or the last of a list does; if it is `sure`
    to be one, also `2`.
    """
    if isinstance(value, list) and value:
        return version(value[-1], sure=sure)
    if isinstance(value, Mapping):
        return version(value.get("version"), sure=sure)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    found = _VERSION.fullmatch(str(value))
    return int(found[2]) if found and (sure or found[1]) else None
