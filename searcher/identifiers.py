"""arXiv ids in every form people paste: bare, cited, as an address, as a file name.

The one reader of ids: of digests, of queries, and of what commands are given. Knows
neither where an id was found nor which papers there are.
"""

import re
from collections.abc import Iterator
from functools import cache

from searcher.typed import NamedTuple

SHORTEST, LONGEST = 9, 1000
"""An id, and an address that holds one, have so many characters."""

_ARCHIVES = """acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn
    chem-ph cmp-lg comp-gas cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph
    hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg
    q-bio quant-ph solv-int stat supr-con"""
"""Those of ids from before April 2007."""

_MONTH = r"[0-9]{2}(?:0[1-9]|1[0-2])"
_NEW = rf"{_MONTH}\.[0-9]{{4,5}}"
_OLD = rf"[a-z-]{{2,9}}(?:\.[a-z-]{{2,9}})?/{_MONTH}[0-9]{{3}}"
_ID = rf"(?P<id>{_NEW}|{_OLD})(?:v(?P<version>[1-9][0-9]{{0,2}}))?(?![0-9])"
_FILE = r"(?:\.(?:pdf|ps|html?|txt|md|tex|tar|gz|zip|json|bib)){0,2}"

_TELLING = """abs article articles arxiv eprint explore format html overview paper
    papers pdf preprint ps resources review src summary 10.48550"""
"""What precedes an id in the address of a page about it, wherever that page is."""
_ASKING = """arxiv arxiv_id arxivid eprint id id_list keyword p paper paper_id paperid
    q query search_query term text wd"""
"""The parameters of an address that hold ids."""

_AROUND = "<>()（）[]{}.,;:!?，。；：、！？'\"“”‘’「」《》"
DRESS = ("**", "__", "_", "`")
"""Around an id in Markdown; between single stars a query has a substring."""
_BREAKS = '\\s\u3000-\u9fff\uff00-\uffef<>\\[\\](){}"“”‘’`|'

_MADE = r"t-[0-9a-f]{12}"


class Identifier(NamedTuple):
    """An arXiv id without version, and the version if one was given."""

    id: str
    version: int | None


class Mention(NamedTuple):
    """A piece of a text that names papers, and where it stands."""

    start: int
    end: int
    papers: tuple[Identifier, ...]


@cache
def _cited() -> re.Pattern[str]:
    """Compiled late, as all of these: most queries hold no id."""
    before = r"(?:doi:?\s*)?(?:10\.48550/)?(?:corr,?\s+)?(?:abs/|pdf/)?"
    cited = (
        r"(?P<cited>(?:arxiv\s+preprint\s+)?(?:oai:)?ar[x5]iv(?:\.org)?"
        r"(?:[:._/#-]\s*|\s+|(?=[0-9])))"
    )
    after = rf"{_FILE}/?(?P<class>\s*\[[a-z.-]+\])?"
    return re.compile(rf"{before}{cited}?{_ID}{after}", re.ASCII | re.IGNORECASE)


@cache
def _address() -> re.Pattern[str]:
    host = r"(?P<host>[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})(?::[0-9]+)?"
    return re.compile(rf"(?:https?:)?(?://)?{host}/(?P<rest>\S+)", re.IGNORECASE)


@cache
def _named() -> re.Pattern[str]:
    end = rf"{_FILE}(?=[/?#&,:;=+\s]|\Z)"
    dashed = rf"abs-(?P<month>{_MONTH})-(?P<number>[0-9]{{4,5}})"
    bibcode = rf"[0-9]{{4}}arxiv(?P<ads>{_MONTH})(?P<nine>[0-9]{{5}})[a-z]"
    return re.compile(
        rf"(?:(?<=[/=:?,+.])|(?<=arxiv[_-]))(?:{_ID}|{dashed}|{bibcode}){end}",
        re.ASCII | re.IGNORECASE,
    )


@cache
def _path() -> re.Pattern[str]:
    """The address of a file, or of a page without its host; no word of a query."""
    return re.compile(r"(?:dblp:|file:|[a-z]:)?[\w/\\~.][^\s:`*]*", re.IGNORECASE)


@cache
def _file() -> re.Pattern[str]:
    """A file that somebody saved a paper as, `2602.03876v1.Its_Title.pdf`."""
    title = r"(?:[._ -][^/]{0,300})?\.(?:pdf|ps|djvu|epub)(?:\.gz)?"
    return re.compile(rf"(?:arxiv[_.-]?)?{_ID}{title}", re.ASCII | re.IGNORECASE)


