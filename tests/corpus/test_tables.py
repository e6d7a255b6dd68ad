"""Tables of Markdown: a row is a paper or a problem, whatever its columns are named."""

from datetime import date as Date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus import digests
from searcher.corpus.cells import cells, links, parts, shown
from searcher.corpus.tables import columns, taken
from searcher.model import Bilingual, Paper, Seen

CV = """\
## Updated on 2026.03.09
> Usage instructions: [here](./docs/README.md#usage)

<details>
  <summary>Table of Contents</summary>
  <ol>
    <li><a href=#slam>SLAM</a></li>
  </ol>
</details>

## SLAM

|Publish Date|Title|Authors|PDF|Code|
|---|---|---|---|---|
|**2026-03-02**|**Lantern Maps**|Ada Birch et.al.|[2603.00001](http://arxiv.org/abs/2603.00001v2)|null|
|**2026-03-01**|**Boats: [A] Study**|Ben Cedar et.al.|[2603.00002](http://arxiv.org/abs/2603.00002)|**[link](https://github.com/x/y)**|

<p align=right>(<a href=#updated-on-20260309>back to top</a>)</p>
"""
DAILY = """\
# Daily Papers
Last update: 2026-03-09

## Time Series
| **Title** | **Date** | **Abstract** | **Comment** |
| --- | --- | --- | --- |
| **[Lantern $E[|x|^p]$](http://arxiv.org/abs/2603.00003v1)** | 2026-03-01 | \
<details><summary>Show</summary><p>We light $|x|$ lanterns.</p></details> | 8 pages |
| **[Paper Boats](http://arxiv.org/abs/2603.00004v1)** | 2026-03-02 | \
<details><summary>Show</summary><p>We fold $|x|$ boats.</p></details> | \
<details><summary>Accep...</summary><p>Accepted.</p></details> |
"""
CHINESE = """\
# 今日论文

### 灯笼 (1 篇)

| 序号 | 标题 | 作者 | 分类 | 链接 | 摘要 | 日期 |
|:--:|:--|:--|:--|:--|:--|--:|
| 1 | Paper Boats<br>纸船 | 艾达、本 等 | cs.LG | \
[arXiv](https://arxiv.org/abs/2603.00005) \
| We fold.<br>我们折纸。 | 2026年3月2日 |
"""


def read(text: str, path: str = "x.md") -> tuple[list[Paper], list[str]]:
    found = digests.parse(text, path=path)
    problems = [f"{problem.line}: {problem.message}" for problem in found.problems]
    return [sighting.paper for sighting in found.sightings], problems


def test_the_table_of_cv_arxiv_daily() -> None:
    found, _problems = read(CV)
    assert found == [
        Paper(
            "2603.00001",
            version=2,
            title=Bilingual("Lantern Maps"),
            authors=("Ada Birch",),
            keywords=("SLAM",),
            date=Date(2026, 3, 2),
            seen=(Seen("x.md", Date(2026, 3, 2)),),
        ),
        Paper(
            "2603.00002",
            title=Bilingual("Boats: [A] Study"),
            authors=("Ben Cedar",),
            keywords=("SLAM",),
            date=Date(2026, 3, 1),
            seen=(Seen("x.md", Date(2026, 3, 1)),),
        ),
    ]


def test_the_table_of_daily_arxiv_with_pipes_in_its_cells() -> None:
    found, problems = read(DAILY)
    assert [paper.title.en for paper in found] == ["Lantern $E[|x|^p]$", "Paper Boats"]
    assert found[0].abstract.en == "We light $|x|$ lanterns."
    assert [(paper.id, paper.version) for paper in found] == [
        ("2603.00003", 1),
        ("2603.00004", 1),
    ]
    assert {paper.keywords for paper in found} == {("Time Series",)}
    assert not any("cells" in problem for problem in problems)


def test_a_table_in_chinese_with_both_languages_in_a_cell() -> None:
    (paper,), _problems = read(CHINESE)
    assert paper.title == Bilingual("Paper Boats", "纸船")
    assert paper.abstract == Bilingual("We fold.", "我们折纸。")
    assert paper.authors == ("艾达", "本")
    assert [subject.code for subject in paper.subjects] == ["cs.LG"]
    assert (paper.id, paper.keywords) == ("2603.00005", ("灯笼",))
    assert paper.date == Date(2026, 3, 2)


