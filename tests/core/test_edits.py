import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher._core.edits import distance

words = st.text("abc强", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("policy", "policy", 0),
        ("policy", "polcy", 1),
        ("policy", "polivy", 1),
        ("policy", "ploicy", 1),
        ("policy", "pollicy", 1),
        ("强化学习", "强学习", 1),
        ("ca", "abc", 3),  # restricted: nothing is edited between swapped neighbours
        ("kitten", "sitting", 3),
        ("", "abc", 3),
    ],
)
def test_edits_are_counted(one: str, other: str, edits: int) -> None:
    assert distance(one, other, 9) == distance(other, one, 9) == edits


@given(words, words, st.integers(0, 5))
def test_compiled_and_as_it_stands_count_alike(
    both, one: str, other: str, most: int
) -> None:
    compiled, plain = (module.distance(one, other, most) for module in both("edits"))
    assert compiled == plain


@given(words, words, st.integers(0, 5))
def test_a_limit_only_stops_the_count(one: str, other: str, most: int) -> None:
    edits = distance(one, other, 12)
    limited = distance(one, other, most)
    assert limited == edits if edits <= most else limited > most
    assert (edits == 0) == (one == other)
