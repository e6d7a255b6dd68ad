"""The page for a person."""

from datetime import date

import pytest

from searcher.cli.render import cut, link, page, shortened
from searcher.cli.terminal import Look
from searcher.model import (
    Bilingual,
    Hit,
    Paper,
    Record,
    Results,
    Snippet,
    Subject,
)
from searcher.searching import Searcher
from tests.oracle import MemoryBackend

ABSTRACT = "We begin. Then (we go on, and on). Here it ends"
PAPER = Paper(
    "2602.04620",
    title=Bilingual("A Title That Is Long", "长长的标题"),
    abstract=Bilingual(ABSTRACT, ""),
    authors=("Ann A", "Bob B"),
    subjects=(Subject("Machine Learning", "cs.LG"), Subject("Odd")),
    date=date(2026, 2, 6),
)
HIT = Hit(
    9,
    score=1.0,
    paper=PAPER,
    highlights={
        "title.en": (Snippet(PAPER.title.en, ((2, 12),)),),
        "title.zh": (Snippet(PAPER.title.zh),),
        "abstract.en": (Snippet("we go on", ((3, 5),)),),
    },
)


def results(*hits: Hit) -> Results:
    return Results("q", parsed="q", hits=hits, total=len(hits), took=0.0, generation=1)


def test_a_page_without_colour():
    look = Look(colour=False, columns=16)
    assert "".join(page(results(HIT), look)) == (
        "9  A Title That\n"
        "   Is Long\n"
        "   长长的标题\n"
        "   Ann A, Bob B\n"
        "   2026-02-06  cs.LG Odd  https://arxiv.org/abs/2602.04620\n"
        "   … we go on …\n"
    )


def test_marks_end_with_the_line_and_begin_anew():
    look = Look(colour=True, columns=11)
    lines = "".join(page(results(HIT), look)).splitlines()
    bold, mark, end = "\x1b[1m", "\x1b[1;31m", "\x1b[0m"
    assert lines[0] == f"\x1b[2m9{end}  {bold}A {end}{mark}Title{end}"
    assert lines[1] == f"   {mark}That{end}{bold} Is{end}"
    assert lines[2] == f"   {bold}Long{end}"


def test_ranks_are_aligned_and_hits_apart():
    ten = Hit(10, score=0.5, paper=PAPER, highlights=HIT.highlights)
    text = "".join(page(results(HIT, ten), Look()))
    assert text.startswith(" 9  A Title That Is Long\n    长长的标题\n")
    assert "\n\n10  A Title" in text
    assert "".join(page(results(), Look())) == ""


def test_long_lists_of_authors_are_shortened():
    assert shortened(["A", "B", "C", "D"]).text == "A, B, C, D"
    assert shortened(["A", "B", "C", "D", "E"]).text == "A, B, C and 2 more"
    assert shortened([]).text == ""


def test_authors_whose_names_matched_are_among_those_shown():
    authors = ["Ada Birch", "Ben Cedar", "Di Elm", "Ed Fir", "Flo Gum"]
    found = shortened(authors, [Snippet("Flo Gum", ((0, 3),))])
    assert found.text == "Ada Birch, Ben Cedar, Flo Gum and 2 more"
    assert [found.text[a:b] for a, b in found.marks] == ["Flo"]
    all_matched = [Snippet(name, ((0, 1),)) for name in authors]
    assert (
        shortened(authors, all_matched).text
        == "Ada Birch, Ben Cedar, Di Elm and 2 more"
    )
    same = shortened(authors[:4], [Snippet("Di Elm", ((3, 6),))])
    assert [same.text[a:b] for a, b in same.marks] == ["Elm"]


@pytest.mark.parametrize(
    ("asked", "name", "marks"),
    [
        ("au:gum", "Flo Gum", ["Gum"]),
        ('au:"Gum, Flo"', "Flo Gum", ["Flo", "Gum"]),
        ('au:"F. Gum"', "Flo Gum", ["Flo", "Gum"]),
        ("Flo Gum", "Flo Gum", ["Flo Gum"]),
        ("gum heaps", "Flo Gum", ["Gum"]),
        ("gu*", "Flo Gum", ["Gum"]),
        ("gume~", "Flo Gum", ["Gum"]),
        ("*lo gu*", "Flo Gum", ["lo Gu"]),
    ],
)
def test_a_search_says_which_authors_matched(asked, name, marks):
    paper = Paper(
        "2603.00001",
        title=Bilingual("Lazy Heaps"),
        authors=("Ada Birch", "Ben Cedar", "Di Elm", "Ed Fir", "Flo Gum"),
    )
    backend = MemoryBackend()
    with backend.begin(None) as build:
        build.add([Record(paper)])
        build.publish(digests=(), problems=())
    [hit] = Searcher(backend.open()).search(asked)
    [matched] = hit.authors
    assert matched.text == name
    assert [matched.text[a:b] for a, b in matched.marks] == marks
    assert "authors" not in hit.to_json()


def test_a_foreign_id_is_no_link():
    assert link(Paper("x\x1by"), Look(colour=True)) == "x\ufffdy"


@pytest.mark.parametrize(
    ("passage", "shown"),
    [
        ("We begin.", "We begin."),
        ("We", "We …"),
        ("begin.", "… begin."),
        ("Then (we go on, and on).", "Then (we go on, and on)."),
        ("go on,", "… go on, …"),
        ("Here it ends", "Here it ends"),
        ("ends", "… ends"),
        (ABSTRACT, ABSTRACT),
    ],
)
def test_an_ellipsis_only_where_a_sentence_was_cut(passage, shown):
    (found,) = cut([Snippet(passage, ((0, 2),))], ABSTRACT, "…")
    assert found.text == shown
    start, end = found.marks[0]
    assert found.text[start:end] == passage[:2]


def test_the_second_of_two_equal_passages_is_the_second():
    text = "On and on. On"
    first, second = cut([Snippet("On"), Snippet("On")], text, "…")
    assert (first.text, second.text) == ("On …", "On")
