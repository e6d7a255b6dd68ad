r"""The text of a paper → LaTeX that prints it and does nothing else.

Titles hold LaTeX that is meant, and anybody may have written them. So the text is read
as LaTeX reads it, and written anew: commands in `data/harmless.tsv` stay where
they have their arguments; others give way to what they were given, or to their name.
Every other character is escaped. Knows no BibTeX and no papers.
"""

import re
from collections.abc import Iterator, Sequence

from searcher.cli.latex_commands import Rule, rules, silent
from searcher.typed import NamedTuple

ROOT = "root, of a degree in brackets"
MOST_NESTED = 20
"""Braces deeper than that are characters. TeX itself bears some hundreds."""

ESCAPED = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    # a brace counts for BibTeX even behind a backslash
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
}
"""What prints the character, in text."""
_ESCAPED_IN_MATHS = {
    **{char: ESCAPED[char] for char in "&%$#_"},
    "~": "~",
    "^": r"\wedge{}",
    "\\": r"\backslash{}",
    "{": r"\lbrace{}",
    "}": r"\rbrace{}",
}
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\$\$|.", re.DOTALL)
_DOLLARS = ("$", "$$")
_CODE = re.compile(r"\\unicode\s*\{(?:x([0-9A-Fa-f]{1,5})|([0-9]{1,6}))\}")
_NAMED = re.compile(r"\\[A-Za-z]+")
_OPEN_ENDED = re.compile(r"\\[A-Za-z]+\Z")


class Argument(NamedTuple):
    """The tokens of an argument, and where the text goes on behind it."""

    start: int
    end: int
    behind: int

    @property
    def bare(self) -> bool:
        """Whether it has no braces."""
        return self.end == self.behind


def harmless(text: str) -> str:
    """The text as LaTeX, with braces and dollars that are nested well."""
    if not any(char in text for char in ESCAPED):
        return text
    tokens = _TOKEN.findall(_CODE.sub(_character, text))
    return _Reader(tokens).text(0, len(tokens))


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    char = chr(code) if code < 0x110000 else "\ufffd"
    return char if char.isprintable() else "\ufffd"


