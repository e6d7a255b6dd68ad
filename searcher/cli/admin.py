"""The program `searcher`, which looks after a library.

Imports nothing, so that Ctrl-C is handled while the rest is imported, and the current
directory left out before.
"""

TYPE_CHECKING = False  # typing itself takes long enough to be interrupted
if TYPE_CHECKING:
    from typing import NoReturn

    import click


def main() -> "NoReturn":
    try:
        from searcher.importing import leave_out_current_directory  # noqa: PLC0415

        leave_out_current_directory()
        from searcher.cli.handling import run  # noqa: PLC0415
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    run("searcher", _load)


def _load() -> "click.Command":
    from searcher.cli.commands import searcher  # noqa: PLC0415 - imports click

    return searcher


if __name__ == "__main__":
    main()
