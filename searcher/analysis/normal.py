"""Raw text → normal text, of which every character knows its place in the raw text.

LaTeX falls away, full width becomes half, diacritics are dropped, Greek letters get
their names, traditional characters become simplified. Letter case stays, because
splitting needs it. Nothing here knows what a word is.
"""

import re
from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from unicodedata import category, combining, normalize

from searcher.analysis.data import lines, table
from searcher.frozen import Value

LATEX = "\\{}$^~"
"""A text in ASCII without any of these is normal."""
MOST_MARKS = 16
"""More marks on one character are a text gone wrong, and slow to put in order."""

_HARD = "\ufffe"  # a non-character: where one-to-one replacement does not do
_LATEX = r"""
    \\href\s*\{[^{}]*\}                          # the address of a link
    | \\(?:begin|end)\s*\{[^{}]*\}
    | \\unicode\s*\{(?P<code>x[0-9A-Fa-f]{1,5}|[0-9]{1,6})\}
    | \\(?P<accent>["'`^~=.]|[cvHukrbdt](?=\{))(?:\s*\{)?
    | \\(?P<letter>[oOlLij]|ae|AE|oe|OE|aa|AA|ss)(?![A-Za-z])(?:\{\}|\ (?=[A-Za-z]))?
    | \\(?P<command>[A-Za-z]+)\*?(?:\{\}|(?P<brace>\s*\{))?
    | \\(?P<escaped>[%&#_$+-])
    | \\(?:(?!\w)[\x00-\x7f])?
    | (?P<between>\}\s*\{)
    | (?P<space>~)
    | [{}$^]
    """
_SPELLED = (
    "arc(?:cos|sin|tan)|arg(?:max|min)?|(?:cos|sin|tan)h?|cot|deg|det|dim|exp|gcd|hom"
    "|inf|ker|lim|ln|log|max|min|mod|Pr|sec|sup|(?:La)?TeX"
)
_LETTERS = {"ell": "l", "hbar": "h", "imath": "i", "jmath": "j", "aa": "a", "AA": "A"}
_UNDECOMPOSED = {
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i", "ß": "ss", "ẞ": "SS", "þ": "th",
    "Þ": "Th", "ħ": "h", "Ħ": "H", "’": "'", "‘": "'", "ʼ": "'", "′": "'", "‐": "-",
    "‑": "-", "‒": "-", "–": "-", "−": "-", "﹣": "-", "…": "…",
}  # fmt: skip


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
    if raw.isascii() and not any(map(raw.__contains__, LATEX)):
        return Normal(raw)
    text = raw.translate(_one_to_one())
    return Normal(text) if _HARD not in text else _spelled_out(raw)


def comparable(text: str) -> str:
    """A raw text as substrings are compared: normal, in lower case, spaces as one."""
    return " ".join(normalise(text).text.lower().split())


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
    """A translation table that learns: what a code point becomes, or _HARD."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if "\u4e00" <= char <= "\u9fff":  # a short way for what is most of Chinese
            self[code] = _simplified().get(char, char)
            return self[code]
        folded = char if code < 128 else fold(char)
        hard = len(folded) != 1 or _extends(char) or folded in greek_names()
        self[code] = _HARD if hard else folded
        return self[code]


@cache
def _one_to_one() -> _OneToOne:
    return _OneToOne({ord(mark): _HARD for mark in LATEX})


def _extends(char: str) -> bool:
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


class _Writer:
    """Collects normal text and the raw slice behind each of its characters."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts = array("I")
        self.ends = array("I")
        self.glue = ""  # goes between what was written last and a letter
        self.accent: int | None = None  # where the accent of the next letter begins

    def put(self, text: str, start: int, end: int, *, glue: str = "") -> None:
        """Write what a raw slice stands for; `glue` keeps it off letters around it."""
        if text:
            self._part(text[0], glue, start, end)
            self._write(text, [start] * len(text), [end] * len(text))
            self.glue = glue

    def copy(self, text: str, start: int) -> None:
        if text:
            self._part(text[0], "", start, start + 1)
            end = start + len(text)
            self._write(text, range(start, end), range(start + 1, end + 1))
            self.glue = ""

    def _part(self, following: str, glue: str, start: int, end: int) -> None:
        glue = glue or self.glue
        before = self.pieces[-1][-1] if self.pieces and glue else ""
        if _is_latin(before) and _is_latin(following):
            self._write(glue, [start], [end])

    def _write(self, text: str, starts: Sequence[int], ends: Sequence[int]) -> None:
        at = len(self.starts)
        self.pieces.append(text)
        self.starts.extend(starts)
        self.ends.extend(ends)
        if self.accent is not None:
            self.starts[at] = self.accent
            self.accent = None

    def normal(self) -> Normal:
        return Normal("".join(self.pieces), self.starts, self.ends)


