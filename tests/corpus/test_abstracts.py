"""Where an abstract ends, and what in it is no label though it may look like one."""

import textwrap
from pathlib import Path

import pytest

from searcher.corpus.digests import parse
from searcher.corpus.places import UNPLACED
from searcher.corpus.reading import Reading
from searcher.corpus.trimming import TOO_LONG_TEXT
from searcher.model import Bilingual, Paper, Problem

ROOT = Path(__file__).parents[2]

ENGLISH = (
    "Heaps are slow: we wait, and then they sort, which nobody had believed until now.",
    "RLHF: a long pipeline that nobody enjoys, of rewards and of samples. We cut it.",
    "Two questions: when do heaps wait? And for how long, if there is nothing to sort?",
)
CHINESE = (
    "RLHF 的流程很长：先拟合奖励模型，再针对它做强化学习，训练时还得从大模型中采样。",
    "现有基于 LLM 的方法面临多重挑战：处理效率低下，扩展性差，以及评估不切实际。",
    "堆：一个会等待的结构。我们证明它可以很快，而且几乎不需要比较任何元素，也很省内存。",
)
LAYOUTS = {
    "plain": "{title}\n堆与排序{n}\n- Authors: Ada Birch, Ben Cedar\n"
    "- Arxiv link: https://arxiv.org/abs/{id}\n- Abstract\n{en}\n- 中文摘要\n{zh}\n",
    "headings": "### {title}\n - **Authors:** Ada Birch, Ben Cedar\n"
    " - **Abstract**\n {en}\n - **中文摘要**\n {zh}\n",
    "own line": "#### Title:\n     {title}\n - **Authors:** Ada Birch, Ben Cedar\n"
    " - **Abstract**\n {en}\n - **中文摘要**\n {zh}\n\n",
    "links": "## {n}. [{title}](https://arxiv.org/abs/{id})\n堆与排序{n}\n\n"
    "**Authors:** Ada Birch, Ben Cedar\n\n**Comments:** 12 pages\n\n"
    "**Abstract:** {en}\n\n**中文摘要：** {zh}\n\n",
}


def read(text: str) -> tuple[list[Paper], list[tuple[int, str]]]:
    found = parse(text, path="2026-03-02.md")
    return (
        [sighting.paper for sighting in found.sightings],
        [(problem.line, problem.message) for problem in found.problems],
    )


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", [0, 60, 80])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_sentences_with_colons_are_no_labels(layout: str, width: int) -> None:
    def lines(text: str) -> str:
        if not width:
            return text
        wide = width if text.isascii() else width // 2
        return "\n".join(textwrap.wrap(text, wide, break_on_hyphens=False))

    entries = [
        LAYOUTS[layout].format(
            title=f"Sorting Networks That Wait {n}",
            n=n,
            id=f"2603.{n:05}",
            en=lines(ENGLISH[n % 3]),
            zh=lines(CHINESE[n % 3]),
        )
        for n in range(1, 7)
    ]
    papers, problems = read("# New submissions for Mon, 2 Mar 26\n" + "".join(entries))
    assert problems == []
    assert [(bare(p.abstract.en), bare(p.abstract.zh)) for p in papers] == [
        (bare(ENGLISH[n % 3]), bare(CHINESE[n % 3])) for n in range(1, 7)
    ]


@pytest.mark.parametrize("file", sorted((ROOT / "corpus").glob("2*")), ids=str)
def test_our_own_corpus_has_no_problems(file: Path) -> None:
    reading = Reading(file, file.name)
    assert list(reading)
    assert reading.problems == ()


HEAD = "# Front Lamp\n**Authors:** Ada Birch\n**Abstract:** We glow.\n"
ENDS = (
    *("**Journal-ref:** J. Lamps", "**Foo:** bar", "- Score: 9/10", "**备注**: 12 页"),
    *(
        "* *Institution*: X",
        "* _Comments_: X",
        "Comments: 3 pages",
        "- **DOI:** 10.1/x",
    ),
)
RETURNS = (
    *("Some text of a person.", "**Conclusion:** Lamps are good.", "Results: 5 %."),
    *("## Notes\nMore.", "Another: line", "A list:\n- one\n- two", "*Method*: none"),
)


