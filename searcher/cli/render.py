"""Results as a person reads them: titles, who, when, where, and what matched.

Knows how a page is laid out; nothing of queries, streams or options.
"""

from collections.abc import Iterator, Sequence

from searcher.cli.terminal import Look, neutral
from searcher.cli.wrapping import wrap
from searcher.model import Bilingual, Hit, Paper, Results, Snippet

MOST_AUTHORS = 4
"""A longer list shows one less, and how many more there are."""

_BOLD, _DIM, _MARK, _WARNING = "1", "2", "1;31", "1;33"
_SENTENCE_ENDS = ".!?。！？…"
_CLOSERS = "\"'”’)]）」』》"


def page(results: Results, look: Look) -> Iterator[str]:
    """The hits as lines, a blank line between two of them.

    Above those that do not match what was typed, a line says so.
    """
    if results.relaxed and results.hits:
        label = f"nothing matches as typed; {results.instead}"
        yield _painted(neutral(label), _WARNING, look) + "\n\n"
    last = results.hits[0].rank + len(results) - 1 if results.hits else 0
    margin = len(str(last)) + 2
    inner = look._replace(columns=look.columns - margin)
    for number, hit in enumerate(results.hits):
        if number:
            yield "\n"
        rank = _painted(f"{hit.rank:>{margin - 2}}", _DIM, look) + "  "
        for line in _hit(hit, inner):
            yield f"{rank}{line}\n"
            rank = " " * margin
        if hit.explanation:
            from searcher.cli.explaining import score  # noqa: PLC0415 - when asked for

            for line in score(hit.explanation):
                yield f"{rank}{line}"


def _hit(hit: Hit, look: Look) -> Iterator[str]:
    for language in ("en", "zh"):
        for title in hit.highlights.get(f"title.{language}", ()):
            yield from _marked(title, look, _BOLD)
    yield from about(hit.paper, look, hit.authors)
    for language in ("en", "zh"):
        snippets = hit.highlights.get(f"abstract.{language}", ())
        text = _half(hit.paper.abstract, language)
        for snippet in cut(snippets, text, look.ellipsis):
            yield from _marked(snippet, look)


def about(paper: Paper, look: Look, matched: Sequence[Snippet] = ()) -> Iterator[str]:
    """The lines on a paper's authors, day, subjects and address."""
    yield from _marked(shortened(paper.authors, matched), look)
    subjects = " ".join(subject.code or subject.name for subject in paper.subjects)
    day = paper.date.isoformat() if paper.date else ""
    parts = [neutral(part) for part in (day, subjects) if part]
    yield "  ".join(
        [*(_painted(part, _DIM, look) for part in parts), link(paper, look)]
    )


def shortened(authors: Sequence[str], matched: Sequence[Snippet] = ()) -> Snippet:
    """The first authors, and those whose names matched, as far as there is room."""
    marks = {snippet.text: snippet.marks for snippet in matched}
    shown: Sequence[str] = authors
    if len(authors) > MOST_AUTHORS:
        first = sorted(range(len(authors)), key=lambda at: authors[at] not in marks)
        shown = [authors[at] for at in sorted(first[: MOST_AUTHORS - 1])]
    text, found = "", []
    for name in shown:
        text += ", " if text else ""
        found += [(len(text) + a, len(text) + b) for a, b in marks.get(name, ())]
        text += name
    if len(shown) < len(authors):
        text += f" and {len(authors) - len(shown)} more"
    return Snippet(text, tuple(found))


def link(paper: Paper, look: Look) -> str:
    """The id as a link where the terminal knows links, else the address itself."""
    if paper.url is None:
        return neutral(paper.id)
    if not look.colour:
        return neutral(paper.url)
    return f"\x1b]8;;{neutral(paper.url)}\x1b\\{neutral(paper.id)}\x1b]8;;\x1b\\"


def cut(snippets: Sequence[Snippet], text: str, ellipsis: str) -> Iterator[Snippet]:
    """The passages of a text with an ellipsis wherever one was cut in a sentence."""
    place = 0
    for snippet in snippets:
        first = max(text.find(snippet.text, place), 0)
        place = last = first + len(snippet.text)
        before = "" if _ends(text[:first]) else f"{ellipsis} "
        after = "" if _ends(text[:last]) or not text[last:].strip() else f" {ellipsis}"
        moved = tuple((a + len(before), b + len(before)) for a, b in snippet.marks)
        yield Snippet(f"{before}{snippet.text}{after}", moved)


def _ends(text: str) -> bool:
    """Whether a new sentence can begin behind this."""
    rest = text.rstrip()
    blank = "\n\n" in text[len(rest) :]
    rest = rest.rstrip(_CLOSERS)
    return not rest or blank or rest[-1] in _SENTENCE_ENDS


def _half(text: Bilingual, language: str) -> str:
    return text.zh if language == "zh" else text.en


def _marked(snippet: Snippet, look: Look, base: str = "") -> Iterator[str]:
    text = neutral(snippet.text)
    for start, end in wrap(text, look.columns):
        yield _painted_line(text, (start, end), snippet.marks, base, look)


def _painted_line(
    text: str,
    line: tuple[int, int],
    marks: Sequence[tuple[int, int]],
    base: str,
    look: Look,
) -> str:
    """One line with its share of the marks, every colour ended where it ends."""
    place, last = line
    parts = []
    for start, end in marks:
        first, stop = max(start, place), min(end, last)
        if first < stop:
            parts.append(_painted(text[place:first], base, look))
            parts.append(_painted(text[first:stop], _MARK, look))
            place = stop
    parts.append(_painted(text[place:last], base, look))
    return "".join(parts)


def _painted(text: str, style: str, look: Look) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if look.colour and style and text else text
