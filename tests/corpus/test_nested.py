"""JSON that is one value: papers in whatever they are wrapped, and nothing lost."""

import json
import tracemalloc
from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus import jsonlines
from searcher.corpus.nested import found, looks_like
from searcher.corpus.reading import Reading
from searcher.model import Bilingual, Problem, Sighting

PAPERS = [
    {"id": f"2603.0000{n}", "title": f"Heaps {n}", "authors": [{"name": "Ada"}]}
    for n in (1, 2, 3)
]
IDS = [paper["id"] for paper in PAPERS]
ROW = "|**2026-03-02**|**Heaps**|Ada Birch et.al.|[2603.00001](http://arxiv.org/abs/2603.00001v1)|null|\n"
ITEM = (
    "- 2026-03-02, **Heaps**, Ada Birch et.al., "
    "Paper: [http://arxiv.org/abs/2603.00001v1](http://arxiv.org/abs/2603.00001v1)\n"
)
DAY = Date(2026, 3, 2)


def without_id(paper: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in paper.items() if key != "id"}


WRAPPED: dict[str, Any] = {
    "a list": PAPERS,
    "papers": {"count": 3, "papers": PAPERS, "stats": {"cs.LG": 3}},
    "data": {"title": "A digest", "data": PAPERS, "tags": ["x"]},
    "deep": {"status": "ok", "response": {"results": PAPERS}},
    "by id": {paper["id"]: without_id(paper) for paper in PAPERS},
    "by a link": {
        f"https://arxiv.org/abs/{paper['id']}": without_id(paper) for paper in PAPERS
    },
    "lists of lists": [PAPERS[:1], PAPERS[1:]],
}


def read(
    value: str, tmp_path: Path, name: str = "x.json"
) -> tuple[list[Sighting], list[str]]:
    path = tmp_path / name
    path.write_text(value, encoding="utf-8")
    reading = Reading(path, name)
    sightings = list(reading)
    return sightings, [f"{one.line}: {one.message}" for one in reading.problems]


@pytest.mark.parametrize("name", WRAPPED)
@pytest.mark.parametrize("indent", [None, 0, 2])
def test_papers_in_any_wrapping(name: str, indent: int | None, tmp_path: Path) -> None:
    sightings, problems = read(json.dumps(WRAPPED[name], indent=indent), tmp_path)
    assert [one.paper.id for one in sightings] == IDS
    assert {one.paper.authors for one in sightings} == {("Ada",)}
    assert {one.paper.keywords for one in sightings} == {()}
    assert problems == []
    lines = [one.line for one in sightings]
    assert lines == sorted(lines)
    assert (len(set(lines)) == 3) == (indent is not None)


@pytest.mark.parametrize(
    ("value", "keywords", "subjects", "days"),
    [
        (
            {"Lamps": PAPERS[:1], "Boats": PAPERS[1:2]},
            ["Lamps", "Boats"],
            [],
            [None] * 2,
        ),
        ({"Lamps": {"papers": PAPERS[:1]}}, ["Lamps"], [], [None]),
        ({"cs.LG": PAPERS[:1]}, [], ["cs.LG"], [None]),
        ({"2026-03-02": PAPERS[:1]}, [], [], [DAY]),
        ({"2026-03-02": {"Lamps": PAPERS[:1]}}, ["Lamps"], [], [DAY]),
        ({"papers": PAPERS[:1], "date": "2026-03-02"}, [], [], [DAY]),
        ({"papers": PAPERS[:1], "new_papers": PAPERS[1:2]}, [], [], [None] * 2),
    ],
)
def test_what_is_said_around_papers(
    value: Any,
    keywords: list[str],
    subjects: list[str],
    days: list[Date | None],
    tmp_path: Path,
) -> None:
    sightings, problems = read(json.dumps(value, indent=1), tmp_path)
    papers = [one.paper for one in sightings]
    assert [key for paper in papers for key in paper.keywords] == keywords
    assert [of.code for paper in papers for of in paper.subjects] == subjects
    assert [paper.date for paper in papers] == days
    assert problems == []


