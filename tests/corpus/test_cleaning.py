"""HTML is read where sightings are made, in every format, and nothing else changes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.markup import plain
from searcher.corpus.ids import made
from searcher.corpus.reading import Reading
from searcher.model import Bilingual, Paper, Subject

HTML = {
    "Search &amp; rescue": "Search & rescue",
    "R&D and AT&T": "R&D and AT&T",
    "R&amp;D": "R&D",
    "R&amp;amp;D": "R&D",
    "R&amp;amp;amp;amp;amp;D": "R&D",
    "R&#38;#38;D": "R&D",
    "H<sub>2</sub>O": "H2O",
    "H<SUB>2</SUB>O": "H2O",
    "H&lt;sub&gt;2&lt;/sub&gt;O": "H2O",
    "H&amp;lt;sub&amp;gt;2&amp;lt;/sub&amp;gt;O": "H2O",
    "H<jats:sub>2</jats:sub>O": "H2O",
    "10<sup>5</sup> steps": "10^5 steps",
    "10<sup>-5</sup> steps": "10^-5 steps",
    "the 1<sup>st</sup> of <sup>13</sup>C": "the 1st of 13C",
    "caf&eacute;": "café",
    "caf&#233;": "café",
    "caf&eacute, M&uumlller, &AElig": "café, Müller, Æ",
    "caf&#xe9, &#20013&#25991": "café, 中文",
    "<italic>E. coli</italic>, <bold>x</bold> <scp>DNA</scp>": "E. coli, x DNA",
    "<inline-formula><tex-math>$x$</tex-math></inline-formula>": "$x$",
    '<xref ref-type="bibr" rid="b1">1</xref>': "1",
    '<ext-link xlink:href="https://example.org/">here</ext-link>': "here",
    "<mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac>": "1/2",
    "<math><msup><mi>x</mi><mn>2</mn></msup></math>": "x^2",
    "caf&#xE9;": "café",
    "caf&#XE9;": "café",
    "O&#39;Birch": "O'Birch",
    "O&#39Birch": "O'Birch",
    "O&apos;Birch": "O'Birch",
    "O&rsquo;Birch": "O’Birch",
    "a &lt; b": "a < b",
    "P&lt0.05": "P<0.05",
    "x &lt y &gt z": "x < y > z",
    "5&nbsp;km": "5 km",
    "co&shy;operate": "cooperate",
    "one<br>two<br/>three<br />four": "one two three four",
    "<p>One.</p><p>Two.</p>": "One. Two.",
    "<p>It was cut o": "It was cut o",
    "<i>E. coli</i> and <em>rats</em>": "E. coli and rats",
    '<a href="https://example.org/?a=1&amp;b=2">here</a>': "here",
    "<span class=\"x\" id='y'>text</span>": "text",
    "<ul><li>one</li><li>two</li></ul>": "one two",
    "<jats:title>Abstract</jats:title><jats:p>We do.</jats:p>": "Abstract We do.",
    "<mml:math><mml:mi>x</mml:mi></mml:math>": "x",
    "<math><mi>x</mi></math>": "x",
    "a <!-- not said --> b": "a b",
    "<![CDATA[a & b]]>": "a & b",
    "<script>var a = 1;</script>text": "text",
    "&alpha;-helix &ge; 2 &mdash; &#945;": "α-helix ≥ 2 — α",
    "&#20013;&#25991;": "中文",
}
NONE = [
    "a < b and c > d",
    "a<b>c",
    "$x<y>z$",
    "$\\langle a<i>b \\rangle$",
    "if x<sub and y>2",
    "sums over <i> and <j>",
    "the mean <p> and <x^2>",
    "tokens <unk>, <mask>, <pad>, [CLS]",
    "<s> begins and </s> ends",
    "<think>so</think><answer>42</answer>",
    "<image> and <video> tokens, an <img> token",
    "std::vector<int> and List<String>",
    "AT&T, R&D, Q&A; S&P; B&W",
    "f(x) && g(y) & h",
    "a \\& b \\\\ c & d",
    "https://example.org/?a=1&copy=2&lt=3&amp=4",
    "&unknown; &x; &;",
    "&notanentity; &ampere; &lthre;",
    "?a=1&eacute=2",
    "an <italic> token, <sec>, <var>",
    "&#; &#x; &#99999999999;",
    "<3",
    "->, <-, <=>, <>, </>",
    "x&ltimes",
]


@pytest.mark.parametrize("text", HTML)
def test_html_is_what_it_shows(text: str) -> None:
    assert plain(text) == HTML[text]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_html_stays(text: str) -> None:
    assert plain(text) == text


@given(st.text(st.characters(exclude_characters="&")).filter(lambda t: "<" not in t))
def test_text_without_its_characters_is_unchanged(text: str) -> None:
    assert plain(text) == text


@given(st.text("ab1 $&#;<>=/!-[]\\"))
def test_text_without_names_of_html_is_unchanged(text: str) -> None:
    known = ("<a", "<b", "</a", "</b", "&#", "<!--")
    if not any(name in text.lower() for name in known):
        assert plain(text) == text


@given(st.lists(st.sampled_from([*HTML, *NONE, "&lt;", "&amp;", "b>", "x"])))
def test_what_is_clean_stays_clean(parts: list[str]) -> None:
    once = plain(" ".join(parts))
    assert plain(once) == once


@pytest.mark.parametrize(
    "part", ["<!--", "<script>", "<sup>", "&amp;", "&lt;", "<a b=", "<![CDATA[", "&#1"]
)
def test_work_is_linear_in_what_never_ends(part: str) -> None:
    """A quadratic pattern would take minutes for this."""
    assert isinstance(plain(part * 100_000 + "-->"), str)


SHOWN = Paper(
    "2603.40005",
    title=Bilingual("R&D of H2O lamps", "水灯的 R&D"),
    abstract=Bilingual("A café < 5 km away, <unk>.", "一个 café。"),
    authors=("Ada O'Birch", "Ben Cédar"),
    subjects=(Subject("Alchemy & Co"), Subject("Machine Learning", "cs.LG")),
    keywords=("R&D",),
)
RAW = {
    "id": "2603.40005",
    "title": "R&amp;D of H<sub>2</sub>O lamps",
    "title_zh": "水灯的 R&amp;D",
    "abstract": "A caf&eacute; &lt; 5 km away, <unk>.",
    "abstract_zh": "一个 caf&eacute;。",
    "authors": "Ada O&#39;Birch, Ben C&eacute;dar",
    "categories": "Alchemy &amp; Co; cs.LG",
    "keywords": ["R&amp;D"],
}
MARKDOWN = """\
## Keyword: R&amp;D
### R&amp;D of H<sub>2</sub>O lamps
水灯的 R&amp;D
- **Authors:** Ada O&#39;Birch<sup>1</sup>, Ben C&eacute;dar
- **Subjects:** Alchemy &amp; Co; Machine Learning (cs.LG)
- **Arxiv link:** https://arxiv.org/abs/2603.40005
- **Abstract**
A caf&eacute; &lt; 5 km away, <unk>.
- **中文摘要**
一个 caf&eacute;。
"""


def read(path: Path) -> list[Paper]:
    reading = Reading(path, path.name)
    found = [sighting.paper for sighting in reading]
    assert reading.problems == ()
    return found


@pytest.mark.parametrize("text", [json.dumps(RAW), MARKDOWN], ids=["json", "markdown"])
def test_every_format_is_cleaned(text: str, tmp_path: Path) -> None:
    path = tmp_path / "digest"
    path.write_text(text, encoding="utf-8")
    (paper,) = read(path)
    assert paper.to_json() | {"seen": []} == SHOWN.to_json()


def test_an_id_is_made_of_the_title_that_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "digest"
    path.write_text('{"title": "R&amp;D"}\n{"title": "R&D"}', encoding="utf-8")
    assert [paper.id for paper in read(path)] == [made("R&D")] * 2


def test_chinese_in_numbers_is_chinese(tmp_path: Path) -> None:
    path = tmp_path / "digest"
    path.write_text('{"title": "&#24816;&#24615;&#22534;"}', encoding="utf-8")
    assert read(path)[0].title == Bilingual(zh="惰性堆")


def test_a_text_that_is_nothing_but_html_stays(tmp_path: Path) -> None:
    path = tmp_path / "digest"
    path.write_text('{"title": "<b></b>"}', encoding="utf-8")
    assert read(path)[0].title.en == "<b></b>"
