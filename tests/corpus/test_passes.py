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


@given(
    st.builds(encoded, TEXTS, st.sampled_from(ENCODINGS)) | st.binary(max_size=40),
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


@pytest.mark.parametrize("line", ["of 😀 few\n", "of 的 few\n", "of no kind\n"])
def test_a_text_never_stands_in_memory_whole(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(line * (12 * HELD // len(line.encode())), encoding="utf-8")

    def read() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from iter(lambda: file.read(1 << 18), b"")

    tracemalloc.start()
    text = Passes(read(), next(read()), read)
    letters = sum(map(len, text))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert letters > 8 * HELD
    assert peak < 6 * HELD  # of 12, which were 45 of characters
