"""One parser for every variant of the digest family, whole or damaged."""

from datetime import date as Date
from pathlib import Path

import pytest

from searcher.corpus.digests import parse
from searcher.corpus.ids import made
from searcher.corpus.values import Digest
from searcher.model import Bilingual, Paper, Problem, Seen, Subject

PLAIN = """\
Arxiv 发布时间: 2026-03-01 20:00 EST (2026-03-02 09:00 UTC+8)
今天共有 3 篇相关文章
Keyword: sorting networks
Sorting  Networks of Small Depth
浅层排序网络
- Authors: Ada Birch, Ben Cedar
- Subjects: Subjects:
Data Structures and Algorithms (cs.DS); Combinatorics (math.CO)
- Arxiv link: https://arxiv.org/abs/2603.00001
- Pdf link: https://arxiv.org/pdf/2603.00001
- Abstract
We build networks that sort. They are shallow.
- 中文摘要
我们构造排序网络。它们很浅。
Merging Without Comparing
不作比较的归并
- Authors: Cy Dogwood
- Subjects: Subjects:
Machine Learning (cs.LG)
- Arxiv link: https://arxiv.org/abs/2603.00002v3
- Pdf link: https://arxiv.org/pdf/2603.00002v3
- Abstract
Merging can be learned.
- 中文摘要
归并可以学习。
Keyword: heaps
Lazy Heaps
惰性堆
- Authors: Di Elm
- Subjects: Subjects:
Data Structures and Algorithms (cs.DS)
- Arxiv link: https://arxiv.org/abs/2603.00003
- Pdf link: https://arxiv.org/pdf/2603.00003
- Abstract
A heap that waits.
- 中文摘要
一个会等待的堆。
"""

DAY = Date(2026, 3, 2)
BARE = "a title without authors, link or abstract, wanted the fields of a paper"


def read(text: str, path: str = "d.txt") -> Digest:
    return parse(text, path=path)


def papers(text: str) -> list[Paper]:
    digest = read(text)
    assert digest.problems == ()
    return [sighting.paper for sighting in digest.sightings]


def only(text: str) -> Paper:
    (paper,) = papers(text)
    return paper


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in read(text).problems]


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


MARKDOWN = """\
# New submissions for Mon, 2 Mar 26
## Keyword: sorting
### Sorting Networks of Small  Depth
 - **Authors:** Ada Birch, Ben Cedar
 - **Subjects:** Data Structures and Algorithms (cs.DS)
 - **Arxiv link:** https://arxiv.org/abs/2603.00001
 - **Pdf link:** https://arxiv.org/pdf/2603.00001
 - **Abstract**
 We build networks that sort.
## Keyword: nothing
There is no result
## Keyword: networks
### Sorting Networks of Small  Depth
 - **Authors:** Ada Birch, Ben Cedar
 - **Subjects:** Data Structures and Algorithms (cs.DS)
 - **Arxiv link:** https://arxiv.org/abs/2603.00001
 - **Pdf link:** https://arxiv.org/pdf/2603.00001
 - **Abstract**
 We build networks that sort.
### Merging Without Comparing
 - **Authors:** Cy Dogwood
 - **Subjects:** Machine Learning (cs.LG)
 - **Arxiv link:** https://arxiv.org/abs/2603.00002
 - **Pdf link:** https://arxiv.org/pdf/2603.00002
 - **Abstract**
 Merging can be learned.
"""

TOPICS = """\
# Showing new listings for Monday, 2 March 2026 (showing 70 of 70 entries )
Auto update papers at about 2:30am UTC every weekday.


Keyword list: ['sorting', 'heap']


Excluded: []


### Today: 2papers
#### Sorting Networks of Small Depth
 - **Authors:** Ada Birch (1), Ben Cedar (1 and 2) ((1) Somewhere, (2) Elsewhere)
 - **Subjects:** Subjects:
Data Structures and Algorithms (cs.DS)
 - **Arxiv link:** https://arxiv.org/abs/2603.00001

 - **Pdf link:** https://arxiv.org/pdf/2603.00001

 - **Abstract**
 We build networks that sort.
#### Lazy Heaps
 - **Authors:** Di Elm
 - **Subjects:** Subjects:
Data Structures and Algorithms (cs.DS)
 - **Arxiv link:** https://arxiv.org/abs/2603.00003

 - **Pdf link:** https://arxiv.org/pdf/2603.00003

 - **Abstract**
 A heap that waits.


by somebody (Some Body).


2026-03-02
"""


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


