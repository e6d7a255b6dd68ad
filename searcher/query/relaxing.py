"""What to ask less strictly when nothing was found, each time with a label.

Knows trees and the words of a library, not how they are searched for.
"""

from collections.abc import Iterator

from searcher.analysis.han import Segmenter
from searcher.frozen import replace
from searcher.model import Match
from searcher.query import tree
from searcher.query.facets import is_unreadable
from searcher.query.fields import is_filter
from searcher.query.lexicon import Lexicon
from searcher.query.marks import has_letter, quote, star
from searcher.query.runs import is_han
from searcher.query.shouting import quieted
from searcher.query.slots import Words
from searcher.query.suggesting import corrected
from searcher.typed import NamedTuple

SPELLING, ANY, SUBSTRING = "spelling", "any", "substring"
_SAYS = {
    SPELLING: "spelled differently",
    ANY: "with any of the words",
    SUBSTRING: "inside of words",
}


class Stage(NamedTuple):
    """A less strict query, and what it gave up."""

    label: str
    query: tree.Query
    match: Match

    @property
    def says(self) -> str:
        """How the query is read now, as the middle of a sentence."""
        return _SAYS[self.label]


def stages(
    query: tree.Query,
    match: Match,
    lexicon: Lexicon,
    segmenter: Segmenter,
    *,
    typed: str = "",
) -> Iterator[Stage]:
    """Less strict queries, one after the other, until one finds something.

    `typed` is the query before it was read. Ids, and queries of facets only, are meant
    as they are, but for slips in names of authors. A text of which no word is known is
    looked for inside of words before it is taken for a misspelling, but for pinyin. Nor
    is a filter that could not be read made words; but what may be one may be a piece of
    a text.
    """
    if _misses_a_field(query):
        for found in _as_typed(query, typed):
            yield Stage(SUBSTRING, found, match)
        return
    if not _is_text(query):
        if better := corrected(query, lexicon):  # of an author's name
            yield Stage(SPELLING, better, match)
        return
    query = quieted(query)
    inside = [Stage(SUBSTRING, found, match) for found in _inside(query, typed)]
    knows_any = _knows_any(query, lexicon, segmenter)
    heard = None if knows_any else _heard(query, lexicon)
    if not knows_any and not heard:
        yield from inside
    better = heard or corrected(query, lexicon)
    if better:
        yield Stage(SPELLING, better, match)
    loose = _loosened(query)
    if loose != query or match is Match.ALL:
        yield Stage(ANY, loose, Match.ANY)
    if knows_any or heard:
        yield from inside


def _heard(query: tree.Query, lexicon: Lexicon) -> tree.Query | None:
    """The Chinese that was typed in pinyin; inside of words it is mostly by chance, as
    `cedu` is inside of procedure.
    """
    typed = "".join(_plain(query))
    if not (typed.isascii() and typed.isalpha() and typed.islower()):
        return None
    better = corrected(query, lexicon)
    return better if better and all(map(is_han, _plain(better))) else None


def _is_text(query: tree.Query) -> bool:
    """Whether anything is looked for in texts."""
    match query:
        case tree.All(parts) | tree.Any(parts):
            return any(map(_is_text, parts))
        case tree.Boost(part) | tree.Field(_, part) if not tree.selects(query):
            return _is_text(part)
        case tree.Not() | tree.Field() | tree.Identifier() | tree.DateRange():
            return False
        case _:
            return True


def _misses_a_field(query: tree.Query) -> bool:
    """Whether a field was meant that is none, or whose value could not be read."""
    match query:
        case tree.All(parts) | tree.Any(parts):
            return any(map(_misses_a_field, parts))
        case tree.Not(part) | tree.Boost(part):
            return _misses_a_field(part)
        case tree.Field(_, part):
            return is_unreadable(query) or _misses_a_field(part)
        case tree.Word(text):
            return is_filter(text)
        case _:
            return False


def _plain(query: tree.Query) -> Iterator[str]:
    """The texts that were typed to be found, marks left out."""
    match query:
        case tree.All(parts) | tree.Any(parts):
            for part in parts:
                yield from _plain(part)
        case tree.Boost(part) | tree.Field(_, part) if not tree.selects(query):
            yield from _plain(part)
        case tree.Word(text) | tree.Quoted(text) | tree.Exact(text):
            yield text


def _knows_any(query: tree.Query, lexicon: Lexicon, segmenter: Segmenter) -> bool:
    words = Words(segmenter)
    return any(
        lexicon.known(slot.term) for text in _plain(query) for slot in words.slots(text)
    )


def _as_typed(query: tree.Query, typed: str) -> Iterator[tree.Query]:
    """The text as it was typed, if it is one."""
    typed = " ".join(typed.split())
    if has_letter(typed) and star(typed) and _is_only_text(query):
        yield tree.Substring(typed)


def _inside(query: tree.Query, typed: str) -> Iterator[tree.Query]:
    """The text as it was typed, then the words alone, looked for inside of words."""
    yield from _as_typed(query, typed)
    match query:
        case tree.Word() | tree.Quoted() | tree.Exact():
            parts: tuple[tree.Query, ...] = (query,)
        case tree.All(parts):
            pass
        case _:
            return
    typed = " ".join(typed.split())
    text = " ".join(text for part in parts for text in _plain(part))
    rest = [part for part in parts if not list(_plain(part))]
    if text != typed and has_letter(text):
        yield tree.all_of([tree.Substring(text), *rest])


def _is_only_text(query: tree.Query) -> bool:
    """Whether it holds no field, and excludes nothing."""
    match query:
        case tree.All(parts) | tree.Any(parts):
            return all(map(_is_only_text, parts))
        case tree.Boost(part):
            return _is_only_text(part)
        case tree.Not() | tree.Field() | tree.Identifier() | tree.DateRange():
            return False
        case _:
            return True


def _loosened(query: tree.Query) -> tree.Query:
    """The same with quoted words as plain words, and any of the parts that are text.

    What is excluded stays so, and facets are meant as they are.
    """
    match query:
        case tree.All(parts):
            loose = tree.all_of(map(_loosened, parts))
            return _any_text(loose) if isinstance(loose, tree.All) else loose
        case tree.Any(parts):
            return tree.any_of(map(_loosened, parts))
        case tree.Boost(part, factor):
            return tree.boost(_loosened(part), factor)
        case tree.Field(name, part) if not tree.selects(query):
            return tree.within(name, _loosened(part))
        case tree.Word(text) if "://" in text:  # of its words any stands anywhere
            return tree.Quoted(text) if quote(text) else query
        case tree.Quoted(text) | tree.Exact(text):
            return tree.all_of(map(tree.Word, text.split()))
        case tree.Fuzzy():
            return replace(query, edits=2)
        case _:
            return query


def _any_text(query: tree.All) -> tree.Query:
    """Any of the parts that are text; plain words are left to how they are matched."""
    texts = [part for part in query.parts if _is_text(part)]
    if not texts or all(isinstance(part, tree.Word) for part in texts):
        return query
    rest = [part for part in query.parts if not _is_text(part)]
    return tree.all_of([tree.any_of(texts), *rest])
