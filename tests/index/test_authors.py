"""Whom `au:` finds: who has the name, in any order, shortened or joined."""

import json
import lzma
import random
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.index import open_backend
from searcher.index.backend import Backend
from searcher.model import Bilingual, Match, Paper, Record
from searcher.query.parser import parse
from searcher.query.planning import planned
from searcher.searching import Searcher
from tests.oracle import MemoryBackend

TODAY, ALL = date(2026, 3, 2), Match.ALL
NAMES = [
    "John Schulman",
    "J. Schulman",
    "Schulman J",
    "John B. Schulman",
    "Sam John",
    "Wei Wang",
    "W. Wang",
    "Wang Wei",
    "William Wu",
    "Wang Wang",
    "Marco A. Casanova",
    "Marco Aiello",
    "M. Aiello",
    "Fei-Fei Li",
    "Feifei Li",
    "F. Li",
    "Laurens van der Maaten",
    "L. van der Maaten",
    "Joshua B. Tenenbaum",
    "JB Tenenbaum",
    "王伟",
    "王小明",
    "José García Márquez",
    "Jose Garcia",
    "Sammy Davis Jr.",
    "Plato",
    "ATLAS Collaboration",
    "Jean-Luc O'Brien",
    "Kurt Gödel",
]


def library(backend: Backend, names: list[str]) -> Searcher:
    papers = (
        Paper(name or "-", title=Bilingual("Lantern"), authors=tuple(name.split("; ")))
        for name in names
    )
    with backend.begin(None) as build:
        build.add(map(Record, papers))
        build.publish(digests=(), problems=())
    return Searcher(backend.open())


@pytest.fixture(scope="module", params=["memory", "embedded"])
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    if request.param == "memory":
        yield library(MemoryBackend(), NAMES)
        return
    with library(open_backend(tmp_path_factory.mktemp("index")), NAMES) as found:
        yield found


SCHULMANS = ["John Schulman", "J. Schulman", "Schulman J", "John B. Schulman"]
ASKED = {
    "Schulman": SCHULMANS,
    "Schulman, John": SCHULMANS,
    "Schulman, J": SCHULMANS,
    "Schulman, J.": SCHULMANS,
    "Schulman，John": SCHULMANS,
    "John Schulman": SCHULMANS,
    "J. Schulman": SCHULMANS,
    "J Schulman": SCHULMANS,
    "Schulman J": SCHULMANS,
    "SCHULMAN, JOHN": SCHULMANS,
    "Schulman, John B.": ["John B. Schulman"],
    "Schulman, K": [],
    "Schulman, Jane": ["J. Schulman", "Schulman J"],
    "John, S": ["Sam John"],
    "John, S.": ["Sam John"],
    "Wang, W.": ["Wei Wang", "W. Wang", "Wang Wang"],
    "王 小明": ["王小明"],
    "王，小明": ["王小明"],
    "Schulman et al.": SCHULMANS,
    "王伟等": ["王伟"],
    "John Schulman and Wei Wang": [],
    "John, Sam": ["Sam John"],
    "Wang, Wei": ["Wei Wang", "W. Wang", "Wang Wei"],
    "Wei Wang": ["Wei Wang", "W. Wang", "Wang Wei"],
    "Wang Wei": ["Wei Wang", "W. Wang", "Wang Wei"],
    "Wang Wang": ["Wang Wang", "W. Wang"],
    "Wang, Wang": ["Wang Wang", "W. Wang"],
    "Aiello, Marco": ["Marco Aiello", "M. Aiello"],
    "Marco Aiello": ["Marco Aiello", "M. Aiello"],
    "Casanova, M. A.": ["Marco A. Casanova"],
    "Li, Fei-Fei": ["Fei-Fei Li", "Feifei Li", "F. Li"],
    "Fei-Fei Li": ["Fei-Fei Li", "Feifei Li", "F. Li"],
    "Feifei Li": ["Fei-Fei Li", "Feifei Li", "F. Li"],
    "Fei Fei Li": ["Fei-Fei Li", "Feifei Li"],
    "van der Maaten": ["Laurens van der Maaten", "L. van der Maaten"],
    "van der Maaten, L": ["Laurens van der Maaten", "L. van der Maaten"],
    "Maaten, Laurens": ["Laurens van der Maaten", "L. van der Maaten"],
    "JB Tenenbaum": ["Joshua B. Tenenbaum", "JB Tenenbaum"],
    "Tenenbaum, J. B.": ["Joshua B. Tenenbaum", "JB Tenenbaum"],
    "Joshua B. Tenenbaum": ["Joshua B. Tenenbaum", "JB Tenenbaum"],
    "王伟": ["王伟"],
    "王小明": ["王小明"],
    "Garcia": ["José García Márquez", "Jose Garcia"],
    "García Márquez, José": ["José García Márquez"],
    "Davis, Sammy, Jr.": ["Sammy Davis Jr."],
    "Sammy Davis III": ["Sammy Davis Jr."],
    "plato": ["Plato"],
    "The ATLAS Collaboration": [],
    "ATLAS Collaboration": ["ATLAS Collaboration"],
    "O'Brien, J.-L.": ["Jean-Luc O'Brien"],
    "Goedel, K": ["Kurt Gödel"],
    "Gödel, Kurt": ["Kurt Gödel"],
}


@pytest.mark.parametrize("asked", ASKED)
def test_who_is_found(searcher: Searcher, asked: str) -> None:
    found = searcher.search(f'au:"{asked}"', limit=None)
    assert {hit.paper.id for hit in found} == {*ASKED[asked]}


