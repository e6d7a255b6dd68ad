"""What a paper is known by: its arXiv id, a foreign id, or its title.

Nothing here knows where an id was found.
"""

import re
import unicodedata
from hashlib import sha256

from searcher.identifiers import is_made, read_identifier
from searcher.model import ARXIV_ID, Bilingual
from searcher.typed import NamedTuple

__all__ = ["Known", "given", "in_link", "is_made", "made", "normalised"]
__all__ += ["title_id", "title_ids"]


class Known(NamedTuple):
    """An id without its version, and the version when there was one."""

    id: str
    version: int | None = None


# `abs/0112017` is a page without its archive, not the archive `abs`
_IN_LINK = re.compile(
    rf"(?<![\w.])(?!(?:abs|pdf|html|format|ps|list)/)(?:arxiv\.)?({ARXIV_ID.pattern})"
    r"(?:v(\d{1,3}))?(?!\d)",
    re.ASCII | re.IGNORECASE,
)
_GIVEN = re.compile(
    rf"(?:arxiv:\s*)?({ARXIV_ID.pattern})(?:\s*v(\d{{1,3}}))?", re.ASCII | re.IGNORECASE
)
_CLASS = re.compile(r"\.[A-Za-z]{2}(?=/)")
_NEITHER = re.compile(r"[\W_]+")
_NEITHER_IN_ASCII = {code: None for code in range(128) if not chr(code).isalnum()}


def in_link(text: str) -> Known | None:
    """The arXiv id that a link, or the text of one, names."""
    found = _IN_LINK.search(text[:1000])  # a link without end takes endless time
    return _known(found) if found else None


def given(text: str) -> Known | None:
    """The id that a field says it is; one that is not arXiv's is kept as it is.

    None when there is none, or when it was made of a title and will be made again.
    """
    text = text.strip()
    if not text or is_made(text):
        return None
    if found := _GIVEN.fullmatch(text):
        return _known(found)
    if cited := read_identifier(text):
        return Known(*cited)
    link = in_link(text) if "arxiv" in text[:1000].lower() else None
    return link or Known(text)


def _known(found: re.Match[str]) -> Known:
    # arXiv itself calls math.GT/0309136 and math/0309136 the same paper
    name, version = found[1].lower(), found[2]
    if "/" in name:
        name = _CLASS.sub("", name)
    return Known(name, int(version) if version else None)


def normalised(title: str) -> str:
    """A title as it is compared: NFKC, case-folded, letters and digits only.

    A title without letters and digits is compared as it stands.
    """
    if title.isascii():  # as nearly always: nothing to normalise, and a table will do
        folded = title.lower()
        return folded.translate(_NEITHER_IN_ASCII) or folded
    folded = unicodedata.normalize("NFKC", title).casefold()
    return _NEITHER.sub("", folded) or folded


def made(title: str) -> str:
    """`t-` and the first 12 hex digits of the SHA-256 of the normalised title."""
    return "t-" + sha256(normalised(title).encode()).hexdigest()[:12]


def title_id(title: Bilingual) -> str:
    """The id of a paper that has none: of its English title, else of the Chinese."""
    return made(title.en or title.zh)


def title_ids(title: Bilingual) -> tuple[str, ...]:
    """The ids that sightings without one may have and still be this paper's."""
    return tuple(made(half) for half in (title.en, title.zh) if half)
