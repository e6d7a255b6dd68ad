"""What is read without click is what click reads."""

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.cli.arguments import read
from searcher.cli.click_command import search
from searcher.cli.option_table import SEARCH, Option
from searcher.errors import QueryError


def names(option: Option) -> list[str]:
    return [*option.names, *filter(None, [option.opposite])]


ARGUMENTS = [
    *(name for option in SEARCH for name in names(option)),
    *("--debug", "--help", "--version", "--", "-", "-n5", "-n-5", "-nx", "-q5", "-x"),
    *("--limit=3", "--limit=", "--json=1", "--offset=x", "--library=", "--unknown"),
    *("trust", "-region", "5", "-5", "0", " 7", "1_0", "any", "all", "ALL", "date"),
    *("-date", "never", "ids", "", "{id}", "信任", "a b", "--sort=date", "--mat"),
]
TAKEN_BY_CLICK = [
    ["--help"],
    ["trust", "--help"],
    ["--version"],
    ["--unknown", "trust"],
    ["trust", "--limit"],
    ["trust", "-n", "x"],
    ["trust", "-n", "-5"],
    ["trust", "--sort", "ALL"],
    ["trust", "--json=1"],
]


def by_click(arguments: list[str]) -> dict[str, object] | None:
    try:
        with search.make_context("search", list(arguments)) as context:
            return dict(context.params)
    except (click.ClickException, click.exceptions.Exit, QueryError):
        return None


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(ARGUMENTS), max_size=6))
def test_it_reads_what_click_reads(arguments: list[str]) -> None:
    found = read(arguments)
    assert found is None or found == by_click(arguments)


@pytest.mark.parametrize("option", SEARCH, ids=lambda option: option.parameter)
def test_no_option_of_the_command_is_left_to_click(option: Option) -> None:
    for name in names(option):
        value = [] if option.is_flag else [*option.choices, "5"][:1]
        arguments = [name, *value, "trust"]
        assert read(arguments) == by_click(arguments) is not None


def test_every_option_is_declared() -> None:
    declared = {name for option in SEARCH for name in names(option)}
    found = {
        name
        for parameter in search.get_params(click.Context(search))
        if isinstance(parameter, click.Option)
        for name in (*parameter.opts, *parameter.secondary_opts)
    }
    assert found == declared | {"--debug", "--help", "--version"}


@pytest.mark.parametrize("arguments", TAKEN_BY_CLICK, ids=" ".join)
def test_what_is_odd_is_left_to_click(arguments: list[str]) -> None:
    assert read(arguments) is None
