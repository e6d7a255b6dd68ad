"""Segments written by one process or several: the same papers, and no way to hang."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from searcher.analysis.terms import Terms
from searcher.errors import LibraryError
from searcher.index.lexicon import LEXICON, READINGS, write_lexicon
from searcher.index.segment import collecting, helping, storing, writing
from searcher.index.segment.carrying import packed, unpacked
from searcher.index.segment.helping import Helper, hired
from searcher.index.segment.merging import merge_segments
from searcher.index.segment.reading import Segment
from searcher.index.segment.storing import decoded, encoded
from searcher.index.segment.writing import Writer
from searcher.model import (
    Bilingual,
    Paper,
    Record,
    Seen,
    Sighting,
    Subject,
    sightings_from_json,
)

FULL = Paper(
    "2601.00001",
    version=2,
    title=Bilingual("Trust regions \ud800", "信任区域"),
    abstract=Bilingual("", "深度强化学习"),
    authors=("Li",),
    subjects=(Subject("Machine Learning", "cs.LG"), Subject("Other")),
    keywords=("policy",),
    date=None,
    seen=(Seen("a.txt"),),
)


def record(number: int) -> Record:
    title = Bilingual(f"paper number{number}", "信任域方法")
    return Record(Paper(f"26{number:02}.00001", title=title), keys=("t-1",))


def test_records_travel_whole() -> None:
    records = [record(1), Record(FULL, (Sighting(FULL, 3), Sighting(record(2).paper)))]
    assert unpacked(packed(records)) == records


@pytest.mark.parametrize(
    "record",
    [
        Record(FULL, (Sighting(FULL, 0),)),
        Record(FULL, (Sighting(FULL, 3), Sighting(Paper("t-0", version=0)))),
        Record(Paper("t-0123456789ab", date=date(2026, 1, 2)), (Sighting(Paper("x")),)),
    ],
)
def test_a_stored_record_is_as_it_was(record: Record) -> None:
    value = decoded(encoded(record))
    assert Paper.from_json(value) == record.paper
    if len(record.sightings) > 1:
        assert sightings_from_json(value) == record.sightings
    else:
        assert sightings_from_json(value) == (
            Sighting(record.paper, record.sightings[0].line),
        )


@pytest.mark.parametrize("left", [0, 1, 6, 40, -4, -1])
def test_a_stored_paper_that_is_cut_off_is_not_read(left: int) -> None:
    data = encoded(Record(FULL))
    with pytest.raises(ValueError, match="checksum"):
        decoded(data[:left])


def test_a_flipped_bit_of_a_stored_paper_is_noticed() -> None:
    data = encoded(Record(FULL))
    for bit in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ValueError, match="checksum"):
            decoded(bytes(flipped))


def test_what_other_phrases_deflated_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = encoded(Record(FULL))
    storing._checksum_of_phrases.cache_clear()
    monkeypatch.setattr(storing, "_phrases", lambda: b"other phrases")
    try:
        with pytest.raises(ValueError, match="checksum"):
            decoded(data)
    finally:
        storing._checksum_of_phrases.cache_clear()


def test_what_is_known_of_papers_beforehand_fits_the_window_of_deflate() -> None:
    """What is farther back than 32 kB cannot be referred to, with a paper before it."""
    assert 30_000 < len(storing._phrases()) < (1 << 15) - 1_000


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Help is asked for at once, and paper by paper."""
    monkeypatch.setattr(writing, "BATCH", 1)
    monkeypatch.setattr(writing, "ALONE", 1)


def helped(writer: Writer, count: int) -> Iterator[Record]:
    """Records that come once a second process is there to take some of them."""
    yield record(0)
    yield record(1)
    until = time.monotonic() + 30
    while not all(helper._ready for helper in writer._helpers or ()):
        assert time.monotonic() < until, "no second process came to life"
        time.sleep(0.01)
    for number in range(2, count):
        yield record(number)


def ids(folder: Path, names: list[str]) -> list[list[str]]:
    found = []
    for name in names:
        segment = Segment(folder / name)
        found.append([segment.id(number) for number in range(segment.size)])
        assert segment.sightings(0)[0].paper.id == segment.id(0)
        segment.close()
    return found


def test_few_papers_are_written_here(tmp_path: Path) -> None:
    with Writer(tmp_path, "g1", processes=4) as writer:
        writer.add(map(record, range(20)))
        names = writer.finish()
        assert not writer._helpers
    assert names == ["g1-0.segment"]
    assert ids(tmp_path, names) == [[record(n).paper.id for n in range(20)]]


