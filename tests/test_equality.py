"""Whatever happened to a corpus, an updated index is the one a rebuild would make."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from searcher.building import update
from searcher.index import open_backend
from searcher.index.backend import Reader
from searcher.model import Match, Order
from searcher.query.parser import parse
from searcher.query.plan import EVERYTHING
from searcher.query.planning import plan_of
from searcher.settings import Library, create_library

NAMES = ("a.jsonl", "b.jsonl", "c/d.jsonl", "c/é f.jsonl")
TITLES = ("Trust regions", "Policy search, again", "强化学习的泛化", "Off-policy 方法")
QUERIES = (
    "trust",
    "policy",
    "强化",
    "off-policy",
    "学习 方法",
    "search*",
    '"trust regions"',
)


def entry(number: int, title: str, abstract: str, day: int, version: int) -> str:
    """One line of JSON; number 0 has no id, so its title decides what it is."""
    value: dict[str, Any] = {"title": title, "abstract": abstract}
    if number:
        value |= {"id": f"2602.{number:05}", "date": f"2026-02-{day:02}"}
        value |= {"version": version, "categories": ["cs.LG"]}
    return json.dumps(value, ensure_ascii=False) + "\n"


ENTRIES = st.lists(
    st.builds(
        entry,
        st.integers(0, 4),
        st.sampled_from(TITLES),
        st.sampled_from(
            ("", "We search.", "我们研究信赖域方法。", "Regions of trust.")
        ),
        st.integers(1, 3),
        st.integers(1, 2),
    ),
    max_size=5,
)


def contents(reader: Reader, ask: Callable[[Reader], Any]) -> dict[str, Any]:
    """All that can be told from an index."""
    page = reader.search(EVERYTHING, limit=None, offset=0, order=Order.NEWEST)
    ids = [hit.id for hit in page.hits]
    return {
        "papers": reader.papers(ids),
        "sightings": list(map(reader.sightings, ids)),
        "digests": [
            (state.path, state.size, state.sha256, state.entries)
            for state in reader.generation.digests
        ],
        "problems": reader.generation.problems,
        "answers": ask(reader),
    }


def answers(reader: Reader) -> list[Any]:
    found = []
    for text in QUERIES:
        plan = plan_of(
            parse(text, today=date(2026, 2, 5)).query,
            segmenter=reader.segmenter,
            match=Match.ANY,
            known=reader.known,
        )
        page = reader.search(plan, limit=3, offset=0, order=Order.RELEVANCE)
        found.append((text, page.total, page.hits))
    return found


def check_against_a_rebuild(
    library: Library, ask: Callable[[Reader], Any] = answers
) -> None:
    with TemporaryDirectory() as folder:
        fresh = create_library(Path(folder) / "fresh")
        shutil.rmtree(fresh.corpus)
        shutil.copytree(library.corpus, fresh.corpus)
        update(fresh)
        readers = [open_backend(one.index).open() for one in (library, fresh)]
        updated, rebuilt = (contents(reader, ask) for reader in readers)
        for reader in readers:
            reader.close()
    assert updated == rebuilt


class Corpus(RuleBasedStateMachine):
    """A corpus that is changed in every way, and updated now and then."""

    @initialize()
    def begin(self) -> None:
        self._folder = TemporaryDirectory()
        self.library = create_library(Path(self._folder.name) / "library")
        self._time = 1_700_000_000

    def _stamp(self, place: Path) -> None:
        self._time += 1
        os.utime(place, (self._time, self._time))

    @rule(name=st.sampled_from(NAMES), lines=ENTRIES, broken=st.booleans())
    def write(self, name: str, lines: list[str], *, broken: bool) -> None:
        place = self.library.corpus / name
        place.parent.mkdir(exist_ok=True)
        place.write_text("".join(lines) + "{broken\n" * broken, encoding="utf-8")
        self._stamp(place)

    @rule(name=st.sampled_from(NAMES), lines=ENTRIES)
    def append(self, name: str, lines: list[str]) -> None:
        place = self.library.corpus / name
        if place.exists():
            with place.open("a", encoding="utf-8") as file:
                file.write("".join(lines))
            self._stamp(place)

    @rule(name=st.sampled_from(NAMES))
    def remove(self, name: str) -> None:
        (self.library.corpus / name).unlink(missing_ok=True)

    @rule(old=st.sampled_from(NAMES), new=st.sampled_from(NAMES))
    def rename(self, old: str, new: str) -> None:
        place = self.library.corpus / old
        if place.exists():
            (self.library.corpus / new).parent.mkdir(exist_ok=True)
            place.rename(self.library.corpus / new)

    @rule(name=st.sampled_from(NAMES))
    def touch(self, name: str) -> None:
        if (self.library.corpus / name).exists():
            self._stamp(self.library.corpus / name)

    @rule()
    def update(self) -> None:
        update(self.library, accept_removals=True)
        check_against_a_rebuild(self.library)

    def teardown(self) -> None:
        if hasattr(self, "_folder"):
            self._folder.cleanup()


few = settings(
    max_examples=12,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
many = settings(few, max_examples=1000, stateful_step_count=30)


class TestCorpus(Corpus.TestCase):  # type: ignore[misc, name-defined]
    settings = few


@pytest.mark.slow
class TestCorpusForLong(Corpus.TestCase):  # type: ignore[misc, name-defined]
    settings = many


@pytest.mark.slow
def test_a_life_of_real_digests(data: Path, tmp_path: Path) -> None:
    """Digests come in any order and batching, some go and come back, others change."""
    library = create_library(tmp_path / "library")
    random = Random(7)
    places = sorted(p for p in (data / "digests").rglob("*") if p.is_file())
    waiting = [p for p in places if not p.name.startswith("README")]
    random.shuffle(waiting)
    there: list[Path] = []

    def target(place: Path) -> Path:
        return library.corpus / place.relative_to(data / "digests")

    def steps() -> Iterator[None]:
        while waiting:
            for _ in range(random.randint(1, 3)):
                if waiting:
                    place = waiting.pop()
                    target(place).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(place, target(place))
                    there.append(place)
            if there and random.random() < 0.4:
                gone = there.pop(random.randrange(len(there)))
                target(gone).unlink()
                waiting.insert(0, gone)
            if there and random.random() < 0.5:
                changed = target(random.choice(there))
                text = changed.read_bytes().splitlines(keepends=True)
                del text[: len(text) // 3]
                changed.write_bytes(b"".join(text))
            yield

    for _ in steps():
        update(library, accept_removals=True)
        check_against_a_rebuild(library)
        if len(there) > 40:
            break
