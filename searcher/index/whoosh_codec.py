"""Our segments as Whoosh sees them: schema, codec, readers, analyzer.

The only importer of whoosh. `whoosh.index.open_dir` on a generation's folder finds the
same papers as our own engine does. The path and attributes of `FieldAnalyzer` are
pickled into Whoosh's table of contents: they are frozen.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from whoosh import fields
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, FileIndex
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from searcher.analysis.dictionary import jieba_dictionary
from searcher.index.contents import (
    NAME,
    DigestSegment,
    contents,
    contents_file,
    head_of,
)
from searcher.index.documents import field_tokens
from searcher.index.segment.reading import Entry, Segment
from searcher.model import Token
from searcher.query.plan import FIELDS, SCORED
from searcher.typed import Any


def head() -> bytes:
    """What every table of contents begins with: Whoosh's version, and the schema."""
    storage = RamStorage()
    TOC(schema(), [], 0).write(storage, NAME)
    return head_of(storage.files[contents_file(0)], 0)


def complaints(
    folder: Path, number: int, segments: Sequence[DigestSegment]
) -> list[str]:
    """What is wrong with the table of contents by which Whoosh opens a generation of
    these segments.

    It is a pickle, and unpickled only once it is known to be what we would write.
    """
    name = contents_file(number)
    wanted = contents(number, segments, head())
    if (folder / name).read_bytes() != wanted:
        return [f"{folder / name} is not what is written for these papers"]
    # Whoosh would take the one of the highest number
    others = sorted(path for path in folder.glob("_*.toc") if path.name != name)
    if others:
        return [f"{path} is no part of the index" for path in others]
    storage = RamStorage()
    storage.files[name], storage.folder = wanted, str(folder)
    try:
        found = FileIndex(storage, indexname=NAME).doc_count()
    except Exception as error:  # noqa: BLE001  (a pickle raises what it likes)
        return [f"{folder / name} cannot be read by Whoosh: {error}"]
    papers = sum(segment.doc_count() for segment in segments)
    if found == papers:
        return []
    return [f"{folder / name} holds {found} papers for Whoosh, wanted {papers}"]


def schema() -> fields.Schema:
    texts = {field: fields.TEXT(analyzer=FieldAnalyzer(field)) for field in FIELDS}
    return fields.Schema(paper=fields.STORED, **texts)


class FieldAnalyzer(Analyzer):  # type: ignore[misc]  # whoosh's is untyped
    """Whoosh's face of our analysis of one field."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __call__(self, value: str, mode: str = "", **_: Any) -> Iterator[WhooshToken]:
        found = field_tokens(self.field, value, jieba_dictionary())
        token = WhooshToken(positions=True, chars=True, mode=mode)
        token.boost, token.stopped = 1.0, False
        for one in _one_each(found) if mode == "query" else found:
            token.text, token.pos = one.term, one.position
            token.startchar, token.endchar = one.start, one.end
            yield token


def _one_each(found: Iterable[Token]) -> Iterator[Token]:
    """For each position the word itself, as a stem where it has one."""
    best: dict[int, tuple[int, Token]] = {}
    for token in found:
        if token.term.startswith("=="):
            best.pop(token.position, None)
            continue
        rank = int(token.term[0] == "=")
        if token.position not in best or rank < best[token.position][0]:
            best[token.position] = rank, token
    for position in sorted(best):
        yield best[position][1]


class DigestCodec(base.Codec):  # type: ignore[misc]  # whoosh's is untyped
    """Reads; what is written goes round Whoosh's writer."""

    def terms_reader(self, storage: FileStorage, segment: DigestSegment) -> "Terms":
        return Terms(_opened(storage, segment))

    def per_document_reader(
        self, storage: FileStorage, segment: DigestSegment
    ) -> "Documents":
        return Documents(_opened(storage, segment), segment)


def _opened(storage: FileStorage, segment: DigestSegment) -> Segment:
    return Segment(Path(storage.folder) / segment.file)


class Terms(base.TermsReader):  # type: ignore[misc]  # whoosh's is untyped
    """The terms and postings of a segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._entry(*term) is not None

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in sorted(FIELDS):
            yield from self.terms_from(field, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for term, dfs in self._segment.terms(prefix.decode()):
            if fieldname in dfs:
                yield fieldname, term.encode()

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return (((f, t), self.term_info(f, t)) for f, t in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        found = self.terms_from(fieldname, prefix)
        return (((f, t), self.term_info(f, t)) for f, t in found)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        entry = self._entry(fieldname, text)
        if entry is None:
            raise TermNotFound(f"{fieldname}:{text!r}")
        papers = self._segment.papers(entry)
        return TermInfo(
            weight=sum(self._segment.frequencies(entry)),
            df=entry.df,
            minlength=entry.shortest,
            maxlength=max(map(self._length(fieldname), papers)),
            maxweight=entry.most,
            minid=papers[0],
            maxid=papers[-1],
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.term_info(fieldname, text).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        entry = self._entry(fieldname, text)
        return entry.df if entry else 0

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> ListMatcher:
        entry = self._entry(fieldname, text)
        if entry is None:
            raise TermNotFound(f"{fieldname}:{text!r}")
        papers, places = self._segment.papers(entry), self._segment.places(entry)
        return ListMatcher(
            papers,
            [float(len(found)) for found in places],
            [format_.encode(found) for found in places],
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def indexed_field_names(self) -> tuple[str, ...]:
        return FIELDS

    def close(self) -> None:
        self._segment.close()

    def _entry(self, fieldname: str, text: bytes) -> Entry | None:
        return self._segment.entry(text.decode(), fieldname)

    def _length(self, fieldname: str) -> Any:
        lengths = self._segment.lengths.get(fieldname)
        return lengths.__getitem__ if lengths is not None else lambda _: 1


class Documents(base.PerDocumentReader):  # type: ignore[misc]  # whoosh's is untyped
    """The papers of a segment."""

    def __init__(self, segment: Segment, about: DigestSegment) -> None:
        self._segment = segment
        self._about = about

    def close(self) -> None:
        self._segment.close()

    def doc_count(self) -> int:
        return self._about.size - len(self._about.gone)

    def doc_count_all(self) -> int:
        return self._about.size

    def has_deletions(self) -> bool:
        return bool(self._about.gone)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._about.gone

    def deleted_docs(self) -> frozenset[int]:
        return self._about.gone

    def supports_columns(self) -> bool:
        return False

    def has_column(self, fieldname: str) -> bool:  # noqa: ARG002  (whoosh's name)
        return False

    def list_columns(self) -> tuple[str, ...]:
        return ()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._segment.lengths.get(fieldname)
        return lengths[docnum] if lengths is not None else default

    def field_length(self, fieldname: str) -> int:
        return self._of_lengths(fieldname)[0]

    def min_field_length(self, fieldname: str) -> int:
        return self._of_lengths(fieldname)[1]

    def max_field_length(self, fieldname: str) -> int:
        return self._of_lengths(fieldname)[2]

    @cache  # noqa: B019  (a reader lives as long as its index is open)
    def _of_lengths(self, fieldname: str) -> tuple[int, int, int]:
        if fieldname not in SCORED:
            return self._about.size, 1, 1
        lengths = self._segment.lengths[fieldname]
        return sum(lengths), min(lengths, default=0), max(lengths, default=0)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {"paper": self._segment.paper(docnum).to_json()}

    def all_stored_fields(self) -> Iterator[dict[str, Any]]:
        return map(self.stored_fields, self.all_doc_ids())
