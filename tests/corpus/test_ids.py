"""Ids: arXiv's in any dress, foreign ones untouched, those made of titles."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.ids import (
    Known,
    is_made,
    made,
    normalised,
    title_id,
    title_ids,
)
from searcher.corpus.ids import given as given_id
from searcher.corpus.ids import in_link as linked
from searcher.model import Bilingual


@pytest.mark.parametrize(
    ("link", "known"),
    [
        ("https://arxiv.org/abs/2602.03876", Known("2602.03876")),
        ("http://arxiv.org/pdf/2602.03876v12.pdf", Known("2602.03876", 12)),
        ("https://arxiv.org/html/2602.03876v2", Known("2602.03876", 2)),
        ("https://export.arxiv.org/abs/0704.0001", Known("0704.0001")),
        ("https://arxiv.org/abs/cs/0112017", Known("cs/0112017")),
        ("arxiv.org/abs/hep-th/9901001v3", Known("hep-th/9901001", 3)),
        ("https://arxiv.org/abs/math.GT/0309136v2", Known("math/0309136", 2)),
        ("https://doi.org/10.48550/arXiv.2301.00001", Known("2301.00001")),
        ("2602.03876", Known("2602.03876")),
        ("[2602.03876](https://arxiv.org/abs/2602.03876)", Known("2602.03876")),
        ("https://arxiv.org/abs/", None),
        ("https://arxiv.org/abs/0112017", None),
        ("https://arxiv.org/abs/2602.038761", None),
        ("https://openreview.net/forum?id=x12345", None),
        ("", None),
    ],
)
def test_links(link: str, known: Known | None) -> None:
    assert linked(link) == known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2602.03876", Known("2602.03876")),
        (" arXiv:2602.03876v2 ", Known("2602.03876", 2)),
        ("https://arxiv.org/abs/2602.03876v2", Known("2602.03876", 2)),
        ("math.GT/0309136", Known("math/0309136")),
        ("4983", Known("4983")),
        ("dev0", Known("dev0")),
        ("10.1145/3544548.3581234", Known("10.1145/3544548.3581234")),
        ("https://example.org/2602.03876", Known("https://example.org/2602.03876")),
        ("t-0123456789ab", None),
        ("", None),
    ],
)
def test_ids_that_a_field_gives(text: str, known: Known | None) -> None:
    assert given_id(text) == known


def test_titles_are_compared_by_letters_and_digits() -> None:
    assert (
        normalised("ＬａＴｅＸ: Straße №5 — 排序(网络)!") == "latexstrasseno5排序网络"
    )
    assert normalised("?!") == "?!"
    assert made("Lazy  Heaps.") == made("lazy heaps") != made("lazy heap")
    assert made("Lazy Heaps") == "t-" + sha256(b"lazyheaps").hexdigest()[:12]
    assert [is_made(name) for name in (made(""), "t-12", "2602.03876")] == [
        True,
        False,
        False,
    ]


def test_a_paper_is_known_by_its_english_title_first() -> None:
    both = Bilingual("Lazy Heaps", "惰性堆")
    assert title_id(both) == made("Lazy Heaps")
    assert title_id(Bilingual(zh="惰性堆")) == made("惰性堆")
    assert title_ids(both) == (made("Lazy Heaps"), made("惰性堆"))


@given(st.text())
def test_any_text_is_some_id(text: str) -> None:
    linked(text)
    known = given_id(text)
    assert known is None or known.id
    assert is_made(made(text.encode("utf-8", "replace").decode()))
