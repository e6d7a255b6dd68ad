"""Papers as services and clients give them in JSON: each field right, nothing wrong."""

from datetime import date as Date
from typing import Any

import pytest

from searcher.analysis.markup import plain
from searcher.corpus.objects import Object
from searcher.corpus.people import people
from searcher.corpus.records import paper
from searcher.model import Bilingual, Subject

TITLE = "Paper Boats Afloat"
ABSTRACT = "We fold boats. They float."
ADA, GROUP = {"given": "Ada", "family": "Birch"}, "The Boat Group"
LEARNING = Subject("Machine Learning", "cs.LG")
DAY = Date(2026, 3, 2)

SERVICES: dict[str, dict[str, Any]] = {
    "Semantic Scholar": {
        "paperId": "5f1e",
        "externalIds": {"ArXiv": "2603.00001", "DOI": "10.1/x", "CorpusId": 7},
        "title": TITLE,
        "abstract": ABSTRACT,
        "authors": [{"authorId": "1", "name": "Ada Birch"}],
        "year": 2026,
        "publicationDate": "2026-03-02",
        "openAccessPdf": {"url": "https://arxiv.org/pdf/2603.00001", "status": "GREEN"},
        "isOpenAccess": True,
    },
    "OpenAlex": {
        "id": "https://openalex.org/W1",
        "title": TITLE,
        "display_name": TITLE,
        "publication_date": "2026-03-02",
        "updated_date": "2026-03-09T00:00:00",
        "primary_location": {"landing_page_url": "https://arxiv.org/abs/2603.00001"},
        "authorships": [
            {
                "author": {"id": "A1", "display_name": "Ada Birch"},
                "raw_author_name": "A. Birch",
            }
        ],
        "abstract_inverted_index": {
            "We": [0],
            "fold": [1],
            "boats.": [2],
            "They": [3],
            "float.": [4],
        },
        "is_retracted": False,
    },
    "Crossref": {
        "DOI": "10.48550/arXiv.2603.00001",
        "title": [TITLE],
        "container-title": ["Journal"],
        "short-title": [],
        "original-title": [],
        "abstract": f"<jats:title>Abstract</jats:title><jats:p>{ABSTRACT}</jats:p>",
        "author": [ADA | {"sequence": "first", "affiliation": []}],
        "published": {"date-parts": [[2026, 3, 2]]},
        "created": {"date-time": "2026-03-05T00:00:00Z", "timestamp": 1772668800000},
    },
    "DataCite": {
        "doi": "10.48550/arxiv.2603.00001",
        "titles": [{"title": TITLE}],
        "creators": [
            {"name": "Birch, Ada", "givenName": "Ada", "familyName": "Birch"},
        ],
        "descriptions": [
            {"description": "12 pages", "descriptionType": "Other"},
            {"description": ABSTRACT, "descriptionType": "Abstract"},
        ],
        "published": "2026-03-02",
    },
    "CSL, as Zotero exports it": {
        "id": "birch2026",
        "title": TITLE,
        "title-short": "Boats",
        "abstract": ABSTRACT,
        "author": [ADA],
        "issued": {"date-parts": [["2026", 3, 2]]},
        "number": "arXiv:2603.00001",
    },
    "Zotero": {
        "key": "ABCD",
        "version": 12,
        "itemType": "preprint",
        "title": TITLE,
        "shortTitle": "Boats",
        "publicationTitle": "",
        "creators": [
            {"creatorType": "author", "firstName": "Ada", "lastName": "Birch"},
            {"creatorType": "editor", "firstName": "Ed", "lastName": "Fir"},
        ],
        "abstractNote": ABSTRACT,
        "archiveID": "arXiv:2603.00001",
        "date": "2026-03-02",
    },
    "MongoDB": {
        "_id": {"$oid": "65f0c0ffee"},
        "arxiv_id": "2603.00001",
        "title": TITLE,
        "abstract": ABSTRACT,
        "authors": ["Ada Birch"],
        "published": {"$date": "2026-03-02T09:00:00Z"},
    },
    "cv-arxiv-daily, a day": {
        "paper_title": TITLE,
        "paper_abstract": ABSTRACT,
        "paper_authors": "Ada Birch",
        "update_time": "2026-03-02",
        "paper_url": "http://arxiv.org/abs/2603.00001",
        "paper_id": "2603.00001",
    },
    "a crawler of listings": {
        "id": "2603.00001",
        "title": TITLE,
        "authors": ["Ada Birch"],
        "abstract": ABSTRACT,
        "abstract_url": "https://arxiv.org/abs/2603.00001",
        "announcement_date": "2026-03-02",
    },
    "an abstract in lines": {
        "arxivId": "2603.00001",
        "title": TITLE,
        "authors": ["Ada Birch"],
        "abstractLines": ["We fold boats.", "They float."],
        "date": "2026-03-02",
    },
    "an export of pandas": {
        "id": "2603.00001",
        "title": TITLE,
        "authors": "['Ada Birch']",
        "abstract": ABSTRACT,
        "categories": float("nan"),
        "doi": "None",
        "date": 1772442000000,
    },
}


