"""Words that are written with one character or another → one of them.

Which simplified character a traditional one is may depend on the word: 著色 is 着色,
and 著名 is 著名. Machines that translate turn such words wrong, 显着 for 显著. So in a
text in simplified characters the words tell. Knows words, not what they mean.
"""

from collections.abc import Iterable
from functools import cache
from operator import itemgetter

from searcher.analysis.data import lines


@cache
def _words() -> dict[str, str]:
    """By word what it becomes, nothing where it stays."""
    fields = "\t".join(lines("variants.tsv")[1:]).split("\t")  # faster than each line
    return dict(zip(fields[::2], fields[1::2], strict=True))


@cache
def changing_characters() -> frozenset[str]:
    """The characters that change in some word."""
    return frozenset(
        old
        for written, becomes in filter(itemgetter(1), _words().items())
        for old, new in zip(written, becomes, strict=True)
        if old != new
    )


@cache
def _places(character: str) -> tuple[tuple[int, int], ...]:
    """Where in words it stands, and how long they are; most texts hold few of those
    that change, and a search reads few texts.
    """
    words = [word for word in _words() if character in word]
    found = {(at, len(w)) for w in words for at, c in enumerate(w) if c == character}
    return tuple(sorted(found))


def settled(text: str, places: Iterable[int] | None = None) -> str:
    """A text in simplified characters, of the same length, with each word written as
    most write it. Where a word that stays overlaps one that changes, it stays.

    `places` are those of the changing characters, if they are known.
    """
    if text.isascii():
        return text
    if places is None:
        changing = changing_characters()
        places = [at for at, character in enumerate(text) if character in changing]
    words = _words()
    changes: dict[int, str] = {}
    for at in places:
        character = text[at]
        found = [
            (start, start + size)
            for before, size in _places(character)
            if 0 <= (start := at - before) <= len(text) - size
            and text[start : start + size] in words
        ]
        for start, end in found:
            word = text[start:end]
            new = (words[word] or word)[at - start]
            if new != character and not any(
                (first < start or last > end)
                and (words[text[first:last]] or text[first:last])[at - first]
                == character
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
            for written, becomes in _words().items()
            if becomes
            for old, new in zip(written, becomes, strict=True)
            if old != new and new in characters
        )
    )
