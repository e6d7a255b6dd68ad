"""A listing costs as much as it is long, and is written while it is read.

Work is counted, not timed: words looked at, calls made, papers read, hits held.
"""

import gc
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice

import pytest

from searcher import Bilingual, Hit, Match, Paper, Results, Searcher
from searcher.analysis import spotting
from searcher.analysis.dictionary import jieba_dictionary
from searcher.analysis.tokens import text_terms
from searcher.cli import bibtex, formats, shapes
from searcher.cli.option_table import FORMATS
from searcher.frozen import replace
from searcher.highlighting import highlighter
from searcher.index import open_backend
from searcher.index.backend import Reader
from searcher.model import Record
from searcher.query.parser import parse
from searcher.query.planning import plan_of
from searcher.searching import BATCH

TODAY = date(2026, 3, 5)
THOUSANDS = (1_000, 2_000, 4_000)
COUNT = 2_000
SYLLABLES = ["".join(pair) for pair in zip("bcdfghjklmnprst", "aeiou" * 3, strict=True)]
HAN = "策略梯度强化网络图像分割模型优化信任区域方差估计"


def word(number: int) -> str:
    """A word that no other number has."""
    digits = [number // 15**place % 15 for place in range(4)]
    return "".join(SYLLABLES[digit] for digit in digits)


def paper(number: int) -> Paper:
    """Like all others, but for words of its own."""
    own = [word(7 * number + more) for more in range(7)]
    run = "".join(HAN[(number // 24**place + place) % 24] for place in range(3))
    return Paper(
        f"2602.{number:05}",
        title=Bilingual(f"Learning {own[0]} {own[1]}", f"{run}的学习"),
        abstract=Bilingual(
            f"We learn {own[2]} from {own[3]}-{own[4]}. Then optimization of {own[5]} "
            f"follows, and {own[6]} is learnt.",
            f"我们学习{run}。其余是{run}的微积分，learning {own[6]}。",
        ),
        authors=("Ann Author",),
    )


LEAVES = {
    "a word": "learning",
    "a prefix": "learn*",
    "a fuzzy word": "lerning~",
    "a phrase": '"learning from"',
    "a word and another": "learning OR optimization",
}


@pytest.mark.parametrize("query", LEAVES.values(), ids=LEAVES.keys())
def test_words_are_looked_up_as_often_as_they_stand_in_texts(
    query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before is not gone through again for every text."""
    forms: list[str] = []

    def counted(form: str, count: int) -> Sequence[str]:
        forms.append(form)
        return text_terms(form, count)

    monkeypatch.setattr(spotting, "text_terms", counted)
    segmenter = jieba_dictionary()
    asked = plan_of(
        parse(query, today=TODAY).query,
        segmenter=segmenter,
        match=Match.ALL,
        known=lambda _: True,
    )
    looked = []
    for count in THOUSANDS:
        highlighted = highlighter(asked, segmenter, {})
        marks = words = 0
        forms.clear()
        for number in range(count):
            text = f"{paper(number).abstract.en} Learning from all."
            words += len(text.split())
            shown = highlighted(Paper("x", title=Bilingual(text)))
            marks += len(shown.highlights["title.en"][0].marks)
        assert marks >= count
        looked.append(len(forms) / words)
    assert looked[-1] <= 1.05 * looked[0]
    assert 0 < looked[0] <= 8


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    backend = open_backend(tmp_path_factory.mktemp("listing") / "index")
    with backend.begin(None) as build:
        build.add(Record(paper(number)) for number in range(COUNT))
        build.publish(digests=(), problems=())
    reader = backend.open()
    yield reader
    reader.close()


SHAPES = {
    "text": shapes.choose(
        as_json=False,
        as_jsonl=False,
        shape=None,
        count=False,
        quiet=False,
        color="always",
    ).write,
    "json": formats.json_document,
    "jsonl": formats.json_lines,
    "jsonl of many": formats.json_lines_of_many,
    "ids": formats.ids,
    "plain": formats.plain,
    "template": shapes._written(r"{id}\t{title.zh}"),
}
"""Everything that hits are written as, but for what remembers them."""
Write = Callable[[Results], Iterable[str]]


@contextmanager
def calls() -> Iterator[list[int]]:
    """Counts what is called meanwhile, of Python or of C."""
    count = [0]

    def called(_: object, event: str, __: object) -> None:
        if event in ("call", "c_call"):
            count[0] += 1

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        yield count
    finally:
        sys.setprofile(before)


@pytest.mark.parametrize(
    ("query", "explain"),
    [("learning", True), ("optimi*", False), ("学习", False)],
)
def test_what_is_called_grows_as_the_listing_does(
    reader: Reader, query: str, *, explain: bool
) -> None:
    searcher = Searcher(reader)
    per_hit = []
    for count in (COUNT // 2, COUNT):
        results = searcher.search(query, limit=count, lazy=True, explain=explain)
        assert len(results) == count
        with calls() as made:
            for _ in results:
                pass
        per_hit.append(made[0] / count)
    assert per_hit[-1] <= 1.1 * per_hit[0]


def write(shape: str) -> Write:
    return bibtex.bibtex() if shape == "bibtex" else SHAPES[shape]


def test_what_a_prefix_stands_for_is_read_once_for_all_hits(reader: Reader) -> None:
    """Not its hundreds of terms for every paper that is explained."""
    with calls() as one:
        Searcher(reader).search("b*", limit=1, explain=True, highlights=False)
    with calls() as made:
        found = Searcher(reader).search("b*", limit=51, explain=True, highlights=False)
    assert found.expanded[0]["count"] > 500
    assert len(found) == 51
    assert (made[0] - one[0]) / 50 <= 500


@pytest.mark.parametrize("shape", [*SHAPES, "bibtex"])
def test_writing_looks_at_each_hit_once(shape: str) -> None:
    """Every line of ours that is run counts, for a thousand hits and for four."""
    lines = 0

    def traced(frame, event: str, _: object):
        nonlocal lines
        if "/searcher/" not in frame.f_code.co_filename.replace("\\", "/"):
            return None
        lines += event == "line"
        return traced

    per_hit = []
    for count in (250, 500, 1_000):
        hits = [
            Hit(
                n + 1,
                score=1.0,
                paper=replace(paper(n % 10), id=f"x{n}"),
                highlights={},
            )
            for n in range(count)
        ]
        results = Results("q", parsed="q", hits=hits, total=count, took=0, generation=1)
        lines, before = 0, sys.gettrace()
        sys.settrace(traced)
        try:
            for _ in write(shape)(results):
                pass
        finally:
            sys.settrace(before)
        per_hit.append(lines / count)
    assert per_hit[-1] <= 1.1 * per_hit[0]


class Watching:
    """A reader that counts the papers that are read."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.read = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._reader, name)

    def papers(self, ids: Iterable[str]) -> list[Paper]:
        found = self._reader.papers(ids)
        self.read += len(found)
        return found


def alive() -> int:
    """The hits that somebody holds."""
    gc.collect()
    return sum(isinstance(one, Hit) for one in gc.get_objects())


@pytest.mark.parametrize("shape", [*SHAPES, "bibtex"])
def test_a_listing_is_written_while_it_is_read(reader: Reader, shape: str) -> None:
    watching = Watching(reader)
    results = Searcher(watching).search("learning", limit=None, lazy=True)
    before = alive()
    pieces = iter(write(shape)(results))
    next(pieces)
    assert watching.read <= BATCH
    for _ in range(4):
        assert len(list(islice(pieces, 300))) == 300
        assert alive() <= before + 2 * BATCH
    assert watching.read < len(results)
    for _ in pieces:
        pass
    assert watching.read == len(results) == COUNT


@pytest.mark.parametrize("limit", [0, 1, BATCH, BATCH + 1, None])
@pytest.mark.parametrize("shape", ["ids", "{id}", r"{rank}\t{id}\t{url}\t{score}"])
def test_a_listing_of_ids_reads_no_paper(
    reader: Reader, limit: int | None, shape: str
) -> None:
    """As a command asks for it, which shows nothing of what matched."""
    watching = Watching(reader)
    results = Searcher(watching).search(
        "learning", limit=limit, lazy=True, highlights=False
    )
    lines = list(shapes._written(shape)(results))
    assert len(lines) == (COUNT if limit is None else limit)
    assert watching.read == 0


def test_a_paper_is_read_when_it_is_looked_at(reader: Reader) -> None:
    watching = Watching(reader)
    results = Searcher(watching).search(
        "learning", limit=BATCH, lazy=True, highlights=False
    )
    for count, hit in enumerate(results):
        assert watching.read == count
        assert hit.paper == paper(int(hit.paper.id[5:]))
        assert hit.paper.title.en.startswith("Learning")


def test_a_lazy_answer_is_the_answer(reader: Reader) -> None:
    """Each hit of it, however it is reached, and the JSON that is written of it."""
    searcher = Searcher(reader)
    asked = {"limit": 3 * BATCH + 1, "offset": 5, "explain": True}
    whole = searcher.search("learning", **asked)
    lazy = searcher.search("learning", lazy=True, **asked)
    assert list(lazy) == list(lazy) == list(whole.hits)
    assert [lazy.hits[n] for n in range(-5, 5)] == [whole.hits[n] for n in range(-5, 5)]
    assert list(lazy.hits[7:60:9]) == list(whole.hits[7:60:9])
    with pytest.raises(IndexError):
        lazy.hits[len(lazy)]
    assert json.loads("".join(formats.json_document(lazy)))["hits"] == [
        hit.to_json() for hit in whole
    ]
    for results in (whole, searcher.search("xqzvb", lazy=True)):
        text = "".join(formats.json_document(results))
        assert text == formats.json_text(results.to_json())


def test_the_shapes_are_all_there_are() -> None:
    assert {*FORMATS} <= {*SHAPES, "bibtex"}
