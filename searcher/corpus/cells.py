"""A cell of a Markdown table → what it shows, and where it leads.

Nothing here knows columns.
"""

import re

from searcher.analysis.markup import plain
from searcher.corpus.text import is_chinese, tidy
from searcher.typed import NamedTuple

_PIPE = re.compile(r"(?<!\\)\|")
_WHOLE = re.compile(r"\$[^$]{1,300}\$|<details(?:(?!<details).)*?</details>", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*\)")
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"  # its text, which may hold brackets
    r"\(<?((?:[^\s<>()]|\([^\s<>()]*\))*)>?[^()]*\)"  # its address, and its title
)
_ADDRESS = re.compile(r"https?://[^\s<>|)\]]+|(?<=href=[\"'])[^\"']+")
# each up to where the next begins: many that never end are looked at once each
_BOLD = re.compile(r"\*\*(?=\S)((?:(?!\*\*).){1,2000})(?<=\S)\*\*", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{1,2000}?)(?<=\S)\*(?![\w*])")
_SUMMARY = re.compile(
    r"<summary[^<>]*>(?:(?!<summary).)*?</summary>", re.DOTALL | re.IGNORECASE
)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_NOTHING = {"", "null", "none", "nan", "n/a", "-", "--", "—", "/", "无", "暂无"}


class Parts(NamedTuple):
    """What a cell shows in each language, and what in bold when only a part is."""

    en: str
    zh: str = ""
    rest: str = ""


def cells(line: str) -> list[str]:
    """The cells of a row; pipes at its ends are its frame, one behind a backslash is a
    pipe in a cell.
    """
    line = line.strip().removeprefix("|")
    found = _PIPE.split(line)
    if len(found) > 1 and not found[-1].strip():
        found.pop()
    return [cell.replace("\\|", "|").strip() for cell in found]


def guarded_cells(line: str) -> list[str]:
    """The cells of a row whose pipes in mathematics, or in what is folded, are text."""
    hidden = _WHOLE.sub(lambda whole: whole[0].replace("|", "\0"), line)
    return [cell.replace("\0", "|") for cell in cells(hidden)]


def shown(cell: str) -> str:
    """The text of a cell; of what is folded away, that and not its summary."""
    if "<summary" in cell.lower():
        cell = _SUMMARY.sub(" ", cell) if _unfolded(cell) else cell
    cell = _LINK.sub(r"\1", _IMAGE.sub("", cell)) if "](" in cell else cell
    text = tidy(plain(cell))
    text = _EMPHASIS.sub(r"\1", _BOLD.sub(r"\1", text)).strip("` ")
    return "" if text.lower() in _NOTHING else text


def parts(cell: str) -> Parts:
    """A cell that may hold a text in both languages, one below the other."""
    lines = [line for line in BREAK.split(cell) if shown(line)]
    if len(lines) < 2:
        return Parts(shown(cell))
    bold = [line for line in lines if _BOLD.fullmatch(unlinked(line))]
    texts = bold if len(bold) == 1 else lines
    chinese = [line for line in lines if is_chinese(shown(line))]
    if len(chinese) == len(lines):
        return Parts(shown(" ".join(lines)))
    english = [line for line in texts if line not in chinese]
    rest = [line for line in lines if line not in texts and line not in chinese]
    return Parts(*(shown(" ".join(some)) for some in (english, chinese, rest)))


def links(cell: str) -> list[str]:
    """Where the links of a cell lead, and the addresses that stand bare in it."""
    found = [link for _text, link in _LINK.findall(_IMAGE.sub("", cell))]
    return [*dict.fromkeys([*found, *_ADDRESS.findall(cell)])]


def unlinked(cell: str) -> str:
    """A cell with its links as what they show, bold kept."""
    return _LINK.sub(r"\1", cell).strip()


def _unfolded(cell: str) -> bool:
    """Whether a cell holds anything beside its summary."""
    return bool(plain(_SUMMARY.sub(" ", cell)).strip())
