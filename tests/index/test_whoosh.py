"""Plain Whoosh opens what we build, and finds the same papers."""

from array import array
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from whoosh.index import open_dir
from whoosh.qparser import QueryParser
from whoosh.query import Phrase, Prefix, Term
from whoosh.searching import Searcher

from searcher.corpus.collecting import read_corpus
from searcher.corpus.ids import title_ids
from searcher.index import open_backend
from searcher.index.backend import Build, Reader
from searcher.model import Order, Record
from searcher.query import plan

ROOT = Path(__file__).resolve().parent.parent.parent


def publish(build: Build) -> None:
    build.publish(digests=(), problems=())


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two segments, with papers of the first gone."""
    papers = read_corpus(ROOT / "corpus").papers
    records = [Record(paper, keys=title_ids(paper.title)) for paper in papers]
    folder = tmp_path_factory.mktemp("index")
    backend = open_backend(folder)
    with backend.begin(None) as build:
        build.add(records[:30])
        publish(build)
    with backend.begin(backend.open().generation) as build:
        build.remove([papers[3].id, papers[17].id])
        build.add(records[30:])
        publish(build)
    return folder


@pytest.fixture(scope="module")
def ours(index: Path) -> Iterator[Reader]:
    reader = open_backend(index).open()
    yield reader
    reader.close()


@pytest.fixture(scope="module")
def theirs(index: Path) -> Iterator[Searcher]:
    folder = index / (index / "CURRENT").read_text(encoding="ascii").strip()
    with open_dir(str(folder)).searcher() as searcher:
        yield searcher


def found(reader: Reader, wanted: plan.Plan) -> set[str]:
    page = reader.search(wanted, limit=None, offset=0, order=Order.RELEVANCE)
    return {hit.id for hit in page.hits}


def told(searcher: Searcher, query: object) -> set[str]:
    hits = searcher.search(query, limit=None)
    return {hit["paper"]["id"] for hit in hits}


def sampled(reader: Reader, field: str, count: int) -> list[str]:
    terms = [term for term, _ in reader.terms(field, "")]
    return Random(field).sample(terms, min(count, len(terms)))


@pytest.mark.parametrize("field", plan.FIELDS)
def test_single_terms(ours: Reader, theirs: Searcher, field: str) -> None:
    terms = sampled(ours, field, 25)
    assert terms
    for term in terms:
        choice = plan.Choice(plan.Term(term, (field,)))
        assert told(theirs, Term(field, term)) == found(ours, plan.Synonyms((choice,)))


@pytest.mark.parametrize("field", plan.SCORED)
def test_prefixes(ours: Reader, theirs: Searcher, field: str) -> None:
    for term in sampled(ours, field, 10):
        start = term[:2]
        same = [t for t, _ in ours.terms(field, start) if t.startswith(start)]
        choices = tuple(plan.Choice(plan.Term(t, (field,))) for t in same)
        assert told(theirs, Prefix(field, start)) == found(ours, plan.Synonyms(choices))


@pytest.mark.parametrize("field", plan.SCORED)
def test_phrases(ours: Reader, theirs: Searcher, field: str) -> None:
    rng = Random(field)
    hits = 0
    for number in rng.sample(list(ours.leaves.everything()), 20):
        by_place = {}
        docs = memoryview(array("i", [number]))
        for term, _ in ours.terms(field, ""):
            for _, places in ours.positions(field, term, docs):
                for place in places:
                    by_place.setdefault(place, term)
        pairs = [(p, p + 1) for p in by_place if p + 1 in by_place]
        if not pairs:
            continue
        words = [by_place[place] for place in rng.choice(pairs)]
        steps = (plan.Step(0, 1, words[0]), plan.Step(1, 2, words[1]))
        expected = found(ours, plan.Phrase(steps, 2, (field,)))
        assert told(theirs, Phrase(field, words)) == expected
        hits += len(expected)
    assert hits


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title.en", "optimization"),
        ("title.en", '"policy optimization"'),
        ("abstract.en", "region*"),
        ("title.zh", "强化学习"),
        ("abstract.zh", '"强化学习"'),
        ("authors", "Schulman"),
        ("subjects", "cs.lg"),
    ],
)
def test_their_parser_works_on_our_fields(
    theirs: Searcher, field: str, text: str
) -> None:
    query = QueryParser(field, theirs.ixreader.schema).parse(text)
    assert told(theirs, query)
