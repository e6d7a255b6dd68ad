"""Queries of very many words: work grows with them, and no engine cuts another way."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searcher import Bilingual, Match, Paper, Searcher
from searcher.frozen import replace
from searcher.index import expansion, multireader, open_backend, suggestions
from searcher.index.multireader import MultiReader
from searcher.index.segment.reading import Segment
from searcher.index.substrings import parts_of
from searcher.model import Record, Seen
from searcher.query import bounding, suggesting
from searcher.query.bounding import MOST_NEIGHBOURS, PAIRED
from searcher.query.plan import TEXTS, Glob
from tests import oracle as oracles
from tests.oracle import MemoryBackend

SYLLABLES = ["".join(pair) for pair in zip("bcdfghjklmnprst", "aeiou" * 3, strict=True)]
SIZES = (50, 100, 200)


def words(count: int) -> list[str]:
    random = Random(5)
    return ["".join(random.choices(SYLLABLES, k=3)) for _ in range(count)]


WORDS = list(dict.fromkeys(words(1_200)))[:900]


def records(count: int = 300) -> Iterator[Record]:
    random = Random(11)
    weights = [1 / (2 + rank) for rank in range(len(WORDS))]
    for number in range(count):
        text = " ".join(random.choices(WORDS, weights, k=60))
        abstract = Bilingual(f"{text} {1000 + number} $\\alpha_{{{number}}}$")
        title = Bilingual(" ".join(random.choices(WORDS, weights, k=6)))
        yield Record(Paper(f"2601.{number:05}", title=title, abstract=abstract))


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory):
    found = open_backend(tmp_path_factory.mktemp("index"))
    with found.begin(None) as build:
        build.add(records())
        build.publish(digests=(), problems=())
    return found


QUERIES: dict[str, Callable[[int], str]] = {
    "words": lambda n: " ".join([*WORDS[: n - 1], "qqzzxx"]),
    "words or": lambda n: " OR ".join(WORDS[:n]),
    "numbers": lambda n: " ".join(str(1000 + at) for at in range(n)),
    "formulas": lambda n: " ".join(f"\\alpha_{{{at}}}" for at in range(n // 2)),
    "hyphens": lambda n: " ".join(f"{WORDS[at]}-{WORDS[-at]}" for at in range(n // 2)),
    "phrases": lambda n: " ".join(
        f'"{WORDS[at]} {WORDS[-at]}"' for at in range(n // 2)
    ),
    "title": lambda n: f"title:({' '.join(WORDS[:n])})",
    "unknown": lambda n: " ".join(f"{word}qz" for word in WORDS[:n]),
}


@pytest.mark.parametrize("kind", QUERIES)
def test_twice_the_words_are_twice_the_work(backend, calls, kind: str) -> None:
    figures = []
    for size in SIZES:
        query = QUERIES[kind](size)
        with Searcher(backend.open()) as papers:
            papers.search(query, relax=True)  # what is analysed once is kept
        with Searcher(backend.open()) as papers:
            figures.append(calls(lambda: papers.search(query, relax=True)))  # noqa: B023
    one, two, four = figures
    assert four - two < 2.6 * max(two - one, one // 4), figures


@pytest.mark.parametrize("kind", QUERIES)
def test_all_engines_find_the_same_for_many_words(tmp_path: Path, kind: str) -> None:
    oracle, backend = MemoryBackend(), open_backend(tmp_path)
    for engine in (oracle, backend):
        with engine.begin(None) as build:
            build.add(records(30))
            build.publish(digests=(), problems=())
    answers = []
    for engine in (oracle, backend):
        with Searcher(engine.open()) as papers:
            found = papers.search(QUERIES[kind](90), match=Match.ANY, limit=3)
            answers.append((found.total, [(h.paper.id, h.score) for h in found.hits]))
    assert answers[0] == answers[1]


def test_neighbours_that_do_not_count_are_said(backend) -> None:
    with Searcher(backend.open()) as papers:
        few = papers.search(" ".join(WORDS[: MOST_NEIGHBOURS + 1]), match=Match.ANY)
        many = papers.search(" ".join(WORDS[: MOST_NEIGHBOURS + 2]), match=Match.ANY)
    assert (PAIRED in few.notes, PAIRED in many.notes) == (False, True)


def test_the_words_of_a_beginning_are_gone_through_at_once(
    backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many begin so, none of them is looked up to tell how frequent it is."""
    looked_up = []
    look_up = Segment._first_term

    def seen(self, key):
        looked_up.append(key)
        return look_up(self, key)

    monkeypatch.setattr(Segment, "_first_term", seen)
    figures = []
    with closing(backend.open()) as reader:
        for start, stop in (("=ba", "=bb"), ("=ba", "=z")):
            looked_up.clear()
            found = reader.held_between(start, stop, TEXTS)
            figures.append((len(looked_up), len(found)))
            each = {term: reader.dfs(TEXTS, term) for term in found}
            assert found == each
    (few, some), (many, more) = figures
    assert few == many <= 2
    assert more > 4 * some > 0


