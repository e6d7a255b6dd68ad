"""A group is as rare as the papers that hold any of it, however many each holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher import Bilingual, Order, Paper, Searcher
from searcher.frozen import replace
from searcher.index import open_backend
from searcher.index.backend import Backend
from searcher.model import Explanation, Record
from searcher.query import plan
from searcher.ranking import idf
from tests.oracle import MemoryBackend

PARTS = ("wordy", "words", "worded", "wording")
GROUPS = {
    "a prefix": ("word*", PARTS),
    "a fuzzy word": ("wordz~2", ("wordy", "words", "worded", "word")),
    "a compound in one": ("offpolicy", ("offpolicy", "off-policy", "off policy")),
    "a word and its name": ("schulman", ("Schulman", "Schulmans")),
}
"""By kind, what is typed, and what of a text it stands for."""


@pytest.fixture(params=["memory", "embedded"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    if request.param == "memory":
        return MemoryBackend()
    return open_backend(tmp_path)


def opened(backend: Backend, *titles: str) -> Searcher:
    papers = [
        Paper(f"x{number}", title=Bilingual(title), authors=("Ann Schulman",)[number:])
        for number, title in enumerate(titles)
    ]
    with backend.begin(None) as build:
        build.add(map(Record, papers))
        build.publish(digests=(), problems=())
    return Searcher(backend.open())


def rarities(found: Explanation | None) -> Iterator[float]:
    if found:
        if found.what == "idf":
            yield found.value
        for part in found.parts:
            yield from rarities(part)


@pytest.mark.parametrize("kind", GROUPS)
def test_more_of_it_in_one_paper_takes_nothing_from_another(
    backend: Backend, kind: str
) -> None:
    query, forms = GROUPS[kind]
    scores = set()
    for count in range(1, len(forms) + 1):
        several = " and ".join([*forms[:count], *["other"] * (4 - count)])
        searcher = opened(
            backend, "nothing", several, f"{forms[0]} alone", "no more", "nor here"
        )
        with searcher:
            results = searcher.search(query, explain=True)
            alone = next(hit for hit in results if hit.paper.id == "x2")
            # in the first paper there is an author of that name
            held = 3 if query == "schulman" else 2
            assert results.total == held
            assert idf(5, held) in set(rarities(alone.explanation))
            assert alone.score == round(alone.explanation.value, 6)
            scores.add(max(rarities(alone.explanation)))
    assert len(scores) == 1


def of(number: int) -> plan.Choice:
    return plan.Choice(plan.Term(f"={'abcdefgh'[number] * 3}", plan.TEXTS))


@given(
    st.lists(st.sets(st.integers(0, 7)), min_size=1, max_size=6),
    st.lists(st.integers(0, 7), min_size=1, unique=True),
    st.lists(st.sampled_from([0.25, 0.5, 1.0]), min_size=8, max_size=8),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_engines_agree_on_groups_of_any_size(
    tmp_path_factory: pytest.TempPathFactory,
    held: list[set[int]],
    asked: list[int],
    probabilities: list[float],
) -> None:
    titles = [" ".join("abcdefgh"[n] * 3 for n in sorted(one)) for one in held]
    group = plan.Synonyms(
        tuple(of(n)._replace(probability=probabilities[n]) for n in asked)
    )
    sure = replace(group, choices=tuple(map(of, asked)))
    pages = []
    for backend in (MemoryBackend(), open_backend(tmp_path_factory.mktemp("groups"))):
        with opened(backend, *titles) as searcher:
            reader = searcher._reader
            every = plan.All((plan.Any((group, sure, plan.EVERYTHING)),))
            for one in (group, sure, every):
                page = reader.search(one, limit=3, offset=0, order=Order.RELEVANCE)
                pages.append((one, page.total, tuple(page.hits)))
            if not isinstance(backend, MemoryBackend):
                page = reader.search(sure, limit=1, offset=0, order=Order.RELEVANCE)
                found = sum(bool(one & set(asked)) for one in held)
                assert page.rarities[sure] == idf(len(held), found)
    assert pages[:3] == pages[3:]
