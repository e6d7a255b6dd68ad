"""What of a command line is query, and what is an option.

Knows the names of the options only, not what they mean.
"""

import os
from collections.abc import Iterator, Mapping, Sequence

from searcher.errors import QueryError
from searcher.typed import NamedTuple


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

    Behind the first word, what is not exactly an option is a word, even with a `-` in
    front; behind `--` everything is. Raises QueryError for an unknown option before
    the first word, or one whose value is missing.
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
                found.append(_value(argument, rest))
        elif (equals and name.startswith("--") and name in options) or (
            not words and _is_stuck(argument, options)
        ):
            found.append(argument)
        elif words or argument == "-" or not argument.startswith("-"):
            words.append(argument)
            if _is_stuck(argument, options):
                notes.append(_misplaced(argument))
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
    from difflib import get_close_matches  # noqa: PLC0415 - for a typing error only

    name = argument.partition("=")[0]
    close = get_close_matches(name, options, 1, 0.75) if name.startswith("--") else []
    meant = f"did you mean {close[0]}? " if close else ""
    return QueryError(
        f"no such option: {argument}",
        hint=f"{meant}behind `--` everything is query: {program} -- {argument}",
    )


def _value(option: str, rest: Iterator[str]) -> str:
    for value in rest:
        return value
    raise QueryError(f"found {option} with nothing behind it, wanted a value")


def _is_stuck(argument: str, options: Mapping[str, bool]) -> bool:
    """Whether it is `-n5`, an option with its number stuck to it."""
    is_one = argument.isascii() and argument[:1] == "-" and argument[2:].isdecimal()
    return is_one and argument[1].isalpha() and options.get(argument[:2], False)


def _misplaced(argument: str) -> str:
    return (
        f"{argument} behind the query was read as text; "
        f"the option is {argument[:2]} {argument[2:]}"
    )
