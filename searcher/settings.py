"""Where the library is, and which folders named index/ are this program's own.

Knows names and first lines only: no digest, no manifest and no engine.
"""

import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from errno import ENAMETOOLONG
from pathlib import Path

from searcher.errors import ForeignIndex, LibraryError, NoLibrary
from searcher.frozen import Value

APP = "digest-searcher"
VARIABLE = "SEARCHER_LIBRARY"

CURRENT = "CURRENT"
LOCK = "LOCK"
GENERATION = re.compile(r"g\d{6,}", re.ASCII)
"""The only names that are ever made, and removed, in index/: these and README.md."""

README = "README.md"
MARKER = "# index/ — built by digest-searcher"
"""The first line of our README; a stranger's README does not begin with it."""

INDEX_README = f"""{MARKER}

Everything here is derived from `corpus/`. It is safe to delete at any time: the next
search, or `searcher rebuild`, makes it again.

- `CURRENT` names the generation that is searched.
- `g000001`, `g000002`, … are generations; the current and the previous one are kept.
- `LOCK` is held by the operating system while a build runs.

Never accept an index from a stranger: it is trusted as a program's own files are. Ask
for the digests and build it yourself.
"""

CORPUS_README = """# corpus/ — the digests of this library

Put digests here as they arrived, in any layout of sub-folders. They are only ever read;
`searcher remove` alone deletes one. Names that begin with `.` or `README`, and
`*.part`, are skipped.
"""

LONGEST_SHOWN = 60
"""Of what is no path, in characters."""
_LITTER = frozenset({"Thumbs.db", "desktop.ini", "Icon\r"})


class Library(Value):
    """A directory with the two folders; that they exist is not checked here."""

    root: Path

    @property
    def corpus(self) -> Path:
        return self.root / "corpus"

    @property
    def index(self) -> Path:
        return self.root / "index"

    @property
    def words(self) -> Path:
        """The user's own terms, a file that need not be there."""
        return self.root / "words.txt"


