"""A query and how it is to be answered, and how the values of it are read.

Who asks makes a `Request`, and it travels as it is. Knows no syntax of queries. What is
meant beyond doubt is taken, anything else is refused with a sentence.
"""

from datetime import date as Date
from datetime import datetime
from enum import Enum
from operator import index

from searcher.errors import QueryError, QueryTypeError
from searcher.model import Match, Order
from searcher.typed import NamedTuple, TypeVar

E = TypeVar("E", bound=Enum)

LONGEST_SHOWN = 60
"""Of a value that is not wanted, in characters."""
FORMER = {"-date": Order.OLDEST}
"""What an order was called, which elsewhere is the name of the opposite."""


class Request(NamedTuple):
    """The fields are the parameters of `Searcher.search`, which explains them."""

    query: str
    limit: int | None = 10
    offset: int = 0
    order: Order = Order.RELEVANCE
    match: Match = Match.ALL
    relax: bool = False
    suggest: bool = True
    plain: bool = False
    today: Date | None = None
    highlights: bool = True
    explain: bool = False
    lazy: bool = False


def as_text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise _type(name, value, "a string")


def as_reader(value: object) -> None:
    """Refuse what can be no reader of a generation, such as a path."""
    if not hasattr(value, "generation"):
        raise _type("reader", value, "what searcher.open(path) makes a Searcher of")


def as_count(name: str, value: object) -> int:
    """A whole number from 0 on; True and False are none, though Python counts them."""
    if isinstance(value, bool):
        raise _type(name, value, "a whole number")
    try:
        number = index(value)  # type: ignore[arg-type]  # which is what is asked
    except TypeError:
        raise _type(name, value, "a whole number") from None
    if number < 0:
        raise QueryError(f"{name}: found {_brief(number)}, wanted 0 or more")
    return number


def as_limit(name: str, value: object) -> int | None:
    """As `as_count`, or None for all of them."""
    if value is None:
        return None
    try:
        return as_count(name, value)
    except QueryError as error:
        raise type(error)(f"{error.message}, or None for all") from None


def as_day(name: str, value: object) -> Date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, Date):
        return value
    raise _type(name, value, "a datetime.date")


def as_order(value: object) -> Order:
    return FORMER.get(str(value)) or _one_of(Order, "order", value)


def as_match(value: object) -> Match:
    return _one_of(Match, "match", value)


def _one_of(kind: type[E], name: str, value: object) -> E:
    """A member of an enumeration, or the one that a string names."""
    if isinstance(value, kind):
        return value
    wanted = " or ".join(f"{member.value!r}" for member in kind)
    if not isinstance(value, str):
        raise _type(name, value, f"searcher.{kind.__name__}, {wanted}")
    for member in kind:
        if value.lower() in (member.value, member.name.lower()):
            return member
    raise QueryError(f"{name}: found {_brief(value)}, wanted {wanted}")


def _type(name: str, value: object, wanted: str) -> QueryTypeError:
    found = "None" if value is None else f"{type(value).__name__} {_brief(value)}"
    return QueryTypeError(f"{name}: found {found}, wanted {wanted}")


def _brief(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
