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
from types import FunctionType

from searcher.tuples import declared
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
_LETTERS = "abcdefghij"


_SETTING: tuple[Any, ...] = (
    lambda self: None,  # noqa: ARG005
    lambda self, a: _put(self, "a", a),
    lambda self, a, b: _put(self, "a", a) or _put(self, "b", b),
    lambda self, a, b, c: (
        _put(self, "a", a) or _put(self, "b", b) or _put(self, "c", c)
    ),
    lambda self, a, b, c, d: (
        _put(self, "a", a)
        or _put(self, "b", b)
        or _put(self, "c", c)
        or _put(self, "d", d)
    ),
    lambda self, a, b, c, d, e: (
        _put(self, "a", a)
        or _put(self, "b", b)
        or _put(self, "c", c)
        or _put(self, "d", d)
        or _put(self, "e", e)
    ),
    lambda self, a, b, c, d, e, f: (
        _put(self, "a", a)
        or _put(self, "b", b)
        or _put(self, "c", c)
        or _put(self, "d", d)
        or _put(self, "e", e)
        or _put(self, "f", f)
    ),
    lambda self, a, b, c, d, e, f, g: (
        _put(self, "a", a)
        or _put(self, "b", b)
        or _put(self, "c", c)
        or _put(self, "d", d)
        or _put(self, "e", e)
        or _put(self, "f", f)
        or _put(self, "g", g)
    ),
    lambda self, a, b, c, d, e, f, g, h: (
        _put(self, "a", a)
        or _put(self, "b", b)
        or _put(self, "c", c)
        or _put(self, "d", d)
        or _put(self, "e", e)
        or _put(self, "f", f)
        or _put(self, "g", g)
        or _put(self, "h", h)
    ),
    lambda self, a, b, c, d, e, f, g, h, i: (
        _put(self, "a", a)
        or _put(self, "b", b)
        or _put(self, "c", c)
        or _put(self, "d", d)
        or _put(self, "e", e)
        or _put(self, "f", f)
        or _put(self, "g", g)
        or _put(self, "h", h)
        or _put(self, "i", i)
    ),
    lambda self, a, b, c, d, e, f, g, h, i, j: (
        _put(self, "a", a)
        or _put(self, "b", b)
        or _put(self, "c", c)
        or _put(self, "d", d)
        or _put(self, "e", e)
        or _put(self, "f", f)
        or _put(self, "g", g)
        or _put(self, "h", h)
        or _put(self, "i", i)
        or _put(self, "j", j)
    ),
)
"""By the number of fields, what sets one after the other: each returns None."""


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
        space["__init__"] = _setter(name, fields, positional, defaults)
        return super().__new__(cls, name, bases, space)


def _setter(
    name: str, fields: tuple[str, ...], positional: int, defaults: dict[str, Any]
) -> FunctionType:
    """The `__init__` of a class: a code that is there, with other names in it."""
    code = _SETTING[len(fields)].__code__
    names = dict(zip(_LETTERS, fields, strict=False))
    code = code.replace(
        co_varnames=("self", *fields),
        co_consts=tuple(names.get(const, const) for const in code.co_consts),
        co_argcount=1 + positional,
        co_kwonlyargcount=len(fields) - positional,
    )
    by_place = [
        defaults.pop(field) for field in fields[:positional] if field in defaults
    ]
    made = FunctionType(code, globals(), "__init__", tuple(by_place))
    made.__kwdefaults__ = defaults
    made.__qualname__ = f"{name}.__init__"  # of which errors speak
    return made


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
