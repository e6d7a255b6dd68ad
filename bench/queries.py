"""What every engine is asked: queries drawn from the papers, by kind.

Knows no engine: a query is its words and how they are to be matched.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import Stemmer

from bench.corpus import SEED, Record

WORD, PHRASE, PREFIX = "word", "phrase", "prefix"


class Query(NamedTuple):
    """`words` are as a person types them, Chinese not cut; `how` is about each."""

    kind: str
    words: tuple[str, ...]
    how: str = WORD
    all: bool = True
    """Papers with all of the words, or with any of them."""


_STEM = Stemmer.Stemmer("english").stemWords

Cut = Callable[[str], Iterable[str]]

KINDS = {
    "rare": "an English word in 0.02–0.1 % of the papers",
    "common": "an English word in 3–25 % of the papers",
    "two all": "two words of one paper, both wanted",
    "two any": "two words of one paper, either wanted",
    "three all": "three words of one paper, all wanted",
    "three any": "three words of one paper, any wanted",
    "phrase": "two or three words that stand together in a paper",
    "prefix": "the first four or five letters of a word",
    "Chinese word": "a word of the dictionary",
    "Chinese phrase": "four to six characters that stand together in a paper",
    "mixed": "an English and a Chinese word of one paper, both wanted",
    "nothing": "a word that no paper has",
}
CHINESE_KINDS = frozenset({"Chinese word", "Chinese phrase", "mixed"})

_ENGLISH = re.compile(r"(?<![\w\-'$\\])[a-z]{4,}(?![\w\-'])")
_RUN = re.compile(r"(?<![\w\-'$\\])[a-z]{2,}(?: [a-z]{2,})+(?![\w\-'])")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_PLAIN = frozenset(
    Path(__file__).with_name("plain-words.txt").read_text(encoding="utf-8").split()
)
"""Some engine's stop words, or words that only carry a sentence."""


def draw(papers: Sequence[Record], cut: Cut, *, each: int) -> list[Query]:
    """So many queries of every kind, the same for the same papers.

    Kinds for which the papers hold too little, such as Chinese ones, have fewer.
    """
    chance = random.Random(SEED)
    texts = [f"{p['title']} . {p['abstract']}" for p in papers]
    chinese = [f"{p.get('title_zh', '')}。{p.get('abstract_zh', '')}" for p in papers]
    pool = _Pool(texts, chinese, cut)
    made: dict[str, Callable[[random.Random], Query | None]] = {
        "rare": pool.rare,
        "common": pool.common,
        "two all": lambda c: pool.several(c, "two all", 2, every=True),
        "two any": lambda c: pool.several(c, "two any", 2, every=False),
        "three all": lambda c: pool.several(c, "three all", 3, every=True),
        "three any": lambda c: pool.several(c, "three any", 3, every=False),
        "phrase": pool.phrase,
        "prefix": pool.prefix,
        "Chinese word": pool.chinese_word,
        "Chinese phrase": pool.chinese_phrase,
        "mixed": pool.mixed,
        "nothing": pool.nothing,
    }
    return [q for kind in KINDS for q in _distinct(made[kind], chance, each)]


def _distinct(
    make: Callable[[random.Random], Query | None], chance: random.Random, count: int
) -> list[Query]:
    found: dict[Query, None] = {}
    for _ in range(count * 50):
        query = make(chance)
        if query is not None:
            found.setdefault(query)
        if len(found) == count:
            break
    return list(found)