@pytest.mark.parametrize("name", SERVICES)
def test_a_paper_of_a_service(name: str) -> None:
    record = Object(SERVICES[name])
    found = paper(record)
    assert found.id == "2603.00001"
    assert found.title == Bilingual(TITLE)
    assert plain(found.abstract.en) == ABSTRACT
    assert found.authors == ("Ada Birch",)
    assert found.date == DAY
    assert record.faults == []


DAYS: list[Any] = [
    *("2026-03-02T09:00:00Z", "2026-03-02 09:00:00 UTC", "2026-03-01T23:30:00-05:00"),
    *(
        "2026/3/2",
        "2026.03.02",
        "20260302",
        "2026年3月2日",
        "2 Mar 2026",
        "Mar 2, 2026",
    ),
    *("Mar. 2, 2026", "March 2nd, 2026", "2nd March 2026", "2-Mar-26", "02.03.2026"),
    *("Mon Mar  2 09:00:00 2026", "Sun, 1 Mar 2026 20:00:00 -0500"),
    *("Mon, 2 Mar 2026 09:00:00 GMT", "Mon, 02 Mar 2026 20:00:00 +0800"),
    *(1772442000, 1772442000.5, 1772442000000, "1772442000", "1772442000000"),
    *([2026, 3, 2], [2026, 3, 2, 9, 0, 0, 0, 61, 0], ["2026-03-02"]),
    *({"date-parts": [[2026, 3, 2]]}, {"year": "2026", "month": 3, "day": 2}),
    *({"$date": 1772442000000}, {"$date": {"$numberLong": "1772442000000"}}),
    *({"start": "2026-03-02"}, "[Submitted on 2 Mar 2026 (v1)]"),
]
NO_DAYS: list[Any] = [
    *("2026", "2026-03", 2026, 5, "3/2/2026", "yesterday", "2026-02-30", True),
    *([2026, 3], [2026, 13, 1], {"date-parts": [[2026]]}, {"x": 1}, 1e300, -1),
]


@pytest.mark.parametrize("value", DAYS, ids=repr)
def test_a_day_in_any_notation(value: object) -> None:
    record = Object({"title": "Boats", "date": value})
    assert (paper(record).date, record.faults) == (DAY, [])


@pytest.mark.parametrize("value", NO_DAYS, ids=repr)
def test_what_is_no_day_for_certain_is_reported(value: object) -> None:
    record = Object({"title": "Boats", "date": value})
    assert paper(record).date is None
    (fault,) = record.faults
    assert fault.endswith("wanted YYYY-MM-DD")


