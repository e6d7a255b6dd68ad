"""Papers as BibTeX entries.

Knows entries, fields and keys; what LaTeX may be in a text is elsewhere.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from searcher.analysis.normal import normal_text
from searcher.cli.harmless import harmless
from searcher.cli.terminal import neutral
from searcher.model import ARXIV_ID, HAN, Paper, Results
from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.analysis.pinyin import Readings

_SUFFIXES = re.compile(r"(?:,?\s+(?:jr|sr|ii|iii|iv)\.?)+$", re.IGNORECASE)
_GROUPS = re.compile(
    r"(?:.+\s(?:collaborations?|consorti(?:um|a)|teams?|groups?|project|"
    r"initiative|network|task force|working group)(?:\s*\(.*\))?)",
    re.IGNORECASE,
)
"""Authors who are no person, by what their names end with."""
_FILLERS = re.compile("an?|and|at|by|for|from|in|of|on|the|to|towards|via|with")


def bibtex() -> Callable[[Results], Iterator[str]]:
    """What writes the entries; each paper once, with a key no other one has."""
    written: set[str] = set()
    taken: dict[str, int] = {}

    def entries(results: Results) -> Iterator[str]:
        for hit in results:
            if hit.paper.id not in written:
                written.add(hit.paper.id)
                yield entry(hit.paper, _unused(_key(hit.paper), taken))

    return entries


def entry(paper: Paper, key: str) -> str:
    fields = [
        ("title", f"{{{escaped(paper.title.en or paper.title.zh)}}}"),
        ("author", " and ".join(map(_author, paper.authors))),
        ("year", _year(paper)),
        ("eprint", paper.id if paper.url else ""),
        ("archivePrefix", "arXiv" if paper.url else ""),
        ("primaryClass", _primary_class(paper) if paper.url else ""),
        ("url", paper.url or ""),
    ]
    lines = "".join(
        f"  {name} = {{{value}}},\n" for name, value in fields if value.strip("{}")
    )
    return f"@misc{{{key},\n{lines}}}\n\n"


def escaped(text: str) -> str:
    """The text for LaTeX, with braces that are nested well."""
    return harmless(neutral(text))


def _author(name: str) -> str:
    # `and` would make two of a name, and a third comma is none that BibTeX knows
    whole = name.count(",") > 2 or "and" in name.lower().split() or _is_group(name)
    return f"{{{escaped(name)}}}" if whole else escaped(name)


def _is_group(name: str) -> bool:
    return "," not in name and _GROUPS.fullmatch(" ".join(name.split())) is not None


def _key(paper: Paper) -> str:
    """`schulman2015trust`, or the id where a name or a title has no Latin letters."""
    author = normal_text(paper.authors[0]).strip() if paper.authors else ""
    last = _surname(author)
    words = re.findall(r"[a-z0-9]+", normal_text(paper.title.en).lower())
    word = next((word for word in words if not _FILLERS.fullmatch(word)), "")
    surname = re.sub(r"[^a-z]", "", _in_latin(last).lower())
    if surname and word:
        return f"{surname}{_year(paper)}{word}"
    return re.sub(r"[^A-Za-z0-9.:-]", "-", _ascii(paper.id)) or "paper"


def _surname(name: str) -> str:
    """The part of a name that stands in a key; of a group, its first word."""
    if _is_group(name):
        words = re.sub("^the ", "", name, flags=re.IGNORECASE).split()
        return words[0] if words else ""
    person = _SUFFIXES.sub("", name)
    before, comma, after = person.partition(",")
    person = _SUFFIXES.sub("", before) + comma + after
    if re.fullmatch(f"[{HAN}\\s·]+", person):
        return person  # of which the surname may be one character, or two
    return person.partition(",")[0] if "," in person else person.rpartition(" ")[2]


def _in_latin(name: str) -> str:
    """A Chinese name as it is read; of another, itself."""
    if not re.search(f"[{HAN}]", name):
        return name
    return _readings()(name)


@cache
def _readings() -> "Readings":
    from searcher.analysis.pinyin import Readings  # noqa: PLC0415 - for few papers

    return Readings()


def _ascii(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.lower())
    return parts.encode("ascii", "ignore").decode()


def _unused(key: str, taken: dict[str, int]) -> str:
    """A key that is not taken, and is now; of one that is, the next number is known."""
    found, number = key, taken.get(key, 1)
    while found in taken:
        number += 1
        found = f"{key}-{number}"
    taken[key] = number
    taken.setdefault(found, 1)
    return found


def _year(paper: Paper) -> str:
    """The year in an arXiv id, which is that of the first version, else of the date."""
    if ARXIV_ID.fullmatch(paper.id):
        short = int(paper.id.rpartition("/")[2][:2])
        return str((1900 if short > 90 else 2000) + short)
    return str(paper.date.year) if paper.date else ""


def _primary_class(paper: Paper) -> str:
    codes = (subject.code for subject in paper.subjects if subject.code)
    archive, slash, _ = paper.id.rpartition("/")
    return escaped(next(codes, archive if slash else ""))
