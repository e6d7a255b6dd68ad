"""Digests that are there, or may be, and could not be read: remembered, tried again.

Nothing here knows what they held; their papers are the business of who built before.
"""

from collections.abc import Iterable, Sequence

from searcher.corpus.changes import Changes, changes
from searcher.corpus.scanning import Found, Scan, readable
from searcher.model import DigestState

UNREAD = ""
"""The sha256 of a digest whose bytes could not be read."""


def look(scanned: Scan, previous: Sequence[DigestState]) -> Changes:
    """The changes, digests that could not be read and now can among the changed."""
    found = changes(scanned, previous)
    doubtful = {state.path for state in found.same if state.sha256 == UNREAD}
    if not doubtful:
        return found
    legible = tuple(
        file for file in scanned.digests if file.name in doubtful and _can_be_read(file)
    )
    names = {file.name for file in legible}
    return found._replace(
        changed=tuple(sorted(found.changed + legible)),
        same=tuple(state for state in found.same if state.path not in names),
    )


def unread(
    scanned: Scan,
    *,
    read: Iterable[DigestState],
    removed: Iterable[DigestState],
    previous: Iterable[DigestState],
) -> dict[str, DigestState]:
    """What to remember, by path, of the digests that are not among those read.

    Where size and time are those of the scan they count as unchanged from then on, so
    that not every search tries to build again.
    """
    done = {state.path for state in (*read, *removed)}
    states = {
        state.path: state._replace(sha256=UNREAD)
        for state in previous
        if state.path not in done
    }
    for raw, size, mtime in scanned.rows:
        name = readable(raw)
        if name not in done:
            known = states.get(name)
            entries = known.entries if known else 0
            states[name] = DigestState(name, size, mtime, UNREAD, entries)
    return states


def _can_be_read(file: Found) -> bool:
    try:
        file.path.open("rb").close()
    except OSError:
        return False
    from searcher.corpus.reading import Reading  # noqa: PLC0415 - so rare

    # a disk can fail further on, and not every search is to try to build then
    reading = Reading(file.path, file.name)
    for _ in reading:
        pass
    return reading.state is not None
