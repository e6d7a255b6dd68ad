"""The fields that select papers without scoring them → plans.

Ids, days, languages, subjects, keywords, digests and authors. Knows no engine.
"""

import re

from searcher import schema
from searcher.query import plan, tree
from searcher.query.fields import DATES, OF_LANGUAGE
from searcher.query.plan import Choice, Plan, Synonyms, Term
from searcher.query.slots import Words, exact_phrase
from searcher.query.subjects import read_subjects

_ASKED = {name: field for field in schema.SCHEMA for name in field.asked}


def facet(query: tree.Query, words: Words) -> Plan | None:
    """The plan of an id, a span of days, or a field that is not a text."""
    match query:
        case tree.Identifier(paper):
            return _one_of("id", [paper])
        case tree.DateRange(first, last):
            low, high = (day.isoformat() if day else None for day in (first, last))
            return plan.Range("dates", low, high)
        case tree.Field("language" | "has", tree.Word("zh" | "en" as language)):
            return _one_of("languages", [language])
        case tree.Field() if is_unreadable(query):
            return plan.NOTHING
        case tree.Field(name, part):
            return _valued(name, part, words)
        case _:
            return None


def is_unreadable(query: tree.Field) -> bool:
    """Whether a day or a language was wanted, and the value names none."""
    if query.name in OF_LANGUAGE:
        return query.query not in (tree.Word("zh"), tree.Word("en"))
    return query.name in DATES


def _valued(name: str, part: tree.Query, words: Words) -> Plan | None:
    """A field whose value may itself be a query."""
    match part:
        case tree.All(parts) if name == "author" and _are_words(parts):
            return _names(" ".join(map(_text, parts)), words)
        case tree.All(parts) | tree.Any(parts):
            found = [p for q in parts if (p := _valued(name, q, words))]
            join = plan.All if isinstance(part, tree.All) else plan.Any
            return join(tuple(found)) if found else None
        case tree.Not(inner):
            unwanted = _valued(name, inner, words)
            return plan.Not(unwanted) if unwanted else None
        case tree.Boost(inner):
            return _valued(name, inner, words)
        case tree.Field() | tree.DateRange():
            return facet(part, words)
    return _value(name, part, words)


def _names(text: str, words: Words) -> Plan | None:
    from searcher.query.names import named  # noqa: PLC0415 - for au: only

    return named(text, words)


def _marked_name(part: tree.Query, index: str, words: Words) -> Plan | None:
    """`au:Schul*`, `au:Schulmann~`, `au:*chulma*`."""
    row = words.slots(_text(part))
    match part:
        case tree.Prefix() if len(row) == 1 and row[0].latin:
            return plan.Prefix(row[0].text, (index,), weight=0.0)
        case tree.Fuzzy(_, edits) if len(row) == 1:
            return plan.Fuzzy(row[0].text, edits, (index,), weight=0.0)
        case tree.Prefix(text) | tree.Substring(text):
            return plan.Substring(text, (index,))
    return None


def _value(name: str, part: tree.Query, words: Words) -> Plan | None:
    text, exact = _text(part), isinstance(part, tree.Quoted)
    field = _ASKED.get(name)
    if field is None or field.kind == schema.TEXT:  # in the value of another field
        return plan.NOTHING
    (index,) = field.indexed()
    match field.analysis:
        case schema.PEOPLE:
            return _marked_name(part, index, words) or _names(text, words)
        case schema.SUBJECTS:
            named = _subject(index, text.strip("[]"), words, exact=exact)
            return _like(part, index) or named
        case schema.VALUES:
            return _like(part, index) or _words(index, text, words, exact=exact)
        case schema.PATHS:
            path = text.removeprefix("./").rstrip("/")
            held = _one_of(index, [path, path.removeprefix("corpus/")])
            return _like(part, index) or held
        case _:
            return _one_of(index, [text])


def _like(part: tree.Query, field: str) -> Plan | None:
    """What has a value of a pattern, as `in:2026-*` or `kw:reinforc*`; in quotes no
    mark means anything. A word of a value is there as it is written, behind an `=`.
    """
    match part:
        case tree.Prefix(text):
            pattern = f"{text}*"
        case tree.Substring(text):
            pattern = f"*{text}*"
        case tree.Word(text) if field == "digests":
            pattern = text
        case _:
            return None
    pattern = re.sub(r"[*＊]+", "*", pattern).casefold()
    if not {"*", "?"}.intersection(pattern):
        return None
    whole = plan.Glob(field, pattern)
    return (
        whole
        if field == "digests"
        else plan.Any((whole, plan.Glob(field, f"={pattern}")))
    )


def _are_words(parts: tuple[tree.Query, ...]) -> bool:
    return all(isinstance(part, tree.Word) for part in parts)


def _text(query: tree.Query) -> str:
    """What was typed, without the marks that say how."""
    match query:
        case (
            tree.Word(text)
            | tree.Exact(text)
            | tree.Prefix(text)
            | tree.Fuzzy(text)
            | tree.Quoted(text)
            | tree.Substring(text)
        ):
            return text
        case _:
            return str(query)


def _one_of(field: str, terms: list[str]) -> Synonyms:
    choices = tuple(Choice(Term(term.casefold(), (field,))) for term in terms)
    return Synonyms(choices, weight=0.0)


def _words(field: str, text: str, words: Words, *, exact: bool) -> Plan | None:
    """All words of a facet's text; in quotes, as they are written."""
    row = words.slots(text)
    if not row:
        return None
    if exact:
        phrase = exact_phrase(row, (field,))
        return plan.Phrase(phrase.steps, phrase.size, phrase.fields, weight=0.0)
    return plan.All(tuple(_one_of(field, [slot.term]) for slot in row))


def _subject(field: str, text: str, words: Words, *, exact: bool) -> Plan | None:
    """A code, an archive such as `cs`, or words of a subject's name."""
    if len(codes := read_subjects(text)) > 1:
        return plan.All(tuple(_one_of(field, [code]) for code in codes))
    code = _one_of(field, [codes[0] if codes else text])
    named = _words(field, text, words, exact=exact)
    return plan.Any((code, named)) if named else code
