"""Files that are no digest cost no more than it takes to see that, however large."""

import gzip
import lzma
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import searcher
from searcher.building import Report
from searcher.checking import Checked, check
from searcher.corpus.jsonlines import TOO_LONG
from searcher.corpus.reading import BARREN, LARGEST, TOO_LARGE, Reading
from searcher.corpus.scanning import scan
from searcher.corpus.unread import UNREAD, look
from searcher.corpus.values import UNKNOWN
from searcher.settings import Library, create_library

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/io").exists(), reason="looks at /proc"
)

GOOD = b'{"id": "2603.09999", "title": "Good"}\n'
HUGE = 3 << 30
MIB = 1 << 20


def read_bytes() -> int:
    """The bytes that this process has read so far, from any file."""
    text = Path("/proc/self/io").read_text(encoding="ascii")
    return int(text.split()[1])


def cost(work: Callable[[], object]) -> int:
    before = read_bytes()
    work()
    return read_bytes() - before


def sparse(head: bytes) -> Callable[[Path], object]:
    def make(place: Path) -> None:
        with place.open("wb") as file:
            file.write(head)
            file.truncate(HUGE)

    return make


def packed(compress: Callable[[bytes], bytes], head: bytes) -> Callable[[Path], object]:
    """An archive of some hundred kilobytes that unpacks to a gigabyte."""
    zeros = compress(bytes(64 * MIB))
    return lambda place: place.write_bytes(compress(head) + zeros * 16)


LINES = b"a line of words, and of no more\n" * 4000
DAMAGED = "damaged or cut short"

KINDS: dict[str, tuple[Callable[[Path], object], list[str], int]] = {
    "zeros": (sparse(b""), [UNKNOWN], MIB),
    "image": (sparse(b"\x89PNG\r\n" + bytes(range(256)) * 400), [UNKNOWN], MIB),
    "text": (sparse(LINES), [TOO_LARGE], MIB),
    "wide text": (sparse(LINES.decode().encode("utf-16")), [TOO_LARGE], MIB),
    "chinese": (sparse("一行文字\n".encode("gb18030") * 9000), [TOO_LARGE], MIB),
    "half a gzip": (sparse(gzip.compress(GOOD)[:-9]), [DAMAGED], MIB),
    "gzip of zeros": (packed(gzip.compress, b""), [UNKNOWN], MIB),
    "xz of zeros": (packed(lzma.compress, b""), [UNKNOWN], MIB),
    "gzip of text": (packed(gzip.compress, LINES), [TOO_LARGE], MIB),
    "xz of text": (packed(lzma.compress, LINES), [TOO_LARGE], MIB),
    "gzip of JSON": (packed(gzip.compress, GOOD), [BARREN, TOO_LONG], MIB),
    "JSON": (sparse(GOOD), [BARREN, TOO_LONG], LARGEST + MIB),
}
"""How to make it, what is said of it, and how many bytes may be read."""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = create_library(tmp_path / "library")
    (made.corpus / "good.jsonl").write_bytes(GOOD)
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_digest_is_left_once_that_shows(library: Library, kind: str) -> None:
    """Whether it is read, was touched, or can be read again."""
    make, problems, most = KINDS[kind]
    place = library.corpus / "huge"
    make(place)
    size = place.stat().st_size
    told: list[int] = []
    huge = Reading(place, "huge", progress=told.append)
    assert cost(lambda: list(huge)) < most
    said = [problem.message for problem in huge.problems]
    assert len(said) == len(problems)
    assert all(map(str.startswith, said, problems))
    assert told == sorted(told)
    assert told[-1] == size
    state = huge.state
    assert state is not None
    assert (state.size, state.mtime) == (size, place.stat().st_mtime_ns)
    os.utime(place, ns=(1, 1))
    scanned = scan(library.corpus)
    assert cost(lambda: look(scanned, [state])) < most
    assert look(scanned, [state]).same == (state._replace(mtime=1),)
    unread = [state._replace(mtime=1, sha256=UNREAD)]
    assert cost(lambda: look(scanned, unread)) < most
    assert [found.name for found in look(scanned, unread).changed] == ["huge"]


def test_what_was_left_early_is_read_again_once_it_may_be_a_digest(
    tmp_path: Path,
) -> None:
    """The size, and what was looked at, decide; what lies beyond cannot."""
    place = tmp_path / "huge"
    sparse(LINES)(place)
    reading = Reading(place, "huge")
    list(reading)
    assert reading.state is not None
    before = [reading.state]

    def is_same() -> bool:
        return not look(scan(tmp_path), before).anything

    with place.open("r+b") as file:
        file.seek(HUGE // 2)
        file.write(GOOD)
    assert is_same()
    with place.open("r+b") as file:
        file.write(GOOD)
    assert not is_same()
    place.write_bytes(GOOD)
    assert not is_same()


def test_a_library_with_such_files_is_up_to_date_once_it_is_built(
    library: Library,
) -> None:
    for number, (make, _, most) in enumerate(KINDS.values()):
        if most == MIB:
            make(library.corpus / f"{number}.md")
    first = searcher.update(library.root)
    assert (first.papers, first.changed) == (1, True)
    for place in library.corpus.glob("*.md"):
        os.utime(place, ns=(1, 1))
    again: list[Report] = []
    assert cost(lambda: again.append(searcher.update(library.root))) < 16 * MIB
    assert not again[0].changed
    assert again[0].problems == first.problems
    checked: list[Checked] = []
    assert cost(lambda: checked.append(check(library))) < 32 * MIB
    assert checked[0].differences == ()
