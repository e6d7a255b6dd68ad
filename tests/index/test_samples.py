"""A segment of format 1, stored: whatever comes later reads it or says it does not.

It was made by `python tests/index/test_samples.py`, which writes one of the format of
today: a new format gets a new sample, and the old ones stay.
"""

from datetime import date
from pathlib import Path

import pytest

from searcher.analysis.dictionary import jieba_dictionary
from searcher.index.segment.collecting import Collector
from searcher.index.segment.layout import MAGIC
from searcher.index.segment.packing import write_collected
from searcher.index.segment.reading import Segment
from searcher.index.segment.storing import encoded
from searcher.model import Bilingual, Paper, Record, Seen, Sighting, Subject

SAMPLES = Path(__file__).parent / "samples"
PAPERS = (
    Paper(
        "2601.00001",
        version=2,
        title=Bilingual("Trust-region policy optimisation", "信任区域策略优化"),
        abstract=Bilingual(
            "We bound each off-policy step by a trust region.", "深度强化学习更稳定。"
        ),
        authors=("John Schulman", "Xiao-Ming Li"),
        subjects=(Subject("Machine Learning", "cs.LG"),),
        keywords=("reinforcement learning",),
        date=date(2026, 1, 2),
        seen=(Seen("2026/01-02.txt", date(2026, 1, 2)),),
    ),
    Paper(
        "2601.00002",
        title=Bilingual("Regions of trust in LLMs"),
        abstract=Bilingual("A survey of GPT-4 and its regions: region by region."),
        authors=("J. Schulman",),
        date=date(2026, 1, 3),
    ),
    Paper("t-0123456789ab", title=Bilingual("", "强化学习的泛化")),
)


def write(path: Path) -> None:
    collector = Collector(jieba_dictionary())
    for number, paper in enumerate(PAPERS, 1):
        sightings = (Sighting(paper, number),)
        record = Record(paper, sightings, keys=(f"t-{number:012}",))
        collector.add(record, encoded(record))
    write_collected(path, collector)


def places(segment: Segment, field: str, term: str) -> dict[str, list[int]]:
    """Where the term stands in the field of each paper."""
    entry = segment.entry(term, field)
    assert entry is not None
    held = zip(segment.papers(entry), segment.places(entry), strict=True)
    return {segment.id(paper): found for paper, found in held}


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_a_sample_is_read_or_refused(path: Path) -> None:
    refused = ""
    try:
        segment = Segment(path)
    except ValueError as error:
        refused = str(error)
    if refused:
        assert str(path) in refused
        return
    assert [segment.paper(number) for number in range(segment.size)] == list(PAPERS)
    assert [segment.sightings(n)[0].line for n in range(segment.size)] == [1, 2, 3]
    assert segment.number("2601.00002") == 1
    assert segment.number("2601.00003") is None
    assert places(segment, "title.en", "region") == {
        "2601.00001": [1],
        "2601.00002": [0],
    }
    assert places(segment, "abstract.en", "region") == {
        "2601.00001": [9],
        "2601.00002": [7, 8, 10],
    }
    assert places(segment, "abstract.en", "=regions") == {"2601.00002": [7]}
    assert places(segment, "title.zh", "强化") == {"t-0123456789ab": [0]}
    entry = segment.entry("region", "abstract.en")
    assert entry is not None
    assert (entry.df, entry.most, entry.shortest) == (2, 3, 10)
    assert segment.lengths["title.en"].tolist() == [4, 5, 0]
    assert segment.days.tolist() == [date(2026, 1, n).toordinal() for n in (2, 3)] + [0]
    assert list(segment.sounding("xuexi")) == ["学习"]
    segment.close()


def test_a_file_of_another_format_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.segment"
    write(path)
    path.write_bytes(path.read_bytes().replace(MAGIC, b"DGSSEG99"))
    with pytest.raises(ValueError, match=r"other\.segment is not a segment"):
        Segment(path)


if __name__ == "__main__":
    write(SAMPLES / "format-3.segment")
