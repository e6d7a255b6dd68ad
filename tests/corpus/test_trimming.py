"""A paper of any size is read up to bounds that are reported, in every format."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus import ids, trimming
from searcher.corpus.reading import Reading
from searcher.corpus.trimming import (
    LONGEST_VALUE,
    MOST_LETTERS,
    MOST_VALUES,
    TOO_LONG_ID,
    TOO_LONG_TEXT,
    TOO_LONG_VALUE,
    TOO_MANY_VALUES,
    trimmed,
)
from searcher.model import Bilingual, Paper, Sighting, Subject

LONG = "x" * (MOST_LETTERS + 1)
WIDE = "x" * (LONGEST_VALUE + 1)
MANY = [f"N{number}" for number in range(MOST_VALUES + 1)]


def read(tmp_path: Path, value: object) -> tuple[Sighting, list[str]]:
    place = tmp_path / "d.jsonl"
    place.write_text(json.dumps(value) + "\n", encoding="utf-8")
    reading = Reading(place, "d")
    [found] = reading
    return found, [str(problem) for problem in reading.problems]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("abstract", {"en": LONG}, TOO_LONG_TEXT),
        ("abstract", {"en": "short", "zh": "长" * (MOST_LETTERS + 1)}, TOO_LONG_TEXT),
        ("title", {"en": LONG}, TOO_LONG_TEXT),
        ("authors", MANY, TOO_MANY_VALUES.format("authors")),
        ("authors", [WIDE], TOO_LONG_VALUE.format("authors")),
        ("keywords", MANY, TOO_MANY_VALUES.format("keywords")),
        ("keywords", ["k", WIDE], TOO_LONG_VALUE.format("keywords")),
        ("subjects", [{"name": n} for n in MANY], TOO_MANY_VALUES.format("subjects")),
        ("subjects", [{"name": WIDE}], TOO_LONG_VALUE.format("subjects")),
        ("id", WIDE, TOO_LONG_ID),
    ],
    ids=[
        "abstract",
        "zh",
        "title",
        "authors",
        "name",
        "keywords",
        "keyword",
        "subjects",
        "subject",
        "id",
    ],
)
def test_what_is_too_large_is_read_up_to_there_and_said(
    tmp_path: Path, field: str, value: object, message: str
) -> None:
    paper = {"id": "2603.00001", "title": {"en": "T"}, "abstract": {"en": "A"}}
    found, problems = read(tmp_path, paper | {field: value})
    assert f"d:1: {message}" in problems
    assert trimmed(found.paper) == (found.paper, ())
    if field != "id":
        assert getattr(found.paper, field)
    assert found.paper.id == ("2603.00001" if field != "id" else ids.made("T"))


def test_an_id_made_of_a_title_is_that_of_what_is_left_of_it(tmp_path: Path) -> None:
    found, _ = read(tmp_path, {"title": LONG, "abstract": "A"})
    assert found.paper.id == ids.made(LONG[:MOST_LETTERS])


texts = st.text("a b论", max_size=12)
values = st.lists(texts, max_size=6).map(tuple)
papers = st.builds(
    Paper,
    st.sampled_from(["2603.00001", "t-0123456789ab", "foreign", "f" * 20]),
    title=st.builds(Bilingual, texts, texts),
    abstract=st.builds(Bilingual, texts, texts),
    authors=values,
    keywords=values,
    subjects=st.lists(st.builds(Subject, texts, st.none() | texts), max_size=6).map(
        tuple
    ),
)


@given(papers)
def test_a_paper_is_within_all_bounds_or_something_is_said(paper: Paper) -> None:
    """With bounds so low that hypothesis reaches them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trimming, "MOST_LETTERS", 8)
        patch.setattr(trimming, "MOST_VALUES", 3)
        patch.setattr(trimming, "LONGEST_VALUE", 15)
        left, messages = trimmed(paper)
        assert trimmed(left) == (left, ())
        assert bool(messages) == (left != paper)
        for half in (left.title.en, left.title.zh, left.abstract.en, left.abstract.zh):
            assert len(half) <= 8
        for name in ("authors", "subjects", "keywords"):
            assert len(getattr(left, name)) == min(3, len(getattr(paper, name)))
