"""Pages of HTML: the papers in them, and what is in none of their fields."""

from datetime import date as Date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.pages import looks_like, read
from searcher.corpus.reading import Reading
from searcher.model import Bilingual, Paper, Problem, Seen, Sighting

DAY = Date(2026, 3, 2)
SEEN = (Seen("x.html", DAY),)
LISTING = """\
<!DOCTYPE html>
<html><head><title>Machine Learning</title><style>p {}</style></head><body>
<header><a href="/">arXiv</a></header>
<h1>Machine Learning</h1>
<h3>Showing new listings for Monday, 2 March 2026</h3>
<div class="paging">Total of 2 entries</div>
<dl id='articles'>
<h3>New submissions (showing 2 of 2 entries)</h3>
<dt>
  <a name='item1'>[1]</a>
  <a href ="/abs/2603.00001" title="Abstract">arXiv:2603.00001</a>
  [<a href="/pdf/2603.00001">pdf</a>, <a href="/format/2603.00001">other</a>]
</dt>
<dd><div class='meta'>
  <div class='list-title mathjax'><span class='descriptor'>Title:</span>
    Lantern $a &lt; b$ Maps
  </div>
  <div class='list-authors'><a href="/b">Ada Birch</a>, <a href="/c">Ben Cedar</a></div>
  <div class='list-comments'><span class='descriptor'>Comments:</span> 8 pages</div>
  <div class='list-subjects'><span class='descriptor'>Subjects:</span>
    <span class="primary-subject">Machine Learning (cs.LG)</span>; Robotics (cs.RO)
  </div>
  <p class='mathjax'>
    We light H<sub>2</sub> lanterns. They shine.
  </p>
</div></dd>
<dt><a href="/abs/2603.00002v3">arXiv:2603.00002</a> (cross-list from cs.RO)</dt>
<dd><div class='list-title'>Title: Paper Boats</div>
<div class='list-authors'>Authors: Cy Elm</div></dd>
</dl>
<footer>About</footer>
</body></html>
"""


def page(body: str) -> tuple[list[Paper], list[str]]:
    items = [*read(f"<html><body>\n{body}\n</body></html>", name="x.html")]
    papers = [item.paper for item in items if isinstance(item, Sighting)]
    return papers, [f"{i.line}: {i.message}" for i in items if isinstance(i, Problem)]


