"""Words in capitals: headings are read in small letters, acronyms as they are."""

import json
import lzma
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.data import lines
from searcher.analysis.dictionary import jieba_dictionary
from searcher.analysis.tokens import tokens
from searcher.model import Match
from searcher.query import plan
from searcher.query.parser import parse
from searcher.query.planning import plan_of
from searcher.query.shouting import quieted

SEGMENTER = jieba_dictionary()


def read(typed: str, *, plain: bool = False) -> str:
    return str(quieted(parse(typed, today=date(2026, 3, 5), plain=plain).query))


def planned(typed: str) -> plan.Plan:
    return plan_of(
        parse(typed, today=date(2026, 3, 5), plain=True).query,
        segmenter=SEGMENTER,
        match=Match.ALL,
        known=lambda _: False,
    )


@pytest.mark.parametrize(
    "heading",
    [
        "LEARNS CONTROLLERS",
        "TRUST REGION",
        "ROBOT ARMS",
        "A SURVEY OF LLMS",
        "TRAINING GANS ON GPUS WITH RL",
        "PART 2: DEEP NETS",
        "LEARNS ROBUST GAITS (EXTENDED)",
        "OFF-POLICY RL",
        "STATE OF THE ART",
        "LEARNS OR CONTROLLERS",
        "title:(TRUST REGION)",
        "TRUST^2 REGION",
        "CLUSTERING — A REVIEW",
        "ATTENTION IS ALL YOU NEED",
        "NLP FOR CV",
    ],
)
def test_a_heading_is_read_in_small_letters(heading: str) -> None:
    name, field, value = heading.rpartition("title:")
    small = name + field + value.replace("OR", "or").lower().replace(" or ", " OR ")
    assert read(heading) == read(small)


@pytest.mark.parametrize(
    "typed",
    [
        "RL",
        "LLMs",
        "LEARNS",
        "LSTM CNN",
        "CLIP SAM",
        "RAG LORA BERT",
        "RLS LMS",
        "SARS MERS",
        "BERT 4 REC",
        "GPT-4 VQA",
        "the RL agent",
        "LLMs for NLP tasks",
        "基于BERT的 LSTM",
        "BERT 的 LSTM",
        "基于BERT的方法",
        "GAN -MODELS",
        '"LEARNS CONTROLLERS" CNN',
        "IT RL",
        "au:MODELS CNN",
    ],
)
def test_an_acronym_stays(typed: str) -> None:
    assert read(typed) == str(parse(typed, today=date(2026, 3, 5)).query)


def test_acronyms_between_operators_stay() -> None:
    assert read("NLP AND CV") == "NLP CV"
    assert read("NLP OR CV") == "NLP OR CV"
    assert read("RL NOT (CLIP SAM)") == "RL -(CLIP SAM)"


def test_capitals_in_small_text_are_a_heading_too() -> None:
    assert read("schulman TRUST REGION policy") == "schulman trust region policy"
    assert read("trust 区域 GRAPH NETS") == "trust 区域 graph nets"


TITLES = [
    "Training a robot arm that learns controllers",
    "LEARNS CONTROLLERS FOR ARMS",
    "Clipped samples",
    "CLIP and SAM",
]


def test_what_is_found(library: Callable[..., Callable[[str], list[str]]]) -> None:
    ask = library(TITLES)
    both = sorted(TITLES[:2])
    for query in ("LEARNS CONTROLLERS", "LEARNED CONTROLLER", "learns controllers"):
        assert ask(query) == both
    assert ask("CLIP SAM") == ["CLIP and SAM"]
    assert ask("clip sam") == ["CLIP and SAM"]
    assert ask("CLIP") == ["CLIP and SAM"]
    assert ask("ARM LEARNING CONTROL") == ["LEARNS CONTROLLERS FOR ARMS", TITLES[0]]


SHORT = [word for word in lines("short.txt")]  # noqa: C416
STOPS = [word for word in lines("stopwords.txt") if word.isascii()]


@given(
    st.lists(st.sampled_from([*SHORT, *STOPS, "gpt4", "2", "k-means"]), max_size=6),
    st.sampled_from(SHORT),
)
def test_common_words_make_a_heading(words: list[str], one: str) -> None:
    text = " ".join([*words, one, "networks"])
    assert planned(text.upper()) == planned(text)


@given(st.lists(st.sampled_from(["BERT", "CLIP", "SAM", "RAG", "GPT4", "7"])))
def test_acronyms_alone_never_do(words: list[str]) -> None:
    assert read(" ".join(words), plain=True) == " ".join(words)


def test_short_words_are_no_acronyms() -> None:
    assert len(set(SHORT)) == len(SHORT) > 1000
    assert [
        word for word in SHORT if not (word.islower() and 3 <= len(word) <= 6)
    ] == []
    assert {"clip", "sam", "rag", "bert", "dare", "star", "fast"}.isdisjoint(SHORT)


def test_titles_of_real_papers(data: Path) -> None:
    """In capitals, each asks for and holds what it does in small letters."""
    with lzma.open(data / "papers" / "papers-english.jsonl.xz", "rt") as file:
        titles = [json.loads(line)["title"] for line in islice(file, 2000)]
    plain = [t for t in titles if t.isascii() and not set(t) & set('\\${}^~*"')]
    assert len(plain) > 1500
    odd = [t for t in plain if planned(t.upper()) != planned(t.lower())]
    assert len(odd) <= len(plain) // 500, odd
    for title in plain[:500]:
        capital, small = (
            tokens(title.upper(), SEGMENTER),
            tokens(title.lower(), SEGMENTER),
        )
        assert capital == small
