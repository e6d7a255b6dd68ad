"""What keys of JSON objects and columns of tables are called → what they hold.

Nothing here reads a value: a name alone tells its role, in English or in Chinese.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, auto
from functools import lru_cache

from searcher.typed import NamedTuple


class Role(IntEnum):  # whose hash is C's: each object asks for a dozen
    """What a key or column holds of a paper."""

    TITLE = auto()
    TITLE_EN = auto()
    TITLE_ZH = auto()
    ABSTRACT = auto()
    ABSTRACT_EN = auto()
    ABSTRACT_ZH = auto()
    SUMMARY = auto()
    AUTHORS = auto()
    SUBJECTS = auto()
    KEYWORDS = auto()
    ARXIV = auto()
    ID = auto()
    LINK = auto()
    DATE = auto()
    VERSION = auto()


class Roles(NamedTuple):
    """The names of one object or table: which stand for each of all roles, the best
    first, and which `strangers` sound like a text of a paper and are none that is read.
    """

    names: Mapping[Role, tuple[str, ...]]
    strangers: tuple[str, ...] = ()


_TITLE = (
    "title paper_title name_of_paper titles 标题 题目 论文标题 论文题目 文章标题 "
    "论文名称 题名"
)
_ABSTRACT = (
    "abstract paper_abstract abstract_note abstract_text abstracts abstract_lines "
    "abstract_inverted_index 摘要 论文摘要 文章摘要"
)
_ENGLISH = ("en", "english", "英文", "原文")
_CHINESE = ("zh", "cn", "zh_cn", "chinese", "translated", "translation", "中文")
_OF_ENGLISH = {*_ENGLISH, "eng", "enus", "engb"}
_OF_CHINESE = {*_CHINESE, "zhcn", "zhhans", "zhhant", "zhtw", "chi", "zho"}
_NAMES = {
    Role.TITLE: _TITLE,
    Role.ABSTRACT: _ABSTRACT,
    Role.SUMMARY: "summary paper_summary description descriptions tldr tl_dr "
    "简介 总结 内容摘要 概要",
    Role.AUTHORS: "authors author author_list author_names authors_list paper_authors "
    "authorships creators creator 作者 论文作者 作者列表",
    Role.SUBJECTS: "categories subjects category subject primary_category "
    "primary_subject arxiv_primary_category arxiv_categories 分类 类别 学科 主题",
    Role.KEYWORDS: "keywords keyword key_words ai_keywords key_terms matched_keywords "
    "matching_keywords tags topics topic labels 关键词 关键字 标签",
    Role.ARXIV: "arxiv_id arxiv eprint archive_id arxiv_number arxiv编号 arxiv号",
    Role.VERSION: "arxiv_version version versions",
    Role.ID: "id paper_id entry_id identifier 编号 论文编号",
    Role.LINK: "abs abs_url abs_link arxiv_url arxiv_link url link links paper_url "
    "paper_link entry_url page_url href pdf pdf_url pdf_link html html_url "
    "abstract_url abstract_link title_url title_link source_url source_urls "
    "external_ids ids open_access_pdf primary_location best_oa_location locations "
    "landing_page_url number doi paper "
    "论文 链接 论文链接 原文链接 文章链接 arxiv链接 pdf链接 地址 网址",
    Role.DATE: "date day announcement_date publish_date published_date published "
    "published_at publication_date announced announced_date release_date pub_date "
    "submitted submitted_date submission_date date_published publish_time "
    "published_time published_online published_print issued created created_at updated "
    "updated_at update_date updated_date update_time 日期 发布日期 发表日期 发布时间 "
    "发表时间 提交日期 更新日期 时间",
}
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
        for role, text in _NAMES.items()
        for at, name in enumerate(text.split())
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