@pytest.mark.parametrize("text", RETURNS)
@pytest.mark.parametrize("end", ENDS)
def test_nothing_returns_to_an_abstract_that_a_label_ended(end: str, text: str) -> None:
    papers, problems = read(f"{HEAD}{end}\n\n{text}\n")
    assert [paper.abstract.en for paper in papers] == ["We glow."]
    assert {6, 7} & {line for line, _ in problems}


@pytest.mark.parametrize("end", ENDS)
def test_the_chinese_abstract_may_still_come(end: str) -> None:
    papers, _ = read(f"{HEAD}{end}\n**中文摘要：** 我们发光。\n{end}\n")
    assert papers[0].abstract == Bilingual("We glow.", "我们发光。")


@pytest.mark.parametrize(
    "part",
    [
        *("**Conclusion:** Good.", "**Conclusion**: Good.", "- **Conclusion:** Good."),
        *("* *Conclusion*: Good.", "__Conclusion:__ Good.", "Conclusion: Good."),
        "*Conclusion*: Good.",
    ],
)
def test_parts_of_an_abstract_are_shown_without_their_dress(part: str) -> None:
    papers, problems = read(f"{HEAD}{part}\n**Comments:** 3 pages\n")
    assert papers[0].abstract.en == "We glow. Conclusion: Good."
    assert problems == []


def test_titles_below_a_label_that_ended_an_abstract() -> None:
    entry = LAYOUTS["plain"].format(
        title="{}", n="", id="2603.0000{}", en="We glow.", zh="我们发光。{}"
    )
    text = "".join(
        entry.format(title, n, f"\n- Comments: {n} pages\n**Foo:** bar")
        for n, title in enumerate(("Lazy Heaps Wait", "Trees Grow Up", "Paper Boats"))
    )
    papers, problems = read(text)
    assert [paper.title.en for paper in papers] == [
        *("Lazy Heaps Wait", "Trees Grow Up", "Paper Boats")
    ]
    assert {paper.abstract for paper in papers} == {Bilingual("We glow.", "我们发光。")}
    assert len(problems) == 1


FRONT = "---\ntitle: Front Lamp\nauthors: [Ada Birch]\narxiv: 2603.00001\n{}---\n"


@pytest.mark.parametrize("heading", ["# Front Lamp\n\n", "", "\n"])
@pytest.mark.parametrize(
    "body", ["Some text of a person.", "Text: of a person.\n\nMore."]
)
def test_what_stands_below_front_matter(heading: str, body: str) -> None:
    papers, problems = read(FRONT.format("") + heading + body)
    assert papers[0].title.en == "Front Lamp"
    assert papers[0].abstract.en == " ".join(body.split())
    papers, problems = read(FRONT.format("abstract: We glow.\n") + heading + body)
    assert [(paper.title.en, paper.abstract.en) for paper in papers] == [
        ("Front Lamp", "We glow.")
    ]
    assert problems[0][1].endswith(UNPLACED.removeprefix("{}"))


@pytest.mark.parametrize("chinese", ["DATE：动态绝对时间", "堆：一个会等待的结构"])
def test_chinese_titles_that_begin_like_a_label(chinese: str) -> None:
    start = chinese.partition("：")[0]
    title = f"{start}: Dynamic Time" if start.isascii() else "A Heap as Such"
    entries = [
        f"## [{title} {n}](https://arxiv.org/abs/2603.0000{n})\n"
        f"{chinese}{'。' * (n == 1)}\n"
        f"**Authors:** Ada Birch\n**Abstract:** We glow.\n**中文摘要：** 我们发光。\n"
        for n in range(3)
    ]
    papers, problems = read("".join(entries))
    assert [paper.title.zh.rstrip("。") for paper in papers] == [chinese] * 3
    assert problems == []


@pytest.mark.parametrize("mark", ["# ", "## ", "# **", "### "])
def test_headings_in_chinese_amid_plain_titles(mark: str) -> None:
    entries = [
        LAYOUTS["plain"].format(
            title=f"Sorting Networks That Wait {n}",
            n=n,
            id=f"2603.0000{n}",
            en="We glow.",
            zh="我们发光。",
        )
        for n in range(1, 7)
    ]
    dressed = f"{mark}堆与排序3{'**' if '*' in mark else ''}"
    papers, problems = read("".join(entries).replace("堆与排序3", dressed))
    assert [paper.title.zh for paper in papers] == [f"堆与排序{n}" for n in range(1, 7)]
    assert len({paper.id for paper in papers}) == 6
    assert problems == []


