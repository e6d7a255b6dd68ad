"""The shadow of a text stands for it in every expression about scripts."""

import re
import sys

from searcher.analysis.scripts import (
    HAN_SIGN,
    MARKED,
    MARKED_SIGNS,
    shadow,
)
from searcher.model import HAN

EVERY = "".join(map(chr, range(sys.maxunicode + 1)))


def test_every_character_has_its_kind() -> None:
    signs = shadow(EVERY)
    assert len(signs) == len(EVERY)
    for kind, kind_of_sign in (
        (f"[{HAN}]", HAN_SIGN),
        (f"[{MARKED}]", f"[{MARKED_SIGNS}]"),
        (f"[^\\W_{HAN}]", f"[^\\W_{HAN_SIGN}]"),
        (r"\d", r"\d"),
        (r"\s", r"\s"),
    ):
        wanted = [match.start() for match in re.finditer(kind, EVERY)]
        assert [m.start() for m in re.finditer(kind_of_sign, signs)] == wanted
    others = re.sub(f"[{HAN}{MARKED}]", "", EVERY)
    assert shadow(others) == others
