r"""BibTeX entries."""

import re
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


@given(st.lists(st.sampled_from([*'{}$\\"@,=^ a信', " and ", r"\emph", r"\'"])))
def test_an_entry_has_its_fields_whatever_the_text(pieces):
    text = "".join(pieces)
    paper = Paper(
        "2602.00001", title=Bilingual(f"a{text}"), authors=(f"a{text}", "Ann Lee")
    )
    found = fields(entry(paper, "k"))
    assert [name for name, _ in found] == [
        *("title", "author", "year", "eprint", "archivePrefix", "url")
    ]
    assert found[0][1][0] + found[0][1][-1] == "{}"
    assert found[1][1].endswith(" and Ann Lee")
    assert found[2][1] == "2026"


@pytest.mark.parametrize(
    "name",
    [
        *("The Rise and Fall", "Rise AND Fall", "and", "A, B, C, D", "X \t and Y"),
        *("LIGO Scientific Collaboration", "The ATLAS Collaboration (CERN)"),
        *("Qwen Team", "the Human Genome Project", "GRAVITY+ collaboration"),
    ],
)
def test_a_name_is_one_name(name):
    paper = Paper("2602.00001", authors=(name, "Ann Lee"))
    assert f"author = {{{{{' '.join(name.split())}}} and Ann Lee}}" in " ".join(
        entry(paper, "k").split()
    )


def fields(text: str) -> list[tuple[str, str]]:
    """Names and values of one entry; braces are counted as BibTeX counts them."""
    body = text.partition(",\n")[2]
    found = []
    while name := re.match(r"  (\w+) = \{", body):
        depth, end = 1, name.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(body[end], 0)
            end += 1
        found.append((name[1], body[name.end() : end - 1]))
        assert body[end : end + 2] == ",\n"
        body = body[end + 2 :]
    assert body == "}\n\n"
    return found


@given(st.text(st.sampled_from("{}$\\\"'^~%&#_ab c信")))
def test_braces_are_nested_whatever_the_text(text):
    depth = 0
    for character in escaped(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Paweł Łach", "lach"),
        ("Đurić, Petar", "duric"),
        ("Hans Ørsted", "orsted"),
        (r"K. {\L}ukowicz", "lukowicz"),
        (r"J\"urgen M{\"u}ller", "muller"),
        ("Guðrún Þórsdóttir", "thorsdottir"),
        ("Æsa Œuvrard", "oeuvrard"),
        ("Anna Strauß", "strauss"),
        ("Aydın Işık", "isik"),
        ("Elçin Əliyev", "eliyev"),
        ("Bella Ŋala", "nala"),
        ("Nguyễn Văn Đức", "duc"),
        ("李明", "liming"),
        ("歐陽明", "ouyangming"),
        ("Liddell O'Brien-Łoś", "obrienlos"),
        ("李 明", "liming"),
        ("Martin Luther King, Jr.", "king"),
        ("Tom Smith III", "smith"),
        ("Tom Łoś Jr.", "los"),
        ("Łoś Jr., Tom", "los"),
        ("Ludwig van Beethoven", "beethoven"),
        ("de la Cruz, Juan", "delacruz"),
        ("LIGO Scientific Collaboration", "ligo"),
        ("The ATLAS Collaboration", "atlas"),
        ("Qwen Team", "qwen"),
        ("Plato", "plato"),
    ],
)
def test_a_key_has_every_letter_of_the_surname(name, key):
    paper = Paper("2602.00001", title=Bilingual("On the Öre"), authors=(name,))
    assert written(paper).startswith(f"@misc{{{key}2026ore,")
