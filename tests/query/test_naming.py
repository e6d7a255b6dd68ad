"""What is printed or pasted names its papers, whatever stands around it."""

from collections.abc import Iterable
from datetime import date

import pytest

from searcher.model import Bilingual, Paper, Record, Seen, Subject
from searcher.searching import Searcher
from tests.oracle import MemoryBackend

LANTERN = Paper(
    "2603.40012",
    title=Bilingual("Lantern papers", "灯笼论文"),
    subjects=(Subject("Machine Learning", "cs.LG"),),
    seen=(Seen("2022-03/2022-03-01.md", date(2022, 3, 1)),),
)
COM = Paper(
    "2603.40013",
    title=Bilingual("Com papers of https and arxiv", ""),
    subjects=(Subject("Geometric Topology", "math.GT"), Subject("", "stat.ML")),
    seen=(Seen("2022-03-02.md", date(2022, 3, 2)),),
)
KNOTS = Paper("math/0309136", title=Bilingual("Knots of rope in cs", ""))
MADE = Paper("t-8d5aa8c4d2fe", title=Bilingual("Ropes", ""))
SEVENTH = Paper("doc7", title=Bilingual("Seven lanterns", ""))
DOI = Paper("10.1145/3544548.3581234", title=Bilingual("Hands", ""))
REVIEW = Paper(
    "https://openreview.net/forum?id=HklBjCEKvH",
    title=Bilingual("Memory", ""),
    seen=(Seen("notes/2023-01-01.md"),),
)
PAPERS = (LANTERN, COM, KNOTS, MADE, SEVENTH, DOI, REVIEW, Paper("Ropes"), Paper("42"))


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    backend = MemoryBackend()
    with backend.begin(None) as build:
        build.add(map(Record, PAPERS))
        build.publish(digests=(), problems=())
    return Searcher(backend.open())


def found(searcher: Searcher, text: str) -> list[str]:
    return [hit.paper.id for hit in searcher.search(text)]


BOTH = """2603.40012 2603.40013
2603.40012,2603.40013
2603.40012, 2603.40013
2603.40012;2603.40013
2603.40012、2603.40013
2603.40012 and 2603.40013
2603.40012 and arXiv:2603.40013v2.
2603.40012 & 2603.40013
2603.40012 和 2603.40013
2603.40012和2603.40013
2603.40012 以及 2603.40013
2603.40012 OR 2603.40013
please compare 2603.40012 with 2603.40013
论文2603.40012与https://arxiv.org/abs/2603.40013的比较
(2603.40012, 2603.40013)
["2603.40012", "2603.40013"]
- [A title](https://arxiv.org/abs/2603.40012) - [Another](https://arxiv.org/pdf/2603.40013)
https://huggingface.co/papers/2603.40012 https://www.alphaxiv.org/abs/2603.40013
id_list=2603.40012,2603.40013
http://export.arxiv.org/api/query?id_list=2603.40012,2603.40013"""


@pytest.mark.parametrize("text", BOTH.split("\n"))
def test_several_ids_are_alternatives(searcher: Searcher, text: str) -> None:
    assert sorted(found(searcher, text)) == ["2603.40012", "2603.40013"]


def test_ids_on_lines_of_their_own(searcher: Searcher) -> None:
    text = "2603.40012\n\narXiv:2603.40013 [math.GT]\n"
    assert sorted(found(searcher, text)) == ["2603.40012", "2603.40013"]


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://arxiv.org/abs/2603.40012">arXiv</a>',
        '<a class="x" href="https://arxiv.org/abs/2603.40012">Lantern papers</a>',
        'id:"2603.40012v2"',
        'id:"https://arxiv.org/abs/2603.40012"',
        "**2603.40012**",
        "`2603.40012`",
        "_2603.40012_",
    ],
)
def test_an_id_in_the_dress_of_a_page(searcher: Searcher, text: str) -> None:
    assert found(searcher, text) == ["2603.40012"]


@pytest.mark.parametrize(
    "text",
    [
        "https://doi.org/10.1145/3544548.3581234",
        "https://dl.acm.org/doi/abs/10.1145/3544548.3581234",
        "DOI: 10.1145/3544548.3581234",
        "doi.org/10.1145/3544548.3581234/",
    ],
)
def test_a_doi_wherever_it_is_kept(searcher: Searcher, text: str) -> None:
    assert found(searcher, text) == [DOI.id]


