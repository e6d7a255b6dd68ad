"""No line of a digest vanishes: each has one place, and what is no field is told."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.digests import outlined, parse
from searcher.corpus.frontmatter import with_front_matter
from searcher.corpus.marks import Kind
from searcher.corpus.places import Place, places
from searcher.model import Paper

HERE = Path(__file__).parent
SAMPLES = sorted((HERE / "samples").iterdir())
CASES = sorted((HERE.parent / "cases").glob("*/corpus/**/*.md"))
FIELDS = {
    *("title", "title_zh", "authors", "subjects", "link", "pdf"),
    *("abstract", "abstract_zh"),
}


def every_place(text: str) -> dict[int, Place]:
    """The place of each line that says something; each has exactly one."""
    lines = re.split(r"\r\n|\n|\r", text)
    found = list(places(outlined(lines)))
    counted = Counter(place.line for place in found)
    assert [line for line, times in counted.items() if times > 1] == []
    marks = with_front_matter(iter(lines))
    said = {mark.line for mark in marks if mark.kind is not Kind.BLANK}
    assert set(counted) == said
    return {place.line: place for place in found}


@pytest.mark.parametrize("file", [*SAMPLES, *CASES], ids=str)
def test_every_line_of_our_samples_has_a_place(file: Path) -> None:
    text = file.read_text("utf-8")
    found = every_place(text)
    told = {problem.line for problem in parse(text, path="d.md").problems}
    starts = {s.line for s in parse(text, path="d.md").sightings}
    for line, place in found.items():
        assert place.what in {*FIELDS, "header", "known"} or told, (line, place)
        if place.what in FIELDS:
            assert place.paper in starts
    assert {"title", "authors"} <= {place.what for place in found.values()} or told


def test_every_line_of_the_real_digests_has_a_place(data: Path) -> None:
    """And it is a field of a paper or the header, of all 623 entries."""
    entries = 0
    for file in sorted((data / "digests").rglob("*")):
        if file.is_file() and file.suffix != ".jsonl":
            found = every_place(file.read_text("utf-8"))
            assert {place.what for place in found.values()} <= {*FIELDS, "header"}
            entries += len({place.paper for place in found.values()} - {0})
    assert entries == 47 + 362 + 143 + 71


NAMES = (
    *("Comments", "Foo", "Foo Bar", "GitHub", "Page count", "Journal-ref", "DOI"),
    *("页数", "备注", "代码", "TL;DR", "Affiliation", "Project page", "Published"),
)
STYLES = (
    *("**{}:** v12", "**{}**: v12", "{}: v12", "- {}: v12", "- **{}:** v12"),
    *("{}：v12", "* **{}**：v12", "> **{}:** v12", "__{}__: v12", "📌 **{}**: v12"),
)


def papers(text: str) -> list[Paper]:
    return [sighting.paper for sighting in parse(text, path="d.md").sightings]


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
@pytest.mark.parametrize("style", STYLES)
def test_a_label_that_is_not_known_harms_no_field_or_is_told(
    file: Path, style: str
) -> None:
    lines = file.read_text("utf-8").split("\n")
    good = papers("\n".join(lines))
    within = range(31, 35) if file.name == "enhanced.md" else ()
    for at in range(len(lines) + 1):
        if at in within and style[0] == "{":
            continue  # within a paragraph, a line may begin with any word
        line = style.format(NAMES[(at * 3 + STYLES.index(style)) % len(NAMES)])
        new = "\n".join([*lines[:at], line, *lines[at:]])
        told = {problem.line for problem in parse(new, path="d.md").problems}
        assert papers(new) == good or at + 1 in told, (at, line)


PIECES = [line for file in SAMPLES for line in file.read_text("utf-8").split("\n")] + [
    style.format(name) for name in NAMES[:4] for style in STYLES
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_lines_in_any_order_have_one_place_each(lines: list[str]) -> None:
    text = "\n".join(lines)
    if outlined(lines):
        every_place(text)


@pytest.mark.parametrize(
    "text",
    [
        "Background: Heaps are old.\nMethods: We wait.\nResults: They sort.",
        "**Background:** Heaps are old.\n\n**Results:** They sort.",
        "Motivation: Heaps are old.\n\nConclusions: They sort.",
        "背景：堆很旧。\n方法：我们等待。\n结果：它们排序。",
        "We wait, and then wait again, until nothing is left to\nHeaps: we wait.",
        "## Results\nThey sort.",
        "Authors: who sort.",
    ],
)
def test_the_parts_of_an_abstract_stay_in_it(text: str) -> None:
    digest = f"### Lazy Heaps\n- **Authors:** Di Elm\n- **Abstract**\n{text}\n"
    other = "### Trees\n- **Authors:** Ed Fir\n- **Abstract**\nThey grow.\n"
    found = parse(digest + other, path="d.md")
    assert found.problems == ()
    first, second = (sighting.paper for sighting in found.sightings)
    whole = first.abstract.zh or first.abstract.en
    assert whole.replace(" ", "") == re.sub(r"\s|\*\*", "", text)
    assert second.abstract.en == "They grow."


@pytest.mark.parametrize("value", ["12 pages", "12 pages,\n3 figures", "\n12 pages"])
@pytest.mark.parametrize("blank", ["", "\n"])
def test_the_lines_of_a_label_that_is_not_known_go_with_it(
    value: str, blank: str
) -> None:
    text = (
        f"### Lazy Heaps\n**Foo:** {value}\n{blank}**Authors:** Di Elm\n"
        f"**Abstract:** A heap.\n{blank}**Foo:** {value}\n{blank}"
    )
    found = parse(text * 2, path="d.md")
    assert {(s.paper.title.en, s.paper.abstract.en) for s in found.sightings} == {
        ("Lazy Heaps", "A heap.")
    }
    lines = 4 * (1 + value.count("\n"))
    assert [(problem.line, problem.message) for problem in found.problems] == [
        (2, f"'foo' is no label that is known, left out ({lines} lines of the digest)")
    ]


def test_text_between_papers_is_told() -> None:
    text = (
        "# New submissions for Mon, 2 Mar 26\nsome words\n## Keyword: a\n"
        "### Lazy Heaps\n- **Authors:** Di Elm\nunder the authors\nand more\n"
        "## Keyword: b\nbetween papers\n\n"
        "### Trees\n- **Authors:** Ed Fir\n- **Authors:** Ed Oak\n"
    )
    found = parse(text, path="d.md")
    assert [(problem.line, problem.message) for problem in found.problems] == [
        (6, "2 lines of no field, wanted a label above them"),
        (9, "1 lines of no field, wanted a label above them"),
        (13, "authors given again, and not the same: the first counts"),
    ]
    assert [s.paper.title.en for s in found.sightings] == ["Lazy Heaps", "Trees"]