def test_full_segments_merge_into_what_one_would_have_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(prefix: str) -> list[str]:
        with Writer(tmp_path, prefix, processes=1) as writer:
            writer.add(map(record, range(20)))
            return writer.finish()

    (whole,) = written("whole")
    monkeypatch.setattr(collecting, "BATCH", 1)
    monkeypatch.setattr(collecting, "MOST_TOKENS", 60)
    names = written("part")
    assert len(names) > 2
    segments = [Segment(tmp_path / name) for name in names]
    merge_segments(tmp_path / "merged", [(segment, ()) for segment in segments])
    for segment in segments:
        segment.close()
    assert (tmp_path / "merged").read_bytes() == (tmp_path / whole).read_bytes()


def test_nothing_is_written_of_nothing(tmp_path: Path) -> None:
    with Writer(tmp_path, "g1") as writer:
        assert writer.finish() == []
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("eager")
def test_two_processes_share_the_work(tmp_path: Path) -> None:
    own = Terms(words=frozenset(["信任域方法"]))
    with Writer(tmp_path, "g1", processes=2, own=own) as writer:
        writer.add(helped(writer, 12))
        names = writer.finish()
    assert names == ["g1-0.segment", "g1-p1-0.segment"]
    found = ids(tmp_path, names)
    assert all(found)
    assert sorted(chain.from_iterable(found)) == [record(n).paper.id for n in range(12)]
    for name in names:
        segment = Segment(tmp_path / name)
        assert segment.entry("信任域方法", "title.zh") is not None
        segment.close()


def hired_writer(tmp_path: Path, helpers: list[Helper]) -> Writer:
    """One whose helpers are there from the beginning, and no file of words."""
    return Writer(
        tmp_path, "g1", readings=tmp_path / READINGS, missing=LEXICON, helpers=helpers
    )


def made_lexicon(tmp_path: Path) -> bool:
    write_lexicon(tmp_path / "own", LEXICON)
    return all(
        (tmp_path / name).read_bytes() == (tmp_path / "own" / name).read_bytes()
        for name in LEXICON
    )


@pytest.mark.parametrize("count", [0, 1, 99])
def test_who_helps_from_the_beginning_makes_what_is_missing(
    tmp_path: Path, count: int
) -> None:
    (tmp_path / "own").mkdir()
    with hired_writer(tmp_path, hired(3)) as writer:
        assert len(writer._helpers or ()) == 2
        writer.add(helped(writer, count) if count > 1 else map(record, range(count)))
        names = writer.finish()
        assert made_lexicon(tmp_path)
    found = ids(tmp_path, names)
    assert sorted(chain.from_iterable(found)) == [
        record(n).paper.id for n in range(count)
    ]


def test_what_is_missing_is_made_though_nobody_comes_to_life(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    helpers = hired(3)
    for helper in helpers:
        helper._process.kill()
    with hired_writer(tmp_path, helpers) as writer:
        writer.add(map(record, range(20)))
        names = writer.finish()
        assert made_lexicon(tmp_path)
    assert ids(tmp_path, names) == [[record(n).paper.id for n in range(20)]]


@pytest.mark.usefixtures("eager")
def test_what_nobody_had_time_for_is_done_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helping, "_WAITING", 1000)
    with Writer(tmp_path, "g1", processes=2) as writer:
        writer.add(helped(writer, 90))
        names = writer.finish()
    found = ids(tmp_path, names)
    assert sorted(chain.from_iterable(found)) == [record(n).paper.id for n in range(90)]


@pytest.mark.usefixtures("eager")
def test_a_process_that_dies_is_an_error(tmp_path: Path) -> None:
    def until_it_dies(writer: Writer) -> Iterator[Record]:
        yield from helped(writer, 4)
        assert writer._helpers
        os.kill(writer._helpers[0]._process.pid, signal.SIGTERM)
        for number in range(4, 99):
            yield record(number)

    def written() -> None:
        with Writer(tmp_path, "g1", processes=2) as writer:
            writer.add(until_it_dies(writer))
            writer.finish()

    with pytest.raises(LibraryError, match="was ended"):
        written()


@pytest.mark.usefixtures("eager")
def test_what_fails_there_fails_here(tmp_path: Path) -> None:
    with Writer(tmp_path / "absent", "g1", processes=2) as writer:
        writer.add(helped(writer, 4))
        segmenter = writer._filing._segmenter
        writer._filing = writing.Filing(tmp_path, "g1-", segmenter)
        with pytest.raises(FileNotFoundError) as raised:
            writer.finish()
        assert raised.value.filename == str(tmp_path / "absent" / "g1-p1-0.segment")


@pytest.mark.usefixtures("eager")
def test_nothing_is_left_running(tmp_path: Path) -> None:
    processes = []

    def interrupted() -> None:
        with Writer(tmp_path, "g1", processes=3) as writer:
            writer.add(helped(writer, 9))
            processes.extend(helper._process for helper in writer._helpers or ())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(processes) == 2
    assert all(process.returncode is not None for process in processes)
    assert not list(tmp_path.iterdir())
