"""JSON that is one value: a list of papers, by day, topic or id, or within an object.

Walks down to the objects that are papers, in whatever they are wrapped, and remembers
what the wrapping says of them. Nothing here knows the fields of a paper.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date as Date

from searcher.corpus import ids, tables
from searcher.corpus.jsonstream import BrokenJson, Stream, TooLarge
from searcher.corpus.objects import Object
from searcher.corpus.roles import Role, folded, role, roles_of
from searcher.corpus.tables import LONGEST_DAY
from searcher.corpus.text import day_in_name, subject
from searcher.model import ARXIV_ID, Json
from searcher.typed import NamedTuple

DEEPEST = 20
"""Levels that are walked down; what a program writes has five."""

NO_OBJECT = "JSON, but no object, wanted a paper"
NO_ROW = "a text under an id, wanted an object or a row of a table"
BROKEN = "broken JSON"
TOO_DEEP = "nested too deep"

_NEXT = re.compile(r"[\s,\[\]}](\{\s*\")")
_TITLES = (Role.TITLE, Role.TITLE_EN, Role.TITLE_ZH)
_SURE = (Role.AUTHORS, Role.ABSTRACT, Role.ABSTRACT_EN, Role.ABSTRACT_ZH, Role.ARXIV)
_PLAIN = (
    "data list feed response new cross today all arxiv content payload body hits works "
    "publications replacements updates daily latest rows row value node nodes edges "
    "source attributes metadata 论文 论文列表 文章 数据"
)
_PLAIN_PARTS = ("paper", "article", "entr", "item", "result", "record", "doc")
"""Keys of lists that say nothing of what is in them."""
_TOPICS = ("name", "topic", "category", "keyword", "section", "label", "group")
"""Keys beside a list that say what it is about."""
_ABOUT = "meta metadata info header channel site digest stats summary source"
"""Keys of objects that are about the whole, and may have a title."""


class Around(NamedTuple):
    """What the objects around a paper say of it."""

    known: str = ""
    """The id that the key is."""
    said: str = ""
    """The id that the object around says, if it holds nothing else."""
    key: str = ""
    topic: str = ""
    date: Date | None = None
    named: bool = False
    """Whether the key could be a topic of several papers below it."""
    alone: bool = False
    """Whether what is under the key is all that the object around holds."""


class Found(NamedTuple):
    """A paper as an object, or what is wrong, at a line."""

    line: int
    value: Json | str


Items = Iterator[Found]


def looks_like(head: str) -> bool:
    """Whether a file that begins so is one value of JSON, and not one on each line."""
    head = head.lstrip()
    if head[:1] == "[":
        return head[1:].lstrip()[:1] in {"{", "[", "]"}
    if head[:1] != "{":
        return False
    first, end, _rest = head.partition("\n")
    first = first.rstrip()
    if first == "{" or not end:
        return head[1:].lstrip()[:1] in {'"', "}"} and (
            first == "{" or first[-1] != "}"
        )
    return first[-1] in "{[,"


def is_wrapping(value: Json) -> bool:
    """Whether an object holds papers, and is none itself."""
    if any(map(roles_of(value).names.__getitem__, _SURE)):
        return False
    inner = [one for one in value.values() if isinstance(one, dict | list)]
    if not _is_paper(value):
        texts = any(map(ARXIV_ID.match, value))
        return texts or any(map(_holds_objects, inner))
    if isinstance(value.get("paper"), dict):
        return False
    # a digest that has a title too; but papers that a paper is related to are none
    plain = [one for key, one in value.items() if _is_plain(key)]
    lists = [one[:3] if isinstance(one, list) else [one] for one in plain]
    papers = (one for few in lists for one in few if isinstance(one, dict))
    return any(map(_is_paper, papers))


def _holds_objects(value: object) -> bool:
    if isinstance(value, dict):
        return True
    return isinstance(value, list) and any(
        isinstance(one, dict | list) for one in value
    )


def found(chunks: Iterable[str]) -> Items:
    """The papers in one value, or in several one after the other; where one is broken,
    it goes on at the next object.
    """
    stream = Stream(chunks)
    place: int | None = stream.skip(0)
    broken = False
    while place is not None and stream.at(place):
        start = place
        walk = _Walk(stream)
        try:
            yield from walk.value(place, Around(), depth=0, listed=True)
            place = stream.skip(walk.end)
            if stream.at(place) in {",", "]", "}"} and broken:
                place = stream.find(_NEXT, place)
        except BrokenJson as error:
            broken = True
            yield Found(stream.line(error.at), f"{BROKEN}, {error}")
            # what is wrong there may be that an object begins, even in its first key
            place = stream.find(_NEXT, max(start, error.at - len(',{"')))


class _Walk:
    """Walks down one value; `end` is where the last one that was read ended.

    Raises BrokenJson where it cannot go on.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.end = 0

    def value(self, place: int, around: Around, *, depth: int, listed: bool) -> Items:
        """The papers of the value at a place; `listed` in a list of some."""
        try:
            value, self.end = self._stream.decode(place)
        except (BrokenJson, TooLarge) as error:
            if self._stream.at(place) not in {"{", "["} or depth >= DEEPEST:
                raise BrokenJson(str(error), getattr(error, "at", place)) from None
            yield from self._enter(place, around, depth=depth, wrapping=None)
            return
        line = self._stream.line(place)
        if wraps(value):
            if depth >= DEEPEST:
                raise BrokenJson(TOO_DEEP, place)
            yield from self._enter(place, around, depth=depth, wrapping=value)
        elif isinstance(value, dict):
            about = not (listed or around.alone) and _is_about(around.key)
            if listed or around.known or (_is_paper(value) and not about):
                yield Found(line, _with(value, around))
        elif isinstance(value, str) and around.known:
            row = tables.row(value)
            yield Found(line, NO_ROW if row is None else _with(row, around))
        elif (listed or around.known) and value != []:
            yield Found(line, NO_OBJECT)

    def _enter(
        self, place: int, around: Around, *, depth: int, wrapping: object
    ) -> Items:
        """The papers in a list or an object; `wrapping` is its value, if known."""
        if isinstance(wrapping, dict) and (rows := _rows(wrapping)):
            for one in rows:
                yield Found(self._stream.line(place), _with(one, around))
            return
        many = self._stream.at(place) == "["
        alike = True
        topic = around.key if around.named else around.topic
        around = around._replace(topic=topic, named=False, alone=False, said="")
        if isinstance(wrapping, dict):
            within = [one for one in wrapping.values() if isinstance(one, dict | list)]
            alone = [*map(type, filter(_is_object, within))] == [dict]
            around = around._replace(
                date=_day(wrapping) or around.date,
                topic=_topic(wrapping) or around.topic,
                said=_known(wrapping) if alone else "",
                alone=alone,
            )
            alike = len(within) == len(wrapping)
        place = self._stream.skip(place + 1)
        while self._stream.at(place) not in {"]", "}"}:
            inner = around
            if not many:
                key, place = self._stream.decode(place)
                place = self._past(":", self._stream.skip(place))
                inner = _within(around, str(key), alike=alike)
            yield from self.value(place, inner, depth=depth + 1, listed=many)
            place = self._stream.skip(self.end)
            if self._stream.at(place) not in {"]", "}"}:
                place = self._past(",", place)
            if wrapping is None:
                self._stream.forget(place)
        self.end = place + 1

    def _past(self, mark: str, place: int) -> int:
        if self._stream.at(place) != mark:
            raise BrokenJson(f"expecting '{mark}' delimiter", place)
        return self._stream.skip(place + 1)


