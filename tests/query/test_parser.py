"""How queries are read. Most of it stands in readings.tsv beside this file."""

import json
import lzma
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from time import process_time

import pytest

from searcher.query.parser import CUT, MAX_CLAUSES, Parsed, parse
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
    Quoted,
    Substring,
    Word,
)

TODAY = date(2026, 2, 5)
LINES = Path(__file__).with_name("readings.tsv").read_text("utf-8").splitlines()
READINGS = dict(line.split("\t") for line in LINES if "\t" in line)
DAY = "day, month, year or span such as 2026-01..2026-02"
THERE_ARE = (
    "there are title, abstract, author, subject, keyword, id, lang, has, in, date, "
    "after, before, until"
)
DEEP = "(" * 40 + "a" + ")" * 40
LONG = {
    "words": "word " * 20_000,
    "letters": "x" * 100_000,
    "Han": "强化学习" * 25_000,
    "opening": "(" * 100_000,
    "closing": ")" * 100_000,
    "empty groups": "()" * 50_000,
    "groups": "(a) " * 25_000,
    "deep": "(" * 1000 + "a" + ")" * 1000,
    "deep or": "(a OR " * 10_000 + "b" + ")" * 10_000,
    "deep fields": "title:(-" * 10_000 + "a" + ")" * 10_000,
    "quotes": '"' * 100_000,
    "signed quotes": '-"' * 50_000,
    "unclosed quotes": "「a " * 30_000,
    "phrases": '"a" ' * 25_000,
    "unclosed stars": "*a " * 30_000,
    "quotes in stars": '*"a ' * 25_000,
    "all quotes in stars": '*"」』》 ' * 15_000,
    "bars": "-a|" * 30_000,
    "negations": "NOT " * 25_000,
    "fields": "title:" * 15_000,
    "literals": "`( " * 30_000,
    "dates": "date:( " * 15_000,
    "weights": "x^2" * 30_000,
    "surrogates": "\ud800" * 100_000,
}


def read(text: str) -> Parsed:
    return parse(text, today=TODAY)


@pytest.mark.parametrize("typed", READINGS)
def test_reading(typed: str) -> None:
    query = read(typed).query
    assert str(query) == READINGS[typed]
    assert read(READINGS[typed]).query == query


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", EVERYTHING),
        (" \n\u3000", EVERYTHING),
        ("C++", Word("C++")),
        ("=LLM", Exact("LLM")),
        ("optim*", Prefix("optim")),
        ("word~2", Fuzzy("word", 2)),
        ("“trust region”~3", Quoted("trust region", 3)),
        ("*st reg*", Substring("st reg")),
        ("arXiv:2602.03876v2", Identifier("2602.03876", 2)),
        ("cs/0112017", Identifier("cs/0112017")),
        ("since:2026-02", DateRange(date(2026, 2, 1), None)),
        ("id:t-0123456789ab", Field("id", Word("t-0123456789ab"))),
        ("lang:中文", Field("language", Word("zh"))),
        ("in:2026-02-05.txt", Field("digest", Word("2026-02-05.txt"))),
        ("-标题：综述", Not(Field("title", Word("综述")))),
        ("go^2", Boost(Word("go"), 2.0)),
        ("R^2", Word("R^2")),
        ("(R)^2", Boost(Word("R"), 2.0)),
        ("title:go^2", Field("title", Boost(Word("go"), 2.0))),
        ("a b OR c", Any((All((Word("a"), Word("b"))), Word("c")))),
        ("a (b c) -d", All((Word("a"), Word("b"), Word("c"), Not(Word("d"))))),
        ("`a* OR", All((Word("a*"), Word("OR")))),
        ("a\0b \ud800 😀", All((Word("a\0b"), Word("\ud800"), Word("😀")))),
    ],
)
def test_tree(text: str, tree: object) -> None:
    assert read(text).query == tree


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("trust region", ()),
        ("A -- b: c (d) [e]", ()),
        ('"open', ("a quote that is not closed is read as text",)),
        ("a)", ("a parenthesis without its partner is read as text",)),
        ("()", ()),
        (DEEP, ("parentheses nested deeper than 32 are read as text",)),
        ("a OR", ("OR joins nothing here, so it is read as text",)),
        ("非", ("非 joins nothing here, so it is read as text",)),
        ("titel:x", ("titel: is read as title:",)),
        ("subjcts:x", ("subjcts: is read as subjects:",)),
        (
            "autor_x:y venue:ICML",
            (f"no field is called venue, so it is read as text; {THERE_ARE}",),
        ),
        (
            "datum:x",
            ("no field is called datum, so it is read as text; did you mean date:?",),
        ),
        ("http://x.org", ()),
        ("title: x", ("nothing follows title: at once, so it is read as text",)),
        ("标题：", ("nothing follows 标题: at once, so it is read as text",)),
        ("Title:x", ()),
        ("date:soon", (f"date:soon names no {DAY}: found nothing",)),
        ("date:(soon)", (f"date:soon names no {DAY}: found nothing",)),
        ("after:2026-02-30", (f"after:2026-02-30 names no {DAY}: found nothing",)),
        (
            "lang:\x1bfr",
            ("lang:\ufffdfr names no language, zh or en: found nothing",),
        ),
        ("word~7", ("a word can differ by two letters at most",)),
        ("A*", ("A* is read as a name; for words that begin so, type a*",)),
    ],
)
def test_notes_tell_how_an_odd_query_was_read(
    text: str, notes: tuple[str, ...]
) -> None:
    assert read(text).notes == notes