READ = {
    "a letter": "*a*",
    "nothing to look up": "*+ba*",
    "four": "*ba* *ce* *di* *fo*",
    "beside a word": "{0} *a*",
    "either": "{0} OR *ba* OR *qq*",
    "without": "{0} -*ba*",
    "in a title": "title:*a*",
}


CUT: dict[str, str] = {
    **{kind: QUERIES[kind](90) for kind in QUERIES},
    "excluded": " ".join(f"-{word}" for word in WORDS[:40]),
    "groups": " ".join(f"({WORDS[at]} OR {WORDS[-at]})" for at in range(1, 30)),
    "a beginning": "b*",
    "beginnings": "ba* OR ce* OR di* OR fo*",
    "a loose phrase": f'"{WORDS[0]} {WORDS[1]}"~9',
    "loose phrases": " OR ".join(f'"{WORDS[at]} {WORDS[0]}"~9' for at in range(1, 9)),
    "a part of many words": "*a*",
    "parts of many words": "*ba* OR *ce*",
}


@pytest.mark.parametrize("kind", CUT)
def test_all_engines_leave_out_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(bounding, "MOST_POSTINGS", 4_000)
    monkeypatch.setattr(bounding, "A_LEAF", 100)
    monkeypatch.setattr(bounding, "MOST_LOOSE", 40)
    monkeypatch.setattr(expansion, "MOST_HELD", 60)
    for module in (multireader, oracles):
        monkeypatch.setattr(module, "MOST_TERMS", 9)
    oracle, backend = MemoryBackend(), open_backend(tmp_path)
    for engine in (oracle, backend):
        with engine.begin(None) as build:
            build.add(records(60))
            build.publish(digests=(), problems=())
    answers = []
    for engine in (oracle, backend):
        with Searcher(engine.open()) as papers:
            found = papers.search(CUT[kind], limit=None, match=Match.ANY)
            hits = [(hit.paper.id, hit.score) for hit in found]
            answers.append((found.total, hits, found.notes))
    assert answers[0] == answers[1]
    assert answers[0][2] or kind.endswith("many words")


