"""The postings of many entries ↔ their bytes, which are as `shapes` tells.

Knows arrays that hold what there is of one entry after the other, and neither terms nor
files.
"""

from collections.abc import Iterator

import numpy as np

from searcher.index.segment.narrowing import Numbers
from searcher.index.segment.shapes import BLOCK, FAR, OFTEN, VERY_OFTEN, Shape
from searcher.index.segment.sharing import ramps
from searcher.typed import NamedTuple

CHUNK = 1 << 20
"""So many postings are looked at together, and more only of one entry."""


_FOURS = np.array(
    [[n >> shift & 3 for shift in (0, 2, 4, 6)] for n in range(256)], np.uint8
).view(np.uint32)[:, 0]
"""By byte, the frequencies of four papers."""


class Postings(NamedTuple):
    """Papers, ascending, how often each holds an entry, and all places in them."""

    papers: Numbers
    frequencies: Numbers
    places: Numbers


class Part(NamedTuple):
    """What each of some entries has of a kind: so many bytes, one after the other."""

    sizes: Numbers
    data: Numbers


def woven(held: Postings, df: Numbers, most: Numbers, shape: Shape) -> Part:
    """The bytes of entries in `df` papers each, with `most` as highest frequency."""
    parts = [
        *_papers(held.papers, df, shape),
        *_frequencies(held.frequencies, df, most),
        *_places(held, df),
    ]
    sizes = np.sum([part.sizes for part in parts], axis=0)
    data = np.empty(int(sizes.sum()), np.uint8)
    at = np.cumsum(sizes) - sizes
    for part in parts:
        data[ramps(at, part.sizes)] = part.data
        at += part.sizes
    return Part(sizes, data)


def _papers(papers: Numbers, df: Numbers, shape: Shape) -> Iterator[Part]:
    is_few = df <= shape.few
    each = np.repeat(is_few, df)
    rare = papers[each]
    yield Part(2 * df * is_few, rare.astype(np.uint16).view(np.uint8))
    if shape.width > 2:
        kind = (np.uint8, np.uint16)[shape.width - 3]
        high = (rare >> 16).astype(kind).view(np.uint8)
        yield Part((shape.width - 2) * df * is_few, high)
    is_many = ~is_few
    blocks, low = np.divmod(papers[~each], BLOCK)
    ranks = np.repeat(np.arange(is_many.sum()) * shape.blocks, df[is_many])
    counts = np.bincount(ranks + blocks, minlength=is_many.sum() * shape.blocks)
    yield Part(shape.blocks * is_many, counts.astype(np.uint8))
    yield Part(df * is_many, low.astype(np.uint8))


