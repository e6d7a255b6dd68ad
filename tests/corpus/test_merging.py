"""One paper is one record: ids, ranks, filling in, and never the order of arrival."""

from collections.abc import Iterable
from datetime import date as Date
from functools import reduce
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.ids import is_made, made, title_id, title_ids
from searcher.corpus.merging import combine, merge, rank
from searcher.frozen import replace
from searcher.model import Bilingual, Paper, Seen, Sighting, Subject

NONE = Bilingual()
MON, TUE, WED = Date(2026, 3, 2), Date(2026, 3, 3), Date(2026, 3, 4)


def sight(
    ident: str | None = "2603.00001",
    *,
    en: str = "",
    zh: str = "",
    version: int | None = None,
    abstract: Bilingual = NONE,
    authors: tuple[str, ...] = (),
    subjects: tuple[Subject, ...] = (),
    keyword: str = "",
    day: Date | None = MON,
    digest: str = "a.md",
    line: int = 1,
) -> Sighting:
    title = Bilingual(en, zh)
    paper = Paper(
        ident or title_id(title),
        version=version,
        title=title,
        abstract=abstract,
        authors=authors,
        subjects=subjects,
        keywords=(keyword,) if keyword else (),
        date=day,
        seen=(Seen(digest, day),),
    )
    return Sighting(paper, line)


def papers_of(sightings: Iterable[Sighting]) -> list[Paper]:
    return [record.paper for record in merge(sightings)]


def test_a_single_sighting_is_the_record() -> None:
    sighting = sight(en="One", keyword="k")
    assert papers_of([sighting]) == [sighting.paper]


def test_the_last_wins_and_is_filled_from_the_others_backwards() -> None:
    first = sight(
        en="Old",
        zh="旧",
        abstract=Bilingual("Old.", "旧。"),
        authors=("Ada",),
        subjects=(Subject("Robotics", "cs.RO"),),
        keyword="one",
        day=MON,
    )
    second = sight(
        en="Middle",
        abstract=Bilingual("Middle."),
        authors=("Ada", "Ben"),
        keyword="two",
        day=TUE,
        digest="b.md",
    )
    third = sight(en="New", keyword="one", day=WED, digest="c.md")
    (record,) = papers_of([second, third, first])
    assert record == Paper(
        "2603.00001",
        title=Bilingual("New", "旧"),
        abstract=Bilingual("Middle.", "旧。"),
        authors=("Ada", "Ben"),
        subjects=(Subject("Robotics", "cs.RO"),),
        keywords=("one", "two"),
        date=MON,
        seen=(Seen("a.md", MON), Seen("b.md", TUE), Seen("c.md", WED)),
    )


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ({"version": None, "day": WED}, {"version": 1, "day": MON}),
        ({"version": 2, "day": WED}, {"version": 10, "day": MON}),
        ({"day": None, "digest": "z.md"}, {"day": MON, "digest": "a.md"}),
        ({"day": MON, "digest": "z.md"}, {"day": TUE, "digest": "a.md"}),
        ({"digest": "a/z.md", "line": 9}, {"digest": "b/a.md", "line": 1}),
        ({"digest": "B.md"}, {"digest": "a.md"}),
        ({"line": 9}, {"line": 10}),
    ],
)
def test_version_then_day_then_path_then_line(
    lower: dict[str, object], higher: dict[str, object]
) -> None:
    one = sight(en="Lower", **lower)  # type: ignore[arg-type]
    two = sight(en="Higher", **higher)  # type: ignore[arg-type]
    assert rank(one) < rank(two)
    for order in ([one, two], [two, one]):
        (record,) = papers_of(order)
        assert record.title.en == "Higher"
        assert record.version == two.paper.version


def test_unknown_days() -> None:
    seen = [
        sight(en="One", day=None, digest="b.md"),
        sight(en="One", day=WED, digest="c.md"),
        sight(en="One", day=TUE, digest="c.md", line=2),
    ]
    (record,) = papers_of(seen)
    assert record.date == TUE
    assert record.seen == (Seen("c.md", TUE), Seen("b.md", None))
    (record,) = papers_of(seen[:1])
    assert record.date is None


