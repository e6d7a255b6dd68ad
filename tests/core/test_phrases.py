"""The phrase matcher: every way through a phrase, tried one after the other, agrees."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query.plan import Step

TERMS = "abc"


@st.composite
def phrases(draw: st.DrawFn) -> tuple[tuple[Step, ...], int]:
    size = draw(st.integers(1, 4))
    steps = []
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, size - 1))
        end = draw(st.integers(start + 1, size))
        term, advance = draw(st.sampled_from(TERMS)), draw(st.integers(1, 3))
        steps.append(Step(start, end, term, advance, draw(st.integers(0, 2))))
    return tuple(steps), size


TEXTS = st.lists(
    st.fixed_dictionaries(
        {term: st.lists(st.integers(0, 12)).map(sorted) for term in TERMS}
    ),
    min_size=1,
    max_size=4,
)


def ways(steps, size: int, slop: int, text) -> set[tuple[int, int]]:
    """Where a phrase stands, found by going every way."""
    found = set()
    going = [(0, -1, 0, slop)]
    while going:
        node, first, position, left = going.pop()
        if node == size:
            found.add((first, position))
            continue
        for step in (step for step in steps if step.start == node):
            for at in {*text[step.term]}:
                skipped = at - position - step.gap if node else 0
                if 0 <= skipped <= left:
                    start = first if node else at
                    going.append((step.end, start, at + step.advance, left - skipped))
    return found


def ints(numbers) -> memoryview:
    return memoryview(array("i", numbers))


def positions(texts, term: str) -> tuple[memoryview, memoryview, memoryview]:
    """As the core wants them: of texts 0, 2, 4 …, and of one that nobody asks for."""
    held = [text[term] for text in texts]
    begins = [sum(map(len, held[:at])) for at in range(len(held) + 1)]
    docs = [2 * at for at in range(len(held))]
    places = [place for one in held for place in one]
    return ints([*docs, 99]), ints([*begins, begins[-1]]), ints(places)


@given(phrases(), st.integers(0, 4), TEXTS)
def test_all_ways_are_found_compiled_or_not(both, phrase, slop: int, texts) -> None:
    steps, size = phrase
    asked = [positions(texts, term) for term in TERMS]
    wanted = [ways(steps, size, slop, text) for text in texts]
    for module in both("phrases"):
        matcher = module.PhraseMatcher(steps, size, slop, [*TERMS])
        found = matcher.count(asked, ints(range(0, 2 * len(texts), 2)))
        assert found.tolist() == [len(one) for one in wanted]
        assert matcher.spans() == wanted[-1]
        # of texts that are asked for alone
        (last,) = matcher.count(asked, ints([2 * len(texts) - 2]))
        assert last == len(wanted[-1])


def test_what_has_no_positions_is_not_there(both) -> None:
    steps = (Step(0, 1, "a"), Step(1, 2, "b"), Step(0, 2, "ab"))
    text = ints([0])
    asked = [(text, ints([0, 1]), ints([5]))]
    for module in both("phrases"):
        assert not module.PhraseMatcher(steps, 2, 0, ["a"]).count(asked, text)[0]
        assert module.PhraseMatcher(steps, 2, 0, ["ab"]).count(asked, text)[0] == 1


def test_a_text_of_one_word_finds_room(both) -> None:
    steps = (Step(0, 1, "a"), Step(1, 2, "a"), Step(2, 3, "a"))
    asked = [(ints([0]), ints([0, 3_000]), ints(range(3_000)))]
    for module in both("phrases"):
        matcher = module.PhraseMatcher(steps, 3, 2, ["a"])
        # three to five positions long, but for those that the end cuts
        assert matcher.count(asked, ints([0]))[0] == 2_998 + 2_997 + 2_996


@given(st.lists(st.integers(-3, 9), min_size=3, max_size=3), st.data())
def test_positions_out_of_order_raise_or_match_something(both, begins, data) -> None:
    """Nothing outside of the buffers is read; compiled or not, the same comes of it."""
    steps = (Step(0, 1, "a"), Step(1, 2, "b"))
    places = data.draw(st.lists(st.integers(0, 70_000), max_size=6))
    others = data.draw(st.lists(st.integers(0, 5), max_size=6))
    found = []
    for module in both("phrases"):
        docs, rest = ints([0, 1]), ints([0, len(others), len(others)])
        matcher = module.PhraseMatcher(steps, 2, 1, ["a", "b"])
        asked = [(docs, ints(begins), ints(places)), (docs, rest, ints(others))]
        try:
            found.append(matcher.count(asked, docs).tolist())
        except ValueError as error:
            found.append(str(error))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("step", "size"), [((1, 1), 2), ((2, 1), 2), ((0, 3), 2), ((-1, 1), 2), ((0, 1), 0)]
)
def test_steps_that_lead_nowhere_are_refused(both, step, size: int) -> None:
    for module in both("phrases"):
        with pytest.raises(ValueError, match="leads nowhere"):
            module.PhraseMatcher((Step(*step, "a"),), size, 0, ["a"])


def test_texts_without_positions_are_refused(both) -> None:
    for module in both("phrases"):
        matcher = module.PhraseMatcher((Step(0, 1, "a"),), 1, 0, ["a"])
        for asked in ([], [(ints([1]), ints([0, 0]), ints([]))]):
            with pytest.raises(ValueError, match="positions"):
                matcher.count(asked, ints([0]))
        with pytest.raises(ValueError, match="other texts"):
            matcher.count([(ints([0]), ints([0]), ints([]))], ints([0]))