class _Reader:
    """The tokens of one text; methods write a part of it, `depth` braces deep."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._partner = _partners(tokens)

    def text(self, start: int, end: int, depth: int = 0) -> str:
        pieces: list[str] = []
        at = start
        while at < end:
            mark = self._tokens[at]
            piece, behind = ESCAPED.get(mark, mark), at + 1
            if mark in _DOLLARS:
                piece = len(mark) * ESCAPED["$"]
                if close := self._maths_end(at, end):
                    inside = self.maths(at + 1, close, depth)
                    piece = f"${inside}$" if inside.strip() else " "
                    behind = close + 1
            elif mark == "{" and (depth or self._begins_command(at + 1)):
                if group := self._group(at, end, depth):
                    piece = f"{{{self.text(group.start, group.end, depth + 1)}}}"
                    behind = group.behind
            elif len(mark) > 1:
                piece, behind = self._command(at, end, depth, maths=False)
            pieces.append(piece)
            at = behind
        return _joined(pieces)

    def maths(self, start: int, end: int, depth: int) -> str:
        pieces: list[str] = []
        scripts = ""  # those that what was written last has
        at = start
        while at < end:
            mark = self._tokens[at]
            piece, behind = _ESCAPED_IN_MATHS.get(mark, mark), at + 1
            if mark in "_^" and (given := self._argument(at, end, depth, maths=True)):
                inside = self.maths(given.start, given.end, depth + 1)
                piece, behind = f"{mark}{{{inside}}}", given.behind
                if inside == self._tokens[behind - 1]:
                    piece = mark + inside  # one character needs no braces
            elif mark == "{" and (group := self._group(at, end, depth)):
                inside = self.maths(group.start, group.end, depth + 1)
                piece, behind = f"{{{inside}}}", group.behind
            elif len(mark) > 1:
                piece, behind = self._command(at, end, depth, maths=True)
            script = piece[:1].replace("'", "^")
            if script not in ("_", "^"):
                scripts = "" if piece.strip() else scripts
            elif script not in scripts:
                scripts += script
            elif self._tokens[at - 1] != "'":  # two of a kind want something between
                piece, scripts = f"{{}}{piece}", script
            pieces.append(piece)
            at = behind
        return _joined(pieces)

    def _command(
        self, at: int, end: int, depth: int, *, maths: bool
    ) -> tuple[str, int]:
        """What a mark that begins with a backslash becomes, and where to go on."""
        name = self._tokens[at][1:]
        rule = rules().get(name)
        if rule:
            degree = self._brackets(at, end) if rule.kind == ROOT else None
            begin = degree.behind - 1 if degree else at
            given = self._arguments(begin, end, depth, rule)
            behind = given[-1].behind if given else at + 1
            if rule.where == "nowhere":
                rest = self._groups(behind - 1, end, depth, maths=maths)
                return rest or ("", behind)
            if not (maths and rule.where == "text") and len(given) == rule.arguments:
                written = f"\\{name}"
                if degree:
                    inside = self.maths(degree.start, degree.end, depth + 1)
                    # what gave way may have left a bracket
                    written += f"[{{{inside}}}]" if "]" in inside else f"[{inside}]"
                kept = self._kept(written, rule, given, depth)
                if self._tokens[behind : behind + 2] == ["{", "}"]:
                    kept, behind = f"{kept}{{}}", behind + 2
                if rule.where == "maths" and not maths:
                    kept = rf"\ensuremath{{{kept}}}"
                return kept, behind
        return self._given_way(at, end, depth, maths=maths)

    def _kept(
        self, command: str, rule: Rule, given: Sequence[Argument], depth: int
    ) -> str:
        write = self.maths if rule.where == "maths" else self.text
        parts = [write(start, end, depth + 1) for start, end, _ in given]
        if len(parts) == 1 and not command[1].isalpha() and given[0].bare:
            return command + parts[0]  # \"o
        return command + "".join(f"{{{part}}}" for part in parts)

    def _given_way(
        self, at: int, end: int, depth: int, *, maths: bool
    ) -> tuple[str, int]:
        """What a command that does not stay leaves behind, and where to go on."""
        name, escaped = self._tokens[at][1:], _ESCAPED_IN_MATHS if maths else ESCAPED
        if not _NAMED.fullmatch(self._tokens[at]):
            return " " if name == "\\" else escaped.get(name, name), at + 1
        if groups := self._groups(at, end, depth, maths=maths):
            return groups
        if name in silent():
            return " ", at + 1
        if maths:
            return rf"\mathrm{{{name}}}", at + 1
        before = self._tokens[at - 1] if at else " "
        # a folder rather than the name of a method
        folder = before[-1].isalnum() or before == ":"
        return (ESCAPED["\\"] if folder else "") + name, at + 1

    def _groups(
        self, at: int, end: int, depth: int, *, maths: bool
    ) -> tuple[str, int] | None:
        """What stands in the braces behind a place, and where to go on."""
        write = self.maths if maths else self.text
        parts: list[str] = []
        at = self._behind_star(at) + 1
        while self._tokens[at : at + 1] == ["{"] and (
            one := self._group(at, end, depth)
        ):
            parts.append(write(one.start, one.end, depth + 1))
            at = one.behind
        return (" ".join(parts), at) if parts else None

    def _arguments(self, at: int, end: int, depth: int, rule: Rule) -> list[Argument]:
        """Those of the command at a place, as far as they are there."""
        found: list[Argument] = []
        at = self._behind_star(at)
        while len(found) < rule.arguments:
            one = self._argument(at, end, depth, maths=rule.where == "maths")
            if one is None:
                break
            found.append(one)
            at = one.behind - 1
        return found

    def _behind_star(self, at: int) -> int:
        return at + (self._tokens[at + 1 : at + 3] == ["*", "{"])

    def _argument(
        self, at: int, end: int, depth: int, *, maths: bool
    ) -> Argument | None:
        """A group, a letter or digit, or a command with what it takes, that stands
        behind a place.
        """
        spaces = self._tokens[at][-1:].isalpha() or self._tokens[at] in ("_", "^")
        at += 1
        while spaces and at < end and self._tokens[at] == " ":
            at += 1
        if at >= end:
            return None
        mark = self._tokens[at]
        if mark == "{":
            return self._group(at, end, depth)
        if mark.isalnum() or mark in ("*", "+", "-"):
            return Argument(at, at + 1, at + 1)
        rule = rules().get(mark[1:]) if len(mark) > 1 else None
        if rule is None or not rule.fits(maths=maths) or depth >= MOST_NESTED:
            return None
        given = self._arguments(at, end, depth + 1, rule)
        if len(given) < rule.arguments:
            return None
        behind = given[-1].behind if given else at + 1
        return Argument(at, behind, behind)

    def _group(self, at: int, end: int, depth: int) -> Argument | None:
        close = self._partner.get(at, end)
        if close >= end or depth >= MOST_NESTED:
            return None
        return Argument(at + 1, close, close + 1)

    def _brackets(self, at: int, end: int) -> Argument | None:
        """What stands in brackets right behind a place, with its braces paired."""
        if self._tokens[at + 1 : at + 2] != ["["]:
            return None
        here = at + 2
        while here < end and self._tokens[here] != "]":
            here = self._partner.get(here, here if self._tokens[here] != "{" else end)
            if here < at:
                return None
            here += 1
        return Argument(at + 2, here, here + 1) if here < end else None

    def _maths_end(self, at: int, end: int) -> int | None:
        """Where maths that begin here end. They touch their dollars, and no number is
        behind them: `$5 and $6`, `$5-$6` are money.
        """
        opening, furthest = self._tokens[at], at
        for here in range(at + 1, end):
            mark = self._tokens[here]
            if mark in _DOLLARS:
                inside = self._tokens[at + 1 : here]
                fits = mark == opening and inside and furthest < here
                touches = fits and " " not in (inside[0], inside[-1])
                number = "".join(self._tokens[here + 1 : here + 2]).isdigit()
                return here if touches and not number else None
            if mark in "{}":
                partner = self._partner.get(here, end)
                if partner < at:
                    return None
                furthest = max(furthest, partner)
        return None

    def _begins_command(self, at: int) -> bool:
        mark = "".join(self._tokens[at : at + 1])
        return len(mark) > 1 and mark[0] == "\\"


def _partners(tokens: Sequence[str]) -> dict[int, int]:
    """Where each brace that has one has its partner."""
    partner: dict[int, int] = {}
    opened: list[int] = []
    for at, mark in enumerate(tokens):
        if mark == "{":
            opened.append(at)
        elif mark == "}" and opened:
            start = opened.pop()
            partner[start], partner[at] = at, start
    return partner


def _joined(pieces: Sequence[str]) -> str:
    return "".join(_apart(pieces))


def _apart(pieces: Sequence[str]) -> Iterator[str]:
    """The pieces, with `{}` where a letter would become part of a command."""
    before = ""
    for piece in filter(None, pieces):
        if piece[0].isascii() and piece[0].isalpha() and _OPEN_ENDED.search(before):
            yield "{}"
        yield piece
        before = piece
