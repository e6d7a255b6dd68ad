"""Sightings laid aside come back as they went."""

import tracemalloc
from datetime import date as Date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.spilling import Spill
from searcher.model import Bilingual, Paper, Seen, Sighting, Subject

texts = st.text(max_size=8)
days = st.none() | st.dates()
papers = st.builds(
    Paper,
    texts,
    version=st.none() | st.integers(1, 999),
    title=st.builds(Bilingual, texts, texts),
    abstract=st.builds(Bilingual, texts, texts),
    authors=st.lists(texts, max_size=3).map(tuple),
    subjects=st.lists(st.builds(Subject, texts, st.none() | texts)).map(tuple),
    keywords=st.lists(texts, max_size=2).map(tuple),
    date=days,
    seen=st.lists(st.builds(Seen, texts, days), max_size=2).map(tuple),
)
sightings = st.lists(st.builds(Sighting, papers, st.integers(0, 2**40)), max_size=6)


@given(sightings, st.randoms(use_true_random=False))
def test_what_went_in_comes_out(found: list[Sighting], random: Random) -> None:
    with Spill() as spill:
        held = [(spill.add(each), each) for each in found]
        random.shuffle(held)
        for handle, each in held:
            back = spill.get(handle)
            assert back == each
            assert [type(seen) for seen in back.paper.seen] == [Seen] * len(
                each.paper.seen
            )


def test_adding_and_getting_in_turn() -> None:
    with Spill() as spill:
        held: list[int] = []
        for number in range(300):
            held.append(spill.add(Sighting(Paper(f"p{number}"), number)))
            assert spill.get(held[number // 2]).paper.id == f"p{number // 2}"
        again = [spill.get(handle).line for handle in held + held[::-1]]
        assert again == [*range(300), *range(299, -1, -1)]


def test_half_a_surrogate_pair_is_no_matter() -> None:
    odd = Sighting(Paper("1", seen=(Seen("a\udcff", Date.min),)), 1)
    with Spill() as spill:
        assert spill.get(spill.add(odd)) == odd


def test_memory_holds_none_of_them() -> None:
    text = "惰性堆" * 500
    with Spill() as spill:
        tracemalloc.start()
        for number in range(5000):
            spill.add(Sighting(Paper(str(number), abstract=Bilingual(zh=text)), 1))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 1 << 18


def test_it_leaves_nothing_in_the_folder(tmp_path: Path) -> None:
    spill = Spill(tmp_path)
    spill.add(Sighting(Paper("1"), 1))
    spill.close()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="closed"):
        spill.get(0)


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        Spill(tmp_path / "gone")