@pytest.mark.parametrize(
    ("value", "version"),
    [
        ({"arxivVersion": "v2"}, 2),
        ({"arxiv_version": 3}, 3),
        ({"version": "v4"}, 4),
        ({"version": 12}, None),
        ({"versions": [{"version": "v1"}, {"version": "v2"}]}, 2),
        ({"abs_url": "https://arxiv.org/abs/2603.00001v5"}, 5),
        ({"abs_url": "https://arxiv.org/abs/2603.00002v5"}, None),
    ],
)
def test_a_version_beside_the_id(value: dict[str, Any], version: int | None) -> None:
    found = paper(Object({"id": "2603.00001", "title": "Boats", **value}))
    assert (found.id, found.version) == ("2603.00001", version)


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("2603.00001 v2", ("2603.00001", 2)),
        ("arXiv:2603.00001v2 [cs.LG] 2 Mar 2026", ("2603.00001", 2)),
        (["2603.00001"], ("2603.00001", None)),
        ({"$oid": "65f0"}, ("65f0", None)),
        ("65f0", ("65f0", None)),
    ],
)
def test_an_id_in_any_notation(value: object, known: tuple[str, int | None]) -> None:
    record = Object({"id": value, "title": "Boats"})
    found = paper(record)
    assert ((found.id, found.version), record.faults) == (known, [])


@pytest.mark.parametrize(
    "value", ["", "None", "null", "N/A", float("nan"), None], ids=repr
)
def test_an_id_that_says_there_is_none(value: object) -> None:
    record = Object({"id": value, "title": "Boats"})
    assert paper(record).id.startswith("t-")
    assert record.faults == []


@pytest.mark.parametrize(
    "value",
    [
        "Ada Birch\nBen Cedar",
        "Ada Birch,\n  Ben Cedar",
        "Ada Birch | Ben Cedar",
        "['Ada Birch', \"Ben Cedar\"]",
        '["Ada Birch", "Ben Cedar"]',
        "Ada Birch & Ben Cedar",
        "Ada Birch, Ben Cedar, and 3 others",
        ["Birch, Ada", "Cedar, Ben"],
        ["Ada Birch, Ben Cedar"],
        ["Ada Birch", "Ben Cedar", "N/A", "...", "and 3 others"],
        [{"author": "Ada Birch"}, {"name": {"first": "Ben", "last": "Cedar"}}],
    ],
    ids=repr,
)
def test_names_in_any_notation(value: object) -> None:
    record = Object({"title": "Boats", "authors": value})
    assert paper(record).authors == ("Ada Birch", "Ben Cedar")
    assert record.faults == []


def test_quotes_in_a_list_that_is_a_text() -> None:
    assert people("['Sean O'Birch', \"D'Arcy Elm\"]") == ("Sean O'Birch", "D'Arcy Elm")


def test_one_name_with_the_last_name_first() -> None:
    assert paper(Object({"title": "B", "authors": ["Birch, Ada"]})).authors == (
        "Ada Birch",
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            ["Lazy Heaps Wait", "惰性堆"],
            Bilingual("Lazy Heaps Wait", "惰性堆"),
        ),
        ({"zh-CN": "惰性堆", "en-US": "Heaps"}, Bilingual("Heaps", "惰性堆")),
        ({"rendered": "Heaps"}, Bilingual("Heaps")),
        ({"#text": "惰性堆", "@type": "html"}, Bilingual(zh="惰性堆")),
    ],
    ids=repr,
)
def test_a_title_that_is_more_than_a_text(title: object, expected: Bilingual) -> None:
    for key in ("title", "paper_title"):
        record = Object({key: title})
        assert (paper(record).title, record.faults) == (expected, [])


def test_titles_of_several_papers_are_not_one() -> None:
    record = Object({"id": ["2603.00001", "2603.00002"], "title": ["A heap", "A boat"]})
    with pytest.raises(ValueError, match="title is a list, wanted a text"):
        paper(record)


def test_words_are_no_abstract() -> None:
    record = Object({"title": "Boats", "abstract": ["heaps", "boats"]})
    assert paper(record).abstract == Bilingual()
    assert record.faults == ["abstract is a list, wanted a text"]
