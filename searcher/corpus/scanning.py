"""What lies in corpus/: every digest file, without opening one.

Nothing here knows what a digest holds. A search waits for this, so it imports little.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

from searcher.model import Problem

WORDS = "words.txt"
"""The user's own terms, whose place is beside corpus/."""
MISPLACED = "found in corpus/, wanted beside it: none of its terms is read"
LOOP = "a link to a folder that holds it, not followed"


class Found(NamedTuple):
    """A digest file: its name relative to corpus/, with `/`; mtime in nanoseconds."""

    name: str
    size: int
    mtime: int
    path: Path


class Scan(NamedTuple):
    """The digests by name, what could not be looked at, and where that was.

    An `unreadable` name that ends in `/` is a folder, and stands for all that is in it;
    the empty name is corpus/ itself.
    """

    digests: tuple[Found, ...]
    problems: tuple[Problem, ...] = ()
    unreadable: tuple[str, ...] = ()


def scan(corpus: Path) -> Scan:
    """Every digest under corpus/, sub-folders included, sorted by name. Never raises.

    Names that begin with `.` or `README`, `*.part`, and `words.txt` at the top are no
    digests. Links are followed, each folder is entered once.
    """
    walk = _Walk()
    walk.enter(corpus, "")
    return Scan(
        tuple(sorted(walk.digests)),
        tuple(sorted(walk.problems)),
        tuple(sorted(walk.unreadable)),
    )


def is_digest(name: str) -> bool:
    """Whether a file of this name, relative to corpus/, would be read."""
    *folders, last = name.split("/")
    return not (
        any(_skipped(part) for part in (*folders, last))
        or last.endswith(".part")
        or name == WORDS
    )


def _skipped(part: str) -> bool:
    return part.startswith((".", "README"))


class _Walk:
    """A walk through the folders: real ones first, so that a link to a folder that is
    there anyway never gives its digests another name.
    """

    def __init__(self) -> None:
        self.digests: list[Found] = []
        self.problems: list[Problem] = []
        self.unreadable: list[str] = []
        self._entered: set[tuple[int, int]] = set()
        self._links: list[tuple[str, os.DirEntry[str]]] = []

    def enter(self, corpus: Path, prefix: str) -> None:
        self._folder(str(corpus), prefix)
        while self._links:
            links, self._links = sorted(self._links, key=lambda at: at[0]), []
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
        for entry in entries:
            name = prefix + _readable(entry.name)
            if not is_digest(name):
                if name == WORDS:
                    self._problem(name, MISPLACED)
                continue
            try:
                status = entry.stat()
            except FileNotFoundError as error:
                # gone since the folder was listed, unless it is a link to nothing
                if entry.is_symlink():
                    self._fault(name, error)
                continue
            except OSError as error:
                self._fault(name, error)
                continue
            if S_ISDIR(status.st_mode):
                if entry.is_symlink():
                    self._links.append((name, entry))
                else:
                    yield entry.path, name + "/"
            elif S_ISREG(status.st_mode):
                mtime, path = status.st_mtime_ns, Path(entry.path)
                self.digests.append(Found(name, status.st_size, mtime, path))
            else:
                self._problem(name, "a device or pipe, wanted a file")

    def _fault(self, name: str, error: OSError) -> None:
        self.unreadable.append(name)
        self._problem(name.rstrip("/") or ".", because(error))

    def _problem(self, name: str, message: str) -> None:
        self.problems.append(Problem(name, 0, message))


def _holds_itself(link: str) -> bool:
    return Path(link).parent.resolve().is_relative_to(Path(link).resolve())


def because(error: OSError) -> str:
    """Why the system would not read something."""
    reason = (error.strerror or str(error)).lower()
    return f"cannot be read: {reason}"


def _readable(name: str) -> str:
    """A name whose bytes are not UTF-8, with them written out: it must fit in JSON."""
    if name.isascii():
        return name
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
