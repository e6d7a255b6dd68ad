"""Papers in JSON as other programs write them: the right fields, and nothing wrong."""

from datetime import date as Date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus import jsonlines
from searcher.corpus.objects import MOST_FAULTS, Object
from searcher.corpus.people import people
from searcher.corpus.records import paper
from searcher.corpus.roles import Role, role
from searcher.model import Bilingual, Paper, Problem, Subject

LEARNING = Subject("Machine Learning", "cs.LG")
ROBOTICS = Subject("Robotics", "cs.RO")
EXPECTED = Paper(
    "2603.00001",
    version=2,
    title=Bilingual("Lazy Heaps"),
    abstract=Bilingual("A heap that waits."),
    authors=("Ada Birch", "Ben Cedar"),
    subjects=(LEARNING, ROBOTICS),
    date=Date(2026, 3, 2),
)
NAMED = [{"name": "Ada Birch"}, {"name": "Ben Cedar"}]
BOTH = {"title": "Lazy Heaps", "authors": ["Ada Birch", "Ben Cedar"]}
SHAPES: dict[str, dict[str, Any]] = {
    "the feed of arXiv": {
        "id": "http://arxiv.org/abs/2603.00001v2",
        "guidislink": True,
        "link": "http://arxiv.org/abs/2603.00001v2",
        "updated": "2026-03-09T09:00:00Z",
        "published": "2026-03-02T09:00:00Z",
        "published_parsed": [2026, 3, 2, 9, 0, 0, 0, 61, 0],
        "title": "Lazy\n  Heaps",
        "summary": "A heap\nthat waits.",
        "summary_detail": {"type": "text/plain", "value": "A heap"},
        "title_detail": {"type": "text/plain", "value": "Lazy"},
        "authors": NAMED,
        "author": "Ben Cedar",
        "author_detail": {"name": "Ben Cedar"},
        "tags": [{"term": "cs.LG", "scheme": "x"}, {"term": "cs.RO"}],
        "links": [{"href": "http://arxiv.org/abs/2603.00001v2"}],
        "arxiv_primary_category": None,
    },
    "a client of that feed": BOTH
    | {
        "entry_id": "http://arxiv.org/abs/2603.00001v2",
        "published": "2026-03-02 09:00:00+00:00",
        "summary": "A heap that waits.",
        "doi": "10.1145/1234.56789",
        "primary_category": "cs.LG",
        "categories": ["cs.LG", "cs.RO"],
        "pdf_url": "http://arxiv.org/pdf/2603.00001v2",
    },
    "an id beside the number of a row": BOTH
    | {
        "id": 17,
        "arxivId": "2603.00001v2",
        "abstract": "A heap that waits.",
        "publishedDate": "2026-03-02",
        "categories": "cs.LG, cs.RO",
    },
    "an id in a link alone": BOTH
    | {
        "id": "a1b2c3",
        "url": "https://arxiv.org/abs/2603.00001v2",
        "Abstract": "A heap that waits.",
        "Publish Date": "2026-03-02",
        "subjects": "Machine Learning (cs.LG); Robotics (cs.RO)",
    },
    "names in parts": {
        "arxiv_id": "2603.00001v2",
        "paper_title": "Lazy Heaps",
        "abstract": "A heap that waits.",
        "author": [
            {"given": "Ada", "family": "Birch"},
            {"forenames": "Ben", "keyname": "Cedar"},
        ],
        "created": "2026-03-02",
        "category": [{"code": "cs.LG"}, {"@type": "x", "term": "cs.RO"}],
    },
    "Chinese keys": {
        "编号": "2603.00001v2",
        "标题": "Lazy Heaps",
        "摘要": "A heap that waits.",
        "作者": "Ada Birch、Ben Cedar",
        "分类": "cs.LG cs.RO",
        "日期": "2026-03-02",
    },
    "an announcement": {
        "link": "https://arxiv.org/abs/2603.00001v2",
        "title": "Lazy Heaps",
        "description": "arXiv:2603.00001v2 Announce Type: new \nAbstract: A heap that "
        "waits.",
        "creator": "Birch, Ada; Cedar, Ben",
        "tags": ["cs.LG", "cs.RO"],
        "date": "2026-03-02",
    },
}


@pytest.mark.parametrize("name", SHAPES)
def test_widespread_shapes_are_the_same_paper(name: str) -> None:
    record = Object(SHAPES[name])
    assert paper(record) == EXPECTED
    assert record.faults == []
    assert record.roles.strangers == ()


