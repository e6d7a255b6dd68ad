"""Misspelt words are offered as they were meant, in English, in Chinese and by sound.

The words are those of titles and abstracts, as often as they stand there; each is
misspelt by one random edit, into what stands in no text.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from searcher import Searcher
from searcher.analysis.han import words
from searcher.analysis.normal import comparable
from searcher.analysis.pieces import Han, pieces
from searcher.analysis.tokens import spellings, stem
from searcher.query import tree
from searcher.query.suggesting import SHORTEST, corrected

TERMS = (Path(__file__).parent / "queries-zh.txt").read_text(encoding="utf-8").split()
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Pair = tuple[str, str]


def misspelt(word: str, alphabet: str, random: Random) -> str:
    """The word with a letter more, less or another, or two of them swapped."""
    at = random.randrange(len(word))
    letter = random.choice(alphabet)
    return random.choice(
        [
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        ]
    )


class Texts:
    """The texts of a library, and random words of them."""

    def __init__(self, papers: Searcher, *, seed: int) -> None:
        self.reader = papers._reader
        self.random = Random(seed)
        found = papers.search("has:en OR has:zh", limit=None, highlights=False)
        held = [(hit.paper.title, hit.paper.abstract) for hit in found]
        self.english = [half.en for pair in held for half in pair if half.en]
        self.chinese = [comparable(half.zh) for pair in held for half in pair]
        self.all_chinese = "\n".join(self.chinese)

    def knows(self, word: str) -> bool:
        terms = [stem(word), *(term for term, _ in spellings(word))]
        return any(map(self.reader.known, terms))

    def english_words(self) -> Iterator[Pair]:
        while True:
            held = re.findall(r"\b[a-z]{5,}\b", self.random.choice(self.english))
            if held:
                word = self.random.choice(held)
                wrong = misspelt(word, LETTERS, self.random)
                if len(wrong) >= SHORTEST and not self.knows(wrong):
                    yield wrong, word

    def han_words(self, least: int) -> Iterator[str]:
        while True:
            text = self.random.choice(self.chinese)
            runs = [piece.text for piece in pieces(text) if isinstance(piece, Han)]
            held = [w for run in runs for w in words(run, self.reader.segmenter)]
            long = [word for word in held if len(word) >= least]
            if long:
                yield self.random.choice(long)

    def terms(self, least: int) -> Iterator[str]:
        """Terms of our own list, and words of the texts, in turn."""
        listed = [t for t in TERMS if len(t) >= least and t in self.all_chinese]
        for word in self.han_words(least):
            yield self.random.choice(listed)
            yield word

    def chinese_terms(self) -> Iterator[Pair]:
        alphabet = "".join(TERMS)
        for term in self.terms(3):
            wrong = misspelt(term, alphabet, self.random)
            if wrong not in self.all_chinese:
                yield wrong, term

    def pinyin(self) -> Iterator[Pair]:
        for term in self.terms(2):
            typed = self.reader.readings(term)
            if not self.knows(typed):
                yield typed, term


KINDS: dict[str, tuple[Callable[[Texts], Iterator[Pair]], float]] = {
    "English": (Texts.english_words, 0.9),
    "Chinese": (Texts.chinese_terms, 0.85),
    "pinyin": (Texts.pinyin, 0.8),
}


def check(papers: Searcher, kind: str, count: int, figure, *, seed: int) -> None:
    source, least = KINDS[kind]
    texts = Texts(papers, seed=seed)
    asked = list(islice(source(texts), count))
    wrong = [
        (typed, meant, str(offered))
        for typed, meant in asked
        if (offered := corrected(tree.Word(typed), texts.reader)) != tree.Word(meant)
    ]
    right = 1 - len(wrong) / count
    figure(f"{kind}, right first of {count}", round(right, 4))
    assert right >= least, wrong


@pytest.mark.parametrize("kind", KINDS)
def test_spellings_of_the_sample(sample: Searcher, kind: str, figure) -> None:
    check(sample, kind, 60, figure, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_spellings_of_real_papers(papers, kind: str, figure) -> None:
    check(papers(2_000), kind, 500, figure, seed=2)
