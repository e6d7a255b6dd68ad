"""Latin words → stems: American spelling, exceptions, Snowball.

The only importer of the stemmer. Knows nothing of positions or of other scripts.
"""

import re
from binascii import crc32
from collections.abc import Sequence
from functools import cache

from searcher._core.words import singular_acronym
from searcher.analysis.data import lines, table
from searcher.typed import Any, NamedTuple

TELLING = "telling.txt"
"""Words of every ending that Snowball knows, and those that its releases differ in."""
_BEGIN = 4  # letters; no root of the table is shorter
_ISE = re.compile(r"(?P<base>[a-z]{3,})is(?P<end>ed|e|es|er|ers|ing|able|ation|ations)")


def is_stemmed(word: str) -> bool:
    """Whether a folded word is of the kind that has a stem: plain Latin letters."""
    return word.isascii() and word.isalpha()


@cache
def _snowball() -> Any:
    import Stemmer  # noqa: PLC0415  (compiled code; queries in Chinese do not need it)

    # its own cache takes four times what stemming does; ours stands before it
    return Stemmer.Stemmer("english", 0)


@cache
def stemmer_checksum() -> int:
    """A number that differs where Snowball's stems do; releases that stem differently
    call themselves by the same version.
    """
    return crc32("\n".join(_snowball().stemWords(list(lines(TELLING)))).encode())


@cache
def _exceptions() -> dict[str, str]:
    return dict(table("stems.tsv"))  # type: ignore[arg-type]  # two columns a row


class _Spelling(NamedTuple):
    """Whole words; roots inside words, by how they begin; endings in -ise that stay."""

    words: dict[str, str]
    roots: dict[str, list[tuple[int, str, str]]]
    keep: tuple[str, ...]


@cache
def _spelling() -> _Spelling:
    rows = table("spelling.tsv")
    words = {old: new for kind, old, new in rows if kind in ("word", "keep-word")}
    roots: dict[str, list[tuple[int, str, str]]] = {}
    for number, (kind, old, new) in enumerate(rows):
        if kind == "root":
            roots.setdefault(old[:_BEGIN], []).append((number, old, new))
    return _Spelling(
        words, roots, tuple(old for kind, old, _ in rows if kind == "keep")
    )


def _root(word: str) -> tuple[int, str, str] | None:
    """The first root of the table that a word holds: its number, itself, its twin."""
    roots = _spelling().roots
    found = None
    for at in range(len(word) - _BEGIN + 1):
        for root in roots.get(word[at : at + _BEGIN], ()):
            if word.startswith(root[1], at) and (found is None or root < found):
                found = root
    return found


def american(word: str) -> str:
    """The American spelling of a folded word; most are their own."""
    return _respelled(word, _root(word))


def _respelled(word: str, root: tuple[int, str, str] | None) -> str:
    spelling = _spelling()
    if word in spelling.words:
        return spelling.words[word]
    if root:
        return word.replace(root[1], root[2])
    match = _ISE.fullmatch(word) if "is" in word else None
    if match and not (match["base"] + "ise").endswith(spelling.keep):
        return f"{match['base']}iz{match['end']}"
    return word


def stem(word: str) -> str:
    """The stem of a folded word for which `is_stemmed` holds."""
    spelled = american(word)
    return _settled(spelled, _snowball().stemWord(spelled))


def stems(words: Sequence[str]) -> list[str]:
    """As `stem` of each: faster, where they are many."""
    rooted = _rooted(words)
    spelled = [
        _respelled(word, _root(word) if at in rooted else None)
        for at, word in enumerate(words)
    ]
    return list(map(_settled, spelled, _snowball().stemWords(spelled)))


def _settled(spelled: str, stemmed: str) -> str:
    """What Snowball made of a word, or what is better."""
    exception = _exceptions().get(spelled)
    if exception is not None:
        return exception
    stemmed = singular_acronym(spelled) or stemmed
    # Snowball ends classify in -ifi, classification in -if
    same = len(stemmed) > 4 and stemmed.endswith("ifi")
    return stemmed[:-1] if same else stemmed


def _rooted(words: Sequence[str]) -> set[int]:
    """Which of many words may hold a root: some of the others do too."""
    import numpy as np  # noqa: PLC0415  (only while indexing)

    def spread(grams: Any) -> Any:
        return grams * np.uint32(0x9E3779B1) >> np.uint32(16)

    begins = "".join(_spelling().roots).encode()
    may = np.zeros(1 << 16, np.bool_)
    may[spread(np.frombuffer(begins, "<u4"))] = True
    text = "\n".join(words).encode() + bytes(_BEGIN)
    letters = np.frombuffer(text, np.uint8)
    grams = letters[: 1 - _BEGIN].astype(np.uint32)
    for at in range(1, _BEGIN):
        grams |= (
            letters[at : len(letters) - _BEGIN + 1 + at].astype(np.uint32) << at * 8
        )
    places = np.flatnonzero(may[spread(grams)])
    ends = np.cumsum(letters == ord("\n"))
    return set(ends[places].tolist())
