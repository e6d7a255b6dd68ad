"""Characters → what they are folded to, one by one, and which cannot be so folded.

Full width becomes half, diacritics are dropped, Greek letters get their names,
traditional characters become simplified.
"""

from functools import cache, lru_cache
from unicodedata import category, combining, normalize

from searcher.analysis.data import lines, table

LATEX = "\\{}$^~"
"""A text in ASCII without any of these is normal."""
EASY = " !-#%-[\\]_a-z|，。、；：？！“”‘’（）《》—\u4e00-\u9fff"
"""A class of characters of which each is one, and no others become Chinese."""
HARD = "\ufffe"
"""A non-character: where one-to-one replacement does not do."""

_UNDECOMPOSED = {
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i", "ß": "ss", "ẞ": "SS", "þ": "th",
    "Þ": "Th", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "ə": "e",
    "Ə": "E", "ɛ": "e", "Ɛ": "E", "ɔ": "o", "Ɔ": "O", "ɓ": "b", "Ɓ": "B", "ɗ": "d",
    "Ɗ": "D", "ɖ": "d", "Ɖ": "D", "ƙ": "k", "Ƙ": "K", "ɨ": "i", "ƶ": "z", "ĸ": "k",
    "’": "'", "‘": "'", "ʼ": "'", "′": "'", "‐": "-",
    "‑": "-", "‒": "-", "–": "-", "−": "-", "﹣": "-", "…": "…",
}  # fmt: skip


@cache
def greek_names() -> dict[str, str]:
    """The name of each Greek letter, upper and lower case."""
    names = {letter: name for letter, name in table("greek.tsv")}  # noqa: C416
    return names | {letter.upper(): name for letter, name in names.items()}


@cache
def _simplified() -> dict[str, str]:
    traditional, simple = lines("simplified.txt")
    return dict(zip(traditional, simple, strict=True))


class _OneToOne(dict[int, str]):
    """A translation table that learns: what a code point becomes, or HARD."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if "\u4e00" <= char <= "\u9fff":  # a short way for what is most of Chinese
            self[code] = _simplified().get(char, char)
            return self[code]
        folded = char if code < 128 else fold(char)
        hard = len(folded) != 1 or extends(char) or folded in greek_names()
        self[code] = HARD if hard else folded
        return self[code]


def traditional(simple: str) -> str:
    """The characters that become one of these."""
    return "".join(old for old, new in _simplified().items() if new in simple)


@cache
def one_to_one() -> _OneToOne:
    return _OneToOne({ord(mark): HARD for mark in LATEX})


def extends(char: str) -> bool:
    """Whether it belongs to the character before: a mark, or a later part of 한."""
    return combining(char) != 0 or "\u1160" <= char <= "\u11ff" or char in "ﾞﾟ"


def _is_diacritic(char: str) -> bool:
    """Vowel killers and the voicing of kana (7 to 9), Thai tones, are letters."""
    kind = combining(char)
    return kind >= 200 or 0 < kind < 7 or 9 < kind < 37


@lru_cache(maxsize=1 << 16)
def fold(cluster: str) -> str:
    """A base character with its combining marks, without width, marks and tradition.

    Symbols that NFKC would spell out (™, …) stay; letters and digits are spelled out.
    What cannot be seen, such as a soft hyphen, is nothing.
    """
    if cluster[0] in _UNDECOMPOSED:
        return _UNDECOMPOSED[cluster[0]]
    if category(cluster[0]) == "Cf":
        return ""
    parts = normalize("NFKD", cluster)
    bare = normalize("NFC", "".join(c for c in parts if not _is_diacritic(c)))
    if len(bare) != 1 and not any(map(str.isalnum, cluster)):
        return "" if combining(cluster[0]) else cluster[0]
    simple = _simplified()
    folded = "".join(simple.get(c, _UNDECOMPOSED.get(c, c)) for c in bare)
    lower = folded.lower()
    return folded if len(lower) == len(folded) else lower
