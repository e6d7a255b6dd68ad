"""A digest of the text family, in any of its variants → its papers and its problems.

One parser for all variants: `marks` sees lines, `settling` their neighbours, `layout`
headings, `entries` papers, and here their fields are read. Nothing here opens a file.
"""

import re
from collections.abc import Iterator
from operator import attrgetter

from searcher.analysis.markup import plain
from searcher.corpus import bare, ids, titles
from searcher.corpus.drafts import Draft, Outline
from searcher.corpus.entries import outline
from searcher.corpus.frontmatter import with_front_matter
from searcher.corpus.habits import habits
from searcher.corpus.labels import Field
from searcher.corpus.layout import segments
from searcher.corpus.marks import LONGEST, Kind
from searcher.corpus.people import people
from searcher.corpus.places import unread
from searcher.corpus.settling import settled
from searcher.corpus.tables import taken
from searcher.corpus.text import day_in_name, is_chinese, joined, subjects, tidy
from searcher.corpus.values import UNKNOWN, Digest
from searcher.model import Bilingual, Paper, Problem, Seen, Sighting

_SUBJECTS = re.compile(r"(?:subjects\s*[:：]\s*)+", re.IGNORECASE)
_NAMED = re.compile(
    r"\A(?:(?:英文|中文)(?:标题|题目|题名)|(?:(?:english|chinese) )?title)\s*[:：]\s*",
    re.IGNORECASE,
)
_SUMMING = (Field.SUMMARY, Field.PART)
_LINE_END = re.compile(r"\r\n|\n|\r")

UNTITLED = "an entry without a title, wanted one above its fields"
COUNT = "{} papers found, {} declared"
NO_PAPERS = "a header without papers, wanted entries or `There is no result`"
TOO_LONG = f"a line of more than {LONGEST:,} characters, read up to there"
BARE = "a title without authors, link or abstract, wanted the fields of a paper"


def parse(text: str, *, path: str) -> Digest:
    """The digest that a text is; `path` is its name under corpus/. Never raises."""
    lines = _LINE_END.split(text)
    tables = taken(lines, path=path)
    lines = tables.rest
    found = outlined(lines)
    day = day_in_name(path)
    translated = any(Field.ABSTRACT_ZH in draft.values for draft in found.drafts)
    problems = [
        Problem(path, number, TOO_LONG)
        for number, line in enumerate(lines, 1)
        if len(line) > LONGEST
    ]
    problems += tables.problems
    sightings: list[Sighting] = []
    for draft in found.drafts:
        title = _title(draft, translated=translated)
        if not title.en and not title.zh:
            problems.append(Problem(path, draft.line, UNTITLED))
            continue
        if draft.is_bare:
            problems.append(Problem(path, draft.line, BARE))
        seen = Seen(path, draft.announced or day)
        sightings.append(Sighting(_paper(draft, title, seen), draft.line))
    problems += (Problem(path, *one) for one in unread(found))
    if not found and not tables and text.strip("\ufeff\u200b\t\r\n "):
        problems = [Problem(path, 0, UNKNOWN)]
    sightings = sorted((*sightings, *tables.sightings), key=attrgetter("line"))
    problems += _about_all(found, sightings, path)
    return Digest(
        path,
        announced=found.announced,
        declared=found.declared,
        sightings=tuple(sightings),
        problems=tuple(sorted(problems)),
    )


def outlined(lines: list[str]) -> Outline:
    """The lines of a digest by the papers that they belong to."""
    every = list(with_front_matter(iter(lines)))
    return outline(segments(settled(every, habits(every))))


def _paper(draft: Draft, title: Bilingual, seen: Seen) -> Paper:
    known = next(filter(None, map(ids.in_link, _links(draft))), None)
    return Paper(
        known.id if known else ids.title_id(title),
        version=known.version if known else None,
        title=title,
        abstract=_abstract(draft),
        authors=people(_listed(draft, Field.AUTHORS)),
        subjects=subjects(_SUBJECTS.sub("", plain(draft.text(Field.SUBJECTS)).strip())),
        keywords=(tidy(draft.keyword),) if draft.keyword.strip() else (),
        date=seen.date,
        seen=(seen,),
    )


def _links(draft: Draft) -> Iterator[str]:
    """Where a paper's id may stand, the surest first."""
    yield draft.text(Field.LINK)
    yield draft.text(Field.PDF)
    for mark in draft.titles:
        yield mark.link or bare.bare(mark.text).link
    for mark in draft.asides:
        if mark.kind is Kind.LINKS or "arxiv" in mark.text.lower():
            yield mark.link or mark.text


def _listed(draft: Draft, name: Field) -> str:
    """The lines of a field, which may be items of a list, as one text."""
    lines = [mark.text for mark in draft.values.get(name, ())]
    items = [line[2:] for line in lines if line.startswith(("- ", "* ", "+ ", "• "))]
    return ", ".join(items) if len(items) == len(lines) else "\n".join(lines)


def _title(draft: Draft, *, translated: bool) -> Bilingual:
    lines = [
        *(mark.text for mark in draft.titles),
        *draft.text(Field.TITLE).split("\n"),
    ]
    lines = [_NAMED.sub("", bare.bare(line).text) for line in lines]
    title = titles.bilingual(lines, translated=translated)
    chinese = tidy(draft.text(Field.TITLE_ZH))
    return Bilingual(title.en or title.zh, chinese) if chinese else title


def _abstract(draft: Draft) -> Bilingual:
    """Both halves; under one label, the Chinese begins at the first Chinese line.

    A half that has no label is what prose stands loose in that language, or else what
    the paper is summed up in.
    """
    lines = [mark.text for mark in draft.values.get(Field.ABSTRACT, ())]
    chinese = tidy(draft.text(Field.ABSTRACT_ZH))
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


def _about_all(
    found: Outline, sightings: list[Sighting], path: str
) -> Iterator[Problem]:
    """What is wrong with a digest as a whole, if anything."""
    papers = {sighting.paper.id for sighting in sightings}
    if found.declared is not None:
        if found.declared not in {len(sightings), len(papers)}:
            message = COUNT.format(len(sightings), found.declared)
            yield Problem(path, found.declared_line, message)
    elif found.announced and not (found.drafts or sightings or found.says_nothing):
        yield Problem(path, 0, NO_PAPERS)
