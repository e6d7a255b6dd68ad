"""The user's own terms: one word each, in every segmenter, and no other word lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.dictionary import Dictionary
from searcher.analysis.han import Segmenter
from searcher.analysis.normal import normalise
from searcher.analysis.terms import (
    LONGEST_TERM,
    NO_TERMS,
    NO_WORD,
    PUNCTUATED,
    RARE,
    TOO_LONG,
    WORD_TOO_LONG,
    Term,
    Termed,
    Terms,
    as_compounds,
    cuts,
    read_term,
    termed,
    terms_of,
)
from searcher.analysis.tokens import fingerprint, tokens
from searcher.index.segment.collecting import FIELD_SHIFT, TERM_SHIFT, Collector
from searcher.index.segment.layout import PLACE_BITS
from searcher.model import Bilingual, Paper, Record
from searcher.query.plan import FIELDS


def own(*texts: str) -> Terms:
    return terms_of(map(read_term, texts))


def at(text: str, segmenter: Segmenter) -> list[list[str]]:
    """The terms at each position, the word first."""
    found: dict[int, list[str]] = {}
    for token in tokens(text, segmenter):
        found.setdefault(token.position, []).append(token.term)
    return [found[position] for position in sorted(found)]


def test_a_chinese_term_is_one_word_with_its_words_stacked(
    segmenter: Segmenter,
) -> None:
    mine = termed(segmenter, own("信任域方法"))
    assert at("用信任域方法求解", segmenter) == [
        ["用"],
        ["信任"],
        ["域"],
        ["方法"],
        ["求解"],
    ]
    assert at("用信任域方法求解", mine) == [
        ["用"],
        ["信任域方法", "信任", "域", "方法"],
        ["求解"],
    ]
    assert at("信任与域", mine) == at("信任与域", segmenter)


def test_the_longest_term_from_the_left(segmenter: Segmenter) -> None:
    mine = termed(segmenter, own("信任域", "信任域方法", "方法求解"))
    assert at("信任域方法求解", mine) == [
        ["信任域方法", "信任", "信任域", "域", "方法", "方法求解"],
        ["求解"],
    ]


def test_a_term_is_found_within_other_words(segmenter: Segmenter) -> None:
    """Where it does not end with a word, the words stay as they are."""
    text = "信任域方法论"
    mine = termed(segmenter, own("信任域方法", "域方"))
    words = [word for word, *_ in at(text, segmenter)]
    assert [word for word, *_ in at(text, mine)] == words == ["信任", "域", "方法论"]
    found = {token.term: text[token.start : token.end] for token in tokens(text, mine)}
    assert found["信任域方法"] == "信任域方法"
    assert found["域方"] == "域方"


def test_slices_are_of_the_raw_text(segmenter: Segmenter) -> None:
    text = "\\textbf{用}信任㐀信任域方法，ＡＢ信賴域"
    mine = termed(segmenter, own("信任域方法", "信赖域"))
    found = {token.term: text[token.start : token.end] for token in tokens(text, mine)}
    assert found["信任域方法"] == "信任域方法"
    assert found["信赖域"] == "信賴域"
    assert found["方法"] == "方法"


HAN = "信任域方法学习会数强化论的㐀"
runs = st.text(st.sampled_from(HAN), max_size=14)
words = st.lists(st.text(st.sampled_from(HAN[:-1]), min_size=1, max_size=5), max_size=4)


@given(run=runs, texts=words)
def test_segmenters_agree(
    run: str, texts: list[str], jieba: Segmenter, mapped: Dictionary
) -> None:
    mine = own(*texts)
    found = list(cuts(run, termed(jieba, mine)))
    assert list(cuts(run, termed(mapped, mine))) == found
    assert "".join(cut.word for cut in found) == run
    for cut in found:
        assert all(run[a:b] == text for text, (a, b) in cut.others.items())


@given(run=runs, texts=words)
def test_no_term_hides_a_word_and_no_word_a_term(
    run: str, texts: list[str], segmenter: Segmenter
) -> None:
    mine = own(*texts)
    found = {token.term for token in tokens(run, termed(segmenter, mine))}
    assert {token.term for token in tokens(run, segmenter)} <= found
    assert {word for word in mine.words if word in run} <= found


@given(texts=words)
def test_a_term_alone_is_one_word(texts: list[str], segmenter: Segmenter) -> None:
    mine = own(*texts)
    for word in mine.words:
        assert termed(segmenter, mine).cut(word) == [word]


PARTS = (
    *("信任域方法", "信任域方法论", "用", "，", "chain of thought", "chain", "Of", " "),
    *("thought", "-", ". ", "LLMs", "Ⅳ", "{"),
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=10).map("".join)
OWN = own("信任域方法", "任域", "chain of thought", "LLM 推荐", "of chain")


@given(text=TEXTS)
def test_bulk_analysis_is_the_same(text: str, segmenter: Segmenter) -> None:
    mine = termed(segmenter, OWN)
    collector = Collector(mine)
    collector.add(Record(Paper("x", abstract=Bilingual(text))), b"")
    packed = collector.packed().tolist()
    names = list(collector.terms)
    field = FIELDS.index("abstract.en")
    found = sorted(
        (names[token >> TERM_SHIFT], token & (1 << PLACE_BITS) - 1)
        for token in packed
        if token >> FIELD_SHIFT & 15 == field
    )
    assert found == sorted((t.term, t.position) for t in tokens(text, mine))


@given(text=TEXTS)
def test_phrases_never_move_a_word(text: str, segmenter: Segmenter) -> None:
    mine = termed(segmenter, OWN)
    normal = normalise(text).text
    assert len(as_compounds(normal, mine)) == len(normal)
    latin = {(t.term, t.start, t.end) for t in tokens(text, segmenter)}
    found = {(t.term, t.start, t.end) for t in tokens(text, mine)}
    assert latin <= found


def test_a_phrase_reads_as_if_hyphenated(segmenter: Segmenter) -> None:
    mine = termed(segmenter, own("Chain of-thought"))
    for text, hyphenated in (
        ("the chain of thought.", "the chain-of-thought."),
        ("用Chain of Thought推理", "用Chain-of-Thought推理"),
        ("(chain of thought)", "(chain-of-thought)"),
    ):
        assert at(text, mine) == at(hyphenated, segmenter)
    for text in (
        "chains of thought",
        "chain  of thoughts",
        "xchain of thought",
        "chain of thought-based",
        "chain-of thought",
        "chain of thought.A",
    ):
        assert at(text, mine) == at(text, segmenter)


def test_phrases_among_the_words_of_a_query(segmenter: Segmenter) -> None:
    mine = termed(segmenter, own("chain of thought", "chain of", "LLM 推荐系统", "a b"))
    assert isinstance(mine, Termed)

    def spans(*words: str) -> list[tuple[int, int]]:
        return list(mine.phrases(words))

    assert spans("chain", "of", "thought", "chain", "of") == [(0, 3), (3, 5)]
    assert spans("用", "llm", "推荐", "系统") == [(1, 4)]
    assert spans("llm", "推荐系统", "a", "b") == [(0, 2), (2, 4)]
    assert spans("chain", "thought") == []
    assert spans() == []


@pytest.mark.parametrize(
    ("raw", "text", "key"),
    [
        ("信任域方法", "信任域方法", "信任域方法"),
        (" 信賴域 ", "信赖域", "信赖域"),
        ("信任域 方法", "信任域 方法", "信任域方法"),
        ("Chain-of-Thought", "chain of thought", "chain of thought"),
        ("Ｃｈａｉｎ　ｏｆ", "chain of", "chain of"),
        ("$\\pi_0$ policy", "pi_0 policy", "pi 0 policy"),
        ("LLMs for 推荐", "llms for 推荐", "llm for 推荐"),
        ("Q学习", "q学习", "q 学习"),
        ("C++ templates", "c++ templates", "c++ templates"),
        ("AlphaZero", "alphazero", "alphazero"),
    ],
)
def test_a_term_is_read_like_any_text(raw: str, text: str, key: str) -> None:
    assert read_term(raw) == Term(text, key)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("--", NO_WORD),
        ("…", NO_WORD),
        ("see. This", PUNCTUATED),
        ("方法，论", PUNCTUATED),
        ("a " * 150 + "b", TOO_LONG),
        ("堆" * 65, WORD_TOO_LONG),
        ("㐀字", RARE),
    ],
)
def test_what_can_be_no_term(raw: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        read_term(raw)


@given(st.text(max_size=LONGEST_TERM + 20))
def test_any_line_is_a_term_or_not(text: str) -> None:
    try:
        term = read_term(text)
    except ValueError:
        return
    assert term.key
    assert terms_of([term]).checksum == terms_of([term, term]).checksum


def test_the_fingerprint_knows_the_terms() -> None:
    one, other = own("信任域方法", "chain of thought"), own("信任域方法")
    assert fingerprint(NO_TERMS) == fingerprint()
    assert fingerprint(one).startswith(fingerprint() + ", own words ")
    assert fingerprint(one) != fingerprint(other)
    assert fingerprint(one) == fingerprint(own("chain-of-thought", "信任域方法"))
    assert not own("AlphaZero")  # one word anyway


def test_many_terms_are_not_slow(segmenter: Segmenter) -> None:
    letters = "信任域方法学习数强化论的堆排序"
    many = [f"{a}{b}{c}" for a in letters for b in letters for c in letters]
    many += [f"w{n} of thought" for n in range(3000)]
    mine = termed(segmenter, own(*many))
    text = "w17 of thought, " * 200 + "信任域方法的学习" * 200
    assert len(tokens(text, mine)) >= len(tokens(text, segmenter))
