"""The schemas of a JSON object, and what is wrong with one."""

from datetime import date as Date
from typing import Any

import pytest

from searcher.corpus.ids import made
from searcher.corpus.objects import Object
from searcher.corpus.records import paper
from searcher.frozen import replace
from searcher.model import Bilingual, Paper, Subject

FLAT = {
    "id": "2603.00001",
    "title": "Lazy  Heaps",
    "abstract": "A heap\nthat waits.",
    "title_zh": "惰性堆",
    "abstract_zh": "一个会\n等待的堆。",
    "authors": ["Ada Birch", " Ben  Cedar ", ""],
    "categories": ["cs.DS", "math.CO"],
    "date": "2026-03-02",
}
WHOLE = Paper(
    "2603.00001",
    title=Bilingual("Lazy Heaps", "惰性堆"),
    abstract=Bilingual("A heap that waits.", "一个会等待的堆。"),
    authors=("Ada Birch", "Ben Cedar"),
    subjects=(
        Subject("Data Structures and Algorithms", "cs.DS"),
        Subject("Combinatorics", "math.CO"),
    ),
    date=Date(2026, 3, 2),
)


def read(**value: Any) -> Paper:
    record = Object(value)
    found = paper(record)
    assert record.faults == []
    return found


def faults(**value: Any) -> list[str]:
    record = Object({"title": "T", **value})
    assert paper(record).title
    return record.faults


def test_the_flat_form() -> None:
    assert read(**FLAT) == WHOLE
    texts = {"authors": "Ada Birch, Ben Cedar", "categories": "cs.DS math.CO"}
    assert read(**FLAT | texts) == WHOLE
    assert read(**FLAT | {"categories": "cs.DS; math.CO"}) == WHOLE


def test_our_own_object_comes_back_as_it_went() -> None:
    sent = Paper(
        "2603.00001",
        version=2,
        title=WHOLE.title,
        abstract=Bilingual("A heap that waits."),
        authors=WHOLE.authors,
        subjects=(*WHOLE.subjects, Subject("Alchemy")),
        keywords=("heaps",),
        date=Date(2026, 3, 2),
    )
    assert read(**sent.to_json()) == sent
    bare = Paper(made("惰性堆"), title=Bilingual(zh="惰性堆"))
    assert read(**bare.to_json()) == bare


AI = {
    "tldr": "一个会等待的堆。",
    "motivation": "排序太快",
    "method": "等待。",
    "result": "Error",
    "conclusion": "它们能够\n排序。",
}
SUMMARISED = {
    "id": "2603.00001",
    "pdf": "https://arxiv.org/pdf/2603.00001",
    "abs": "https://arxiv.org/abs/2603.00001",
    "authors": ["Ada Birch", "Ben Cedar"],
    "title": "Lazy Heaps",
    "categories": ["cs.DS", "math.CO"],
    "comment": None,
    "summary": "A heap\nthat waits.",
    "AI": AI,
}


def test_a_summary_in_chinese() -> None:
    expected = replace(
        WHOLE,
        title=Bilingual("Lazy Heaps"),
        abstract=Bilingual(
            "A heap that waits.", "一个会等待的堆。排序太快 等待。它们能够排序。"
        ),
        date=None,
    )
    assert read(**SUMMARISED) == expected
    first = {"task" if key == "tldr" else key: value for key, value in AI.items()}
    backwards = dict(reversed(first.items()))
    assert read(**SUMMARISED | {"AI": backwards}) == expected
    both = replace(expected, date=Date(2026, 3, 2))
    assert read(**SUMMARISED | {"date": "2026-03-02"}) == both


@pytest.mark.parametrize(
    "summary", [None, {}, dict.fromkeys(AI, "Error"), {"task": "A heap."}]
)
def test_a_summary_that_failed_is_no_chinese_abstract(summary: object) -> None:
    found = read(**SUMMARISED | {"AI": summary})
    assert found.abstract == Bilingual("A heap that waits.")


def test_a_summary_before_it_was_made() -> None:
    found = read(**{key: SUMMARISED[key] for key in ("id", "title", "summary")})
    assert found.abstract == Bilingual("A heap that waits.")


def test_bad_fields_of_a_summary() -> None:
    assert faults(AI=[]) == ["AI is a list, wanted an object"]
    assert faults(AI={"task": ["堆"], "method": 5}) == [
        "AI.task is a list, wanted a text",
        "AI.method is a number, wanted a text",
    ]


SNAPSHOT = {
    "id": "2603.00001",
    "submitter": "Ada Birch",
    "authors": "Ada Birch (Somewhere), Ben Cedar",
    "title": "Lazy\n  Heaps",
    "comments": "7 pages",
    "journal-ref": None,
    "categories": "cs.DS math.CO",
    "abstract": "  A heap\nthat waits.\n",
    "update_date": "2026-03-02",
    "authors_parsed": [["Birch", "Ada", "", "Somewhere"], ["Cedar", "Ben", ""]],
}


