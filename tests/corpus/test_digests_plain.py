"""The plain variant: titles without mark-up, in both languages, whole or damaged."""

from datetime import date as Date
from pathlib import Path

import pytest

from searcher.corpus.digests import parse
from searcher.corpus.ids import made
from searcher.corpus.values import Digest
from searcher.model import Bilingual, Paper, Problem, Seen, Subject

SAMPLES = Path(__file__).parent / "samples"
PLAIN = (SAMPLES / "plain.txt").read_text("utf-8")
DAY = Date(2026, 3, 2)
BARE = "a title without authors, link or abstract, wanted the fields of a paper"


def read(text: str, path: str = "d.txt") -> Digest:
    return parse(text, path=path)


def papers(text: str) -> list[Paper]:
    digest = read(text)
    assert digest.problems == ()
    return [sighting.paper for sighting in digest.sightings]


class TestPlain:
    """Titles without mark-up: English and Chinese above the fields."""

    def test_everything_is_read(self) -> None:
        digest = read(PLAIN)
        assert (digest.announced, digest.declared, digest.problems) == (DAY, 3, ())
        assert [sighting.line for sighting in digest.sightings] == [4, 15, 27]
        first, second, third = (sighting.paper for sighting in digest.sightings)
        assert first == Paper(
            "2603.00001",
            title=Bilingual("Sorting Networks of Small Depth", "浅层排序网络"),
            abstract=Bilingual(
                "We build networks that sort. They are shallow.",
                "我们构造排序网络。它们很浅。",
            ),
            authors=("Ada Birch", "Ben Cedar"),
            subjects=(
                Subject("Data Structures and Algorithms", "cs.DS"),
                Subject("Combinatorics", "math.CO"),
            ),
            keywords=("sorting networks",),
            date=DAY,
            seen=(Seen("d.txt", DAY),),
        )
        assert (second.id, second.version) == ("2603.00002", 3)
        assert second.abstract == Bilingual("Merging can be learned.", "归并可以学习。")
        assert third.keywords == ("heaps",)

    def test_without_chinese(self) -> None:
        text = "".join(
            line + "\n"
            for line in PLAIN.splitlines()
            if line.isascii() or line.startswith(("生成", "今天"))
        )
        titles = [paper.title for paper in papers(text)]
        assert titles == [
            Bilingual("Sorting Networks of Small Depth"),
            Bilingual("Merging Without Comparing"),
            Bilingual("Lazy Heaps"),
        ]
        assert papers(text)[0].abstract.en.endswith("They are shallow.")

    def test_abstracts_of_several_lines_end_where_the_next_title_begins(self) -> None:
        text = PLAIN.replace("network that", "network\nthat").replace(
            ". They", ".\nThey"
        )
        text = text.replace("网络。它们", "网\n络。\n它们")
        assert papers(text) == papers(PLAIN)

    @pytest.mark.parametrize("blank", ["\n", "\n\n\n", "   \n"])
    def test_blank_lines_mean_nothing(self, blank: str) -> None:
        assert papers(PLAIN.replace("\n", "\n" + blank)) == papers(PLAIN)

    def test_a_title_that_the_translator_left_alone(self) -> None:
        text = PLAIN.replace("惰性堆", "LazyHeap").replace("不作比较的归并", "MWC")
        assert [paper.title.zh for paper in papers(text)] == [
            "浅层排序网络",
            "MWC",
            "LazyHeap",
        ]

    def test_a_title_only_in_chinese(self) -> None:
        text = PLAIN.replace("Merging Without Comparing\n", "")
        assert papers(text)[1].title == Bilingual(zh="不作比较的归并")
        assert papers(text)[0].abstract.zh == "我们构造排序网络。它们很浅。"

    def test_a_paper_without_abstract(self) -> None:
        text = PLAIN.replace("- Abstract\nMerging can be learned.\n", "")
        text = text.replace("- 中文摘要\n归并可以学习。\n", "")
        text = text.replace("Keyword: heaps\n", "")
        _, second, third = papers(text)
        assert second.abstract == Bilingual()
        assert third.title == Bilingual("Lazy Heaps", "惰性堆")

    def test_a_paper_without_authors(self) -> None:
        first, second, _ = papers(PLAIN.replace("- Authors: Cy Dogwood\n", ""))
        assert (second.title.en, second.authors) == ("Merging Without Comparing", ())
        assert first == papers(PLAIN)[0]

    def test_a_paper_without_links(self) -> None:
        text = "".join(
            line + "\n" for line in PLAIN.splitlines() if "00002" not in line
        )
        assert papers(text)[1].id == made("Merging Without Comparing")

    def test_cut_off_after_a_title(self) -> None:
        """The title is reported, and does not become the end of the abstract above."""
        end = "The Last Paper Here\n最后一篇\n"
        digest = read(PLAIN.replace("今天共有 3", "今天共有 4") + end)
        assert [s.paper.title.zh for s in digest.sightings][2:] == [
            "惰性堆",
            "最后一篇",
        ]
        assert digest.sightings[2].paper.abstract.zh == "一个会等待的堆。"
        assert digest.problems == (Problem("d.txt", 38, BARE),)

    @pytest.mark.parametrize("place", range(0, len(PLAIN), 7))
    def test_cut_off_anywhere_the_papers_before_are_whole(self, place: int) -> None:
        whole = read(PLAIN).sightings
        cut = read(PLAIN[:place])
        complete = [s for s in whole if PLAIN[:place].count("\n") >= s.line + 22]
        assert list(cut.sightings[: len(complete)]) == complete
