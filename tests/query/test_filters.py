"""A filter is read in any dress, or said not to be understood; it is never words."""

from datetime import date

import pytest

from searcher.model import Bilingual, Paper, Record, Seen, Subject
from searcher.query.fields import _NAMES, TYPED
from searcher.query.parser import parse
from searcher.searching import Searcher
from tests.oracle import MemoryBackend

FULL = Paper(
    "2603.40012",
    title=Bilingual("Lantern canals", "灯笼运河"),
    abstract=Bilingual("Dong lights the ICML category date.", "我们点灯。"),
    authors=("Dong Wei",),
    subjects=(Subject("Machine Learning", "cs.LG"),),
    keywords=("lighting",),
    date=date(2026, 3, 2),
    seen=(Seen("2026-03-02.md", date(2026, 3, 2)),),
)
WORDS = Paper(
    "2603.40013",
    title=Bilingual("Category cs LG authors Dong date 2026 13 has fr venue ICML", ""),
    abstract=Bilingual("Re:Zero, std::vector and O(n): BERT at 12:30.", ""),
)


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    backend = MemoryBackend()
    with backend.begin(None) as build:
        build.add(map(Record, (FULL, WORDS)))
        build.publish(digests=(), problems=())
    return Searcher(backend.open())


VALUES = {
    "title": "canals",
    "abstract": "lights",
    "author": "dong",
    "subject": "cs.LG",
    "keyword": "lighting",
    "id": "2603.40012",
    "language": "zh",
    "has": "zh",
    "digest": "2026-03-02.md",
    "date": "2026-03",
    "after": "2026-03",
    "before": "2026-04",
    "until": "2026-03",
}
DRESSED = [
    (dress(alias), VALUES[name])
    for name, line in _NAMES.items()
    for alias in line.split()
    for dress in (str, str.upper, str.title)
    if dress is str or alias.isascii()
]


@pytest.mark.parametrize(("name", "value"), DRESSED)
def test_a_name_of_a_field_in_any_case(
    searcher: Searcher, name: str, value: str
) -> None:
    for colon in ":：":
        answer = searcher.search(f"{name}{colon}{value}")
        assert [hit.paper.id for hit in answer] == ["2603.40012"], colon
        assert answer.notes == ()


@pytest.mark.parametrize(
    "text",
    [
        *("Title:lantern", "title.zh:灯笼", "title_en:lantern", "abstract.en:dong"),
        *("authros:dong", "catagory:cs.LG", "keywrds:lighting", "langauge:zh"),
        *("digset:2026-03-02.md", "Link:https://arxiv.org/abs/2603.40012"),
        *("Pdf:https://arxiv.org/pdf/2603.40012", "url:arxiv.org/abs/2603.40012"),
        *("doi:10.48550/arXiv.2603.40012", "year:2026", "has:(zh OR fr)"),
    ],
)
def test_other_forms_of_fields(searcher: Searcher, text: str) -> None:
    assert [hit.paper.id for hit in searcher.search(text)] == ["2603.40012"]


UNREADABLE = """date:2026-13
after:2026-02-30
before:soon
until:0000
date:..
date:2026-02..never
Date:2026-13
year:twenty
has:fr
lang:klingon
Language:fr
has:(fr OR de)
date:"next week"
date:2026*
date:-5
published:yesteryear
日期：去年的事"""


@pytest.mark.parametrize("text", UNREADABLE.split("\n"))
@pytest.mark.parametrize("around", ["{}", "category {}", "{} authors dong"])
def test_a_value_that_cannot_be_read_finds_nothing_and_is_said(
    searcher: Searcher, text: str, around: str
) -> None:
    query = around.format(text)
    answer = searcher.search(query, relax=True)
    assert (answer.total, answer.relaxed) == (0, None)
    assert any("names no" in note for note in answer.notes)
    assert searcher.search(query, limit=0, suggest=False).total == 0


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("foo:bar", "there are title"),
        ("venue:NeurIPS", "there are title"),
        ("titl_e:x journal:Nature", "there are title"),
        ("autor_:x autorship:dong", "did you mean authors:"),
        ("datum:2026", "did you mean date:"),
    ],
)
def test_an_unknown_field_says_what_there_is_and_is_not_relaxed(
    searcher: Searcher, text: str, meant: str
) -> None:
    answer = searcher.search(f"lantern {text}", relax=True)
    assert (answer.total, answer.relaxed) == (0, None)
    assert any(meant in note for note in answer.notes)