def test_what_many_words_hold_is_not_looked_up(
    backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many words there are, as many of them are read."""
    monkeypatch.setattr(multireader, "MOST_TERMS", 50)
    read = []
    entry = Segment._entry
    monkeypatch.setattr(
        Segment, "_entry", lambda self, at: read.append(at) or entry(self, at)
    )
    with closing(backend.open()) as reader:
        every = list(reader.leaves.everything())
        assert list(reader.holding("a")) == every
        assert not read
        assert list(reader.holding(WORDS[3])) != every
        assert 0 < len(read) <= 3 * 50


def test_terms_of_other_fields_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Patterns of digests and spans of days look at digests and days only."""
    looked_at = []
    term = Segment._term
    monkeypatch.setattr(
        Segment, "_term", lambda self, at: looked_at.append(at) or term(self, at)
    )
    days = [date(2026, 1, day) for day in range(1, 29)]
    figures = []
    for count in (100, 200, 400):
        dated = [
            replace(
                one,
                paper=replace(
                    one.paper,
                    date=days[at % 28],
                    seen=(Seen(f"{days[at % 28]}.txt"),),
                ),
            )
            for at, one in enumerate(records(count))
        ]
        made = open_backend(tmp_path / str(count))
        with made.begin(None) as build:
            build.add(dated)
            build.publish(digests=(), problems=())
        with Searcher(made.open()) as papers:
            looked_at.clear()
            assert papers.search("in:*2026* date:..2027", highlights=False).total
        figures.append(len(looked_at))
    assert max(figures) < 1.2 * min(figures), figures  # a larger one is halved more


@given(
    st.text("ab*?", max_size=9),
    st.lists(st.text("ab\n.[", max_size=7), max_size=9, unique=True),
)
@example("*a*a*a*a*a*a*a*a*b", ["a" * 4_000])
def test_patterns_match_as_they_are_read(pattern: str, names: list[str]) -> None:
    """A star is any text, a question mark a character; many stars take no time."""

    class Names:
        def terms(self, _: str, start: str) -> Iterator[tuple[str, int]]:
            return iter(sorted((name, 1) for name in names if name >= start))

    def matches(pattern: str, name: str) -> bool:
        ways = {0}
        for mark in pattern:
            if mark == "*":
                ways = set(range(min(ways), len(name) + 1)) if ways else ways
            else:
                ways = {
                    at + 1 for at in ways if at < len(name) and mark in ("?", name[at])
                }
        return len(name) in ways

    found = list(expansion._matching(Glob("digests", pattern), Names()))
    assert found == sorted(name for name in names if matches(pattern, name))


def test_a_rough_word_is_looked_for_once_however_often_it_is_asked(
    backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    near = expansion.near
    monkeypatch.setattr(
        expansion, "near", lambda *about: asked.append(about[:2]) or near(*about)
    )
    with Searcher(backend.open()) as papers:
        found = papers.search(f"{WORDS[0]}x~2 qqqq~2 {WORDS[1]}x~2", relax=True)
    assert found.relaxed == "any"
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("size", [4, 12])
def test_of_unknown_chinese_so_many_characters_are_looked_up(
    backend, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    looked_up = []
    holding = MultiReader.holding
    monkeypatch.setattr(
        MultiReader,
        "holding",
        lambda self, text: looked_up.append(text) or holding(self, text),
    )
    for runs in (10, 20, 40):
        start = iter(range(0x4E00, 0x9000, 7))
        typed = " ".join(
            "".join(chr(next(start)) for _ in range(size)) for _ in range(runs)
        )
        with Searcher(backend.open()) as papers:
            looked_up.clear()
            papers.search(typed, suggest=True)
        assert 0 < len(looked_up) < suggesting.MOST_LOOKED_UP + 2 * size


@given(st.lists(st.sets(st.integers(0, 9)), min_size=1, max_size=5))
def test_papers_that_hold_most_of_a_run(held: list[set[int]]) -> None:
    class Held:
        def holding(self, character: str) -> set[int]:
            return held[ord(character) - ord("a")]

    run = "".join(chr(ord("a") + at) for at in range(len(held)))
    most = suggestions._holding_most(run, Held())
    whole = set.intersection(*held)
    times = Counter(paper for papers in held for paper in papers)
    but_one = {n for n, count in times.items() if count == len(held) - 1}
    assert most == [*sorted(whole), *sorted(but_one)]


@pytest.mark.parametrize("kind", READ)
def test_all_engines_read_the_same_papers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(bounding, "MOST_READ", 12)
    days = Random(2)
    dated = [
        replace(one, paper=replace(one.paper, date=date(2026, 1, days.randint(1, 9))))
        for one in records(60)
    ]
    oracle, backend = MemoryBackend(), open_backend(tmp_path)
    for engine in (oracle, backend):
        with engine.begin(None) as build:
            build.add(dated)
            build.publish(digests=(), problems=())
    answers = []
    for engine in (oracle, backend):
        with Searcher(engine.open()) as papers:
            found = papers.search(READ[kind].format(WORDS[0]), limit=None)
            hits = [(hit.paper.id, hit.score) for hit in found]
            answers.append((found.total, hits, found.notes))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("kind", READ)
def test_however_many_papers_there_are_as_many_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(bounding, "MOST_READ", 12)
    read = []
    texts = MultiReader.texts

    def seen(self, papers, fields):
        for one in texts(self, papers, fields):
            read.append(one)
            yield one

    monkeypatch.setattr(MultiReader, "texts", seen)
    for count in (100, 200):
        backend = open_backend(tmp_path / str(count))
        with backend.begin(None) as build:
            build.add(records(count))
            build.publish(digests=(), problems=())
        with Searcher(backend.open()) as papers:
            read.clear()
            found = papers.search(READ[kind].format(WORDS[0]))
        assert 0 < len(read) <= 12
        assert any("papers were read for" in note for note in found.notes)


@pytest.mark.parametrize("size", [33, 64, 65, 4000])
def test_of_a_long_run_of_letters_a_piece_is_looked_up(size: int) -> None:
    """So that not every paper is read for what none holds."""
    run = ("qzx" * size)[:size]
    assert parts_of(run) == [run[:32]]


@pytest.mark.parametrize("size", [33, 64, 65, 100, 300])
def test_a_long_run_is_found_wherever_a_word_is_cut(tmp_path: Path, size: int) -> None:
    run = "".join(Random(3).choices("abcdefghijkl", k=400))
    papers = [
        Record(Paper(f"2601.{at:05}", title=Bilingual(f"on {run[at:]} and")))
        for at in range(0, 60, 7)
    ]
    made = open_backend(tmp_path)
    with made.begin(None) as build:
        build.add(papers)
        build.publish(digests=(), problems=())
    with Searcher(made.open()) as searcher:
        for start in (60, 63, 64, 90):
            found = searcher.search(f"*{run[start : start + size]}*")
            assert found.total == len(papers)
