"""One object of a JSON-lines file → a paper: one small function for each schema.

A schema function gets an object and makes the paper it describes, or returns None when
that is not of its schema. Nothing here knows lines, files or sightings.
"""

import re
from collections.abc import Callable

from searcher.corpus import ids
from searcher.corpus.objects import Object
from searcher.corpus.roles import FURTHER, Role
from searcher.corpus.text import either, has_han, is_chinese, joined, subject
from searcher.model import Bilingual, Paper, Subject
from searcher.typed import Any, NamedTuple

Schema = Callable[[Object], Paper | None]

UNTITLED = "no title, wanted one"
_TITLES = (Role.TITLE, Role.TITLE_EN, Role.TITLE_ZH)
_ABSTRACTS = (Role.ABSTRACT, Role.ABSTRACT_EN, Role.ABSTRACT_ZH)
_ANNOUNCED = re.compile(
    r"arXiv:\S+ (?:Announce Type: \S+ )?Abstract:\s*", re.IGNORECASE
)
"""What arXiv's feeds put before an abstract."""
_HEADED = re.compile(
    r"<(jats:title|title|h\d|b|strong)>\s*Abstract\s*[.:]?\s*</\1>\s*", re.IGNORECASE
)
"""What publishers do."""


def ours(record: Object) -> Paper | None:
    """The paper object of our own `--json`; where it was seen before is not kept."""
    if not isinstance(record.value.get("title"), dict):
        return None
    return _paper(
        record,
        title=record.bilingual("title"),
        abstract=record.bilingual("abstract"),
        version=record.number("version"),
    )


def titled_text(record: Object) -> Paper | None:
    """`id`, `title` and `text`, each in the language that its letters show."""
    abstracts = *_ABSTRACTS, Role.SUMMARY
    if "text" not in record.value or any(map(record.keys, abstracts)):
        return None
    return _paper(
        record,
        title=_halves(record, _TITLES),
        abstract=either(record.text("text")),
    )


SUMMARY = ("motivation", "method", "result", "conclusion")
"""The parts of an `AI` object after its first, which is `tldr` or `task`."""


def summarised(record: Object) -> Paper | None:
    """`summary` beside `AI`, whose parts in their order are the Chinese abstract.

    A part without Han is no translation but what a failed one left behind.
    """
    if "AI" not in record.value:
        return None
    english = either(record.first(Role.SUMMARY, *_ABSTRACTS))
    summary = record.inner("AI")
    first = summary.text("tldr") or summary.text("task")
    parts = filter(has_han, (first, *map(summary.text, SUMMARY)))
    return _paper(
        record,
        title=_halves(record, _TITLES),
        abstract=Bilingual(english.en, joined(parts) or english.zh),
    )


def snapshot(record: Object) -> Paper | None:
    """What arXiv publishes: `authors_parsed` beside `authors`."""
    if "authors_parsed" not in record.value:
        return None
    return _paper(
        record,
        title=_halves(record, _TITLES),
        abstract=_abstract(record),
        authors=record.parsed_names("authors_parsed") or record.names(),
    )


def enclosed(record: Object) -> Paper | None:
    """`paper`, an object with a title, and what is said of it around it."""
    value = record.value.get("paper")
    if not isinstance(value, dict) or not Object(value).first(*_TITLES):
        return None
    around = {
        key: text
        for key, text in record.value.items()
        if key in record.keys(Role.DATE) and key not in value
    }
    inner = Object({**around, **value})
    inner.faults = record.faults
    return flat(inner)


def flat(record: Object) -> Paper:
    """Keys that say what they hold: `title` and `abstract`, beside `title_zh`…"""
    title = _halves(record, _TITLES)
    return _paper(record, title=title, abstract=_abstract(record))


SCHEMAS: tuple[Schema, ...] = (
    ours,
    titled_text,
    summarised,
    snapshot,
    enclosed,
    flat,
)
"""Every schema; the first that knows a record reads it, and the last knows them all."""


def paper(record: Object) -> Paper:
    """The paper of a record; its `seen` is left to the caller.

    Raises ValueError when it has no title.
    """
    for schema in SCHEMAS:
        if found := schema(record):
            return found
    raise AssertionError


def _paper(
    record: Object,
    *,
    title: Bilingual,
    abstract: Bilingual,
    authors: tuple[str, ...] | None = None,
    version: int | None = None,
) -> Paper:
    """A paper of these texts and the fields that all schemas name alike."""
    if not title.en and not title.zh:
        raise ValueError("; ".join([*record.faults.told(), UNTITLED]))
    known = record.known()
    tags = _tags(record)
    further: Any = {n: either(record.first(role)) for n, role in FURTHER.items()}
    return Paper(
        known.id if known else ids.title_id(title),
        version=(known.version or version or record.version(known))
        if known
        else version,
        title=title,
        abstract=abstract,
        authors=record.names() if authors is None else authors,
        subjects=record.subjects() or tags.subjects,
        keywords=tags.keywords,
        date=record.day(*record.keys(Role.DATE)),
        **further,
    )


class _Tags(NamedTuple):
    subjects: tuple[Subject, ...]
    keywords: tuple[str, ...]


_NO_TAGS = _Tags((), ())


def _tags(record: Object) -> _Tags:
    """Keywords; but a code among them is a subject, as in the feeds of arXiv."""
    if not record.keys(Role.KEYWORDS):
        return _NO_TAGS
    known = [(text, subject(text)) for text in record.keywords()]
    return _Tags(
        tuple(of for _text, of in known if of.code),
        tuple(text for text, of in known if not of.code),
    )


def _abstract(record: Object) -> Bilingual:
    """The abstract, or what stands for it where there is none."""
    abstract = _halves(record, _ABSTRACTS)
    if "<" in abstract.en:
        return Bilingual(_HEADED.sub("", abstract.en), abstract.zh)
    if abstract.en or abstract.zh:
        return abstract
    return either(_ANNOUNCED.sub("", record.first(Role.SUMMARY)))


def _halves(record: Object, roles: tuple[Role, Role, Role]) -> Bilingual:
    """A text in both languages; alone, it is in the language its letters show."""
    either, english, chinese = roles
    if record.is_structured(either):
        both = record.halves(either)
        zh = record.chinese(chinese) or both.zh
        return Bilingual(record.first(english) or both.en, zh)
    zh = record.chinese(chinese)
    en = record.first(english, either)
    if zh or not en:
        return Bilingual(en, zh)
    if is_chinese(en):
        return Bilingual(zh=en)
    beside = record.first(either) if record.keys(english) else ""
    return Bilingual(en, beside if is_chinese(beside) else "")
