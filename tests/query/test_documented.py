"""The user's guide to the query language says what is true."""

import re
from datetime import date
from pathlib import Path

import pytest

from searcher.query import bounding, fields
from searcher.query.pairing import MAX_DEPTH
from searcher.query.parser import MAX_CLAUSES, parse
from searcher.query.tree import All, Any, Boost, Field, Not

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "query-language.md").read_text("utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
EXAMPLES = [line.split("  ")[0] for block in BLOCKS for line in block.splitlines()]
ROWS = re.findall(r"^\| [\w ]+ \| (`.*`) \|$", GUIDE, re.MULTILINE)


def kinds(query: object) -> set[str]:
    own = {type(query).__name__}
    match query:
        case All(parts) | Any(parts):
            return own.union(*map(kinds, parts))
        case Not(part) | Boost(part) | Field(_, part):
            return own | kinds(part)
    return own


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_read_without_a_note(example: str) -> None:
    assert parse(example, today=date(2026, 2, 5)).notes == ()


def test_every_construct_has_an_example() -> None:
    queries = [parse(text, today=date(2026, 2, 5)).query for text in EXAMPLES]
    leaves = {"Word", "Exact", "Prefix", "Fuzzy", "Quoted", "Substring"}
    others = {"Identifier", "DateRange", "Field", "Not", "Boost", "All", "Any"}
    assert set().union(*map(kinds, queries)) == leaves | others


def test_the_table_of_fields_is_complete() -> None:
    rows = [set(re.findall(r"`([^`]+)`", row)) for row in ROWS]
    known = [set(line.split()) for line in fields._NAMES.values()]
    assert sorted(map(sorted, rows)) == sorted(map(sorted, known))


def test_the_values_of_languages_are_complete() -> None:
    sentence = GUIDE[GUIDE.index("The values of `lang`") :].partition(".")[0]
    values = set(re.findall(r"`([^`]+)`", sentence)) - {"lang", "has"}
    assert values == set(fields._LANGUAGE)


def test_the_limits_are_the_real_ones() -> None:
    table = GUIDE[GUIDE.index("## Limits") :]
    limits = dict(re.findall(r"^\| (.*?) \| (.*?) \|$", table, re.MULTILINE))
    assert limits["words"] == f"the first {MAX_CLAUSES:,}"
    assert limits["parentheses in each other"] == f"{MAX_DEPTH}"
    assert f"until {bounding.MOST_POSTINGS:,} occurrences" in " ".join(limits.values())
    assert limits["words of a phrase"] == f"the first {bounding.MOST_IN_A_PHRASE}"
    [slop] = [most for part, most in limits.items() if "between those" in part]
    assert slop.startswith(f"{bounding.MOST_SLOP}; none")
    assert f"more than {bounding.MOST_LOOSE:,} texts" in slop
    [pairs] = [most for part, most in limits.items() if part.startswith("pairs")]
    assert pairs.startswith(f"the first {bounding.MOST_NEIGHBOURS},")
    [read] = [most for part, most in limits.items() if part.startswith("papers")]
    assert read.startswith(f"the {bounding.MOST_READ:,} newest")