class _Pool:
    """The words of the papers, and how many papers have each."""

    def __init__(self, texts: list[str], chinese: list[str], cut: Cut) -> None:
        self.texts = texts
        self.chinese = [text for text in chinese if _HAN.search(text)]
        self.pairs = [
            (text, han)
            for text, han in zip(texts, chinese, strict=True)
            if _HAN.search(han)
        ]
        self.cut = cut
        self.all_words = _frequencies(re.findall(r"[a-z]+", t.lower()) for t in texts)
        # rare is what is rare in all its forms, for engines look for all of them
        stemmed = _frequencies(_STEM(re.findall(r"[a-z]+", t.lower())) for t in texts)
        forms = sorted({word for text in texts for word in _words(text)})
        stems = zip(forms, _STEM(forms), strict=True)
        english = Counter({word: stemmed[stem] for word, stem in stems})
        size = len(texts)
        self.rare_words = _between(english, max(2, size * 0.0002), max(3, size * 0.001))
        self.common_words = _between(english, size * 0.03, size * 0.25)
        # neither so rare that one paper has it nor as common as a stop word
        self.usual = set(_between(english, max(2, size * 0.001), size * 0.25))
        han = _frequencies(map(self._han_words, self.chinese[:5000]))
        top = len(self.chinese[:5000])
        self.han_words = _between(han, max(2, top * 0.001), top * 0.25)
        self.usual_han = set(self.han_words)

    def _han_words(self, text: str) -> list[str]:
        return [w for w in self.cut(text) if len(w) >= 2 and _HAN.fullmatch(w)]

    def rare(self, chance: random.Random) -> Query | None:
        return _one("rare", self.rare_words, chance)

    def common(self, chance: random.Random) -> Query | None:
        return _one("common", self.common_words, chance)

    def several(
        self, chance: random.Random, kind: str, count: int, *, every: bool
    ) -> Query | None:
        words = sorted(set(_words(chance.choice(self.texts))) & self.usual)
        if len(words) < count:
            return None
        return Query(kind, tuple(chance.sample(words, count)), all=every)

    def phrase(self, chance: random.Random) -> Query | None:
        words = chance.choice(_RUN.findall(chance.choice(self.texts)) or [""]).split()
        count = chance.choice((2, 2, 3))
        starts = [
            start
            for start in range(len(words) - count + 1)
            if all(
                len(w) >= 4 and w not in _PLAIN for w in words[start : start + count]
            )
        ]
        if not starts:
            return None
        start = chance.choice(starts)
        return Query("phrase", (" ".join(words[start : start + count]),), PHRASE)

    def prefix(self, chance: random.Random) -> Query | None:
        words = [w for w in sorted(self.usual) if len(w) >= 7]
        if not words:
            return None
        return Query("prefix", (chance.choice(words)[: chance.choice((4, 5))],), PREFIX)

    def chinese_word(self, chance: random.Random) -> Query | None:
        return _one("Chinese word", self.han_words, chance)

    def chinese_phrase(self, chance: random.Random) -> Query | None:
        if not self.chinese:
            return None
        run = chance.choice(_HAN.findall(chance.choice(self.chinese)))
        words = list(self.cut(run))
        found = [
            first + second
            for first, second in pairwise(words)
            if 4 <= len(first + second) <= 6 and min(len(first), len(second)) >= 2
        ]
        if not found:
            return None
        return Query("Chinese phrase", (chance.choice(found),), PHRASE)

    def mixed(self, chance: random.Random) -> Query | None:
        if not self.pairs:
            return None
        text, han = chance.choice(self.pairs)
        words = sorted(set(_words(text)) & self.usual)
        chinese = sorted(set(self._han_words(han)) & self.usual_han)
        if not words or not chinese:
            return None
        return Query("mixed", (chance.choice(words), chance.choice(chinese)))

    def nothing(self, chance: random.Random) -> Query | None:
        # pronounceable, so that nothing is gained by its letters being odd
        pairs = zip("bdfgklmnprst", chance.sample("aeiou" * 3, 12), strict=True)
        word = "".join(c + v for c, v in chance.sample(list(pairs), 4))
        return None if word in self.all_words else Query("nothing", (word,))


def _words(text: str) -> list[str]:
    return [word for word in _ENGLISH.findall(text) if word not in _PLAIN]


def _frequencies(found: Iterable[Iterable[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for words in found:
        counts.update(set(words))
    return counts


def _between(counts: Counter[str], least: float, most: float) -> list[str]:
    return sorted(word for word, count in counts.items() if least <= count <= most)


def _one(kind: str, words: Sequence[str], chance: random.Random) -> Query | None:
    return Query(kind, (chance.choice(words),)) if words else None
