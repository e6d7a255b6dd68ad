"""Chinese words → how they are typed in Latin letters, without tones.

The only importer of pypinyin, which is needed while indexing only.
"""

from functools import lru_cache


@lru_cache(maxsize=1 << 17)
def pinyin(word: str) -> str:
    """`qianghua` of 强化, with v for ü, as people type it."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  (its data take 0.15 s to load)

    return "".join(lazy_pinyin(word))
