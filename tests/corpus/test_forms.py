"""The forms that digests in Markdown have: how titles and fields are dressed."""

from datetime import date as Date
from pathlib import Path

import pytest

from searcher.corpus.cleaning import cleaned
from searcher.corpus.digests import parse
from searcher.model import Bilingual, Paper, Subject

SAMPLES = Path(__file__).parent / "samples"
OTHER = "### Trees\n- **Authors:** Ed Fir\n- **Abstract**\nThey grow.\n"


def papers(text: str, path: str = "2026-03-02.md") -> list[Paper]:
    digest = parse(text, path=path)
    assert digest.problems == ()
    return [sighting.paper for sighting in digest.sightings]


@pytest.mark.parametrize(
    "label", ["**{}**: ", "**{}:** ", "- {}: ", "- **{}**：", "{}: "]
)
@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Title (ZH)", "Abstract (ZH)"),
        ("Title (Chinese)", "Abstract (in Chinese)"),
        ("Title（中文）", "Abstract（中文）"),
        ("标题（中文）", "摘要（中文）"),
        ("Title [zh-CN]", "Abstract [zh-CN]"),
        ("title_zh", "abstract_zh"),
        ("Chinese Title", "Chinese Abstract"),
        ("中文标题", "中文摘要"),
        ("论文标题（译）", "摘要翻译"),
        ("📌 Title (CN)", "📌 Abstract (CN)"),
        ("Translated Title", "Translated Abstract"),
        ("Title Translation", "Abstract Translation"),
        ("Title (Simplified Chinese)", "Abstract (Chinese translation)"),
        ("Title (zh-CN, DeepL)", "Abstract (zh_TW, Google)"),
        ("Title - ZH", "Abstract - ZH"),
        ("Title/ZH", "Abstract/ZH"),
        ("Title<ZH>", "Abstract {ZH}"),
        ("Title｛中文｝", "Abstract【中文】"),
        ("中文翻译标题", "中文翻译摘要"),
        ("译文标题", "译文摘要"),
        ("机翻标题", "机翻摘要"),
        ("Title (AI 翻译)", "Abstract (机翻)"),
        ("標題（中文）", "摘要（繁體中文）"),
        ("Title (Mandarin)", "Abstract [CHN]"),
        ("Title (GPT-4 translation)", "Abstract (ZH, by Qwen 2.5)"),
        ("标题（英译中）", "摘要【机器翻译】"),
        ("Title «ZH»", "Abstract《简体中文版》"),
        ("title.zh", "abstract.zh"),
        ("译名", "译文"),
        ("Chinese Translation of the Title", "Chinese Translation of the Abstract"),
    ],
)
def test_labels_tell_the_language(label: str, title: str, abstract: str) -> None:
    lines = (
        *("### Lazy Heaps", f"{label.format(title)}惰性堆"),
        *(f"{label.format('Authors')}Di Elm", f"{label.format('Abstract')}A heap."),
        f"{label.format(abstract)}一个会等待的堆。",
    )
    text = "".join(f"{line}\n" for line in lines)
    first, second = papers(text + OTHER)
    assert first.title == Bilingual("Lazy Heaps", "惰性堆")
    assert first.abstract == Bilingual("A heap.", "一个会等待的堆。")
    assert (first.authors, second.title.en) == (("Di Elm",), "Trees")


@pytest.mark.parametrize("tongue", ["JA", "日本語", "French", "한국어", "es-ES"])
def test_labels_of_other_languages_are_told(tongue: str) -> None:
    text = (
        f"### Lazy Heaps\n**Title ({tongue}):** x y\n**Authors:** Di Elm\n"
        f"**Abstract:** A heap.\n**Abstract ({tongue}):** x y z.\n"
    )
    digest = parse(text + OTHER, path="d.md")
    first = digest.sightings[0].paper
    assert first.title == Bilingual("Lazy Heaps")
    assert first.abstract == Bilingual("A heap.")
    assert [problem.line for problem in digest.problems] == [2, 5]


@pytest.mark.parametrize(
    "heading",
    [
        "### 1. {}",
        "### [2] {}",
        "### [new 003] {}",
        "### (3) {}",
        "### 3) {}",
        "### 3、{}",
        "### 第3篇 {}",
        "### 第 3 篇：{}",
        "### #3 {}",
        "### Paper 3: {}",
        "### 论文 3：{}",
        "### **{}**",
        "### **3. {}**",
        "### 3. **{}**",
        "### 📄 {}",
        "### {} ##",
        "### [{}](https://arxiv.org/abs/2603.00001)",
        "### [1] [{}](https://arxiv.org/abs/2603.00001v1)",
        "### 1. **[{}](http://arxiv.org/abs/2603.00001)**",
        "### {} [[PDF]](https://arxiv.org/pdf/2603.00001)",
        "### [2603.00001] {}",
        "### 2603.00001: {}",
        "### {} (arXiv:2603.00001)",
        "**{}**",
        "**1. {}**",
        "2. **{}**",
        "### I. {}",
        "### iv) {}",
        "### (ii) {}",
        "### B. {}",
        "### c) {}",
        "### D、{}",
        "### 二、{}",
        "### （三）{}",
        "### 第十二篇：{}",
        "### 论文二：{}",
        "### 1.[{}](https://arxiv.org/abs/2603.00001)",
        "### 1.1. {}",
        "### 2.3.1 {}",
        "### 3: {}",
        "### 3 - {}",
        "### 3/25 {}",
        "### [3/25] {}",
        "### 3 of 25: {}",
        "### [3]. {}",
        "### 3\\. {}",
        "### **3.** {}",
        "### 3\ufe0f\u20e3 {}",
        "### No.3 {}",
        "### № 3 {}",
        "### Paper #3 - {}",
        "### Top 3: {}",
        "### 【论文3】{}",
        "### [cross 12] {}",
        "### [New] {}",
        "### 1. [new] {}",
        "### [2026-03-02] {}",
        "### 2026-03-02: {}",
        "### [cs.DS] {}",
        "### `cs.DS` **{}**",
        "A. **{}**",
    ],
)
def test_titles_without_their_dress(heading: str) -> None:
    fields = "\n- **Authors:** Di Elm\n- **Abstract**\nA heap.\n"
    title = "3D Heaps: the [Re] Turn"
    text = heading.format(title) + fields + heading.format("Trees of 2.5 D") + fields
    first, second = papers("# New submissions for Mon, 2 Mar 26\n" + text)
    assert (first.title, second.title.en) == (Bilingual(title), "Trees of 2.5 D")
    assert first.abstract.en == "A heap."
    assert (first.id == "2603.00001") == ("00001" in heading)
    assert [one.code for one in first.subjects] == ["cs.DS"] * ("cs.DS" in heading)


