"""What annotations need of typing, and its named tuple, without loading it.

A search would wait 4 ms for typing, and 7 for its named tuples. To a type checker all
of this is typing itself; when the program runs, forms say nothing.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import (
        IO,
        Any,
        AnyStr,
        ClassVar,
        Concatenate,
        Final,
        Generic,
        Literal,
        NamedTuple,
        Never,
        NoReturn,
        ParamSpec,
        Protocol,
        Self,
        TextIO,
        TypeVar,
        dataclass_transform,
        overload,
    )
else:
    from searcher.tuples import NamedTuple

    class _Form:
        """Stands for a type that nobody asks for."""

        args = kwargs = None

        def __init__(self, name, **_):
            self.__name__ = name

        def __repr__(self):
            return self.__name__

        def __getitem__(self, _):
            return self

        def __or__(self, _):
            return self

        __ror__ = __or__

    class Generic:
        def __class_getitem__(cls, _):
            return cls

    class Protocol(Generic):
        pass

    def dataclass_transform(**_):
        return lambda kind: kind

    def overload(method):
        return method

    ParamSpec = TypeVar = _Form
    Any, AnyStr, ClassVar, Concatenate, Final, IO = map(
        _Form, ("Any", "AnyStr", "ClassVar", "Concatenate", "Final", "IO")
    )
    Literal, Never, NoReturn, Self, TextIO = map(
        _Form, ("Literal", "Never", "NoReturn", "Self", "TextIO")
    )

__all__ = [
    "IO",
    "TYPE_CHECKING",
    "Any",
    "AnyStr",
    "ClassVar",
    "Concatenate",
    "Final",
    "Generic",
    "Literal",
    "NamedTuple",
    "Never",
    "NoReturn",
    "ParamSpec",
    "Protocol",
    "Self",
    "TextIO",
    "TypeVar",
    "dataclass_transform",
    "overload",
]
