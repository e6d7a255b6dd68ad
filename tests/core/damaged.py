"""Damaged input for all that the core reads, in a process of its own.

A crash or a hang is then told by the process, not by what waits for it. Prints a line
for each seed, with what came of it; compiled or not, the same. Anything but an answer
or an error that was raised on purpose ends the process.

    python tests/core/damaged.py KIND FOLDER FIRST LAST [uncompiled]

FOLDER is that which `make` filled. Damage is done behind the checksums: those of the
manifest are looked at after a failure only, that of a segment's directory is mended.
"""

import json
import struct
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.abc import MetaPathFinder
from importlib.util import spec_from_file_location
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

CORE = Path(__file__).parents[2] / "searcher" / "_core"
DAY = date(2026, 3, 9)
WORDS = (
    *("the", "policy", "region", "regions", "trust", "off-policy", "GPT-4", "LLMs"),
    *("learning", "graph", "graphs", "variance", "a", "of", "3D-CNNs", "WideSeek"),
    *(
        "强化学习",
        "信任区域",
        "的",
        "方差",
        "深度",
        "图神经网络",
        "算法，",
        "基于LLM的",
    ),
)
QUERIES = (
    *("trust region", "policy", "the", "强化学习", "信任区域的方差", "learning 深度"),
    *('"trust region"', '"regions graph"~2', '"强化学习 算法"', '"a of the"~3', "gpt4"),
    *("reg*", "强*", "polcy~", "regoins~2", "*ust reg*", "*化学*", "*olic*", "=graphs"),
    *("au:Li", 'au:"Li Xiaoming"', "schulman", "cat:cs.LG", "date:2026-02", "lang:zh"),
    *("-policy", "trust -graph", "trust OR 图神经网络", "title:(graph OR 方差)^3"),
    *("trust region policy date:2026-01..", "qiang hua", "2601.00007", "has:zh"),
    *("in:2026-01", "off policy learning variance graph", "common", "rare17", "graph~"),
)
TAIL = struct.Struct("<QQ8s")
"""Of a segment: the length of its directory, the checksum of that, and the magic."""
ANSWERS = 4
"""So many questions are asked of each damaged generation."""
FRAGMENTS = (
    *("$\\alpha_{i}^2$", "\\textbf{", "\\frac{a}{b}", "$$", "}", "\\", "\\'e", "&amp;"),
    *("a" * 300, "字" * 1_200, "1,000,000.5", "a-" * 200, "x,000", "don't", "U.S.A"),
    *("\0", "\ud800", "\udfff", "\ufeff", "\u202e", "e\u0301", "ﬁ", "ß", "İ", "ǆ"),
    *(
        "C++",
        "F#",
        "@/&_",
        "...",
        "。",
        "、",
        "ＧＰＴ－４",
        "가나다",
        "हिन्दी",
        "العربية",
        "ไทย",
    ),
    *("\U0001f600", "\U00020000" * 9, "Ångström", "…", "\u2028", "㎏", "mRNAs", "LLMs"),
)


class AsItStands(MetaPathFinder):
    """Imports the core out of its sources, whatever was compiled of them."""

    def find_spec(self, name: str, _path: object, _target: object = None):
        folder, _, module = name.rpartition(".")
        if folder != "searcher._core":
            return None
        return spec_from_file_location(name, CORE / f"{module}.py")


def make(folder: Path) -> None:
    """A generation of two segments, with papers that are gone, and texts."""
    from searcher import Bilingual, Paper, Subject
    from searcher.index import open_backend
    from searcher.model import Record

    random = Random(7)

    def text(count: int) -> str:
        return " ".join(random.choices(WORDS, range(len(WORDS), 0, -1), k=count))

    def record(number: int) -> Record:
        abstract = f"Common rare{number}: {text(random.choice((5, 9, 30)))}"
        if number % 200 == 7:
            abstract += " the variance" * 290
        return Record(
            Paper(
                f"2601.{number:05}",
                title=Bilingual(text(4), text(3)),
                abstract=Bilingual(abstract, text(6)),
                authors=random.choices(("Xiaoming Li", "J. Schulman", "李小明"), k=2),
                subjects=(Subject("Machine Learning", "cs.LG"),),
                date=date(2026, 1 + number % 3, 1 + number % 28),
            )
        )

    backend = open_backend(folder / "index")
    with backend.begin(None) as build:
        build.add(map(record, range(300)))
        build.publish(digests=(), problems=())
    reader = backend.open()
    with backend.begin(reader.generation) as build:
        build.remove([f"2601.{number:05}" for number in range(0, 90, 9)])
        build.add(map(record, range(1_000, 1_020)))
        build.publish(digests=(), problems=())
    reader.close()


