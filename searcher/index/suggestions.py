"""What an engine tells of its words to those who look for a better spelling.

Works on any postings; reads whole vocabularies and texts, so it is for queries that
found nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import and_

from searcher.analysis.normal import close_pair, comparable
from searcher.analysis.pinyin import Readings
from searcher.index.counting import Postings
from searcher.model import HAN
from searcher.query.plan import TEXTS

MOST_SOUNDING = 3
MOST_READ = 1_500
"""So many papers are read for a suggestion, which need not be the best there is."""
_CHINESE = f"[{HAN}]{{2,}}"


def spelled(
    terms: Iterable[str], postings: Postings, fields: Sequence[str] = TEXTS
) -> Iterator[tuple[str, int]]:
    """Terms as they are written, of those that stand in these fields, and the df."""
    for term in terms:
        df = postings.dfs(fields, term)
        if df:
            yield term.removeprefix("="), df


def sounds(terms: Iterable[str]) -> dict[str, list[str]]:
    """By pinyin, the Chinese words that sound so: first those of which it is the first
    reading, of these and of others the most frequent.
    """
    counts = Counter(term for term in terms if re.fullmatch(_CHINESE, term))
    first: dict[str, list[str]] = defaultdict(list)
    besides: dict[str, list[str]] = defaultdict(list)
    readings = Readings()
    for term, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        typed, *others = readings.every(term)
        first[typed].append(term)
        for other in others:
            besides[other].append(term)
    return {
        typed: [*first[typed], *besides[typed]][:MOST_SOUNDING]
        for typed in first.keys() | besides.keys()
    }


def alike(run: str, pattern: re.Pattern[str], postings: Postings) -> Counter[str]:
    """What matches in titles and abstracts that have all, or all but one, of the
    characters of a run, and how often.

    In all that matches, two characters of the run stand side by side, or one between.
    """
    papers = _holding_most(run, postings)[:MOST_READ]
    pair, chinese = close_pair(run), re.compile(f"[{HAN}]").search
    return Counter(
        found
        for _, texts in postings.texts(papers, TEXTS)
        for text in texts
        if not text.isascii() and pair(text) and chinese(text)
        for found in pattern.findall(comparable(text))
    )


def _holding_most(run: str, postings: Postings) -> list[int]:
    """The papers with all characters of a run, then those with all but one."""
    held = [set(postings.holding(character)) for character in dict.fromkeys(run)]
    held.sort(key=len)
    before: list[set[int]] = list(accumulate(held, and_))
    behind: list[set[int]] = list(accumulate(reversed(held), and_))[::-1]
    everything = before[-1]
    papers = sorted(everything)
    if len(held) > 1 and len(papers) < MOST_READ:
        but_one = (a & b for a, b in zip(before, behind[2:], strict=False))
        some = set().union(*but_one, before[-2], behind[1])
        papers += sorted(some - everything)
    return papers
