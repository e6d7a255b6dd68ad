"""Few segments, little written: the rule by which they are merged."""

from math import log2

from hypothesis import given
from hypothesis import strategies as st

from searcher.index.tiering import MOST_GONE, Size, due

ANY = Size(1 << 40, entries=1 << 40)
SIZES = st.lists(
    st.builds(Size, st.integers(1, 5000), st.integers(0, 2000), st.integers(0, 9000)),
    max_size=9,
)


def after(sizes: list[Size], most: Size = ANY) -> list[Size]:
    chosen = due(sizes, most=most)
    rest = [size for number, size in enumerate(sizes) if number not in chosen]
    merged = sum(sizes[number].papers for number in chosen)
    return [*rest, Size(merged)] if chosen else rest


@given(SIZES)
def test_each_segment_outweighs_the_smaller_ones_and_none_is_worn(
    sizes: list[Size],
) -> None:
    left = sorted(after(after(sizes)), key=lambda size: size.papers)
    for number, size in enumerate(left):
        assert number == 0 or size.papers > sum(one.papers for one in left[:number])
        assert size.gone <= MOST_GONE * (size.papers + size.gone)


@given(SIZES, st.integers(1, 9000), st.integers(1, 20_000))
def test_a_merged_segment_is_not_larger_than_it_may_be(
    sizes: list[Size], papers: int, entries: int
) -> None:
    chosen = due(sizes, most=Size(papers, entries=entries))
    merged = sum(sizes[number].papers for number in chosen)
    held = sum(sizes[number].entries for number in chosen)
    assert (merged <= papers and held <= entries) or len(chosen) == 1


@given(SIZES, st.integers(1, 9000), st.integers(1, 20_000))
def test_merging_in_turns_ends_where_nothing_more_may_be_merged(
    sizes: list[Size], papers: int, entries: int
) -> None:
    most = Size(papers, entries=entries)
    for _ in range(2 * len(sizes) + 1):
        chosen = due(sizes, most=most)
        if not chosen:
            break
        merged = [sizes[number] for number in chosen]
        size = Size(sum(s.papers for s in merged), 0, sum(s.entries for s in merged))
        sizes = [s for n, s in enumerate(sizes) if n not in chosen] + [size]
    else:
        raise AssertionError(f"still due: {sizes}")


def test_a_large_first_build_leaves_two_segments() -> None:
    sizes = [Size(9_000, entries=210_000)] * 22
    most = Size(1 << 22, entries=3 << 20)
    while chosen := due(sizes, most=most):
        merged = Size(9_000 * len(chosen), entries=110_000 * len(chosen))
        sizes = [s for n, s in enumerate(sizes) if n not in chosen] + [merged]
    assert len(sizes) == 2


def test_years_of_days_leave_a_handful_and_write_little() -> None:
    segments = [Size(200_000)]
    written = most = 0
    for _ in range(1000):
        before = set(map(id, segments))
        segments = after([*segments, Size(50)])
        written += sum(s.papers for s in segments if id(s) not in before)
        most = max(most, len(segments))
    assert Size(200_000) in segments
    assert most <= 2 + log2(1000)
    assert written <= 50 * 1000 * (1 + log2(1000))


def test_nothing_is_due_where_nothing_is() -> None:
    assert due([], most=ANY) == due([Size(5)], most=ANY) == []
    assert due([Size(75, 25)], most=ANY) == []
    assert due([Size(74, 26)], most=ANY) == [0]
    assert due([Size(50), Size(50)], most=ANY) == [0, 1]
    assert due([Size(100), Size(50)], most=ANY) == []
