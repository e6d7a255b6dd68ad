"""Postings of every shape come back as they were, from all that unpack them."""

from array import array
from itertools import pairwise

import numpy as np
import pytest

from searcher._core.postings import Postings as Packed
from searcher.index.segment.reading import Entry
from searcher.index.segment.shapes import shape
from searcher.index.segment.weaving import Part, Postings, unwoven, woven

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
def test_an_entry_is_read_as_it_was_written(size: int) -> None:
    """All at once, a few at a time, and of some papers only."""
    chance = np.random.default_rng(size)
    wanted = drawn(chance, size)
    part, entries = packed(wanted, size)
    data = memoryview(part.data.tobytes())
    codec = Packed(data, size, *shape(size), 7)
    for entry, (papers, tfs, places) in zip(entries, wanted, strict=True):
        first, df, most, _ = entry
        assert codec.docs(first, df).tolist() == (papers + 7).tolist()
        cursor, docs, often = codec.cursor(first, df, most), [], []
        room = int(chance.integers(1, df + 2))
        some, each = memoryview(array("i", [0] * room)), array("d", [0.0] * room)
        while count := cursor.docs(some):
            assert cursor.tfs(memoryview(each), 0.5) == count
            docs += some[:count].tolist()
            often += each[:count]
        assert docs == (papers + 7).tolist()
        assert often == (tfs / 2).tolist()
        ends = np.cumsum(tfs)
        held = {
            paper: (tf, places[end - tf : end].tolist())
            for paper, tf, end in zip(papers.tolist(), tfs, ends, strict=True)
        }
        others = chance.integers(0, size, 100).tolist()
        asked = sorted({*papers[:: len(papers) // 50 + 1].tolist(), *others, size - 1})
        known = {paper: rank for rank, paper in enumerate(papers.tolist())}
        docs_ = memoryview(array("i", [paper + 7 for paper in asked]))
        ranks = codec.ranks(first, df, docs_)
        assert ranks.tolist() == [known.get(paper, -1) for paper in asked]
        sums = memoryview(array("d", [1.0] * len(asked)))
        assert codec.add_tfs(first, df, most, 2.0, docs_, sums) == sum(
            paper in held for paper in asked
        )
        assert sums.tolist() == [1 + 2 * held.get(paper, (0,))[0] for paper in asked]
        begins, found = codec.positions(first, df, most, docs_)
        for paper, bounds in zip(asked, pairwise(begins), strict=True):
            assert found[slice(*bounds)].tolist() == held.get(paper, (0, []))[1]


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
