"""A merge of segments is the segment that their papers would have made at once."""

import tracemalloc
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.analysis.dictionary import jieba_dictionary
from searcher.corpus.collecting import read_corpus
from searcher.index.segment import merging, surviving, weaving
from searcher.index.segment.collecting import Collector
from searcher.index.segment.layout import Mapped
from searcher.index.segment.merging import merge_segments
from searcher.index.segment.packing import write_collected
from searcher.index.segment.reading import Entry, Segment
from searcher.index.segment.storing import encoded
from searcher.model import Bilingual, Paper, Record, Sighting
from searcher.query.plan import SCORED

ROOT = Path(__file__).resolve().parent.parent.parent
WORDS = ("trust", "regions", "off-policy", "GPT-4", "强化学习", "深度", "的", "\ud800")
TEXT = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
PAPERS = st.builds(
    Paper,
    st.just(""),
    title=st.builds(Bilingual, TEXT, TEXT),
    abstract=st.builds(Bilingual, TEXT, TEXT),
    authors=st.lists(TEXT, max_size=3).map(tuple),
    date=st.sampled_from([None, date(2026, 1, 2)]),
)


def write(path: Path, records: Iterable[Record]) -> Path:
    collector = Collector(jieba_dictionary())
    for record in records:
        collector.add(record, encoded(record))
    write_collected(path, collector)
    return path


def merged(
    folder: Path, parts: list[tuple[list[Record], set[int]]]
) -> tuple[Path, Path]:
    """The merge of some records, and what they make when they are written at once."""
    segments = [
        (Segment(write(folder / f"{n}.segment", records)), gone)
        for n, (records, gone) in enumerate(parts)
    ]
    merge_segments(folder / "merged", segments)
    for segment, _ in segments:
        segment.close()
    left = (r for rs, gone in parts for n, r in enumerate(rs) if n not in gone)
    return folder / "merged", write(folder / "direct", left)


def equal(one: Path, other: Path) -> bool:
    """Section by section, so that a failure names one."""
    ours, theirs = Mapped(one), Mapped(other)
    assert ours.about.keys() == theirs.about.keys()
    for name in theirs.about["sections"]:
        assert bytes(ours.array(name)) == bytes(theirs.array(name)), name
    return one.read_bytes() == other.read_bytes()


@given(
    st.lists(
        st.lists(st.tuples(PAPERS, st.booleans()), max_size=5), min_size=1, max_size=4
    ),
    st.sampled_from([1, 2, 1 << 20]),
)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_merge_is_what_is_written_at_once(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    drawn: list[list[tuple[Paper, bool]]],
    chunk: int,
) -> None:
    monkeypatch.setattr(surviving, "STRETCH", chunk)
    monkeypatch.setattr(weaving, "CHUNK", chunk)
    monkeypatch.setattr(merging, "PAGE", chunk)
    parts = []
    for part, papers in enumerate(drawn):
        records = [
            Record(Paper(f"{n}.{part}", **fields(paper)), keys=("t-1",) * (n % 2))
            for n, (paper, _) in enumerate(papers)
        ]
        parts.append((records, {n for n, (_, gone) in enumerate(papers) if gone}))
    assert equal(*merged(tmp_path_factory.mktemp("merge"), parts))


def fields(paper: Paper) -> dict[str, object]:
    names = ("title", "abstract", "authors", "date")
    return {name: getattr(paper, name) for name in names}


def held(segment: Segment, entry: Entry) -> tuple[object, ...]:
    papers, tfs = segment.papers(entry), segment.frequencies(entry)
    return papers, tfs, segment.places(entry), entry.most, entry.shortest


def test_real_papers(tmp_path: Path) -> None:
    """Through the reader: each entry, its postings and places, and each paper."""
    rng = Random(7)
    papers = read_corpus(ROOT / "corpus").papers
    records = [Record(paper, (Sighting(paper, 3),)) for paper in papers]
    parts = [
        (records[:20], set(rng.sample(range(20), 6))),
        (records[20:21], {0}),
        (records[21:], set()),
    ]
    one, other = map(Segment, merged(tmp_path, parts))
    assert list(one.terms("")) == list(other.terms(""))
    for term, _ in other.terms(""):
        for field, entry in other.entries(term).items():
            assert held(one, one.entries(term)[field]) == held(other, entry)
    assert one.days.tolist() == other.days.tolist()
    for field in SCORED:
        assert one.lengths[field].tolist() == other.lengths[field].tolist()
    for number in range(other.size):
        assert one.sightings(number) == other.sightings(number)
        assert one.number(other.id(number)) == number
    assert list(one.sounding("qianghua")) == list(other.sounding("qianghua"))
    one.close()
    other.close()


def test_a_long_text_leaves_no_term_without_papers(tmp_path: Path) -> None:
    """Terms beyond the last indexed position are in no paper, so in no segment."""
    long = Paper("1", abstract=Bilingual("word " * 70_000 + "zebra-crossing"))
    segment = Segment(write(tmp_path / "long", [Record(long)]))
    assert "abstract.en" not in segment.entries("zebracross")
    assert all(dfs for _, dfs in segment.terms(""))
    segment.close()


def test_a_merge_holds_little_of_each_entry(tmp_path: Path) -> None:
    """Though every word is new, so that there is nothing but entries."""
    segments = []
    for number in range(4):
        words = (f"w{number}x{n:05}q" for n in range(40_000))
        paper = Paper(f"2603.{number:05}", abstract=Bilingual(" ".join(words)))
        segments.append(
            Segment(write(tmp_path / f"{number}.segment", [Record(paper, ())]))
        )
    entries = sum(segment.entry_count for segment in segments)
    tracemalloc.start()
    merge_segments(tmp_path / "merged", [(segment, ()) for segment in segments])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    for segment in segments:
        segment.close()
    assert entries >= 160_000
    assert peak < 180 * entries  # was 240
