"""The posting codec, fed with what nobody wrote: it raises, or reads what is there."""

import subprocess
import sys
from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.index.segment.shapes import shape
from searcher.index.segment.weaving import Postings, woven

SIZE = 3_000
DOCS = [5, 6, 259, 260, 261, 900, 2_999]
ENTRIES = {
    "listed": (DOCS[:3], [1, 1, 1]),
    "in blocks": (list(range(0, SIZE, 3)), [1 + at % 3 for at in range(1_000)]),
    "often": (list(range(0, SIZE, 5)), [1 + at % 7 for at in range(600)]),
    "very often": (DOCS, [1, 2, 300, 1, 1, 4, 1]),
}


def packed(kind: str) -> tuple[bytes, tuple[int, int, int]]:
    docs, tfs = ENTRIES[kind]
    places = [at % 400 for at in range(sum(tfs))]
    held = Postings(np.array(docs), np.array(tfs), np.array(places))
    part = woven(held, np.array([len(docs)]), np.array([max(tfs)]), shape(SIZE))
    return part.data.tobytes(), (0, len(docs), max(tfs))


def read(module, data: bytes, entry: tuple[int, int, int]) -> list[object]:
    """Everything that can be asked of an entry, or that it is damaged."""
    first, df, most = entry
    some = memoryview(array("i", range(0, SIZE, 7)))
    codec = module.Postings(memoryview(data), SIZE, *shape(SIZE))

    def tfs() -> list[float]:
        cursor, room = codec.cursor(first, df, most), memoryview(array("d", [0.0] * 64))
        found = []
        while count := cursor.tfs(room, 0.5):
            found += room[:count].tolist()
        return found

    def added() -> list[float]:
        found = memoryview(array("d", [0.0] * len(some)))
        held = codec.add_tfs(first, df, most, 1.0, some, found)
        return [held, *found]

    asked = [
        lambda: codec.docs(first, df).tolist(),
        tfs,
        lambda: codec.ranks(first, df, some).tolist(),
        added,
        lambda: [part.tolist() for part in codec.positions(first, df, most, some)],
    ]
    found: list[object] = []
    for ask in asked:
        try:
            found.append(ask())
        except ValueError as error:
            found.append(str(error))
    return found


@pytest.mark.parametrize("kind", ENTRIES)
@given(st.data())
def test_damaged_bytes_raise_or_are_read_alike(both, kind: str, data) -> None:
    """Nothing outside of the buffers is read; compiled or not, the same comes of it."""
    whole, entry = packed(kind)
    mutated = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        mutated[at] = data.draw(st.sampled_from([0, 1, 127, 254, 255]))
    cut = data.draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))
    found = [read(module, bytes(mutated[:cut]), entry) for module in both("postings")]
    assert found[0] == found[1]


@given(
    st.integers(-3, 5_000),
    st.one_of(st.integers(-2, 3_100), st.just(1 << 40)),
    st.sampled_from([-1, 0, 1, 3, 4, 255, 256, 1 << 20]),
    st.binary(max_size=40),
)
def test_entries_that_lead_out_of_the_buffer_raise(
    both, first: int, df: int, most: int, data: bytes
) -> None:
    entry = (first, df, most)
    found = [read(module, 40 * data, entry) for module in both("postings")]
    assert found[0] == found[1]


@pytest.mark.parametrize("kind", ENTRIES)
def test_what_is_cut_off_raises(both, kind: str) -> None:
    whole, entry = packed(kind)
    for module in both("postings"):
        docs, *_ = read(module, whole, entry)
        assert docs == ENTRIES[kind][0]
        # an entry's documents are cut off
        assert read(module, whole[: entry[1]], entry) == 5 * [module.DAMAGED]
        # and all of its positions
        size = shape(SIZE).size(entry[1])
        assert read(module, whole[:size], entry)[4] == module.DAMAGED


def test_bits_that_tell_of_no_frequency_raise(both) -> None:
    """Up to 3 they tell all. What follows was taken for a frequency, and so many places
    read behind the end.
    """
    data = bytes([0, 0, 1, 0, 2, 0, 3, 0]) + b"\0" + b"\xff"
    for module in both("postings"):
        codec = module.Postings(memoryview(data), SIZE, *shape(SIZE))
        for most in (2, 3):
            with pytest.raises(ValueError, match=module.DAMAGED):
                codec.positions(0, 4, most, memoryview(array("i", [0])))


def test_a_closed_one_says_so(both) -> None:
    data, (first, df, most) = packed("often")
    for module in both("postings"):
        codec = module.Postings(memoryview(data), SIZE, *shape(SIZE))
        cursor = codec.cursor(first, df, most)
        codec.close()
        codec.close()
        for ask in (
            lambda: codec.docs(first, df),  # noqa: B023
            lambda: codec.ranks(first, df, memoryview(array("i", [5]))),  # noqa: B023
            lambda: cursor.docs(memoryview(array("i", [0]))),  # noqa: B023
            lambda: cursor.tfs(memoryview(array("d", [0.0]))),  # noqa: B023
        ):
            with pytest.raises(ValueError, match="postings"):
                ask()


def test_documents_of_another_segment_are_refused(both) -> None:
    data, (first, df, most) = packed("often")
    for module in both("postings"):
        codec = module.Postings(memoryview(data), SIZE, *shape(SIZE), 1_000)
        for docs in ([999], [4_000], [2_000, 1_500], [1_005, 1_005], [-5]):
            some = memoryview(array("i", docs))
            with pytest.raises(ValueError, match="not of this segment"):
                codec.ranks(first, df, some)
            with pytest.raises(ValueError, match="not of this segment"):
                codec.positions(first, df, most, some)
        some = memoryview(array("i", [1_000]))
        with pytest.raises(ValueError, match="as many"):
            codec.add_tfs(first, df, most, 1.0, some, memoryview(array("d")))


def test_a_process_that_loaded_the_core_ends_well() -> None:
    names = ("impacts", "phrases", "postings", "trie")
    for name in names:
        code = f"import searcher._core.{name}"
        subprocess.run([sys.executable, "-c", code], check=True)
