"""The program `search`: everything that is not an option is the query.

Imports nothing, so that Ctrl-C is handled while the rest is imported.
"""

TYPE_CHECKING = False  # typing itself takes long enough to be interrupted
if TYPE_CHECKING:
    from typing import NoReturn

    import click


def main() -> "NoReturn":
    try:
        from searcher.cli.handling import run  # noqa: PLC0415
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    run("search", _load)


def _load() -> "click.Command":
    from searcher.cli.asking import search  # noqa: PLC0415 - imports click

    return search


if __name__ == "__main__":
    main()