@pytest.mark.parametrize("text", [ROW, ITEM])
@pytest.mark.parametrize("indent", [None, 2])
def test_rows_of_a_table_under_ids(
    text: str, indent: int | None, tmp_path: Path
) -> None:
    value = {"SLAM": {"2603.00001": text, "2603.00002": "?"}, "SFM": {}}
    (sighting,), problems = read(json.dumps(value, indent=indent), tmp_path)
    paper = sighting.paper
    assert (paper.id, paper.title.en, paper.authors) == (
        "2603.00001",
        "Heaps",
        ("Ada Birch",),
    )
    assert (paper.keywords, paper.date) == (("SLAM",), DAY)
    line = 4 if indent else 1
    assert problems == [
        f"{line}: a text under an id, wanted an object or a row of a table"
    ]


@pytest.mark.parametrize("value", [5, None, True])
def test_what_is_no_paper_under_an_id(value: object, tmp_path: Path) -> None:
    under = {"2603.00001": ROW, "2603.00002": value}
    sightings, problems = read(json.dumps({"SLAM": under}), tmp_path)
    assert [one.paper.id for one in sightings] == ["2603.00001"]
    assert problems == ["1: JSON, but no object, wanted a paper"]


def test_titles_that_are_no_papers(tmp_path: Path) -> None:
    value = {
        "meta": {"title": "A digest", "date": "2026-03-02"},
        "categories": [{"name": "Lamps", "papers": PAPERS[:1]}],
    }
    (sighting,), problems = read(json.dumps(value, indent=1), tmp_path)
    assert (sighting.paper.id, sighting.paper.keywords) == (IDS[0], ("Lamps",))
    assert problems == []


@pytest.mark.parametrize("key", ["references", "related", "cites", "similar"])
@pytest.mark.parametrize("indent", [None, 1])
def test_papers_that_a_paper_names_are_none(
    key: str, indent: int | None, tmp_path: Path
) -> None:
    value = {"title": "Heaps", key: PAPERS}
    (sighting,), _problems = read(json.dumps(value, indent=indent), tmp_path)
    assert sighting.paper.title.en == "Heaps"


def test_a_feed_that_was_turned_into_json(tmp_path: Path) -> None:
    entry = {
        "id": "http://arxiv.org/abs/2603.00001v1",
        "title": "Heaps",
        "author": {"name": "Ada"},
        "category": {"@term": "cs.LG"},
        "published": "2026-03-02T00:00:00Z",
    }
    value = {"feed": {"title": "arXiv", "entry": [entry]}}
    (sighting,), problems = read(json.dumps(value), tmp_path)
    paper = sighting.paper
    assert (paper.id, paper.authors, paper.date) == ("2603.00001", ("Ada",), DAY)
    assert [of.code for of in paper.subjects] == ["cs.LG"]
    assert problems == []


def test_items_that_are_no_papers_are_reported(tmp_path: Path) -> None:
    value = [PAPERS[0], 5, None, "x", {"id": "1"}, {"foo": "bar"}]
    sightings, problems = read(json.dumps(value), tmp_path)
    assert len(sightings) == 1
    assert problems == [
        *["1: JSON, but no object, wanted a paper"] * 3,
        *["1: an object with no title, wanted one"] * 2,
    ]


@pytest.mark.parametrize("value", [{"name": "x", "scripts": {"a": "b"}}, []])
@pytest.mark.parametrize("indent", [None, 2])
def test_what_holds_no_papers_is_one_problem(
    value: Any, indent: int | None, tmp_path: Path
) -> None:
    sightings, problems = read(json.dumps(value, indent=indent), tmp_path)
    assert (sightings, len(problems)) == ([], 1)


def test_a_broken_paper_stops_no_other(tmp_path: Path) -> None:
    text = json.dumps(PAPERS, indent=1).replace('"Heaps 2"', "Heaps 2")
    sightings, problems = read(text, tmp_path)
    assert [one.paper.id for one in sightings] == [IDS[0], IDS[2]]
    assert problems[0] == "13: broken JSON, expecting value"


