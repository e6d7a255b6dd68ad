"""A page of HTML → its blocks of text in order, with their links.

Nothing here knows what a paper is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from searcher.corpus.roles import Role, role
from searcher.corpus.text import tidy

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_BLOCKS = HEADINGS | {
    *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "main"),
    *("blockquote", "pre", "details", "summary", "figure", "figcaption"),
}
_SILENT = frozenset(
    {
        *("script", "style", "head", "nav", "footer", "header", "button", "form"),
        *("select", "template", "noscript", "svg", "aside"),
    }
)
_EMPTY = frozenset({"br", "img", "hr", "input", "meta", "link", "wbr", "col", "area"})
BREAK = "\x1f"
"""What parts the lines of a cell, and is white space."""
DEEPEST = 40
"""Tags that may be open within the one that ends; what was not closed lies deeper."""

_OF_CLASSES = frozenset(
    {
        *(Role.TITLE, Role.TITLE_ZH, Role.AUTHORS, Role.ABSTRACT, Role.ABSTRACT_ZH),
        *(Role.SUMMARY, Role.SUBJECTS, Role.KEYWORDS, Role.DATE),
    }
)


@dataclass(slots=True)
class Block:
    """A text of a page: its tag, the line where it begins, what its class names, and
    the links in it with their texts; of a row of a table, its cells.
    """

    tag: str
    line: int
    role: Role | None = None
    text: str = ""
    parts: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    cells: list["Block"] = field(default_factory=list)


def blocks(html: str) -> Iterator[Block]:
    """The blocks of a page that hold anything; never raises."""
    page = _Page()
    page.feed(html)
    page.close()
    page.end_block()
    for block in page.found:
        block.text = tidy("".join(block.parts))
        for cell in block.cells:
            cell.text = tidy("".join(cell.parts))
        if block.text or block.cells or block.tag == "table":
            yield block


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._open: Block | None = None
        self._tags: list[tuple[str, Role | None]] = []
        self._row: Block | None = None
        self._silent = 0
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._silent += tag in _SILENT
        named = _role(given.get("class", ""))
        if tag in {"table", "tr"}:
            self.end_block()
            self._row = None
            row = Block(tag, self.getpos()[0])
            self.found.append(row)
            self._row = row if tag == "tr" else None
        elif tag in _CELLS and self._row:
            self._open = Block(tag, self.getpos()[0], named)
            self._row.cells.append(self._open)
        elif self._row:
            if self._open and (tag == "br" or tag in _BLOCKS):
                self._open.parts.append(BREAK)
        elif tag == "br":
            self._begin(self._open.tag if self._open else "p", None)
        elif tag in _BLOCKS or not (
            named is None or self._has(named) or self._is_heading()
        ):
            self._begin(tag, named)
        if tag == "a" and given.get("href"):
            self._link = (given["href"], len(self._open.parts) if self._open else 0)
        if tag not in _EMPTY:
            self._tags.append((tag, named))

    def _is_heading(self) -> bool:
        return self._open is not None and self._open.tag in HEADINGS

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag == "a" and self._link and self._open:
            href, start = self._link
            text = tidy("".join(self._open.parts[start:]))
            self._open.links.append((href, text))
            self._link = None
        if tag in {"tr", "table"}:
            self._row, self._open = None, None
        elif tag in _CELLS:
            self._open = None
        if all(open_tag != tag for open_tag, _named in self._tags[-DEEPEST:]):
            return
        while self._tags:
            last, named = self._tags.pop()
            around = any(outer is named for _tag, outer in self._tags[-DEEPEST:])
            if not self._row and (
                last in _BLOCKS or (named and self._has(named) and not around)
            ):
                self.end_block()
            if last == tag:
                break

    def _has(self, named: Role) -> bool:
        return self._open is not None and self._open.role is named

    def handle_data(self, data: str) -> None:
        if self._silent or (self._open is None and not data.strip()):
            return
        if self._open is None and self._row:
            return
        if self._open is None:
            inner = [named for _tag, named in self._tags[-3:] if named]
            self._begin("p", inner[-1] if inner else None)
        assert self._open is not None
        self._open.parts.append(data)

    def end_block(self) -> None:
        """What comes next is another block."""
        if self._open and not self._row:
            self.found.append(self._open)
        self._open = None

    def _begin(self, tag: str, named: Role | None) -> None:
        above = self._open
        self.end_block()
        if not self._silent:
            inherit = above.role if above and tag == above.tag and not named else named
            self._open = Block(tag, self.getpos()[0], inherit)
            if self._link:
                self._link = (self._link[0], 0)


def _role(names: str) -> Role | None:
    """What the classes of an element say of it: `list-title`, `paper_authors`."""
    for name in names.split():
        for part in (name, *name.replace("_", "-").split("-")):
            if (found := role(part)) in _OF_CLASSES:
                return found
    return None
