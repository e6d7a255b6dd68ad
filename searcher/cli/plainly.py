"""The command line of `search` where nothing about it is wrong, read without click.

To import click takes longer than to search. What is read here, click would read in the
same way; for help, completion, and whatever is to be refused, there is click.
"""

from collections.abc import Iterator, Sequence

from searcher.cli.arguments import split
from searcher.cli.declared import LIBRARY, SEARCH, Option
from searcher.errors import QueryError
from searcher.typed import Any

_FLAGS = {
    name: (option.parameter, name != option.opposite)
    for option in SEARCH
    if option.is_flag
    for name in filter(None, (*option.names, option.opposite))
}
_VALUED = {
    name: option for option in SEARCH if not option.is_flag for name in option.names
}
_DEFAULTS = {option.parameter: option.default for option in SEARCH}
_SILENT = "--debug"
"""Says nothing here: see `handling`."""
_OPTIONS = {
    **dict.fromkeys((*_FLAGS, _SILENT, "--help", "--version"), False),
    **dict.fromkeys(_VALUED, True),
}


def read(arguments: Sequence[str]) -> dict[str, Any] | None:
    """The parameters of `answering.searched`; None where click is to decide."""
    try:
        options, words, batch, notes = split(arguments, _OPTIONS)
        read = dict(_pairs(options))
    except (QueryError, ValueError, KeyError):
        return None
    return {**_DEFAULTS, **read, "words": words, "batch": batch, "notes": notes}


def _pairs(options: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Raises ValueError or KeyError for what is none."""
    rest = iter(options)
    for option in rest:
        if option in _FLAGS:
            yield _FLAGS[option]
        elif option in _VALUED:
            yield _valued(_VALUED[option], next(rest))
        elif option != _SILENT:
            name, equals, value = option.partition("=")
            if not equals:
                name, value = option[:2], option[2:]
            yield _valued(_VALUED[name], value)


def _valued(option: Option, value: str) -> tuple[str, Any]:
    if option.is_number:
        number = int(value)
        if number < 0:
            raise ValueError(value)
        return option.parameter, number
    if option.choices and value not in (*option.choices, *option.former):
        raise ValueError(value)
    return option.parameter, (value or None) if option == LIBRARY else value
