"""What was typed as the ids that this library itself gave its papers.

An id that is not arXiv's looks like a word, such as `doc7`, so only the library can
tell. Knows no syntax.
"""

import re
from collections.abc import Callable, Iterator

from searcher.analysis.tokens import stem
from searcher.query import tree
from searcher.query.marks import quote
from searcher.typed import NamedTuple

LONGEST = 1000
"""A longer text is no list of ids that somebody pasted."""
_COMMAS = str.maketrans(dict.fromkeys(",;，；、", " "))
_AROUND = "<>[](){}.,;:，。；：、"
_DOI = r"10\.\d{4,9}/\S+"
SHORTEST_TOLD = 8
"""A shorter end of an address, such as a number, stands in addresses of anything."""


class Named(NamedTuple):
    """The papers that a text names, and a sentence where its words could be meant."""

    query: tree.Query
    note: str | None = None


def named(
    text: str, *, held: Callable[[str], bool], known: Callable[[str], bool]
) -> Named | None:
    """The papers of a text that is nothing but ids of this library.

    `held` tells whether a paper has an id, `known` whether a text has a word. What has
    no digit and is no address is a word, and not looked for among the ids.
    """
    text = text.strip()
    words = text.translate(_COMMAS).split()
    if len(words) > 1 and words[0].lower().rstrip(":：") == "doi":
        words = words[1:]
    if not words or len(text) > LONGEST or not all(map(_may_be_id, words)):
        return None
    if quote(text) and words != [text] and held(text):
        return Named(tree.Field("id", tree.Quoted(" ".join(text.split()))))
    ids: list[str] = []
    for word in words:
        whole = next((w for w in _written(word) if w and held(w)), None)
        if whole is None:
            return None
        ids.append(whole)
    meant = [word for word in ids if known(stem(word.casefold()))]
    each = (tree.Field("id", tree.Word(one)) for one in dict.fromkeys(ids))
    query = tree.any_of(each)
    note = f"read as an id; for the word, type `{meant[0]}" if meant else None
    return Named(query, note)


def _written(word: str) -> Iterator[str]:
    """What may be the id in a word: itself, its DOI, the end of an address."""
    bare = word.strip(_AROUND)
    yield from (word, bare)
    if doi := re.search(_DOI, bare):
        yield doi[0]
        yield doi[0].rstrip("/")
    if "://" in bare:
        ends = (bare[at.end() :].rstrip("/") for at in re.finditer("[/=]", bare))
        yield from (end for end in ends if len(end) >= SHORTEST_TOLD)


def _may_be_id(word: str) -> bool:
    return any(map(str.isdecimal, word)) or "://" in word