def test_a_list_that_is_cut_short(tmp_path: Path) -> None:
    sightings, problems = read(json.dumps(PAPERS, indent=1)[:-60], tmp_path)
    assert [one.paper.id for one in sightings] == IDS[:2]
    assert [problem.partition(", ")[0].partition(": ")[2] for problem in problems] == [
        "broken JSON"
    ]


def test_lists_nested_without_end_are_a_problem(tmp_path: Path) -> None:
    sightings, problems = read("[" * 100_000, tmp_path)
    assert sightings == []
    assert len(problems) == 1


def test_memory_does_not_grow_with_a_list() -> None:
    paper = json.dumps({"id": "1", "title": "T", "abstract": "word " * 2000})

    def chunks() -> Iterator[bytes]:
        yield b'{"date": "2026-03-02", "papers": ['
        for _ in range(6_000):
            yield paper.encode() + b",\n"
        yield paper.encode() + b"]}"

    tracemalloc.start()
    items = jsonlines.read_value(chunks(), name="x", encoding="utf-8")
    count = sum(isinstance(one, Sighting) for one in items)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 6_001  # 60 MB
    assert peak < 200 << 20


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('[{"id": 1}]', True),
        ("[\n  {", True),
        ('{\n  "papers": [', True),
        ('{"papers": [\n{"id": 1},\n{"id": 2}\n]}', True),
        ('{"papers": [{"id"', True),
        ('{"id": 1}\n{"id": 2}', False),
        ('{"id": 1}', False),
        ('{"id": "1", "tit\n{"id": 2}', False),
        ("[a link](https://example.org)", False),
        ("[2026-03-02] News", False),
        ("[1, 2]", False),
        ("# Heading", False),
        ("{\\em Title}\n", False),
        ("", False),
    ],
)
def test_it_is_known_by_its_content(head: str, expected: bool) -> None:
    assert looks_like(head) is expected


def test_lines_that_wrap_papers(tmp_path: Path) -> None:
    text = "\n".join(
        json.dumps({"day": "2026-03-02", "papers": [one]}) for one in PAPERS
    )
    sightings, problems = read(text, tmp_path, "x.jsonl")
    assert [(one.paper.id, one.line) for one in sightings] == [
        *zip(IDS, (1, 2, 3), strict=True)
    ]
    assert problems == []


@given(
    st.recursive(
        st.sampled_from([None, 5, "x", ROW, *PAPERS]),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.sampled_from(["papers", "cs.LG", "2603.00001", "2026-03-02", "x"]),
                inner,
                max_size=3,
            ),
        ),
        max_leaves=12,
    ),
    st.integers(1, 30),
    st.sampled_from([None, 1]),
)
def test_the_same_is_found_wherever_a_stream_is_cut(
    value: Any, size: int, indent: int | None
) -> None:
    text = json.dumps(value, indent=indent)
    whole = list(found([text]))
    cut = [text[at : at + size] for at in range(0, len(text), size)]
    assert list(found(cut)) == whole
    wanted = text.count('"title": "Heaps')
    assert sum(isinstance(one.value, dict) for one in whole) >= wanted


