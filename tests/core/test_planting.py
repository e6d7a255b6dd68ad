"""The trie of a list of words is that of its sorted words, level by level."""

from itertools import pairwise
from math import log

from hypothesis import given
from hypothesis import strategies as st

from searcher._core.planting import plant
from searcher._core.trie import NO_WORD


@given(
    st.lists(
        st.tuples(st.text("一丁丂七a1é", min_size=1, max_size=4), st.integers(0, 9))
    )
)
def test_any_order_of_lines_gives_nodes_in_order(lines: list[tuple[str, int]]) -> None:
    source = "".join(f"{word} {number} n\n" for word, number in lines).encode()
    total = sum(number for _, number in lines)
    known = {
        word: number
        for word, number in lines
        if number and "一" <= min(word) <= max(word) <= "七"
    }
    nodes = {word[:end] for word in known for end in range(1, len(word) + 1)}
    order = sorted(nodes | set("一丁丂七"), key=lambda node: (len(node), node))
    worths, begins, chars, found = plant(source, "一", "七")
    assert found == total
    assert [*map(chr, chars)] == [node[-1] for node in order]
    assert list(worths) == [
        log(known[node]) - log(total) if node in known else NO_WORD for node in order
    ]
    children = [sum(node[:-1] == parent for node in order) for parent in order]
    assert [b - a for a, b in pairwise(begins)] == children
    assert begins[0] == 4
