"""What an engine tells of its words to those who look for a better spelling.

Works on any postings; reads whole vocabularies and texts, so it is for queries that
found nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from searcher.analysis.normal import comparable
from searcher.analysis.pinyin import Readings
from searcher.index import expansion
from searcher.index.counting import Postings
from searcher.model import HAN
from searcher.query.plan import TEXTS

MOST_SOUNDING = 3
MOST_READ = 1_500
"""So many papers are read for a suggestion, which need not be the best there is."""
_CHINESE = f"[{HAN}]{{2,}}"


def near(word: str, edits: int, postings: Postings) -> Iterator[tuple[str, int]]:
    """Words as they are written, within so many edits, and in how many papers."""
    for term in expansion.near(word, edits, postings):
        df = sum(postings.df(field, term) for field in TEXTS)
        if df:
            yield term.removeprefix("="), df


def sounds(terms: Iterable[str]) -> dict[str, list[str]]:
    """By pinyin, the Chinese words that sound so, the most frequent first."""
    counts = Counter(term for term in terms if re.fullmatch(_CHINESE, term))
    found: dict[str, list[str]] = defaultdict(list)
    pinyin = Readings()
    for term, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        alike = found[pinyin(term)]
        if len(alike) < MOST_SOUNDING:
            alike.append(term)
    return dict(found)


def alike(run: str, pattern: re.Pattern[str], postings: Postings) -> Counter[str]:
    """What matches in titles and abstracts that have all, or all but one, of the
    characters of a run, and how often.
    """
    characters = dict.fromkeys(run)
    held = Counter(paper for c in characters for paper in postings.holding(c))
    papers = [paper for paper, count in held.items() if count >= len(characters) - 1]
    papers.sort(key=lambda paper: (-held[paper], paper))
    chinese = re.compile(f"[{HAN}]").search
    return Counter(
        found
        for paper in papers[:MOST_READ]
        for text in postings.texts(paper, TEXTS)
        if not text.isascii() and chinese(text)
        for found in pattern.findall(comparable(text))
    )
