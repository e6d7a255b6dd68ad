"""A paper as it was read → one no larger than a paper may be, and what was left out.

The same for every format. Far beyond what papers have, these bounds keep a file of odd
make from filling the memory. Nothing here knows files.
"""

from collections.abc import Iterator

from searcher.corpus import ids
from searcher.frozen import replace
from searcher.model import Bilingual, Paper, Subject
from searcher.schema import LISTS, TEXTS
from searcher.typed import Any, NamedTuple

MOST_LETTERS = 2_000_000
"""Characters of one half of a title or an abstract: thirty for each of its words that
is indexed.
"""
MOST_VALUES = 10_000
"""Authors, subjects or keywords of one paper: twice what the largest collaborations
have. Each of those beyond the first thousand takes 50 µs to index.
"""
LONGEST_VALUE = 1_000
"""Characters of one author, subject or keyword, and of an id."""

TOO_LONG_TEXT = f"a text of more than {MOST_LETTERS:,} characters, read up to there"
TOO_MANY_VALUES = f"more than {MOST_VALUES:,} {{}}, read up to there"
TOO_LONG_VALUE = (
    f"{{}} with more than {LONGEST_VALUE:,} characters in one, read up to there"
)
TOO_LONG_ID = f"an id of more than {LONGEST_VALUE:,} characters, wanted a shorter one"


class Trimmed(NamedTuple):
    """What is left of a paper, and a message for each part that was too large."""

    paper: Paper
    messages: tuple[str, ...] = ()


def trimmed(paper: Paper) -> Trimmed:
    if not _is_too_large(paper):  # as nearly all are
        return Trimmed(paper)
    changed = dict(_changed(paper))
    values = {name: value for name, (value, _) in changed.items()}
    title = values.get("title", paper.title)
    if "id" in values or ids.is_made(paper.id):
        values["id"] = ids.title_id(title)
    messages = dict.fromkeys(said for _, every in changed.values() for said in every)
    return Trimmed(replace(paper, **values), tuple(messages))


def _is_too_large(paper: Paper) -> bool:
    """Whether anything of it is."""
    if len(paper.id) > LONGEST_VALUE or is_too_long(paper):
        return True
    for name in LISTS:
        values = getattr(paper, name)
        if values and (len(values) > MOST_VALUES or any(map(_is_long, values))):
            return True
    return False


def _is_long(value: str | Subject) -> bool:
    if isinstance(value, str):
        return len(value) > LONGEST_VALUE
    return max(len(value.name), len(value.code or "")) > LONGEST_VALUE


def _changed(paper: Paper) -> Iterator[tuple[str, tuple[Any, list[str]]]]:
    """Each field that is too large, what is left of it, and what to say."""
    if len(paper.id) > LONGEST_VALUE:
        yield "id", ("", [TOO_LONG_ID])
    for name in TEXTS:
        text = getattr(paper, name)
        if _is_too_long(text):
            shorter = Bilingual(_cut(text.en), _cut(text.zh))
            yield name, (shorter, [TOO_LONG_TEXT])
    for name in LISTS:
        kept, messages = _fewer(name, getattr(paper, name))
        if messages:
            yield name, (kept, messages)


def is_too_long(paper: Paper) -> bool:
    """Whether a text of it will be cut."""
    return any(_is_too_long(getattr(paper, name)) for name in TEXTS)


def _is_too_long(text: Bilingual) -> bool:
    return max(len(text.en), len(text.zh)) > MOST_LETTERS


def _cut(text: str) -> str:
    return text[:MOST_LETTERS].rstrip()


def _fewer(name: str, values: tuple[Any, ...]) -> tuple[tuple[Any, ...], list[str]]:
    messages = []
    if len(values) > MOST_VALUES:
        values = values[:MOST_VALUES]
        messages.append(TOO_MANY_VALUES.format(name))
    if any(map(_is_long, values)):
        values = tuple(map(_shorter, values))
        messages.append(TOO_LONG_VALUE.format(name))
    return values, messages


def _shorter(value: Any) -> Any:
    if not _is_long(value):
        return value
    if isinstance(value, str):
        return value[:LONGEST_VALUE].rstrip()
    return Subject(_shorter(value.name), value.code and _shorter(value.code))
