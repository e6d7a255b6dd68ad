"""The terms that tell a paper from the others.

Knows one paper at a time, and of each of its terms in how many papers it stands.
"""

from bisect import insort
from collections.abc import Iterable, Mapping

from searcher.analysis.han import Segmenter
from searcher.index.backend import Telling
from searcher.index.counting import Postings
from searcher.index.documents import field_tokens, values
from searcher.model import Paper
from searcher.query.plan import TEXTS, TITLES
from searcher.query.slots import is_stop_word
from searcher.ranking import idf, normalised, saturated
from searcher.typed import NamedTuple

LEAST_PAPERS = 2
"""A term of this paper only leads to no other."""
ENOUGH = 5
"""So many terms of weight tell a paper; with fewer, those said in passing help."""


class _Candidate(NamedTuple):
    """A term of a paper, as written, what it is worth at most, and its frequency."""

    bound: float
    term: str
    shown: str
    tf: float


def telling(
    paper: Paper, number: int, postings: Postings, segmenter: Segmenter, *, most: int
) -> list[Telling]:
    """The terms of the highest BM25F score in a paper, each as it is first written.

    Where there are enough, only those of weight: in a title, or said more than once. In
    a small library any word can be rare.
    """
    written: dict[str, str] = {}
    counts: dict[str, dict[str, float]] = {}
    for field, text in values(paper).items():
        if field in TEXTS:
            last = -1
            for token in field_tokens(field, text, segmenter):
                inner, last = token.position == last, token.position
                here = counts.setdefault(token.term, {})
                here[field] = here.get(field, 0.0) + 1.0
                if _is_plain(token.term) and (token.term.isascii() or not inner):
                    written.setdefault(token.term, text[token.start : token.end])
    weighty: list[_Candidate] = []
    passing: list[_Candidate] = []
    for term, shown in written.items():
        if is_stop_word(shown.lower()) or not _leads_on(term, postings):
            continue
        here = counts[term]
        heavy = any(field in here for field in TITLES) or sum(here.values()) > 1
        tf = saturated(_tf(here, number, postings))
        least = max(postings.df(field, term) for field in TEXTS)
        one = _Candidate(idf(postings.size, least) * tf, term, shown, tf)
        (weighty if heavy else passing).append(one)
    return _best(
        weighty if len(weighty) >= ENOUGH else weighty + passing, postings, most
    )


def _best(found: Iterable[_Candidate], postings: Postings, most: int) -> list[Telling]:
    """The best, with what they are worth: few of them stand in many papers."""
    best: list[Telling] = []
    for bound, term, shown, tf in sorted(found, reverse=True):
        if len(best) >= most and bound < best[most - 1].worth:
            break
        rarity = idf(postings.size, _df(term, postings))
        insort(best, Telling(term, shown, rarity * tf), key=_rank)
    return best[:most]


def _rank(one: Telling) -> tuple[float, str]:
    return -one.worth, one.term


def _leads_on(term: str, postings: Postings) -> bool:
    """Whether it stands in other papers too."""
    dfs = [postings.df(field, term) for field in TEXTS]
    if max(dfs) >= LEAST_PAPERS or sum(dfs) < LEAST_PAPERS:
        return max(dfs) >= LEAST_PAPERS
    return _df(term, postings) >= LEAST_PAPERS


def _df(term: str, postings: Postings) -> int:
    """How many papers hold a term, in whichever field."""
    return postings.holders(term, TEXTS)


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
