"""Technical terms find the papers that hold them, in every way they are written.

The truth is a substring of the titles and abstracts, in a normal form of our own making
here; English terms count as words, in all their variants.
"""

import re
import unicodedata
from pathlib import Path

import pytest

from searcher import Paper, Searcher

HERE = Path(__file__).parent
CHINESE = (HERE / "queries-zh.txt").read_text(encoding="utf-8").split()
ENGLISH = {
    query: variants.split("|")
    for query, variants in (
        line.split("\t")
        for line in (HERE / "queries-en.tsv")
        .read_text(encoding="utf-8")
        .splitlines()[1:]
    )
}


def normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def whole_words(variants: list[str]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, variants))
    return re.compile(f"(?<![a-z0-9])(?:{either})(?![a-z0-9])")


PATTERNS = {
    "zh": {term: re.compile(re.escape(normal(term))) for term in CHINESE},
    "en": {term: whole_words(variants) for term, variants in ENGLISH.items()},
}


def every_paper(papers: Searcher) -> list[Paper]:
    found = papers.search("has:en OR has:zh", limit=None, highlights=False)
    return [hit.paper for hit in found]


def ids(papers: Searcher, query: str) -> set[str]:
    found = papers.search(query, limit=None, highlights=False)
    return {hit.paper.id for hit in found}


def test_the_lists_are_of_the_size_that_was_asked_for() -> None:
    assert (len(set(CHINESE)), len(ENGLISH)) == (60, 86)


@pytest.mark.parametrize(
    ("language", "recall", "precision"), [("zh", 0.99, 0.99), ("en", 0.97, 0.95)]
)
def test_terms_find_their_papers(
    digest: Searcher, language: str, recall: float, precision: float, figure
) -> None:
    texts = {
        paper.id: [
            normal(text)
            for half in (paper.title, paper.abstract)
            for text in (half.en, half.zh)
        ]
        for paper in every_paper(digest)
    }
    wanted = got_by_words = got_by_phrase = by_words = by_phrase = 0
    missed = []
    for term, pattern in PATTERNS[language].items():
        truth = {p for p, held in texts.items() if any(map(pattern.search, held))}
        assert truth, f"{term} is in no paper"
        words, phrase = ids(digest, term), ids(digest, f'"{term}"')
        wanted += len(truth)
        by_words, by_phrase = by_words + len(words), by_phrase + len(phrase)
        got_by_words += len(words & truth)
        got_by_phrase += len(phrase & truth)
        missed += [(term, paper) for paper in truth - words]
    figure(f"{language}, words, recall", round(got_by_words / wanted, 4))
    figure(f"{language}, words, precision", round(got_by_words / by_words, 4))
    figure(f"{language}, phrase, recall", round(got_by_phrase / wanted, 4))
    figure(f"{language}, phrase, precision", round(got_by_phrase / by_phrase, 4))
    assert got_by_words / wanted >= recall, missed
    assert got_by_phrase / by_phrase >= precision
    if language == "zh":  # in English, quotes ask for this form of the word only
        assert got_by_phrase / wanted >= recall
