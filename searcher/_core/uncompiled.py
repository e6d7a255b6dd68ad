"""Stands in for the module `cython` where nothing is compiled and that is not there.

The modules of this package name only what is here; types stand in annotations, which
nobody evaluates.
"""

from collections.abc import Callable

from searcher.typed import TypeVar

compiled = False
"""What Cython sets to true in the code that it compiles."""

_T = TypeVar("_T")
int = int  # noqa: A001, PLW0127 - to cast to
uint = ulonglong = double = object
"""Kinds of numbers, for `declare`."""


def cast(kind: Callable[[object], _T], value: object) -> _T:
    return kind(value)


def cclass(found: _T) -> _T:
    return found


def cfunc(found: _T) -> _T:
    return found


def inline(found: _T) -> _T:
    return found


def boundscheck(_: bool) -> Callable[[_T], _T]:
    return cclass


def auto_pickle(_: bool) -> Callable[[_T], _T]:
    return cclass


def wraparound(_: bool) -> Callable[[_T], _T]:
    return cclass


def declare(_: object, value: _T) -> _T:
    return value
