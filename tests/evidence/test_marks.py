"""What is marked is what matched; passages are cut between words and graphemes."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from random import Random
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher import Bilingual, Paper, Searcher, Snippet
from searcher._core.edits import distance
from searcher.analysis.dictionary import jieba_dictionary
from searcher.analysis.folding import traditional
from searcher.analysis.han import Segmenter
from searcher.analysis.normal import comparable
from searcher.analysis.tokens import tokens
from searcher.frozen import replace
from searcher.highlighting import highlighter
from searcher.model import Match, Order, Record
from searcher.query import plan, tree
from searcher.query.matches import leaves
from searcher.query.planning import plan_of
from searcher.snippets import WIDTH, width
from tests.oracle import MemoryBackend, MemoryReader


def begins_grapheme(text: str, at: int) -> bool:
    """Whether a reader sees a new character begin here."""
    if at in (0, len(text)):
        return True
    joined = "\u200d" in (text[at], text[at - 1]) or "\ufe00" <= text[at] <= "\ufe0f"
    return not (joined or category(text[at]) in ("Mn", "Me", "Mc"))


def in_word(text: str, at: int) -> bool:
    """Whether a word of letters, of a length that can be shown, is cut here."""
    if not re.fullmatch("[A-Za-z0-9]{2}", text[max(0, at - 1) : at + 1]):
        return False
    word = next(
        m for m in re.finditer("[A-Za-z0-9]+", text) if m.start() < at < m.end()
    )
    return len(word[0]) < WIDTH - 20  # with what stands around it


def stem_only(term: str) -> bool:
    """Whether it is a stem, or a compound without its hyphen: not what is written."""
    return term.startswith("==") or (term.isascii() and term.isalpha())


def matched(leaf: plan.Leaf, text: str, segmenter: Segmenter) -> bool:
    """Whether a marked text, on its own, holds what a leaf asks for."""
    terms = {token.term for token in tokens(text, segmenter)}
    written = {term[term[0] == "=" :] for term in terms if not stem_only(term)}
    match leaf:
        case plan.Synonyms(choices):
            return any(term.text in terms for term, _ in choices)
        case plan.Phrase(steps):
            return any(step.term in terms for step in steps)
        case plan.Prefix(start):
            return any(term.startswith(start) for term in written)
        case plan.Fuzzy(word, edits):
            return any(distance(term, word, edits) <= edits for term in written)
        case plan.Substring(wanted):
            typed = " ".join(text.casefold().split())
            return comparable(wanted) in comparable(text) or wanted.casefold() in typed
    return False


def check(
    snippet: Snippet, raw: str, wanted: list[plan.Leaf], segmenter: Segmenter
) -> None:
    text, marks = snippet.text, snippet.marks
    start = raw.find(text)
    assert start >= 0
    starts = [at for at in range(len(raw)) if raw.startswith(text, at)]
    assert any(
        begins_grapheme(raw, at) and begins_grapheme(raw, at + len(text))
        for at in starts
    )
    assert any(
        not in_word(raw, at) and not in_word(raw, at + len(text)) for at in starts
    )
    assert all(0 <= first < last <= len(text) for first, last in marks)
    assert all(before[1] <= after[0] for before, after in pairwise(marks))
    for first, last in marks:
        assert begins_grapheme(text, first)
        assert begins_grapheme(text, last)
        marked = text[first:last]
        assert any(matched(leaf, marked, segmenter) for leaf in wanted), marked


def check_paper(
    paper: Paper, query: tree.Query, segmenter: Segmenter, match: Match
) -> int:
    """Checks all that is shown of a paper, and tells how many marks that was."""
    asked = plan_of(query, segmenter=segmenter, match=match, known=lambda _: True)
    wanted = list(leaves(asked))
    shown = highlighter(asked, segmenter, {})(paper).highlights
    for field, snippets in shown.items():
        half, _, language = field.partition(".")
        raw = getattr(getattr(paper, half), language)
        places = []
        for snippet in snippets:
            check(snippet, raw, wanted, segmenter)
            if half == "title":
                assert snippet.text == raw
            else:
                assert snippet.marks
                whole = snippet.marks == ((0, len(snippet.text)),)
                assert whole or width(snippet.text) <= WIDTH
            places.append(raw.find(snippet.text))
        assert places == sorted(places)
    return sum(len(s.marks) for snippets in shown.values() for s in snippets)


def clipped(text: str, random: Random) -> str:
    start = random.randrange(len(text))
    return text[start : start + random.randint(2, 12)].strip() or "x"


def asked(paper: Paper, random: Random) -> tree.Query:
    """Something that the paper may hold."""
    texts = [paper.title.en, paper.title.zh, paper.abstract.en, paper.abstract.zh]
    text = random.choice([text for text in texts if text])
    words = text.split()
    start = random.randrange(len(words))
    word = words[start]
    match random.randrange(6):
        case 0:
            return tree.Word(word)
        case 1:
            return tree.Quoted(" ".join(words[start : start + random.randint(1, 4)]))
        case 2:
            return tree.Prefix(word[: random.randint(1, 4)])
        case 3:
            return tree.Fuzzy(word[:-1] or word, random.choice([1, 2]))
        case 4:
            return tree.Substring(" ".join(clipped(text, random).split()))
        case _:
            return tree.Quoted(" ".join(words[start : start + 3]), slop=2)


def check_papers(papers: list[Paper], segmenter: Segmenter, count: int) -> None:
    random = Random(11)
    marks = 0
    for _ in range(count):
        paper = random.choice(papers)
        parts = [asked(paper, random) for _ in range(random.randint(1, 3))]
        query = random.choice([tree.all_of, tree.any_of])(parts)
        marks += check_paper(paper, query, segmenter, random.choice(list(Match)))
    assert marks > count


def test_marks_of_sample_papers(sample: Searcher) -> None:
    found = sample.search("has:en", limit=None, highlights=False)
    check_papers([hit.paper for hit in found], sample._reader.segmenter, 300)


@pytest.mark.slow
def test_marks_of_real_papers(papers) -> None:
    searcher = papers(2_000)
    found = searcher.search("has:en", limit=None, highlights=False)
    check_papers([hit.paper for hit in found], searcher._reader.segmenter, 20_000)


PIECES = [
    *("trust", "regions", "Trust", "off-policy", "LLMs", "Qwen3", "GPT-4", "the"),
    *(
        "强化学习",
        "信任区域",
        "的",
        "待处理",
        "学",
        "習",
        "PPO算法",
        "。",
        "，",
        ". ",
        ", ",
        "! ",
    ),
    *(
        "e\u0301t",
        "👩\u200d🔬",
        "α",
        "\\textbf{x}",
        "$x^2$",
        "か\u3099",
        "x" * 80,
        "强" * 130,
    ),
    *(" ", " ", "\n\n", "(", ")", "1,000", "’s", "ﬁt", "\u200b"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
LEAVES = st.one_of(
    st.builds(tree.Word, st.sampled_from(PIECES).filter(str.strip)),
    st.builds(tree.Quoted, TEXTS.map(lambda t: " ".join(t[:20].split())).filter(bool)),
    st.builds(tree.Prefix, st.sampled_from(["t", "tr", "LL", "强", "x"])),
    st.builds(tree.Fuzzy, st.sampled_from(["trusts", "regoin"]), st.just(2)),
    st.builds(
        tree.Substring,
        st.sampled_from(
            ["e", "t", "强化", "化学", "x", "👩", "𝛼", "rust re", "extb", "か"]
        ),
    ),
)


@given(TEXTS, LEAVES, LEAVES, st.sampled_from(Match))
@settings(max_examples=300, deadline=None)
def test_marks_of_any_text(
    text: str, one: tree.Query, other: tree.Query, match: Match
) -> None:
    paper = Paper("x", title=Bilingual(text, text), abstract=Bilingual(text, text))
    check_paper(paper, tree.any_of([one, other]), jieba_dictionary(), match)


def reader_of(paper: Paper) -> MemoryReader:
    """An index of one paper."""
    backend = MemoryBackend()
    build = backend.begin(None)
    build.add([Record(paper)])
    build.publish(digests=(), problems=())
    return backend.open()


def shows(leaf: plan.Leaf, paper: Paper, segmenter: Segmenter) -> bool:
    """Whether some mark of a shown hit stands on what this leaf asks for."""
    shown = highlighter(leaf, segmenter, {})(paper).highlights
    return any(
        matched(leaf, snippet.text[first:last], segmenter)
        for snippets in shown.values()
        for snippet in snippets
        for first, last in snippet.marks
    )


def in_texts(leaf: plan.Leaf) -> plan.Leaf | None:
    """What a leaf asks for of texts; None if that is nothing."""
    match leaf:
        case plan.Synonyms(choices):
            some = tuple(c for c in choices if set(c.term.fields) & set(plan.TEXTS))
            return replace(leaf, choices=some) if some else None
        case plan.Range() | plan.Together():
            return None
        case _:
            return leaf if set(leaf.fields) & set(plan.TEXTS) else None


def check_leaves(query: tree.Query, paper: Paper, reader: MemoryReader) -> int:
    """Each leaf of a query that finds a paper by its texts shows where; how many do."""
    segmenter, found = reader.segmenter, 0
    for match in Match:
        asked = plan_of(query, segmenter=segmenter, match=match, known=reader.known)
        for leaf in filter(None, map(in_texts, leaves(asked))):
            page = reader.search(leaf, limit=1, offset=0, order=Order.RELEVANCE)
            if page.total:
                assert shows(leaf, paper, segmenter), (leaf, str(query), paper)
                found += 1
    return found


def near(word: str, random: Random) -> str:
    """A word with a letter less, more, changed or swapped."""
    at = random.randrange(max(1, len(word) - 1))
    letter = random.choice("abcdefgh")
    return random.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
        ]
    )


def traditional_of(text: str) -> str:
    return "".join((traditional(c) or c)[0] for c in text)


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def every_kind(paper: Paper, random: Random) -> Iterator[tree.Query]:
    """Queries of every kind of leaf that some text of the paper may answer."""
    for text in (paper.title.en, paper.title.zh, paper.abstract.en, paper.abstract.zh):
        words = text.split()
        if not words:
            continue
        start = random.randrange(len(words))
        word = words[start]
        some = words[start : start + random.randint(2, 4)]
        bare = re.sub(r"\W", "", word) or "x"
        yield tree.Word(word)
        yield tree.Word(word.upper())
        yield tree.Word(wide(word))
        yield tree.Word(traditional_of(word))
        yield tree.Word(unicodedata.normalize("NFD", word))
        yield tree.Word(word.replace("-", ""))
        yield tree.Word(word.replace("-", " "))
        yield tree.Word("-".join(re.findall("[A-Z]?[a-z]+|[A-Z]+", word)) or word)
        yield tree.Exact(bare)
        yield tree.Quoted(" ".join(some))
        yield tree.Quoted("".join(some))
        yield tree.Quoted(" ".join(some[::2]), slop=5)
        yield tree.Prefix(bare[: random.randint(1, 7)])
        yield tree.Fuzzy(near(bare, random), 1)
        yield tree.Fuzzy(near(near(bare, random), random), 2)
        at = random.randrange(len(text))
        part = " ".join(text[at : at + random.randint(1, 60)].split())
        yield tree.Substring(part or "x")
        at = max(0, text.find(". ") - random.randrange(9))
        yield tree.Substring(" ".join(text[at : at + 20].split()) or "x")
        yield tree.Quoted(" ".join(text[at : at + 80].split()) or "x")


def check_every_kind(papers: Iterable[Paper], seed: int) -> int:
    random, found = Random(seed), 0
    for paper in papers:
        reader = reader_of(paper)
        for query in every_kind(paper, random):
            found += check_leaves(query, paper, reader)
    return found


def test_every_leaf_that_finds_a_sample_paper_shows_where(sample: Searcher) -> None:
    every = sample.search("has:en", limit=None, highlights=False)
    papers = [hit.paper for hit in every][::4]
    assert check_every_kind(papers, 5) > 20 * len(papers)


@pytest.mark.slow
def test_every_leaf_that_finds_a_real_paper_shows_where(papers) -> None:
    every = papers(2_000).search("has:en", limit=300, highlights=False)
    assert check_every_kind([hit.paper for hit in every], 6) > 6_000


@given(TEXTS, LEAVES)
@settings(max_examples=300, deadline=None)
def test_every_leaf_that_finds_any_text_shows_where(
    text: str, query: tree.Query
) -> None:
    paper = Paper("x", title=Bilingual(text, text[::2]), abstract=Bilingual(text, text))
    check_leaves(query, paper, reader_of(paper))


SHOWN = Paper(
    "shown",
    title=Bilingual(
        "Off-policy Optimization of LLMs in C++ after Schrödinger",
        "强化学习中的策略优化与語言模型",
    ),
    abstract=Bilingual(
        "A language model is deep, and learning of $\\alpha$ is \\textbf{robust}. Then "
        "multi agent time series (CO2) are Ｆｕｌｌ wide.",
        "我们提出一种信任区域方法。",
    ),
)
MARKED = {
    "optimi*": "Optimization",
    "optimi* -nothing": "Optimization",
    "title:optimi*": "Optimization",
    "(xqz OR optimi*)": "Optimization",
    "optimzation~": "Optimization",
    "optmzation~2": "Optimization",
    "optimizing": "Optimization",
    "=optimization": "Optimization",
    "*timiz*": "timiz",
    "OPTIMIZATION": "Optimization",
    "offpolicy": "Off-policy",
    "multiagent": "multi agent",
    "timeseries": "time series",
    "off policy": "Off",
    "llm": "LLMs",
    "c++": "C++",
    "schrodinger": "Schrödinger",
    "Schro\u0308dinger": "Schrödinger",
    "alpha": "\\alpha",
    "robust": "robust",
    "ｒｏｂｕｓｔ": "robust",
    "full": "Ｆｕｌｌ",
    '"deep learning"~3': "deep, and learning",
    "*robust. then*": "robust}. Then",
    "策略優化": "策略优化",
    "语言模型": "語言模型",
    "信任*": "信任",
    "“信任区域方法”": "信任区域方法",
    "qianghua": "强化",
    "langauge": "language",
    "optimizatoin -nothing": "Optimization",
}
"""What is asked, relaxed and corrected where it must be, and what is marked of it."""


@pytest.mark.parametrize("query", MARKED)
def test_marks_come_from_the_term_that_matched(query: str) -> None:
    found = Searcher(reader_of(SHOWN)).search(query, relax=True)
    assert found.total == 1, found
    marked = [
        snippet.text[first:last]
        for snippets in found[0].highlights.values()
        for snippet in snippets
        for first, last in snippet.marks
    ]
    assert any(MARKED[query] in mark for mark in marked), marked
