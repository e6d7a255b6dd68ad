"""What a program in Python gives, is given, and is told when that makes no sense."""

import copy
import pickle
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searcher
from searcher import Match, NoLibrary, Order, QueryError
from searcher.listing import Listing


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    root: Path = tmp_path_factory.mktemp("library")
    (root / "corpus").mkdir()
    (root / "index").mkdir()
    lines = [
        f'{{"id": "2603.0000{n}", "title": "Lamp number{n}", "abstract": "a lamp",'
        f' "date": "2026-03-0{n}"}}\n'
        for n in range(1, 6)
    ]
    lines.append('{"id": "math/0309136", "title": "Old lamp", "date": "2003-09-07"}\n')
    (root / "corpus" / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    with searcher.open(root) as opened:
        yield opened


def ids(results) -> list[str]:
    return [hit.paper.id for hit in results]


@pytest.mark.parametrize(
    ("name", "value", "kind", "wanted"),
    [
        ("limit", -1, ValueError, "limit: found -1, wanted 0 or more, or None for all"),
        ("limit", 2.5, TypeError, "found float 2.5, wanted a whole number, or None"),
        ("limit", "3", TypeError, "found str '3', wanted a whole number"),
        ("limit", True, TypeError, "limit: found bool True, wanted a whole number"),
        ("offset", False, TypeError, "offset: found bool False, wanted a whole"),
        ("offset", -1, ValueError, "offset: found -1, wanted 0 or more"),
        ("offset", None, TypeError, "offset: found None, wanted a whole number"),
        ("order", "foo", ValueError, "'relevance' or 'date' or 'date-asc'"),
        ("order", None, TypeError, "found None, wanted searcher.Order, 'relevance'"),
        ("order", Match.ANY, TypeError, "wanted searcher.Order"),
        ("match", "foo", ValueError, "match: found 'foo', wanted 'all' or 'any'"),
        ("match", 1, TypeError, "found int 1, wanted searcher.Match"),
        ("match", Order.NEWEST, TypeError, "wanted searcher.Match"),
        ("today", "2026-01-01", TypeError, "wanted a datetime.date"),
        ("order", "x" * 1000, ValueError, "x…"),
    ],
)
def test_an_argument_that_makes_no_sense(papers, name, value, kind, wanted):
    with pytest.raises(kind) as raised:
        papers.search("lamp", **{name: value})
    assert isinstance(raised.value, QueryError)
    assert wanted in str(raised.value)
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize("query", [None, 3, b"lamp", ["lamp"], Path("lamp")])
def test_a_query_is_a_string(papers, query):
    for ask in (
        papers.search,
        papers.paper,
        papers.like,
        lambda q: papers.explain(q, "2603.00001"),
        lambda q: papers.explain("lamp", q),
    ):
        with pytest.raises(TypeError, match="wanted a string") as raised:
            ask(query)
        assert isinstance(raised.value, searcher.SearcherError)


def test_the_other_questions_check_too(papers):
    with pytest.raises(ValueError, match="limit: found -2"):
        papers.like("2603.00001", limit=-2)
    with pytest.raises(ValueError, match="match: found 'none'"):
        papers.explain("lamp", "2603.00001", match="none")


@given(
    st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=5), st.binary()),
    st.sampled_from(["limit", "offset", "order", "match", "today"]),
)
def test_any_argument_is_taken_or_refused_in_words(papers, value, name):
    refused = None
    try:
        papers.search("lamp", **{name: value})
    except QueryError as error:
        refused = error
    assert refused is None or refused.message.startswith(f"{name}: found ")


