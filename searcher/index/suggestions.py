"""What an engine tells of its words to those who look for a better spelling.

Works on any postings; reads whole vocabularies and texts, so it is for queries that
found nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from searcher.analysis.normal import comparable
from searcher.analysis.pinyin import pinyin
from searcher.index import expansion
from searcher.index.counting import Postings
from searcher.model import HAN
from searcher.query.plan import TEXTS

MOST_SOUNDING = 3
_CHINESE = re.compile(f"[{HAN}]{{2,}}")


def near(word: str, edits: int, postings: Postings) -> Iterator[tuple[str, int]]:
    """Words as they are written, within so many edits, and in how many papers."""
    counts: Counter[str] = Counter()
    for field in TEXTS:
        for term, df in expansion.near(word, edits, postings.terms(field, "")):
            counts[term.removeprefix("=")] += df
    yield from counts.items()


def sounds(terms: Iterable[str]) -> dict[str, list[str]]:
    """By pinyin, the Chinese words that sound so, the most frequent first."""
    counts = Counter(term for term in terms if _CHINESE.fullmatch(term))
    found: dict[str, list[str]] = defaultdict(list)
    for term, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        alike = found[pinyin(term)]
        if len(alike) < MOST_SOUNDING:
            alike.append(term)
    return dict(found)


def alike(pattern: re.Pattern[str], postings: Postings) -> Counter[str]:
    """What matches in the titles and abstracts, and how often."""
    return Counter(
        found
        for paper in postings.everything()
        for text in postings.texts(paper, TEXTS)
        for found in pattern.findall(comparable(text))
    )
