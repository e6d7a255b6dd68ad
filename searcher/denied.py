"""Why the system does not let us at a file, and what somebody can do about it.

Knows the rights on the way to a path, and no library.
"""

import os
import sys
from pathlib import Path
from shlex import quote

from searcher.typed import NamedTuple

ROOM = "see that there is room, and that index/ can be written to"


class Denied(NamedTuple):
    """A sentence, and what to do."""

    message: str
    hint: str


def denied(error: OSError, place: Path, *, library: Path | None = None) -> Denied:
    """What to say of an error at a place, which may be within a library."""
    why = error.strerror or str(error)
    path = Path(os.fsdecode(error.filename or place))
    if isinstance(error, PermissionError):
        shut = _shut(path)
        owner = _owner(shut)
        if owner:
            return Denied(
                f"{path}: {why} ({shut} belongs to {owner})",
                f"ask {owner} to run: chmod -R a+rX {quote(str(library or shut))}, and "
                "to build with `umask 022`",
            )
    return Denied(f"{path}: {why}", ROOM)


def user_name(user: int) -> str:
    from pwd import getpwuid  # noqa: PLC0415 - only for an error

    try:
        return getpwuid(user).pw_name
    except KeyError:
        return f"the user with the number {user}"


def _shut(path: Path) -> Path:
    """The folder on the way that cannot be entered, else the last thing there is."""
    for folder in reversed(path.parents):
        if folder.is_dir() and not os.access(folder, os.X_OK):
            return folder
    return path if os.path.lexists(path) else path.parent


def _owner(path: Path) -> str | None:
    """Who owns it, if that is somebody else and may help."""
    if sys.platform == "win32":
        return None
    try:
        user = path.stat().st_uid
    except OSError:
        return None
    return None if user == os.geteuid() else user_name(user)