def test_notes_are_few_and_each_is_given_once() -> None:
    assert len(read("a) " * 9 + "".join(f"f{'x' * n}:a " for n in range(9))).notes) == 5


@pytest.mark.parametrize(
    ("pasted", "shown"),
    [
        ("R&amp;D", "R&D"),
        ("caf&eacute; H<sub>2</sub>O", "café H2O"),
        ("&quot;lazy heaps&quot;", '"lazy heaps"'),
        ("tokens <s> </s>", "tokens <s> </s>"),
    ],
)
def test_html_that_was_pasted_is_what_it_shows(pasted: str, shown: str) -> None:
    assert parse(pasted, today=date(2026, 3, 2)) == parse(shown, today=date(2026, 3, 2))


def test_plain_text_has_no_syntax() -> None:
    text = 'title:a OR "b c" -(d) 2602.03876 e*'
    words = tuple(Word(word) for word in text.split())
    assert parse(text, today=TODAY, plain=True) == Parsed(All(words))


@pytest.mark.parametrize(
    "text",
    [
        "TAG:Tangential Guidance",
        "LinK：基于线性内核",
        "Languages:Is it so",
        "What NOT to Learn: a Study",
        "Reinforcement Learning -based Adaptation",
        "title:(-a) b c",
        "法定数字货币对货币政策的影响的实证分析 -基于中国数据的角度",
    ],
)
def test_a_text_that_may_be_a_title_is_also_taken_literally(text: str) -> None:
    literal = All((*(Word(word) for word in text.split()), Substring(text)))
    assert read(text).literal == literal


@pytest.mark.parametrize(
    "text",
    [
        "trust -region",
        "Whole | Parts of it",
        "标题：标签噪音 主动学习 综述",
        "au:li trust region",
        "a (b) c",
        "2602.03876",
    ],
)
def test_a_query_is_not_taken_literally(text: str) -> None:
    assert read(text).literal is None


def real_titles(data: Path, most: int | None = None) -> Iterator[str]:
    for name in ("bilingual", "english"):
        path = data / "papers" / f"papers-{name}.jsonl.xz"
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in islice(file, most):
                paper = json.loads(line)
                yield from filter(None, (paper["title"], paper.get("title_zh")))


def loses(query: object) -> bool:
    """Whether a paper whose title was typed may not match."""
    match query:
        case All(parts) | Any(parts):
            return any(map(loses, parts))
        case Boost(part) | Field("title", part):
            return loses(part)
    return isinstance(query, Not | Field | DateRange)


def test_real_titles_lose_nothing_but_what_a_literal_reading_finds(data: Path) -> None:
    titles = list(real_titles(data, 4000))
    assert len(titles) > 7000
    for title in titles:
        query, _, literal = read(title)
        assert read(str(query)).query == query
        assert literal or "NOT " not in str(query), title
        assert literal or not loses(query), title


@pytest.mark.slow
def test_all_real_titles_lose_nothing(data: Path) -> None:
    count = 0
    for title in real_titles(data):
        query, _, literal = read(title)
        count += 1
        assert literal or not loses(query), title
    assert count > 280_000


@pytest.mark.parametrize("name", LONG)
def test_a_long_query_is_read_in_bounded_time_and_depth(name: str) -> None:
    started = process_time()
    query, notes, _ = read(LONG[name])
    assert process_time() - started < 3  # seconds; a tenth of it, when all is well
    assert read(str(query)).query == query
    assert depth(query) < 150
    assert (CUT in notes) == (leaves(query) == MAX_CLAUSES)


def test_a_cut_query_keeps_its_first_clauses() -> None:
    query, notes, _ = read("(" + " OR ".join(f"w{n}" for n in range(3000)) + ") z")
    assert query == Any(tuple(Word(f"w{n}") for n in range(MAX_CLAUSES)))
    assert notes == (CUT,)
    whole = " ".join(["a"] * MAX_CLAUSES)
    assert read(whole).notes == ()
    assert parse(whole + " a", today=TODAY, plain=True).notes == (CUT,)


def test_reading_a_query_loads_nothing_heavy() -> None:
    code = "import sys, searcher.query.parser; print(*sys.modules)"
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    ours = {name for name in run.stdout.split() if name.startswith("searcher")}
    assert ours == {
        "searcher",
        "searcher.frozen",
        "searcher.identifiers",
        "searcher.query",
        "searcher.query.dates",
        "searcher.query.fields",
        "searcher.query.lexer",
        "searcher.query.marks",
        "searcher.query.pairing",
        "searcher.query.parser",
        "searcher.query.subjects",
        "searcher.query.tree",
        "searcher.query.words",
        "searcher.schema",
        "searcher.tuples",
        "searcher.typed",
    }
    assert not {"json", "typing", "pathlib", "numpy", "jieba"} & set(run.stdout.split())


def depth(query: object) -> int:
    match query:
        case All(parts) | Any(parts):
            return 1 + max(map(depth, parts), default=0)
        case Not(part) | Boost(part) | Field(_, part):
            return 1 + depth(part)
    return 1


def leaves(query: object) -> int:
    match query:
        case All(parts) | Any(parts):
            return sum(map(leaves, parts))
        case Not(part) | Boost(part) | Field(_, part):
            return leaves(part)
    return 1
