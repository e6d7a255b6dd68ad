r"""LaTeX that prints a text and does nothing else."""

import re
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.harmless import harmless
from searcher.cli.latex_commands import rules

MARKS = r"""
{ } { } $ $ _ ^ ' * [ ] % # & ~ a 1 é 信 \
\input \write \def \csname \catcode \begin \end \verb \ours ^^5c
\emph \textsc \text \bf \LaTeX \L \i \c \' \" \^ \_ \{ \} \\
\frac \hat \mathcal \alpha \sum \ell \left \cite \href
"""
LATEX = st.lists(st.sampled_from([" ", *MARKS.split()]), max_size=30).map("".join)
PRINTED = {name: rule for name, rule in rules().items() if rule.where != "nowhere"}


@pytest.mark.parametrize(
    "text",
    [
        r"\textsc{Lamp}: \emph{in vivo}",
        r"{\L}\'od\'z {\bf x} \LaTeX{} S\~ao",
        r"\L odz \'{\i} \'\i n",
        r"\textit{a {\em b} {c}} \textsuperscript{2}H",
        r"$\mathcal{A}_{\text{max}}^2 x' \times \mathbb{R}^n$",
        r"$\operatorname{argmax}_x \alpha*x$",
        r"$\sqrt{x} \sqrt[3]{x} \sqrt[n+{1}]{\frac{a}{b}}$",
        r"R\&D, 100\%, \#1, a\_b, \$5",
        "",
    ],
)
def test_what_is_meant_stays(text):
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        # what is written in another way
        (
            r"Ko\v c, $\frac12$, $x^\mathbb{R}$",
            r"Ko\v{c}, $\frac{1}{2}$, $x^{\mathbb{R}}$",
        ),
        (r"\sqrt[n]2", r"\ensuremath{\sqrt[n]{2}}"),
        (r"$\sqrt[3$ $\sqrt[\input{a}]{b}$", r"$ [3$ $\sqrt[a]{b}$"),
        (r"$\sqrt[\ours{a]}]{b}$", r"$\sqrt[{a]}]{b}$"),
        (r"\alpha-stable", r"\ensuremath{\alpha}-stable"),
        (r"$\operatorname*{argmax}$ $$x$$", r"$\operatorname{argmax}$ $x$"),
        (r"\unicode{x2013} \unicode{233}", "– é"),
        # what is not known gives way to what it was given, or to its name
        (r"\ours: \name{A}{B}", "ours: A B"),
        (r"\section*{A} $\name{a}\ours$", r"A $a\mathrm{ours}$"),
        (r"\href{https://a.b/%}{text}\cite{key}", "text"),
        (r"\texorpdfstring{$x$}{x}", "x"),
        (r"A\* \[1\] C:\one\two", r"A* [1] C:\textbackslash{}one\textbackslash{}two"),
        (r"\frac{a} \begin{b}c\end{b}", "a c"),
        # as does what reads files or makes commands
        (r"\input{a} \input b $\input{c}$", r"a input b $c$"),
        (r"\newcommand{\a}{b} $\def\a{c}$", r"a b $\mathrm{def}c$"),
        # what is not whole is mended
        ("$x_1_2$ $x_$ $x'''$ $x^2'$", r"$x_1{}_2$ $x\_$ $x'''$ $x^2{}'$"),
        (r"$\{a$ \}", r"$\lbrace{}a$ \textbraceright{}"),
        ("$5-$6 and $ 7$", r"\$5-\$6 and \$ 7\$"),
        (r"$\hat$\emph", "  "),
        ("$a^^5c$", r"$a\wedge{}^5c$"),
        (r"{\em", r"\textbraceleft{}\em"),
        (r"\Lodz {\L}odz", r"Lodz {\L}odz"),
    ],
)
def test_what_is_not(text, latex):
    assert harmless(text) == latex


@given(LATEX)
def test_only_what_is_known_to_print_is_written(text):
    written = harmless(text)
    assert "^^" not in written
    modes = ["text"]
    marks = re.findall(r"\\[A-Za-z]+|\\.|.", written, re.DOTALL)
    for before, mark in zip(["", *marks], marks, strict=False):
        if len(mark) > 1:
            assert mark[1:] in PRINTED or mark == r"\ensuremath"
            if modes[-1] == "text" and mark != r"\ensuremath":
                assert PRINTED[mark[1:]].where != "maths"
        elif mark == "{":
            rule = PRINTED.get(before[1:])
            texts = rule is not None and rule.arguments and rule.where != "maths"
            maths = before == r"\ensuremath" or modes[-1] != "text"
            modes.append("maths" if maths and not texts else "text")
        elif mark == "}":
            assert modes.pop() != "dollars"
            assert modes
        elif mark == "$":
            if modes[-1] == "dollars":
                modes.pop()
            else:
                assert modes[-1] == "text"
                modes.append("dollars")
        elif mark in "_^~":
            assert modes[-1] != "text"
        else:
            assert mark not in "\\%#&"
    assert modes == ["text"]


@given(LATEX)
def test_letters_and_digits_of_text_stay(text):
    """Of a text whose commands have no arguments that are dropped."""
    text = re.sub(r"\\(?:cite|href|begin|end)", "", text)
    kept = re.sub(r"\\[A-Za-z]+", "", text)
    assert count(harmless(text), "1é信") >= count(kept, "1é信")


def test_the_table_has_each_command_once_and_knows_its_words():
    rows = list(rules().values())
    assert {rule.where for rule in rows} == {"text", "maths", "both", "nowhere"}
    assert {rule.arguments for rule in rows} == {0, 1, 2}
    forbidden = (
        "input include write read openin openout def let csname catcode immediate"
    )
    assert not set(forbidden.split()) & set(rules())


@pytest.mark.parametrize(
    "piece",
    [r"\frac", r"\hat", "{", "$", "$x_", r"\emph{", r"\a", "_^", r"\a{b}", "{$"],
)
def test_a_text_twice_as_long_costs_twice_as_much(piece):
    few, many = (calls(lambda n=n: harmless(piece * n)) for n in (500, 1000))
    assert many < 2.2 * few + 100


def calls(work: Callable[[], object]) -> int:
    """So many functions are called."""
    number = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return number


def count(text: str, characters: str) -> int:
    return sum(map(text.count, characters))
