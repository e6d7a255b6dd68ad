"""The Markdown variants: titles as headings; sections, topic lists, own lines."""

from datetime import date as Date
from pathlib import Path

import pytest

from searcher.corpus.digests import parse
from searcher.corpus.ids import made
from searcher.corpus.values import Digest
from searcher.model import Bilingual, Paper, Subject

SAMPLES = Path(__file__).parent / "samples"
PLAIN = (SAMPLES / "plain.txt").read_text("utf-8")
MARKDOWN = (SAMPLES / "sections.md").read_text("utf-8")
TOPICS = (SAMPLES / "topics.md").read_text("utf-8")
DAY = Date(2026, 3, 2)
BARE = "a title without authors, link or abstract, wanted the fields of a paper"


def read(text: str, path: str = "d.txt") -> Digest:
    return parse(text, path=path)


def papers(text: str) -> list[Paper]:
    digest = read(text)
    assert digest.problems == ()
    return [sighting.paper for sighting in digest.sightings]


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in read(text).problems]


class TestMarkdown:
    """Titles as headings; sections, topic lists, titles on their own line."""

    def test_a_paper_is_sighted_once_under_every_keyword(self) -> None:
        found = papers(MARKDOWN)
        assert [(paper.id, paper.keywords) for paper in found] == [
            ("2603.00001", ("sorting",)),
            ("2603.00001", ("networks",)),
            ("2603.00002", ("networks",)),
        ]
        assert found[0].title == Bilingual("Sorting Networks of Small Depth")
        assert found[0].abstract == Bilingual("We build networks that sort.")
        assert {paper.date for paper in found} == {DAY}

    def test_a_topic_list(self) -> None:
        digest = read(TOPICS.replace("papers\n", "papers \n").replace(".\n", ". \n"))
        assert (digest.announced, digest.declared, digest.problems) == (DAY, 2, ())
        first, second = (sighting.paper for sighting in digest.sightings)
        assert first.authors == ("Ada Birch", "Ben Cedar")
        assert first.subjects == (Subject("Data Structures and Algorithms", "cs.DS"),)
        assert first.keywords == ()
        assert second.abstract == Bilingual("A heap that waits.")

    def test_titles_on_their_own_line_and_links_without_id(self) -> None:
        text = MARKDOWN.replace("### ", "### Title:\n          ")
        text = text.replace("/2603.00001", "/").replace("/2603.00002", "/")
        found = papers(text)
        assert [paper.title for paper in found] == [p.title for p in papers(MARKDOWN)]
        assert found[0].id == found[1].id == made("sorting networks of small depth")
        assert found[0].url is None

    @pytest.mark.parametrize("heading", ["### ", "### Title:\n          ", "#### "])
    @pytest.mark.parametrize(
        ("title", "abstract"),
        [
            ("\n不作比较的归并", "\n - **中文摘要**\n 归并可以学习。"),
            ("\n  不作比较的归并\n", "\n\n - **中文摘要**\n\n 归并可以学\n 习。"),
            ("\n - **中文标题:** 不作比较的归并", "\n - **中文摘要:** 归并可以学习。"),
            ("\n - **标题:** 不作比较的归并", "\n - **摘要**\n 归并可以学习。"),
            ("\n中文标题：不作比较的归并", "\n归并可以学习。"),
        ],
    )
    def test_the_chinese_half_can_be_in_any_of_them(
        self, heading: str, title: str, abstract: str
    ) -> None:
        text = MARKDOWN.replace("### ", heading)
        text = text.replace("Without Comparing", "Without Comparing" + title)
        text = text.replace("be learned.", "be learned." + abstract)
        paper = papers(text)[2]
        assert paper.title == Bilingual("Merging Without Comparing", "不作比较的归并")
        assert paper.abstract == Bilingual("Merging can be learned.", "归并可以学习。")
        assert paper.authors == ("Cy Dogwood",)

    def test_two_headings_in_two_languages_are_one_title(self) -> None:
        text = MARKDOWN.replace("Comparing\n", "Comparing\n### 不作比较的归并\n")
        title = papers(text)[2].title
        assert title == Bilingual("Merging Without Comparing", "不作比较的归并")

    def test_a_title_on_two_lines(self) -> None:
        text = MARKDOWN.replace("Without Comparing", "Without\n  Comparing")
        assert papers(text)[2].title == Bilingual("Merging Without Comparing")

    @pytest.mark.parametrize(
        "begin",
        [
            "- we merge",
            "# of merges",
            "## of merges",
            "* of merges",
            "$O(n)$ merges",
            "> merges",
            "**Abstract interpretation** merges",
            "- Abstract interpretation merges",
            "Authors: who merges",
            "[merges]",
            "(merges",
            "...merges",
            "by merging",
            "#Merging",
            "{\\em Merging}",
            "2026-03-02 was",
        ],
    )
    def test_an_abstract_can_begin_with_anything(self, begin: str) -> None:
        text = MARKDOWN.replace("Merging can", begin + " can")
        assert papers(text)[2].abstract.en == begin + " can be learned."
        assert papers(text)[:2] == papers(MARKDOWN)[:2]
        text = PLAIN.replace("Merging can", begin + " can")
        assert papers(text)[1].abstract.en == begin + " can be learned."
        assert papers(text)[2] == papers(PLAIN)[2]

    def test_headings_within_an_abstract_are_its_text(self) -> None:
        text = MARKDOWN.replace(
            "Merging can be learned.", "Merging.\n#### Results\nIt can be learned."
        )
        assert papers(text)[2].abstract.en == (
            "Merging. #### Results It can be learned."
        )

    def test_a_heading_between_papers_is_nobodys_text(self) -> None:
        text = MARKDOWN.replace("### Merging", "## Robotics\n### Merging")
        assert papers(text) == papers(MARKDOWN)

    @pytest.mark.parametrize(
        "end",
        [
            "\n\nby somebody (Some Body). \n\n\n2026-03-02\n",
            "by somebody.\n2026-03-02",
            "\n\nby somebody (So",
            "\n\n\n2026-03-02",
        ],
    )
    def test_a_signature_belongs_to_no_abstract(self, end: str) -> None:
        assert papers(MARKDOWN + end) == papers(MARKDOWN)
        assert papers(PLAIN + end) == papers(PLAIN)

    def test_two_digests_in_one_file_have_their_own_days(self) -> None:
        later = MARKDOWN.replace("Mon, 2 Mar 26", "Tue, 3 Mar 26")
        days = [
            paper.date for paper in papers(MARKDOWN + "\nby me.\n2026-03-02\n" + later)
        ]
        assert days == [DAY] * 3 + [Date(2026, 3, 3)] * 3

    def test_a_heading_dropped(self) -> None:
        text = MARKDOWN.replace("### Merging Without Comparing\n", "")
        assert problems(text) == [
            (20, "an entry without a title, wanted one above its fields")
        ]
        assert len(read(text).sightings) == 2

    def test_cut_off_after_a_heading(self) -> None:
        text = MARKDOWN + "### Lazy Heaps"
        assert problems(text) == [(27, BARE)]
        assert read(text).sightings[-1].paper.title == Bilingual("Lazy Heaps")

    def test_an_abstract_without_its_label_is_kept(self) -> None:
        long = "Merging can be learned, " * 20 + "it seems."
        text = MARKDOWN.replace(" - **Abstract**\n Merging can be learned.", long)
        assert papers(text)[2].abstract.en == long