HEADERS = [
    "| Title | Link |",
    "Title | Link",
    "|**Title**|**arXiv**|",
    "| Paper Title | URL |",
    "| 论文标题 | 链接 |",
    "| 题目 | 论文链接 |",
    "| Paper | PDF |",
    "| Name | Paper Link |",
    "| [Title](#x) | `ID` |",
]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("rule", ["|---|---|", ":-- | --:", "| :-: | - |"])
def test_columns_go_by_many_names(header: str, rule: str) -> None:
    row = "| Lazy Heaps | [2603.00001](https://arxiv.org/abs/2603.00001v2) |"
    (paper,), problems = read(f"{header}\n{rule}\n{row}\n")
    assert (paper.id, paper.version, paper.title.en) == ("2603.00001", 2, "Lazy Heaps")
    assert problems == []


@pytest.mark.parametrize(
    "cell",
    [
        "[2603.00001](https://arxiv.org/abs/2603.00001v1)",
        "https://arxiv.org/pdf/2603.00001v1",
        "<https://arxiv.org/abs/2603.00001v1>",
        '<a href="https://arxiv.org/abs/2603.00001v1">abs</a>',
        "[abs](https://arxiv.org/abs/2603.00001v1), [pdf](https://arxiv.org/pdf/2603.00001v1)",
        "[code](https://github.com/x/2604.00009) [abs](http://arxiv.org/abs/2603.00001v1)",
        "2603.00001v1",
        "arXiv:2603.00001v1",
        "`2603.00001v1`",
        "**[[pdf]](https://arxiv.org/pdf/2603.00001v1)**",
    ],
)
def test_an_id_however_its_cell_links(cell: str) -> None:
    (paper,), problems = read(f"|Title|Link|\n|-|-|\n|Heaps|{cell}|\n")
    assert (paper.id, paper.version) == ("2603.00001", 1)
    assert problems == []


@pytest.mark.parametrize(
    ("row", "papers", "problems"),
    [
        ("|Heaps|Ada|", 1, ["3: a row of 2 cells, wanted 3"]),
        ("||Ada|2603.00001|", 0, ["3: a row with no title, wanted one"]),
        ("|null|Ada|2603.00001|", 0, ["3: a row with no title, wanted one"]),
        (
            "|Heaps|Ada|[x](https://example.org/7)|",
            1,
            ["3: arXiv is 'x', wanted a link to arXiv"],
        ),
        ("|Heaps|Ada|-|", 1, []),
        ("|Heaps|Ada||", 1, []),
        ("|Heaps||2603.00001|", 1, []),
        ("|A|b|c|d|e|", 0, ["3: a row of 5 cells, wanted 3"]),
        ("|a \\| b|Ada|2603.00001|", 1, []),
        ("|P(a|b) and q|Ada|[x](http://arxiv.org/abs/2603.00001)|", 1, []),
        ("| | | |", 0, []),
    ],
)
def test_a_row_is_a_paper_or_a_problem(
    row: str, papers: int, problems: list[str]
) -> None:
    found, said = read(
        f"|Title|Authors|arXiv|\n|-|-|-|\n{row}\n|Last|Ben|2603.00009|\n"
    )
    assert (len(found) - 1, [one for one in said if not one.endswith("arXiv")]) == (
        papers,
        [one for one in problems if not one.endswith("arXiv")],
    )
    assert found[-1].id == "2603.00009"
    assert set(problems) <= set(said)


def test_a_day_and_a_column_that_are_not_understood() -> None:
    text = "|Title|Date|Colour|\n|-|-|-|\n|Heaps|soon|red|\n|Boats|later|blue|\n"
    found, problems = read(text)
    assert len(found) == 2
    assert problems == [
        "1: a column 'Colour' that is not read; told once",
        "3: Date is 'soon', wanted YYYY-MM-DD",
        "4: Date is 'later', wanted YYYY-MM-DD",
    ]


def test_a_table_without_a_title_is_reported() -> None:
    found, problems = read("|Authors|arXiv|\n|-|-|\n|Ada|2603.00001|\n")
    assert found == []
    assert "1: a table without a column for the title, wanted one" in problems


def test_a_table_of_something_else_is_left_alone() -> None:
    lines = ["|Model|Score|", "|---|---|", "|A|5|"]
    found = taken(lines, path="x.md")
    assert not found
    assert found.rest == lines


def test_a_table_that_is_one_paper() -> None:
    text = (
        "| Title | Lazy Heaps |\n|---|---|\n| Authors | Ada Birch, Ben Cedar |\n"
        "| arXiv | [2603.00007](https://arxiv.org/abs/2603.00007v3) |\n"
        "| Abstract | We wait. |\n"
    )
    (paper,), problems = read(text)
    assert (paper.id, paper.title.en) == ("2603.00007", "Lazy Heaps")
    assert paper.authors == ("Ada Birch", "Ben Cedar")
    assert problems == []


