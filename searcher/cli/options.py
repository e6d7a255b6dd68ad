"""The options that several commands share, and how `search` tells them from a query.

Knows click; what the options do is elsewhere.
"""

from collections.abc import Callable

import click

from searcher.cli.arguments import split
from searcher.cli.option_table import LIBRARY, LIMIT, MATCH, SEARCH, SHAPED, Option
from searcher.typed import Any, TypeVar

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


class _Choice(click.Choice[str]):
    """A choice that takes former names as well."""

    def __init__(self, choices: tuple[str, ...], former: tuple[str, ...]) -> None:
        super().__init__(choices)
        self._former = former

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        return value if value in self._former else super().convert(value, param, ctx)


def _natural(ctx: click.Context, parameter: click.Parameter, value: int) -> int:
    if value < 0:
        raise click.BadParameter(f"found {value}, wanted 0 or more", ctx, parameter)
    return value


def _nearest(ctx: click.Context, _: click.Parameter, value: str | None) -> str | None:
    """That of the command, else that of the program."""
    return value or ctx.find_root().params.get("library")


def _all(command: F, *added: Callable[[F], F]) -> F:
    for option in reversed(added):  # click lists the last one first
        command = option(command)
    return command


def option(declared: Option) -> Callable[[F], F]:
    """An option of click's."""
    names = [*declared.names, declared.parameter]
    kind: dict[str, Any] = {"default": declared.default, "metavar": declared.metavar}
    if declared.opposite:
        [name] = declared.names
        names = [f"{name}/{declared.opposite}"]
    elif declared.is_flag:
        kind["is_flag"] = True
    elif declared.is_number:
        kind |= {"type": int, "callback": _natural}
    elif declared.choices:
        kind["type"] = _Choice(declared.choices, declared.former)
    elif declared == LIBRARY:
        kind["callback"] = _nearest
    return click.option(*names, help=declared.help, **kind)


def _options(*declared: Option) -> Callable[[F], F]:
    def with_all(command: F) -> F:
        return _all(command, *map(option, declared))

    return with_all


searching = _options(*SEARCH)
shaped = _options(*SHAPED)
"""The options that say what an answer of papers looks like: see `shapes`."""
limit, match, library = map(option, (LIMIT, MATCH, LIBRARY))


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


def accept_removals(command: F) -> F:
    return click.option(
        "--accept-removals",
        is_flag=True,
        help="Digests that are gone are meant to be, even if they are most of them.",
    )(command)


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        import searcher  # noqa: PLC0415 - asks the installation

        click.echo(f"{ctx.find_root().info_name} {searcher.__version__}")
        ctx.exit()
