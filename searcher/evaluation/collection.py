"""A folder with docs.jsonl, queries.tsv and qrels.tsv → a test collection.

Knows the three files, not what is measured with them.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from searcher.corpus import jsonlines, records
from searcher.corpus.decoding import decode
from searcher.corpus.objects import Object
from searcher.errors import CollectionError
from searcher.frozen import KW_ONLY, Value, replace
from searcher.model import Bilingual, Paper, Problem

DOCUMENTS, QUERIES, JUDGEMENTS = "docs.jsonl", "queries.tsv", "qrels.tsv"
_UNTITLED = "?"
_CHUNK = 1 << 18

Judgements = Mapping[str, Mapping[str, int]]
"""By query and document, how relevant the one is to the other: 0 is not at all."""


class Collection(Value):
    """Documents, queries by id, and the grades that people gave.

    `problems` are lines that were left out, and what the files say of each other.
    """

    name: str
    _: KW_ONLY
    documents: tuple[Paper, ...]
    queries: Mapping[str, str]
    judgements: Judgements
    problems: tuple[Problem, ...] = ()


def read_collection(folder: Path) -> Collection:
    """The collection in a folder, as far as its lines can be understood.

    Raises CollectionError when a file is missing, or holds nothing to measure with.
    """
    problems: list[Problem] = []
    documents = tuple(_documents(folder, problems))
    queries = _queries(folder, problems)
    judgements = _judgements(folder, problems)
    known = {paper.id for paper in documents}
    problems += _strangers(known, queries, judgements)
    return Collection(
        folder.resolve().name,
        documents=documents,
        queries=queries,
        judgements=judgements,
        problems=tuple(problems),
    )


def _documents(folder: Path, problems: list[Problem]) -> Iterator[Paper]:
    seen: set[str] = set()
    try:
        with (folder / DOCUMENTS).open("rb") as file:
            chunks = iter(lambda: file.read(_CHUNK), b"")
            for item in jsonlines.read(chunks, name=DOCUMENTS, made=_document):
                if isinstance(item, Problem):
                    problems.append(item)
                elif item.paper.id in seen:
                    message = f"a second document {item.paper.id!r}, wanted one"
                    problems.append(Problem(DOCUMENTS, item.line, message))
                else:
                    seen.add(item.paper.id)
                    yield item.paper
    except OSError as error:
        raise _unreadable(folder, DOCUMENTS, error) from error
    if not seen:
        raise _empty(folder, DOCUMENTS, "document", problems)


def _document(record: Object) -> Paper:
    """As a paper of the corpus; but its id is kept to the letter, as the judgements
    name it, and it may lack a title.
    """
    name = record.value.get("id")
    if not isinstance(name, str | int) or not (name := str(name).strip()):
        message = f"the id {name!r}, wanted a text"
        raise ValueError(message)
    titled = record.value.get("title") or record.value.get("title_zh")
    if not titled:
        record.put("title", _UNTITLED)
    paper = replace(records.paper(record), id=name)
    return paper if titled else replace(paper, title=Bilingual())


def _queries(folder: Path, problems: list[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in _lines(folder, QUERIES):
        name, tab, text = line.partition("\t")
        name = name.strip()
        if not tab or not name:
            message = f"found {_clip(line)}, wanted an id, a tab and a query"
            problems.append(Problem(QUERIES, number, message))
        elif name in found:
            message = f"a second query {name!r}, wanted one"
            problems.append(Problem(QUERIES, number, message))
        else:
            found[name] = text
    if not found:
        raise _empty(folder, QUERIES, "query", problems)
    return found


def _judgements(folder: Path, problems: list[Problem]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for number, line in _lines(folder, JUDGEMENTS):
        try:
            query, document, grade = (part.strip() for part in line.split("\t"))
            found.setdefault(query, {})[document] = int(grade)
        except ValueError:
            message = f"found {_clip(line)}, wanted query, document, grade, by tabs"
            problems.append(Problem(JUDGEMENTS, number, message))
    if not found:
        raise _empty(folder, JUDGEMENTS, "judgement", problems)
    return found


def _strangers(
    documents: set[str], queries: Mapping[str, str], judgements: Judgements
) -> Iterator[Problem]:
    """Judgements of what the collection does not hold: nothing can find it."""
    lost = [d for grades in judgements.values() for d in grades if d not in documents]
    if lost:
        message = f"{len(lost):,} grades of documents not in {DOCUMENTS}"
        yield Problem(JUDGEMENTS, 0, f"{message}, the first {lost[0]!r}")
    unasked = [query for query in judgements if query not in queries]
    if unasked:
        message = f"grades for {len(unasked):,} queries not in {QUERIES}"
        yield Problem(JUDGEMENTS, 0, f"{message}, the first {unasked[0]!r}")


def _lines(folder: Path, name: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, by number; a line ends as on any system."""
    try:
        text = decode((folder / name).read_bytes()).text
    except OSError as error:
        raise _unreadable(folder, name, error) from error
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.strip():
            yield number, line


def _unreadable(folder: Path, name: str, error: OSError) -> CollectionError:
    wanted = f"wanted a folder with {DOCUMENTS}, {QUERIES} and {JUDGEMENTS}"
    return CollectionError(f"{folder / name}: {error.strerror or error}, {wanted}")


def _empty(
    folder: Path, name: str, what: str, problems: list[Problem]
) -> CollectionError:
    hint = next((str(p) for p in problems if p.path == name), "")
    return CollectionError(f"{folder / name} holds no {what}, wanted some", hint=hint)


def _clip(line: str) -> str:
    return repr(line if len(line) <= 60 else f"{line[:59]}…")
