"""Colours, columns and harmless characters."""

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.terminal import columns, look, neutral, visible, wants_colour

BAD = {*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)}
ANY = st.text(st.characters() | st.sampled_from([*map(chr, BAD), "\ud800", "\udfff"]))


@given(ANY)
def test_neutral_text_has_nothing_harmful_and_keeps_its_offsets(text):
    found = neutral(text)
    assert len(found) == len(text)
    assert not BAD & set(map(ord, found))
    found.encode()
    assert all(a == b or b in " \ufffd" for a, b in zip(text, found, strict=True))


@given(ANY)
def test_visible_text_has_nothing_harmful(text):
    found = visible(text)
    assert not BAD & set(map(ord, found))
    found.encode()


def test_what_is_harmless_stays():
    text = "naïve – 信任区域 “ok” \u200d 😀"
    assert neutral(text) == visible(text) == text
    assert neutral("a\tb\nc\x1b[0m") == "a b c\ufffd[0m"
    assert visible("a\x1b[0m\udcff.txt") == r"a\x1b[0m\udcff.txt"


class Tty(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "environ", "on_terminal", "in_pipe"),
    [
        ("auto", {}, True, False),
        ("auto", {"TERM": "dumb"}, False, False),
        ("auto", {"NO_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": ""}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, True, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ("always", {"NO_COLOR": "1"}, True, True),
        ("never", {"FORCE_COLOR": "1"}, False, False),
    ],
)
def test_who_decides_on_colour(choice, environ, on_terminal, in_pipe):
    assert wants_colour(choice, Tty(), environ) is on_terminal
    assert wants_colour(choice, io.StringIO(), environ) is in_pipe


def test_columns_are_those_the_environment_says():
    assert columns({"COLUMNS": "132"}) == 132
    assert columns({"COLUMNS": "3"}) == 24
    assert columns({"COLUMNS": "wide"}) >= 24


def test_an_encoding_without_an_ellipsis():
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert look("never", narrow, os.environ).ellipsis == "..."
    assert look("never", Tty(), os.environ).ellipsis == "…"