def wraps(value: object) -> bool:
    """Whether a value can hold papers, and is none itself."""
    if isinstance(value, list):
        return any(isinstance(one, dict | list) for one in value)
    return isinstance(value, dict) and (is_wrapping(value) or bool(_rows(value)))


def _rows(value: Json) -> list[Json]:
    """The papers of a table that was written by its columns: under each key a list, or
    an object by row, with as many texts as there are titles; of any other value none.
    """
    columns = [*value.values()]
    if not columns or not isinstance(columns[0], list | dict):
        return []  # as of nearly every object
    if isinstance(names := value.get("columns"), list) and _are_rows(value.get("data")):
        rows = [dict(zip(map(str, names), row, strict=False)) for row in value["data"]]
        return rows if _is_paper(rows[0]) else []
    record = Object(value)
    titles = value.get(next(iter(record.keys(Role.TITLE)), ""))
    told = any(map(record.keys, (Role.ARXIV, Role.ID, Role.LINK)))
    alike = {*map(type, columns)} in ({list}, {dict})
    if not (titles and told and alike) or {*map(len, columns)} != {len(titles)}:
        return []
    keys = [*titles] if isinstance(titles, dict) else [*range(len(titles))]
    whole = all(isinstance(titles[key], str) for key in keys) and all(
        [*column] == keys for column in columns if isinstance(column, dict)
    )
    if not whole:
        return []
    return [{name: column[key] for name, column in value.items()} for key in keys]


