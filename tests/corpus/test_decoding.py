"""Bytes to text: what encodings there are, and what is wrong with them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.decoding import Decoded, as_utf8, decode

CHINESE = "今天共有 3 篇\n强化学习 by Ada Birch\n用排序网络求解。\n"
ENGLISH = "Lazy Heaps\n- **Authors:** Ada Birch\nA heap that waits.\n" * 3


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
@pytest.mark.parametrize("text", [CHINESE, CHINESE + ENGLISH])
def test_an_encoding_is_found(text: str, encoding: str) -> None:
    if encoding in {"utf-16-le", "utf-16-be"}:
        text = ENGLISH * 2 + text  # without a mark, only ASCII gives it away
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.bad, decoded.nulls) == (text, 0, 0)
    assert decoded.encoding.startswith(encoding.removesuffix("-sig"))


@pytest.mark.parametrize("text", [CHINESE, ENGLISH, ENGLISH + "Jürgen\n"])
@pytest.mark.parametrize("stray", [b"\xff", b"\xe9 ", b"\xe9t\xe9", b"\x80"])
def test_a_few_stray_bytes_do_not_make_it_something_else(
    text: str, stray: bytes
) -> None:
    data = text.encode() + b"caf" + stray + b"\n"
    decoded = decode(data)
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(text)
    assert decoded.bad == decoded.text.count("\ufffd") > 0
    assert decoded.bad_line == text.count("\n") + 1


def test_gb18030_with_a_stray_byte_is_still_that() -> None:
    data = CHINESE.encode("gb18030").replace(b"Ada", b"\xffAda")
    decoded = decode(data)
    assert (decoded.encoding, decoded.bad, decoded.bad_line) == ("gb18030", 1, 2)
    assert decoded.text == CHINESE.replace("Ada", "\ufffdAda")


def test_nuls_are_left_out_and_counted() -> None:
    assert decode(b"a\r\nb\0c\0\r\n") == Decoded("a\r\nbc\r\n", "utf-8", 0, 0, 2, 2)


def test_what_stands_for_a_bad_character_in_good_text_is_no_fault() -> None:
    assert decode("a\ufffdb".encode()).bad == 0


@given(st.binary(max_size=400))
def test_any_bytes_are_some_text(data: bytes) -> None:
    decoded = decode(data)
    assert "\0" not in decoded.text
    decoded.text.encode()


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_utf8_is_always_taken_for_it(text: str) -> None:
    assert decode(("é1" + text).encode()).text == "é1" + text


@given(st.lists(st.integers(0, 90), max_size=5))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_stream_becomes_utf8_wherever_it_is_cut(
    encoding: str, cuts: list[int]
) -> None:
    data = CHINESE.encode(encoding)
    edges = [0, *sorted(cuts), len(data)]
    chunks = [data[start:end] for start, end in pairwise(edges)]
    assert b"".join(as_utf8(chunks, data)).decode() == CHINESE
