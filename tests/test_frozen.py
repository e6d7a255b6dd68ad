"""Frozen values: what a class of them promises, whatever it is made of."""

import copy
import inspect
import pickle

import pytest

from searcher.frozen import KW_ONLY, Value, replace
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
