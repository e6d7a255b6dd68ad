"""What holds for every text and every tree: it can be read, and prints what it is."""

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.query.marks import is_stem, quote, star
from searcher.query.parser import parse
from searcher.query.tree import (
    EVERYTHING,
    All,
    Any,
    Boost,
    DateRange,
    Exact,
    Field,
    Fuzzy,
    Identifier,
    Not,
    Prefix,
    Query,
    Quoted,
    Substring,
    Word,
    all_of,
    any_of,
    boost,
    negate,
    within,
)

READINGS = Path(__file__).with_name("readings.tsv").read_text("utf-8")
FRAGMENTS = sorted({*READINGS.split(), *'-+=*~^`:：|&()（）"“”「』》*', "\ud800", "\0"})
FIELDS = ("title", "abstract", "author", "subject", "keyword", "id", "digest")


def typed() -> st.SearchStrategy[str]:
    fragments = st.sampled_from([*FRAGMENTS, " ", " "])
    return st.one_of(
        st.text(st.characters(exclude_categories=()), max_size=30),
        st.lists(fragments, max_size=16).map("".join),
        st.lists(fragments, max_size=10).map(" ".join),
    )


def one_line(text: str) -> str:
    return " ".join(text.split())


def leaves() -> st.SearchStrategy[Query]:
    words = typed().map(lambda text: "".join(text.split())).filter(bool)
    lines = typed().map(one_line).filter(bool)
    stems = words.filter(is_stem)
    texts = st.one_of(
        words.map(Word),
        stems.map(Exact),
        stems.filter(lambda stem: not (len(stem) == 1 and stem.isupper())).map(Prefix),
        st.builds(Fuzzy, stems, st.integers(1, 2)),
        st.builds(Quoted, lines.filter(quote), st.integers(0, 999)),
        lines.filter(star).map(Substring),
    )
    ids = st.integers(0, 999).map("2602.03{:03}".format)
    old_ids = st.integers(0, 999).map("hep-th/9901{:03}".format)
    days = st.dates()
    halves = st.sampled_from((Word("zh"), Word("en")))
    return st.one_of(
        texts,
        texts,
        st.builds(Identifier, ids | old_ids, st.none() | st.integers(1, 999)),
        st.tuples(days, days).map(lambda pair: DateRange(*sorted(pair))),
        days.map(lambda day: DateRange(day, None)),
        days.map(lambda day: DateRange(None, day)),
        st.builds(Field, st.sampled_from(("language", "has")), halves),
    )


def branches(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=4)
    factors = st.integers(0, 99_999).map(lambda number: number / 100)
    return st.one_of(
        several.map(all_of),
        several.map(any_of),
        inner.map(negate),
        st.builds(boost, inner, factors),
        st.builds(within, st.sampled_from(FIELDS), inner),
    )


def trees() -> st.SearchStrategy[Query]:
    return st.just(EVERYTHING) | st.recursive(leaves(), branches, max_leaves=8)


def read(text: str, *, plain: bool = False) -> Query:
    return parse(text, today=date(2026, 2, 5), plain=plain).query


@settings(max_examples=600, deadline=None, derandomize=True)
@given(typed())
def test_any_text_is_a_query_that_prints_what_it_is(text: str) -> None:
    query = read(text)
    assert is_normal(query)
    assert read(str(query)) == query


@settings(max_examples=200, deadline=None, derandomize=True)
@given(typed())
def test_plain_text_prints_as_words_that_stay_words(text: str) -> None:
    query = read(text, plain=True)
    assert query == all_of(Word(word) for word in text.split())
    assert read(str(query)) == query


@settings(max_examples=600, deadline=None, derandomize=True)
@given(trees())
def test_every_tree_in_normal_form_reads_back(query: Query) -> None:
    assert is_normal(query)
    assert read(str(query)) == query


def is_normal(query: Query) -> bool:
    """The rules in the docstring of the tree."""
    return query == EVERYTHING or all(map(_fine, _nodes(query)))


def _nodes(query: Query) -> list[Query]:
    match query:
        case All(parts) | Any(parts):
            return [query, *(node for part in parts for node in _nodes(part))]
        case Not(part) | Boost(part) | Field(_, part):
            return [query, *_nodes(part)]
    return [query]


def _fine(query: Query) -> bool:
    match query:
        case All(parts):
            ids = sum(isinstance(part, Identifier) for part in parts)
            return len(parts) > 1 > sum(isinstance(p, All) for p in parts) and ids < 2
        case Any(parts):
            return len(parts) > 1 and not any(isinstance(part, Any) for part in parts)
        case Not(part):
            return not isinstance(part, Not)
        case Boost(part, factor):
            return not isinstance(part, Boost) and factor != 1 and 0 <= factor < 10_000
        case Field(name, part):
            return name != "id" or not isinstance(part, Identifier)
    return _is_fine_leaf(query)


def _is_fine_leaf(query: Query) -> bool:
    match query:
        case Word(text):
            return text.split() == [text]
        case Exact(text) | Prefix(text) | Fuzzy(text):
            return is_stem(text)
        case Quoted(text):
            return text == one_line(text) and quote(text) is not None
        case Substring(text):
            return text == one_line(text) and star(text) is not None
        case DateRange(first, last):
            return bool(first or last) and (first or date.min) <= (last or date.max)
    return True
