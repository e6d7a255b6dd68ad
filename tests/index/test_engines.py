"""What every engine promises, and that the oracle and the engine agree to the bit."""

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.errors import IndexMissing
from searcher.frozen import replace
from searcher.index import open_backend
from searcher.index.backend import Backend, Reader
from searcher.model import (
    Bilingual,
    Explanation,
    How,
    Match,
    Order,
    Paper,
    Record,
    Seen,
    Subject,
)
from searcher.query import tree
from searcher.query.plan import TEXTS, All, Any, Not, Phrase, Plan, Step
from searcher.query.planning import plan_of
from tests.oracle import MemoryBackend

TRUST = Paper(
    "2601.00001",
    title=Bilingual("Trust-region policy optimisation", "信任区域策略优化"),
    abstract=Bilingual(
        "We bound each off-policy step by a trust region.", "深度强化学习，方差更小。"
    ),
    authors=("John Schulman", "Xiao-Ming Li"),
    subjects=(Subject("Machine Learning", "cs.LG"),),
    keywords=("reinforcement learning",),
    date=date(2026, 1, 2),
    seen=(Seen("2026/01-02.txt", date(2026, 1, 2)),),
)
REGIONS = Paper(
    "2601.00002",
    title=Bilingual("Regions of trust in LLMs", ""),
    abstract=Bilingual("A survey of GPT-4 and WideSeek.", ""),
    authors=("J. Schulman",),
    subjects=(Subject("Computation and Language", "cs.CL"),),
    date=date(2026, 1, 3),
)
NAMELESS = Paper("t-0123456789ab", title=Bilingual("", "强化学习的泛化"))
PAPERS = (TRUST, REGIONS, NAMELESS)


@pytest.fixture(params=["memory", "embedded"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    if request.param == "memory":
        return MemoryBackend()
    return open_backend(tmp_path)


def built(backend: Backend, papers: tuple[Paper, ...]) -> Reader:
    with backend.begin(None) as build:
        build.add(map(Record, papers))
        build.publish(digests=(), problems=())
    return backend.open()


@pytest.fixture
def reader(backend: Backend) -> Iterator[Reader]:
    opened = built(backend, PAPERS)
    yield opened
    opened.close()


def planned(reader: Reader, query: tree.Query, match: Match) -> Plan:
    return plan_of(query, segmenter=reader.segmenter, match=match, known=reader.known)


def ask(
    reader: Reader,
    query: tree.Query,
    *,
    match: Match = Match.ALL,
    order: Order = Order.RELEVANCE,
    limit: int | None = None,
    offset: int = 0,
) -> list[str]:
    plan = planned(reader, query, match)
    page = reader.search(plan, limit=limit, offset=offset, order=order)
    return [hit.id for hit in page.hits]


def words(text: str) -> tree.Query:
    return tree.all_of(tree.Word(word) for word in text.split())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (words("trust region"), {TRUST, REGIONS}),
        (tree.Quoted("trust region"), {TRUST}),
        (tree.within("title", tree.within("abstract", tree.Quoted("a b"))), set()),
        (tree.Quoted("trust region", slop=1), {TRUST}),
        (tree.Quoted("regions trust", slop=1), {REGIONS}),
        (words("trust-region"), {TRUST}),
        (words("trustregion"), {TRUST}),
        (words("off policy"), {TRUST}),
        (tree.Quoted("offpolicy step"), {TRUST}),
        (tree.Quoted("offpolicy policy"), set()),
        (words("信任区域"), {TRUST}),
        (tree.Quoted("强化学习"), {TRUST, NAMELESS}),
        (tree.Quoted("学习，方差"), {TRUST}),
        (tree.Quoted("学习方差"), set()),
        (words("強化學習"), {TRUST, NAMELESS}),
        (words("LLM"), {REGIONS}),
        (words("llms"), {REGIONS}),
        (words("gpt4"), {REGIONS}),
        (words("seek"), {REGIONS}),
        (words("schulman trust"), {TRUST, REGIONS}),
        (tree.Field("author", tree.Quoted("Schulman, J")), {TRUST, REGIONS}),
        (tree.Field("author", tree.Quoted("Schulman, John")), {TRUST, REGIONS}),
        (tree.Field("author", tree.Word("john")), {TRUST}),
        (tree.Field("author", tree.Quoted("Li Xiaoming")), {TRUST}),
        (tree.Field("author", tree.Quoted("Li Schulman")), set()),
        (tree.Field("subject", tree.Word("cs")), {TRUST, REGIONS}),
        (tree.Field("subject", tree.Word("cs.lg")), {TRUST}),
        (tree.Field("subject", tree.Quoted("machine learning")), {TRUST}),
        (tree.Field("keyword", tree.Word("reinforcement")), {TRUST}),
        (words("reinforcement"), set()),
        (tree.Field("digest", tree.Word("01-02")), {TRUST}),
        (tree.Field("has", tree.Word("zh")), {TRUST, NAMELESS}),
        (tree.Identifier("2601.00002"), {REGIONS}),
        (tree.DateRange(date(2026, 1, 3), None), {REGIONS}),
        (tree.DateRange(None, date(2026, 1, 2)), {TRUST}),
        (tree.Not(tree.Word("trust")), {NAMELESS}),
        (tree.Prefix("schul"), {TRUST, REGIONS}),
        (tree.Fuzzy("schulmann", 1), {TRUST, REGIONS}),
        (tree.Substring("化学"), {TRUST, NAMELESS}),
        (tree.Word("，"), set()),
        (tree.All(()), set()),
    ],
    ids=lambda value: None if isinstance(value, set) else str(value),
)
def test_finds(reader: Reader, query: tree.Query, found: set[Paper]) -> None:
    assert set(ask(reader, query)) == {paper.id for paper in found}


