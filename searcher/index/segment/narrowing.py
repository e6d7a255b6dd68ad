"""The smallest kind of number that a section needs. Knows no section."""

from collections.abc import Sequence

import numpy as np

from searcher.typed import Any

Numbers = np.ndarray[Any, Any]


def kind_for(most: int) -> type[np.unsignedinteger[Any]]:
    """The smallest unsigned kind that holds numbers up to this one."""
    if most < 1 << 8:
        return np.uint8
    if most < 1 << 16:
        return np.uint16
    return np.uint32 if most < 1 << 32 else np.uint64


def narrow(values: Numbers) -> Numbers:
    """Numbers from 0 on, in the smallest kind that holds them all."""
    narrowed: Numbers = values.astype(kind_for(int(values.max(initial=0))), copy=False)
    return narrowed


def ends(parts: Sequence[bytes]) -> Numbers:
    """Where each part ends when they are joined."""
    return narrow(np.cumsum(np.fromiter(map(len, parts), np.uint64, len(parts))))