@pytest.mark.parametrize(
    "text",
    [
        "https://openreview.net/forum?id=other12345",
        "https://arxiv.org/abs/2613.40012",
        "https://github.com/com/papers",
    ],
)
def test_an_address_of_nothing_here_is_not_made_words(
    searcher: Searcher, text: str
) -> None:
    assert searcher.search(text, relax=True).total == 0


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("[Lantern papers](https://arxiv.org/abs/2603.40012)", ["2603.40012"]),
        ("[2603.40012] Lantern papers", ["2603.40012"]),
        ("Id: 2603.40012v2", ["2603.40012"]),
        ("Link: https://arxiv.org/abs/2603.40012", ["2603.40012"]),
        ("eprint = {2603.40012},", ["2603.40012"]),
        ("2603.40012 never written words", ["2603.40012"]),
        ("2603.40012 -lantern", []),
        ("2603.40012 title:rope", []),
        ('"2603.40012"', []),
        ("id:math.GT/0309136", ["math/0309136"]),
        ("id:MATH/0309136v2", ["math/0309136"]),
        ("arxiv:math.GT/0309136", ["math/0309136"]),
        ("id:https://huggingface.co/papers/2603.40012", ["2603.40012"]),
        ("2699.00001 lantern", []),
    ],
)
def test_an_id_selects_and_words_beside_it_order(
    searcher: Searcher, text: str, ids: list[str]
) -> None:
    assert found(searcher, text) == ids


def test_words_beside_ids_order_the_papers(searcher: Searcher) -> None:
    assert found(searcher, "2603.40012 2603.40013 com")[0] == "2603.40013"
    assert found(searcher, "2603.40013 2603.40012 lantern")[0] == "2603.40012"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("t-8d5aa8c4d2fe", ["t-8d5aa8c4d2fe"]),
        ("t-000000000000", []),
        ("doc7", ["doc7"]),
        ("DOC7", ["doc7"]),
        ("doc7, t-8d5aa8c4d2fe", ["doc7", "t-8d5aa8c4d2fe"]),
        ("doc7\n2603.40012", ["2603.40012", "doc7"]),
        ("42", ["42"]),
        ("10.1145/3544548.3581234", ["10.1145/3544548.3581234"]),
        (REVIEW.id, [REVIEW.id]),
        ("doc8", []),
        ("lanterns doc7", []),
        ("ropes", ["t-8d5aa8c4d2fe", "math/0309136"]),
    ],
)
def test_ids_of_this_library(searcher: Searcher, text: str, ids: list[str]) -> None:
    assert sorted(found(searcher, text)) == sorted(ids)


def test_a_number_that_is_a_word_too_is_said() -> None:
    backend = MemoryBackend()
    with backend.begin(None) as build:
        texts = (Paper("42"), Paper("43", title=Bilingual("42 answers", "")))
        build.add(map(Record, texts))
        build.publish(digests=(), problems=())
    searcher = Searcher(backend.open())
    answer = searcher.search("42")
    assert [hit.paper.id for hit in answer] == ["42"]
    assert answer.notes == ("read as an id; for the word, type `42",)
    assert found(searcher, "`42") == ["43"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("cs.LG", ["2603.40012"]),
        ("cs.lg,", ["2603.40012"]),
        ("math.GT", ["2603.40013"]),
        ("stat.ML", ["2603.40013"]),
        ("stat.ML,math.GT", ["2603.40013"]),
        ("cs.LG stat.ML", []),
        ("cs.LG lantern", ["2603.40012"]),
        ("papers -cs.LG", ["2603.40013"]),
        ("cs", ["math/0309136"]),
        ("cat:cs.LG", ["2603.40012"]),
        ("cat:(cs.LG OR math.GT)", ["2603.40012", "2603.40013"]),
        ("title:cs.LG", []),
        ("`cs.LG", []),
        ("cs.XX", []),
    ],
)
def test_a_code_is_a_subject(searcher: Searcher, text: str, ids: list[str]) -> None:
    assert sorted(found(searcher, text)) == ids


def ids(papers: Iterable[Paper]) -> list[str]:
    return sorted(paper.id for paper in papers)


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("in:2022*", [LANTERN, COM]),
        ("in:2022-03-0?.md*", [LANTERN, COM]),
        ("in:*.md", [LANTERN, COM, REVIEW]),
        ("in:*2023*", [REVIEW]),
        ("in:2022-03/*", [LANTERN]),
        ("in:2022-03/", [LANTERN]),
        ("in:n*/*01*", [REVIEW]),
        ("in:2024*", []),
        ('in:"2022*"', []),
        ("-in:2022* lantern", [SEVENTH]),
        ("in:(2022* OR 2023*)", [LANTERN, COM, REVIEW]),
    ],
)
def test_patterns_of_digests(
    searcher: Searcher, text: str, papers: list[Paper]
) -> None:
    assert sorted(found(searcher, text)) == ids(papers)
