"""The program `search`: everything that is not an option is the query.

Imports nothing, so that Ctrl-C is handled while the rest is imported, and the current
directory left out before.
"""

import gc  # which is built in

TYPE_CHECKING = False  # typing itself takes long enough to be interrupted
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    import click

YOUNG = 50_000
"""So many objects more than before have the garbage looked for; a search makes less."""


def main() -> "NoReturn":
    try:
        gc.set_threshold(YOUNG)
        from searcher.importing import leave_out_current_directory  # noqa: PLC0415

        leave_out_current_directory()
        from searcher.cli.handling import run  # noqa: PLC0415
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    run("search", _load, plainly=_plain)


def _load() -> "click.Command":
    from searcher.cli.click_command import search  # noqa: PLC0415 - imports click

    return search


def _plain(arguments: "list[str]") -> "Callable[[], int] | None":
    from searcher.cli.arguments import read  # noqa: PLC0415 - without click

    asked = read(arguments)
    if asked is None:
        return None
    from searcher.cli.answering import searched  # noqa: PLC0415

    return lambda: searched(**asked)


if __name__ == "__main__":
    main()
