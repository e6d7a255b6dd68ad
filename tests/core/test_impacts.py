"""Sets, sums and the best of them: as plain Python does it, compiled or not."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.ranking import K1, normalised, saturated

EXTENT = 200
SETS = st.sets(st.integers(0, EXTENT - 1)).map(sorted)
SCORES = st.one_of(st.sampled_from([0.0, 0.25, 1.5]), st.floats(0, 9))


def ints(numbers) -> memoryview:
    return memoryview(array("i", numbers))


def doubles(numbers) -> memoryview:
    return memoryview(array("d", numbers))


@st.composite
def scored(draw: st.DrawFn) -> dict[int, float]:
    return {doc: draw(SCORES) for doc in draw(SETS)}


@given(SETS, SETS)
def test_sets_are_combined(both, one, other) -> None:
    begins = [0]
    for doc in one:
        begins.append(begins[-1] + (doc in other))
    for module in both("impacts"):
        here, there = ints(one), ints(other)
        inside = [doc for doc in one if doc in other]
        assert module.among(here, there).tolist() == inside
        outside = [doc for doc in one if doc not in other]
        assert module.among(here, there, wanted=False).tolist() == outside
        assert module.is_among(here, there) == (not outside)
        assert module.holding(here, ints(begins)).tolist() == inside
        assert module.every(len(one)).tolist() == list(range(len(one)))


@given(st.lists(scored(), max_size=4), SETS, st.integers(0, 9), st.floats(0, 2))
def test_impacts_are_added_in_order(both, several, gone, most, margin) -> None:
    sums: dict[int, float] = {}
    for one in several:
        for doc, impact in one.items():
            sums[doc] = sums.get(doc, 0.0) + impact
    left = {doc: sums[doc] for doc in sorted(sums) if doc not in gone}
    best = sorted(left.values(), reverse=True)[:most]
    if 0 < most < len(left):
        left = {doc: s for doc, s in left.items() if s >= best[-1] - margin}
    for module in both("impacts"):
        adding = module.Accumulator(EXTENT)
        for _ in range(2):  # which is empty again
            for one in several:
                adding.add(ints(one), doubles(one.values()))
            adding.mark(ints(sums))
            assert adding.size() == len(sums)
            adding.drop(ints(gone))
            docs, found = adding.take(most, margin)
            assert dict(zip(docs, found, strict=True)) == left
            assert docs.tolist() == sorted(left)
            assert adding.size() == 0


@given(scored(), scored(), st.floats(0, 2), st.integers(1, 9))
def test_impacts_are_compared(both, one, other, share, most) -> None:
    for module in both("impacts"):
        docs, impacts = ints(one), doubles(one.values())
        beside = module.impacts_at(docs, ints(other), doubles(other.values()))
        assert beside.tolist() == [other.get(doc, 0.0) for doc in one]
        sums = doubles(impacts)
        module.add_all(sums, beside, share)
        assert sums.tolist() == [s + share * other.get(d, 0.0) for d, s in one.items()]
        kept, left = module.chosen(docs, impacts, share)
        wanted = {doc: s for doc, s in one.items() if s >= share}
        assert dict(zip(kept, left, strict=True)) == wanted
        ranked = sorted([*one.values(), *[float("-inf")] * most], reverse=True)
        assert module.kth_best(impacts, most) == ranked[most - 1]
        keys = doubles(range(len(one)))
        tied = [s == share for s in one.values()]
        assert module.spare_ties(keys, impacts, share) == tied.count(False)
        assert keys.tolist() == [at if tie else 1e9 for at, tie in enumerate(tied)]


@given(
    st.lists(
        st.tuples(
            st.one_of(st.integers(0, 70_000), st.floats(0, 9)), st.integers(0, 65_535)
        )
    ),
    st.floats(0.1, 500),
    st.floats(0.1, 10),
)
def test_frequencies_are_weighed_to_the_bit(both, held, average, factor) -> None:
    tfs = [float(tf) for tf, _ in held]
    lengths = memoryview(array("H", [9, *(length for _, length in held)]))
    weighed = [normalised(tf, "title.en", n, average) for tf, n in held]
    for module in both("impacts"):
        norms, found = module.Norms(2.5, 0.4, average), doubles(tfs)
        norms.weigh(ints(range(31, 31 + len(held))), found, lengths, 30)
        assert found.tolist() == weighed
        module.saturate(found, factor, K1)
        assert found.tolist() == [factor * saturated(tf) for tf in weighed]


@given(SETS)
def test_days_tell_who_comes_first(both, docs) -> None:
    days = [at % 5 for at in range(EXTENT)]
    for module in both("impacts"):
        for oldest in (False, True):
            keys = doubles([7.0] * len(docs))
            module.put_days(keys, ints(docs), ints(days), 0, oldest)
            found = sorted(range(len(docs)), key=lambda at: (-keys[at], at))
            rank = {
                False: lambda at: (-days[docs[at]], at),
                True: lambda at: (days[docs[at]] == 0, days[docs[at]], at),
            }[oldest]
            assert found == sorted(range(len(docs)), key=rank)


def test_the_lowest_day_is_the_earliest(both) -> None:
    for module in both("impacts"):
        keys = doubles([0.0, 0.0])
        module.put_days(keys, ints([0, 1]), ints([-(1 << 31), 1]), 0, True)
        assert keys.tolist() == [float(1 << 31), -1.0]


def test_documents_that_there_are_not_are_refused(both) -> None:
    for module in both("impacts"):
        adding = module.Accumulator(EXTENT)
        for doc in (-1, EXTENT, 1 << 30):
            with pytest.raises(ValueError, match="no such document"):
                adding.add(ints([doc]), doubles([1.0]))
            with pytest.raises(ValueError, match="no such document"):
                adding.drop(ints([doc]))
            with pytest.raises(ValueError, match="another segment"):
                module.put_days(doubles([0]), ints([doc]), ints([1]), 0, False)
            lengths = memoryview(array("H", [1]))
            with pytest.raises(ValueError, match="another segment"):
                module.Norms(1.0, 0.4, 5.0).weigh(
                    ints([doc]), doubles([1.0]), lengths, 0
                )


def test_columns_of_other_lengths_are_refused(both) -> None:
    one, two = doubles([1.0]), ints([1, 2])
    for module in both("impacts"):
        asked = (
            lambda: module.Accumulator(EXTENT).add(two, one),  # noqa: B023
            lambda: module.add_all(one, doubles([1.0, 2.0])),  # noqa: B023
            lambda: module.impacts_at(two, two, one),  # noqa: B023
            lambda: module.chosen(two, one, 0.0),  # noqa: B023
            lambda: module.holding(two, two),  # noqa: B023
            lambda: module.spare_ties(one, doubles([]), 0.0),  # noqa: B023
            lambda: module.put_days(one, two, two, 0, False),  # noqa: B023
        )
        for ask in asked:
            with pytest.raises(ValueError, match="there are not as many"):
                ask()
