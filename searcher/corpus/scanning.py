"""What lies in corpus/: every digest file, without opening one.

Nothing here knows what a digest holds. A search waits for this, so it imports little.
"""

import os
import re
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from stat import S_IFDIR, S_IFMT, S_IFREG

from searcher.model import Problem
from searcher.typed import NamedTuple

WORDS = "words.txt"
"""The user's own terms, whose place is beside corpus/."""
MISPLACED = "found in corpus/, wanted beside it: none of its terms is read"
LOOP = "a link to a folder that holds it, not followed"

UNREAD = "papers under a name that is not read, wanted another: rename it"

README = "README"
_SKIPPED = (".", README)
_FIELD = (
    r"^[ \t>*#+-]*(?:authors?|abstract|作者|摘要|中文摘要)[ \t*]*[:：]"
    r"|^[ \t>*#+-]*\*\*(?:authors?|abstract|作者|摘要)\*\*"
    r"|(?:^|\|)[ \t*]*(?:paper |论文)?(?:title|标题|题目)[ \t*]*\|"
)
"""A label of a paper, or a column for titles."""
_FENCED = r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1|\Z)"
"""What a README shows as an example, to its end."""
_HEAD = 1 << 18
"""Bytes of a README that are searched for papers, 256 KiB."""
_PART = ".part"


class Found(NamedTuple):
    """A digest file: its name relative to corpus/, with `/`; mtime in nanoseconds;
    and what the system calls it.
    """

    name: str
    size: int
    mtime: int
    place: str

    @property
    def path(self) -> Path:
        return Path(self.place)


class Scan(NamedTuple):
    """What was found in corpus/, what could not be looked at, and where that was.

    `rows` are name, size and mtime of each digest, sorted, with the names as they are:
    all that can show that nothing changed. An `unreadable` name that ends in `/` is a
    folder, and stands for all that is in it; the empty name is corpus/ itself.
    """

    corpus: Path
    rows: list[tuple[str, int, int]]
    problems: tuple[Problem, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def digests(self) -> tuple[Found, ...]:
        """The digests, sorted by their readable names."""
        return tuple(sorted(self.found(row) for row in self.rows))

    def found(self, row: tuple[str, int, int]) -> Found:
        """The digest of a row."""
        name, size, mtime = row
        place = os.path.join(self.corpus, name)  # noqa: PTH118 - thousands of them
        return Found(readable(name), size, mtime, place)


def scan(corpus: Path) -> Scan:
    """Every digest under corpus/, sub-folders included. Never raises.

    Names that begin with `.` or `README`, `*.part`, and `words.txt` at the top are no
    digests. Links are followed, each folder is entered once.
    """
    walk = _Walk()
    walk.enter(corpus)
    return Scan(
        corpus,
        sorted(walk.rows, key=itemgetter(0)),
        tuple(sorted(walk.problems)),
        tuple(sorted(walk.unreadable)),
    )


def is_digest(name: str) -> bool:
    """Whether a file of this name, relative to corpus/, would be read."""
    return not (
        any(part.startswith(_SKIPPED) for part in name.split("/"))
        or name.endswith(_PART)
        or name == WORDS
    )


class _Walk:
    """A walk through the folders: real ones first, so that a link to a folder that is
    there anyway never gives its digests another name.
    """

    def __init__(self) -> None:
        self.rows: list[tuple[str, int, int]] = []
        self.problems: list[Problem] = []
        self.unreadable: list[str] = []
        self._entered: set[tuple[int, int]] = set()
        self._links: list[tuple[str, os.DirEntry[str]]] = []

    def enter(self, corpus: Path) -> None:
        self._folder(str(corpus), "")
        while self._links:
            links, self._links = sorted(self._links, key=itemgetter(0)), []
            for name, entry in links:
                self._folder(entry.path, name + "/", link=True)

    def _folder(self, top: str, prefix: str, *, link: bool = False) -> None:
        folders = [(top, prefix)]
        while folders:
            path, prefix = folders.pop()
            try:
                status = Path(path).stat()
                key = (status.st_dev, status.st_ino)
                if key in self._entered:
                    if link and _holds_itself(path):
                        self._problem(prefix.rstrip("/"), LOOP)
                    continue
                self._entered.add(key)
                with os.scandir(path) as entries:
                    folders += [*self._look(entries, prefix)]
            except OSError as error:
                self._fault(prefix, error)

    def _look(
        self, entries: Iterator[os.DirEntry[str]], prefix: str
    ) -> Iterator[tuple[str, str]]:
        """Take in the files of a folder; yield the folders in it."""
        take = self.rows.append  # every search waits for this loop
        for entry in entries:
            name = entry.name
            if name.startswith(_SKIPPED) or name.endswith(_PART):
                if name.startswith(README) and _lists_papers(entry):
                    self._problem(prefix + name, UNREAD)
                continue
            name = prefix + name
            if name == WORDS:
                self._problem(name, MISPLACED)
                continue
            try:
                status = entry.stat()
            except OSError as error:
                self._missed(name, entry, error)
                continue
            kind = S_IFMT(status.st_mode)
            if kind == S_IFREG:
                take((name, status.st_size, status.st_mtime_ns))
            elif kind != S_IFDIR:
                self._problem(name, "a device or pipe, wanted a file")
            elif entry.is_symlink():
                self._links.append((name, entry))
            else:
                yield entry.path, name + "/"

    def _missed(self, name: str, entry: os.DirEntry[str], error: OSError) -> None:
        gone = isinstance(error, FileNotFoundError)
        # gone since the folder was listed, unless it is a link to nothing
        if not gone or entry.is_symlink():
            self._fault(name, error)

    def _fault(self, name: str, error: OSError) -> None:
        self.unreadable.append(readable(name))
        self._problem(name.rstrip("/") or ".", because(error))

    def _problem(self, name: str, message: str) -> None:
        self.problems.append(Problem(readable(name), 0, message))


def _lists_papers(readme: os.DirEntry[str]) -> bool:
    """Whether what is passed over for its name looks like a digest: it links to arXiv,
    and has a field of a paper or a table with titles, not in an example alone.
    """
    try:
        if not readme.is_file():
            return False
        with Path(readme.path).open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    if b"arxiv.org/" not in head:  # nearly always
        return False
    text = head.decode("utf-8", "replace")
    text = re.sub(_FENCED, "", text, flags=re.MULTILINE | re.DOTALL)
    has_field = re.search(_FIELD, text, re.IGNORECASE | re.MULTILINE)
    return "arxiv.org/" in text and has_field is not None


def _holds_itself(link: str) -> bool:
    return Path(link).parent.resolve().is_relative_to(Path(link).resolve())


def because(error: OSError) -> str:
    """Why the system would not read something."""
    reason = (error.strerror or str(error)).lower()
    return f"cannot be read: {reason}"


def readable(name: str) -> str:
    """A name whose bytes are not UTF-8, with them written out: it must fit in JSON.

    No two names are alike: a backslash that looks like the beginning of such a byte is
    written out too.
    """
    if "\\x" in name:
        name = re.sub(r"\\(?=x[0-9a-f]{2})", r"\\x5c", name)
    if name.isascii():
        return name
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