def test_language_restricts_the_words_beside_it(reader: Reader) -> None:
    chinese = tree.Field("language", tree.Word("zh"))
    assert ask(reader, tree.all_of([chinese, tree.Word("trust")])) == []
    assert ask(reader, tree.all_of([chinese, tree.Word("信任")])) == [TRUST.id]


def test_equal_scores_go_by_date_then_id(reader: Reader) -> None:
    everything = tree.Not(tree.Word("absent"))
    newest = [REGIONS.id, TRUST.id, NAMELESS.id]
    assert ask(reader, everything) == newest
    assert ask(reader, everything, order=Order.NEWEST) == newest
    oldest = [TRUST.id, REGIONS.id, NAMELESS.id]
    assert ask(reader, everything, order=Order.OLDEST) == oldest
    assert ask(reader, everything, limit=1, offset=1) == [TRUST.id]


def test_neighbours_score_higher_and_repeated_words_count(reader: Reader) -> None:
    assert ask(reader, words("trust region")) == [TRUST.id, REGIONS.id]
    plans = [
        planned(reader, words(text), Match.ANY)
        for text in ("trust LLM", "trust trust LLM")
    ]
    once, twice = (
        reader.search(plan, limit=1, offset=0, order=Order.RELEVANCE) for plan in plans
    )
    assert twice.hits[0].score > once.hits[0].score


def test_what_is_sought_in_no_field_is_nowhere(reader: Reader) -> None:
    phrase = Phrase((Step(0, 1, "trust"), Step(1, 2, "region")), 2, fields=())
    here = planned(reader, words("trust"), Match.ALL)
    for nowhere in (phrase, replace(phrase, slop=1)):
        asked = All((here, Not(Any((phrase, nowhere)))))
        found = reader.search(asked, limit=1, offset=0, order=Order.RELEVANCE)
        assert found.total == 2
        assert not reader.search(nowhere, limit=1, offset=0, order=Order.NEWEST).total


def test_stored_papers_come_back_as_they_were(reader: Reader) -> None:
    assert reader.papers([NAMELESS.id, "absent", TRUST.id]) == [NAMELESS, TRUST]


def test_a_reader_keeps_its_generation(backend: Backend) -> None:
    before = built(backend, (TRUST,))
    with backend.begin(before.generation) as build:
        build.remove([TRUST.id])
        build.add([Record(REGIONS)])
        build.publish(digests=(), problems=())
    after = backend.open()
    assert ask(before, words("trust")) == [TRUST.id]
    assert ask(after, words("trust")) == [REGIONS.id]
    assert after.generation.number == before.generation.number + 1


def test_a_build_left_unpublished_leaves_no_trace(backend: Backend) -> None:
    with backend.begin(None) as build:
        build.add(map(Record, PAPERS))
    with pytest.raises(IndexMissing):
        backend.open()


def recombined(explained: Explanation | None) -> float:
    """The number that the parts of an explanation make, by what it says of them."""
    assert explained is not None
    parts = [recombined(part) for part in explained.parts]
    match explained.how:
        case How.GIVEN:
            return explained.value
        case How.SUM:
            return sum(parts)
        case How.PRODUCT:
            return math.prod(parts)
        case How.SATURATED:
            tf, k1 = parts
            return (k1 + 1) * tf / (k1 + tf)
        case How.NORMALISED:
            weight, tf, b, length, average = parts
            return weight * tf / (1 - b + b * length / average)


