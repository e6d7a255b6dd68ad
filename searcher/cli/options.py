"""The options that several commands share, and how `search` tells them from a query.

Knows click; what the options do is elsewhere.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from searcher.cli.arguments import split

F = TypeVar("F", bound=Callable[..., Any])


class QueryCommand(click.Command):
    """A command whose arguments are a query: options may stand before and behind it.

    Its callback is told `batch` and `notes` too, see `arguments.Split`.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing:  # a shell asks how a word can go on
            return super().parse_args(ctx, args)
        found = split(args, self._options(ctx), program=ctx.command_path)
        ctx.params.update(batch=found.batch, notes=found.notes)
        return super().parse_args(ctx, [*found.options, "--", *found.words])

    def _options(self, ctx: click.Context) -> dict[str, bool]:
        """The names of all options, and whether each takes a value."""
        return {
            name: not (parameter.is_flag or parameter.count)
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option)
            for name in (*parameter.opts, *parameter.secondary_opts)
        }


def library(command: F) -> F:
    return click.option(
        "--library",
        metavar="DIR",
        callback=lambda ctx, _, value: value or ctx.find_root().params.get("library"),
        help="The library. Else $SEARCHER_LIBRARY, else one at or above the current "
        "directory, else the one in your data directory.",
    )(command)


def debug(command: F) -> F:
    return click.option(
        "--debug",
        is_flag=True,
        expose_value=False,  # errors can come before options are read: see `handling`
        help="Show where in the program an error comes from.",
    )(command)


def version(command: F) -> F:
    return click.option(
        "--version",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_print_version,
        help="Show the version and exit.",
    )(command)


def as_json(command: F) -> F:
    return click.option(
        "--json", "as_json", is_flag=True, help="Answer in JSON, for programs."
    )(command)


def building(command: F) -> F:
    """The options of every command that builds."""
    return _all(
        command,
        click.option(
            "--wait", is_flag=True, help="Wait while another process is building."
        ),
        click.option(
            "--strict",
            is_flag=True,
            help="Problems in digests are an error: exit 2, with the rest taken in.",
        ),
    )


def limit(command: F) -> F:
    return click.option(
        "-n",
        "--limit",
        type=int,
        callback=natural,
        default=10,
        metavar="N",
        help="How many papers, 10 unless told; 0 is all of them.",
    )(command)


def match(command: F) -> F:
    return click.option(
        "--match",
        type=click.Choice(["all", "any"]),
        default="all",
        help="Papers with all of the words, or with any of them.",
    )(command)


def shaped(command: F) -> F:
    """The options that say what an answer of papers looks like: see `shapes`."""
    return _all(
        command,
        click.option(
            "--json", "as_json", is_flag=True, help="The answer as one line of JSON."
        ),
        click.option(
            "--jsonl", "as_jsonl", is_flag=True, help="A line of JSON for every paper."
        ),
        click.option(
            "--format",
            "shape",
            metavar="SHAPE",
            help="bibtex, ids, plain, or a template such as '{id}\\t{title.en}'.",
        ),
        click.option("--count", is_flag=True, help="Only how many papers there are."),
        click.option(
            "-q", "--quiet", is_flag=True, help="Nothing but the exit status."
        ),
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            help="Mark what matched; NO_COLOR and FORCE_COLOR are honoured.",
        ),
    )


def accept_removals(command: F) -> F:
    return click.option(
        "--accept-removals",
        is_flag=True,
        help="Digests that are gone are meant to be, even if they are most of them.",
    )(command)


def natural(ctx: click.Context, parameter: click.Parameter, value: int) -> int:
    if value < 0:
        raise click.BadParameter(f"found {value}, wanted 0 or more", ctx, parameter)
    return value


def _all(command: F, *added: Callable[[F], F]) -> F:
    for option in reversed(added):  # click lists the last one first
        command = option(command)
    return command


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        import searcher  # noqa: PLC0415 - asks the installation

        click.echo(f"{ctx.find_root().info_name} {searcher.__version__}")
        ctx.exit()
