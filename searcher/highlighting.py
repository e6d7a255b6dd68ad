"""What is shown of a found paper: its titles in full, passages of its abstracts.

Knows the plan that found it, not the engine.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from searcher.analysis.han import Segmenter
from searcher.analysis.normal import normal_text
from searcher.analysis.spotting import spotter
from searcher.analysis.tokens import tokens
from searcher.analysis.umlauts import TWO
from searcher.index.documents import field_tokens, value
from searcher.model import Mark, Paper, Snippet
from searcher.query.matches import Asked, marks_of, merged, sought_names
from searcher.query.plan import AUTHORS, TITLES, Fuzzy, Leaf, Phrase, Plan
from searcher.schema import TEXT, of_kind
from searcher.snippets import passages, whole
from searcher.typed import NamedTuple

(NAMES,) = AUTHORS
MOST_NAMES = 1000
"""So many authors of a paper are looked at."""


class Shown(NamedTuple):
    """What matched of a paper: passages by field, and names of authors in full."""

    highlights: Mapping[str, tuple[Snippet, ...]]
    authors: tuple[Snippet, ...]


def highlighter(
    plan: Plan, segmenter: Segmenter, rarities: Mapping[Leaf, float]
) -> Callable[[Paper], Shown]:
    """What tells of a paper, by field, what matched, and which authors did.

    The rarer it is, the sooner its passage is chosen.
    """
    asked = Asked(plan, rarities)
    spotted = spotter(
        segmenter,
        asked.beginnings(),
        asked.wants,
        any_word=any(isinstance(leaf, Fuzzy) for leaf in asked.leaves),
        spaced=any(map(_is_loose, asked.leaves)),
    )

    authors = _authors(plan, asked, segmenter)

    def highlighted(paper: Paper) -> Shown:
        shown: dict[str, tuple[Snippet, ...]] = {}
        for field, text in _texts(paper):
            marks = asked.marks(field, text, spotted(text))
            if field in TITLES:
                shown[field] = (whole(text, marks),)
            elif marks:
                begins = partial(_beginnings, text, segmenter)
                shown[field] = passages(text, marks, begins)
        return Shown(shown, authors(paper.authors))

    return highlighted


def _authors(
    plan: Plan, asked: Asked, segmenter: Segmenter
) -> Callable[[Sequence[str]], tuple[Snippet, ...]]:
    """What tells which of the authors of a paper have names that matched."""
    sought, words = list(sought_names(plan)), asked.names()
    in_two = any(two in word for word in words for two in TWO.values())

    def marked(name: str) -> list[Mark]:
        held = field_tokens(NAMES, name, segmenter)
        found = [mark for one in sought for mark in marks_of(one, held)]
        return merged([*found, *asked.marks(NAMES, name, held)])

    def may_match(name: str) -> bool:
        # of most names nothing has to be analysed to see that they do not
        if sought or (in_two and not name.isascii()) or "\\" in name:
            return True
        text = normal_text(name).lower()
        text += "".join(filter(str.isalnum, text))  # `maryann` is Mary-Ann too
        return any(word in text for word in words)

    def authors(names: Sequence[str]) -> tuple[Snippet, ...]:
        each = ((name, marked(name)) for name in names[:MOST_NAMES] if may_match(name))
        return tuple(whole(name, marks) for name, marks in each if marks)

    return authors


def _texts(paper: Paper) -> Iterator[tuple[str, str]]:
    """What the paper has of the fields that are shown."""
    for field in of_kind(TEXT):
        for half in field.indexed():
            if text := value(paper, half):
                yield half, text


def _is_loose(leaf: Leaf) -> bool:
    """Whether it may be words with so many between them, or any Chinese word."""
    match leaf:
        case Fuzzy(text):
            return not text.isascii()
        case Phrase(steps):
            return leaf.slop > 0 or any(step.gap for step in steps)
    return False


def _beginnings(text: str, segmenter: Segmenter, first: int, last: int) -> list[int]:
    """Where words begin in a slice, and not the words inside of a longer one."""
    begins: list[int] = []
    end = 0
    found = tokens(text[first:last], segmenter, stemmed=False)
    for token in sorted(found, key=lambda token: (token.start, -token.end)):
        if token.start >= end:
            begins.append(first + token.start)
        end = max(end, token.end)
    return begins
