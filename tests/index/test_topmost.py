"""What is skipped on the way to the best papers is nothing that belongs to them."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.index import open_backend, top_k
from searcher.index.backend import Page, Reader
from searcher.model import Bilingual, Match, Order, Paper, Record
from searcher.query import tree
from searcher.query.planning import plan_of

WORDS = [
    *("model", "trust", "region", "policy", "graph", "deep", "network", "sparse"),
    *("强化", "学习", "策略", "网络"),
]
COUNT = 300


def some(random: Random, most: int) -> str:
    """Words of which the first are in most papers, the last in few."""
    size = random.randint(0, most)
    weights = [1 / (1 + rank) for rank in range(len(WORDS))]
    return " ".join(random.choices(WORDS, weights, k=size))


def library(random: Random) -> Iterator[Paper]:
    """Papers of which many have the same words, so the same score, or almost."""
    halves = [Bilingual(some(random, 12), some(random, 6)) for _ in range(60)]
    for number in range(COUNT):
        day = date(2026, 1, 1) + timedelta(days=random.randint(0, 3))
        yield Paper(
            f"2601.{number:05}",
            title=random.choice(halves) if number % 3 else Bilingual("", ""),
            abstract=random.choice(halves),
            date=random.choice([None, day]),
        )


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Three segments, with papers that are gone."""
    backend = open_backend(tmp_path_factory.mktemp("index"))
    papers = list(library(Random(5)))
    generation = None
    for start in (0, 150, 250):
        with backend.begin(generation) as build:
            if start:
                build.remove(paper.id for paper in papers[:start:40])
            build.add(map(Record, papers[start : {0: 150, 150: 250}.get(start)]))
            generation = build.publish(digests=(), problems=())
    opened = backend.open()
    yield opened
    opened.close()


LEAVES = st.one_of(
    st.builds(tree.Word, st.sampled_from(WORDS)),
    st.builds(tree.Word, st.just("强化学习策略")),
    st.builds(
        tree.Quoted,
        st.lists(st.sampled_from(WORDS[:5]), min_size=1, max_size=3).map(" ".join),
        st.integers(0, 1),
    ),
    st.builds(tree.Prefix, st.sampled_from(["re", "pol", "s"])),
)


def combined(inner: st.SearchStrategy[tree.Query]) -> st.SearchStrategy[tree.Query]:
    several = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(
        inner,
        several.map(tree.all_of),
        several.map(tree.any_of),
        inner.map(tree.negate),
        st.builds(tree.boost, inner, st.sampled_from([0.1, 3.0])),
    )


QUERIES = combined(combined(LEAVES))


@pytest.mark.parametrize("many", [1_000, 0], ids=["few papers", "as of many"])
@given(QUERIES, st.sampled_from(Match), st.integers(0, 12), st.integers(0, 5))
@settings(
    max_examples=225,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_first_are_those_of_the_whole_list(
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
    many: int,
    query: tree.Query,
    match: Match,
    limit: int,
    offset: int,
) -> None:
    monkeypatch.setattr(top_k, "_MANY", many)
    plan = plan_of(query, segmenter=reader.segmenter, match=match, known=reader.known)

    def asked(limit: int | None, offset: int, order: Order) -> Page:
        return reader.search(plan, limit=limit, offset=offset, order=order)

    for order in Order:
        every, page = asked(None, 0, order), asked(limit, offset, order)
        assert page.total == every.total == len(every.hits)
        assert page.hits == every.hits[offset : offset + limit]