class TestFields:
    def test_order_and_case_and_width_of_labels(self) -> None:
        paper = only(
            "### Lazy Heaps\n- **Abstract**: A heap.\n- **authors**：Di Elm、Ed Fir\n"
            "* __Arxiv Link__: http://arxiv.org/abs/cs/0112017v1\n"
        )
        assert paper.abstract == Bilingual("A heap.")
        assert paper.authors == ("Di Elm", "Ed Fir")
        assert (paper.id, paper.version) == ("cs/0112017", 1)

    def test_titles_with_labels(self) -> None:
        text = (
            "- **Title:** Lazy Heaps\n惰性堆\n- **Authors:** Ada\n"
            "- **Title:** Sorting\n Networks\n- **中文标题:** 排序网络\n"
            "- **Authors:** Ben\n- **Abstract:** They sort.\n"
            "- Title: Trees\n- Abstract: They grow.\n- 标题: 树\n"
        )
        assert [(paper.title, paper.abstract.en) for paper in papers(text)] == [
            (Bilingual("Lazy Heaps", "惰性堆"), ""),
            (Bilingual("Sorting Networks", "排序网络"), "They sort."),
            (Bilingual("Trees", "树"), "They grow."),
        ]

    def test_the_id_can_be_in_the_pdf_link_alone(self) -> None:
        text = MARKDOWN.replace("/abs/2603.00002", "/abs/")
        assert papers(text)[2].id == "2603.00002"

    def test_authors_that_go_on_below(self) -> None:
        text = MARKDOWN.replace("Cy Dogwood", "Cy Dogwood,\n   Di Elm")
        assert papers(text)[2].authors == ("Cy Dogwood", "Di Elm")

    def test_a_repeated_label_does_not_begin_a_paper(self) -> None:
        line = " - **Authors:** Cy Dogwood\n"
        assert papers(MARKDOWN.replace(line, line * 2)) == papers(MARKDOWN)
        line = "- Authors: Cy Dogwood\n"
        assert papers(PLAIN.replace(line, line * 2)) == papers(PLAIN)
        line = "- Abstract\n"
        assert papers(PLAIN.replace(line, line * 2)) == papers(PLAIN)

    def test_both_halves_under_one_label(self) -> None:
        text = MARKDOWN.replace("learned.", "learned.\n归并可以学习,\n如 MWC。")
        assert papers(text)[2].abstract == Bilingual(
            "Merging can be learned.", "归并可以学习, 如 MWC。"
        )

    def test_a_chinese_paper_in_english_labels(self) -> None:
        paper = only(
            "### 惰性堆\n - **Authors:** 丁榆\n - **Abstract**\n 一个会等待的堆。"
        )
        assert paper.title == Bilingual(zh="惰性堆")
        assert paper.abstract == Bilingual(zh="一个会等待的堆。")
        assert paper.authors == ("丁榆",)


class TestCount:
    @pytest.mark.parametrize(
        ("line", "declared"),
        [
            ("今天共有 47 篇相关文章", 47),
            ("今日共有1,047篇", 1047),
            ("### Today: 15papers ", 15),
            ("Today: 15 papers", 15),
        ],
    )
    def test_a_count_that_differs(self, line: str, declared: int) -> None:
        assert problems(line + "\n" + MARKDOWN) == [
            (1, f"3 papers found, {declared} declared")
        ]

    @pytest.mark.parametrize("count", [2, 3])
    def test_papers_may_be_counted_once_or_each_time(self, count: int) -> None:
        assert problems(f"今天共有 {count} 篇相关文章\n" + MARKDOWN) == []

    def test_other_numbers_are_no_counts(self) -> None:
        assert read("(showing 70 of 70 entries)\n" + MARKDOWN).declared is None


