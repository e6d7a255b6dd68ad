"""What is different in corpus/ since the last time it was read.

Nothing here knows what a digest holds, or what is done about a change.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from searcher.corpus.scanning import Found, Scan, because, readable
from searcher.model import DigestState, Problem
from searcher.typed import NamedTuple

_CHUNK = 1 << 18
"""Bytes that are hashed at a time."""


class Changes(NamedTuple):
    """The digests of a scan beside those that were there before.

    `same` are the states of the digests whose bytes did not change, with the time they
    bear now. Digests that were read before and cannot be looked at now are not removed
    but `unreadable`: what they held is to stay.
    """

    new: tuple[Found, ...] = ()
    changed: tuple[Found, ...] = ()
    removed: tuple[DigestState, ...] = ()
    unreadable: tuple[DigestState, ...] = ()
    same: tuple[DigestState, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether the papers can differ from before."""
        return bool(self.new or self.changed or self.removed)


def changes(scan: Scan, previous: Sequence[DigestState]) -> Changes:
    """What a scan finds new, changed and removed. Never raises.

    A digest is as it was when size and time are; when only the time differs the bytes
    that were read of it are hashed.
    """
    before = {state.path: state for state in previous}
    new: list[Found] = []
    changed: list[Found] = []
    same: list[DigestState] = []
    unreadable: list[DigestState] = []
    problems = list(scan.problems)
    for row in scan.rows:
        state = before.pop(readable(row[0]), None)
        if state and state[1:3] == row[1:]:  # as nearly all are
            same.append(state)
            continue
        found = scan.found(row)
        if state is None:
            new.append(found)
            continue
        try:
            if is_same(found, state):
                same.append(state._replace(mtime=found.mtime))
            else:
                changed.append(found)
        except OSError as error:
            unreadable.append(state)
            problems.append(Problem(found.name, 0, because(error)))
    hidden = within(before, scan.unreadable)
    return Changes(
        new=tuple(sorted(new)),
        changed=tuple(sorted(changed)),
        removed=tuple(before[name] for name in before if name not in hidden),
        unreadable=(*unreadable, *(before[name] for name in before if name in hidden)),
        same=tuple(same),
        problems=tuple(sorted(problems)),
    )


def is_same(found: Found, state: DigestState) -> bool:
    """Whether a digest would be read as it was then. Raises OSError."""
    if found.size != state.size:
        return False
    digest, _, count = state.sha256.partition(":")
    return sha256(found.path, first=int(count or found.size)) == digest


def is_within(name: str, unreadable: Sequence[str]) -> bool:
    """Whether a digest is, or lies in, one of the places of `Scan.unreadable`."""
    return bool(within((name,), unreadable))


def within(names: Iterable[str], unreadable: Sequence[str]) -> set[str]:
    """The digests that are, or lie in, one of the places of `Scan.unreadable`."""
    places = {place.rstrip("/") for place in unreadable}
    if not places:
        return set()
    return {name for name in names if not places.isdisjoint(_around(name))}


def _around(name: str) -> Iterator[str]:
    """A digest, the folders that it lies in, and the corpus."""
    while name:
        yield name
        name = name.rpartition("/")[0]
    yield ""


def sha256(path: Path, *, first: int) -> str:
    """The hash of so many bytes of a file, in hex. Raises OSError."""
    from hashlib import sha256 as start  # noqa: PLC0415 - few scans need OpenSSL

    hashed = start()
    with path.open("rb", buffering=0) as file:
        while first > 0 and (data := file.read(min(first, _CHUNK))):
            hashed.update(data)
            first -= len(data)
    return hashed.hexdigest()