@pytest.mark.parametrize(
    "title",
    [
        *("3D Heaps", "2026 in Heaps", "A* Search", "(Re)thinking Heaps", "[Re] Heaps"),
        *(
            "C. elegans Moves",
            "1.58-bit Heaps",
            "I Heap",
            "A Heap",
            "1/f Noise",
            "T3: It",
        ),
        *("(1,1)-Cluster Editing", "2000-2020 in Heaps", "二、三度价格歧视的方法"),
        *("10 Heaps to Know", "1.5 Million Heaps", "第二届排序大会的论文"),
    ],
)
def test_what_only_looks_like_a_number(title: str) -> None:
    first, _ = papers(f"### {title}\n" + OTHER.partition("\n")[2] + OTHER)
    assert title in (first.title.en, first.title.zh)


@pytest.mark.parametrize("numbers", [("1", "2"), ("2.1", "2.2"), ("09", "10")])
def test_numbers_that_count_the_headings(numbers: tuple[str, str]) -> None:
    fields = OTHER.partition("\n")[2]
    text = f"### {numbers[0]} Heaps\n{fields}### {numbers[1]} 3D Trees\n{fields}"
    assert [paper.title.en for paper in papers(text)] == ["Heaps", "3D Trees"]


@pytest.mark.parametrize(
    "line",
    [
        "[arXiv](https://arxiv.org/abs/2603.00001v2)",
        "[Paper](https://arxiv.org/abs/2603.00001v2) | [Code](https://github.com/x/y)",
        "[[pdf](https://arxiv.org/pdf/2603.00001v2)] [[code](https://example.org)]",
        "🔗 https://arxiv.org/abs/2603.00001v2",
        "<https://arxiv.org/abs/2603.00001v2>",
        "arXiv:2603.00001v2",
        "**论文链接**: [https://arxiv.org/abs/2603.00001v2](https://arxiv.org)",
        "**arXiv ID:** 2603.00001v2",
        "- Paper Link: https://arxiv.org/abs/2603.00001v2",
        "**DOI:** https://doi.org/10.48550/arXiv.2603.00001v2",
        "**Source:** https://arxiv.org/abs/2603.00001v2",
        "URL: https://arxiv.org/abs/2603.00001v2",
    ],
)
@pytest.mark.parametrize("blank", ["", "\n"])
def test_the_id_is_in_a_line_below_the_title(line: str, blank: str) -> None:
    text = f"### Lazy Heaps\n{blank}{line}\n{blank}" + OTHER.partition("\n")[2] + OTHER
    digest = parse(text, path="d.md")
    first, second = (sighting.paper for sighting in digest.sightings)
    assert (first.id, first.version, first.title.en) == ("2603.00001", 2, "Lazy Heaps")
    assert first.abstract == second.abstract
    told = [problem.message for problem in digest.problems]
    assert told == (
        ["'source' is no label that is known, left out (1 lines of the digest)"]
        if "Source" in line
        else []
    )


@pytest.mark.parametrize("quote", ["> ", ">", ">> "])
def test_fields_in_block_quotes(quote: str) -> None:
    fields = (
        "**Authors:** Di Elm\n\n**Abstract:**\nA heap that waits.\nMethods: it waits.\n"
        "\n**摘要：** 一个会等待的堆。"
    )
    quoted = "\n".join(f"{quote}{line}".rstrip() for line in fields.split("\n"))
    quoted = quoted.replace(">A", "> A").replace(">M", "> M")
    first, _ = papers(f"### Lazy Heaps\n{quoted}\n\n---\n{OTHER}")
    assert first.authors == ("Di Elm",)
    assert first.abstract == Bilingual(
        "A heap that waits. Methods: it waits.", "一个会等待的堆。"
    )


@pytest.mark.parametrize("label", ["**Abstract:**", "#### Abstract"])
def test_only_the_abstract_in_a_block_quote(label: str) -> None:
    text = (
        f"### Lazy Heaps\n**Authors:** Di Elm\n\n{label}\n\n> A heap\n> that waits.\n"
    )
    assert papers(text + OTHER)[0].abstract.en == "A heap that waits."


