"""Words that are written with one character or another → one of them.

Which simplified character a traditional one is may depend on the word: 著色 is 着色,
and 著名 is 著名. Machines that translate turn such words wrong, 显着 for 显著. So in a
text in simplified characters the words tell. Knows words, not what they mean.
"""

from functools import cache

from searcher.analysis.data import table
from searcher.typed import NamedTuple


class _Variants(NamedTuple):
    """By word what it becomes, itself where it stays; the characters that may change in
    some word, and of each how long the words are that hold it, and where.
    """

    words: dict[str, str]
    places: dict[str, tuple[tuple[int, int], ...]]


@cache
def _variants() -> _Variants:
    words: dict[str, str] = {}
    places: dict[str, set[tuple[int, int]]] = {}
    for written, becomes in table("variants.tsv"):
        words[written] = becomes or written
    changing = {
        old
        for written, becomes in words.items()
        for old, new in zip(written, becomes, strict=True)
        if old != new
    }
    for word in words:
        for at, character in enumerate(word):
            if character in changing:
                places.setdefault(character, set()).add((at, len(word)))
    return _Variants(words, {c: tuple(sorted(p)) for c, p in places.items()})


def settled(text: str) -> str:
    """A text in simplified characters, of the same length, with each word written as
    most write it. Where a word that stays overlaps one that changes, it stays.
    """
    words, places = _variants()
    if text.isascii() or places.keys().isdisjoint(text):
        return text
    changes: dict[int, str] = {}
    for at, character in enumerate(text):
        if character not in places:
            continue
        found = [
            (start, start + size)
            for before, size in places[character]
            if 0 <= (start := at - before) <= len(text) - size
            and text[start : start + size] in words
        ]
        for start, end in found:
            word = text[start:end]
            new = words[word][at - start]
            if new != character and not any(
                (first < start or last > end)
                and words[text[first:last]][at - first] == character
                for first, last in found
            ):
                changes[at] = new
    if not changes:
        return text
    return "".join(changes.get(at, character) for at, character in enumerate(text))


def variants(characters: str) -> str:
    """The characters that become one of these in some word."""
    return "".join(
        dict.fromkeys(
            old
            for written, becomes in _variants().words.items()
            for old, new in zip(written, becomes, strict=True)
            if old != new and new in characters
        )
    )
