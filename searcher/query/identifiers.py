"""arXiv ids in every form people paste: bare, cited, as a link, as a file name.

Knows nothing of queries.
"""

import re
from functools import cache

from searcher.typed import NamedTuple


class Identifier(NamedTuple):
    """An arXiv id without version, and the version if one was given."""

    id: str
    version: int | None


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled late: most queries hold no id."""
    return re.compile(
        r"""(?:(?i:https?://)?(?i:[a-z]+\.)*(?i:arxiv\.org/(?:abs|pdf|html|format)/)
             |(?i:(?:https?://(?:dx\.)?doi\.org/)?10\.48550/))?
            (?P<cited>(?i:arxiv)[:：.]\s*)?
            (?P<id>[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}
                  |[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})
            (?:v(?P<version>[1-9][0-9]{0,2}))?
            (?:\.pdf)?/?(?:[?#][^\s*＊~～]*)?
            (?P<class>\s*\[[A-Za-z.-]+\])?""",
        re.VERBOSE,
    )


def read_identifier(text: str) -> Identifier | None:
    """The id that is the whole of `text`, give or take punctuation around it.

    `arXiv: 2602.03876v2 [cs.LG]`, as arXiv itself cites a paper, is one too.
    """
    if not 9 <= len(text) <= 200 or not ("." in text or "/" in text):
        return None
    match = _pattern().fullmatch(text.strip("<>.,;，。；、"))
    match = match or _pattern().fullmatch(text.strip("[]<>.,;，。；、"))
    if match is None or (match["class"] and not match["cited"]):
        return None
    version = match["version"]
    return Identifier(match["id"], int(version) if version else None)
