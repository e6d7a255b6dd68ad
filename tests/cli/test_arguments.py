"""What of a command line is query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.arguments import Split, read, split
from searcher.cli.click_command import search
from searcher.errors import QueryError

OPTIONS = {"-n": True, "--limit": True, "-q": False, "--json": False}


def said(argument: str) -> str:
    return f"{argument} behind the query was read as text; it is no option"


CASES = {
    "trust region": Split((), ("trust", "region")),
    "-n 3 trust": Split(("-n", "3"), ("trust",)),
    "trust -n 3 region": Split(("-n", "3"), ("trust", "region")),
    "trust --limit=3": Split(("--limit=3",), ("trust",)),
    "trust --limit -3": Split(("--limit", "-3"), ("trust",)),
    "trust -region": Split((), ("trust", "-region")),
    "trust --region": Split((), ("trust", "--region"), notes=(said("--region"),)),
    "trust --region=x": Split((), ("trust", "--region=x"), notes=(said("--region=x"),)),
    "trust -- --jso": Split((), ("trust", "--jso")),
    "trust --": Split((), ("trust",)),
    "trust --- x": Split((), ("trust", "---", "x")),
    "trust —x": Split((), ("trust", "—x")),
    "trust -json": Split(
        (),
        ("trust", "-json"),
        notes=("-json excludes a word; the option is --json",),
    ),
    "trust -qn 3": Split((), ("trust", "-qn", "3")),
    "-n5 trust": Split(("-n5",), ("trust",)),
    "-q -- -q": Split(("-q",), ("-q",)),
    "trust -- -q": Split((), ("trust", "-q")),
    "-- --": Split((), ("--",)),
    "-": Split((), ("-",), batch=True),
    "-n 3 - -q": Split(("-n", "3", "-q"), ("-",), batch=True),
    "-- -": Split((), ("-",)),
    "- trust": Split((), ("-", "trust")),
    "trust -": Split((), ("trust", "-")),
    "": Split((), ()),
    "－region": Split((), ("－region",)),
}


@pytest.mark.parametrize("line", CASES)
def test_split(line):
    assert split(line.split(), OPTIONS) == CASES[line]


@pytest.mark.parametrize("first", ["-region", "--region", "-q5", "-qn", "--jso", "-3"])
def test_an_unknown_option_first_says_what_to_type(first):
    with pytest.raises(QueryError) as raised:
        split([first, "trust"], OPTIONS)
    assert f"search -- {first}" in raised.value.hint


def test_a_slip_of_the_finger_is_guessed():
    with pytest.raises(QueryError) as raised:
        split(["--limt=3", "trust"], OPTIONS)
    assert "did you mean --limit?" in raised.value.hint


SLIPS = [
    "--limt 3",
    "--limt=3",
    "--Limit 3",
    "--js",
    "--jsno",
    "—limit 3",
    "－－limit=3",
]


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("before", [[], ["trust"], ["trust", "-region"], ["-q", "a"]])
def test_a_slip_is_refused_behind_the_query_as_before_it(slip, before):
    if slip[0] in "—－" and not before:
        return  # a query may begin so
    with pytest.raises(QueryError) as raised:
        split([*before, *slip.split()], OPTIONS)
    assert "did you mean --" in raised.value.hint


@pytest.mark.parametrize("slip", SLIPS)
def test_click_and_the_plain_reader_refuse_alike(slip):
    words = ["trust", *slip.split()]
    assert read(words) is None
    with pytest.raises(QueryError), search.make_context("search", words):
        pass


def test_a_value_that_is_missing():
    with pytest.raises(QueryError, match="--limit"):
        split(["trust", "--limit"], OPTIONS)


def test_a_number_stuck_to_its_option_is_text_behind_a_word():
    found = split(["trust", "-n5"], OPTIONS)
    assert found.words == ("trust", "-n5")
    assert "the option is -n 5" in found.notes[0]


@given(st.lists(st.text()))
def test_behind_dashes_nothing_is_read(arguments):
    assert split(["--", *arguments], OPTIONS)[:3] == ((), tuple(arguments), False)


@given(st.lists(st.text() | st.sampled_from(["-n", "-q", "--json", "--", "-", "-x"])))
def test_no_argument_is_lost(arguments):
    """Behind a first word, but for the `--`, all are options or words."""
    try:
        found = split(["first", *arguments], OPTIONS)
    except QueryError:
        assert arguments[-1] in ("-n", "--limit")
        return
    together = sorted([*found.options, *found.words])
    rest = sorted(["first", *arguments])
    if together != rest:
        rest.remove("--")
    assert together == rest
