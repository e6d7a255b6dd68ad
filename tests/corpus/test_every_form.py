"""Digests in every combination of titles, labels, order and what is of no field."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.corpus.digests import parse

TITLES = [
    *("### {t}", "## {n}. {t}", "#### [{t}]({u})", "### [{n}] {t}", "# {t}", "**{t}**"),
    *("- **{t}**", "### {n}. [{t}]({u})", "### {t} [[PDF]]({u})", "### IV. {t}"),
]
LABELS = [
    *("**{}:** {}", "**{}**: {}", "- **{}:** {}", "- {}: {}", "{}: {}", "- *{}*: {}"),
    *("> **{}：** {}", "* **{}**：{}", "<b>{}:</b> {}<br>", "**{}：**\n{}", "`{}`: {}"),
    *("【{}】{}", "<p><strong>{}</strong>: {}</p>"),
]
NAMES = {
    "authors": ["Authors", "Author", "作者", "👤 Authors"],
    "link": ["Link", "arXiv", "URL", "论文链接", "ID", "编号"],
    "subjects": ["Categories", "Subjects", "分类"],
    "en": ["Abstract", "📝 Abstract", "Abstract (EN)", "英文摘要"],
    "zh": ["摘要", "中文摘要", "Abstract (ZH)", "摘要翻译", "Translated Abstract"],
}
OF_NO_FIELD = ["Foo Bar", "研究团队", "Comments", "代码", "Published", "Read Count"]
UNKNOWN = {"Foo Bar", "研究团队", "Read Count"}
SAID = {
    "authors": "Ada{n} Birch, Ben Cedar",
    "link": "2603.0000{n}",
    "subjects": "cs.LG, cs.AI",
    "en": "Text {n} rows the boats. They float.",
    "zh": "文本{n}我们划船前进。",
}


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(st.permutations(["authors", "link", "subjects"]))
    texts = draw(st.permutations(["en", "zh"]))
    order = [*first, *texts]
    other = draw(st.sampled_from(["", *OF_NO_FIELD]))
    if other:
        order.insert(draw(st.integers(0, len(order))), "other")
    return {
        "title": draw(st.sampled_from(TITLES)),
        "label": draw(st.sampled_from(LABELS)),
        "names": {key: draw(st.sampled_from(some)) for key, some in NAMES.items()},
        "order": order,
        "other": other,
        "apart": draw(st.sampled_from(["\n", "\n\n"])),
        "rule": draw(st.sampled_from(["\n", "\n---\n\n"])),
        "chinese": draw(st.booleans()),
    }


def lines(form: dict[str, Any], n: int, title: str) -> Iterator[str]:
    link = f"https://arxiv.org/abs/2603.0000{n}"
    yield form["title"].format(t=title, n=n, u=link)
    if form["chinese"]:
        yield f"题目{n}关于船舶"
    for key in form["order"]:
        name = form["names"].get(key, form["other"])
        yield form["label"].format(name, SAID.get(key, "noise").format(n=n))


@settings(max_examples=300)
@given(forms())
def test_every_line_goes_where_it_belongs(form: dict[str, Any]) -> None:
    titles = {1: "Rows of Boats", 2: "Oars: A Study", 3: "Sails"}
    text = form["rule"].join(
        form["apart"].join(lines(form, n, title)) + "\n" for n, title in titles.items()
    )
    digest = parse(text, path="d.md")
    found = [sighting.paper for sighting in digest.sightings]
    assert [paper.title.en for paper in found] == [*titles.values()]
    for n, paper in enumerate(found, 1):
        assert paper.title.zh == (f"题目{n}关于船舶" if form["chinese"] else "")
        assert paper.id == f"2603.0000{n}"
        assert paper.authors == (f"Ada{n} Birch", "Ben Cedar")
        assert [one.code for one in paper.subjects] == ["cs.LG", "cs.AI"]
        assert paper.abstract.en == SAID["en"].format(n=n)
        assert paper.abstract.zh == SAID["zh"].format(n=n)
    told = {problem.message.split("'")[1] for problem in digest.problems}
    assert told == {form["other"].lower()} & {name.lower() for name in UNKNOWN}