@pytest.mark.parametrize("authors", ["Di Elm", "Di Elm, Ed Fir"])
@pytest.mark.parametrize("title", ["", "惰性堆\n"])
def test_lines_without_labels_below_a_title(authors: str, title: str) -> None:
    text = (
        f"### Lazy Heaps\n{title}*{authors}*\n"
        "**cs.DS** | 2026-03-01 | [PDF](https://arxiv.org/pdf/2603.00001)\n"
        "\nA heap that waits. And waits.\n\n"
    )
    first, second = papers(text + text.replace("00001", "00002").replace("Lazy", "No"))
    assert first.title == Bilingual("Lazy Heaps", title.strip())
    assert (first.id, second.id) == ("2603.00001", "2603.00002")
    assert first.authors == tuple(authors.split(", "))
    assert first.abstract.en == "A heap that waits. And waits."


def test_known_labels_without_any_mark() -> None:
    text = (
        "### Lazy Heaps\nAuthors: [Di Elm](https://x.org/di), Ed Fir\n"
        "Affiliation: Somewhere\nCategories: cs.DS cs.LG\nDate: 2026-03-01\n"
        "Comments: 12 pages,\n3 figures\nAbstract: A heap that waits.\n"
        "Link: https://arxiv.org/abs/2603.00001\n"
    )
    first, second = papers(text + text.replace("00001", "00002").replace("Lazy", "No"))
    assert first.title == Bilingual("Lazy Heaps")
    assert first.authors == ("Di Elm", "Ed Fir")
    assert [subject.code for subject in first.subjects] == ["cs.DS", "cs.LG"]
    assert first.abstract == Bilingual("A heap that waits.")
    assert (first.id, second.id) == ("2603.00001", "2603.00002")


def test_authors_and_subjects_as_lists() -> None:
    text = (
        "### Lazy Heaps\n**Authors:**\n- Di Elm\n- Ed Fir\n"
        "**Categories:**\n- cs.DS\n- cs.LG\n**Abstract:** A heap.\n"
    )
    first, _ = papers(text + OTHER)
    assert first.authors == ("Di Elm", "Ed Fir")
    assert first.subjects == (
        Subject("Data Structures and Algorithms", "cs.DS"),
        Subject("Machine Learning", "cs.LG"),
    )


@pytest.mark.parametrize(
    "summary",
    [
        "<details><summary>Abstract</summary>\nA heap.\n</details>",
        "<details>\n<summary><b>Abstract</b></summary>\n\nA heap.\n\n</details>",
        "<details>\n<summary>More</summary>\n\n**Abstract:** A heap.\n</details>",
        "#### 📝 Abstract\nA heap.",
        "#### 📝 摘要（原文）\nA heap.",
    ],
)
def test_abstracts_that_are_folded_away(summary: str) -> None:
    text = f"### Lazy Heaps\n**Authors:** Di Elm\n{summary}\n\n"
    assert papers(text + OTHER)[0].abstract == Bilingual("A heap.")


class TestItems:
    """Headings and items of lists that are links."""

    @pytest.mark.parametrize(
        "item",
        [
            "- [{}](https://arxiv.org/abs/2603.0000{})",
            "* **[{}](http://arxiv.org/abs/2603.0000{}v1)**",
            "1. [**{}**](https://arxiv.org/pdf/2603.0000{}.pdf)",
            "- **{}** [[paper](https://arxiv.org/abs/2603.0000{})] [[code](https://x.y)]",
            "- {} [PDF](https://arxiv.org/pdf/2603.0000{})",
            "[{}](https://arxiv.org/abs/2603.0000{})",
            "## [{}](https://arxiv.org/abs/2603.0000{})",
            "- [{}](https://arxiv.org/abs/2603.0000{}) (2026-03-02) `cs.DS`",
        ],
    )
    @pytest.mark.parametrize("below", ["", "\nDi Elm, Ed Fir", "\n*Di Elm, Ed Fir*"])
    def test_titles_alone(self, item: str, below: str) -> None:
        text = "\n".join(
            item.format(title, at) + below
            for at, title in enumerate(("Lazy Heaps", "Trees: They Grow"))
        )
        digest = parse(f"# Papers\n\n{text}\n", path="2026-03-02.md")
        assert digest.problems == ()
        found = [sighting.paper for sighting in digest.sightings]
        assert [(paper.id, paper.title.en) for paper in found] == [
            ("2603.00000", "Lazy Heaps"),
            ("2603.00001", "Trees: They Grow"),
        ]
        names = ("Di Elm", "Ed Fir") if below else ()
        assert {paper.authors for paper in found} == {names}

    def test_what_stands_behind_a_title(self) -> None:
        text = (
            "- [Lazy Heaps](https://arxiv.org/abs/2603.00001) by Di Elm and Ed Fir\n"
            "- [Trees](https://arxiv.org/abs/2603.00002) - Ed Fir, Di Elm\n"
            "- [Sorting](https://arxiv.org/abs/2603.00003): a fine paper\n"
        )
        digest = parse(text, path="d.md")
        found = [sighting.paper.authors for sighting in digest.sightings]
        assert found == [("Di Elm", "Ed Fir"), ("Ed Fir", "Di Elm"), ()]
        assert [(problem.line, problem.message) for problem in digest.problems] == [
            (3, "what stands behind the title is not understood, left out")
        ]

    def test_fields_and_text_below_an_item(self) -> None:
        first, second = papers(
            "- [Lazy Heaps](https://arxiv.org/abs/2603.00001)\n  惰性堆\n"
            "  - Authors: Di Elm\n  - Abstract: A heap.\n"
            "- [Trees](https://arxiv.org/abs/2603.00002)\n  > They grow. Slowly.\n"
        )
        assert first.title == Bilingual("Lazy Heaps", "惰性堆")
        assert (first.authors, first.abstract.en) == (("Di Elm",), "A heap.")
        assert second.abstract.en == "They grow. Slowly."

    def test_links_in_an_abstract_are_no_papers(self) -> None:
        text = (
            "### Lazy Heaps\n- **Authors:** Di Elm\n- **Abstract**\nA heap, see\n"
            "- [Trees that Grow](https://arxiv.org/abs/2603.00002) by us.\n"
        )
        assert [paper.title.en for paper in papers(text + OTHER)] == [
            "Lazy Heaps",
            "Trees",
        ]


