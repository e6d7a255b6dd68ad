"""Entries that stand in the same places share their postings.

Many do: a word and its stem where only this word has it, a compound and what is found
inside it alone, all names of one digest.
"""

import numpy as np

from searcher.index.segment.narrowing import Numbers


def mixed(values: Numbers) -> Numbers:
    """Each number as 64 bits that tell nothing of it, to be added up into a signature.

    The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    """
    bits = values.astype(np.uint64)
    bits += np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        bits ^= bits >> np.uint64(shift)
        bits *= np.uint64(factor)
    bits ^= bits >> np.uint64(31)
    return bits


def holders(signatures: Numbers) -> Numbers:
    """For each entry the first one with the same postings, often itself."""
    order = np.argsort(signatures, kind="stable")
    ordered = signatures[order]
    is_other = np.append(True, ordered[1:] != ordered[:-1])[: len(order)]
    del ordered
    firsts = np.flatnonzero(is_other)
    sizes = np.diff(firsts, append=len(order))
    found: Numbers = np.empty_like(order)
    found[order] = np.repeat(order[firsts], sizes)
    return found


def ramps(firsts: Numbers, counts: Numbers) -> Numbers:
    """From each first number on, so many: 5 6 7, 2 3 of 5 and 2, 3 and 2."""
    before = np.cumsum(counts, dtype=np.int64) - counts
    found: Numbers = np.repeat(firsts - before, counts)
    found += np.arange(len(found))
    return found
