"""Raw text → normal text, of which every character knows its place in the raw text.

LaTeX falls away, full width becomes half, diacritics are dropped, Greek letters get
their names, traditional characters become simplified. Letter case stays, because
splitting needs it. Nothing here knows what a word is.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from searcher.analysis.folding import EASY, HARD, LATEX, one_to_one, traditional
from searcher.analysis.variants import changing_characters, settled, variants
from searcher.frozen import Value
from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher._core.folder import Folder


class Normal(Value):
    """Normal text; without `starts` and `ends`, character i is raw character i.

    Otherwise character i stands for the slice starts[i]:ends[i] of the raw text.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The slice of the raw text that the slice of this text came from."""
        if self.starts is None or self.ends is None or start >= end:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normalise(raw: str) -> Normal:
    """Never raises; what is not understood stays as it is."""
    text = normal_in_place(raw)
    if text is not None:
        return Normal(text)
    from searcher.analysis.latex import Placing, spelled_out  # noqa: PLC0415 - rare

    out = spelled_out(raw, Placing())
    return Normal(settled("".join(out.pieces)), out.starts, out.ends)


def normal_text(raw: str) -> str:
    """As `normalise`, without the places."""
    text = normal_in_place(raw)
    return _spelled_text(raw) if text is None else text


def normal_in_place(raw: str) -> str | None:
    """The normal text of which character i is raw character i, if it is so."""
    if type(raw) is not str:
        raw = str.__str__(raw)  # the core knows no kinds of strings
    if raw.isascii():
        return None if any(map(raw.__contains__, LATEX)) else raw
    text, unsettled = folder().fold(raw)
    return settled(text, unsettled) if text and unsettled else text


@cache
def folder() -> "Folder":
    """What makes texts normal whose characters are each folded to one."""
    from searcher._core import folder as core  # noqa: PLC0415 - not for English

    becomes, changing = one_to_one(), changing_characters()

    def learn(code: int) -> int:
        folded = becomes[code]
        kind = core.HARD * (folded == HARD) | core.UNSETTLED * (folded in changing)
        return ord(folded) | kind

    return core.Folder(learn)


@lru_cache(maxsize=1 << 10)
def _spelled_text(raw: str) -> str:
    from searcher.analysis.latex import Writer, spelled_out  # noqa: PLC0415 - as above

    # an index asks for it twice: for the terms, and for what stands in none
    return settled("".join(spelled_out(raw, Writer()).pieces))


def comparable(text: str) -> str:
    """A raw text as substrings are compared: normal, in lower case, spaces as one."""
    return " ".join(normal_text(text).lower().split())


def close_pair(chinese: str) -> Callable[[str], object]:
    """What tells of a raw text whether two of some characters may stand in its normal
    text, side by side or with one between; to make that takes ten times as long.
    """
    simple = chinese + variants(chinese)
    some = f"[{re.escape(simple + traditional(simple))}]"
    pair, odd = re.compile(f"{some}.?{some}").search, re.compile(f"[^{EASY}]").search
    return lambda text: pair(text) or odd(text)
