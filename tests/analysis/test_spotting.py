"""Tokens that are wanted are found as `tokens` finds them, and others left out."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from searcher.analysis import english
from searcher.analysis.data import table
from searcher.analysis.spotting import spotter
from searcher.analysis.tokens import tokens

TRICKY = (Path(__file__).parent / "tricky.txt").read_text(encoding="utf-8")
TEXTS = [line for line in TRICKY.splitlines() if line.strip()]
TEXTS += [
    "Oesophagus and aetiology of LLMs, WideSeek-Qwen3 in the state-of-the-art.",
    "我们提出一种trust region的方法。强化学习与大模型，α-β $\\alpha$ of Schrödinger.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_wanted_token_is_found(text, segmenter) -> None:
    whole = tokens(text, segmenter)
    slices = {}
    for token in whole:
        slices.setdefault(token.term, []).append((token.start, token.end))
    for term, places in slices.items():
        found = spotter(segmenter, [term], {term}.__contains__)(text)
        assert [(t.term, t.start, t.end) for t in found] == [
            (term, *place) for place in places
        ]
    words = [token for token in whole if token.term.isascii()]
    found = spotter(segmenter, [], lambda _: True, any_word=True)(text)
    spans = Counter((t.term, t.start, t.end) for t in found if t.term.isascii())
    assert spans == Counter((t.term, t.start, t.end) for t in words)
    assert spotter(segmenter, [], lambda _: True, spaced=True)(text) == whole


@pytest.mark.parametrize("text", TEXTS)
def test_neighbours_are_neighbours(text, segmenter) -> None:
    whole = tokens(text, segmenter)
    for one, other in pairwise(whole):
        terms = {one.term, other.term}
        found = spotter(segmenter, terms, terms.__contains__)(text)
        places = {(t.term, t.start, t.end): t.position for t in found}
        apart = (
            places[other.term, other.start, other.end]
            - places[one.term, one.start, one.end]
        )
        assert apart == other.position - one.position


def test_one_run_is_no_other(segmenter) -> None:
    """Runs that are not looked at are nobody's term, the first of all signs least."""
    wanted = {"一", "learn", "模型"}
    spotted = spotter(segmenter, wanted, wanted.__contains__)
    for text in (
        "学习learning模式",
        "一 learning",
        "㐀learning㐁学习",
        "学习 learning",
        "模型学习learning",
        "學習\0learning",
    ):
        every = [t for t in tokens(text, segmenter) if t.term in wanted]
        found = [(t.term, t.start, t.end) for t in spotted(text)]
        assert found == [(t.term, t.start, t.end) for t in every]


def test_a_stem_begins_as_its_word_does() -> None:
    """But for the few whose beginnings are spelled in two ways."""
    words = [old for kind, old, _ in table("spelling.tsv") if kind != "keep"]
    words += [old for old, _ in table("stems.tsv")]
    words += ["dying", "skies", "using", "aing", "yes", "by", "idly", "early"]
    for word in words:
        if english.is_stemmed(word) and word[:2] not in ("ae", "oe"):
            assert english.stem(word)[0] == word[0], word


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_among_others_is_read_as_one_alone(text, segmenter) -> None:
    terms = {token.term for token in tokens(text, segmenter)}
    for term in sorted(terms)[:5]:
        spotted = spotter(segmenter, [term], {term}.__contains__)
        first = spotted(text)
        for other in TEXTS[:20]:
            spotted(other)
        assert spotted(text) == first
