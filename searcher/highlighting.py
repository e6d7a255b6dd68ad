"""What is shown of a found paper: its titles in full, passages of its abstracts.

Knows the plan that found it, not the engine.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from searcher.analysis.han import Segmenter
from searcher.analysis.scripts import holds_han
from searcher.analysis.tokens import tokens
from searcher.model import HAN, Paper, Snippet, Token
from searcher.query.matches import leaves, matches
from searcher.query.plan import (
    ABSTRACTS,
    TITLES,
    Fuzzy,
    Leaf,
    Phrase,
    Plan,
    Prefix,
    Substring,
    Synonyms,
    named_terms,
)
from searcher.snippets import passages, whole


def highlighted(
    plan: Plan, paper: Paper, segmenter: Segmenter, rarities: Mapping[Leaf, float]
) -> dict[str, tuple[Snippet, ...]]:
    """By field, what matched; the rarer it is, the sooner its passage is chosen."""
    texts = {
        "title.en": paper.title.en,
        "title.zh": paper.title.zh,
        "abstract.en": paper.abstract.en,
        "abstract.zh": paper.abstract.zh,
    }
    is_latin = not any(holds_han(asked) for asked in _asked(plan))
    shown: dict[str, tuple[Snippet, ...]] = {}
    for field in TITLES + ABSTRACTS:
        text = texts[field]
        if not text:
            continue
        if is_latin and holds_han(text):
            # to cut Chinese takes long, and nothing in it can be what was asked for
            rest = tokens(re.sub(f"[{HAN}]", " ", text), segmenter)
            if not matches(plan, field, text, rest, rarities):
                if field in TITLES:
                    shown[field] = (whole(text, []),)
                continue
        found = tokens(text, segmenter)
        marks = matches(plan, field, text, found, rarities)
        if field in TITLES:
            shown[field] = (whole(text, marks),)
        elif marks:
            shown[field] = passages(text, marks, list(_beginnings(found)))
    return shown


def _asked(plan: Plan) -> Iterator[str]:
    """The terms, and parts of terms, that a plan asks for."""
    for leaf in leaves(plan):
        match leaf:
            case Prefix(text) | Fuzzy(text) | Substring(text):
                yield text
            case Synonyms() | Phrase():
                yield from (term.text for term in named_terms(leaf))


def _beginnings(found: Iterable[Token]) -> Iterator[int]:
    """Where words begin, and not the words inside of a longer one."""
    end = 0
    for token in sorted(found, key=lambda token: (token.start, -token.end)):
        if token.start >= end:
            yield token.start
        end = max(end, token.end)
