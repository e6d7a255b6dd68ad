"""Where, in lines without mark-up, one paper's abstract ends and the next title begins.

In the plain variant nothing stands between them: the title is the last line, or the
last two, English and Chinese, before the next paper's fields. Nothing here knows marks.
"""

import re
from collections.abc import Sequence
from enum import Enum, auto

from searcher.corpus.text import has_han, is_chinese, tidy
from searcher.model import Bilingual

_END = (".", "。", "!", "！", "；", ";")


class After(Enum):
    """What the lines in question follow."""

    __hash__ = object.__hash__  # as of `Kind` in marks

    HEADER = auto()
    SECTION = auto()
    FIELD = auto()
    ABSTRACT = auto()
    ABSTRACT_ZH = auto()


def is_prose(line: str) -> bool:
    """Too long for a title, by what titles there are: 1 in 1000 has 180 letters, or 140
    Han characters; fewer will do where a full stop ends the line.
    """
    limit = 140 if is_chinese(line) else 250
    return len(line) > (limit * 2 // 3 if line.endswith(_END) else limit)


def _is_endless(line: str) -> bool:
    """Too long for a title even where one is sure to be."""
    return len(line) > (250 if is_chinese(line) else 400)


def count(lines: Sequence[str], after: After) -> int:
    """How many of the last lines are a title; the lines hold no blank ones."""
    below = after in {After.ABSTRACT, After.ABSTRACT_ZH}
    if not lines or _is_endless(lines[-1]):
        return 0
    if after is After.SECTION and len(lines) <= 4 and not any(map(_is_endless, lines)):
        return len(lines)
    if len(lines) == 1:
        return 0 if below and is_prose(lines[0]) else 1
    alone = below and len(lines) == 2
    return 2 if _are_pair(lines[-2], lines[-1], after, alone=alone) else 1


def _are_pair(first: str, second: str, after: After, *, alone: bool) -> bool:
    """Whether two lines are one title in both languages; `alone`, the first could be
    all there is of an abstract.
    """
    # among Chinese text, a line without Han is sooner a long title than an abstract's
    foreign = after is not After.ABSTRACT and not alone and not has_han(first)
    if _is_endless(first) if foreign else is_prose(first):
        return False
    if alone and first.endswith("。"):
        return False
    if has_han(second):
        return not is_chinese(first)
    if after is After.ABSTRACT:
        return is_chinese(first)
    # a title that the translator left as it was
    return after is After.ABSTRACT_ZH and foreign and "://" not in first


def damaged(lines: Sequence[str], after: After) -> int:
    """How many lines below an abstract of one line are a title, or what is left of it,
    and what has got between it and its fields; 0 where that does not show.
    """
    if not 3 <= len(lines) <= 5:
        return 0
    _abstract, first, *rest = lines
    if after is After.ABSTRACT:
        return len(rest) + 1 if _stands_alone(first) else 0
    if has_han(first) or "://" in first or _is_endless(first):
        return 0
    if len(lines) == 3:
        return 2
    whole = has_han(rest[0]) and not is_prose(rest[0])
    later = len(rest) == 3 and has_han(rest[2]) and not has_han(rest[1])
    return len(rest) + 1 if whole and not later else 0


def stray(lines: Sequence[str]) -> int:
    """How many lines below an abstract of one line are a title without fields."""
    if len(lines) < 2 or not _stands_alone(lines[1]):
        return 0
    both = len(lines) > 2 and has_han(lines[2]) and not is_prose(lines[2])
    return 2 if both else 1


def dangling(lines: Sequence[str]) -> int:
    """How many of the last lines of a Chinese abstract, at the end of the file, are the
    title of a paper that was cut off there.
    """
    if len(lines) < 2 or lines[-1].endswith("。"):
        return 0
    tail = 2 if has_han(lines[-1]) else 1
    if len(lines) <= tail or not has_han(lines[-tail - 1]):
        return 0
    return tail if _stands_alone(lines[-tail]) else 0


def _stands_alone(line: str) -> bool:
    """Whether a line, among Chinese ones, is sooner a title than some of their text."""
    if has_han(line) or is_prose(line) or len(line.split()) < 3:
        return False
    return not re.search(r"://|\$|\.$", line)


def is_translation(title: str, line: str, *, translated: bool = False) -> bool:
    """Whether the line below a whole title is that title in Chinese, or as it was left;
    where titles are `translated` as a rule, it may end as a sentence.
    """
    short = not is_prose(line) and (translated or not line.endswith("。"))
    return line == title or (short and is_chinese(line) and not has_han(title))


def bilingual(lines: Sequence[str], *, translated: bool) -> Bilingual:
    """The title that these lines hold, in the language that each line shows.

    Two lines without Han are a title that was left as it was, where papers are
    `translated`; else one title on two lines.
    """
    lines = [line for line in map(tidy, lines) if line]
    if len(lines) == 1:
        (line,) = lines
        return Bilingual(zh=line) if is_chinese(line) else Bilingual(en=line)
    if translated and len(lines) == 2 and not any(map(has_han, lines)):
        return Bilingual(en=lines[0], zh=lines[1])
    # beside another line, a few Han characters are enough to be the Chinese one
    chinese = has_han if any(not has_han(line) for line in lines) else is_chinese
    return Bilingual(
        en=tidy("\n".join(line for line in lines if not chinese(line))),
        zh=tidy("\n".join(line for line in lines if chinese(line))),
    )