def test_a_listing_of_arxiv(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_text(LISTING, encoding="utf-8")
    reading = Reading(path, "x.html")
    sightings = [*reading]
    assert reading.problems == ()
    first, second = (one.paper for one in sightings)
    assert [one.line for one in sightings] == [
        9,
        LISTING[: LISTING.index("<dt><a href")].count(chr(10)) + 1,
    ]
    assert first.title == Bilingual("Lantern $a < b$ Maps")
    assert first.abstract == Bilingual("We light H2 lanterns. They shine.")
    assert first.authors == ("Ada Birch", "Ben Cedar")
    assert [of.code for of in first.subjects] == ["cs.LG", "cs.RO"]
    assert (first.id, first.date, first.seen) == ("2603.00001", DAY, SEEN)
    assert (second.id, second.version, second.authors) == ("2603.00002", 3, ("Cy Elm",))


CARDS = {
    "a heading that is a link": """
<h3><a href="https://arxiv.org/abs/2603.00001v1">Paper Boats</a></h3>
<p class="authors">Ada Birch, Ben Cedar</p><p>We fold boats of paper.</p>
""",
    "labels": """
<h3>Paper Boats</h3><p><strong>Authors:</strong> Ada Birch, Ben Cedar</p>
<p>Abstract: We fold boats of paper.</p><p>
<a href="https://arxiv.org/abs/2603.00001v1">arXiv</a> |
<a href="https://arxiv.org/pdf/2603.00001v1">PDF</a></p>
""",
    "classes": """
<div class="paper-card"><div class="paper-title">
<a href="http://arxiv.org/abs/2603.00001v1">Paper Boats</a></div>
<span class="authors">Ada Birch, Ben Cedar</span>
<div class="paper-abstract">We fold boats of paper.</div></div>
""",
    "a list": """
<ul><li><a href="https://arxiv.org/abs/2603.00001v1">Paper Boats</a>
<br>Ada Birch, Ben Cedar<br>We fold boats of paper.</li></ul>
""",
    "paragraphs": """
<p><a href="https://arxiv.org/abs/2603.00001v1">Paper Boats</a> - Ada Birch, Ben Cedar
</p><blockquote>We fold boats of paper.</blockquote>
""",
    "a list of terms": """
<h3>Paper Boats</h3><dl><dt>Authors:</dt><dd>Ada Birch, Ben Cedar</dd>
<dt>Abstract</dt><dd>We fold boats of paper.</dd>
<dt>Link</dt><dd><a href="https://arxiv.org/abs/2603.00001v1">abs</a></dd></dl>
""",
    "a table": """
<table><tr><th>Title</th><th>Authors</th><th>Abstract</th><th>PDF</th></tr>
<tr><td>Paper Boats</td><td>Ada Birch, Ben Cedar</td>
<td><p>We fold boats of paper.</p></td>
<td><a href="https://arxiv.org/pdf/2603.00001v1">PDF</a></td></tr></table>
""",
    "a table of something else": """
<table><tr><td><h3>Paper Boats</h3></td></tr><tr>
<td><a href="https://arxiv.org/abs/2603.00001v1">Paper Boats</a></td></tr>
<tr><td>Ada Birch, Ben Cedar</td></tr>
<tr><td>We fold boats of paper.</td></tr></table>
""",
}


@pytest.mark.parametrize("name", CARDS)
def test_a_paper_in_any_layout(name: str) -> None:
    found, problems = page(f"<h2>Boats</h2>{CARDS[name]}")
    assert found == [
        Paper(
            "2603.00001",
            version=1,
            title=Bilingual("Paper Boats"),
            abstract=Bilingual("We fold boats of paper."),
            authors=("Ada Birch", "Ben Cedar"),
            keywords=("Boats",),
            seen=(Seen("x.html"),),
        )
    ]
    assert problems == []


def test_both_languages_and_a_day() -> None:
    found, problems = page(
        "<h1>arXiv 2026-03-02</h1><h3>Paper Boats</h3><h4>纸船</h4>"
        '<a href="https://arxiv.org/abs/2603.00001">arXiv</a>'
        "<p>摘要：我们折纸。</p><p>Abstract: We fold.</p>"
    )
    (paper,) = found
    assert paper.title == Bilingual("Paper Boats", "纸船")
    assert paper.abstract == Bilingual("We fold.", "我们折纸。")
    assert paper.date == DAY
    assert problems == []


def test_what_is_in_no_field_is_reported() -> None:
    found, problems = page(
        '<h3><a href="https://arxiv.org/abs/2603.00001">Paper Boats</a></h3>\n'
        "<p>Ada Birch</p>\n<p>Score 5</p>\n"
        "<table><tr><th>Title</th></tr>\n<tr><td></td></tr></table>"
    )
    assert len(found) == 1
    assert problems == [
        "3: a text 'Ada Birch' in no field of a paper, left out",
        "4: a text 'Score 5' in no field of a paper, left out",
        "6: a link to arXiv without a title, wanted one",
    ]


def test_a_page_without_papers_is_one_problem() -> None:
    found, problems = page("<h1>News</h1><p>Nothing today.</p>")
    assert (found, len(problems)) == ([], 1)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<!DOCTYPE html>\n<html>", True),
        ("\ufeff<html lang='zh'>", True),
        ("<!-- made by x -->\n<!doctype html>", True),
        ("<dl><dt>", True),
        ("<p align=center>A README</p>\n# Heading", False),
        ("# Heading\n<html>", False),
        ("", False),
    ],
)
def test_it_is_known_by_its_content(head: str, expected: bool) -> None:
    assert looks_like(head) is expected


