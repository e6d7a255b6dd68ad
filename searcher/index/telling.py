"""The terms that tell a paper from the others.

Knows one paper at a time, through the postings of its terms.
"""

from searcher.analysis.han import Segmenter
from searcher.index.backend import Telling
from searcher.index.counting import Postings, counted
from searcher.index.documents import field_tokens, values
from searcher.model import Paper
from searcher.query.plan import TEXTS, Choice, Synonyms, Term
from searcher.query.slots import is_stop_word
from searcher.ranking import normalised, saturated

LEAST_PAPERS = 2
"""A term of this paper only leads to no other."""


def telling(
    paper: Paper, number: int, postings: Postings, segmenter: Segmenter, *, most: int
) -> list[Telling]:
    """The terms of the highest BM25F score in a paper, each as it is first written."""
    written: dict[str, str] = {}
    for field, text in values(paper).items():
        if field in TEXTS:
            last = -1
            for token in field_tokens(field, text, segmenter):
                inner, last = token.position == last, token.position
                if _is_plain(token.term) and (token.term.isascii() or not inner):
                    written.setdefault(token.term, text[token.start : token.end])
    found = []
    for term, shown in written.items():
        count = counted(Synonyms((Choice(Term(term, TEXTS)),)), postings)
        holders = {held for papers in count.frequencies.values() for held in papers}
        if len(holders) < LEAST_PAPERS or is_stop_word(shown.lower()):
            continue
        tf = sum(
            normalised(
                papers[number],
                field,
                postings.length(number, field),
                postings.averages[field],
            )
            for field, papers in count.frequencies.items()
            if number in papers
        )
        found.append(Telling(term, shown, count.rarity * saturated(tf)))
    found.sort(key=lambda one: (-one.worth, one.term))
    return found[:most]


def _is_plain(term: str) -> bool:
    """Stems and Chinese words: no marks, no numbers, no single characters."""
    return term[0] != "=" and len(term) > 1 and not term[0].isdigit()