@given(st.text('[]{},:"a1 \n', max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(list(found([text])), list)
    for item in jsonlines.read_value([text.encode()], name="x", encoding="utf-8"):
        assert isinstance(item, Sighting | Problem)


@pytest.mark.parametrize(
    "text",
    [
        "".join(map(json.dumps, PAPERS)),
        " ".join(map(json.dumps, PAPERS)),
        "".join(json.dumps(paper, indent=1) for paper in PAPERS),
        "\n".join(json.dumps(paper).replace("]}", "],}") for paper in PAPERS),
        "\n".join(json.dumps(paper).replace("}]", "},]") for paper in PAPERS),
        json.dumps(PAPERS).replace("]}", "],}"),
        json.dumps({"papers": PAPERS}, indent=1).replace("]\n  }", "],\n  }"),
        json.dumps(PAPERS, indent=1).replace("}\n  ]", "},\n  ]"),
    ],
)
def test_objects_in_a_row_and_needless_commas(text: str, tmp_path: Path) -> None:
    sightings, problems = read(text, tmp_path)
    assert [one.paper.id for one in sightings] == IDS
    assert [one.paper.authors for one in sightings] == [("Ada",)] * 3
    assert problems == []


def test_lines_in_brackets_without_their_commas(tmp_path: Path) -> None:
    text = "[\n{}\n]".format("\n".join(map(json.dumps, PAPERS)))
    sightings, problems = read(text, tmp_path)
    assert [one.paper.id for one in sightings] == IDS
    assert problems == ["3: broken JSON, expecting ',' delimiter"]


@pytest.mark.parametrize(
    "value",
    [
        {"hits": {"hits": [{"_id": "7", "_source": PAPERS[0]}]}},
        {"data": {"papers": {"edges": [{"node": PAPERS[0]}]}}},
        {"-Mabc": PAPERS[0]},
        {"0": PAPERS[0]},
        {"feed": {"title": "A query", "entry": PAPERS[0]}},
        [{"id": IDS[0], "metadata": without_id(PAPERS[0])}],
        {"data": [{"type": "x", "id": IDS[0], "attributes": without_id(PAPERS[0])}]},
        {"rows": [{"row_idx": 0, "row": PAPERS[0], "truncated_cells": []}]},
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_paper_wrapped_by_a_service(
    value: Any, indent: int | None, tmp_path: Path
) -> None:
    (sighting,), problems = read(json.dumps(value, indent=indent), tmp_path)
    assert (sighting.paper.id, sighting.paper.authors) == (IDS[0], ("Ada",))
    assert (sighting.paper.keywords, problems) == ((), [])


def test_what_is_true_or_empty_is_no_text_that_is_not_read() -> None:
    line = b'{"title": "B", "isAuthorHere": false, "abstract_fr": "", "title_x": []}'
    assert not [
        one for one in jsonlines.read([line], name="x") if isinstance(one, Problem)
    ]


def read_value(text: str) -> Iterator[Sighting | Problem]:
    yield from jsonlines.read_value([text.encode()], name="x.json", encoding="utf-8")


ROWS = [
    {"id": "2603.00001", "title": "Lazy Heaps", "authors": ["Di Elm"]},
    {"id": "2603.00002", "title": "Trees", "authors": ["Ed Fir", "Flo Gum"]},
]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "value",
    [
        {key: [row[key] for row in ROWS] for key in ROWS[0]},
        {key: {str(at): row[key] for at, row in enumerate(ROWS)} for key in ROWS[0]},
        {
            "columns": [*ROWS[0]],
            "index": [0, 1],
            "data": [[*row.values()] for row in ROWS],
        },
        {"data": {key: [row[key] for row in ROWS] for key in ROWS[0]}},
    ],
)
def test_a_table_by_its_columns(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    found = [*read_value(text)]
    if indent is None:
        assert [*jsonlines.read([text.encode()], name="x.json")] == found
    papers = [item.paper for item in found if isinstance(item, Sighting)]
    assert len(papers) == len(found)
    assert [(paper.id, paper.title.en) for paper in papers] == [
        ("2603.00001", "Lazy Heaps"),
        ("2603.00002", "Trees"),
    ]
    assert [paper.authors for paper in papers] == [("Di Elm",), ("Ed Fir", "Flo Gum")]


def test_lists_of_one_paper_are_no_table() -> None:
    value = {"title": ["Heaps", "堆"], "authors": ["Di", "Ed"], "abstract": ["x", "堆"]}
    (found,) = jsonlines.read([json.dumps(value).encode()], name="x.json")
    assert isinstance(found, Sighting)
    assert found.paper.title == Bilingual("Heaps", "堆")


@pytest.mark.parametrize("gap", ["", " ", "\n", "\n  "])
def test_a_text_without_end_takes_no_other_paper_with_it(gap: str) -> None:
    text = (
        f'[{{"id": "2603.00001", "title": "Heaps", "abstract": "They wait.}},{gap}'
        f'{{"id": "2603.00002", "title": "Trees"}},{gap}{{"title": "Boats"}}]'
    )
    found = [*read_value(text)]
    titles = [item.paper.title.en for item in found if isinstance(item, Sighting)]
    assert titles == ["Trees", "Boats"]
    assert len(found) == len(titles) + 1