def _are_rows(value: object) -> bool:
    some = value if isinstance(value, list) else []
    return bool(some) and all(isinstance(row, list) for row in some)


def _is_paper(value: Json) -> bool:
    record = Object(value)
    inner = value.get("paper")
    return any(map(record.keys, (*_TITLES, *_SURE))) or (
        isinstance(inner, dict) and _is_paper(inner)
    )


def _within(around: Around, key: str, *, alike: bool) -> Around:
    """What the key of an object tells of the papers below it: an id, a day, a topic."""
    known = ids.given(key)
    if known and ARXIV_ID.fullmatch(known.id):
        return around._replace(known=key)
    if len(key) < LONGEST_DAY and (day := day_in_name(key)):
        return around._replace(date=day)
    named = alike and not _is_plain(key) and not role(key)
    return around._replace(key=key, named=named)


def _is_plain(key: str) -> bool:
    """Whether the key of a list says nothing of what is in it."""
    short = folded(key)
    said = bool(short) and not short.isdigit() and short not in _PLAIN.split()
    return not said or any(part in short for part in _PLAIN_PARTS)


def _is_about(key: str) -> bool:
    """Whether what stands under a key is about the whole."""
    return folded(key) in _ABOUT.split()


def _is_object(value: object) -> bool:
    """Whether a value is an object or a list with some."""
    return isinstance(value, dict) or _holds_objects(value)


def _known(value: Json) -> str:
    """The arXiv id that an object around one paper says, with its version."""
    known = Object(value).known()
    if known is None or not ARXIV_ID.fullmatch(known.id):
        return ""
    return f"{known.id}v{known.version}" if known.version else known.id


def _topic(value: Json) -> str:
    """What an object says that the papers in it are about, if it says so."""
    found = (value.get(key) for key in _TOPICS)
    return next((text for text in found if isinstance(text, str) and text), "")


def _day(value: Json) -> Date | None:
    """The day that an object around papers names, if it names one."""
    record = Object(value)
    return record.day(*record.keys(Role.DATE))


def _with(value: Json, around: Around) -> Json:
    """A paper with what is said of it around it, where it says nothing itself."""
    record = Object(value)
    more: Json = {}
    known = around.known or around.said
    if known and not any(map(record.keys, (Role.ARXIV, Role.ID))):
        more["arxiv_id"] = known
    if around.date and not record.keys(Role.DATE):
        more["date"] = around.date.isoformat()
    if around.topic and subject(around.topic).code:
        if not record.keys(Role.SUBJECTS):
            more["categories"] = [around.topic]
    elif around.topic and not record.keys(Role.KEYWORDS):
        more["keywords"] = [around.topic]
    return {**value, **more} if more else value
