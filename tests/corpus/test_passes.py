"""A text in pieces is the text that its bytes are, however often it is gone through."""

import gzip
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.decoding import decode
from searcher.corpus.passes import HELD, Passes
from searcher.corpus.reading import Reading

TEXTS = st.text(st.sampled_from("a \r\n\0\ufeff\ufffdé的😀{"), max_size=60)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030")
ENTRY = (
    "### On heaps\n - **Authors:** Di Elm\n"
    " - **Arxiv link:** https://arxiv.org/abs/2603.00001\n - **Abstract**\n"
)


def encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "replace")


PARTS = st.builds(encoded, TEXTS, st.sampled_from(ENCODINGS)) | st.binary(max_size=40)
LINES = st.lists(
    st.builds(
        encoded,
        st.sampled_from(["强化学习\n", "的 caf\r\n", "é\0 ", "\ufffd龘\n", "of few\n"]),
        st.sampled_from(["gb18030", "gb18030", "utf-8", "latin-1", "big5"]),
    )
    | st.sampled_from([b"\x81", b"\x81\x30", b"\xff", b"\xe9t", b"\xf0\x9f"]),
    max_size=20,
)
"""Mixed encodings and stray bytes, of which neither knows the other."""


@given(
    PARTS | LINES.map(b"".join),
    st.binary(max_size=3),
    st.integers(1, 70),
    st.sampled_from([0, HELD]),
)
def test_any_bytes_are_decoded_as_in_one(
    data: bytes, more: bytes, size: int, held: int
) -> None:
    data += more
    cut = [data[at : at + size] for at in range(0, len(data), size)]
    text = Passes(iter(cut), data, lambda: cut, held=held)
    wanted = decode(data)
    for _ in range(2):
        assert "".join(text) == wanted.text
        assert text.faults == wanted[2:]
    assert wanted.text.startswith(text.beginning())


@pytest.mark.parametrize("suffix", ["md", "md.gz"])
@pytest.mark.parametrize("fault", ["", "\0"])
def test_a_large_text_is_read_as_a_small_one(
    tmp_path: Path, suffix: str, fault: str
) -> None:
    data = (ENTRY + fault + "of 😀 few\n" * 200_000).encode()
    assert len(data) > 2 * HELD
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(gzip.compress(data) if suffix.endswith("gz") else data)
    reading = Reading(path, path.name)
    (sighting,) = reading
    assert sighting.paper.abstract.en.startswith("of 😀 few of 😀 few")
    nulls = [p.line for p in reading.problems if "NUL" in p.message]
    assert nulls == ([5] if fault else [])


LONG = "of 😀 few lines\n".encode()
CHINESE = "of 堆 排序网络求解的\n".encode("gb18030")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (LONG, "utf-8"),
        ("of 的 few lines\n".encode(), "utf-8"),
        (b"of no kind of lines\n", "utf-8"),
        (LONG * 9 + b"caf\xe9 of lines\n", "utf-8"),
        (b"\xff\x80 of stray bytes\n", "utf-8"),
        (CHINESE, "gb18030"),
        (CHINESE * 9 + b"\x81\x20 of stray bytes\n", "gb18030"),
        ("of few lines\n".encode("utf-16-le"), "utf-16-le"),
        ("of 的 few\n".encode("utf-16-le") * 40 + b"\x00\xdc", "utf-16-le"),
    ],
)
def test_a_text_never_stands_in_memory_whole(
    tmp_path: Path, data: bytes, encoding: str
) -> None:
    size = 3 << 20
    path = tmp_path / "a.txt"
    path.write_bytes(data * (size // len(data)))
    assert decode(data * (8000 // len(data))).encoding == encoding

    def read() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from iter(lambda: file.read(1 << 15), b"")

    tracemalloc.start()
    text = Passes(read(), next(read()), read, held=1 << 16)
    letters = sum(map(len, text))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert letters > size / 4
    assert peak < size / 2