def test_a_paper_within_an_object() -> None:
    record = Object(
        {
            "paper": {
                "id": "2603.00001",
                "title": "Lazy Heaps",
                "summary": "A heap that waits.",
                "authors": [{"_id": "1", "name": "Ada Birch", "hidden": False}, None],
                "ai_summary": "It waits.",
            },
            "publishedAt": "2026-03-02T00:00:00.000Z",
            "title": "Lazy Heaps",
            "thumbnail": "x",
        }
    )
    found = paper(record)
    assert (found.id, found.authors) == ("2603.00001", ("Ada Birch",))
    assert found.date == Date(2026, 3, 2)
    assert record.faults == ["item 2 of authors is null, wanted a text"]


@pytest.mark.parametrize(
    "key", ["title_zh", "titleZh", "zh_title", "title-cn", "中文标题", "Title Chinese"]
)
def test_a_title_in_chinese(key: str) -> None:
    found = paper(Object({"title": "Lazy Heaps", key: "惰性堆"}))
    assert found.title == Bilingual("Lazy Heaps", "惰性堆")


def test_a_translation_is_chinese_or_reported() -> None:
    record = Object({"title": "Heaps", "translated_title": "堆"})
    assert paper(record).title == Bilingual("Heaps", "堆")
    record = Object({"title": "Heaps", "title_translated": "Tas"})
    assert paper(record).title == Bilingual("Heaps")
    fault = "title_translated holds no Chinese, wanted a Chinese text"
    assert record.faults == [fault]


@pytest.mark.parametrize("key", ["title_en", "english_title"])
def test_a_title_in_english_beside_one_in_chinese(key: str) -> None:
    found = paper(Object({"title": "惰性堆", key: "Lazy Heaps"}))
    assert found.title == Bilingual("Lazy Heaps", "惰性堆")


@pytest.mark.parametrize(
    ("value", "ident", "fault"),
    [
        ({"id": 2603.31010}, None, "id is a number, wanted a text"),
        ({"id": 1e400}, None, "id is a number, wanted a text"),
        ({"id": 2603.3101, "url": "arxiv.org/abs/2603.31010"}, "2603.31010", None),
        ({"arxiv_id": 2603.3101}, None, "arxiv_id is a number, wanted a text"),
        ({"arxiv_id": "?"}, None, "arxiv_id is '?', wanted an arXiv id"),
        ({"id": 4983}, "4983", None),
        ({"id": "doc7", "doi": "10.1145/1234.56789"}, "doc7", None),
        ({"id": "x", "doi": "10.48550/arXiv.2603.00001"}, "2603.00001", None),
        ({"id": "2603.00001", "url": "arxiv.org/abs/2603.9"}, "2603.00001", None),
        ({"url": "https://example.org/2603.00001"}, None, None),
    ],
)
def test_an_id_is_never_another_papers(
    value: dict[str, object], ident: str | None, fault: str | None
) -> None:
    record = Object({"title": "Heaps", **value})
    found = paper(record)
    assert found.id == ident or (ident is None and found.id.startswith("t-"))
    assert fault is None or record.faults == [fault]


@pytest.mark.parametrize(
    "authors",
    [
        [["Ada Birch"], ["Ben Cedar"]],
        [["Birch", "Ada", ""], ["Cedar", "Ben", ""]],
        ["[Ada Birch](https://x.org)", "Ben Cedar*"],
        ["Ada Birch¹", "Ben Cedar<sup>2</sup>", "等"],
        [{"first": "Ada", "last": "Birch"}, {"name": "Ben Cedar"}],
        "by Ada Birch / Ben Cedar",
        "Authors: Ada Birch, Ben Cedar 等 5 人",
    ],
)
def test_authors_in_other_shapes(authors: object) -> None:
    record = Object({"title": "Heaps", "authors": authors})
    assert paper(record).authors == ("Ada Birch", "Ben Cedar")
    assert record.faults == []


def test_a_name_in_the_middle() -> None:
    name = {"first": "Ada", "middle": ["Q.", "R."], "last": "Birch", "suffix": "Jr."}
    record = Object({"title": "Heaps", "authors": [name]})
    assert paper(record).authors == ("Ada Q. R. Birch Jr.",)


ITEMS = {
    "a number": 5,
    "null": None,
    "a list": ["Ada"],
    "an object": {"x": "y"},
    "true or false": True,
}


