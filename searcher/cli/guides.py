"""The command `searcher help`: guides to read, and what else there is.

Knows where the guides are, not what they say.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from searcher.cli import options, output
from searcher.errors import SearcherError
from searcher.typed import Final, NamedTuple


class Topic(NamedTuple):
    """A guide, by the name of its file, and what it is about."""

    guide: str
    about: str


TOPICS: Final = {
    "query": Topic("query-language.md", "Words, phrases, fields: what can be asked."),
    "digests": Topic("digest-format.md", "What a digest looks like."),
}

PACKED = Path(__file__).parent / "help"
"""Where a wheel has the guides; see pyproject.toml."""
_CHECKOUT = Path(__file__).parents[2] / "docs"


@click.command("help")
@click.argument("topic", required=False, metavar="[TOPIC]")
@options.debug
@click.pass_context
def help_(context: click.Context, topic: str | None) -> int:
    """Read about a topic or a command; without one, see what there is."""
    above = context.parent
    assert above is not None  # this is a command of a group
    commands = _commands(above)
    if topic is None:
        output.emit(_listed(commands))
        return 0
    topic = topic.lower()
    if topic in TOPICS:
        output.emit([guide(topic)])
    elif topic in commands:
        command = commands[topic]
        below = click.Context(command, info_name=topic, parent=above)
        output.emit([command.get_help(below) + "\n"])
    else:
        raise SearcherError(
            f"no help on {topic!r}", hint=f"there is: {' '.join([*TOPICS, *commands])}"
        )
    return 0


def guide(topic: str) -> str:
    """The text of a guide, in Markdown."""
    name = TOPICS[topic].guide
    for folder in (PACKED, _CHECKOUT):
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8")
    raise SearcherError(f"{PACKED / name} is missing", hint="install it again")


def _commands(above: click.Context) -> dict[str, click.Command]:
    group = above.command
    assert isinstance(group, click.Group)
    return {name: group.commands[name] for name in group.list_commands(above)}


def _listed(commands: dict[str, click.Command]) -> Iterator[str]:
    yield "Topics, to read with searcher help TOPIC:\n"
    for name, (_, about) in TOPICS.items():
        yield f"  {name:<8}  {about}\n"
    yield "\nCommands, more on each with searcher help COMMAND:\n"
    for name, command in commands.items():
        yield f"  {name:<8}  {command.get_short_help_str(66)}\n"
