"""What is one word, what is a compound, and how long it takes to see."""

import time

import pytest

from searcher._core.tokenizer import LONGEST_CHAIN, LONGEST_RUN
from searcher._core.words import LONGEST_WORD
from searcher.analysis.han import Segmenter
from searcher.analysis.normal import normalise
from searcher.analysis.pieces import (
    Compound,
    Han,
    Word,
    dissect,
    pieces,
)
from searcher.analysis.tokens import tokens

SIZE = 100_000
SECONDS = 6
"""What is linear takes less than 1; so many marks, put in order by insertion, 8."""
HOSTILE = {
    "one word": "a",
    "camel case": "aB",
    "digits between letters": "a1",
    "hyphens": "a-",
    "full stops": "ab.Ab",
    "decimals": "1.",
    "commas": ",000",
    "apostrophes": "a'd",
    "possessives": "a's",
    "joiners only": "-./'",
    "backslashes": "\\",
    "braces": "{",
    "pairs of braces": "}{",
    "braces and spaces": "} ",
    "links": "\\href{",
    "commands": "\\alpha",
    "accents": "\\'e",
    "marks": "\u0301\u0316",
    "Greek": "α",
    "Greek and Latin": "αx",
    "nothing visible": "\u200bα",
    "one Han character": "一",
    "words of Han": "强化学习",
    "traditional": "{學",
    "rare Han": "\U00020000",
    "Han and commas": "一，",
    "surrogates": "\ud800",
    "emoji": "👍🏽",
    "ligatures": "ﷺ",
    "spaces": " ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_the_time_a_text_takes_is_linear_in_it(unit: str, segmenter: Segmenter) -> None:
    text = "x" + unit * (SIZE // len(unit))
    before = time.process_time()
    tokens(text, segmenter)
    assert time.process_time() - before < SECONDS


@pytest.mark.parametrize("tail", ["", " " * SIZE, "a" * SIZE, "{a" * (SIZE // 2)])
@pytest.mark.parametrize(
    "head", ["\\href", "\\href{", "\\begin{", "}", "\\'", "\\unicode{"]
)
def test_an_open_end_is_not_searched_again(head: str, tail: str) -> None:
    before = time.process_time()
    normalise(head + tail)
    assert time.process_time() - before < SECONDS


def compounds(text: str) -> list[list[str]]:
    return [
        [word.text for word in piece.words]
        for piece in pieces(text)
        if isinstance(piece, Compound)
    ]


def test_runs_of_both_scripts_follow_each_other() -> None:
    assert list(pieces("基于LLM的")) == [
        Han("基于", 0, 2),
        Compound((Word("llm", 2, 5, capitals=True),)),
        Han("的", 5, 6),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("off-policy", [["off", "policy"]]),
        ("a--b -c d-", [["a"], ["b"], ["c"], ["d"]]),
        ("AI/ML", [["ai"], ["ml"]]),
        ("x_1", [["x", "1"]]),
        ("V3.2 3.2 x.y", [["v3.2"], ["3.2"], ["x", "y"]]),
        ("1,000 1,00 12345,678", [["1000"], ["1", "00"], ["12345"], ["678"]]),
        ("it's we're O'Brien", [["it"], ["were"], ["o", "brien"]]),
        ("C++ C# a+b a+ ++", [["c++"], ["c#"], ["a"], ["b"], ["a+"]]),
    ],
)
def test_words_and_compounds(text: str, words: list[list[str]]) -> None:
    found = compounds(text)
    assert found == words or [w for c in found for w in c] == [
        w for c in words for w in c
    ]


def test_capitals_are_those_of_acronyms() -> None:
    for text, capitals in {
        "LLM": True,
        "LLMs": True,
        "GPT4": True,
        "A": False,
        "Llm": False,
        "mRNA": False,
        "TRANSFORMERS": False,
    }.items():
        ((word,),) = (compound.words for compound in dissect(text))
        assert word.capitals is capitals


def test_a_compound_joins_up_to_four_words() -> None:
    """Every run of them, the longest first."""

    def joins(text: str) -> list[list[str]]:
        (compound,) = dissect(text)
        every = range(len(compound.words))
        return [[one for _, one in compound.joined(first)] for first in every]

    assert joins("a") == [[]]
    assert joins("a-b") == [["ab"], []]
    assert joins("a-b-c-d") == [["abcd", "abc", "ab"], ["bcd", "bc"], ["cd"], []]
    assert joins("a-b-c-d-e")[:2] == [["abcd", "abc", "ab"], ["bcde", "bcd", "bc"]]


def test_long_words_are_cut_alike_in_texts_and_queries() -> None:
    ((word,),) = (compound.words for compound in dissect("Ab" * LONGEST_WORD))
    assert word == Word("ab" * (LONGEST_WORD // 2), 0, 2 * LONGEST_WORD)


def test_long_chains_and_runs_are_taken_apart() -> None:
    chain = "-".join(["a"] * (LONGEST_CHAIN + 1))
    assert [len(words) for words in compounds(chain)] == [LONGEST_CHAIN, 1]
    run = "一" * (LONGEST_RUN + 1)
    assert [len(piece.text) for piece in pieces(run)] == [LONGEST_RUN, 1]


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("One. Two", [False, True]),
        ("one, two", [False, False]),
        ("一，二、三：四", [False, True, True, True]),
        ("一, LLM", [False, True]),
        ("一（LLM）", [False, False]),
        (". 一", [False]),
        ("ends.A new", [False, True, False]),
        ("DNA.The", [False, True]),
        ("up.We 2019.We", [False, True, False, True]),
        ("Ph.D U.S cs.LG", [False, False, False]),
    ],
)
def test_gaps(text: str, gaps: list[bool]) -> None:
    assert [piece.gap for piece in pieces(normalise(text).text)] == gaps
