"""Records go to other processes in batches that hold a bounded amount of text."""

import gc
import json
import weakref
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher import Bilingual, Paper, Searcher
from searcher.analysis.dictionary import jieba_dictionary
from searcher.building import update
from searcher.index import open_backend, updating
from searcher.index.segment import batching, collecting
from searcher.index.segment.batching import batches, weight
from searcher.index.segment.filing import Filing
from searcher.index.segment.reading import Segment
from searcher.index.tiering import Size
from searcher.model import Record, Sighting
from searcher.settings import create_library


def record(size: int, *, number: int = 0, sightings: int = 1) -> Record:
    paper = Paper(f"2603.{number:05}", abstract=Bilingual("", "论" * size))
    return Record(paper, tuple(Sighting(paper, n) for n in range(sightings)))


@given(st.lists(st.integers(0, 300), max_size=200))
def test_all_records_in_order_and_no_batch_too_large(sizes: list[int]) -> None:
    records = [record(size, number=n) for n, size in enumerate(sizes)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batching, "MOST_LETTERS", 500)
        found = list(batches(iter(records), most=50))
    assert list(chain.from_iterable(batch.records for batch in found)) == records
    for batch in found:
        assert 0 < len(batch.records) <= 50
        assert batch.letters == sum(map(weight, batch.records))
        assert batch.letters - weight(batch.records[-1]) < 500
    for batch in found[:-1]:
        assert len(batch.records) == 50 or batch.letters >= 500


def test_what_a_paper_was_merged_from_counts() -> None:
    assert weight(record(7)) == 7
    assert weight(record(7, sightings=30)) == 210


@pytest.mark.parametrize("bound", ["ALL_TERMS", "MOST_STORED", "MOST_TOKENS"])
def test_a_segment_in_the_making_is_full_by_whatever_takes_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(collecting, bound, 200)
    monkeypatch.setattr(collecting, "MOST_TERMS", 100)
    monkeypatch.setattr(collecting, "BATCH", 1)
    filing = Filing(tmp_path, "s", jieba_dictionary())
    papers = [
        Paper(f"2603.{n:05}", title=Bilingual(" ".join(f"w{n}x{m}" for m in range(9))))
        for n in range(50)
    ]
    filing.add(map(Record, papers))
    names = filing.finish()
    sizes = []
    for name in names:
        segment = Segment(tmp_path / name)
        sizes.append(segment.size)
        segment.close()
    assert sum(sizes) == len(papers)
    assert max(sizes) < 50


def test_what_was_learnt_is_gone_with_its_last_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though no garbage is looked for, as in a process that helps."""
    monkeypatch.setattr(collecting, "MOST_TERMS", 100)
    monkeypatch.setattr(collecting, "ALL_TERMS", 200)
    monkeypatch.setattr(collecting, "BATCH", 1)
    filing = Filing(tmp_path, "s", jieba_dictionary())
    collectors, analysers = [], []
    gc.disable()
    try:
        for number in range(40):
            collectors.append(weakref.ref(filing._collector))
            analysers.append(weakref.ref(filing._collector.known))
            words = " ".join(f"w{number}x{n} 论{n}" for n in range(30))
            paper = Paper(
                f"2603.{number:05}", abstract=Bilingual(words, ""), authors=("Di Elm",)
            )
            filing.add([Record(paper, ())])
        living = {ref() for ref in collectors} - {None}
        kept = {ref() for ref in analysers} - {None}
    finally:
        gc.enable()
    assert len(filing._names) > 5
    assert len(living) <= 1
    assert len(kept) <= 1


def test_segments_of_many_entries_are_not_merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "ALL_TERMS", 200)
    monkeypatch.setattr(collecting, "BATCH", 1)
    monkeypatch.setattr(updating, "MOST", Size(1000, entries=1000))
    library = create_library(tmp_path)
    papers = [
        {"id": f"2603.{n:05}", "title": " ".join(f"w{n}x{m}" for m in range(9))}
        for n in range(99)
    ]
    text = "\n".join(map(json.dumps, papers))
    (library.corpus / "a.jsonl").write_text(text, encoding="utf-8")
    update(library)
    found = []
    for path in library.index.glob("*/*.segment"):
        segment = Segment(path)
        found.append((segment.entry_count, segment.size))
        segment.close()
    assert sum(papers for _, papers in found) == len(papers)
    assert len(found) > 1
    assert max(entries for entries, _ in found) <= 1000
    with Searcher(open_backend(library.index).open()) as searcher:
        assert searcher.search("w98x8").total == 1
