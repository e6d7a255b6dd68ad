"""What is marked is what matched; passages are cut between words and graphemes."""

import re
from itertools import pairwise
from random import Random
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher import Bilingual, Paper, Searcher, Snippet
from searcher.analysis.edits import distance
from searcher.analysis.han import Segmenter, indexing_segmenter
from searcher.analysis.normal import comparable
from searcher.analysis.tokens import tokens
from searcher.highlighting import highlighter
from searcher.model import Match
from searcher.query import plan, tree
from searcher.query.matches import leaves
from searcher.query.planning import plan_of
from searcher.snippets import WIDTH, width


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
    shown = highlighter(asked, segmenter, {})(paper)
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
    check_paper(paper, tree.any_of([one, other]), indexing_segmenter(), match)
