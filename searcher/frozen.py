"""Frozen values whose classes cost next to nothing to make.

A dataclass writes and compiles code whenever a program starts, half a millisecond for
each of them: a fifth of a search. What is declared is the same, fields in order with
types and defaults, and `_: KW_ONLY` before those that are named; so is what it gives:
slots, equality within a class, a hash, a repr, patterns, pickling and `replace`.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from operator import attrgetter

from searcher.tuples import MADE, declared, function
from searcher.typed import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Self,
    TypeVar,
    dataclass_transform,
)

if TYPE_CHECKING:
    from dataclasses import KW_ONLY
else:
    KW_ONLY = object()

__all__ = ["KW_ONLY", "Value", "late", "replace"]

T = TypeVar("T", bound="Value")

_put: Any = object.__setattr__
_a = _b = _c = _put  # each class has its own instead
_SETTING: Any = (
    lambda self: None,  # noqa: ARG005
    lambda self, a: _a(self, a),  # noqa: PLW0108
    lambda self, a, b: _a(self, a) or _b(self, b),
    lambda self, a, b, c: _a(self, a) or _b(self, b) or _c(self, c),
)
"""By the number of fields, what sets one after the other: each setter returns None. To
set more in a loop takes no longer.
"""


def _setter(setters: tuple[Callable[[Any, Any], None], ...]) -> tuple[Any, Any]:
    """The code of an `__init__`, and what it calls."""
    if len(setters) < len(_SETTING):
        calls = dict(zip(("_a", "_b", "_c"), setters, strict=False))
        return _SETTING[len(setters)].__code__, calls

    def made(value: Any, values: tuple[Any, ...]) -> None:
        for put, what in zip(setters, values):  # noqa: B905 - a tenth of the time
            put(value, what)

    return MADE[len(setters)].__code__, {"_made": made}


class _Kind(type):
    """Makes slots of the fields of a class, and what sets them."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], space: dict[str, Any]
    ) -> "_Kind":
        named = declared(space)
        positional = named.index("_") if "_" in named else len(named)
        fields = tuple(field for field in named if field != "_")
        defaults = {field: space.pop(field) for field in fields if field in space}
        space["_fields"] = fields
        space["__slots__"] = fields if bases else ("_hash",)
        space["__match_args__"] = fields[:positional]
        space["_values"] = attrgetter(*fields) if fields else lambda _: ()
        made: Any = super().__new__(cls, name, bases, space)
        setters = tuple(made.__dict__[field].__set__ for field in fields)
        code, calls = _setter(setters)
        made.__init__ = function(
            code, f"{name}.__init__", fields, positional, defaults=defaults, calls=calls
        )
        return made  # type: ignore[no-any-return]


@dataclass_transform(frozen_default=True)
class Value(metaclass=_Kind):
    """The base of frozen values, which are bases of nothing themselves."""

    if TYPE_CHECKING:
        __match_args__: ClassVar[tuple[str, ...]]
        _fields: ClassVar[tuple[str, ...]]
        __slots__: tuple[str, ...]
        _hash: int
        _values: ClassVar[attrgetter[Any]]
        """What all fields of a value are; what it is, of a single one."""

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        values = self._values
        return bool(values(self) == values(other))

    def __hash__(self) -> int:
        # a plan is looked up hundreds of times on the way of a query
        try:
            return self._hash
        except AttributeError:
            _put(self, "_hash", hash(self._values(self)))
            return self._hash

    def __repr__(self) -> str:
        shown = (f"{field}={getattr(self, field)!r}" for field in self._fields)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"cannot set {name!r} of a frozen value")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"cannot delete {name!r} of a frozen value")

    def __replace__(self, /, **changes: Any) -> Self:
        return type(self)(**_named(self) | changes)

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[object, ...]]:
        return _restored, (type(self), _named(self))


def replace(value: T, /, **changes: Any) -> T:
    """The value with other values of some fields. Raises TypeError for no field."""
    return value.__replace__(**changes)


def _named(value: Value) -> dict[str, Any]:
    return {field: getattr(value, field) for field in value._fields}


def _restored(cls: type[T], named: dict[str, Any]) -> T:
    return cls(**named)


def late(kind: type[T], read: Callable[[], T], /, **known: object) -> T:
    """A value of which some fields are known, and that is read when another is asked
    for, or anything else of it. From then on it is one like any other.

    What `read` raises is raised there, and it is asked again the next time.
    """
    value: T = object.__new__(_late(kind))
    for field, what in known.items():
        _put(value, field, what)
    _put(value, "_hash", read)  # which it has no need of before
    return value


@cache
def _late(kind: Any) -> Any:
    """A class of the same slots, whose values turn into those of `kind`.

    Where that class itself read what it lacks, each access to any value would be four
    times as slow.
    """
    pending = Value.__dict__["_hash"]

    def settle(value: Any) -> None:
        # threads may look at once: each step can be taken twice
        try:
            read = pending.__get__(value)
        except AttributeError:
            read = None
        if callable(read):  # and not yet a hash
            found = read()
            for field in kind._fields:
                _put(value, field, getattr(found, field))
            with suppress(AttributeError):
                pending.__delete__(value)
        _put(value, "__class__", kind)

    def settled(name: str) -> Callable[..., Any]:
        def method(value: Any, *args: object, **named: object) -> Any:
            settle(value)
            return getattr(value, name)(*args, **named)

        return method

    names = ("__eq__", "__hash__", "__repr__", "__reduce__", "__replace__")
    space: dict[str, Any] = {name: settled(name) for name in names}
    space["__getattr__"] = settled("__getattribute__")
    space["__slots__"] = ()
    space["__module__"], space["__qualname__"] = kind.__module__, kind.__qualname__
    return type.__new__(_Kind, kind.__name__, (kind,), space)
