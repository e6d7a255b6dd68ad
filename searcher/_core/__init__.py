"""The loops that have to be as fast as compiled code, in Python that is compiled.

Each module is plain Python with Cython's types in annotations. Where there was a
compiler at the installation it runs as machine code, elsewhere as it stands; both pass
the same tests. Buffers come in, numbers and buffers go out: no module here knows a
file, a path, a paper or a plan, or keeps anything but what its caller gave it.
"""


def is_compiled() -> bool:
    """Whether the modules run as machine code."""
    from searcher._core import trie  # noqa: PLC0415 - a library need not be asked

    return trie.COMPILED
