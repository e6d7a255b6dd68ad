"""Named tuples whose classes cost next to nothing to make.

Declared and used as those of typing, which compile code for each class. Here the code
of all with so many fields is the same, but for the names. Knows nothing else.
"""

from types import FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, ClassVar, Self

    def field_at(place: int, doc: str | None) -> property: ...
else:
    try:
        from _collections import _tuplegetter as field_at  # as namedtuple does
    except ImportError:
        from operator import itemgetter

        def field_at(place, doc):
            return property(itemgetter(place), doc=doc)


__all__ = ["NamedTuple", "declared"]

_tuple = tuple.__new__
_NEW = (
    lambda cls: _tuple(cls, ()),
    lambda cls, a: _tuple(cls, (a,)),
    lambda cls, a, b: _tuple(cls, (a, b)),
    lambda cls, a, b, c: _tuple(cls, (a, b, c)),
    lambda cls, a, b, c, d: _tuple(cls, (a, b, c, d)),
    lambda cls, a, b, c, d, e: _tuple(cls, (a, b, c, d, e)),
    lambda cls, a, b, c, d, e, f: _tuple(cls, (a, b, c, d, e, f)),
    lambda cls, a, b, c, d, e, f, g: _tuple(cls, (a, b, c, d, e, f, g)),
    lambda cls, a, b, c, d, e, f, g, h: _tuple(cls, (a, b, c, d, e, f, g, h)),
    lambda cls, a, b, c, d, e, f, g, h, i: _tuple(cls, (a, b, c, d, e, f, g, h, i)),
    lambda cls, a, b, c, d, e, f, g, h, i, j: _tuple(
        cls, (a, b, c, d, e, f, g, h, i, j)
    ),
    lambda cls, a, b, c, d, e, f, g, h, i, j, k: _tuple(
        cls, (a, b, c, d, e, f, g, h, i, j, k)
    ),
    lambda cls, a, b, c, d, e, f, g, h, i, j, k, l: _tuple(  # noqa: E741
        cls, (a, b, c, d, e, f, g, h, i, j, k, l)
    ),
)
"""By the number of fields."""


def declared(space: "dict[str, Any]") -> list[str]:
    """The names that a class annotates, in order."""
    # from Python 3.14 on annotations are made when they are asked for
    made = space.get("__annotate_func__")
    return list(made(1) if made else space.get("__annotations__", ()))


class _Kind(type):
    """Makes a tuple of a class with annotations."""

    def __new__(
        cls, name: str, bases: "tuple[type, ...]", space: "dict[str, Any]"
    ) -> "_Kind":
        fields = tuple(declared(space))
        defaults = {field: space[field] for field in fields if field in space}
        if tuple(defaults) != fields[len(fields) - len(defaults) :]:
            raise TypeError(f"{name}: a field without default behind one with")
        for place, field in enumerate(fields):
            space[field] = field_at(place, None)
        space["__slots__"] = ()
        space["_fields"] = space["__match_args__"] = fields
        space["_field_defaults"] = defaults
        space["__new__"] = _maker(name, fields, tuple(defaults.values()))
        return super().__new__(cls, name, bases, space)


def _maker(
    name: str, fields: tuple[str, ...], defaults: "tuple[Any, ...]"
) -> FunctionType:
    code = _NEW[len(fields)].__code__.replace(co_varnames=("_cls", *fields))
    made = FunctionType(code, globals(), "__new__", defaults)
    made.__qualname__ = f"{name}.__new__"  # of which errors speak
    return made


class NamedTuple(tuple["Any", ...], metaclass=_Kind):  # noqa: SLOT001 - `_Kind` does
    """The base of named tuples, which are bases of nothing themselves."""

    if TYPE_CHECKING:
        _fields: ClassVar[tuple[str, ...]]

    @classmethod
    def _make(cls, values: "Iterable[Any]") -> "Self":
        return cls(*values)

    def _replace(self, /, **changes: "Any") -> "Self":
        """The tuple with other values of some fields. Raises TypeError for no field."""
        made = type(self)(*map(changes.pop, self._fields, self))
        if changes:
            raise TypeError(f"{type(self).__name__} has no {', '.join(changes)}")
        return made

    __replace__ = _replace

    def _asdict(self) -> "dict[str, Any]":
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        shown = map("{}={!r}".format, self._fields, self)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __getnewargs__(self) -> "tuple[Any, ...]":
        return tuple(self)
