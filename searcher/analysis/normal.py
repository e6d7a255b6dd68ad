"""Raw text → normal text, of which every character knows its place in the raw text.

LaTeX falls away, full width becomes half, diacritics are dropped, Greek letters get
their names, traditional characters become simplified. Letter case stays, because
splitting needs it. Nothing here knows what a word is.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import combining, normalize

from searcher.analysis.data import lines, table

_HARD = "\ufffe"  # a non-character: where one-to-one replacement does not do
_LATEX = re.compile(
    r"""
    \\href\s*\{[^{}]*\}                          # the address of a link
    | \\(?:begin|end)\s*\{[^{}]*\}
    | \\(?P<accent>["'`^~=.]|[cvHukrbdt](?=\{))\s*\{?
    | \\(?P<command>[A-Za-z]+)\*?(?P<brace>\s*\{)?
    | \\(?P<escaped>[%&#_$])
    | \\.?
    | (?P<between>\}\s*\{)
    | (?P<space>~)
    | [{}$^]
    """,
    re.VERBOSE,
)
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff\u00b5]")
_LATEX_MARK = re.compile(r"[\\{}$^~]")
_SPELLED = re.compile(
    "arc(?:cos|sin|tan)|arg(?:max|min)?|(?:cos|sin|tan)h?|cot|deg|det|dim|exp|gcd|hom"
    "|inf|ker|lim|ln|log|max|min|mod|Pr|sec|sup|(?:La)?TeX"
)
_LETTERS = {
    "ell": "l", "hbar": "h", "imath": "i", "jmath": "j", "o": "o", "O": "O", "l": "l",
    "L": "L", "ae": "ae", "AE": "AE", "oe": "oe", "OE": "OE", "aa": "a", "AA": "A",
    "ss": "ss", "i": "i", "j": "j",
}  # fmt: skip
_UNDECOMPOSED = {
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i", "ß": "ss", "ẞ": "SS", "þ": "th",
    "Þ": "Th", "ħ": "h", "Ħ": "H", "’": "'", "‘": "'", "ʼ": "'", "′": "'", "‐": "-",
    "‑": "-", "‒": "-", "–": "-", "−": "-", "﹣": "-", "­": "", "\u200b": "",
    "\u200c": "", "\u200d": "", "\ufeff": "", "。": "。", "…": "…",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Normal:
    """Normal text; without `starts` and `ends`, character i is raw character i.

    Otherwise character i stands for the slice starts[i]:ends[i] of the raw text.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The slice of the raw text that the slice of this text came from."""
        if self.starts is None or self.ends is None or start >= end:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normalise(raw: str) -> Normal:
    """Never raises; what is not understood stays as it is."""
    if raw.isascii() and not _LATEX_MARK.search(raw):
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
        folded = char if code < 128 else fold(char)
        hard = len(folded) != 1 or combining(char) or char in greek_names()
        self[code] = _HARD if hard else folded
        return self[code]


@cache
def _one_to_one() -> _OneToOne:
    return _OneToOne({ord(mark): _HARD for mark in "\\{}$^~"})


@lru_cache(maxsize=1 << 16)
def fold(cluster: str) -> str:
    """A base character with its combining marks, without width, marks and tradition.

    Symbols that NFKC would spell out (™, …) stay; letters and digits are spelled out.
    """
    if cluster[0] in _UNDECOMPOSED:
        return _UNDECOMPOSED[cluster[0]]
    bare = "".join(c for c in normalize("NFKD", cluster) if not combining(c))
    bare = normalize("NFC", bare)
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
        self.starts: list[int] = []
        self.ends: list[int] = []

    def put(self, text: str, start: int, end: int) -> None:
        self.pieces.append(text)
        self.starts.extend([start] * len(text))
        self.ends.extend([end] * len(text))

    def copy(self, text: str, start: int) -> None:
        self.pieces.append(text)
        self.starts.extend(range(start, start + len(text)))
        self.ends.extend(range(start + 1, start + len(text) + 1))

    def put_name(self, name: str, start: int, end: int, following: str) -> None:
        """A Greek name is a word of its own, hyphenated to what it touches."""
        before = next((p[-1] for p in reversed(self.pieces) if p), " ")
        left = "-" if before.isalnum() and before.isascii() else ""
        right = "-" if following.isalnum() and following.isascii() else ""
        self.put(left + name + right, start, end)

    def normal(self) -> Normal:
        return Normal("".join(self.pieces), tuple(self.starts), tuple(self.ends))


def _spelled_out(raw: str) -> Normal:
    out = _Writer()
    at = 0
    for match in _LATEX.finditer(raw):
        _plain(raw, at, match.start(), out)
        _latex(raw, match, out)
        at = match.end()
    _plain(raw, at, len(raw), out)
    return out.normal()


def _plain(raw: str, start: int, end: int, out: _Writer) -> None:
    names = greek_names()
    at = start
    while at < end:
        after = at + 1
        while after < len(raw) and raw[after] > "\x7f" and combining(raw[after]):
            after += 1
        char = raw[at]
        if char in names:
            following = raw[after : after + 1]
            if _GREEK.match(following) or (at and _GREEK.match(raw[at - 1])):
                out.put(_greek_word(raw, at), at, after)
            else:
                out.put_name(names[char], at, after, following)
        elif after == at + 1 and char < "\x80":
            out.copy(char, at)
        else:
            out.put(fold(raw[at:after]), at, after)
        at = after


def _greek_word(raw: str, at: int) -> str:
    """One letter of several: spelled by name in αβ, left alone in a word of Greek."""
    names = greek_names()
    first, last = at, at + 1
    while first and at - first < 2 and _GREEK.match(raw[first - 1]):
        first -= 1
    while last - at < 3 and _GREEK.match(raw[last : last + 1]):
        last += 1
    if last - first > 2:
        return fold(raw[at])
    return names[raw[at]] + ("-" if at == first else "")


def _latex(raw: str, match: re.Match[str], out: _Writer) -> None:
    start, end = match.span()
    command = match["command"]
    if match["escaped"]:
        out.put(match["escaped"], start, end)
    elif match["between"] or match["space"]:
        out.put(" ", start, end)
    elif command and (name := _greek_command(command)):
        out.put_name(name, start, end, raw[end : end + 1])
    elif command in _LETTERS:
        out.put(_LETTERS[command], start, end)
    elif command and _SPELLED.fullmatch(command):
        out.put(command, start, end)
    elif match["accent"] or (command and match["brace"]):
        pass
    elif command or match[0].startswith("\\"):
        out.put(" ", start, end)


@cache
def _greek_command(command: str) -> str | None:
    name = command.removeprefix("var").lower()
    return name if name in set(greek_names().values()) else None
