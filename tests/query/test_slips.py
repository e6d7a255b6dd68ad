"""A spelling is offered where something was found, if it is likely to be a slip."""

import json
import lzma
import random
import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from searcher.index import open_backend
from searcher.model import Bilingual, Paper, Record
from searcher.query.parser import parse
from searcher.query.slips import is_slip
from searcher.query.suggesting import FEW, MOST_DOUBTED, TIMES, doubted
from searcher.searching import Searcher
from tests.oracle import MemoryBackend, MemoryReader

USUAL = 3 * TIMES


def reader(*papers: tuple[int, str, str, str]) -> MemoryReader:
    """So many papers each of an English title, a Chinese one, and an author."""
    every = (
        Paper(f"p{kind}-{n}", title=Bilingual(en, zh), authors=(author,))
        for kind, (count, en, zh, author) in enumerate(papers)
        for n in range(count)
    )
    backend = MemoryBackend()
    with backend.begin(None) as build:
        build.add(map(Record, every))
        build.publish(digests=(), problems=())
    return backend.open()


LIBRARY = reader(
    (2, "A langauge model of rotor weitiao", "强化学系", "John Shculman"),
    (USUAL, "A language model of motors", "强化学习的微调", "John Schulman"),
    (USUAL, "Modal logic of model checks", "", "Wei Wang"),
    (1, "Traning of tranformer sharding policis", "", "Wie Wang"),
    (USUAL, "Training of a transformer, sharing policies", "", "Ada Birch"),
)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("langauge model", f"language model ({USUAL} papers)"),
        ("langauge", f"language ({USUAL} papers)"),
        ("title:langauge", f"title:language ({USUAL} papers)"),
        ("Langauge", f"language ({USUAL} papers)"),
        ("traning", f"training ({USUAL} papers)"),
        ("tranformer", f"transformer ({USUAL} papers)"),
        ("强化学系", f"强化学习 ({USUAL} papers)"),
        ("weitiao", f"微调 ({USUAL} papers)"),
        ("au:Shculman", f"author:schulman ({USUAL} papers)"),
        ('au:"Shculman, John"', f'author:"schulman, John" ({USUAL} papers)'),
        ("au:Wie", None),
        ("language model", None),
        ("rotor", None),
        ("modal", None),
        ("model", None),
        ("au:Wang", None),
        ('"langauge model" rotor', None),
        ("langauge rotor", None),
    ],
)
def test_what_is_offered(typed: str, offered: str | None) -> None:
    found = Searcher(LIBRARY).search(typed, limit=0, relax=True)
    assert found.total > 0
    assert found.notes == ((f"did you mean: {offered}",) if offered else ())
    assert found.relaxed is None
    assert found.to_json()["notes"] == list(found.notes)
    assert Searcher(LIBRARY).search(typed, limit=0, suggest=False).notes == ()


@pytest.mark.parametrize(("wrong", "right", "told"), [(2, 19, 0), (2, 20, 1)])
def test_it_is_ten_times_as_usual(wrong: int, right: int, told: int) -> None:
    few = reader((wrong, "langauge", "", "A"), (right, "language", "", "A"))
    assert len(Searcher(few).search("langauge").notes) == told


def test_what_is_not_rare_is_not_doubted() -> None:
    many = reader((FEW + 1, "langauge", "", "A"), (FEW * 20, "language", "", "A"))
    assert Searcher(many).search("langauge").notes == ()


class Counting(MemoryReader):
    """Counts how often a vocabulary is read."""

    read = 0

    def near(self, word, edits, fields=()):
        self.read += 1
        return super().near(word, edits, fields)


def test_few_vocabularies_are_read_and_none_for_usual_words() -> None:
    counting = Counting(LIBRARY.generation, LIBRARY.documents)

    def asked(text: str) -> int:
        counting.read = 0
        doubted(parse(text, today=None).query, counting)
        return counting.read

    assert asked("language model policy learning of transformers") == 0
    assert asked("强化学习") == 0
    rare = "langauge rotor weitiao traning tranformer sharding policis"
    assert asked(rare) == MOST_DOUBTED


@pytest.mark.parametrize(
    ("typed", "usual", "slip"),
    [
        ("langauge", "language", True),
        ("modle", "model", True),
        ("tranformer", "transformer", True),
        ("optimiziation", "optimization", True),
        ("modal", "model", False),
        ("rotor", "motor", False),
        ("learns", "learn", False),
        ("learner", "learned", False),
        ("bard", "board", False),
        ("haracter", "character", False),
    ],
)
def test_what_looks_like_a_slip(typed: str, usual: str, slip: bool) -> None:
    assert is_slip(typed, usual) is slip


@pytest.mark.slow
def test_real_rare_words_are_hardly_ever_doubted(data: Path, tmp_path: Path) -> None:
    """Words of three papers at most here, but of twenty and more in all of them."""
    path = data / "papers" / "papers-english.jsonl.xz"
    everywhere: Counter[str] = Counter()
    papers = []
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(islice(file, 60_000)):
            paper = json.loads(line)
            text = f"{paper['title']} {paper['abstract']}"
            everywhere.update({*re.findall(r"\b[a-z]{4,}\b", text)})
            if number % 20 == 0:
                title, abstract = (
                    Bilingual(paper["title"]),
                    Bilingual(paper["abstract"]),
                )
                papers.append(Paper(paper["id"], title=title, abstract=abstract))
    backend = open_backend(tmp_path)
    with backend.begin(None) as build:
        build.add(map(Record, papers))
        build.publish(digests=(), problems=())
    with Searcher(backend.open()) as searcher:
        words = sorted(word for word, count in everywhere.items() if count >= 20)
        random.Random(1).shuffle(words)
        found = ((word, searcher.search(word, limit=0)) for word in words)
        rare = list(islice((f for f in found if 0 < f[1].total <= 3), 300))
    offers = [(word, answer.notes) for word, answer in rare if answer.notes]
    assert len(rare) == 300
    assert len(offers) <= 6, offers  # two in a hundred; it was less than one
