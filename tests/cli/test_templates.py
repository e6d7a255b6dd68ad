"""`--format` with a template."""

from datetime import date

import pytest

from searcher.cli.templates import FIELDS, template
from searcher.errors import QueryError
from searcher.model import Bilingual, Hit, Paper, Results, Seen, Subject

PAPER = Paper(
    "2602.04620",
    version=2,
    title=Bilingual("A", "甲"),
    abstract=Bilingual("one\ntwo", ""),
    authors=("Ann A", "Bob B"),
    subjects=(Subject("Machine Learning", "cs.LG"), Subject("Odd")),
    date=date(2026, 2, 6),
    seen=(Seen("a.txt", date(2026, 2, 6)), Seen("b.txt")),
)
EMPTY = Paper("x")


def written(shape: str, paper: Paper = PAPER) -> str:
    hits = (Hit(1, score=1.5, paper=paper, highlights={}),)
    found = Results("q", parsed="q", hits=hits, total=1, took=0, generation=1)
    return "".join(template(shape)(found))


@pytest.mark.parametrize(
    ("shape", "line"),
    [
        (r"{id}\t{title.en}", "2602.04620\tA\n"),
        (r"{id}\n{date}", "2602.04620\n2026-02-06\n"),
        (r"{title.zh}\\n", "甲\\n\n"),
        (r"\cite{{{id}}}", "\\cite{2602.04620}\n"),
        ("{abstract.en}", "one two\n"),
        ("{authors}|{subjects}|{subjects.code}", "Ann A; Bob B|cs.LG; Odd|cs.LG\n"),
        ("{seen}|{seen.date}", "a.txt; b.txt|2026-02-06\n"),
        ("{rank} {score} {version}", "1 1.5 2\n"),
        ("{abstract.zh}", "\n"),
    ],
)
def test_what_is_written(shape, line):
    assert written(shape) == line


def test_every_field_of_the_public_json_is_known():
    for name, value in PAPER.to_json().items():
        assert name in FIELDS
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            assert {f"{name}.{key}" for key in inner} <= set(FIELDS)


def test_what_is_missing_is_empty():
    for name in set(FIELDS) - {"id", "rank", "score"}:
        assert written(f"[{{{name}}}]", EMPTY) == "[]\n"


@pytest.mark.parametrize("shape", ["{nothing}", "{title.fr}", "{}", "{ id }"])
def test_an_unknown_field_is_named(shape):
    with pytest.raises(QueryError) as raised:
        template(shape)
    assert repr(shape[1:-1]) in raised.value.message
    assert "title.zh" in raised.value.hint


@pytest.mark.parametrize("shape", ["{id", "id}", "{id}}", "{{id}"])
def test_a_lone_brace_is_an_error(shape):
    with pytest.raises(QueryError, match="alone"):
        template(shape)
