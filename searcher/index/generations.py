"""The folder index/ on disk: which generation is current, and a new one beside it.

Knows nothing of what an engine keeps in a generation. Only the names CURRENT, LOCK and
gNNNNNN are ever made or removed here.
"""

from collections.abc import Callable
from pathlib import Path

from searcher.errors import IndexDamaged, IndexMissing
from searcher.frozen import KW_ONLY, Value, replace
from searcher.index.manifest import REBUILD, Kind, Published, read_manifest
from searcher.settings import CURRENT, current_name, refuse_foreign
from searcher.typed import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from searcher.index.staging import Staging

T = TypeVar("T")


class Generations(Value):
    """The generations of one index/, as read and written by one format and analysis."""

    index: Path
    _: KW_ONLY
    format: int
    analysis: str | None

    def current(self) -> Published | None:
        """The published generation, None when nothing was ever built.

        Raises IndexOutdated, or IndexDamaged naming the file; only sizes are compared,
        `verify_files` reads everything.
        """
        return self._steadily(lambda published: published)

    def read(self, use: Callable[[Published], T]) -> T:
        """What `use` makes of the current generation, asked again with the new one when
        two others were published, and its files removed, in the meantime.

        Raises IndexMissing, IndexOutdated or IndexDamaged; from then on `use` is on its
        own, so it has to open all that it will need.
        """
        result = self._steadily(lambda published: (use(published),))
        if result is None:
            raise IndexMissing(
                f"nothing has been built in {self.index}", hint="searcher update"
            )
        return result[0]

    def recall(self, use: Callable[[Published], T]) -> T:
        """As `read`, of a generation of whatever analysis."""
        return replace(self, analysis=None).read(use)

    def tidy(self) -> None:
        """Remove what killed builds left behind, if nobody is building just now."""
        from searcher.index.staging import tidy  # noqa: PLC0415 - not to search

        tidy(self.index, self._kind)

    def begin(self, *, timeout: float = 0) -> "Staging":
        """Take the build lock and make the folder of the next generation.

        Waits `timeout` seconds for another builder, for ever if negative. Raises
        IndexBusy, ForeignIndex, or OSError when index/ cannot be written to. A current
        generation that cannot be used does not prevent it.
        """
        from searcher.index.staging import stage  # noqa: PLC0415 - not to search

        return stage(self.index, self._kind, timeout=timeout)

    @property
    def _kind(self) -> Kind:
        return Kind(self.format, self.analysis)

    def _steadily(self, use: Callable[[Published], T]) -> T | None:
        while True:
            name = self._current_name()
            if name is None:
                return None
            try:
                return use(read_manifest(self.index / name, self._kind))
            except (FileNotFoundError, IndexDamaged) as error:
                if current_name(self.index) not in (name, None):
                    continue
                if isinstance(error, IndexDamaged):
                    raise
                raise IndexDamaged(
                    f"{error.filename or self.index / name} is missing", hint=REBUILD
                ) from error

    def _refuse_shut(self, place: Path) -> None:
        try:
            place.open("rb").close()
        except PermissionError as error:
            from searcher.denied import denied  # noqa: PLC0415 - only for an error

            why = denied(error, place, library=self.index.parent)
            raise IndexDamaged(why.message, hint=why.hint) from error

    def _current_name(self) -> str | None:
        name = current_name(self.index)
        place = self.index / CURRENT
        if name is None and place.exists():
            refuse_foreign(self.index)
            self._refuse_shut(place)
            raise IndexDamaged(f"{place} names no generation", hint=REBUILD)
        return name