def test_what_daily_arxiv_ai_enhanced_makes() -> None:
    first, second, third = papers((SAMPLES / "enhanced.md").read_text("utf-8"))
    assert first == Paper(
        "2603.00001",
        version=1,
        title=Bilingual("HEAP: Lazy Heaps for Small Harbours"),
        abstract=Bilingual(
            "We wait before we move an element of the heap, and so a heap moves fewer "
            "of them than any that does not wait. The heap, called HEAP: a heap, is "
            "small. All of it is proven, and none of it is hard. Results: it waits.",
            "惰性堆更快。排序不必太快。等待。更少的移动。惰性有用。",
        ),
        authors=("Ada Birch", "Ben Cedar"),
        subjects=(Subject("Data Structures and Algorithms", "cs.DS"),),
        date=Date(2026, 3, 2),
        seen=first.seen,
    )
    assert (second.id, second.version, second.authors) == (
        "2603.00002",
        2,
        ("Cy Dogwood",),
    )
    assert second.abstract == Bilingual("We build networks that sort.")
    assert third.abstract == Bilingual("Merging can be learned.", "归并可以学习。")


FRONT_MATTER = (
    """---
title: "Lazy: Heaps"
authors: ["Di Elm", "Ed Fir"]
url: https://arxiv.org/abs/2603.00001
date: 2026-03-02
tags: [a, b]
---

## Abstract

A heap.
""",
    """---
title: 'Lazy: Heaps'
authors:
  - Di Elm
  - Ed Fir
arxiv: 2603.00001
date: 2026-03-02 08:00:00
abstract: |
  A
  heap.
---
""",
    """+++
title = "Lazy: Heaps"
authors = ["Di Elm", "Ed Fir"]
date = 2026-03-02T08:00:00Z
link = "https://arxiv.org/abs/2603.00001"
draft = false
+++

**Abstract:** A heap.
""",
    """\ufeff
---
layout: post
title: 'Lazy: Heaps'
author: Di Elm, Ed Fir
pdf: https://arxiv.org/pdf/2603.00001
date: 2026-03-02
---
> **Abstract:** A heap.
""",
    """---
# made by a program
title: "Lazy: Heaps" # the title
authors: [{name: Di Elm}, {name: Ed Fir}]
arxiv: 2603.00001
date: 2026-03-02
---

# Lazy: Heaps

## Abstract

A heap.
""",
    """---
title: >-
  Lazy:
  Heaps
authors:
- name: Di Elm
  affiliation: Somewhere
- name: "[[Ed Fir]]"
pdf: https://arxiv.org/pdf/2603.00001
date: 2026-03-02
---
# Lazy: Heaps
**Abstract:** A heap.
""",
    """+++
title = "Lazy: Heaps"
authors = [
  "Di Elm",
  "Ed Fir",
]
date = 2026-03-02
[params]
arxiv = "2603.00001"
+++

## Abstract
A heap.
""",
    """---
title: Lazy: Heaps
authors: Di Elm, Ed Fir
arxiv: 2603.00001
date: 2026-03-02

## Abstract
A heap.
""",
)


class TestFrontMatter:
    @pytest.mark.parametrize("text", FRONT_MATTER)
    def test_of_a_paper(self, text: str) -> None:
        (paper,) = papers(text, path="heaps.md")
        assert (paper.id, paper.title.en) == ("2603.00001", "Lazy: Heaps")
        assert paper.authors == ("Di Elm", "Ed Fir")
        assert (paper.abstract.en, paper.date) == ("A heap.", Date(2026, 3, 2))

    def test_of_notes_in_one_file(self) -> None:
        text = FRONT_MATTER[0] + FRONT_MATTER[0].replace("00001", "00002")
        first, second = papers(text, path="heaps.md")
        assert (first.id, second.id) == ("2603.00001", "2603.00002")
        assert first.title == second.title
        assert first.abstract == second.abstract == Bilingual("A heap.")

    def test_both_halves_of_the_abstract_below(self) -> None:
        text = (
            "---\ntitle: Heaps\ntitle_zh: 堆\narxiv: 2603.00001\n---\n\n"
            "## 摘要\n一个会等待的堆。\n\n## Abstract\nA heap that waits.\n"
        )
        (paper,) = papers(text, path="heaps.md")
        assert paper.title == Bilingual("Heaps", "堆")
        assert paper.abstract == Bilingual("A heap that waits.", "一个会等待的堆。")

    def test_of_a_page(self) -> None:
        text = "---\ntitle: Papers\nauthor: me\ndate: 2026-03-02\nfoo: bar\n---\n"
        found = papers(text + OTHER + OTHER.replace("Trees", "Heaps"), path="x.md")
        assert [paper.title.en for paper in found] == ["Trees", "Heaps"]
        assert {paper.date for paper in found} == {Date(2026, 3, 2)}

    def test_a_key_that_is_not_known_is_told(self) -> None:
        text = "---\ntitle: Heaps\narxiv: 2603.00001\nfoo: bar\n---\n"
        (problem,) = parse(text, path="x.md").problems
        assert (problem.line, problem.message) == (
            4,
            "'foo' is no label that is known, left out (1 lines of the digest)",
        )

    @pytest.mark.parametrize("rule", ["---", "+++", "---\nnot: closed"])
    def test_a_rule_is_none(self, rule: str) -> None:
        assert papers(f"{rule}\n{OTHER}---\n{OTHER}") == papers(OTHER * 2)