@pytest.mark.parametrize(
    "asked",
    [
        '"Ada Birch and Bo Cedar"',
        '"Ada Birch & Bo Cedar"',
        '"Birch; Cedar"',
        '"Birch, Ada and Cedar, B."',
        '"Bo Cedar, Ada Birch"',
        '"Cedar and Birch et al."',
        '("Ada Birch" "Bo Cedar")',
        "Birch au:Cedar",
    ],
)
def test_several_authors_are_each_of_the_paper(asked: str) -> None:
    both, neither = "Ada Birch; Bo Cedar; Di Elm", "Ada Cedar; Bo Elm"
    searcher = library(MemoryBackend(), [both, neither, "Ada Birch"])
    found = searcher.search(f"au:{asked}", limit=None)
    assert [hit.paper.id for hit in found] == [both]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("schul*", SCHULMANS),
        ("SCHULM*", SCHULMANS),
        ("schulmann~", SCHULMANS),
        ("*chulma*", SCHULMANS),
        ("王*", ["王伟", "王小明"]),
        ("(garc* OR plat*)", ["José García Márquez", "Jose Garcia", "Plato"]),
        ("scul*", []),
    ],
)
def test_marks_of_a_word_hold_in_names(
    searcher: Searcher, asked: str, names: list[str]
) -> None:
    found = searcher.search(f"au:{asked}", limit=None)
    assert {hit.paper.id for hit in found} == {*names}
    assert all(hit.authors for hit in found)


WORDS = ["Wei", "Wang", "W.", "Li", "L", "Fei-Fei", "Feifei", "JB", "B", "王伟", "Wu"]
A_NAME = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.lists(A_NAME, min_size=1, max_size=3).map("; ".join), unique=True),
    st.lists(A_NAME | st.tuples(A_NAME, A_NAME).map(", ".join), min_size=1, max_size=8),
)
def test_engines_agree(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], asked: list[str]
) -> None:
    slow = library(MemoryBackend(), names)
    with library(open_backend(tmp_path_factory.mktemp("index")), names) as fast:
        for one in asked:
            query = f'au:"{one}"'
            expected = {hit.paper.id for hit in slow.search(query, limit=None)}
            found = {hit.paper.id for hit in fast.search(query, limit=None)}
            assert found == expected, query


@given(A_NAME)
@settings(max_examples=60, deadline=None)
def test_a_name_finds_itself(name: str) -> None:
    searcher = library(MemoryBackend(), [name])
    assert searcher.search(f'au:"{name}"').total == 1


def plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name)
    return re.sub(r"\W", "", folded.encode("ascii", "ignore").decode()).lower()


def test_names_of_real_papers_find_their_own_and_nobody_else(
    data: Path, tmp_path: Path
) -> None:
    path = data / "papers" / "papers-english.jsonl.xz"
    with lzma.open(path, "rt", encoding="utf-8") as file:
        papers = [json.loads(line) for line in islice(file, 4000)]
    records = [
        Record(Paper(p["id"], authors=tuple(p["authors"])))
        for p in papers
        if p.get("authors")
    ]
    backend = open_backend(tmp_path)
    with backend.begin(None) as build:
        build.add(records)
        build.publish(digests=(), problems=())
    every = [
        (name, record.paper.id) for record in records for name in record.paper.authors
    ]
    usual = [one for one in every if len(one[0].split()) > 1 and one[0].isascii()]
    with Searcher(backend.open()) as searcher:
        for name, paper in random.Random(1).sample(usual, 200):
            *given_names, surname = name.split()
            for form in (name, f"{surname}, {' '.join(given_names)}"):
                found = searcher.search(f'au:"{form}"', limit=None)
                assert paper in {hit.paper.id for hit in found}, form
                for hit in found:
                    names = map(plain, hit.paper.authors)
                    assert any(plain(surname) in one for one in names), (form, hit)


OWN = ["John Schulman; Ada Birch; Di Elm; Ed Fir; Flo Gum", "Ada Birch; John Schulman"]
OTHERS = ["John Birch; Ann Schulman", "Schulman Fir; Elm John", "Sam John; Ed Schulman"]


@pytest.mark.parametrize("engine", ["memory", "embedded"])
@pytest.mark.parametrize(
    "asked", ["John Schulman", "john schulman", "Schulman John Birch"]
)
def test_a_name_without_its_field_ranks_its_own_papers_first(
    tmp_path: Path, engine: str, asked: str
) -> None:
    backend = MemoryBackend() if engine == "memory" else open_backend(tmp_path)
    searcher = library(backend, [*OTHERS, *OWN])
    found = [hit.paper.id for hit in searcher.search(asked, limit=None)]
    if asked.startswith("Schulman"):
        assert set(found) == {*OWN, OTHERS[0]}
    else:
        assert len(found) == len(OWN) + len(OTHERS)
        assert {*found[: len(OWN)]} == {*OWN}


def test_words_of_no_name_are_planned_as_before() -> None:
    searcher = library(MemoryBackend(), OWN)
    with_names = searcher._plan(parse("trust region", today=TODAY).query, None, ALL)
    reader = searcher._reader
    without = planned(
        parse("trust region", today=TODAY).query,
        segmenter=reader.segmenter,
        match=ALL,
        known=reader.known,
        frequency=reader.frequency,
    )
    assert with_names == without
