"""Packed tokens → the arrays of a segment, and the file.

Sorts once, by counting; everything else is where sorted numbers change.
"""

from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from searcher._core import sorting
from searcher.analysis.pinyin import BESIDES, Readings
from searcher.analysis.scripts import is_run
from searcher.index.segment import layout
from searcher.index.segment.collecting import FIELD_SHIFT, TERM_SHIFT, Collector
from searcher.index.segment.layout import FIELD_BITS, PAPER_BITS, PLACE_BITS
from searcher.index.segment.narrowing import Numbers, ends, narrow
from searcher.index.segment.shapes import shape
from searcher.index.segment.sharing import holders, mixed
from searcher.index.segment.weaving import Part, Postings, chunks, woven
from searcher.query.plan import FIELDS, SCORED

_FIELDS = (1 << FIELD_BITS) - 1
_PAPERS = (1 << PAPER_BITS) - 1
_PAPER_AND_PLACE = np.uint64((1 << PAPER_BITS + PLACE_BITS) - 1)
_STRETCH = 1 << 18
"""So many tokens are looked at together, which fits a processor's cache."""


def write_collected(
    path: Path, collector: Collector, readings: Readings | None = None
) -> None:
    """Write the segment of all that was collected."""
    packed = collector.packed()
    terms = [term.encode("utf-8", "surrogatepass") for term in collector.terms]
    tokens = packed.data
    counts = sorting.counted(tokens, TERM_SHIFT, len(terms))
    used = (number for number, count in enumerate(counts) if count)
    numbers = array("I", sorted(used, key=terms.__getitem__))
    for start, end in sorting.order(tokens, counts, numbers, TERM_SHIFT, FIELD_SHIFT):
        packed[start:end].sort()
    lengths = {
        field: np.frombuffer(v, np.uint16) for field, v in collector.lengths.items()
    }
    write_segment(
        path,
        terms=[terms[number] for number in numbers],
        packed=packed,
        lengths=lengths,
        ids=collector.ids,
        days=np.frombuffer(collector.days, np.int32),
        stored=collector.stored,
        readings=readings or Readings(),
    )


def write_segment(
    path: Path,
    *,
    terms: Sequence[bytes],
    packed: Numbers,
    lengths: Mapping[str, Numbers],
    ids: Sequence[str],
    days: Numbers,
    stored: Sequence[bytes],
    readings: Readings,
) -> None:
    """Write a segment of sorted tokens whose terms are numbered in sorted order."""
    names = [paper.encode("utf-8", "surrogatepass") for paper in ids]
    sections: dict[str, Numbers | bytes] = {
        "terms": b"".join(terms),
        "term_ends": ends(terms),
        **_sounds(terms, readings),
        **_postings(packed, len(terms), lengths, len(ids)),
        **{f"length.{field}": lengths[field] for field in SCORED},
        "days": days,
        "ids": b"".join(names),
        "id_ends": ends(names),
        "by_id": narrow(np.array(sorted(range(len(ids)), key=names.__getitem__), int)),
        "stored_ends": ends(stored),
        "stored": b"".join(stored),
    }
    about = {"papers": len(ids), "terms": len(terms), "fields": list(FIELDS)}
    layout.write(path, about, sections)


def _sounds(terms: Sequence[bytes], readings: Readings) -> dict[str, Numbers | bytes]:
    """The Chinese words by how they are typed in Latin letters; readings besides the
    first are marked.
    """
    words = (
        (term.decode("utf-8", "surrogatepass"), n)
        for n, term in enumerate(terms)
        if not term.isascii()
    )
    found = sorted(
        (f"{BESIDES}{typed}".encode() if at else typed.encode(), n)
        for word, n in words
        if len(word) > 1 and is_run(word)
        for at, typed in enumerate(readings.every(word))
    )
    keys = [key for key, _ in found]
    return {
        "sounds": b"".join(keys),
        "sound_ends": ends(keys),
        "sound_terms": narrow(np.array([n for _, n in found], int)),
    }


def _postings(
    packed: Numbers, terms: int, lengths: Mapping[str, Numbers], papers: int
) -> dict[str, Numbers]:
    """Entries (a term in a field), their postings, and the positions of these."""
    holder = packed >> np.uint64(PLACE_BITS)  # term, field and paper
    first = _changes(holder)
    holder = holder[first]
    paper = (holder & np.uint64(_PAPERS)).astype(np.uint32)
    tf = np.diff(np.append(first, len(packed))).astype(np.uint16)
    entry = holder >> np.uint64(PAPER_BITS)  # term and field
    begin = _changes(entry)
    entry = entry[begin]
    field = (entry & np.uint64(_FIELDS)).astype(np.uint8)
    term = (entry >> np.uint64(FIELD_BITS)).astype(np.int64)
    table = np.zeros((len(FIELDS), papers), np.uint16)
    for name, values in lengths.items():
        table[FIELDS.index(name)] = values
    size = np.diff(np.append(begin, len(paper)))
    length = table[np.repeat(field, size), paper]
    most = _reduced(np.maximum, tf, begin)
    shortest = _reduced(np.minimum, length, begin)
    # what follows is each entry's first place, and how many it has
    first = first[begin]
    often = np.diff(np.append(first, len(packed)))
    holder = holders(_signatures(packed, first))
    own = holder == np.arange(len(holder))
    kept = np.repeat(own, size)
    places = packed[np.repeat(own, often)].astype(np.uint16)
    held = Postings(paper[kept], tf[kept], places)
    sizes, data = _woven(held, size[own], most[own], papers)
    rank = np.cumsum(own) - 1
    return {
        "term_entries": narrow(np.searchsorted(term, np.arange(terms + 1))),
        "entry_field": field,
        "entry_df": narrow(size),
        "entry_most": narrow(most),
        "entry_shortest": narrow(shortest),
        "postings": data,
        "entry_postings": narrow((np.cumsum(sizes) - sizes)[rank[holder]]),
    }


def _woven(held: Postings, df: Numbers, most: Numbers, papers: int) -> Part:
    """The bytes of all entries, made chunk by chunk."""
    firsts = np.append(0, np.cumsum(df))
    places = np.append(0, np.cumsum(held.frequencies, dtype=np.int64))
    parts = []
    for low, high in chunks(firsts):
        first, last = firsts[low], firsts[high]
        chunk = Postings(
            held.papers[first:last],
            held.frequencies[first:last],
            held.places[places[first] : places[last]],
        )
        parts.append(woven(chunk, df[low:high], most[low:high], shape(papers)))
    if not parts:
        return Part(np.zeros(0, np.int64), np.zeros(0, np.uint8))
    return Part(*map(np.concatenate, zip(*parts, strict=True)))


def _signatures(packed: Numbers, first: Numbers) -> Numbers:
    """Of each entry, given by its first token: the same for the same postings."""
    if not len(first):
        return np.zeros(0, np.uint64)
    bits = np.empty(len(packed), np.uint64)
    for at in range(0, len(packed), _STRETCH):
        stretch = packed[at : at + _STRETCH]
        bits[at : at + _STRETCH] = mixed(stretch & _PAPER_AND_PLACE)
    return np.add.reduceat(bits, first)


def _changes(values: Numbers) -> Numbers:
    """Where a sorted array takes a new value, the beginning included."""
    if not len(values):
        return np.zeros(0, np.int64)
    return np.append(0, np.flatnonzero(values[1:] != values[:-1]) + 1)


def _reduced(how: np.ufunc, values: Numbers, begin: Numbers) -> Numbers:
    if not len(begin):
        return np.zeros(0, np.uint16)
    return np.asarray(how.reduceat(values, begin), np.uint16)