def test_tables_and_entries_in_one_digest() -> None:
    text = (
        "# New submissions for Mon, 2 Mar 26\n## Keyword: heaps\n### Lazy Heaps\n"
        "- **Authors:** Ada Birch\n- **Arxiv link:** https://arxiv.org/abs/2603.00001\n"
        "- **Abstract**\nWe wait.\n\n## Boats\n|Title|Link|\n|-|-|\n"
        "|Paper Boats|https://arxiv.org/abs/2603.00002|\n"
    )
    found, _problems = read(text)
    assert [(paper.id, paper.keywords, paper.abstract.en) for paper in found] == [
        ("2603.00001", ("heaps",), "We wait."),
        ("2603.00002", ("Boats",), ""),
    ]
    assert {paper.date for paper in found} == {Date(2026, 3, 2)}


def test_headings_that_are_days_date_what_is_below() -> None:
    text = (
        "## SLAM\n### 2026-03-02\n|Title|\n|-|\n|Heaps|\n"
        "### 2026/03/01\n|Title|\n|-|\n|Boats|\n"
    )
    found, _problems = read(text)
    assert [(paper.date, paper.keywords) for paper in found] == [
        (Date(2026, 3, 2), ("SLAM",)),
        (Date(2026, 3, 1), ("SLAM",)),
    ]


@given(st.text("|Hx2\\-\n", max_size=60))
def test_no_row_is_lost(text: str) -> None:
    rows = [f"|{row}|" for row in text.split("\n")]
    found = taken(["|Title|Authors|arXiv|", "|-|-|-|", *rows], path="x")
    told = {sighting.line for sighting in found.sightings}
    told |= {problem.line for problem in found.problems}
    full = {at for at, row in enumerate(rows, 3) if row.strip("|-")}
    full = {at for at in full if any(cells(rows[at - 3]))}
    assert full <= told


@given(st.text(max_size=60))
def test_any_cell_is_read(text: str) -> None:
    assert isinstance(shown(text), str)
    assert isinstance(parts(text), tuple)
    assert isinstance(links(text), list)
    assert columns(cells(text)) is None or cells(text)


@pytest.mark.parametrize("part", ["**", "[", "[a](", "|", "*a ", "<summary>", "!["])
def test_work_is_linear_in_a_cell(part: str) -> None:
    assert read(f"|Title|\n|-|\n|{part * 50_000}|\n")


def test_work_is_linear_in_lines_of_no_table() -> None:
    assert not taken(["|-|-|"] * 20_000, path="x").sightings


HTML = """---
layout: default
---

# cs.DS（2026-03-02）

<h2 id="x">🔬 Heaps (2 篇)</h2>

<table>
<thead>
<tr><th>#</th><th>题目</th><th>Authors</th></tr>
</thead>
<tbody>
<tr>
  <td>1</td>
  <td><a href="https://arxiv.org/abs/2603.00001">★ Lazy | Heaps</a></td>
  <td>Di Elm</td>
</tr>
<tr>
  <td>2</td>
  <td><a href="https://arxiv.org/abs/2603.00002">2. Trees</a></td>
  <td>Ed Fir</td>
</tr>
</tbody>
</table>
"""
ACROSS = """
| | Paper 1 | Paper 2 |
|---|---|---|
| Title | Lazy \\| Heaps | Trees |
| Authors | Di Elm | Ed Fir |
| Link | https://arxiv.org/abs/2603.00001 | https://arxiv.org/abs/2603.00002 |
"""


@pytest.mark.parametrize("text", [HTML, ACROSS])
def test_tables_in_html_and_by_column(text: str) -> None:
    digest = digests.parse(text, path="d.md")
    assert digest.problems == ()
    found = [sighting.paper for sighting in digest.sightings]
    assert [(paper.id, paper.title.en, paper.authors) for paper in found] == [
        ("2603.00001", "Lazy | Heaps", ("Di Elm",)),
        ("2603.00002", "Trees", ("Ed Fir",)),
    ]


def test_a_table_in_html_that_is_not_closed() -> None:
    digest = digests.parse(HTML.partition("</tbody>")[0], path="d.md")
    assert [one.paper.title.en for one in digest.sightings] == ["Lazy | Heaps", "Trees"]