def damaged_bytes(data: bytearray, random: Random, width: int) -> None:
    """Damage some of it in one of the ways that disks and programs have."""
    if not data:
        return
    at = random.randrange(len(data)) // width * width
    match random.randrange(6):
        case 0:
            data[at] ^= 1 << random.randrange(8)
        case 1:
            data[at : at + width] = bytes(len(data[at : at + width]))
        case 2:
            data[at : at + width] = b"\xff" * len(data[at : at + width])
        case 3:
            data[at] = (data[at] + random.choice((1, -1))) % 256
        case 4:
            size = random.randrange(1, 65)
            part = data[at : at + size]
            data[at : at + size] = random.randbytes(len(part))
        case 5:
            size = min(random.randrange(1, 257), len(data) // 2)
            one, other = sorted(random.randrange(len(data) - size + 1) for _ in "ab")
            if other - one >= size:
                part = data[one : one + size]
                data[one : one + size] = data[other : other + size]
                data[other : other + size] = part


def damaged_segment(data: bytes, random: Random) -> bytes:
    """A segment with damage to some sections, or to where they are."""
    body, about = taken_apart(data)
    sections = about["sections"]
    if random.random() < 0.1:
        about["papers"] = random.choice((0, 1, -1, 1 << 16, 1 << 31, 1 << 60, None))
    for _ in range(random.choice((1, 1, 2, 5))):
        name = random.choice((*sections, "postings", "entry_df", "entry_postings"))
        start, length, kind = sections[name]
        if random.random() < 0.15:
            wrong = random.choice((0, 1, length // 2, length + 8, 1 << 40, -8))
            sections[name] = random.choice(
                ((wrong, length, kind), (start, wrong, kind), (start, length, "H"))
            )
            continue
        part = body[start : start + length]
        damaged_bytes(part, random, {"B": 1, "H": 2, "Q": 8}.get(kind, 4))
        body[start : start + len(part)] = part
    if random.random() < 0.05:
        del body[random.randrange(8, len(body)) :]
    return put_together(body, about)


def taken_apart(segment: bytes) -> tuple[bytearray, dict[str, Any]]:
    """Its sections, and the directory of them."""
    size, _, _ = TAIL.unpack(segment[-TAIL.size :])
    end = len(segment) - TAIL.size
    return bytearray(segment[: end - size]), json.loads(segment[end - size : end])


def put_together(body: bytes, about: dict[str, Any]) -> bytes:
    tail = json.dumps(about).encode()
    return bytes(body) + tail + TAIL.pack(len(tail), zlib.crc32(tail), bytes(body[:8]))


def damaged_file(data: bytes, random: Random) -> bytes:
    """A file with damage anywhere, its end cut off, or something behind it."""
    changed = bytearray(data)
    match random.randrange(5):
        case 0:
            del changed[random.randrange(len(changed)) :]
        case 1:
            changed += random.randbytes(random.randrange(1, 65))
        case _:
            for _ in range(random.choice((1, 3, 300))):
                damaged_bytes(changed, random, 1)
    return bytes(changed)


def outcomes(folder: Path, random: Random) -> Iterator[object]:
    """What a generation says, that may be damaged: answers, or which errors."""
    from searcher.errors import SearcherError
    from searcher.index.embedded import EmbeddedReader
    from searcher.searching import Searcher

    def asked(searcher: Searcher, query: str) -> object:
        match random.randrange(10):
            case 0:
                found = searcher.like(f"2601.{random.randrange(9):05}", limit=2)
            case 1:
                return searcher.explain(query, f"2601.{random.randrange(9):05}")
            case 2:
                order = random.choice(("newest", "oldest"))
                found = searcher.search(
                    query, limit=None, order=order, highlights=False
                )
            case 3:
                found = searcher.search(query, limit=2, match="any", relax=True)
            case _:
                found = searcher.search(query, limit=2, today=DAY, explain=True)
        if found is None:
            return None
        hits = repr(list(found.hits))
        return found.total, hits, found.notes

    published = _published(folder)
    try:
        searcher = Searcher(EmbeddedReader(published))
    except SearcherError as error:
        yield type(error).__name__
        return
    with searcher:
        for query in random.sample(QUERIES, ANSWERS):
            try:
                yield query, asked(searcher, query)
            except SearcherError as error:
                yield query, type(error).__name__


@cache
def _published(folder: Path):
    from searcher.index import open_backend

    reader = open_backend(folder.parent / "index").open()
    published = reader._published
    reader.close()
    return published._replace(folder=folder)


def segments(folder: Path) -> Callable[[Random], object]:
    """Of damaged segments."""
    return _generations(folder, "*.segment", damaged_segment)


def dictionaries(folder: Path) -> Callable[[Random], object]:
    """Of damaged dictionaries: what cuts Chinese, also of a query."""
    return _generations(folder, "words.dict", _damaged_dictionary)


def _damaged_dictionary(data: bytes, random: Random) -> bytes:
    """Most numbers of a trie are never asked for, so many are damaged."""
    if random.random() < 0.2:
        return damaged_file(data, random)
    changed = bytearray(data)
    (nodes,) = struct.unpack_from("<Q", data, 8)
    for first, width in ((24, 8), (24 + 8 * nodes, 4), (28 + 12 * nodes, 2)):
        count = random.choice((0, 1, 5_000))
        # the first level, and what is anywhere
        limit = random.choice((20_902, nodes))
        for _ in range(count):
            at = first + width * random.randrange(limit)
            number = random.choice(
                (bytes(width), b"\xff" * width, random.randbytes(width))
            )
            changed[at : at + width] = number
    return bytes(changed)


def _generations(
    folder: Path, pattern: str, damage: Callable[[bytes, Random], bytes]
) -> Callable[[Random], object]:
    whole = max((folder / "index").glob("g*"))
    mutated = Path(mkdtemp(dir=folder))
    for file in whole.iterdir():
        (mutated / file.name).hardlink_to(file)
    sources = {file: file.read_bytes() for file in whole.glob(pattern)}

    def one(random: Random) -> object:
        file = random.choice(sorted(sources))
        place = mutated / file.name
        place.unlink()
        place.write_bytes(damage(sources[file], random))
        found = list(outcomes(mutated, random))
        place.unlink()
        place.hardlink_to(file)
        return found

    return one


def odd_text(random: Random, samples: Sequence[str]) -> str:
    """Damaged, and put together of what nobody puts together."""
    found = []
    for _ in range(random.randrange(1, 12)):
        match random.randrange(6):
            case 0:
                found.append(random.choice(FRAGMENTS))
            case 1:
                found.append(random.choice(WORDS))
            case 2:
                few = range(random.randrange(9))
                found.append("".join(chr(random.randrange(0x110000)) for _ in few))
            case 3:
                few = range(random.randrange(9))
                found.append("".join(chr(random.randrange(0x3100)) for _ in few))
            case 4:
                found.append(random.choice(FRAGMENTS) * random.randrange(40))
            case 5:
                sample = random.choice(samples)
                at = random.randrange(len(sample))
                part = bytearray(sample[at : at + 300].encode())
                damaged_bytes(part, random, 1)
                found.append(part.decode(errors="surrogateescape"))
    if random.random() < 0.01:
        found *= 3_000
    return random.choice(("", " ", "-")).join(found)


def texts(_: Path) -> Callable[[Random], object]:
    """Of texts that nobody would write."""
    from searcher.analysis.dictionary import jieba_dictionary
    from searcher.analysis.tokens import Analyzer, name_terms, text_terms
    from searcher.index.documents import field_tokens
    from searcher.query.plan import FIELDS

    analyzers = [Analyzer(jieba_dictionary(), how) for how in (text_terms, name_terms)]
    samples = [
        file.read_text(encoding="utf-8")
        for file in sorted((CORE.parents[1] / "corpus").iterdir())
    ]

    def one(random: Random) -> object:
        raw = odd_text(random, samples)
        analyzer = random.choice(analyzers)
        found = analyzer.tokens(raw)
        assert all(0 <= at.start <= at.end <= len(raw) for at in found)
        packed = analyzer.pack(raw, 0, 16), len(analyzer.take())
        return (
            found,
            packed,
            field_tokens(random.choice(FIELDS), raw, jieba_dictionary()),
        )

    return one


def digests(folder: Path) -> Callable[[Random], object]:
    """Of damaged digests: what is read of them, and its tokens."""
    from searcher.analysis.dictionary import jieba_dictionary
    from searcher.corpus.reading import Reading
    from searcher.index.documents import field_tokens, values
    from searcher.model import Sighting

    whole = [
        file.read_bytes()[:8_000]
        for file in sorted((CORE.parents[1] / "corpus").iterdir())
    ]
    place = Path(mkdtemp(dir=folder)) / "damaged.txt"

    def one(random: Random) -> object:
        data = random.choice(whole)
        at = random.randrange(len(data))
        place.write_bytes(damaged_file(data[at : at + 3_000], random))
        found: list[object] = []
        reading = Reading(place, "damaged.txt")
        for sighting in reading:
            assert isinstance(sighting, Sighting)
            found.append(sighting)
            for field, value in values(sighting.paper).items():
                found.append(field_tokens(field, value, jieba_dictionary()))
        return found, reading.problems

    return one


KINDS = {
    "segments": segments,
    "dictionaries": dictionaries,
    "texts": texts,
    "digests": digests,
}


def main(kind: str, folder: str, first: str, last: str, how: str = "") -> None:
    if how:
        sys.meta_path.insert(0, AsItStands())
    from searcher._core import is_compiled

    assert is_compiled() is not bool(how), "not what was asked for"
    one = KINDS[kind](Path(folder))
    for seed in range(int(first), int(last)):
        told = repr(one(Random(seed))).encode("utf-8", "surrogatepass")
        sys.stdout.write(f"{seed} {sha256(told).hexdigest()[:16]}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