@pytest.mark.parametrize(
    "text",
    [
        "# My notes\nLink: https://example.org\nAuthor: me\n\nSome text: fine.\n",
        "# README\nAuthor: me\nDate: 2026\n\n## Usage\n**Note:** run it.\n",
        "---\ntitle: My page\ndate: 2026-03-02\n---\n\nSome text.\n",
        "- [My page](https://example.org/2026)\n- [Code](https://github.com/x/y)\n",
    ],
)
def test_notes_are_no_papers(text: str) -> None:
    assert parse(text, path="x.md").sightings == ()


FIELDS = OTHER.partition("\n")[2]
HEAPS = "### Lazy Heaps\n**Authors:** Di Elm\n"


@pytest.mark.parametrize(
    "line",
    [
        "<b>{}:</b> {}",
        "<strong>{}</strong>: {}<br>",
        "<p><strong>{}:</strong> {}</p>",
        "<li><b>{}</b>: {}</li>",
        "`{}`: {}",
        "**`{}`**: {}",
        "【{}】{}",
        "> [!note]\n> **{}:** {}",
        "&gt; **{}：** {}",
        "＞ **{}：** {}",
        "*{}: {}*",
        "**{}** {}",
        "**{}** | {}",
        "**{}** - {}",
        "★ {}: {}",
    ],
)
def test_labels_in_other_dress(line: str) -> None:
    text = "### {}\n" + "\n\n".join(
        line.format(*field)
        for field in [
            ("Authors", "Di Elm"),
            ("arXiv ID", "2603.0000{}"),
            ("Abstract", "A heap."),
            ("Comments", "12 pages"),
        ]
    )
    first, second = papers(f"{text.format('Heaps', 1)}\n{text.format('Trees', 2)}\n")
    assert (first.title, second.title) == (Bilingual("Heaps"), Bilingual("Trees"))
    assert (first.id, second.id) == ("2603.00001", "2603.00002")
    assert first.authors == second.authors == ("Di Elm",)
    assert first.abstract == second.abstract == Bilingual("A heap.")


@pytest.mark.parametrize(
    "head", ["[!abstract] Abstract", "[!quote]- 摘要", "[!Abstract]"]
)
def test_a_callout_is_a_label(head: str) -> None:
    text = f"### Lazy Heaps\n> {head}\n> A heap\n> that waits.\n\n**Authors:** Di Elm\n"
    first, _ = papers(text + OTHER)
    assert (first.title.en, first.abstract.en) == ("Lazy Heaps", "A heap that waits.")
    assert first.authors == ("Di Elm",)


@pytest.mark.parametrize(
    "line",
    [
        "2026-03-01",
        "*2026-03-01*",
        "_Published 2026-03-01_",
        "Accepted at STOC 2026",
        "(STOC 2026)",
        "[TOC]",
        "`heaps` `trees`",
        "#heaps #trees",
        "👍 12",
        "⭐⭐⭐⭐",
    ],
)
@pytest.mark.parametrize("blank", ["", "\n"])
def test_what_below_a_heading_is_no_title_is_told(line: str, blank: str) -> None:
    digest = parse(f"### Lazy Heaps\n{blank}{line}\n{FIELDS}{OTHER}", path="d.md")
    assert digest.sightings[0].paper.title == Bilingual("Lazy Heaps")
    (problem,) = digest.problems
    assert problem.line == 2 + len(blank)
    assert problem.message == "1 lines of no field, wanted a label above them"


@pytest.mark.parametrize(
    "line",
    [
        "`2603.00001`",
        "[2603.00001]",
        "[HF](https://huggingface.co/papers/2603.00001)",
        '<a href="https://arxiv.org/abs/2603.00001">arXiv</a>',
        '[arXiv](https://arxiv.org/abs/2603.00001){:target="_blank"}',
        "[![arXiv](https://x.org/arXiv-b31b1b.svg)](https://arxiv.org/abs/2603.00001)",
        "**编号**：2603.00001",
        "**论文 ID：** 2603.00001",
        "[Abstract](https://arxiv.org/abs/2603.00001) [Full Text](https://x.org)",
    ],
)
def test_other_lines_with_the_id(line: str) -> None:
    first, _ = papers(f"### Lazy Heaps\n{line}\n{FIELDS}{OTHER}")
    assert (first.id, first.title) == ("2603.00001", Bilingual("Lazy Heaps"))


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ("```bibtex\n@article{x,\n  title = {Y},\n}\n```", False),
        ("~~~bib\n@misc{x}\n~~~", False),
        ("```python\n# Heaps\nheap()\n```", True),
        ("```\nheap()\n\nheap()\n```", True),
        ("| Metric | Value |\n|---|---|\n| moves | 3 |", True),
        ("[⬆ Back to top](#top)", False),
        ("[返回目录](#目录)", False),
    ],
)
def test_code_and_tables_are_no_part_of_an_abstract(below: str, *, told: bool) -> None:
    text = f"### Lazy Heaps\n**Authors:** Di Elm\n**Abstract:** A heap.\n\n{below}\n\n"
    digest = parse(text + OTHER, path="d.md")
    first, second = (sighting.paper for sighting in digest.sightings)
    assert (first.abstract, second.title.en) == (Bilingual("A heap."), "Trees")
    assert bool(digest.problems) is told
    assert {problem.line for problem in digest.problems} <= {5}