class TestWithoutId:
    """Sightings that have only their title to be known by."""

    def test_the_same_title_is_the_same_paper(self) -> None:
        (record,) = papers_of(
            [sight(None, en="Lazy  Heaps"), sight(None, en="lazy heaps!")]
        )
        assert record.id == made("Lazy Heaps")

    def test_it_joins_the_one_paper_with_that_title(self) -> None:
        known = sight("2603.00001", en="Lazy Heaps", zh="惰性堆", day=MON)
        later = sight(None, en="Lazy heaps.", day=TUE, digest="b.md", keyword="k")
        chinese = sight(None, zh="惰性堆", day=WED, digest="c.md")
        (record,) = papers_of([chinese, later, known])
        assert record.id == "2603.00001"
        assert record.title == Bilingual("Lazy heaps.", "惰性堆")
        assert record.keywords == ("k",)
        assert [seen.digest for seen in record.seen] == ["a.md", "b.md", "c.md"]

    def test_where_two_papers_have_the_title_it_joins_neither(self) -> None:
        seen = [sight(name, en="Errata") for name in ("2603.00001", "2603.00002", None)]
        assert [paper.id for paper in papers_of(seen)] == [
            "2603.00001",
            "2603.00002",
            made("errata"),
        ]

    def test_a_title_that_a_later_version_gave_up_is_not_the_papers(self) -> None:
        old = sight(version=1, en="Working Title")
        new = sight(version=2, en="Title")
        loose = sight(None, en="Working title")
        assert [paper.id for paper in papers_of([old, new, loose])] == [
            "2603.00001",
            made("Working Title"),
        ]

    def test_it_joins_a_foreign_id_too(self) -> None:
        (record,) = papers_of([sight("doc7", en="One"), sight(None, en="One")])
        assert (record.id, record.url) == ("doc7", None)


def test_records_come_sorted_by_id() -> None:
    seen = [sight(name, en=name) for name in ("b", "a", "10", "9")]
    assert [paper.id for paper in papers_of(seen)] == ["10", "9", "a", "b"]


halves = st.sampled_from(["", "One", "one!", "Two", "三"])
sightings = st.builds(
    sight,
    st.sampled_from(["2603.00001", "2603.00002", "x", None, None]),
    en=halves,
    zh=halves,
    version=st.sampled_from([None, 1, 2]),
    abstract=st.builds(Bilingual, en=halves, zh=halves),
    authors=st.sampled_from([(), ("Ada",), ("Ben", "Cy")]),
    keyword=st.sampled_from(["", "k", "l"]),
    day=st.sampled_from([None, MON, TUE, WED]),
    digest=st.sampled_from(["a.md", "b/a.md", "c.md"]),
)


def numbered(found: list[Sighting]) -> list[Sighting]:
    """As in a real corpus: no two sightings on the same line of the same digest."""
    return [sighting._replace(line=line) for line, sighting in enumerate(found, 1)]


many = st.lists(sightings, max_size=8).map(numbered)


@given(many, st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(
    found: list[Sighting], random: Random
) -> None:
    expected = papers_of(found)
    random.shuffle(found)
    assert papers_of(found) == expected


@given(many)
def test_nothing_is_lost_and_nothing_is_made_up(found: list[Sighting]) -> None:
    records = papers_of(found)
    ids = [record.id for record in records]
    assert ids == sorted(set(ids))
    every = {seen for record in records for seen in record.seen}
    assert {seen.digest for seen in every} == {s.paper.seen[0].digest for s in found}
    known = papers_of(sighting for sighting in found if not is_made(sighting.paper.id))
    homes = {made for record in known for made in title_ids(record.title)}
    for sighting in found:
        assert sighting.paper.id in ids or (
            is_made(sighting.paper.id) and sighting.paper.id in homes
        )


@given(st.lists(sightings, min_size=1, max_size=6).map(numbered), st.integers(1, 5))
def test_a_record_can_stand_for_its_sightings(found: list[Sighting], at: int) -> None:
    papers = [replace(sighting.paper, id="x") for sighting in sorted(found, key=rank)]
    whole = reduce(combine, papers)
    if at < len(papers):
        assert (
            combine(reduce(combine, papers[:at]), reduce(combine, papers[at:])) == whole
        )
    assert combine(whole, whole) == whole
