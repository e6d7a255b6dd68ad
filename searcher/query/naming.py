"""What was typed as the ids that this library itself gave its papers.

An id that is not arXiv's looks like a word, such as `doc7`, so only the library can
tell. Knows no syntax.
"""

from collections.abc import Callable

from searcher.analysis.tokens import stem
from searcher.query import tree
from searcher.query.marks import quote
from searcher.typed import NamedTuple

LONGEST = 1000
"""A longer text is no list of ids that somebody pasted."""
_COMMAS = str.maketrans(dict.fromkeys(",;，；、", " "))
_AROUND = "<>[](){}.,;:，。；：、"


class Named(NamedTuple):
    """The papers that a text names, and a sentence where its words could be meant."""

    query: tree.Query
    note: str | None = None


def named(
    text: str, *, held: Callable[[str], bool], known: Callable[[str], bool]
) -> Named | None:
    """The papers of a text that is nothing but ids of this library.

    `held` tells whether a paper has an id, `known` whether a text has a word. A word
    without a digit that stands in some text is taken for the word.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    if quote(text) and text.split() != [text] and held(text):
        return Named(tree.Field("id", tree.Quoted(" ".join(text.split()))))
    ids: list[str] = []
    for word in text.translate(_COMMAS).split():
        whole = next((w for w in (word, word.strip(_AROUND)) if w and held(w)), None)
        if whole is None:
            return None
        ids.append(whole)
    words = [word for word in ids if known(stem(word.casefold()))]
    if any(not any(map(str.isdecimal, word)) for word in words):
        return None
    each = (tree.Field("id", tree.Word(one)) for one in dict.fromkeys(ids))
    query = tree.any_of(each)
    note = f"read as an id; for the word, type `{words[0]}" if words else None
    return Named(query, note)