@pytest.mark.parametrize(
    "text",
    [
        *("Re:Zero", "std::vector", "O(n):", "O(n): BERT", "12:30", "BERT: at 12:30"),
        *("venue:ICML", "Category: cs LG", "has: fr", "Authors: Dong"),
    ],
)
def test_text_with_colons_is_text(searcher: Searcher, text: str) -> None:
    assert [hit.paper.id for hit in searcher.search(text)] == ["2603.40013"]


def test_a_piece_with_a_colon_is_found_inside_of_words(searcher: Searcher) -> None:
    """Even where it looks like a field that there is not; but not its words."""
    answer = searcher.search("e:Zer", relax=True)
    assert [hit.paper.id for hit in answer] == ["2603.40013"]
    assert answer.relaxed == "substring"
    assert searcher.search("e:BERT", relax=True).total == 0


@pytest.mark.parametrize("outer", ["author", "subject", "keyword", "id", "digest"])
def test_no_value_of_a_field_is_a_text_of_another(
    searcher: Searcher, outer: str
) -> None:
    for inner in ("title", "abstract"):
        assert searcher.search(f"{outer}:({inner}:{VALUES[inner]})").total == 0


def test_an_address_is_text() -> None:
    for text in ("http://example.org/a", "https://x.y", "link://x", "ID:://x"):
        assert parse(text, today=date(2026, 2, 5)).notes == ()


def test_an_excluded_value_that_cannot_be_read_is_said(searcher: Searcher) -> None:
    answer = searcher.search("lantern -date:2026-13")
    assert answer.total == 1
    assert "names no" in answer.notes[0]


def test_names_are_typed_by_one_field_only() -> None:
    every = [alias for line in _NAMES.values() for alias in line.split()]
    assert len(every) == len(set(every))
    assert set(TYPED) == set(_NAMES)


@pytest.mark.parametrize(
    "filter_",
    [
        "kw:light*",
        "kw:*ghtin*",
        "keywords:LIGHT*",
        "cat:cs.*",
        "cat:cs.L*",
        "cat:learn*",
        "cat:learning*",
        "cat:*chin*",
        "cat:[cs.LG]",
        "in:2026-0?-02.md",
        "in:2026-03-??",
        "in:./2026-03-02.md",
        "in:corpus/2026-03-02.md",
    ],
)
def test_marks_of_a_word_hold_in_values(searcher: Searcher, filter_: str) -> None:
    assert [hit.paper.id for hit in searcher.search(filter_)] == [FULL.id]


@pytest.mark.parametrize("filter_", ["kw:xlight*", "cat:cs.X*", "in:2026-0?-3?.md"])
def test_a_pattern_of_nothing_finds_nothing(searcher: Searcher, filter_: str) -> None:
    assert searcher.search(filter_, relax=True).total == 0


SPELLED = """date:7days
date:"7 days"
date:last7days
date:1week
date:"2 weeks"
date:1month
date:3months
date:1year
date:20260302
date:202603
date:"2 Mar 2026"
date:"March 2, 2026"
date:2-Mar-2026
date:"2nd March 2026"
date:Mar-2026
date:2026-03-02T09:00:00Z
date:"This Week"
date:this-month
date:这周
date:這個月
date:本星期
date:最近一周
date:近两个月
date:过去7天
年份:2026
发布日期:2026-03
has:cn
has:zh-CN
has:zh_Hans
has:汉语
题目:灯笼
title-zh:灯笼"""


@pytest.mark.parametrize("text", SPELLED.split("\n"))
def test_days_and_languages_as_people_write_them(searcher: Searcher, text: str) -> None:
    found = searcher.search(text, today=date(2026, 3, 5), relax=True)
    assert [hit.paper.id for hit in found] == [FULL.id]
    assert found.relaxed is None


@pytest.mark.parametrize(
    "text", ["date:0d", "date:一月", "date:202613", "date:2-Foo-2026", "date:二"]
)
def test_what_is_no_day_is_said(searcher: Searcher, text: str) -> None:
    answer = searcher.search(text, today=date(2026, 3, 5), relax=True)
    assert answer.total == 0
    assert "names no day" in answer.notes[0]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("year=2026", "stands behind year:"),
        ("date>=2026-01", "stands behind date:"),
        ("category=cs.XX", "stands behind category:"),
        ("primary_category:cs.XX", "did you mean"),
        ("author_name:wei.x", "did you mean"),
    ],
)
def test_a_filter_in_another_dress_is_not_relaxed(
    searcher: Searcher, text: str, note: str
) -> None:
    answer = searcher.search(text, relax=True)
    assert (answer.total, answer.relaxed) == (0, None)
    assert note in answer.notes[0]
