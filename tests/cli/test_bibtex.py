r"""BibTeX entries."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.bibtex import bibtex, entry, escaped
from searcher.model import Bilingual, Hit, Paper, Results, Subject

PAPER = Paper(
    "hep-th/9901001",
    title=Bilingual("On {D}-Branes & 100% of $x_1$", "论膜"),
    authors=("Müller, Jürgen", "The Rise and Fall Group"),
    subjects=(Subject("High Energy", "hep-th"),),
)


def written(*papers: Paper) -> str:
    hits = tuple(
        Hit(rank, score=1.0, paper=paper, highlights={})
        for rank, paper in enumerate(papers, 1)
    )
    found = Results("q", parsed="q", hits=hits, total=1, took=0, generation=1)
    return "".join(bibtex()(found))


def test_an_entry():
    assert written(PAPER) == (
        "@misc{muller1999d,\n"
        "  title = {{On \\textbraceleft{}D\\textbraceright{}-Branes \\& 100\\% of"
        " $x_1$}},\n"
        "  author = {Müller, Jürgen and {The Rise and Fall Group}},\n"
        "  year = {1999},\n"
        "  eprint = {hep-th/9901001},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {hep-th},\n"
        "  url = {https://arxiv.org/abs/hep-th/9901001},\n"
        "}\n\n"
    )


def test_what_is_not_known_is_left_out():
    assert entry(Paper("lonely"), "k") == "@misc{k,\n}\n\n"
    dated = Paper("lonely", title=Bilingual("", "孤"), date=date(2024, 1, 2))
    assert entry(dated, "k") == "@misc{k,\n  title = {{孤}},\n  year = {2024},\n}\n\n"


def test_keys_are_unique_and_a_paper_comes_once():
    same = [
        Paper(f"2602.0000{n}", title=Bilingual("The Same"), authors=("Ann Lee",))
        for n in range(3)
    ]
    text = written(*same, same[0], Paper("李/1", authors=("李",)))
    keys = [line[6:-1] for line in text.splitlines() if line.startswith("@misc{")]
    assert keys == ["lee2026same", "lee2026same-2", "lee2026same-3", "-1"]


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        (r"Schr\"odinger and \'{e}", r"Schr\"odinger and \'{e}"),
        ("$O(n^2)$ for 50%", r"$O(n^2)$ for 50\%"),
        ("$5 and $6", r"\$5 and \$6"),
        ("a_b ~ c^d #1", r"a\_b \textasciitilde{} c\textasciicircum{}d \#1"),
        (r"C:\dir", r"C:\textbackslash{}dir"),
        ("}, injected = {", r"\textbraceright{}, injected = \textbraceleft{}"),
        ("$}$", r"\$\textbraceright{}\$"),
        ("a\x1bb", "a\ufffdb"),
    ],
)
def test_latex(text, latex):
    assert escaped(text) == latex


@given(st.text(st.sampled_from("{}$\\\"'^~%&#_ab c信")))
def test_braces_are_nested_whatever_the_text(text):
    depth = 0
    for character in escaped(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
