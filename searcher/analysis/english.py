"""Latin words → stems: American spelling, exceptions, Snowball.

The only importer of the stemmer. Knows nothing of positions or of other scripts.
"""

import re
from binascii import crc32
from functools import cache

from searcher._core.words import ROOT_BEGIN, first_root, singular_acronym
from searcher.analysis.data import lines, table
from searcher.typed import Any, NamedTuple

TELLING = "telling.txt"
"""Words of every ending that Snowball knows, and those that its releases differ in."""
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
            roots.setdefault(old[:ROOT_BEGIN], []).append((number, old, new))
    return _Spelling(
        words, roots, tuple(old for kind, old, _ in rows if kind == "keep")
    )


def american(word: str) -> str:
    """The American spelling of a folded word; most are their own."""
    spelling = _spelling()
    if word in spelling.words:
        return spelling.words[word]
    root = first_root(word, spelling.roots)
    if root:
        return word.replace(root[1], root[2])
    match = _ISE.fullmatch(word) if "is" in word else None
    if match and not (match["base"] + "ise").endswith(spelling.keep):
        return f"{match['base']}iz{match['end']}"
    return word


def stem(word: str) -> str:
    """The stem of a folded word for which `is_stemmed` holds."""
    spelled = american(word)
    exception = _exceptions().get(spelled)
    if exception is not None:
        return exception
    stemmed = singular_acronym(spelled) or _snowball().stemWord(spelled)
    # Snowball ends classify in -ifi, classification in -if
    same = len(stemmed) > 4 and stemmed.endswith("ifi")
    return stemmed[:-1] if same else stemmed
