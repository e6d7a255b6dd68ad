"""Lines that fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.wrapping import wrap
from searcher.snippets import width

TEXT = st.text(
    st.sampled_from("ab ,.(")
    | st.sampled_from("信任区域，。《》“”（）")
    | st.characters(codec="utf-8")
)


@given(TEXT, st.integers(2, 40))
def test_lines_fit_and_nothing_but_space_is_lost(text, columns):
    lines = wrap(text, columns)
    assert all(width(text[start:end]) <= columns for start, end in lines)
    place = 0
    for start, end in lines:
        assert start < end
        assert not text[place:start].strip()
        place = end
    assert not text[place:].strip()


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("trust region policy", 12, ["trust region", "policy"]),
        ("trust  region", 7, ["trust", "region"]),
        ("信任区域，策略", 8, ["信任区", "域，策略"]),
        ("用PPO算法", 6, ["用PPO", "算法"]),
        ("读《信任》吧", 5, ["读", "《信", "任》", "吧"]),
        ("a 信", 3, ["a", "信"]),
        ("extraordinary", 5, ["extra", "ordin", "ary"]),
        ("on-policy。信", 11, ["on-policy。", "信"]),
        ("", 5, []),
    ],
)
def test_where_lines_break(text, columns, lines):
    assert [text[start:end] for start, end in wrap(text, columns)] == lines