@cache
def _evident() -> re.Pattern[str]:
    words = "|".join(map(re.escape, _TELLING.split()))
    asked = "|".join(_ASKING.split())
    return re.compile(rf"xiv|corr/|(?:^|/)(?:{words})/|[?&](?:{asked})=", re.IGNORECASE)


@cache
def _pieces() -> re.Pattern[str]:
    address = rf"[hH][tT]{{2}}[pP][sS]?://[^{_BREAKS}]+"
    return re.compile(rf"{address}|[^{_BREAKS}',;=]+")


def read_identifier(text: str) -> Identifier | None:
    """The id that is the whole of `text`, give or take punctuation around it.

    `arXiv: 2602.03876v2 [cs.LG]`, as arXiv itself cites a paper, is one too, and so is
    the address of a page about a paper. An id of before 2007 loses its subject class,
    as at arXiv itself: math.GT/0309136 is math/0309136.
    """
    if not _may_be(text):
        return None
    found = _read(_plain(text))
    return found[0] if found else None


def mentions(text: str) -> Iterator[Mention]:
    """All pieces of a text that are ids, from left to right."""
    if not _may_be(text):
        return
    for piece in _pieces().finditer(_plain(text)):
        core = _undressed(piece[0].strip(_AROUND))
        if found := _read(core):
            start = piece.start() + piece[0].index(core)
            yield Mention(start, start + len(core), found)


def _undressed(core: str) -> str:
    """Without the marks of Markdown around it: `**id**`."""
    for mark in DRESS:
        if len(core) > SHORTEST and core.startswith(mark) and core.endswith(mark):
            return core[len(mark) : -len(mark)].strip(_AROUND)
    return core


def is_made(ident: str) -> bool:
    """Whether an id was made of a title, since the digest had none."""
    return len(ident) == 14 and re.fullmatch(_MADE, ident) is not None


def _may_be(text: str) -> bool:
    """Whether there are digits as of an id, before a costly pattern is compiled."""
    if len(text) < SHORTEST or not any(map(str.isdecimal, text)):
        return False
    return re.search(r"\d{4}[.．-]\d{4}|[/／]\d{7}|\d{9}", text) is not None


def _plain(text: str) -> str:
    """The text with full-width letters, digits and marks as the usual ones."""
    if text.isascii():
        return text
    wide = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    return text.translate(wide | {0x3000: 0x20})


def _read(text: str) -> tuple[Identifier, ...]:
    text = text.strip().strip(_AROUND.replace("]", "").replace("[", ""))
    if len(text) > LONGEST:
        return ()
    for core in filter(None, dict.fromkeys((text, text.strip(_AROUND)))):
        found = _cited().fullmatch(core)
        if found and (found["cited"] or not found["class"]):
            return tuple(_known(found))
        if address := _address().fullmatch(core):
            return _in_address(address["host"], address["rest"])
        if each := _slashed(core):
            return each
        if _path().fullmatch(core) and (
            papers := _in_address("", core.replace("\\", "/").lstrip("/"))
        ):
            return papers
    return ()


def _slashed(core: str) -> tuple[Identifier, ...]:
    """Ids between slashes, `2602.03876/2602.03877`, as some write several of them."""
    parts = core.split("/")
    if len(parts) < 2 or min(map(len, parts)) < SHORTEST:  # an old id has a slash
        return ()
    found = [_cited().fullmatch(part) for part in parts]
    if not all(found):
        return ()
    return tuple(paper for one in found if one for paper in _known(one))


def _in_address(host: str, rest: str) -> tuple[Identifier, ...]:
    if "%" in rest:
        from urllib.parse import unquote  # noqa: PLC0415 - rarely

        rest = unquote(rest)
    saved = _file().fullmatch(re.split("[?#]", rest)[0].rpartition("/")[2])
    if saved:
        return tuple(_known(saved))
    if not _evident().search(f"{host}/{rest}"):
        return ()
    found = (paper for one in _named().finditer(f"/{rest}") for paper in _known(one))
    return tuple(dict.fromkeys(found))


def _known(found: re.Match[str]) -> Iterator[Identifier]:
    parts = found.groupdict()
    if parts["id"] is None:
        month = parts["month"] or parts["ads"]
        yield Identifier(f"{month}.{parts['number'] or parts['nine']}", None)
        return
    before, slash, number = parts["id"].lower().rpartition("/")
    archive = before.partition(".")[0]
    version = parts["version"]
    if not slash or archive in _ARCHIVES.split():
        name = f"{archive}{slash}{number}"
        yield Identifier(name, int(version) if version else None)
