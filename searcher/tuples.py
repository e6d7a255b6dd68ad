"""Named tuples whose classes cost next to nothing to make.

Declared and used as those of typing, which compile code for each class. Here the code
of all with so many fields is the same, but for the names. Knows nothing else.
"""

from types import FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import CodeType
    from typing import Any, ClassVar, Self

    def field_at(place: int, doc: str | None) -> property: ...
else:
    try:
        from _collections import _tuplegetter as field_at  # as namedtuple does
    except ImportError:
        from operator import itemgetter

        def field_at(place, doc):
            return property(itemgetter(place), doc=doc)


__all__ = ["MADE", "NamedTuple", "declared", "function"]

_made = tuple.__new__
MADE = (
    lambda _cls: _made(_cls, ()),
    lambda _cls, a: _made(_cls, (a,)),
    lambda _cls, a, b: _made(_cls, (a, b)),
    lambda _cls, a, b, c: _made(_cls, (a, b, c)),
    lambda _cls, a, b, c, d: _made(_cls, (a, b, c, d)),
    lambda _cls, a, b, c, d, e: _made(_cls, (a, b, c, d, e)),
    lambda _cls, a, b, c, d, e, f: _made(_cls, (a, b, c, d, e, f)),
    lambda _cls, a, b, c, d, e, f, g: _made(_cls, (a, b, c, d, e, f, g)),
    lambda _cls, a, b, c, d, e, f, g, h: _made(_cls, (a, b, c, d, e, f, g, h)),
    lambda _cls, a, b, c, d, e, f, g, h, i: _made(_cls, (a, b, c, d, e, f, g, h, i)),
    lambda _cls, a, b, c, d, e, f, g, h, i, j: _made(
        _cls, (a, b, c, d, e, f, g, h, i, j)
    ),
    lambda _cls, a, b, c, d, e, f, g, h, i, j, k: _made(
        _cls, (a, b, c, d, e, f, g, h, i, j, k)
    ),
    lambda _cls, a, b, c, d, e, f, g, h, i, j, k, l: _made(  # noqa: E741
        _cls, (a, b, c, d, e, f, g, h, i, j, k, l)
    ),
)
"""By the number of fields, what has something made of them, here a tuple."""


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
        code, named = MADE[len(fields)].__code__, f"{name}.__new__"
        space["__new__"] = function(
            code, named, fields, len(fields), defaults=defaults, calls=globals()
        )
        return super().__new__(cls, name, bases, space)


def function(
    code: "CodeType",
    name: str,
    fields: tuple[str, ...],
    positional: int,
    *,
    defaults: "dict[str, Any]",
    calls: "dict[str, Any]",
) -> FunctionType:
    """A function of these parameters, the first of them by place: a code that is there,
    with their names in it, and with what it `calls`.
    """
    code = code.replace(
        co_varnames=(code.co_varnames[0], *fields),
        co_argcount=1 + positional,
        co_kwonlyargcount=len(fields) - positional,
    )
    by_place = tuple(defaults[f] for f in fields[:positional] if f in defaults)
    made = FunctionType(code, calls, name.rpartition(".")[2], by_place)
    made.__kwdefaults__ = {f: defaults[f] for f in fields[positional:] if f in defaults}
    made.__qualname__ = name  # of which errors speak
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
