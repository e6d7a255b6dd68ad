"""A command line, read: what of it is query, what an option, and what was said with it.

To import click takes longer than to search, so the line of a search is read here. For
help, completion, and whatever is to be refused there is click, which makes them of the
same table of options.
"""

import os
from collections.abc import Iterator, Mapping, Sequence

from searcher.cli.option_table import LIBRARY, SEARCH, Option
from searcher.errors import QueryError
from searcher.typed import Any, NamedTuple

ALIKE = 0.75
"""The share of its letters that what is nearly an option has in common with it."""
_DASHES = "–—－"

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


class Split(NamedTuple):
    """The arguments that are options with their values, and the words of the query.

    `batch` says that the words are a lone `-`: the queries come from standard input.
    """

    options: tuple[str, ...]
    words: tuple[str, ...]
    batch: bool = False
    notes: tuple[str, ...] = ()


def split(
    arguments: Sequence[str], options: Mapping[str, bool], *, program: str = "search"
) -> Split:
    """Tell options from query. `options` says of each name whether it takes a value.

    Behind the first word, what is not like an option is a word, even with a `-` in
    front; behind `--` everything is. Raises QueryError for an unknown option before
    the first word, for what is nearly an option behind it, and for one whose value is
    missing.
    """
    found: list[str] = []
    words: list[str] = []
    notes: list[str] = []
    dashed = False
    rest = iter(arguments)
    for argument in rest:
        name, equals, _ = argument.partition("=")
        if argument == "--":
            dashed = True
            words += rest
        elif argument in options:
            found.append(argument)
            if options[argument]:
                found.append(_value(argument, rest, program))
        elif (equals and name.startswith("--") and name in options) or (
            not words and _is_stuck(argument, options)
        ):
            found.append(argument)
        elif words or argument == "-" or not argument.startswith("-"):
            if words and _close(argument, options):
                raise unknown(argument, options, program)
            words.append(argument)
            if note := _misplaced(argument, options) if words[1:] else None:
                notes.append(note)
        else:
            raise unknown(argument, options, program)
    batch = words == ["-"] and not dashed
    return Split(tuple(found), tuple(map(legible, words)), batch, tuple(notes))


def legible(word: str) -> str:
    """A word as it was typed, where the locale is said to have no such letters."""
    if word.isascii():
        return word
    try:
        return os.fsencode(word).decode("utf-8")
    except UnicodeError:
        return word


def unknown(argument: str, options: Mapping[str, bool], program: str) -> QueryError:
    close = _close(argument, options)
    meant = f"did you mean {close}? " if close else ""
    return QueryError(
        f"no such option: {argument}",
        hint=f"{meant}behind `--` everything is query: {program} -- {argument}",
    )


def _close(argument: str, options: Mapping[str, bool]) -> str | None:
    """The option that a long one, or one behind a typographer's dash, is like."""
    name = argument.partition("=")[0].lower()
    if name[:1] in _DASHES:
        long = f"--{name.lstrip(_DASHES)}"
        return long if long in options else None
    if not name.startswith("--") or len(name) == 2:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - for a typing error only

    return next(iter(get_close_matches(name, options, 1, ALIKE)), None)


def _value(option: str, rest: Iterator[str], program: str) -> str:
    for value in rest:
        return value
    raise QueryError(
        f"found {option} with nothing behind it, wanted a value",
        hint=f"{program} --help",
    )


def _is_stuck(argument: str, options: Mapping[str, bool]) -> bool:
    """Whether it is `-n5`, an option with its number stuck to it."""
    is_one = argument.isascii() and argument[:1] == "-" and argument[2:].isdecimal()
    return is_one and argument[1].isalpha() and options.get(argument[:2], False)


def _misplaced(argument: str, options: Mapping[str, bool]) -> str | None:
    """What to say of a word that may have been meant as an option."""
    if _is_stuck(argument, options):
        meant = f"{argument[:2]} {argument[2:]}"
        return f"{argument} behind the query was read as text; the option is {meant}"
    if argument.startswith("--") and argument[2:3].isalnum():
        return f"{argument} behind the query was read as text; it is no option"
    if len(argument) > 2 and f"-{argument}" in options:
        return f"{argument} excludes a word; the option is -{argument}"
    return None


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