class TestNothing:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            " \r\n\ufeff\n",
            "# New submissions for Mon, 2 Mar 26\n## Keyword: x\nThere is no result \n",
            "生成时间: 2026-03-01\n今天共有 0 篇相关文章\n",
            TOPICS.partition("### Today")[0]
            + "### Today: 0papers \nThere is no result \n",
        ],
    )
    def test_no_papers_are_no_problem(self, text: str) -> None:
        assert read(text).sightings == ()
        assert problems(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "# My notes\n\n## Ideas\nsome text\n",
            "hello",
            "a,b,c\n1,2,3\n",
            "Keyword: x\n",
            "---\n" * 50,
        ],
    )
    def test_what_is_no_digest_is_one_problem(self, text: str) -> None:
        assert [str(problem) for problem in read(text).problems] == [
            "d.txt: nothing recognised in it, wanted a digest or JSON lines"
        ]

    def test_a_header_alone(self) -> None:
        assert problems("# New submissions for Mon, 2 Mar 26\n## Keyword: x\n") == [
            (0, "a header without papers, wanted entries or `There is no result`")
        ]


def test_the_day_of_a_digest_without_header_is_in_its_name() -> None:
    text = MARKDOWN.partition("\n")[2]
    digest = parse(text, path="2025/2026-01-07 02:43:11-list.md")
    assert digest.announced is None
    assert {s.paper.date for s in digest.sightings} == {Date(2026, 1, 7)}
    assert {s.paper.seen[0].date for s in digest.sightings} == {Date(2026, 1, 7)}
    assert parse(text, path="2026-01-07/x.md").sightings[0].paper.date is None


def test_a_line_without_end_is_read_up_to_a_million_characters() -> None:
    text = MARKDOWN.replace("Merging can", "Merging " + "word " * 300_000)
    assert problems(text) == [
        (26, "a line of more than 1,000,000 characters, read up to there")
    ]
    long = read(text).sightings[2].paper.abstract.en
    assert long.startswith("Merging word word")
    assert 990_000 < len(long) <= 1_000_000


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems(end: str) -> None:
    for text in (PLAIN, MARKDOWN, TOPICS):
        assert read(text.replace("\n", end)) == read(text)


def naive(text: str) -> set[tuple[str, str]]:
    """Abstracts by the author line above them, by means too simple to share a bug."""
    lines = [line.strip() for line in text.splitlines()]
    pairs = set()
    for at, line in enumerate(lines):
        if line in {"- Abstract", "- **Abstract**"}:
            authors = next(x for x in reversed(lines[:at]) if "Authors:" in x)
            pairs.add((authors.partition(":")[2].strip("* "), lines[at + 1]))
    return pairs


@pytest.mark.parametrize(
    ("folder", "entries", "different"),
    [
        ("bilingual-2026-02-05.txt", 47, 47),
        ("keyword-sections", 362, 319),
        ("missing-ids", 143, 127),
        ("topic-list", 71, 71),
    ],
)
def test_real_digests(data: Path, folder: str, entries: int, different: int) -> None:
    place = data / "digests" / folder
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    digests = [parse(file.read_text("utf-8"), path=file.name) for file in files]
    assert [problem for digest in digests for problem in digest.problems] == []
    found = [s.paper for digest in digests for s in digest.sightings]
    assert len(found) == entries
    assert len({paper.id for paper in found}) == different
    for paper in found:
        assert all((paper.title.en, paper.abstract.en, paper.authors, paper.date))
        assert paper.subjects
        assert all(subject.code for subject in paper.subjects)
        everything = "\n".join(
            (*paper.authors, paper.title.en, paper.abstract.en, paper.abstract.zh)
        )
        for stray in ("olozhika", "Zyzzyva0381", "**", "Keyword:", "  ", "Subjects:"):
            assert stray not in everything
    abstracts = {paper.abstract.en for paper in found}
    expected = {
        " ".join(abstract.split())
        for file in files
        for _, abstract in naive(file.read_text("utf-8"))
    }
    assert abstracts == expected


def test_the_bilingual_sample(data: Path) -> None:
    text = (data / "digests" / "bilingual-2026-02-05.txt").read_text("utf-8")
    digest = parse(text, path="x.txt")
    found = [sighting.paper for sighting in digest.sightings]
    assert digest.announced == Date(2026, 2, 6)
    assert [paper.keywords for paper in found] == [
        *[("reinforcement learning",)] * 46,
        ("diffusion policy",),
    ]
    assert all(paper.title.zh and paper.abstract.zh for paper in found)
    assert all(paper.title.en.isascii() for paper in found)


def test_problems_say_where() -> None:
    assert str(Problem("a/b.md", 3, "x")) == "a/b.md:3: x"