@pytest.mark.parametrize("key", ["authors", "categories", "keywords"])
@pytest.mark.parametrize("kind", ITEMS)
def test_a_wrong_item_is_reported_and_its_neighbours_are_kept(
    key: str, kind: str
) -> None:
    record = Object({"title": "Heaps", key: ["one", ITEMS[kind], "two"]})
    found = paper(record)
    texts = [*found.authors, *found.keywords, *(of.name for of in found.subjects)]
    assert texts == ["one", "two"]
    assert record.faults == [f"item 2 of {key} is {kind}, wanted a text"]


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["Ada Birch", "Ben Cedar"]),
            st.none(),
            st.integers(),
            st.booleans(),
            st.lists(st.text(), max_size=2),
            st.dictionaries(st.sampled_from(["x", "name"]), st.integers(), max_size=2),
        ),
        max_size=8,
    )
)
def test_no_item_is_lost(items: list[object]) -> None:
    record = Object({"title": "Heaps", "authors": items})
    assert len(paper(record).authors) + len(record.faults) == len(items)


def test_a_million_wrong_items_are_counted() -> None:
    record = Object({"title": "Heaps", "authors": [5] * 1000})
    assert paper(record).authors == ()
    told = [*record.faults.told()]
    assert len(told) == MOST_FAULTS + 1
    assert told[-1] == "900 more faults in this object"


def test_a_key_that_sounds_like_a_text_is_told_once() -> None:
    line = b'{"title": "Heaps", "abstract_fr": "Un tas.", "doi": "x", "n_stars": 3}\n'
    found = [*jsonlines.read([line * 3], name="x")]
    problems = [item for item in found if isinstance(item, Problem)]
    assert [problem.message for problem in problems] == [
        "a key 'abstract_fr' that is not read, wanted one that is known; told once"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Birch et al.", ["Ada Birch"]),
        ("Ada Birch et.al.", ["Ada Birch"]),
        ("Ada Birch, Ben Cedar, et al", ["Ada Birch", "Ben Cedar"]),
        ("艾达 等", ["艾达"]),
        ("Birch, Ada; Cedar, Ben", ["Ada Birch", "Ben Cedar"]),
        ("Birch, Ada and Cedar, Ben", ["Ada Birch", "Ben Cedar"]),
        ("de la Birch, Ada; van Cedar, Ben", ["Ada de la Birch", "Ben van Cedar"]),
        ("Ada Birch; Ben Cedar", ["Ada Birch", "Ben Cedar"]),
        ("Ada Birch, Ben Cedar and Cy Elm", ["Ada Birch", "Ben Cedar", "Cy Elm"]),
        ("Etal Almond", ["Etal Almond"]),
        ("Birch, A., Cedar, B.-C.", ["A. Birch", "B.-C. Cedar"]),
        (
            "de Birch, A. B., Cedar, C. and Elm, D.",
            ["A. B. de Birch", "C. Cedar", "D. Elm"],
        ),
        ("Birch, A., Ben Cedar", ["Birch", "A.", "Ben Cedar"]),
        ("李, 明, 王, 芳", ["李", "明", "王", "芳"]),
        ("Ada Birch, Jr., Ben Cedar III", ["Ada Birch Jr.", "Ben Cedar III"]),
        ("Birch, Jr., Ada; Cedar, Ben", ["Ada Birch Jr.", "Ben Cedar"]),
        ("Ada Birch<sup>1,2</sup>, Ben Cedar<sup>*</sup>", ["Ada Birch", "Ben Cedar"]),
        ("Ada O&#39;Birch, Caf&eacute; Cedar", ["Ada O'Birch", "Café Cedar"]),
    ],
)
def test_names_in_one_text(text: str, expected: list[str]) -> None:
    assert [*people(text)] == expected


def test_roles_are_told_by_names_however_they_are_written() -> None:
    for name in ("publish_date", "PublishDate", "**Publish Date**", "publish-date"):
        assert role(name) is Role.DATE
    assert role("code") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["Ada Birch, Jr."], ("Ada Birch Jr.",)),
        (["Birch, Jr., Ada", "Cedar III, B. C."], ("Ada Birch Jr.", "B. C. Cedar III")),
    ],
)
def test_what_stands_behind_a_last_name(
    value: list[str], expected: tuple[str, ...]
) -> None:
    assert paper(Object({"title": "B", "authors": value})).authors == expected
