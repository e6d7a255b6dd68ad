"""A progress bar for builds, on a terminal only; the only importer of rich.

Knows the stages of a build by the names it is told.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from searcher.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 0.3
"""Seconds that an update may take without a bar: most are done by then."""

Told = Callable[[str, int, int], None]


@contextmanager
def progress_bar(
    *, quiet: bool = False, patience: float = PATIENCE
) -> Iterator[Told | None]:
    """What to tell how far a build is: the stage, how much is done, of how much.

    None where nobody watches. The bar is gone when the build is over.
    """
    if quiet or not _watched():
        yield None
        return
    bar = _Bar(patience)
    try:
        yield bar.tell
    finally:
        bar.close()


def _watched() -> bool:
    return (
        sys.stderr is not None
        and sys.stderr.isatty()
        and os.environ.get("TERM") != "dumb"
    )


class _Bar:
    """Draws nothing until a build has taken a while, so that few wait for rich."""

    def __init__(self, patience: float) -> None:
        self._due = monotonic() + patience
        self._progress: Progress | None = None
        self._stages: dict[str, TaskID] = {}

    def tell(self, stage: str, done: int, total: int) -> None:
        if self._progress is None:
            if monotonic() < self._due:
                return
            self._progress = _drawn()
        if stage not in self._stages:
            self._stages[stage] = self._progress.add_task(stage)
        self._progress.update(self._stages[stage], completed=done, total=total)

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()


def _drawn() -> "Progress":
    from rich.console import Console  # noqa: PLC0415 - 95 ms, long builds only
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        ProgressColumn,
        Task,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(rate(task.description, speed) if speed else "")

    progress = Progress(
        TextColumn("{task.description:<8}"),
        BarColumn(),
        TaskProgressColumn(),
        Rate(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    progress.start()
    return progress


def rate(stage: str, speed: float) -> str:
    """How fast a stage goes, in what it counts: `1.2 MB/s`, `1,024 papers/s`."""
    if stage == "reading":
        return f"{speed / 1e6:.1f} MB/s"
    return f"{speed:,.0f} papers/s"
