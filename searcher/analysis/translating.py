"""Raw text → normal text by a table in an array, where many characters are not ASCII.

The same as `normal_text` makes, sooner: to look up a character takes a text of Chinese
as long as to cut it. Knows what characters become, and no more.
"""

import numpy as np

from searcher.analysis.folding import HARD, one_to_one
from searcher.analysis.normal import normal_text
from searcher.analysis.variants import settled

WORTH = 100
"""Characters from which calls of numpy pay."""
_CODING = "utf-32-le"
_UNKNOWN = 0
_PLANE = 1 << 16
_TABLE = np.zeros(_PLANE, "<u4")
"""What each character becomes, as far as that has been asked."""


def translated(raw: str) -> str:
    """As `normal_text`."""
    if len(raw) < WORTH or raw.isascii():
        return normal_text(raw)
    codes = np.frombuffer(raw.encode(_CODING, "surrogatepass"), "<u4")
    if codes.max() >= _PLANE:
        return normal_text(raw)
    folded = _TABLE[codes]
    if not folded.all():
        _learn(codes[folded == _UNKNOWN])
        folded = _TABLE[codes]
    if (folded == ord(HARD)).any():
        return normal_text(raw)
    return settled(str(folded.tobytes(), _CODING, "surrogatepass"))


def _learn(codes: "np.ndarray[tuple[int], np.dtype[np.uint32]]") -> None:
    becomes = one_to_one()
    for code in set(codes.tolist()):
        folded = becomes[code]
        _TABLE[code] = ord(folded)
