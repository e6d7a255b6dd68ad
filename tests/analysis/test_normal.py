"""Normal text and where it came from."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.folding import EASY, fold, greek_names
from searcher.analysis.normal import close_pair, comparable, normal_text, normalise
from searcher.model import HAN

ASCII = "".join(set(map(chr, range(128))) - set("\\{}$^~"))
anything = st.text(st.characters(exclude_categories=()), max_size=30)
latex = st.lists(
    st.sampled_from(list("ab 1.-{}$^~\\é強αβ\u0301，"))
    | st.sampled_from(
        ["\\alpha", "\\textbf{", "\\'", "\\c{", "\\times", "\\x{}", "\\href{", "\\L "]
    ),
    max_size=12,
).map("".join)


@given(st.text(ASCII))
def test_plain_text_is_normal(text: str) -> None:
    found = normalise(text)
    assert (found.text, found.starts, found.ends) == (text, None, None)


@given(anything | latex)
def test_each_character_knows_where_it_came_from(text: str) -> None:
    found = normalise(text)
    if found.starts is None or found.ends is None:
        assert len(found.text) == len(text)
        return
    assert len(found.text) == len(found.starts) == len(found.ends)
    spans = list(zip(found.starts, found.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(anything | latex)
def test_a_slice_holds_what_its_character_stands_for(text: str) -> None:
    """Unless a Greek letter was part of a word, which no slice of it shows."""
    found = normalise(text)
    for at, char in enumerate(found.text):
        start, end = found.raw(at, at + 1)
        if not set(text) & set(greek_names()):
            assert char in normalise(text[start:end]).text or char in "- "


@given(anything)
def test_normal_text_without_latex_is_normal(text: str) -> None:
    kept = "".join(c for c in text if fold(c) not in set("\\{}$^~") and c != "薴")
    once = normalise(kept).text
    if not set("\\{}$^~") & set(once):
        assert normalise(once).text == once


@given(anything | latex)
def test_the_text_alone_is_the_same(text: str) -> None:
    assert normal_text(text) == normalise(text).text


def test_letter_case_stays() -> None:
    assert normalise("LLM Größe ΔT").text == "LLM Grosse delta-T"


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("ＡＢＣ，１２３．", "ABC,123."),
        ("Sánchez", "Sanchez"),
        ("Sa\u0301nchez", "Sanchez"),
        ("Größe STRASSE ẞ", "Grosse STRASSE SS"),
        ("İstanbul ısı", "Istanbul isi"),
        ("學習標題", "学习标题"),
        ("Kullback–Leibler", "Kullback-Leibler"),
        ("model’s", "model's"),
        ("x² H₂O ½", "x2 H2O 1⁄2"),
        ("™ № ㎏ 。 …", "™ № ㎏ 。 …"),
        ("が ｶﾞ", "が ガ"),
        ("ᄒ\u1161ᆫ", "한"),
        ("हिन्दी กรุงเทพ", "हिन्दी กรุงเทพ"),
        ("auto\u00admated\u200b\ufeff", "automated"),
        ("ε-greedy π0 xα αx", "epsilon-greedy pi-0 x-alpha alpha-x"),
        ("αβ 𝛼𝛽𝛾 ά Ω", "alpha-beta alpha-beta-gamma alpha omega"),
        ("λόγος", "λογος"),
        (r"\alpha\beta $\mu$m \Delta{}t \varphi", "alpha-beta mu-m delta-t phi"),
        (r"$\ell_2$ \textbf{b} {\em e} \sqrt{n}", "l_2 b   e n"),
        (r"n\log n \max_x \LaTeX", "n log n max_x LaTeX"),
        (r"2\times3 a\to b \\ \,", "2 3 a  b    "),
        (r"\href{http://x/y}{a} \begin{b}c\end{b}", " a  c "),
        (r"\'ecole {\'e} \c{c}a \o re \L{}o \aa", r"ecole e ca ore Lo a"),
        (r"\%\&\#\_\$ \- \+", "%&#_$ - +"),
        (r"\unicode{x2014}\unicode{8211}\unicode{x3b1}", "—-alpha"),
        (r"\ours\ is \method{} \new{x}", "ours is method x"),
        (r"上\微 C:\data", "上 微 C:data"),
        ("a~b$c$^{d}", "a bcd"),
        ("e" + "\u0301" * 40, "e"),
        ("\ud800 \ufffe", "\ud800 \ufffe"),
    ],
)
def test_what_becomes_of(raw: str, normal: str) -> None:
    assert normalise(raw).text == normal


def test_an_accent_belongs_to_its_letter() -> None:
    raw = r"Schr\"{o}dinger"
    found = normalise(raw)
    at = found.text.index("o")
    assert raw[slice(*found.raw(at, at + 1))] == r"\"{o"


def test_comparable_ignores_case_width_and_spaces() -> None:
    assert comparable("  Trust\n\tRegion　（ＴＲ）") == "trust region (tr)"
    assert comparable("標題") == comparable("标题")
    assert comparable(string.whitespace) == ""


def test_greek_capitals_have_names_too() -> None:
    names = greek_names()
    assert names["Γ"] == names["γ"] == "gamma"
    assert len(set(names.values())) == 24


def test_what_is_easy_becomes_one_character_and_never_chinese() -> None:
    """`close_pair` looks at raw texts of such characters alone."""
    easy = [char for n in range(1 << 16) if re.match(f"[{EASY}]", char := chr(n))]
    normal = [comparable(char) for char in easy if char != " "]
    assert {len(found) for found in normal} == {1}
    others = [c for c, found in zip(easy[1:], normal, strict=True) if c < "\u4e00"]
    assert not [c for c in others if re.search(f"[{HAN}]", comparable(c))]


@given(st.text("代個个改X \n，\\{}α\u0301\u200b㊀", max_size=9))
def test_a_close_pair_of_a_normal_text_shows_in_the_raw_one(raw: str) -> None:
    if re.search("[代个].?[代个]", comparable(raw)):
        assert close_pair("代个")(raw)