def test_a_text_that_is_too_long_is_told_once(tmp_path: Path) -> None:
    file = tmp_path / "d.md"
    file.write_text(HEAD + ("word " * 15 + "\n") * 30_000, "utf-8")
    reading = Reading(file, "d.md")
    assert len(list(reading)) == 1
    assert reading.problems == (Problem("d.md", 1, TOO_LONG_TEXT),)


@pytest.mark.parametrize("rule", ["---", "***", "* * *", "_____"])
def test_nothing_returns_to_an_abstract_below_a_rule(rule: str) -> None:
    papers, problems = read(f"{HEAD}\n{rule}\n\nMade by a robot.\n")
    assert [paper.abstract.en for paper in papers] == ["We glow."]
    assert problems == [(7, UNPLACED.format(1))]
    other = HEAD.replace("Front", "Back")
    papers, problems = read(f"{HEAD}\n{rule}\n{other}\n{rule}\n")
    assert [paper.abstract.en for paper in papers] == ["We glow."] * 2
    assert problems == []


@pytest.mark.parametrize(
    "image", ["![a lamp](lamp.png)", "[![pdf](https://a.b/c.svg)](https://a.b)"]
)
def test_images_belong_to_nobody(image: str) -> None:
    papers, problems = read("\n".join(f"{line}\n{image}" for line in HEAD.split("\n")))
    assert [(paper.title.en, paper.abstract.en) for paper in papers] == [
        ("Front Lamp", "We glow.")
    ]
    assert problems == []


@pytest.mark.parametrize(
    "mark",
    [
        *(
            "¹",
            "¹,²",
            "^{1}",
            "^{1,2}",
            "$^{1,2}$",
            "^1",
            "†",
            "¶",
            "\\*",
            "<sup>1</sup>",
        ),
        *(" <ada@lamp.org>", " (ada@lamp.org)", " $^{\\dagger}$"),
    ],
)
def test_marks_of_footnotes_are_no_part_of_a_name(mark: str) -> None:
    authors = f"**Authors:** Ada Birch{mark}, Ren\u00e9 Cedar{mark}"
    papers, problems = read(HEAD.replace("**Authors:** Ada Birch", authors))
    assert papers[0].authors == ("Ada Birch", "Ren\u00e9 Cedar")
    assert problems == []


def test_of_an_item_with_links_the_bold_part_is_the_title() -> None:
    link = "[[pdf](https://arxiv.org/abs/2603.00001)]"
    papers, problems = read(f"1. **Front Lamp**, Ada Birch, Ben Cedar {link}\n")
    assert [(paper.title.en, paper.id) for paper in papers] == [
        ("Front Lamp", "2603.00001")
    ]
    assert papers[0].authors == ("Ada Birch", "Ben Cedar")
    assert problems == []


def test_a_text_of_several_lines_in_front_matter_of_toml() -> None:
    text = (
        '+++\ntitle = "Lamps"\nabstract = """\nThey glow.\n\nSo "he said"\n"""\n'
        'arxiv = "2603.00001"\nauthors = ["Ada Birch"]\n+++\n'
    )
    (paper,), problems = read(text)
    assert (paper.id, paper.title.en, paper.authors) == (
        "2603.00001",
        "Lamps",
        ("Ada Birch",),
    )
    assert paper.abstract.en == 'They glow. So "he said"'
    assert problems == []


def test_texts_by_language_in_front_matter() -> None:
    text = (
        "---\ntitle:\n  en: Lamps\n  zh: 灯\nabstract:\n  zh: 它们发光。\n"
        "  en: They glow.\narxiv: 2603.00001\n---\n"
    )
    (paper,), problems = read(text)
    assert (paper.title.en, paper.title.zh) == ("Lamps", "灯")
    assert (paper.abstract.en, paper.abstract.zh) == ("They glow.", "它们发光。")
    assert problems == []
