"""The folder index/: the seam to engines, generations on disk, and the engine."""

from pathlib import Path

from searcher.index.backend import Backend
from searcher.settings import Library


def open_backend(index: Path) -> Backend:
    """The engine over a folder index/, with the terms of the words.txt beside it.

    Nothing of the index is read or made yet.
    """
    from searcher.corpus.words import own_words  # noqa: PLC0415  (as needed)
    from searcher.index.embedded import EmbeddedBackend  # noqa: PLC0415  (as needed)

    return EmbeddedBackend(index, own_words(Library(index.parent).words).terms)