def _is_latin(char: str) -> bool:
    return char.isalnum() and char.isascii()


@cache
def _latex_marks() -> re.Pattern[str]:
    """Compiled late: most queries are plain."""
    return re.compile(_LATEX, re.VERBOSE)


def _spelled_out(raw: str) -> Normal:
    out = _Writer()
    at = 0
    for match in _latex_marks().finditer(raw):
        _plain(raw, at, match.start(), out)
        _latex(match, out)
        at = match.end()
    _plain(raw, at, len(raw), out)
    return out.normal()


def _plain(raw: str, start: int, end: int, out: _Writer) -> None:
    """Copy a slice without LaTeX, and spell out what is hard in it."""
    easy = raw[start:end].translate(_one_to_one())
    at = start
    while at < end:
        hard = easy.find(_HARD, at - start)
        stop = end if hard < 0 else start + hard
        if at < stop < end and _extends(raw[stop]):
            stop -= 1  # the base of a mark
        out.copy(easy[at - start : stop - start], at)
        if stop == end:
            return
        at = stop + 1
        while at < end and at - stop <= MOST_MARKS and _extends(raw[at]):
            at += 1
        _letter(raw[stop:at], stop, at, out, in_word=_in_greek_word(raw, stop))


def _letter(
    cluster: str, start: int, end: int, out: _Writer, *, in_word: bool = False
) -> None:
    letter = fold(cluster)
    name = None if in_word else greek_names().get(letter)
    out.put(name or letter, start, end, glue="-" if name else "")


def _in_greek_word(raw: str, at: int) -> bool:
    """A letter is spelled by its name in αβ, left alone in a word of Greek."""
    if not _is_greek(raw[at]):
        return False  # from a formula: 𝛼𝛽𝛾 is no word
    first, last = at, at + 1
    while first and at - first < 2 and _is_greek(raw[first - 1]):
        first -= 1
    while last - at < 3 and last < len(raw) and _is_greek(raw[last]):
        last += 1
    return last - first > 2


def _is_greek(char: str) -> bool:
    block = "\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff"
    return block or char == "\u00b5"


def _latex(match: re.Match[str], out: _Writer) -> None:
    start, end = match.span()
    command = match["command"]
    if match["accent"]:
        out.accent = start
    elif letter := match["letter"]:
        out.put(_LETTERS.get(letter, letter), start, end)
    elif code := match["code"]:
        char = chr(int(code[1:], 16) if code[0] == "x" else int(code))
        _letter(char, start, end, out)
    elif match["escaped"]:
        out.put(match["escaped"], start, end)
    elif command:
        _command(command, start, end, out, empty=match["brace"] is None)
    elif match["between"] or match["space"] or match[0].startswith("\\"):
        out.put(" ", start, end)


def _command(name: str, start: int, end: int, out: _Writer, *, empty: bool) -> None:
    """A letter, a name or nothing; one with an argument gives way to it."""
    greek = name.removeprefix("var").lower()
    if greek in _greek_commands():
        out.put(greek, start, end, glue="-")
    elif name in _LETTERS:
        out.put(_LETTERS[name], start, end)
    elif re.fullmatch(_SPELLED, name):
        out.put(name, start, end, glue=" ")
    elif empty and name in _silent_commands():
        out.put(" ", start, end)
    elif empty:  # an author's own, such as the name of a method
        out.put(name, start, end, glue=" ")


@cache
def _greek_commands() -> frozenset[str]:
    return frozenset(greek_names().values())


@cache
def _silent_commands() -> frozenset[str]:
    return frozenset(lines("commands.txt"))
