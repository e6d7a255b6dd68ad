"""The folder index/: the seam to engines, generations on disk, and the engine."""

from pathlib import Path

from searcher.index.backend import Backend


def open_backend(index: Path) -> Backend:
    """The engine over a folder index/; nothing is read or made yet."""
    from searcher.index.embedded import EmbeddedBackend  # noqa: PLC0415  (as needed)

    return EmbeddedBackend(index)
