"""The small click program whose cold runs stand beside those of `search`.

    python -m bench.cold SETTING FOLDER WORDS...

Imports what a careful author would: click, and the engine that is asked.
"""

import click

from bench.engines import load
from bench.engines.base import Asked


@click.command()
@click.argument("setting")
@click.argument("folder")
@click.argument("words", nargs=-1, required=True)
@click.option("--how", default="word")
@click.option("--any", "some", is_flag=True)
@click.option("-n", "--limit", default=10)
def main(
    *,
    setting: str,
    folder: str,
    words: tuple[str, ...],
    how: str,
    some: bool,
    limit: int,
) -> None:
    """Print the titles of the best papers, and how many there are."""
    from pathlib import Path  # noqa: PLC0415 - after --help

    asked = Asked("", words, how, not some)
    answer = load(setting).open(Path(folder)).search(asked, limit=limit, count=True)
    if answer is None:
        raise click.ClickException("this engine has no such query")
    for number, (name, title) in enumerate(answer.found, 1):
        click.echo(f"{number:2}. {title}\n    {name}")
    click.echo(f"{answer.total} papers")


if __name__ == "__main__":
    main()
