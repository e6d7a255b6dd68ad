"""One object of a JSON-lines file → a paper: one small function for each schema.

A schema function gets an object and makes the paper it describes, or returns None when
that is not of its schema. Nothing here knows lines, files or sightings.
"""

from collections.abc import Callable

from searcher.corpus import ids
from searcher.corpus.objects import Object, clean
from searcher.corpus.text import has_han, is_chinese, joined
from searcher.model import Bilingual, Paper, Subject

Schema = Callable[[Object], Paper | None]


def ours(record: Object) -> Paper | None:
    """The paper object of our own `--json`; where it was seen before is not kept."""
    if not isinstance(record.value.get("title"), dict):
        return None
    pairs = [
        (item.get("name"), item.get("code"))
        for item in record.items("subjects")
        if isinstance(item, dict)
    ]
    return _paper(
        record,
        title=record.bilingual("title"),
        abstract=record.bilingual("abstract"),
        subjects=tuple(
            Subject(clean(name or code or ""), clean(code) if code else None)
            for name, code in pairs
            if isinstance(name or code, str) and isinstance(code, str | None)
        ),
        keywords=record.names("keywords"),
        version=record.number("version"),
    )


def titled_text(record: Object) -> Paper | None:
    """`id`, `title` and `text`, each in the language that its letters show."""
    if "text" not in record.value or "abstract" in record.value:
        return None
    return _paper(
        record,
        title=_either(record.text("title")),
        abstract=_either(record.text("text")),
    )


SUMMARY = ("motivation", "method", "result", "conclusion")
"""The parts of an `AI` object after its first, which is `tldr` or `task`."""


def summarised(record: Object) -> Paper | None:
    """`summary` beside `AI`, whose parts in their order are the Chinese abstract.

    A part without Han is no translation but what a failed one left behind.
    """
    value = record.value
    if "AI" not in value and ("summary" not in value or "abstract" in value):
        return None
    english = _either(record.text("summary") or record.text("abstract"))
    summary = record.inner("AI")
    first = summary.text("tldr") or summary.text("task")
    parts = filter(has_han, (first, *map(summary.text, SUMMARY)))
    return _paper(
        record,
        title=_halves(record, "title"),
        abstract=Bilingual(english.en, joined(parts) or english.zh),
        subjects=record.subjects("categories"),
    )


def snapshot(record: Object) -> Paper | None:
    """What arXiv publishes: `update_date`, `authors_parsed` beside `authors`."""
    if not {"update_date", "authors_parsed"} & record.value.keys():
        return None
    return _paper(
        record,
        title=_halves(record, "title"),
        abstract=_halves(record, "abstract"),
        authors=record.parsed_names("authors_parsed") or record.names("authors"),
        subjects=record.subjects("categories"),
        day="update_date",
    )


def flat(record: Object) -> Paper | None:
    """`title` and `abstract` beside `title_zh` and `abstract_zh`."""
    return _paper(
        record,
        title=_halves(record, "title"),
        abstract=_halves(record, "abstract"),
        subjects=record.subjects("categories"),
    )


SCHEMAS: tuple[Schema, ...] = (ours, titled_text, summarised, snapshot, flat)
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
    subjects: tuple[Subject, ...] = (),
    keywords: tuple[str, ...] = (),
    authors: tuple[str, ...] | None = None,
    version: int | None = None,
    day: str = "date",
) -> Paper:
    """A paper of these texts and the fields that most schemas name alike."""
    if not title.en and not title.zh:
        message = "; ".join([*record.faults, "no title, wanted one"])
        raise ValueError(message)
    known = record.known("id")
    return Paper(
        known.id if known else ids.title_id(title),
        version=(known.version if known else None) or version,
        title=title,
        abstract=abstract,
        authors=record.names("authors") if authors is None else authors,
        subjects=subjects,
        keywords=keywords,
        date=record.day(day),
    )


def _halves(record: Object, key: str) -> Bilingual:
    """A field and its Chinese twin; alone, it is in the language its letters show."""
    chinese = record.text(f"{key}_zh")
    text = record.text(key)
    return Bilingual(text, chinese) if chinese else _either(text)


def _either(text: str) -> Bilingual:
    return Bilingual(zh=text) if is_chinese(text) else Bilingual(en=text)
