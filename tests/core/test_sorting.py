"""Tokens in order, compiled and as it stands."""

from array import array
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher._core import sorting
from tests.core.conftest import as_it_stands

MODULES = [sorting, as_it_stands("sorting")]
TERM, FIELD = 12, 8
TERMS = 9


def ordered(
    module: ModuleType, tokens: list[int], ranked: list[int]
) -> tuple[list[int], list[tuple[int, int]]]:
    packed = array("Q", tokens)
    view = memoryview(packed)
    counts = module.counted(view, TERM, TERMS)
    ranks = memoryview(array("I", ranked))
    unordered = module.order(view, memoryview(counts), ranks, TERM, FIELD)
    return packed.tolist(), unordered


TOKENS = st.lists(st.integers(0, (TERMS << TERM) - 1), max_size=60)


@given(TOKENS, st.permutations(range(TERMS)), st.booleans())
def test_tokens_come_in_the_order_of_ranks_and_fields(
    tokens: list[int], ranked: list[int], are_sorted: bool
) -> None:
    if are_sorted:  # but for terms and fields, as papers come
        tokens.sort(key=lambda token: token & (1 << FIELD) - 1)
    rank = {term: at for at, term in enumerate(ranked)}
    below = (1 << TERM) - 1
    wanted = sorted(rank[token >> TERM] << TERM | token & below for token in tokens)
    for module in MODULES:
        found, unordered = ordered(module, tokens, ranked)
        assert not (are_sorted and unordered)
        for start, end in unordered:
            assert found[start:end] != sorted(found[start:end])
            found[start:end] = sorted(found[start:end])
        assert found == wanted


@pytest.mark.parametrize("module", MODULES, ids=["installed", "as it stands"])
def test_counts_that_are_others_are_refused(module: ModuleType) -> None:
    with pytest.raises(ValueError, match="no term"):
        module.counted(memoryview(array("Q", [TERMS << TERM])), TERM, TERMS)
    tokens = memoryview(array("Q", [1 << TERM, 1 << TERM, 2 << TERM]))
    for counts, ranked, what in (
        ([0, 2, 0], [1, 2], "counts"),
        ([0, 2, 1], [1], "counts"),
        ([0, 1, 2], [1, 2], "counts"),
        ([0, 2, 1], [1, 3], "no term"),
        ([3, 0, 0], [0], "counts"),
    ):
        with pytest.raises(ValueError, match=what):
            module.order(
                memoryview(array("Q", tokens)),
                memoryview(array("I", counts)),
                memoryview(array("I", ranked)),
                TERM,
                FIELD,
            )