def find_library(
    explicit: os.PathLike[str] | str | None = None,
    *,
    cwd: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Library:
    """The library that is meant: the explicit one, else $SEARCHER_LIBRARY, else the
    nearest one at or above `cwd`, else the one in the user-data directory.

    A library that was named may lack index/, which is disposable, or corpus/ beside a
    built index, as when its disk is not mounted. The others need both folders, and have
    to be the user's own, since anybody could have made them there.

    Raises NoLibrary; LibraryError when the one that was found is another user's;
    ForeignIndex when index/ is another program's: of the library that was named, or of
    one that was passed over while nothing better was found.
    """
    environ = os.environ if environ is None else environ
    named = environ.get(VARIABLE) if explicit is None else explicit
    if explicit is not None or named:
        return _named(_absolute(_expanded(named), cwd))
    foreign: LibraryError | None = None
    start = _absolute(Path(), cwd)
    for library in _candidates(start):
        if not (_is_there(library.corpus) and library.index.is_dir()):
            continue
        name = strange_name(library.index)
        if name is None:
            _refuse_others(library, environ)
            return library
        foreign = foreign or foreign_index(library.index, name)
    raise foreign or NoLibrary(
        f"no library at or above {start}: no directory with corpus/ and index/",
        hint="make one with `searcher init`, or name one with `--library DIR`",
    )


def create_library(root: Path | str) -> Library:
    """Make the two folders, and a README in each, where they are not there yet.

    Raises ForeignIndex before anything is made, LibraryError when it cannot be made.
    """
    library = Library(_absolute(_expanded(root)))
    if other := _in_the_way(library):
        raise LibraryError(
            f"{other} cannot be made: it is there, and not a directory",
            hint="move it away, or choose another place",
        )
    refuse_foreign(library.index)
    try:
        for folder, text in (
            (library.corpus, CORPUS_README),
            (library.index, INDEX_README),
        ):
            folder.mkdir(parents=True, exist_ok=True)
            _write_new(folder / README, text)
    except OSError as error:
        raise LibraryError(
            f"{error.filename or library.root} cannot be made: {error.strerror}",
            hint="choose a directory that can be written to",
        ) from error
    return library


def is_ours(index: Path) -> bool:
    """Whether this program may write into a folder, which need not be there."""
    return strange_name(index) is None


def strange_name(index: Path) -> str | None:
    """A name in index/ that shows that it is not ours; None when it is.

    A CURRENT that names a generation settles it, since a file that somebody dropped
    beside our own is never touched; a CURRENT alone does not, since other databases
    have one. Without it each name must be ours. Hidden files do not count: file
    managers, synchronisers and git leave them anywhere.
    """
    if current_name(index):
        return None
    try:
        names = sorted(os.listdir(index))  # noqa: PTH208 - names are all that is wanted
    except FileNotFoundError:
        return None
    except OSError:
        return "."  # it cannot be listed, so nothing shows that it is ours
    names = [n for n in names if not n.startswith(".") and n not in _LITTER]
    greeted = README in names and _first_line(index / README) == MARKER
    signed = greeted or LOCK in names  # a first build that was killed leaves a LOCK
    for name in names:
        if name == LOCK or (name == README and greeted):
            continue
        if signed and (name == CURRENT or GENERATION.fullmatch(name)):
            continue
        return name
    return None


def current_name(index: Path) -> str | None:
    """The generation that index/CURRENT names, None when it is missing or no name."""
    name = _first_line(index / CURRENT)
    return name if GENERATION.fullmatch(name) else None


def refuse_foreign(index: Path) -> None:
    """Raise ForeignIndex unless the folder is ours or not there."""
    name = strange_name(index)
    if name is not None:
        raise foreign_index(index, name)


def foreign_index(index: Path, name: str) -> ForeignIndex:
    if name == "." and (shut := _shut(index)):
        return shut
    what = "cannot be listed" if name == "." else f"holds {name!r}"
    return ForeignIndex(
        f"{index} {what}: not an index that this program made, nothing was touched",
        hint="move that folder away, or make a library elsewhere: `searcher init DIR`",
    )


def _shut(index: Path) -> ForeignIndex | None:
    """The error of an index/ that its owner alone may list, if it is such."""
    from searcher.denied import ROOM, denied  # noqa: PLC0415 - only for an error

    try:
        os.scandir(index).close()
    except OSError as error:
        why = denied(error, index, library=index.parent)
        if why.hint != ROOM:
            return ForeignIndex(f"{why.message}: nothing was touched", hint=why.hint)
    return None


def _in_the_way(library: Library) -> Path | None:
    """Something else in the place of one of the folders of a library."""
    above = (*reversed(library.root.parents), library.root)
    places = (*above, library.corpus, library.index)
    return next((p for p in places if p.exists() and not p.is_dir()), None)


def _expanded(path: object) -> Path:
    """Raises NoLibrary for what can be no path, so that nobody else meets it."""
    try:
        text = os.fspath(path)  # type: ignore[call-overload]  # which is what is asked
    except TypeError:
        text = None
    if not isinstance(text, str):
        raise NoLibrary(
            f"found {type(path).__name__} {_brief(path)}, wanted the path of a library",
            hint="a string or a pathlib.Path",
        )
    if not text or "\0" in text:
        raise NoLibrary(
            f"found {_brief(text)}, wanted the path of a library",
            hint="a dot is the current directory",
        )
    try:
        Path(text).exists()
    except OSError as error:
        if error.errno == ENAMETOOLONG:
            raise NoLibrary(
                f"{_brief(text)}: {len(text):,} characters are too many for a path",
                hint="name a directory that is there",
            ) from error
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise NoLibrary(
            f"{path}: no such user, or one without a home directory",
            hint="write the whole path, or ./~ for a folder that is called so",
        ) from error


def _named(root: Path) -> Library:
    library = Library(root)
    if other := _in_the_way(library):
        raise NoLibrary(
            f"{root} is not a library: {other} is not a directory",
            hint="name one that is, or make one: `searcher init DIR`",
        )
    if _is_there(library.corpus) or library.index.is_dir():
        refuse_foreign(library.index)
    if _is_there(library.corpus) or current_name(library.index):
        return library
    found = "has no corpus/ folder" if root.is_dir() else "is not a directory"
    raise NoLibrary(
        f"{root} is not a library: it {found}", hint=f"searcher init {_quoted(root)}"
    )


def _candidates(start: Path) -> Iterator[Library]:
    for root in (start, *start.parents):
        yield Library(root)
    from platformdirs import user_data_path  # noqa: PLC0415 - rarely needed

    yield Library(user_data_path(APP, appauthor=False))


def _refuse_others(library: Library, environ: Mapping[str, str]) -> None:
    """Raise LibraryError when neither a library nor its index/ is the user's."""
    users = _users(environ)
    if users is None:
        return
    root, index = library.root.stat(), library.index.lstat()  # a link has an owner too
    if index.st_uid in users:
        return
    ours = root.st_uid in users
    # in a directory that all may write to, as /tmp is, anybody may have made index/
    if ours and not root.st_mode & stat.S_IWOTH:
        return
    from searcher.denied import user_name  # noqa: PLC0415 - only for an error

    owner = user_name(index.st_uid if ours else root.st_uid)
    raise LibraryError(
        f"the library {library.root} belongs to {owner}, not to you: nothing was read",
        hint=f"to use it nevertheless: --library {_quoted(library.root)}, or "
        f"{VARIABLE} in the environment",
    )


def _users(environ: Mapping[str, str]) -> set[int] | None:
    """The numbers of whoever asks, None where files have no such owners.

    Root is also the user who became root by sudo.
    """
    if sys.platform == "win32":
        return None
    users = {os.geteuid()}
    before = environ.get("SUDO_UID", "")
    if users == {0} and before.isascii() and before.isdecimal():
        users.add(int(before))
    return users


def _absolute(path: Path, cwd: Path | None = None) -> Path:
    try:
        return Path(os.path.abspath((cwd or Path()) / path))  # noqa: PTH100 - keeps symlinks
    except FileNotFoundError as error:
        raise NoLibrary(
            "the current directory no longer exists", hint="cd to another directory"
        ) from error


def _is_there(folder: Path) -> bool:
    """A folder, or a link to one that may not be mounted just now."""
    return folder.is_dir() or folder.is_symlink()


def _first_line(file: Path) -> str:
    """The first line without its end, "" when the file cannot be read."""
    try:
        with file.open("rb") as stream:
            line = stream.readline(200)
    except OSError:
        return ""
    return line.decode("utf-8", "replace").strip()


def _write_new(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        pass


def _brief(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"


def _quoted(path: Path) -> str:
    from shlex import quote  # noqa: PLC0415 - only for a hint

    return quote(str(path))