def _frequencies(tfs: Numbers, df: Numbers, most: Numbers) -> Iterator[Part]:
    wide, coded = most >= VERY_OFTEN, (most > 1) & (most < VERY_OFTEN)
    each = tfs[np.repeat(wide, df)]
    yield Part(2 * df * wide, each.astype(np.uint16).view(np.uint8))
    each, count = tfs[np.repeat(coded, df)].astype(np.uint8), df[coded]
    often = each >= OFTEN
    bytes_each = -(-count // 4)
    codes = np.zeros(4 * int(bytes_each.sum()), np.uint8)
    codes[ramps(4 * (np.cumsum(bytes_each) - bytes_each), count)] = each * ~often
    quarters = codes.reshape(-1, 4) << np.array((0, 2, 4, 6), np.uint8)
    sizes = np.zeros((2, len(df)), np.int64)
    sizes[0, coded], sizes[1, coded] = bytes_each, sums(often, count)
    yield Part(sizes[0], np.bitwise_or.reduce(quarters, axis=1))
    yield Part(sizes[1], each[often])


def _places(held: Postings, df: Numbers) -> Iterator[Part]:
    sizes = sums(held.frequencies, df)
    far = held.places >= FAR
    yield Part(sizes, np.minimum(held.places, FAR).astype(np.uint8))
    each = held.places[far].astype(np.uint16).view(np.uint8)
    yield Part(2 * sums(far, sizes), each)


def unwoven(
    data: Numbers, first: Numbers, df: Numbers, most: Numbers, shape: Shape
) -> Postings:
    """The postings of entries whose bytes begin at `first`."""
    at = first.astype(np.int64)
    papers = _papers_of(data, at, df, shape)
    tfs = _frequencies_of(data, at, df, most)
    sizes = sums(tfs, df)
    near = _taken(data, at, sizes)
    far = _taken(data, at, 2 * sums(near == FAR, sizes))
    return Postings(papers, tfs, _with_far(near, far))


def _taken(data: Numbers, at: Numbers, sizes: Numbers) -> Numbers:
    """So many bytes of each entry, from `at` on, which moves behind them."""
    found: Numbers = data[ramps(at, sizes)]
    at += sizes
    return found


def _papers_of(data: Numbers, at: Numbers, df: Numbers, shape: Shape) -> Numbers:
    is_few = df <= shape.few
    low = _taken(data, at, 2 * df * is_few)
    high = _taken(data, at, (shape.width - 2) * df * is_few)
    counts = _taken(data, at, shape.blocks * ~is_few)
    rest = _taken(data, at, df * ~is_few)
    blocks = np.tile(np.arange(shape.blocks) * BLOCK, int((~is_few).sum()))
    found: Numbers = np.empty(int(df.sum()), np.uint32)
    each = np.repeat(is_few, df)
    found[each] = _few(low, high, shape.width)
    found[~each] = _in_blocks(blocks, counts, rest)
    return found


def _frequencies_of(data: Numbers, at: Numbers, df: Numbers, most: Numbers) -> Numbers:
    found: Numbers = np.ones(int(df.sum()), np.uint16)
    wide, coded = most >= VERY_OFTEN, (most > 1) & (most < VERY_OFTEN)
    found[np.repeat(wide, df)] = _taken(data, at, 2 * df * wide).view(np.uint16)
    bytes_each = -(-df // 4) * coded
    codes = _fours(_taken(data, at, bytes_each))
    count = df * coded
    tfs = codes[ramps(4 * (np.cumsum(bytes_each) - bytes_each), count)]
    often = tfs == 0
    tfs[often] = _taken(data, at, sums(often, count))
    found[np.repeat(coded, df)] = tfs
    return found


def sums(values: Numbers, counts: Numbers) -> Numbers:
    """Of so many of the values, then of so many, and so on; also of none."""
    so_far = np.append(0, np.cumsum(values, dtype=np.int64))
    ends = np.cumsum(counts)
    found: Numbers = so_far[ends] - so_far[ends - counts]
    return found


def chunks(firsts: Numbers) -> Iterator[tuple[int, int]]:
    """Parts of a list of groups, as (first, last), each with at most CHUNK members.

    `firsts` says where each group begins, and where the last one ends; a group that is
    larger comes alone.
    """
    at, count = 0, len(firsts) - 1
    while at < count:
        last = int(np.searchsorted(firsts, int(firsts[at]) + CHUNK, "right")) - 1
        last = min(max(last, at + 1), count)
        yield at, last
        at = last


def _few(low: Numbers, high: Numbers, width: int) -> Numbers:
    """Papers of `width` bytes each: the low two of all, then the high ones of all."""
    found = low.view(np.uint16).astype(np.int64)
    if width > 2:
        found += high.view((np.uint8, np.uint16)[width - 3]).astype(np.int64) << 16
    return found


def _in_blocks(blocks: Numbers, counts: Numbers, low: Numbers) -> Numbers:
    """Papers by where their block begins and where in it they are."""
    found: Numbers = np.repeat(blocks, counts)
    found += low
    return found


def _fours(data: Numbers) -> Numbers:
    """Four frequencies of two bits from each byte."""
    return _FOURS.take(data).view(np.uint8)


def _with_far(near: Numbers, far: Numbers) -> Numbers:
    """Places of a byte each, and of those it does not tell, what `far` begins with."""
    found = near.astype(np.uint16)
    at = np.flatnonzero(near == FAR)
    if len(at):
        found[at] = far[: 2 * len(at)].view(np.uint16)
    return found
