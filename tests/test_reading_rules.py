"""An index whose digests were read by other rules is built again from them."""

import json
from pathlib import Path

import pytest

import searcher
from searcher.corpus import READING
from searcher.index import embedded
from searcher.settings import create_library


def test_an_index_read_by_other_rules_is_built_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = create_library(tmp_path)
    line = json.dumps({"id": "2603.00001", "title": "Lazy Heaps"})
    (library.corpus / "a.jsonl").write_text(line)
    monkeypatch.setattr(embedded, "READING", READING - 1)
    assert searcher.update(tmp_path).changed
    assert not searcher.update(tmp_path).changed
    monkeypatch.undo()
    with searcher.open(tmp_path) as opened:
        assert f"reading {READING}" in opened.generation.analysis
        assert [hit.paper.id for hit in opened.search("heaps")] == ["2603.00001"]
    assert not searcher.update(tmp_path).changed
