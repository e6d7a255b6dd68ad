"""Latin words → stems: American spelling, exceptions, Snowball.

The only importer of the stemmer. Knows nothing of positions or of other scripts.
"""

import re
from collections.abc import Callable
from functools import cache

from searcher.analysis.data import table

_ISE = re.compile(r"(?P<base>[a-z]{3,})is(?P<end>ed|e|es|er|ers|ing|able|ation|ations)")
_VOWELLESS_PLURAL = re.compile("[b-df-hj-np-tv-xz]{3,}s")


def is_stemmed(word: str) -> bool:
    """Whether a folded word is of the kind that has a stem: plain Latin letters."""
    return word.isascii() and word.isalpha()


@cache
def _snowball() -> Callable[[str], str]:
    import Stemmer  # noqa: PLC0415  (compiled code; queries in Chinese do not need it)

    stemmer: Callable[[str], str] = Stemmer.Stemmer("english").stemWord
    return stemmer


def stemmer_version() -> str:
    import Stemmer  # noqa: PLC0415  (as above)

    return str(Stemmer.version())


@cache
def _exceptions() -> dict[str, str]:
    return dict(table("stems.tsv"))  # type: ignore[arg-type]  # two columns a row


@cache
def _spelling() -> tuple[dict[str, str], tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Whole words, roots inside words, and endings in -ise that stay."""
    rows = table("spelling.tsv")
    words = {old: new for kind, old, new in rows if kind in ("word", "keep-word")}
    roots = tuple((old, new) for kind, old, new in rows if kind == "root")
    return words, roots, tuple(old for kind, old, _ in rows if kind == "keep")


def american(word: str) -> str:
    """The American spelling of a folded word; most are their own."""
    words, roots, keep = _spelling()
    if word in words:
        return words[word]
    for old, new in roots:
        if old in word:
            return word.replace(old, new)
    match = _ISE.fullmatch(word)
    if match and not (match["base"] + "ise").endswith(keep):
        return f"{match['base']}iz{match['end']}"
    return word


def singular_acronym(word: str) -> str | None:
    """`llm` of `llms`, which Snowball leaves alone for want of a vowel."""
    if _VOWELLESS_PLURAL.fullmatch(word) and not word.endswith("ss"):
        return word[:-1]
    return None


def stem(word: str) -> str:
    """The stem of a folded word for which `is_stemmed` holds."""
    spelled = american(word)
    exception = _exceptions().get(spelled)
    if exception is not None:
        return exception
    stemmed = singular_acronym(spelled) or _snowball()(spelled)
    # Snowball ends classify in -ifi, classification in -if
    same = len(stemmed) > 4 and stemmed.endswith("ifi")
    return stemmed[:-1] if same else stemmed
