"""Whether a process has the memory to index anything.

Knows the limit that a shell sets, and nothing of what it is needed for.
"""

from contextlib import suppress

from searcher.errors import SearcherError

LEAST = 128 << 20
"""Bytes of address space: with fewer, the matrices that numpy loads end the process."""


def refuse_little() -> None:
    """Raise SearcherError where so little memory is allowed that indexing would end
    without a word.
    """
    with suppress(ImportError):  # where there is no such limit
        from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit  # noqa: PLC0415

        limit, _ = getrlimit(RLIMIT_AS)
        if limit != RLIM_INFINITY and limit < LEAST:
            raise SearcherError(
                f"memory is limited to {limit >> 20} MiB, indexing needs more than "
                f"{LEAST >> 20} MiB",
                hint="give it more: `ulimit -v unlimited`",
            )