@pytest.mark.parametrize("fence", ["```", "```text", "~~~"])
def test_an_abstract_between_fences(fence: str) -> None:
    text = f"{HEAPS}**Abstract:**\n{fence}\nA heap.\n{fence[:3]}\n"
    assert papers(text + OTHER)[0].abstract.en == "A heap."


def test_a_fence_that_is_not_closed_ends_at_the_next_title() -> None:
    text = f"{HEAPS}**Abstract:** A heap.\n```python\nheap()\n"
    digest = parse(text + OTHER, path="d.md")
    assert [one.paper.title.en for one in digest.sightings] == ["Lazy Heaps", "Trees"]


class TestTitlesWithLabels:
    """`Title: …`, and no heading, or one that says something else."""

    @pytest.mark.parametrize("form", ["{}: {}", "- {}: {}", "**{}:** {}", "📄 {}：{}"])
    @pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 0, 1, 2), (0, 3, 1, 2)])
    @pytest.mark.parametrize("rule", ["", "---\n"])
    def test_without_a_heading(
        self, form: str, order: tuple[int, ...], rule: str
    ) -> None:
        text = ""
        for at, title in enumerate(("Lazy Heaps", "Trees")):
            fields = (
                *(("Title", title), ("Authors", "Di Elm"), ("Abstract", "A heap.")),
                ("Link", f"https://arxiv.org/abs/2603.0000{at}"),
            )
            text += "".join(f"{form.format(*fields[one])}\n" for one in order)
            text += f"\n{rule}"
        first, second = papers(text)
        assert (first.title.en, second.title.en) == ("Lazy Heaps", "Trees")
        assert (first.id, second.id) == ("2603.00000", "2603.00001")
        assert first.authors == second.authors == ("Di Elm",)
        assert first.abstract == second.abstract == Bilingual("A heap.")

    def test_in_both_languages(self) -> None:
        first, second = papers(
            "Title: Lazy Heaps\nTitle (ZH): 惰性堆\nAuthors: Di Elm\n"
            "Abstract: A heap.\n摘要：一个会等待的堆。\n\n"
            "标题：树木生长\n作者：李四\n摘要：它们生长。\n"
        )
        assert first.title == Bilingual("Lazy Heaps", "惰性堆")
        assert first.abstract == Bilingual("A heap.", "一个会等待的堆。")
        assert (second.title.zh, second.abstract.zh) == ("树木生长", "它们生长。")

    @pytest.mark.parametrize(
        "heading", ["Paper {}", "论文 {}", "No. {}", "2603.0000{}", "第{}篇", "{}"]
    )
    def test_below_a_heading_that_counts(self, heading: str) -> None:
        text = "".join(
            f"### {heading.format(at)}\n- **Title:** {title}\n{FIELDS}"
            for at, title in enumerate(("Lazy Heaps", "Trees"), 1)
        )
        first, second = papers(text)
        assert (first.title, second.title.en) == (Bilingual("Lazy Heaps"), "Trees")
        assert (first.id == "2603.00001") == ("2603" in heading)

    def test_below_the_other_half(self) -> None:
        first, _ = papers(
            f"### 1. ★ 惰性堆\n**原标题：** Lazy Heaps<br>\n{FIELDS}{OTHER}"
        )
        assert first.title == Bilingual("Lazy Heaps", "惰性堆")

    def test_below_another_heading(self) -> None:
        digest = parse(f"### Old\n- Title: Lazy Heaps\n{FIELDS}{OTHER}", path="d.md")
        assert digest.sightings[0].paper.title == Bilingual("Lazy Heaps")
        (problem,) = digest.problems
        assert problem.message == "a heading 'Old' above another title, left out"


@pytest.mark.parametrize(("second", "lines"), [("A heap.", 0), ("Another.", 1)])
def test_a_second_abstract_is_not_added_to_the_first(second: str, lines: int) -> None:
    text = f"{HEAPS}**Abstract:** A heap.\n**Abstract:** {second}\n"
    digest = parse(text + OTHER, path="d.md")
    first, other = (sighting.paper for sighting in digest.sightings)
    assert (first.title.en, first.abstract.en) == ("Lazy Heaps", "A heap.")
    assert (other.title.en, len(digest.problems)) == ("Trees", lines)


def test_what_arxiv_mails() -> None:
    text = "".join(
        f"\\\\\narXiv:2603.0000{at}\nDate: Mon, 2 Mar 2026 10:00:00 GMT   (12kb)\n\n"
        f"Title: {title}\nAuthors: Di Elm and Ed Fir\nCategories: cs.DS\n"
        f"Comments: 12 pages\n\\\\\n  A heap that\nwaits.\n"
        f"\\\\ ( https://arxiv.org/abs/2603.0000{at} ,  12kb)\n{'-' * 70}\n"
        for at, title in enumerate(("Lazy Heaps for\n  Small Harbours", "Trees"))
    )
    first, second = papers(text)
    assert (first.title.en, first.id) == ("Lazy Heaps for Small Harbours", "2603.00000")
    assert (second.title.en, second.id) == ("Trees", "2603.00001")
    assert first.authors == ("Di Elm", "Ed Fir")
    assert first.abstract == second.abstract == Bilingual("A heap that waits.")


