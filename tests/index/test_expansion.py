import re

from hypothesis import given
from hypothesis import strategies as st

from searcher._core.edits import distance
from searcher.index.expansion import left_alike

words = st.text("abc强", max_size=9)


@given(words, words, st.integers(0, 3), st.booleans())
def test_what_is_near_to_a_word_has_a_piece_of_it(
    word: str, other: str, edits: int, plain: bool
) -> None:
    """Also where an edit falls between two pieces, or swaps letters of both."""
    mark = "=" if plain else ""
    data = f"{mark}{other}{mark}b".encode()
    like = left_alike(word, edits, plain=plain)
    if like and distance(word, other, edits) <= edits:
        assert any(pattern.search(data) for pattern in like)


def test_a_word_of_a_piece_more_than_there_may_be_edits() -> None:
    found = left_alike("abcdef", 2, plain=True)
    assert [pattern.pattern.decode() for pattern in found] == [
        *("=ab", "cd", r"ef(?==|\Z)"),
        *("=acbd", r"cedf(?==|\Z)", r"=acbedf(?==|\Z)"),
    ]
    assert left_alike("abcde", 2, plain=True) == ()
    assert [one.pattern for one in left_alike("强ab?", 1, plain=False)] == [
        "强a".encode(),
        re.escape(b"b?"),
        re.escape("强ba?".encode()),
    ]
