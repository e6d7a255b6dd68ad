"""What keys of JSON, columns of tables and labels in texts are called → what they hold.

The one table of names in digests, in both languages. Nothing here reads a value: a name
alone tells its role, that of a label in `labels`.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, auto
from functools import lru_cache

from searcher.schema import TEXTS
from searcher.typed import Final, NamedTuple


class Role(IntEnum):  # whose hash is C's: each object asks for a dozen
    """What a name announces of a paper, in the order in which fields stand.

    A `PART` is one of an abstract, an `ASIDE` nothing that a paper keeps.
    """

    TITLE = auto()
    TITLE_EN = auto()
    TITLE_ZH = auto()
    AUTHORS = auto()
    SUBJECTS = auto()
    KEYWORDS = auto()
    ARXIV = auto()
    ID = auto()
    LINK = auto()
    PDF = auto()
    ABSTRACT = auto()
    ABSTRACT_EN = auto()
    ABSTRACT_ZH = auto()
    SUMMARY = auto()
    PART = auto()
    ASIDE = auto()
    DATE = auto()
    VERSION = auto()


class Names(NamedTuple):
    """What a role is called as a key or a column, the best first, with spaces between,
    and as a label in a text, with commas between.
    """

    keys: str = ""
    labels: str = ""


class Roles(NamedTuple):
    """The names of one object or table: which stand for each of all roles, the best
    first, and which `strangers` sound like a text of a paper and are none that is read.
    """

    names: Mapping[Role, tuple[str, ...]]
    strangers: tuple[str, ...] = ()


_ENGLISH = ("en", "english", "英文", "原文")
_CHINESE = ("zh", "cn", "zh_cn", "chinese", "translated", "translation", "中文")
_OF_ENGLISH = {*_ENGLISH, "eng", "enus", "engb"}
_OF_CHINESE = {*_CHINESE, "zhcn", "zhhans", "zhhant", "zhtw", "chi", "zho"}
NAMES = {
    Role.TITLE: Names(
        keys="title paper_title name_of_paper titles 标题 题目 论文标题 论文题目 "
        "文章标题 论文名称 题名",
        labels="title, english title, 英文标题, 题目, 标题, 题名, 原标题, 原题",
    ),
    Role.TITLE_ZH: Names(
        labels="中文标题, 中文题目, 中文题名, chinese title, 译名, 译题"
    ),
    Role.AUTHORS: Names(
        keys="authors author author_list author_names authors_list paper_authors "
        "authorships creators creator 作者 论文作者 作者列表",
        labels="authors, author, author(s), 作者",
    ),
    Role.SUBJECTS: Names(
        keys="categories subjects category subject primary_category primary_subject "
        "arxiv_primary_category arxiv_categories 分类 类别 学科 主题",
        labels="subjects, subject, categories, category, primary category, "
        "main category, 学科, 分类, 类别, 主题",
    ),
    Role.KEYWORDS: Names(
        keys="keywords keyword key_words ai_keywords key_terms matched_keywords "
        "matching_keywords tags topics topic labels 关键词 关键字 标签",
    ),
    Role.ARXIV: Names(
        keys="arxiv_id arxiv eprint archive_id arxiv_number universal_paper_id "
        "arxiv编号 arxiv号"
    ),
    Role.ID: Names(keys="id paper_id entry_id identifier 编号 论文编号"),
    Role.LINK: Names(
        keys="abs abs_url abs_link arxiv_url arxiv_link url link links paper_url "
        "paper_link entry_url page_url href pdf pdf_url pdf_link html html_url "
        "abstract_url abstract_link title_url title_link source_url source_urls "
        "external_ids ids open_access_pdf primary_location best_oa_location "
        "locations landing_page_url number doi paper 论文 链接 论文链接 原文链接 "
        "文章链接 arxiv链接 pdf链接 地址 网址",
        labels="arxiv link, arxiv url, arxiv id, abs link, paper link, url, id, "
        "paper id, identifier, 编号, arxiv 链接, arxiv链接, 论文链接, 论文地址, "
        "原文链接, arxiv, link, 链接",
    ),
    Role.PDF: Names(labels="pdf link, pdf url, pdf 链接, pdf链接, pdf"),
    Role.ABSTRACT: Names(
        keys="abstract paper_abstract abstract_note abstract_text abstracts "
        "abstract_lines abstract_inverted_index 摘要 论文摘要 文章摘要",
        labels="abstract, english abstract, 英文摘要, 摘要",
    ),
    Role.ABSTRACT_ZH: Names(labels="中文摘要, chinese abstract, 译文"),
    Role.SUMMARY: Names(
        keys="summary paper_summary description descriptions tldr tl_dr 简介 总结 "
        "内容摘要 概要",
        labels="tl;dr, tldr, ai summary, summary, 一句话总结, 一句话要点, 总结, 概述, "
        "要点, 核心要点",
    ),
    Role.PART: Names(
        labels="background, introduction, context, motivation, objective, objectives, "
        "aim, aims, goal, purpose, problem, hypothesis, method, methods, "
        "methodology, approach, materials and methods, design, setting, "
        "participants, measurements, evaluation, experiments, result, results, "
        "findings, discussion, conclusion, conclusions, interpretation, "
        "significance, impact, contribution, contributions, novelty, limitations, "
        "implications, availability, note, notes, task, 背景, 引言, 目的, 目标, "
        "问题, 动机, 方法, 材料与方法, 设计, 实验, 结果, 发现, 讨论, 结论, 意义, "
        "贡献, 创新点, 局限, 局限性",
    ),
    Role.ASIDE: Names(
        labels="comments, comment, 备注, 评论, 注释, journal-ref, journal ref, "
        "journal reference, journal, 期刊, doi, report-no, msc class, msc-class, "
        "acm class, acm-class, license, published, date, published date, "
        "publish date, publication date, submitted, submission date, updated, "
        "update date, last updated, 日期, 时间, 发布日期, 发布时间, 发表日期, "
        "提交日期, 更新日期, 更新时间, affiliation, affiliations, institution, "
        "institutions, 机构, 单位, 作者单位, venue, conference, 会议, code, "
        "code link, 代码, 代码链接, 代码地址, github, github link, repository, "
        "project, project page, project link, homepage, website, 项目主页, 项目, "
        "demo, dataset, datasets, 数据集, keywords, 关键词, tags, 标签, citations, "
        "引用, score, 评分, relevance, 相关性, pages",
    ),
    Role.DATE: Names(
        keys="date day announcement_date publish_date published_date published "
        "published_at publication_date announced announced_date release_date "
        "pub_date submitted submitted_date submission_date date_published "
        "publish_time published_time published_online published_print issued "
        "created created_at updated updated_at update_date updated_date "
        "update_time 日期 发布日期 发表日期 发布时间 发表时间 提交日期 更新日期 "
        "时间",
    ),
    Role.VERSION: Names(keys="arxiv_version version versions"),
}
FURTHER: Final = {
    name: Role[name.upper()] for name in TEXTS if name not in ("title", "abstract")
}
"""Texts of a paper that stand in a digest as they are, by what announces them."""
_TELLING = ("title", "abstract", "author", "标题", "题目", "摘要", "作者")
# of authors other than their names; and what other services say of a title they gave
_PASSED = (
    "authorsparsed authordetail titledetail authorids authorid authorscount numauthors "
    "authorcount authoraffiliations authorsaffiliations journaltitle sourcetitle "
    "firstauthor correspondingauthor authorurl authorurls titlehash abstracthash "
    "booktitle containertitle shorttitle titleshort publicationtitle proceedingstitle "
    "originaltitle"
)


WIDEST = 100
"""Keys that an object has at most, as a rule; one with more is a dictionary."""

_NONE = Roles(dict.fromkeys(Role, ()))


def folded(name: str) -> str:
    """A name as it is compared: `Publish Date` is `publish_date` and `publishDate`."""
    return "".join(filter(str.isalnum, name.lower()))


def _table() -> dict[str, tuple[Role, int]]:
    names = {
        folded(name): (role, at)
        for role, called in NAMES.items()
        for at, name in enumerate(called.keys.split())
    }
    bases = [
        (
            Role.TITLE_EN,
            Role.TITLE_ZH,
            ("title", "paper_title", "标题", "题目", "题名"),
        ),
        (Role.ABSTRACT_EN, Role.ABSTRACT_ZH, ("abstract", "summary", "摘要")),
    ]
    for english, chinese, texts in bases:
        for role, tongues in ((english, _ENGLISH), (chinese, _CHINESE)):
            both = [(text, tongue) for text in texts for tongue in tongues]
            for at, (text, tongue) in enumerate(both):
                names.setdefault(folded(text + tongue), (role, at))
                names.setdefault(folded(tongue + text), (role, at))
    return names


_ROLES = _table()


def role(name: str) -> Role | None:
    """What a name stands for, if it is known."""
    found = _ROLES.get(folded(name))
    return found[0] if found else None


def roles_of(names: Iterable[str]) -> Roles:
    """The roles of the keys of an object, if they are no more than papers have."""
    few = tuple(names)
    return roles(few) if len(few) <= WIDEST else _NONE


@lru_cache(maxsize=1024)  # a file has few sets of keys, or is none that we know
def roles(names: tuple[str, ...]) -> Roles:
    """The roles of all names of an object or table."""
    ranked: dict[Role, list[tuple[int, int, str]]] = {which: [] for which in Role}
    strangers = []
    for at, name in enumerate(names):
        short = folded(name)
        if found := _ROLES.get(short):
            ranked[found[0]].append((found[1], at, name))
        elif short not in _PASSED.split() and any(word in short for word in _TELLING):
            strangers.append(name)
    best = {
        which: tuple(name for _rank, _at, name in sorted(found))
        for which, found in ranked.items()
    }
    return Roles(best, tuple(strangers))


def tongue_of(name: str) -> str:
    """The language that a name is of, `en` or `zh`; empty if it is neither's."""
    short = folded(name)
    return "en" if short in _OF_ENGLISH else "zh" if short in _OF_CHINESE else ""


def is_translation(name: str) -> bool:
    """Whether a name says that its text was translated, and not into what."""
    return "translat" in folded(name)
