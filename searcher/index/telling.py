"""The terms that tell a paper from the others.

Knows one paper at a time, through the postings of its terms.
"""

from collections.abc import Mapping

from searcher.analysis.han import Segmenter
from searcher.index.backend import Telling
from searcher.index.counting import Postings, counted
from searcher.index.documents import field_tokens, values
from searcher.model import Paper
from searcher.query.plan import TEXTS, TITLES, Choice, Synonyms, Term
from searcher.query.slots import is_stop_word
from searcher.ranking import normalised, saturated

LEAST_PAPERS = 2
"""A term of this paper only leads to no other."""
ENOUGH = 5
"""So many terms of weight tell a paper; with fewer, those said in passing help."""


def telling(
    paper: Paper, number: int, postings: Postings, segmenter: Segmenter, *, most: int
) -> list[Telling]:
    """The terms of the highest BM25F score in a paper, each as it is first written.

    Where there are enough, only those of weight: in a title, or said more than once. In
    a small library any word can be rare.
    """
    written: dict[str, str] = {}
    for field, text in values(paper).items():
        if field in TEXTS:
            last = -1
            for token in field_tokens(field, text, segmenter):
                inner, last = token.position == last, token.position
                if _is_plain(token.term) and (token.term.isascii() or not inner):
                    written.setdefault(token.term, text[token.start : token.end])
    weighty: list[Telling] = []
    passing: list[Telling] = []
    for term, shown in written.items():
        count = counted(Synonyms((Choice(Term(term, TEXTS)),)), postings)
        holders = {held for papers in count.frequencies.values() for held in papers}
        if len(holders) < LEAST_PAPERS or is_stop_word(shown.lower()):
            continue
        here = {
            f: held[number] for f, held in count.frequencies.items() if number in held
        }
        heavy = any(field in here for field in TITLES) or sum(here.values()) > 1
        one = Telling(
            term, shown, count.rarity * saturated(_tf(here, number, postings))
        )
        (weighty if heavy else passing).append(one)
    found = weighty if len(weighty) >= ENOUGH else weighty + passing
    return sorted(found, key=lambda one: (-one.worth, one.term))[:most]


def _tf(here: Mapping[str, float], number: int, postings: Postings) -> float:
    """The normalised frequency of a term in a paper, all fields together."""
    return sum(
        normalised(
            count, field, postings.length(number, field), postings.averages[field]
        )
        for field, count in here.items()
    )


def _is_plain(term: str) -> bool:
    """Stems and Chinese words: no marks, no numbers, no single characters."""
    return term[0] != "=" and len(term) > 1 and not term[0].isdigit()
