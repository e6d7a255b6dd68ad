"""The walk over a trie, compiled and as it stands: both give the same, or raise."""

import struct
from array import array
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher._core import trie as installed
from tests.core.conftest import as_it_stands

MODULES = [installed, as_it_stands("trie")]

# a is a word, b and c are none; ab, abc and bc are, aa only begins aaa
CHARS = b"".join(struct.pack("<H", ord(c)) for c in "abcabcac")
CHILDREN = struct.pack("<9I", 3, 5, 6, 6, 7, 8, 8, 8, 8)
WORTHS = struct.pack("<8d", -2.0, 1.0, 1.0, 1.0, -3.0, -3.5, -9.0, -4.0)


def made(module: ModuleType, chars: bytes = CHARS, children: bytes = CHILDREN) -> Any:
    return module.Trie(
        memoryview(chars).cast("H"),
        memoryview(children).cast("I"),
        memoryview(WORTHS).cast("d"),
        first="a",
        unknown=-10.0,
    )


@pytest.fixture(params=MODULES, ids=["installed", "as it stands"])
def module(request: pytest.FixtureRequest) -> ModuleType:
    found = request.param
    assert isinstance(found, ModuleType)
    return found


def test_the_most_probable_path_is_cut(module: ModuleType) -> None:
    trie = made(module)
    assert trie.cut("abc") == ["abc"]  # -4 is more than -2 - 3.5
    assert trie.cut("aab") == ["a", "ab"]
    assert trie.cut("aabc") == ["a", "abc"]
    assert trie.cut("bb") == ["b", "b"]
    assert trie.cut("xaé") == ["x", "a", "é"]
    assert trie.cut("") == []


def test_words_are_told_from_what_begins_one(module: ModuleType) -> None:
    trie = made(module)
    assert [word for word in ("a", "aa", "aaa", "ab", "abc", "b", "") if trie.has(word)]
    assert trie.has("ab")
    assert trie.has("aaa")
    assert not trie.has("aa")
    assert not trie.has("b")
    assert not trie.has("abcd")
    assert not trie.has("é")
    assert not trie.has("")


def best(run: str) -> float:
    """By trying every path: what the most probable one is worth."""
    worths = {"a": -2.0, "ab": -3.0, "bc": -3.5, "aaa": -9.0, "abc": -4.0}
    sums = {len(run): 0.0}
    for start in range(len(run) - 1, -1, -1):
        found = [
            worth + sums[start + len(word)]
            for word, worth in worths.items()
            if run.startswith(word, start)
        ]
        # what no word begins with is one character
        sums[start] = max(found) if found else sums[start + 1] - 10.0
    return sums[0]


@given(st.text("abcxé", max_size=200))
def test_a_cut_is_the_same_compiled_or_not_and_the_best(run: str) -> None:
    cuts = [made(module).cut(run) for module in MODULES]
    assert cuts[0] == cuts[1]
    assert "".join(cuts[0]) == run
    worths = {"a": -2.0, "ab": -3.0, "bc": -3.5, "aaa": -9.0, "abc": -4.0}
    assert sum(worths.get(word, -10.0) for word in cuts[0]) == pytest.approx(best(run))


def test_long_runs_find_room(module: ModuleType) -> None:
    trie = made(module)
    for size in (1, 64, 65, 1_000, 100_000):
        assert trie.cut("ab" * size) == ["ab"] * size


def test_a_closed_one_says_so(module: ModuleType) -> None:
    trie = made(module)
    trie.close()
    trie.close()
    with pytest.raises(ValueError, match="closed"):
        trie.cut("a")
    with pytest.raises(ValueError, match="closed"):
        trie.has("a")


@pytest.mark.parametrize(
    ("chars", "children"),
    [
        (CHARS[:-2], CHILDREN),
        (CHARS, CHILDREN[:-4]),
        (CHARS, struct.pack("<I", 9) + CHILDREN[4:]),
    ],
)
def test_parts_of_other_sizes_are_refused(
    module: ModuleType, chars: bytes, children: bytes
) -> None:
    with pytest.raises(ValueError, match="different sizes"):
        made(module, chars, children)


@given(st.binary(min_size=36, max_size=36), st.text("abcx", max_size=20))
def test_numbers_out_of_a_damaged_file_raise_or_lead_somewhere(
    children: bytes, run: str
) -> None:
    """Nothing outside of the buffers is read; compiled or not, the same comes of it."""
    found = []
    for module in MODULES:
        try:
            found.append(made(module, CHARS, children).cut(run))
        except ValueError as error:
            found.append(str(error))
    assert found[0] == found[1]


@given(st.text("abcxé一", max_size=40), st.data())
def test_slices_of_a_text_are_cut_as_each_alone(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2)))
    stretches = [edges[0], edges[1], 1, edges[0], edges[-1], 0, edges[-2], edges[-1], 1]
    for module in MODULES:
        ends = array("i", bytes(4 * len(text)))
        trie = made(module)
        trie.cut_stretches(text, memoryview(array("i", stretches)), 3, memoryview(ends))
        for start, last in ((edges[-2], edges[-1]), (edges[0], edges[1])):
            if last > edges[-2] > start:
                continue  # the later slice was cut over it
            found, at = [], start
            while at < last:
                found.append(text[at : ends[at]])
                at = ends[at]
            assert found == trie.cut(text[start:last])


def test_slices_that_are_not_in_a_text_are_refused(module: ModuleType) -> None:
    trie = made(module)
    for stretch in ([0, 4, 1], [-1, 2, 1], [2, 1, 1]):
        given_, ends = array("i", stretch), array("i", bytes(4 * 9))
        with pytest.raises(ValueError, match="not in its text"):
            trie.cut_stretches("abc", memoryview(given_), 1, memoryview(ends))
    for count, room in ((2, 9), (1, 2)):
        given_, ends = array("i", [0, 3, 1]), array("i", bytes(4 * room))
        with pytest.raises(ValueError, match="no room"):
            trie.cut_stretches("abc", memoryview(given_), count, memoryview(ends))


def test_steps_that_share_a_slot_are_told_apart(module: ModuleType) -> None:
    """Nodes and characters whose numbers differ in high bits only, and all others."""
    size = 3 * (1 << 16)
    chars = array("H", [ord("a") + n % 7 for n in range(size)])
    # the first level is a and b; each of them has all others for children
    children = array("I", [2, 2 + 7] + [2 + 14] * (size - 1))
    worths = array("d", [1.0] * size)
    for at, char in enumerate("abcdefg"):
        chars[2 + at] = chars[9 + at] = ord(char)
        worths[2 + at] = -1.0 if at % 2 else 1.0
        worths[9 + at] = 1.0 if at % 2 else -1.0
    trie = module.Trie(
        memoryview(chars),
        memoryview(children),
        memoryview(worths),
        first="a",
        unknown=-9.0,
    )
    for _ in range(2):
        for at, char in enumerate("abcdefg"):
            assert trie.has("a" + char) == bool(at % 2)
            assert trie.has("b" + char) != bool(at % 2)
            assert not trie.has("a" + chr(ord(char) | 1 << 16))
    many = array("H", bytes(2 << 20))
    with pytest.raises(ValueError, match="too many nodes"):
        module.Trie(
            memoryview(many),
            memoryview(array("I", bytes(4))),
            memoryview(array("d")),
            first="a",
            unknown=-9.0,
        )
