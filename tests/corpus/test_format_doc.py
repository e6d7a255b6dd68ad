"""docs/digest-format.md says what is true."""

import re
from pathlib import Path

import pytest

from searcher.analysis import terms
from searcher.corpus import (
    digests,
    jsonlines,
    nested,
    objects,
    pages,
    places,
    reading,
    records,
    scanning,
    tables,
    trimming,
    values,
    words,
)
from searcher.corpus.labels import NAMES
from searcher.model import Sighting

TEXT = (Path(__file__).parents[2] / "docs" / "digest-format.md").read_text("utf-8")
BLOCKS = re.findall(
    r"^```(digest|jsonl|json|html)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize(("kind", "block"), BLOCKS, ids=range(len(BLOCKS)))
def test_every_example_is_read_without_problems(kind: str, block: str) -> None:
    if kind == "digest":
        digest = digests.parse(block, path="x")
        assert digest.problems == ()
        assert str(digest.announced) == "2026-03-02"
        found = list(digest.sightings)
    elif kind == "html":
        items = list(pages.read(block, name="x"))
        found = [item for item in items if isinstance(item, Sighting)]
        assert found == items
    elif kind == "json":
        value = jsonlines.read_value([block.encode()], name="x", encoding="utf-8")
        (one,) = value
        assert isinstance(one, Sighting)
        assert str(one.paper.date) == "2026-03-02"
        found = [one]
    else:
        items = list(jsonlines.read([block.encode()], name="x"))
        found = [item for item in items if isinstance(item, Sighting)]
        assert found == items
        assert len(found) == len(records.SCHEMAS)
    assert found


def test_all_kinds_of_example_are_there() -> None:
    assert [kind for kind, _ in BLOCKS] == ["digest"] * 4 + ["jsonl"] + ["json"] * 2 + [
        "html"
    ]


@pytest.mark.parametrize(
    "message",
    [
        values.UNKNOWN,
        digests.NO_PAPERS.replace("`", "'"),
        digests.COUNT.format("N", "M"),
        digests.UNTITLED,
        digests.BARE,
        digests.TOO_LONG,
        *(places.UNPLACED.format("N"), places.NO_LABEL.format("NAME", "N")),
        *(places.DOUBTED.format("NAME"), places.AGAIN.format("NAME"), places.BEHIND),
        pages.UNREAD.replace("{!r}", "'…'"),
        pages.NO_TITLE,
        tables.NO_TITLE,
        tables.NO_COLUMN,
        tables.WIDTH.format("N", "M"),
        tables.NO_ID.format("COLUMN", "…"),
        tables.UNREAD.format("…"),
        reading.TOO_LARGE,
        reading.BARREN,
        trimming.TOO_LONG_TEXT,
        trimming.TOO_MANY_VALUES.format("authors"),
        trimming.TOO_LONG_VALUE.format("authors"),
        trimming.TOO_LONG_ID,
        reading.TOO_MANY_WORDS,
        jsonlines.BROKEN,
        nested.NO_OBJECT,
        nested.NO_ROW,
        jsonlines.TOO_LONG,
        jsonlines.STRANGE.replace("{!r}", "'…'"),
        objects.MORE.replace("{:,}", "N"),
        scanning.LOOP,
        scanning.MISPLACED,
        scanning.UNREAD,
        words.NO_TEXT,
        words.NO_FILE,
        words.UNDECODED,
        words.TOO_MANY,
        words.TOO_LARGE,
        terms.NO_WORD,
        terms.PUNCTUATED,
        terms.RARE,
        terms.TOO_LONG,
        terms.WORD_TOO_LONG,
    ],
)
def test_every_message_is_explained(message: str) -> None:
    assert f"| `{message}" in TEXT


def test_every_label_is_named() -> None:
    prose = re.sub(r"^```.*?^```", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    named = {name.lower() for name in re.findall("`([^`]+)`", prose)}
    known = {name for names in NAMES.values() for name in names}
    assert {name for name in known if "链接" not in name} <= named
