"""The raw lines of a paper → the paper: what each of its fields holds.

Nothing here decides which lines are a field's.
"""

import re
from collections.abc import Iterator

from searcher.analysis.markup import plain
from searcher.corpus import bare, ids, titles
from searcher.corpus.drafts import Draft
from searcher.corpus.marks import Kind
from searcher.corpus.people import people
from searcher.corpus.roles import FURTHER, Role
from searcher.corpus.text import either, is_chinese, joined, subjects, tidy
from searcher.model import Bilingual, Paper, Seen, Subject
from searcher.typed import Any

_SUBJECTS = re.compile(r"(?:subjects\s*[:：]\s*)+", re.IGNORECASE)
_NAMED = re.compile(
    r"\A(?:(?:英文|中文)(?:标题|题目|题名)|(?:(?:english|chinese) )?title)\s*[:：]\s*",
    re.IGNORECASE,
)
_SUMMING = (Role.SUMMARY, Role.PART)


def paper_of(draft: Draft, title: Bilingual, seen: Seen) -> Paper:
    """The paper of a draft that has a title."""
    known = next(filter(None, map(ids.in_link, _links(draft))), None)
    further: Any = {n: either(tidy(draft.text(role))) for n, role in FURTHER.items()}
    return Paper(
        known.id if known else ids.title_id(title),
        version=known.version if known else None,
        title=title,
        abstract=_abstract(draft),
        authors=people(_listed(draft, Role.AUTHORS)),
        subjects=_subjects(draft),
        keywords=(tidy(draft.keyword),) if draft.keyword.strip() else (),
        date=seen.date,
        seen=(seen,),
        **further,
    )


def _subjects(draft: Draft) -> tuple[Subject, ...]:
    """Those that have a label, or else the codes beside a title."""
    text = _SUBJECTS.sub("", plain(draft.text(Role.SUBJECTS)).strip())
    beside = draft.titles[0].name.split() if draft.headed else []
    codes = (one for word in beside for one in subjects(word) if one.code)
    return subjects(text) or tuple(dict.fromkeys(codes))


def _links(draft: Draft) -> Iterator[str]:
    """Where a paper's id may stand, the surest first."""
    yield draft.text(Role.LINK)
    yield draft.text(Role.PDF)
    for mark in draft.titles:
        yield mark.link or bare.bare(mark.text).link
        yield mark.text if bare.is_only_links(mark.text) else ""
    for mark in draft.values.get(Role.AUTHORS, ()):
        yield mark.link
    for mark in draft.asides:
        if mark.kind is Kind.LINKS or "arxiv" in mark.text.lower():
            yield mark.link or mark.text


def _listed(draft: Draft, name: Role) -> str:
    """The lines of a field, which may be items of a list, as one text."""
    lines = [mark.text for mark in draft.values.get(name, ())]
    items = [line[2:] for line in lines if line.startswith(("- ", "* ", "+ ", "• "))]
    return ", ".join(items) if len(items) == len(lines) else "\n".join(lines)


def _read(lines: list[str], *, translated: bool) -> Bilingual:
    bares = [_NAMED.sub("", bare.bare(line).text) for line in lines]
    return titles.bilingual(bares, translated=translated)


def title_of(draft: Draft, *, translated: bool) -> Bilingual:
    """The title; where papers are `translated`, a second line is the translation."""
    said = _read(draft.text(Role.TITLE).split("\n"), translated=translated)
    lines = [mark.text for mark in draft.titles]
    if said.en or said.zh:
        lines = [line for line in lines if not bare.is_count(line)]
    above = _read(lines, translated=translated)
    # a heading above `Title: …` is the other half, or none of the title
    title = Bilingual(said.en or above.en, said.zh or above.zh)
    chinese = tidy(draft.text(Role.TITLE_ZH))
    return Bilingual(title.en or title.zh, chinese) if chinese else title


def _abstract(draft: Draft) -> Bilingual:
    """Both halves; under one label, the Chinese begins at the first Chinese line.

    A half that has no label is what prose stands loose in that language, or else what
    the paper is summed up in.
    """
    lines = [mark.text for mark in draft.values.get(Role.ABSTRACT, ())]
    chinese = tidy(draft.text(Role.ABSTRACT_ZH))
    border = len(lines)
    if not chinese:
        border = next((at for at, line in enumerate(lines) if is_chinese(line)), border)
        if not is_chinese("".join(lines[border:])):
            border = len(lines)
    loose = [mark.text for mark in draft.prose]
    english = lines[:border] or [line for line in loose if not is_chinese(line)]
    others = lines[border:] or [line for line in loose if is_chinese(line)]
    en, zh = tidy("\n".join(english)), chinese or tidy("\n".join(others))
    summed = [
        mark.text for mark in draft.asides if mark.field in _SUMMING and mark.text
    ]
    if not zh:
        zh = joined(line for line in summed if is_chinese(line))
    if not en and not lines:
        en = joined(line for line in summed if not is_chinese(line))
    return Bilingual(en=en, zh=zh)