PIECES = [
    *("<h3>", "</h3>", "<p>", "</p>", "<dt>", "<dd>", "<tr>", "<td>", "</table>"),
    *("<table>", "<br>", "<li class='title'>", "</li>", "Paper Boats", "Abstract: x"),
    *('<a href="/abs/2603.00001">', "</a>", "<!--", "&amp;", "<span class=authors>"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_page_is_read(body: str) -> None:
    papers, problems = page(body)
    assert papers or problems


@pytest.mark.parametrize("part", [*PIECES, "<b>x</b>", "<", "<a ", "<i>"])
def test_work_is_linear_in_a_page(part: str) -> None:
    papers, problems = page(part * 20_000)
    assert papers or problems


INTRODUCED = """
<h2>Trends</h2><p>This week has been hot, and boats were folded all over the
world.</p>
<h3>1. Folding</h3><p>Most of what we read was of paper, and
<a href="https://arxiv.org/abs/2603.00009">FLASH</a> is the best of it, though there is
<a href="https://arxiv.org/abs/2603.00008">Gaussian Boats and Ships</a> to be read.</p>
<h4>📦 Boats <span class="count">· 2편</span></h4>
<div class="paper"><div>📄
<a href="https://arxiv.org/abs/2603.00001"><b>Paper Boats</b></a>
<span class="badge">RO</span></div>
<div class="paper-authors">👥 Ada Birch, Ben Cedar et al.</div>
<p>We fold boats of paper, unlike what the authors of
<a href="https://arxiv.org/abs/2603.00007">Stone Boats</a> do, who carve stone.</p>
</div>
"""


def test_papers_that_are_named_in_sentences_are_none() -> None:
    (paper,), problems = page(INTRODUCED)
    assert (paper.id, paper.title) == ("2603.00001", Bilingual("Paper Boats"))
    assert (paper.authors, paper.keywords) == (("Ada Birch", "Ben Cedar"), ("Boats",))
    assert paper.abstract.en.startswith("We fold boats")
    assert [text.partition("'")[2][:9] for text in problems] == [
        "This week",
        "Most of w",
    ]


@pytest.mark.parametrize(
    "href",
    [
        "/papers/2603.00001",
        "https://huggingface.co/papers/2603.00001",
        "https://www.alphaxiv.org/abs/2603.00001",
        "https://doi.org/10.48550/arXiv.2603.00001",
    ],
)
def test_links_to_a_paper_elsewhere(href: str) -> None:
    (paper,), problems = page(f'<h3><a href="{href}">Paper Boats</a></h3>')
    assert (paper.id, paper.title.en, problems) == ("2603.00001", "Paper Boats", [])


def test_a_table_for_each_paper() -> None:
    tables = "".join(
        f"<table><tr><td>{title}</td></tr><tr><td>{names}<br><i>Ash, Elm</i></td></tr>"
        f"<tr><td><b>TLDR:</b> {title} float.</td></tr><tr><td><b>arXiv ID:</b> "
        f'<a href="https://arxiv.org/abs/{known}">{known}</a></td></tr></table>'
        for title, names, known in (
            ("Paper Boats", "Ada Birch, Ben Cedar", "2603.00001"),
            ("Stone Boats", "Cy Elm, Di Fir", "2603.00002"),
        )
    )
    link = '<a href="https://arxiv.org/abs/2603.00003">Boats</a>'
    start = f"<h3>{link}</h3><p>By Jo Ash, Al Oak</p>"
    found, problems = page(start + tables)
    assert [(one.id, one.title.en, one.authors) for one in found[1:]] == [
        ("2603.00001", "Paper Boats", ("Ada Birch", "Ben Cedar")),
        ("2603.00002", "Stone Boats", ("Cy Elm", "Di Fir")),
    ]
    assert [one.abstract.en for one in found[1:]] == [
        "Paper Boats float.",
        "Stone Boats float.",
    ]
    assert len(problems) == 2


def test_the_page_of_one_paper() -> None:
    (paper,), problems = page(
        """<h1 class="title"><span>Title:</span>Paper Boats</h1>
<div class="authors"><span>Authors:</span><a>Ada Birch</a>, <a>Ben Cedar</a></div>
<blockquote class="abstract"><span>Abstract:</span>We fold boats.</blockquote>
<table><tr><td>Comments:</td><td>8 pages</td></tr><tr><td>Subjects:</td>
<td>Machine Learning (cs.LG)</td></tr><tr><td>Cite as:</td>
<td><a href="https://arxiv.org/abs/2603.00001v2">arXiv:2603.00001v2</a></td></tr>
</table>"""
    )
    assert (paper.id, paper.version, problems) == ("2603.00001", 2, [])
    assert [of.code for of in paper.subjects] == ["cs.LG"]


def test_a_part_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "digest"
    path.write_text(CARDS["classes"], encoding="utf-8")
    reading = Reading(path, "x.html")
    assert [one.paper.id for one in reading] == ["2603.00001"]
    assert reading.problems == ()


@pytest.mark.parametrize(
    "form",
    [
        '<h3>{n}. <a href="{u}">{t}</a></h3><p class="authors">Di Elm, Ed Fir</p>',
        '<h3>{t}</h3><div>作者：Di Elm, Ed Fir</div><div><a href="{u}">{u}</a></div>',
        '<h3>[{n}] {t}</h3><p>Authors: Di Elm, Ed Fir</p><p><a href="{u}">{u}</a></p>',
    ],
)
def test_numbers_and_addresses_are_no_titles(form: str) -> None:
    titles = ("Lazy Heaps of Harbours", "Trees That Grow")
    link = "https://arxiv.org/abs/2603.0000"
    body = "".join(
        f"<div>{form.format(n=at, t=title, u=f'{link}{at}')}</div>\n"
        for at, title in enumerate(titles, 1)
    )
    text = f"<!DOCTYPE html>\n<html><body>{body}</body></html>\n"
    found = [*read(text, name="x.html")]
    papers = [item.paper for item in found if isinstance(item, Sighting)]
    assert len(papers) == len(found)
    assert tuple(paper.title.en for paper in papers) == titles
    assert [paper.id for paper in papers] == ["2603.00001", "2603.00002"]
    assert {paper.authors for paper in papers} == {("Di Elm", "Ed Fir")}
