"""What all variants share: fields, counts, what is no digest; and the real ones."""

from datetime import date as Date
from pathlib import Path

import pytest

from searcher.corpus.digests import parse
from searcher.corpus.values import Digest
from searcher.model import Bilingual, Paper, Problem

SAMPLES = Path(__file__).parent / "samples"
PLAIN = (SAMPLES / "plain.txt").read_text("utf-8")
MARKDOWN = (SAMPLES / "sections.md").read_text("utf-8")
TOPICS = (SAMPLES / "topics.md").read_text("utf-8")
DAY = Date(2026, 3, 2)


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
    assert parse(text, path="x/y.md").sightings[0].paper.date is None


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
