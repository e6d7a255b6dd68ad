"""Analysis in bulk gives what the readable analyzer gives: terms, places, lengths."""

import json
import lzma
from collections import Counter, defaultdict
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.dictionary import jieba_dictionary
from searcher.analysis.folding import HARD, one_to_one
from searcher.analysis.normal import normal_in_place, normal_text, normalise
from searcher.analysis.tokens import length, tokens
from searcher.analysis.variants import settled
from searcher.index.documents import field_tokens, indexed, values
from searcher.index.segment.collecting import FIELD_SHIFT, TERM_SHIFT, Collector
from searcher.index.segment.layout import PAPER_BITS, PLACE_BITS
from searcher.model import Bilingual, Paper, Record, Seen, Subject
from searcher.query.plan import FIELDS, TEXTS

ROOT = Path(__file__).resolve().parent.parent.parent
TRICKY = (Path(__file__).parent / "tricky.txt").read_text(encoding="utf-8").splitlines()

HAN_AND_MARKS = "的一是體系標準，。（）“”a b\u0301é𠀀"

Places = dict[tuple[str, int, str], list[int]]


def collected(papers: list[Paper]) -> tuple[Places, dict[str, list[int]]]:
    collector = Collector(jieba_dictionary())
    for paper in papers:
        collector.add(Record(paper), b"")
    packed = collector.packed()
    names = list(collector.terms)
    found: Places = defaultdict(list)
    for token in packed.tolist():
        field = FIELDS[token >> FIELD_SHIFT & 15]
        paper = token >> PLACE_BITS & (1 << PAPER_BITS) - 1
        place = token & (1 << PLACE_BITS) - 1
        if field in TEXTS:
            found[field, paper, names[token >> TERM_SHIFT]].append(place)
    lengths = {field: list(collector.lengths[field]) for field in TEXTS}
    return {key: sorted(places) for key, places in found.items()}, lengths


def expected(papers: list[Paper]) -> tuple[Places, dict[str, list[int]]]:
    found: Places = defaultdict(list)
    lengths = {field: [0] * len(papers) for field in TEXTS}
    for number, paper in enumerate(papers):
        for field, text in values(paper).items():
            if field in TEXTS:
                made = tokens(text, jieba_dictionary())
                lengths[field][number] = length(made)
                for token in made:
                    found[field, number, token.term].append(token.position)
    return {key: sorted(places) for key, places in found.items()}, lengths


def paper(english: str, chinese: str) -> Paper:
    return Paper("x", abstract=Bilingual(english, chinese))


PIECES = st.one_of(
    st.sampled_from([line for line in TRICKY if line] or ["x"]),
    st.sampled_from(
        [
            *("C++", "200000+个", "n+m", "a.B", "方法，", "LLM。", "的", "1,000", "/"),
            *("word's", "GPT-4", "state-of-the-art", "3.14", "LLMs", "SOTA", "x_y"),
            *("(a)/(b)", "…", "e.g.,", ".b", "Reading-reading", "CNNs", "10-hour"),
        ]
    ),
    st.text(max_size=6),
)
TEXT = st.lists(
    st.tuples(PIECES, st.sampled_from(["", " ", "，", ". "])), max_size=8
).map(lambda parts: "".join(a + b for a, b in parts))


@given(st.lists(st.builds(paper, TEXT, TEXT), min_size=1, max_size=4))
def test_any_text(papers: list[Paper]) -> None:
    assert collected(papers) == expected(papers)


Tokens = Counter[tuple[str, int, str, int]]
NAMES = st.one_of(
    TEXT,
    st.sampled_from(
        [
            *("John Schulman", "J. Schulman", "Li, Xiao-Ming", "José Núñez", "李明"),
            *("O'Brien", "van der Waals", "WideSeek AI", "Schölkopf", r"M\'uller", "K"),
            *("Hans Ørsted", "MÜLLER, J", r"G. M{\"u}ller-L{\"o}w", "O\u0308 Åström"),
        ]
    ),
)


def every_token(collector: Collector) -> Tokens:
    packed = collector.packed().tolist()
    names = list(collector.terms)
    found: Tokens = Counter()
    for token in packed:
        field = FIELDS[token >> FIELD_SHIFT & 15]
        paper = token >> PLACE_BITS & (1 << PAPER_BITS) - 1
        place = token & (1 << PLACE_BITS) - 1
        found[field, paper, names[token >> TERM_SHIFT], place] += 1
    return found


@given(st.lists(st.lists(NAMES, max_size=3), min_size=1, max_size=4))
def test_any_field(named: list[list[str]]) -> None:
    """All that is indexed of a paper, with words that a collector before this knew."""
    records = [
        Record(
            Paper(
                f"{number}",
                title=Bilingual(" ".join(names)),
                authors=tuple(names),
                keywords=tuple(names),
                subjects=(Subject("Machine Learning", "cs.LG"),),
                seen=(Seen("2026/a b.txt"),),
            ),
            keys=("t-1", "t-2"),
        )
        for number, names in enumerate(named)
    ]
    segmenter = jieba_dictionary()
    wanted: Tokens = Counter()
    lengths = []
    for number, record in enumerate(records):
        fields = indexed(record)
        for field, text in fields.items():
            for token in field_tokens(field, text, segmenter):
                wanted[field, number, token.term, token.position] += 1
        authors = field_tokens("authors", fields.get("authors", ""), segmenter)
        lengths.append(length(authors))
    before = Collector(segmenter)
    for record in records[1:]:
        before.add(record, b"")
    collector = Collector(segmenter, before.known)
    for record in records:
        collector.add(record, b"")
    assert every_token(collector) == wanted
    assert collector.lengths["authors"].tolist() == lengths


def test_long_texts_end_where_they_should() -> None:
    papers = [paper("word " * 70_000, "方法" * 40_000), paper("x", "")]
    assert collected(papers) == expected(papers)


@pytest.mark.parametrize("name", ["papers-bilingual", "papers-english"])
def test_real_texts(data: Path, name: str) -> None:
    with lzma.open(data / "papers" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as f:
        records = [json.loads(line) for line in islice(f, 400)]
    papers = [
        Paper(
            record["id"],
            title=Bilingual(record["title"], record.get("title_zh") or ""),
            abstract=Bilingual(record["abstract"], record.get("abstract_zh") or ""),
        )
        for record in records
    ]
    assert collected(papers) == expected(papers)


def by_dictionary(text: str) -> str | None:
    """What a text becomes, character by character; None where that does not do."""
    folded = text.translate(one_to_one())
    return None if HARD in folded else settled(folded)


@given(st.text() | st.text(HAN_AND_MARKS) | st.text(HAN_AND_MARKS, min_size=300))
def test_texts_become_normal_by_a_table(text: str) -> None:
    assert normal_in_place(text) == by_dictionary(text)


def test_what_a_table_does_not_hold_becomes_normal() -> None:
    for odd in ("\0", "\ud800", "\ufffe", "𝔸", "é", "ß", "가", "$x$", "α", "體"):
        text = f"{odd}的方法，" * 40
        assert normal_in_place(text) == by_dictionary(text)
        assert normal_text(text) == normalise(text).text
