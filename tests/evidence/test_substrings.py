"""Every piece of a text that holds a letter finds its paper, however it is cut."""

import json
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import searcher
from searcher import Paper, Searcher
from searcher.query.marks import has_letter, star
from searcher.query.sought import Sought, is_unlike
from searcher.settings import create_library

PIECES = [
    *"abcXYZ019 \n.,;:!?()[]'\"-_/&%#@+=<>$^~{}`*\\",
    *("\\textbf{", "\\alpha", "\\'e", "αβ", "α", "λόγος", "é", "e\u0301", "ß", "ﬁ"),
    *("Ａ", "１", "½", "强化", "學習", "，", "。", "π0", "𝛼", "ł", "’", "–", "\u00ad"),
    *("İ", "か\u3099", "ﾊﾞ", "\u1112\u1161", "한", "™", "…", "😀", "\u200b", "\ud800"),
]


@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=14), st.data())
@settings(max_examples=400, deadline=None)
def test_every_slice_of_a_text_stands_in_it(
    pieces: list[str], data: st.DataObject
) -> None:
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = " ".join(text[start:end].split())
    assume(len(piece) > 1 and has_letter(piece))
    assert Sought.of(piece).stands_in([text], unlike=is_unlike(text))


def cuts(papers: Searcher, count: int, *, seed: int) -> list[tuple[Paper, str]]:
    """Random pieces of 2 to 12 characters, from all four texts in turn."""
    random = Random(seed)
    everything = papers.search("has:en OR has:zh", limit=None, highlights=False)
    held = [hit.paper for hit in everything]
    found: list[tuple[Paper, str]] = []
    while len(found) < count:
        paper = random.choice(held)
        title, abstract = paper.title, paper.abstract
        text = (title.en, abstract.en, title.zh, abstract.zh)[len(found) % 4]
        size = random.randint(2, 12)
        if len(text) < size:
            continue
        start = random.randint(0, len(text) - size)
        piece = text[start : start + size]
        if has_letter(piece):
            found.append((paper, piece))
    return found


def check(papers: Searcher, count: int, figure, *, seed: int = 5) -> None:
    def ids(query: str, *, relax: bool = False) -> tuple[set[str], str | None]:
        found = papers.search(query, limit=None, relax=relax, highlights=False)
        return {hit.paper.id for hit in found}, found.relaxed

    labels: Counter[str | None] = Counter()
    for paper, piece in cuts(papers, count, seed=seed):
        typed = f"*{piece}*"
        careful = star(" ".join(piece.split())) or typed
        found, _ = ids(careful)
        assert paper.id in found, careful
        if typed != careful:  # a space at an end, or a star inside
            assert paper.id in ids(typed)[0], typed
        bare, label = ids(piece, relax=True)
        labels[label] += 1
        assert bare, piece
        if label == "substring":
            assert bare == found, piece
    assert labels["substring"]
    figure("bare, how often it was relaxed to what", dict(labels))


def test_pieces_of_the_sample(sample: Searcher, figure) -> None:
    check(sample, 60, figure)


def test_pieces_of_real_papers(papers, figure) -> None:
    check(papers(300), 60, figure)


@pytest.mark.slow
def test_pieces_of_twenty_thousand_papers(papers, figure) -> None:
    check(papers(20_000), 1000, figure)


@pytest.mark.parametrize(
    "piece",
    [
        " trust reg",
        "rust reg ",
        "  ust region  ",
        "*ust",
        "extbf{Trus",
        "rust\u201d",
        '"trust',
        "(TRUST",
        "ion}-b",
        "-bas",
        "信任区域（T",
        "a^*",
        "alph",
    ],
)
def test_pieces_with_odd_ends(odd: Searcher, piece: str) -> None:
    assert [hit.paper.id for hit in odd.search(f"*{piece}*")] == ["odd"]
    assert [hit.paper.id for hit in odd.search(piece, relax=True)] == ["odd"]


LONG = [
    "lopado" * 30 + "pterygon",
    "1,000," * 20 + "017",
    "https://example.org/" + "path" * 40 + "?leaf=1",
    "Ｗ" * 40 + "ｉｄｅ" * 20,
    "trust-" * 300 + "region",
    "强" * 1500 + "化学习",
    "\\begin{" + "q" * 90 + "uartz}",
    "word " * 65_600 + "beyond the end",
]


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    root = tmp_path_factory.mktemp("long")
    create_library(root)
    with (root / "corpus" / "long.jsonl").open("w", encoding="utf-8") as out:
        for number, text in enumerate(LONG):
            title = f"Paper {number}"
            out.write(json.dumps({"id": f"{number}", "title": title, "text": text}))
            out.write("\n")
    searcher.update(root)
    with searcher.open(root) as opened:
        yield opened


@pytest.mark.parametrize("number", range(len(LONG)))
def test_pieces_of_what_is_longer_than_a_term_or_a_text(
    long: Searcher, number: int
) -> None:
    """What stands beyond the longest word, and beyond the longest text, is found."""
    random, text = Random(number), LONG[number]
    ends = [text[-12:], text[-2:], text[-40:-35], text[:5]]
    for _ in range(20):
        start = random.randrange(len(text) - 12)
        ends.append(text[start : start + random.randint(2, 12)])
    for piece in filter(has_letter, ends):
        found = long.search(f"*{piece}*", limit=None, highlights=False)
        assert str(number) in {hit.paper.id for hit in found}, piece
