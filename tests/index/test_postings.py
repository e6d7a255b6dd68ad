"""Postings of every shape come back as they were, from all that unpack them."""

from types import SimpleNamespace

import numpy as np
import pytest

from searcher.index.segment import unpacking
from searcher.index.segment.arraying import PostingArrays, Postings
from searcher.index.segment.reading import Entry
from searcher.index.segment.shapes import shape
from searcher.index.segment.weaving import Part, unwoven, woven

SIZES = (1, 3, 255, 256, 5_000, 70_000, 200_000, 20_000_000)
DFS = (1, 2, 5, 30, 300, 2_000, 9_000)
MOSTS = (1, 3, 30, 700)
FARTHEST = (200, 300, 1_000, 65_535)


def drawn(chance: np.random.Generator, size: int) -> list[Postings]:
    """Entries in few papers and in many, rare and frequent in these, near and far."""
    found = []
    for number in range(len(DFS) * len(MOSTS)):
        df = min(DFS[number // len(MOSTS)], size)
        papers = np.unique(chance.integers(0, size, df))
        if number % 3 == 0:
            papers = np.arange(df)  # whole blocks
        most = MOSTS[number % len(MOSTS)]
        tfs = np.minimum(chance.geometric(0.6, len(papers)), most)
        tfs[-1] = most
        places = chance.integers(0, FARTHEST[number % 4], int(tfs.sum()))
        found.append(Postings(papers, tfs, places))
    return found


def packed(entries: list[Postings], size: int) -> tuple[Part, list[Entry]]:
    df = np.array([len(one.papers) for one in entries])
    most = np.array([one.frequencies.max() for one in entries])
    part = woven(
        Postings(*map(np.concatenate, zip(*entries, strict=True))),
        df,
        most,
        shape(size),
    )
    firsts = np.cumsum(part.sizes) - part.sizes
    each = zip(firsts.tolist(), df.tolist(), most.tolist(), strict=True)
    return part, [Entry(first, held, often, 0) for first, held, often in each]


@pytest.mark.parametrize("size", SIZES)
def test_all_that_unpack_agree(size: int) -> None:
    chance = np.random.default_rng(size)
    wanted = drawn(chance, size)
    part, entries = packed(wanted, size)
    data = memoryview(part.data.tobytes())
    segment = SimpleNamespace(shape=shape(size), section=lambda _: data)
    arrays = PostingArrays(segment, 7)
    for entry, (papers, tfs, places) in zip(entries, wanted, strict=True):
        found = arrays.postings(entry)
        assert found.papers.tolist() == (papers + 7).tolist()
        assert found.frequencies.tolist() == tfs.tolist()
        assert found.places.tolist() == places.tolist()
        here = data[entry.first :]
        assert list(unpacking.papers(here, entry.df, shape(size))) == papers.tolist()
        here = here[shape(size).size(entry.df) :]
        often, after = unpacking.frequencies(here, entry.df, entry.most)
        assert list(often) == tfs.tolist()
        held = unpacking.Places(here[after:], len(places))
        for _ in range(9):
            first, last = np.sort(chance.integers(0, len(places) + 1, 2)).tolist()
            assert list(held.between(first, last)) == places[first:last].tolist()


@pytest.mark.parametrize("size", SIZES)
def test_some_are_looked_up_without_the_others(size: int) -> None:
    chance = np.random.default_rng(size)
    wanted = drawn(chance, size)
    part, entries = packed(wanted, size)
    data = memoryview(part.data.tobytes())
    for entry, (papers, _, _) in zip(entries, wanted, strict=True):
        others = chance.integers(0, size, 100).tolist()
        some = [*papers[:: len(papers) // 50 + 1].tolist(), *others, size - 1]
        known = {paper: rank for rank, paper in enumerate(papers.tolist())}
        ranks = unpacking.ranks(data[entry.first :], entry.df, shape(size), some)
        assert ranks == [known.get(paper, -1) for paper in some]


@pytest.mark.parametrize("size", SIZES)
def test_many_are_unpacked_together(size: int) -> None:
    """In any order, and what is packed with others is packed as alone."""
    chance = np.random.default_rng(size)
    wanted = drawn(chance, size)
    part, entries = packed(wanted, size)
    alone = [packed([one], size)[0].data.tobytes() for one in wanted]
    assert part.data.tobytes() == b"".join(alone)
    order = chance.permutation(len(entries))
    first, df, most, _ = np.array([entries[n] for n in order]).T
    found = unwoven(part.data, first, df, most, shape(size))
    together = zip(*(wanted[n] for n in order), strict=True)
    for one, other in zip(found, map(np.concatenate, together), strict=True):
        assert one.tolist() == other.tolist()
