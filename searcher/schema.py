"""The fields of a paper, one record each, of which every table of fields is made.

Those of the index, of scores, of the query language, of templates and of listings. What
a field is called in digests stands in `searcher.corpus.roles`. Knows no engine.
"""

from collections.abc import Iterator, Mapping

from searcher.typed import Final, NamedTuple

LANGUAGES: Final = ("en", "zh")
"""The halves of a text."""

TEXT, NAMES, FACET = "text", "names", "facet"
"""Kinds of fields. A `TEXT` is found by any form of its words, and has a half in each
language; `NAMES` are found as they are written; both score. A `FACET` selects papers.
"""
WORDS, PEOPLE, VALUES, SUBJECTS = "words", "people", "values", "subjects"
PATHS, TERMS, DAYS, PARTS = "paths", "terms", "days", "parts"
"""How a field becomes terms, as `searcher.index.documents` does it: words of a text, of
each name, of each value; codes and names of subjects; names of digests and their
folders; values as they are; days; parts that were made before.
"""


class Field(NamedTuple):
    """What is done with a field that `Paper` has by this name, or that an index has
    besides: `in_index` is its name there, if that is another.

    `asked` are its names in a query's tree, and for each those that people type, the
    first as it is printed. `headings` stand before it in a listing. Of what scores,
    `weight` is what an occurrence counts, and `b` how much a long field discounts it.
    """

    name: str
    kind: str
    analysis: str
    weight: float = 0.0
    b: float = 0.0
    in_index: str = ""
    asked: Mapping[str, str] = {}
    headings: tuple[str, ...] = ()

    def indexed(self) -> tuple[str, ...]:
        """Its names in the index: those of its halves, if it has any."""
        if self.kind == TEXT:
            return tuple(f"{self.name}.{language}" for language in LANGUAGES)
        return (self.in_index or self.name,)


SCHEMA: Final = (
    Field(
        "title",
        TEXT,
        WORDS,
        2.5,
        0.4,
        asked={"title": "title titles ti 标题 標題 题目 題目 题名 題名 篇名"},
    ),
    Field(
        "abstract",
        TEXT,
        WORDS,
        1.0,
        0.7,
        asked={"abstract": "abstract abstracts abs summary 摘要"},
        headings=("Abstract", "摘要"),
    ),
    Field(
        "authors",
        NAMES,
        PEOPLE,
        1.0,
        asked={"author": "author authors au 作者 论文作者"},
        headings=("Authors",),
    ),
    Field(
        "subjects",
        FACET,
        SUBJECTS,
        asked={
            "subject": "subject subjects category categories cat cats 分类 分類 学科 "
            "學科 类别 類別"
        },
        headings=("Subjects",),
    ),
    Field(
        "keywords",
        FACET,
        VALUES,
        asked={
            "keyword": "keyword keywords kw tag tags topic topics 关键词 關鍵詞 关键字 "
            "關鍵字 标签"
        },
        headings=("Keywords",),
    ),
    Field("id", FACET, TERMS, asked={"id": "id ids arxiv doi link url pdf"}),
    Field(
        "languages",
        FACET,
        TERMS,
        asked={"language": "lang language languages 语言 語言", "has": "has"},
    ),
    Field(
        "seen",
        FACET,
        PATHS,
        in_index="digests",
        asked={"digest": "in digest digests seen"},
        headings=("Digests",),
    ),
    Field(
        "date",
        FACET,
        DAYS,
        in_index="dates",
        asked={
            "date": "date dates day month year published 日期 发布日期 年份",
            "after": "after since",
            "before": "before",
            "until": "until",
        },
        headings=("Date",),
    ),
    Field("keys", FACET, TERMS),
    Field("beyond", FACET, PARTS),
)
"""In the order of the index, which alone has `languages`, `keys` and `beyond`."""


def of_kind(kind: str) -> Iterator[Field]:
    return (field for field in SCHEMA if field.kind == kind)


TEXTS: Final = tuple(field.name for field in of_kind(TEXT))
LISTS: Final = tuple(
    field.name for field in SCHEMA if field.analysis in (PEOPLE, SUBJECTS, VALUES)
)
"""The fields of a paper that are texts in both languages, or lists of shorter ones."""


def halves(language: str) -> tuple[str, ...]:
    """The halves of all texts in one language."""
    return tuple(f"{field.name}.{language}" for field in of_kind(TEXT))
