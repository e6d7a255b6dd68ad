"""Sightings laid aside on disk while the others are read, to be fetched one by one.

Nothing here knows which of them are one paper. The file has no name, is read by nobody
else, and is gone when it is closed, however the process ends.
"""

import marshal
from pathlib import Path
from struct import Struct
from tempfile import TemporaryFile

from searcher.model import Paper, Sighting
from searcher.typed import Self

_SIZE = Struct("<I")


class Spill:
    """A file of sightings: a context manager.

    About 2 kB and 5 µs a sighting, each way; in memory there is only the handle that
    the caller keeps.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Raises OSError when nothing can be written there; by default that is the
        system's folder for temporary files.
        """
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by `close`
        self._end = 0
        self._at_end = True

    def add(self, sighting: Sighting) -> int:
        """Lay a sighting aside; the handle is what it is fetched by. Raises OSError."""
        data = marshal.dumps((sighting.paper.to_plain(), sighting.line))
        if not self._at_end:
            self._file.seek(self._end)
            self._at_end = True
        handle = self._end
        self._file.write(_SIZE.pack(len(data)))
        self._file.write(data)
        self._end += _SIZE.size + len(data)
        return handle

    def get(self, handle: int) -> Sighting:
        """The sighting of a handle, as often as it is asked for. Raises OSError."""
        self._at_end = False
        self._file.seek(handle)
        (size,) = _SIZE.unpack(self._file.read(_SIZE.size))
        paper, line = marshal.loads(self._file.read(size))  # noqa: S302 - our own
        return Sighting(Paper.from_json(paper), line)

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self.close()