VOCABULARY = [
    *("trust", "region", "regions", "policy", "off-policy", "offpolicy", "off", "the"),
    *("of", "LLMs", "LLM", "GPT-4", "gpt4", "强化学习", "强化", "学习", "深度", "的"),
    *("待处理", "处理", "PPO算法", "算法，", "Schulman"),
]
TEXT = st.lists(st.sampled_from(VOCABULARY), max_size=8).map(" ".join)
HALVES = st.builds(Bilingual, TEXT, TEXT)


@st.composite
def papers(draw: st.DrawFn) -> tuple[Paper, ...]:
    count = draw(st.integers(1, 6))
    return tuple(
        Paper(
            f"26{number:02}.00001",
            title=draw(HALVES),
            abstract=draw(HALVES),
            authors=tuple(draw(st.lists(TEXT.filter(bool), max_size=2))),
            date=draw(st.sampled_from([None, date(2026, 1, 1), date(2026, 1, 2)])),
        )
        for number in range(1, count + 1)
    )


LEAVES = st.one_of(
    st.builds(tree.Word, st.sampled_from(VOCABULARY)),
    st.builds(tree.Quoted, TEXT.filter(bool), st.integers(0, 2)),
    st.builds(tree.Prefix, st.sampled_from(["reg", "off", "强", "gpt"])),
    st.builds(tree.Fuzzy, st.sampled_from(["regoin", "polcy"]), st.just(1)),
    st.builds(tree.Substring, st.sampled_from(["化学", "ust reg", "-"])),
    st.just(tree.DateRange(date(2026, 1, 2), None)),
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(tree.all_of),
        st.lists(inner, min_size=1, max_size=3).map(tree.any_of),
        inner.map(tree.negate),
        st.builds(tree.boost, inner, st.sampled_from([0.5, 2.0])),
        st.builds(tree.Field, st.sampled_from(["title", "author"]), inner),
    ),
    max_leaves=6,
)


@given(papers(), st.lists(QUERIES, min_size=1, max_size=8), st.sampled_from(Match))
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_engine_and_oracle_agree(
    tmp_path_factory: pytest.TempPathFactory,
    papers: tuple[Paper, ...],
    queries: list[tree.Query],
    match: Match,
) -> None:
    oracle = built(MemoryBackend(), papers)
    engine = built(open_backend(tmp_path_factory.mktemp("index")), papers)
    for query in queries:
        plan = planned(oracle, query, match)
        for order in Order:
            asked = {"limit": None, "offset": 0, "order": order}
            found, expected = engine.search(plan, **asked), oracle.search(plan, **asked)
            assert (found.total, found.hits) == (expected.total, expected.hits)
            if order is Order.RELEVANCE:
                for hit in found.hits:
                    explained = engine.explain(plan, hit.id)
                    assert recombined(explained) == pytest.approx(hit.score, abs=1e-6)
    engine.close()


@given(papers(), st.data(), QUERIES, st.sampled_from(Match))
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_updates_give_what_one_build_gives(
    tmp_path_factory: pytest.TempPathFactory,
    papers: tuple[Paper, ...],
    data: st.DataObject,
    query: tree.Query,
    match: Match,
) -> None:
    """Segments added one by one, papers replaced and removed: the same scores."""
    backend = open_backend(tmp_path_factory.mktemp("updated"))
    library: dict[str, Paper] = {}
    reader = built(backend, ())
    for _ in range(data.draw(st.integers(1, 3))):
        batch = data.draw(st.lists(st.sampled_from(papers), unique=True))
        leaving = data.draw(st.sets(st.sampled_from([p.id for p in papers])))
        leaving |= {paper.id for paper in batch} & library.keys()
        with backend.begin(reader.generation) as build:
            build.remove(leaving)
            build.add(map(Record, batch))
            build.publish(digests=(), problems=())
        library = {i: p for i, p in library.items() if i not in leaving}
        library |= {paper.id: paper for paper in batch}
        reader.close()
        reader = backend.open()
    fresh = built(MemoryBackend(), tuple(library.values()))
    plan = planned(fresh, query, match)
    for order in Order:
        asked = {"limit": None, "offset": 0, "order": order}
        found, expected = reader.search(plan, **asked), fresh.search(plan, **asked)
        assert (found.total, found.hits) == (expected.total, expected.hits)
    known = {term for field in TEXTS for term, _ in fresh.terms(field, "")}
    for paper in library:
        assert reader.telling(paper, 5) == fresh.telling(paper, 5)
    for field in TEXTS:
        dfs = {term: reader.df(field, term) for term in known}
        assert dfs == {term: fresh.df(field, term) for term in known}
    assert reader.generation.papers == len(library)
    reader.close()