def test_what_is_meant_beyond_doubt(papers):
    newest = ids(papers.search("lamp", order=Order.NEWEST))
    assert newest[0] == "2603.00005"
    for order in ("date", "newest", "DATE"):
        assert ids(papers.search("lamp", order=order)) == newest
    for order in (Order.OLDEST, "date-asc", "oldest", "-date"):
        assert ids(papers.search("lamp", order=order)) == newest[::-1]
    assert papers.search("lamp nothing", match="any").total == 6
    assert papers.search("lamp", limit=10**30).total == 6
    assert len(papers.search("lamp", limit=0)) == 0
    assert len(papers.search("lamp", offset=10**30)) == 0
    papers.search("lamp", today=datetime(2026, 3, 1, tzinfo=UTC))
    papers.search("after:today", today=date(2026, 3, 1))


def test_results_are_a_sequence(papers):
    found = papers.search("lamp", limit=4)
    assert len(found) == 4
    assert found[0] == found.hits[0] == next(iter(found))
    assert found[-1] == found.hits[-1]
    assert found[1:3] == found.hits[1:3]
    assert found[::-1] == tuple(reversed(found))
    assert found[2] in found
    with pytest.raises(IndexError):
        _ = found[4]
    assert not papers.search("nowhere")


def test_results_are_shown_in_a_line(papers):
    assert repr(papers.search("lamp", limit=4)) == "<Results 'lamp': 4 of 6>"
    relaxed = papers.search("lamp nowhere", relax=True, limit=1)
    assert repr(relaxed) == f"<Results 'lamp nowhere': 1 of 6, relaxed to {'any'!r}>"
    assert len(repr(papers.search("lamp\n" * 1000))) < 150


@pytest.mark.parametrize(
    "name",
    [
        *("2603.00001", "2603.00001v2", "arXiv:2603.00001", "arXiv:2603.00001v12"),
        *("https://arxiv.org/abs/2603.00001", "http://arxiv.org/pdf/2603.00001v3.pdf"),
        *("arXiv:2603.00001v1 [cs.LG]", " 2603.00001 ", "2603.00001 [cs.LG]"),
        *("arXiv:2603.00001v1 [cs.LG] 3 Mar 2026", "see 2603.00001, p. 3"),
    ],
)
def test_a_paper_is_named_as_people_name_it(papers, name):
    paper = papers.paper(name)
    assert paper is not None
    assert paper.id == "2603.00001"
    assert papers.like(name)[:] == papers.like("2603.00001")[:]
    assert papers.explain("lamp", name) == papers.explain("lamp", "2603.00001")


def test_a_paper_that_is_not_there(papers):
    for name in (
        "2603.00009",
        "",
        "lamp",
        "https://arxiv.org/abs/2603.00009",
        "\ud800",
        "2603.00001 2603.00002",  # which of them?
    ):
        assert papers.paper(name) is None
        assert papers.like(name) is None
        assert papers.explain("lamp", name) is None
    assert papers.paper("math.GT/0309136").id == "math/0309136"


def test_hits_that_are_read_lazily_can_be_kept(papers):
    many = Listing(5, lambda a, b: papers.search("lamp", limit=5)[a:b], batch=2)
    for kept in (pickle.loads(pickle.dumps(many)), copy.deepcopy(many)):
        assert list(kept) == list(many)


def test_today_may_be_a_moment_of_it(papers):
    found = [
        ids(papers.search("date:today", today=today))
        for today in (date(2026, 3, 2), datetime(2026, 3, 2, 12, tzinfo=UTC))
    ]
    assert found == [["2603.00002"], ["2603.00002"]]


@pytest.mark.parametrize("act", [searcher.open, searcher.update, searcher.rebuild])
@pytest.mark.parametrize(
    "path", [1, b"lib", ["lib"], "", "\0", "a\0b", "x" * 5000, "~nosuchuser/x", 2.5]
)
def test_what_is_no_path_of_a_library(act, path):
    with pytest.raises(NoLibrary) as raised:
        act(path)
    assert raised.value.hint
    assert len(str(raised.value)) < 150


@pytest.mark.parametrize("path", ["papers", Path("papers"), None])
def test_a_searcher_is_made_of_no_path(path):
    with pytest.raises(searcher.QueryTypeError, match=r"searcher\.open\(path\)"):
        searcher.Searcher(path)
