"""The command line of `search` where nothing about it is wrong, read without click.

To import click takes longer than to search. What is read here, click would read in the
same way; for help, completion, and whatever is to be refused, there is click.
"""

from collections.abc import Sequence
from typing import Any, Final

from searcher.cli.arguments import split
from searcher.errors import QueryError

FLAGS: Final[dict[str, tuple[str, bool]]] = {
    "--relax": ("relax", True),
    "--no-relax": ("relax", False),
    "--json": ("as_json", True),
    "--jsonl": ("as_jsonl", True),
    "--count": ("count", True),
    "-q": ("quiet", True),
    "--quiet": ("quiet", True),
    "--explain": ("explain", True),
    "--update": ("update", True),
    "--no-update": ("update", False),
}
"""What each says, as the parameter of `answering.searched` and its value."""

VALUED: Final[dict[str, str]] = {
    "-n": "limit",
    "--limit": "limit",
    "--offset": "offset",
    "--sort": "sort",
    "--match": "match",
    "--format": "shape",
    "--color": "color",
    "--library": "library",
}
_NUMBERS = frozenset({"limit", "offset"})
_CHOICES = {
    "sort": ("relevance", "date", "-date"),
    "match": ("all", "any"),
    "color": ("auto", "always", "never"),
}
_DEFAULTS: Final[dict[str, Any]] = {
    **{name: not value for name, value in FLAGS.values() if value},
    "limit": 10,
    "offset": 0,
    "sort": "relevance",
    "match": "all",
    "shape": None,
    "color": "auto",
    "library": None,
    "relax": True,
    "update": True,
}
_SILENT = "--debug"
"""Says nothing here: see `handling`."""
_OPTIONS = {
    **dict.fromkeys((*FLAGS, _SILENT, "--help", "--version"), False),
    **dict.fromkeys(VALUED, True),
}


def read(arguments: Sequence[str]) -> dict[str, Any] | None:
    """The parameters of `answering.searched`; None where click is to decide."""
    try:
        options, words, batch, notes = split(arguments, _OPTIONS)
        read = dict(_pairs(options))
    except (QueryError, ValueError, KeyError):
        return None
    return {**_DEFAULTS, **read, "words": words, "batch": batch, "notes": notes}


def _pairs(options: Sequence[str]) -> list[tuple[str, Any]]:
    """Raises ValueError or KeyError for what is none."""
    pairs: list[tuple[str, Any]] = []
    rest = iter(options)
    for option in rest:
        if option in FLAGS:
            pairs.append(FLAGS[option])
        elif option in VALUED:
            pairs.append(_valued(VALUED[option], next(rest)))
        elif option != _SILENT:
            name, equals, value = option.partition("=")
            if not equals:
                name, value = option[:2], option[2:]
            pairs.append(_valued(VALUED[name], value))
    return pairs


def _valued(name: str, value: str) -> tuple[str, Any]:
    if name in _NUMBERS:
        number = int(value)
        if number < 0:
            raise ValueError(value)
        return name, number
    if value not in _CHOICES.get(name, (value,)):
        raise ValueError(value)
    return name, (value or None) if name == "library" else value
