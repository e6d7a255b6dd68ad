"""Frozen values whose classes cost next to nothing to make.

A dataclass writes and compiles code whenever a program starts, half a millisecond for
each of them: a fifth of a search. What is declared is the same, fields in order with
types and defaults, and `_: KW_ONLY` before those that are named; so is what it gives:
slots, equality within a class, a hash, a repr, patterns, pickling and `replace`.
"""

from collections.abc import Callable
from operator import attrgetter

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
    from inspect import Signature
else:
    KW_ONLY = object()

__all__ = ["KW_ONLY", "Value", "put", "replace"]

T = TypeVar("T", bound="Value")

put = object.__setattr__
"""Sets a field, in an `__init__`; nothing else may."""


class _Kind(type):
    """Makes slots of the fields of a class."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], space: dict[str, Any]
    ) -> "_Kind":
        named = declared(space)
        positional = named.index("_") if "_" in named else len(named)
        fields = tuple(field for field in named if field != "_")
        space["_defaults"] = {f: space.pop(f) for f in fields if f in space}
        space["_fields"] = fields
        space["__slots__"] = fields if bases else ("_hash",)
        space["__match_args__"] = fields[:positional]
        space["_most"] = positional if positional == len(fields) else None
        space["_values"] = attrgetter(*fields) if fields else lambda _: ()
        return super().__new__(cls, name, bases, space)

    @property
    def __signature__(cls) -> "Signature":
        """What `help` shows."""
        from inspect import Parameter, Signature  # noqa: PLC0415 - not at start

        space = vars(cls)
        by_place = space["__match_args__"]
        parameters = (
            Parameter(
                field,
                Parameter.POSITIONAL_OR_KEYWORD
                if field in by_place
                else Parameter.KEYWORD_ONLY,
                default=space["_defaults"].get(field, Parameter.empty),
            )
            for field in space["_fields"]
        )
        return Signature(list(parameters))


@dataclass_transform(frozen_default=True)
class Value(metaclass=_Kind):
    """The base of frozen values, which are bases of nothing themselves.

    A class of which hundreds of thousands are made writes its own `__init__`.
    """

    if TYPE_CHECKING:
        __match_args__: ClassVar[tuple[str, ...]]
        _fields: ClassVar[tuple[str, ...]]
        _defaults: ClassVar[dict[str, Any]]
        __slots__: tuple[str, ...]
        _hash: int
        _most: ClassVar[int | None]
        """How many values are all of them, if none must be named."""
        _values: ClassVar[attrgetter[Any]]
        """What all fields of a value are; what it is, of a single one."""

    def __init__(self, *values: Any, **named: Any) -> None:
        if named or len(values) != self._most:
            values = _completed(type(self), values, named)
        for field, value in zip(self._fields, values, strict=True):
            put(self, field, value)

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
            put(self, "_hash", hash(self._values(self)))
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


def _completed(
    cls: type[Value], values: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, ...]:
    """The values of all fields, in order."""
    if len(values) > len(cls.__match_args__):
        raise TypeError(
            f"{cls.__name__} takes {len(cls.__match_args__)} values unnamed"
        )
    defaults = cls._defaults
    try:
        rest = [
            named.pop(field) if field in named else defaults[field]
            for field in cls._fields[len(values) :]
        ]
    except KeyError as missing:
        raise TypeError(f"{cls.__name__} lacks its {missing}") from None
    if named:
        raise TypeError(f"{cls.__name__} does not take {', '.join(named)}")
    return *values, *rest