def test_a_note_of_one_paper_with_many_sections() -> None:
    text = (
        "---\nlayout: default\ntitle: Lazy Heaps\n---\n\n# Lazy Heaps\n\n<div>\n"
        '<a href="https://arxiv.org/abs/2603.00001">📄 arXiv: 2603.00001</a>\n'
        '  <button title="☆">☆ 收藏</button>\n</div>\n\n**作者**: Di Elm, Ed Fir\n\n'
        "**分类**: cs.DS, cs.LG\n\n---\n\n## 💡 一句话要点\n\n**等待**\n\n"
        "## 📝 摘要（中文）\n\n一个会等待的堆。\n\n## 🔬 方法详解\n\n"
        "**问题定义**：堆太快。\n\n## 📊 实验亮点\n\n更慢了。\n\n"
        "## 📄 摘要（原文）\n\n> A heap that waits.\n"
    )
    digest = parse(text, path="heaps.md")
    (paper,) = (sighting.paper for sighting in digest.sightings)
    assert (paper.id, paper.title) == ("2603.00001", Bilingual("Lazy Heaps"))
    assert paper.abstract == Bilingual("A heap that waits.", "一个会等待的堆。")
    assert paper.authors == ("Di Elm", "Ed Fir")
    assert [one.code for one in paper.subjects] == ["cs.DS", "cs.LG"]
    told = [problem.message.split()[0] for problem in digest.problems]
    assert told == ["'方法详解'", "'问题定义'", "'实验亮点'"]


LAYOUTS = """
- [ ] [{t}]({u}) — {a}
====
- 2026-03-02, **{t}**, {a} et.al., Paper: [{u}]({u})
====
## [{t}]({u})

{a}

<details><summary>Abstract</summary>{x}</details>

====
<details>
<summary><b>{t}</b></summary>

**Authors:** {a}

**Link:** {u}

**Abstract:** {x}

</details>

====
<details>
<summary>1. <a href="{u}">{t}</a></summary>

<p><b>Authors:</b> {a}</p>
<p><b>Abstract:</b> {x}</p>
</details>

====
**{t}**

{a}

{u}

{x}

====
### {t} ([arXiv]({u}), [PDF]({u}))
**Authors:** {a}<br/>
**Abstract:** {x}<br/>

====
### {t}
- 🔗 [arXiv]({u}) · 📥 [PDF]({u})
- 👥 {a}
- 🏷 heaps
- 📝 {x}

====
## {t}
**{a}** | [arXiv]({u}) | cs.DS

**Abstract:** {x}

====
### {t}
| Field | Value |
|---|---|
| Authors | {a} |
| arXiv | [x]({u}) |

**Abstract:** {x}

"""


@pytest.mark.parametrize("form", LAYOUTS[1:].split("====\n"))
def test_other_layouts_of_a_paper(form: str) -> None:
    link = "https://arxiv.org/abs/2603.0000"
    titles = ("Lazy Heaps", "Trees: They Grow")
    said = {"a": "Di Elm, Ed Fir", "x": "A heap. It waits."}
    text = "".join(
        form.format(t=t, u=f"{link}{at}", **said) for at, t in enumerate(titles)
    )
    first, second = papers(f"# Papers\n\n{text}")
    assert (first.id, second.id) == ("2603.00000", "2603.00001")
    assert (first.title.en, second.title.en) == titles
    assert first.authors == second.authors == ("Di Elm", "Ed Fir")
    abstract = Bilingual(said["x"] if "{x}" in form else "")
    assert first.abstract == second.abstract == abstract


@pytest.mark.parametrize(
    ("line", "abstract"),
    [
        ("- **Abstract:** A <b>heap</b>. It <i>waits</i>.", "A heap. It waits."),
        ("<b>Abstract:</b> A <b>heap</b>. It <i>waits</i>.", "A heap. It waits."),
        ("<p><b>Abstract</b>: <i>A heap.</i></p>", "A heap."),
        ("**Abstract:** <i>A heap.</i>", "A heap."),
        ("<b>Abstract</b> A <em>heap</em>.", "A heap."),
        ("**Abstract:** A heap: <b>it</b> waits.", "A heap: it waits."),
    ],
)
def test_what_is_loud_in_an_abstract(line: str, abstract: str) -> None:
    found = parse(f"{HEAPS}{line}\n{OTHER}", path="d.md").sightings
    shown = [cleaned(one).paper for one in found]
    assert shown[0].abstract == Bilingual(abstract)


@pytest.mark.parametrize(
    "heading",
    [
        "### [[Lazy Heaps]]",
        "### `Lazy Heaps`",
        "### Lazy Heaps {#heaps}",
        "### Lazy Heaps ⭐⭐⭐",
        "### Lazy Heaps ![badge](https://x.org/b.svg)",
        "### <https://arxiv.org/abs/2603.00001> Lazy Heaps",
    ],
)
def test_what_hangs_on_a_title(heading: str) -> None:
    first, _ = papers(f"{heading}\n{FIELDS}{OTHER}")
    assert first.title == Bilingual("Lazy Heaps")


@pytest.mark.parametrize(
    "authors",
    [
        *(
            "Di Elm · Ed Fir",
            "Di Elm<br>Ed Fir",
            "[Di Elm, Ed Fir]",
            "(Di Elm, Ed Fir)",
        ),
        *("[[Di Elm]], [[x|Ed Fir]]", "Di Elm [1], Ed Fir [1, 2]", "Di Elm ✉, Ed Fir"),
        *("Di Elm, Ed Fir 等 5 人", "Di Elm, Ed Fir ... (+3 more)", "Di Elm / Ed Fir"),
    ],
)
def test_what_stands_between_and_around_names(authors: str) -> None:
    text = f"### Lazy Heaps\n- **Authors:** {authors}\n- **Abstract:** A heap.\n"
    assert papers(text + OTHER)[0].authors == ("Di Elm", "Ed Fir")


