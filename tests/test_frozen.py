"""Frozen values: what a class of them promises, whatever it is made of."""

import copy
import inspect
import pickle
from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from searcher.frozen import KW_ONLY, Value, late, replace
from searcher.model import Bilingual, Paper, Seen
from searcher.query import tree


class Place(Value):
    """Where something is."""

    x: int
    y: int = 0
    _: KW_ONLY
    name: str = "here"
    weight: float


class Other(Value):
    x: int
    y: int = 0
    _: KW_ONLY
    name: str = "here"
    weight: float


PAPERS = [
    Paper("1502.05477"),
    Paper("x", version=2, title=Bilingual("T", "题"), seen=(Seen("a.md"),)),
]
VALUES = [
    Place(1, weight=0.5),
    Bilingual(zh="题"),
    tree.All((tree.Word("a"), tree.Boost(tree.Word("b"), 2))),
    *PAPERS,
]


class TestMaking:
    def test_by_place_and_by_name(self):
        place = Place(1, 2, name="there", weight=0.5)
        assert (place.x, place.y, place.name, place.weight) == (1, 2, "there", 0.5)
        assert Place(x=1, weight=1.0) == Place(1, 0, name="here", weight=1.0)

    @pytest.mark.parametrize(
        ("values", "named"),
        [
            ((), {"weight": 1.0}),
            ((1,), {}),
            ((1, 2, "there"), {"weight": 1.0}),
            ((1, 2, "there", 1.0), {}),
            ((1,), {"x": 2, "weight": 1.0}),
            ((1,), {"z": 2, "weight": 1.0}),
        ],
        ids=["lacks one", "lacks a named one", "too many", "all", "twice", "unknown"],
    )
    def test_a_wrong_way_is_a_type_error(self, values, named):
        with pytest.raises(TypeError, match="Place"):
            Place(*values, **named)

    def test_a_class_tells_how(self):
        told = str(inspect.signature(Place))
        assert told == "(x, y=0, *, name='here', weight)"
        assert list(inspect.signature(Paper).parameters) == list(Paper.__slots__)


class TestBeing:
    @pytest.mark.parametrize("value", VALUES, ids=repr)
    def test_copied_pickled_and_replaced_it_is_equal(self, value):
        for other in (
            copy.copy(value),
            copy.deepcopy(value),
            pickle.loads(pickle.dumps(value)),
            replace(value),
        ):
            assert other == value
            assert hash(other) == hash(value)
            assert repr(other) == repr(value)

    def test_equal_only_within_a_class(self):
        assert Place(1, weight=0.5) != Other(1, weight=0.5)
        assert Place(1, weight=0.5) != Place(2, weight=0.5)
        assert tree.Word("a") != tree.Exact("a")
        assert PAPERS[0] != PAPERS[1]

    def test_its_repr_makes_it_again(self):
        place = Place(1, weight=0.5)
        assert repr(place) == "Place(x=1, y=0, name='here', weight=0.5)"
        assert eval(repr(place)) == place

    def test_nothing_of_it_changes(self):
        place = Place(1, weight=0.5)
        for field in ("x", "name", "z"):
            with pytest.raises(AttributeError):
                setattr(place, field, 2)
        with pytest.raises(AttributeError):
            del place.x
        assert not hasattr(place, "__dict__")

    def test_it_matches_by_place(self):
        match Place(1, 2, weight=0.5):
            case Place(x, y, weight=weight):
                assert (x, y, weight) == (1, 2, 0.5)


def test_replacing():
    assert replace(Place(1, weight=0.5), y=3) == Place(1, 3, weight=0.5)
    assert replace(PAPERS[0], version=3).version == 3
    with pytest.raises(TypeError):
        replace(Place(1, weight=0.5), z=3)


class Reading:
    """Reads a value, and counts how often."""

    def __init__(self, value: Value) -> None:
        self.value, self.count = value, 0

    def __call__(self) -> Value:
        self.count += 1
        return self.value


USES: dict[str, Callable[[Place], object]] = {
    "a field": lambda place: place.y,
    "a named field": lambda place: place.name,
    "no field": lambda place: hasattr(place, "z"),
    "equality": lambda place: place == Place(1, 2, weight=0.5),
    "equality from the right": lambda place: Place(1, 2, weight=0.5) == place,
    "inequality": lambda place: place != Place(1, 2, weight=0.25),
    "another class": lambda place: place == Other(1, 2, weight=0.5),
    "hash": hash,
    "repr": repr,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda place: pickle.loads(pickle.dumps(place)),
    "replace": lambda place: replace(place, weight=1.0),
}


class TestLate:
    @pytest.mark.parametrize("use", USES.values(), ids=USES.keys())
    def test_however_it_is_looked_at_it_is_as_if_it_had_been_read(self, use):
        whole = Place(1, 2, weight=0.5)
        read = Reading(whole)
        place = late(Place, read, x=1)
        assert isinstance(place, Place)
        assert place.x == 1
        assert read.count == 0
        assert use(place) == use(whole)
        assert read.count == 1
        assert type(place) is Place
        assert place == whole
        assert use(place) == use(whole)
        assert read.count == 1

    def test_it_is_matched_and_found_in_a_set(self):
        match late(Place, Reading(Place(1, 2, weight=0.5)), x=1):
            case Place(1, y):
                assert y == 2
        assert late(Paper, Reading(PAPERS[1]), id="x") in set(PAPERS)

    def test_nothing_of_it_changes(self):
        place = late(Place, Reading(Place(1, 2, weight=0.5)), x=1)
        for field in ("x", "y", "z"):
            with pytest.raises(AttributeError):
                setattr(place, field, 2)
            with pytest.raises(AttributeError):
                delattr(place, field)
        assert place == Place(1, 2, weight=0.5)

    def test_what_cannot_be_read_is_asked_again(self):
        problems = [AttributeError("gone"), OSError("busy")]

        def read() -> Place:
            if problems:
                raise problems.pop()
            return Place(1, 2, weight=0.5)

        place = late(Place, read, x=1)
        for error in (OSError, AttributeError):
            with pytest.raises(error):
                repr(place)
            assert place.x == 1
        assert place.y == 2

    def test_threads_that_look_at_once_see_the_same(self):
        whole = Place(1, 2, weight=0.5)
        for _ in range(50):
            start = Barrier(4)
            place = late(Place, Reading(whole), x=1)
            seen = []

            def look(place: Place = place, start: Barrier = start, seen=seen) -> None:
                start.wait()
                seen.append((place.y, hash(place), place == whole, repr(place)))

            threads = [Thread(target=look) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert seen == [(2, hash(whole), True, repr(whole))] * 4