def test_the_snapshot_of_arxiv() -> None:
    expected = replace(
        WHOLE,
        title=Bilingual("Lazy Heaps"),
        abstract=Bilingual("A heap that waits."),
    )
    assert read(**SNAPSHOT) == expected
    for absent in ("authors", "authors_parsed"):
        less = {key: value for key, value in SNAPSHOT.items() if key != absent}
        assert read(**less) == expected
    assert read(**SNAPSHOT | {"authors_parsed": []}) == expected
    parsed = [["Birch", "Ada", "Jr."], ["The Heap Team", "", ""], [], [""]]
    assert read(**SNAPSHOT | {"authors_parsed": parsed}).authors == (
        "Ada Birch Jr.",
        "The Heap Team",
    )
    wrong = "item 5 of authors_parsed is a number, wanted a list"
    assert faults(**SNAPSHOT | {"authors_parsed": [*parsed, 7]}) == [wrong]


@pytest.mark.parametrize(
    ("value", "title", "abstract"),
    [
        ({"title": "Heaps", "text": "A heap."}, ("Heaps", ""), ("A heap.", "")),
        ({"title": "堆", "text": "一个堆。"}, ("", "堆"), ("", "一个堆。")),
        ({"title": "Heaps", "text": "一个堆。"}, ("Heaps", ""), ("", "一个堆。")),
        ({"title": "堆", "abstract": "一个堆。"}, ("", "堆"), ("", "一个堆。")),
        ({"title": "堆", "title_zh": "惰性堆"}, ("堆", "惰性堆"), ("", "")),
        ({"title_zh": "堆"}, ("", "堆"), ("", "")),
    ],
)
def test_a_text_is_in_the_language_it_shows_unless_its_field_tells(
    value: dict[str, str], title: tuple[str, str], abstract: tuple[str, str]
) -> None:
    found = read(id="7", **value)
    assert (found.title, found.abstract) == (Bilingual(*title), Bilingual(*abstract))


@pytest.mark.parametrize(
    ("ident", "expected", "version"),
    [
        ("2603.00001v3", "2603.00001", 3),
        ("arXiv:cs/0112017", "cs/0112017", None),
        ("dev0", "dev0", None),
        (4983, "4983", None),
        ("", made("T"), None),
        (None, made("T"), None),
        ("t-0123456789ab", made("T"), None),
    ],
)
def test_ids(ident: object, expected: str, version: int | None) -> None:
    found = read(id=ident, title="T")
    assert (found.id, found.version) == (expected, version)


def test_half_a_surrogate_pair_can_be_encoded() -> None:
    assert read(id="\ud800x", title="a \udfff b").title.en.encode()


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"authors": 5}, "authors is a number, wanted a list"),
        ({"authors": {"a": 1}}, "authors is an object, wanted a list"),
        ({"date": "2026-13-01"}, "date is '2026-13-01', wanted YYYY-MM-DD"),
        ({"date": 20260301}, "date is a number, wanted YYYY-MM-DD"),
        ({"abstract": ["a"]}, "abstract is a list, wanted a text"),
        (
            {"authors_parsed": "A"},
            "authors_parsed is a text, wanted a list",
        ),
        (
            {"update_date": "long ago"},
            "update_date is 'long ago', wanted YYYY-MM-DD",
        ),
        ({"id": True}, "id is true or false, wanted a text"),
        ({"id": {}}, "id is an object, wanted a text"),
    ],
)
def test_a_bad_field_is_named_and_the_paper_kept(
    value: dict[str, object], fault: str
) -> None:
    assert faults(**value) == [fault]


def test_bad_fields_of_our_own_object() -> None:
    value = {
        "title": {"en": "T", "zh": 5},
        "abstract": "A",
        "version": "2",
        "subjects": ["Alchemy", {"name": 3}, {"code": "cs.LG"}, {}],
        "keywords": [1, "k"],
    }
    record = Object(value)
    found = paper(record)
    learning = Subject("Machine Learning", "cs.LG")
    assert found.subjects == (Subject("Alchemy"), learning)
    assert found.keywords == ("k",)
    assert sorted(record.faults) == [
        "abstract is a text, wanted an object with en and zh",
        "item 1 of keywords is a number, wanted a text",
        "item 2 of subjects is an object, wanted a text",
        "item 4 of subjects is an object, wanted a text",
        "title.zh is a number, wanted a text",
        "version is a text, wanted a number from 1 to 999",
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({}, "no title, wanted one"),
        ({"id": "1", "abstract": "A"}, "no title, wanted one"),
        ({"title": " ", "text": "A"}, "no title, wanted one"),
        ({"title": 3}, "title is a number, wanted a text; no title, wanted one"),
        ({"title": {"en": None}}, "no title, wanted one"),
    ],
)
def test_a_paper_needs_a_title(value: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        paper(Object(value))
