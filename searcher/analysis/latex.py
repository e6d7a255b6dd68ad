"""Raw text that is not folded character by character → normal text: LaTeX falls away,
Greek letters are spelled out.
"""

import re
from array import array
from functools import cache

from searcher.analysis.data import lines
from searcher.analysis.folding import HARD, extends, fold, greek_names, one_to_one
from searcher.typed import TypeVar

MOST_MARKS = 16
"""More marks on one character are a text gone wrong, and slow to put in order."""

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


class Writer:
    """Collects normal text."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.glue = ""  # goes between what was written last and a letter
        self.accent: int | None = None  # where the accent of the next letter begins

    def put(self, text: str, start: int, end: int, *, glue: str = "") -> None:
        """Write what a raw slice stands for; `glue` keeps it off letters around it."""
        if text:
            self._part(text[0], glue, start, end)
            self._write(text, start, end)
            self.glue = glue

    def copy(self, text: str, start: int) -> None:
        if text:
            self._part(text[0], "", start, start + 1)
            self._write(text, start)
            self.glue = ""

    def _part(self, following: str, glue: str, start: int, end: int) -> None:
        glue = glue or self.glue
        before = self.pieces[-1][-1] if self.pieces and glue else ""
        if _is_latin(before) and _is_latin(following):
            self._write(glue, start, end)

    def _write(self, text: str, start: int, end: int | None = None) -> None:  # noqa: ARG002 - for `Placing`
        """Without an end, each character stands for one of the raw text."""
        self.pieces.append(text)


class Placing(Writer):
    """Collects the raw slice behind each character too."""

    def __init__(self) -> None:
        super().__init__()
        self.starts = array("I")
        self.ends = array("I")

    def _write(self, text: str, start: int, end: int | None = None) -> None:
        super()._write(text, start, end)
        at, size = len(self.starts), len(text)
        if end is None:
            self.starts.extend(range(start, start + size))
            self.ends.extend(range(start + 1, start + size + 1))
        else:
            self.starts.extend([start] * size)
            self.ends.extend([end] * size)
        if self.accent is not None:
            self.starts[at] = self.accent
            self.accent = None


W = TypeVar("W", bound=Writer)


def _is_latin(char: str) -> bool:
    return char.isalnum() and char.isascii()


@cache
def _latex_marks() -> re.Pattern[str]:
    """Compiled late: most queries are plain."""
    return re.compile(_LATEX, re.VERBOSE)


def spelled_out(raw: str, out: W) -> W:
    at = 0
    for match in _latex_marks().finditer(raw):
        _plain(raw, at, match.start(), out)
        _latex(match, out)
        at = match.end()
    _plain(raw, at, len(raw), out)
    return out


def _plain(raw: str, start: int, end: int, out: Writer) -> None:
    """Copy a slice without LaTeX, and spell out what is hard in it."""
    easy = raw[start:end].translate(one_to_one())
    at = start
    while at < end:
        hard = easy.find(HARD, at - start)
        stop = end if hard < 0 else start + hard
        if at < stop < end and extends(raw[stop]):
            stop -= 1  # the base of a mark
        out.copy(easy[at - start : stop - start], at)
        if stop == end:
            return
        at = stop + 1
        while at < end and at - stop <= MOST_MARKS and extends(raw[at]):
            at += 1
        _letter(raw[stop:at], stop, at, out, in_word=_in_greek_word(raw, stop))


def _letter(
    cluster: str, start: int, end: int, out: Writer, *, in_word: bool = False
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


def _latex(match: re.Match[str], out: Writer) -> None:
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


def _command(name: str, start: int, end: int, out: Writer, *, empty: bool) -> None:
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