@pytest.mark.parametrize("name", ["Title [Klingon]", "Abstract (Klingon)"])
@pytest.mark.parametrize("label", ["**{}**: ", "- {}: ", "{}: "])
def test_a_known_label_with_brackets_that_are_not_is_no_text(
    name: str, label: str
) -> None:
    text = f"### Lazy Heaps\n{label.format(name)}yIqaw\n- **Authors:** Di Elm\n{OTHER}"
    digest = parse(text, path="d.md")
    first, _second = (sighting.paper for sighting in digest.sightings)
    assert first.title == Bilingual(en="Lazy Heaps")
    assert [problem.line for problem in digest.problems] == [2]


def test_a_chinese_abstract_may_be_the_first_field() -> None:
    text = (
        "### Lazy Heaps\n**中文摘要:** 一个堆。\n\n**Link:** https://arxiv.org/abs/{}\n"
    )
    first, second = papers(text.format("2603.00001") + "\n" + text.format("2603.00002"))
    assert (first.id, second.id) == ("2603.00001", "2603.00002")
    assert first.title.en == second.title.en == "Lazy Heaps"
    assert first.abstract.zh == second.abstract.zh == "一个堆。"


@pytest.mark.parametrize(
    "above", ["- **Authors:** Di Elm", "[arXiv](https://arxiv.org/abs/2603.00001)"]
)
def test_a_heading_amid_the_fields_of_a_paper_is_no_title(above: str) -> None:
    text = (
        f"### Lazy Heaps\n{above}\n#### 研究动机\n堆要等待。\n#### Plan\nWait.\n"
        "- **Link:** https://arxiv.org/abs/2603.00001\n"
        f"#### Abstract\nA heap.\n\n{OTHER}"
    )
    digest = parse(text, path="d.md")
    first, second = (sighting.paper for sighting in digest.sightings)
    assert (first.id, first.title.en) == ("2603.00001", "Lazy Heaps")
    assert (first.title.zh, first.abstract.en) == ("", "A heap.")
    assert second.title.en == "Trees"
    said = [problem.message for problem in digest.problems]
    assert ["研究动机" in said[0], "plan" in said[1], len(said)] == [True, True, 2]


def test_titles_may_be_headings_of_two_levels() -> None:
    text = f"## Lazy Heaps\n- **Authors:** Di Elm\n- **Abstract:** A heap.\n{OTHER}"
    first, second = papers(text)
    assert (first.title.en, second.title.en) == ("Lazy Heaps", "Trees")


def test_a_heading_within_an_abstract_is_told() -> None:
    fields = "- **Authors:** Di Elm\n- **Abstract**\nA heap.\n#### Read\n5.\n"
    text = f"### Lazy Heaps\n{fields}{OTHER}"
    digest = parse(text, path="d.md")
    assert [problem.line for problem in digest.problems] == [5]


@pytest.mark.parametrize(
    "line", ["1. First", "**Read Time**", "[^1]: A note", "^ note"]
)
def test_what_is_no_rest_of_a_title_is_told(line: str) -> None:
    digest = parse(
        f"### Lazy Heaps\n{line}\n- **Authors:** Di Elm\n{OTHER}", path="d.md"
    )
    first, _second = (sighting.paper for sighting in digest.sightings)
    assert first.title == Bilingual(en="Lazy Heaps")
    assert [problem.line for problem in digest.problems] == [2]


def test_a_chinese_line_of_no_field_begins_no_paper() -> None:
    text = (
        "### Lazy Heaps\n**Authors:** Di Elm\n**Abstract:** A heap.\n研究团队：大学\n"
        f"**摘要:** 一个会等待的堆。\n\n{OTHER}"
    )
    digest = parse(text, path="d.md")
    first, _second = (sighting.paper for sighting in digest.sightings)
    assert first.abstract.zh == "一个会等待的堆。"
    assert [problem.line for problem in digest.problems] == [4]


@pytest.mark.parametrize(
    "shown",
    [
        *("View on arXiv", "Read more", "Preprint", "Download", "Link to paper"),
        *("查看原文", "论文地址", "摘要页", "Lazy Heaps", "x"),
    ],
)
@pytest.mark.parametrize("dress", ["[{}]({})", "- [{}]({})", "**[{}]({})**"])
def test_a_link_below_a_title_is_no_title(shown: str, dress: str) -> None:
    link = dress.format(shown, "https://arxiv.org/abs/2603.00001")
    text = f"### Lazy Heaps\n{link}\n**Authors:** Di Elm\n**Abstract:** A heap.\n\n"
    first, second = papers(text + OTHER)
    assert (first.id, first.title) == ("2603.00001", Bilingual(en="Lazy Heaps"))
    assert second.title.en == "Trees"


@pytest.mark.parametrize(
    "number",
    [
        *(
            "Ⅳ. ",
            "㈠ ",
            "1】",
            "{1} ",
            "Nr. 3 ",
            "Article 3. ",
            "1.] ",
            "1º ",
            "0001. ",
        ),
        *("1 · ", "1 • ", "1 、", "甲、", "壹、", "<b>1.</b> ", "1.&nbsp;"),
    ],
)
def test_more_numbers_before_a_title(number: str) -> None:
    text = f"### {number}Lazy Heaps\n- **Authors:** Di Elm\n{OTHER}"
    assert [paper.title.en for paper in papers(text)] == ["Lazy Heaps", "Trees"]
