"""Light named tuples: that they are what those of typing are."""

import copy
import inspect
import pickle
import typing

import pytest

from searcher.typed import NamedTuple


class Light(NamedTuple):
    """Where something is."""

    x: int
    y: "str | None" = None
    z: tuple[int, ...] = ()

    @property
    def named(self) -> str:
        return f"{self.x}{self.y}"


class Heavy(typing.NamedTuple):
    """Where something is."""

    x: int
    y: "str | None" = None
    z: tuple[int, ...] = ()


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ((1,), {}),
        ((1, "a", (2,)), {}),
        ((1,), {"z": (3,)}),
        ((), {"z": (), "y": "a", "x": 2}),
    ],
)
def test_they_hold_the_same(values, named):
    light, heavy = Light(*values, **named), Heavy(*values, **named)
    assert light == heavy == tuple(light)
    assert hash(light) == hash(heavy)
    assert (light.x, light.y, light.z) == (heavy.x, heavy.y, heavy.z)
    assert light._asdict() == heavy._asdict()
    assert light._replace(x=5) == heavy._replace(x=5)
    assert repr(light) == repr(heavy).replace("Heavy", "Light")


def test_classes_tell_the_same():
    for name in ("_fields", "_field_defaults", "__match_args__", "__doc__"):
        assert getattr(Light, name) == getattr(Heavy, name)
    assert list(inspect.signature(Light).parameters) == ["x", "y", "z"]
    assert Light._make([1, 2, 3]) == Heavy._make([1, 2, 3])


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((1, 2, 3, 4), {}), ((1,), {"x": 2}), ((1,), {"a": 2})],
)
def test_a_wrong_way_is_a_type_error_that_names_the_class(values, named):
    with pytest.raises(TypeError, match="Light"):
        Light(*values, **named)


def test_no_other_field_is_replaced():
    with pytest.raises(TypeError, match="a"):
        Light(1)._replace(a=2)


def test_nothing_is_set():
    with pytest.raises(AttributeError):
        Light(1).x = 2
    with pytest.raises(AttributeError):
        Light(1).other = 2


def test_a_copy_is_equal_and_of_the_class():
    light = Light(1, "a")
    for other in (
        copy.copy(light),
        copy.deepcopy(light),
        pickle.loads(pickle.dumps(light)),
    ):
        assert other == light
        assert type(other) is Light


def test_patterns_and_methods():
    match Light(1, "a"):
        case Light(x, y=y):
            assert (x, y) == (1, "a")
    assert Light(1, "a").named == "1a"


def test_a_field_without_default_behind_one_with_is_none():
    with pytest.raises(TypeError, match="without default"):

        class Wrong(NamedTuple):
            x: int = 1
            y: int


def test_they_are_made_as_fast():
    """Of as many steps: what makes one is as in those of typing."""
    assert Light.__new__.__code__.co_code == Heavy.__new__.__code__.co_code
