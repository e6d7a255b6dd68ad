"""Deleting digests from the folder corpus/, for `searcher remove`, and nothing else.

Looks at names only. What a link leads to is never touched, nor anything outside.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from searcher.corpus.changes import is_within
from searcher.corpus.scanning import Found, scan
from searcher.errors import DigestError


def chosen(corpus: Path, names: Iterable[str]) -> list[Found]:
    """The digests that are called so, each once, sorted; of a folder all in it.

    A name is relative to corpus/, or a path to what lies in there. Raises DigestError
    for one that is no digest of the corpus: then nothing at all is to go.
    """
    digests = {found.name: found for found in scan(corpus).digests}
    going: dict[str, Found] = {}
    for name in names:
        inside = _inside(corpus, name)
        some = [one for one in digests if inside and is_within(one, [inside])]
        if not some:
            raise _unknown(name, digests)
        going.update({one: digests[one] for one in some})
    for one in going.values():
        _refuse_outside(corpus, one)
    return [going[name] for name in sorted(going)]


def delete(going: Iterable[Found]) -> Iterator[Found]:
    """Delete digests, and tell of each that is gone. Raises DigestError."""
    for one in going:
        try:
            one.path.unlink(missing_ok=True)
        except OSError as error:
            raise DigestError(
                f"{one.path} cannot be removed: {(error.strerror or '').lower()}",
                hint="see who may write to its folder",
            ) from error
        yield one


def _inside(corpus: Path, name: str) -> str | None:
    """The name relative to corpus/, with `/`; None for corpus/ itself, or beyond it."""
    for path in (corpus / name, Path(name).absolute()):
        plain = Path(os.path.normpath(path))
        if plain != corpus and plain.is_relative_to(corpus) and os.path.lexists(plain):
            return plain.relative_to(corpus).as_posix()
    return None


def _unknown(name: str, digests: Iterable[str]) -> DigestError:
    last = name.rpartition("/")[2]
    alike = [one for one in digests if one.rpartition("/")[2] == last]
    meant = f"did you mean {', '.join(alike[:3])}? " if alike else ""
    return DigestError(
        f"{name or repr(name)}: no digest of this library, nothing was removed",
        hint=f"{meant}a digest is named as in corpus/, such as 2026/2026-03-05.txt",
    )


def _refuse_outside(corpus: Path, one: Found) -> None:
    """Where a folder is a link to another place, what lies there is not ours."""
    if not one.path.parent.resolve().is_relative_to(corpus.resolve()):
        raise DigestError(
            f"{one.name} lies outside of {corpus}, behind a link: nothing was removed",
            hint="remove it where it lies, or the link",
        )
