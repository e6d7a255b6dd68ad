"""Only `searcher check` unpickles anything, and nothing but what we would write."""

import json
import os
import pickle
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from struct import pack
from typing import NamedTuple

import pytest
from whoosh.index import open_dir

from searcher.building import rebuild, update
from searcher.checking import check
from searcher.cli.session import opened
from searcher.index.contents import contents_file, head_of
from searcher.index.whoosh_codec import head
from searcher.settings import Library

NO_PICKLES = """
import _pickle, pickle, sys

def refuse(*_, **__):
    raise AssertionError("something was to be unpickled")

class Refused:
    __init__ = refuse

for module in (pickle, _pickle):
    module.load = module.loads = refuse
    module.Unpickler = Refused
pickle._load = pickle._loads = refuse
pickle._Unpickler = Refused

def watch(event, _):
    if event == "pickle.find_class":
        refuse()

sys.addaudithook(watch)
"""
"""What reads pickles otherwise, as shelve, numpy and Whoosh, does so by these."""


def current(library: Library) -> Path:
    return library.index / (library.index / "CURRENT").read_text().strip()


def number(library: Library) -> int:
    return int(current(library).name[1:])


def table(library: Library) -> Path:
    return current(library) / contents_file(number(library))


def test_a_query_unpickles_nothing(run, library: Library) -> None:
    for words in (["trust"], ["信任", "--explain"], ["kin*", "OR", "xin ren"]):
        found = run("search", *words, library=library, before=NO_PICKLES)
        assert found.status == 0, found.err
    found = run("searcher", "check", library=library, before=NO_PICKLES)
    assert "something was to be unpickled" in found.out, "then the test tests nothing"


EVERYTHING = r"""
import io, json, os, re, shutil
from contextlib import redirect_stderr, redirect_stdout
from itertools import cycle
from pathlib import Path

from searcher.cli.click_command import search
from searcher.cli.commands import searcher as program

built, place = Path(sys.argv[1]), Path(sys.argv[2])
READING = [
    [search, "--no-update", "trust"],
    [search, "--no-update", "--explain", "-n0", "xinren OR kin*"],
    [program, "status"],
]
MENDING = cycle([
    [program, "like", "2602.00003"],
    [program, "explain", "trust", "2602.00003"],
    [program, "show", "2602.00003"],
    [search, "trust"],
    [program, "update"],
    [program, "rebuild"],
])

def current(root):
    return root / "index" / (root / "index" / "CURRENT").read_text().strip()

def sections(data):
    about = re.search(rb'\{"papers".*\}', data[-8000:], re.DOTALL)
    return json.loads(about[0])["sections"] if about else {}

def kinds(data):
    yield "removed", None
    yield "empty", b""
    yield "cut", data[: len(data) // 2]
    yield "longer", data + bytes(64)
    yield "zero", bytes(len(data))
    for where in (0.1, 0.5, 0.9):
        flipped = bytearray(data)
        flipped[int(where * len(data))] ^= 4
        yield f"flipped at {where}", bytes(flipped)
    for name, (start, size, _) in sections(data).items():
        filled = data[:start] + b"\xff" * size + data[start + size :]
        yield f"nonsense in {name}", filled

def asked(command, words):
    said = io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(said):
            command.main(words, standalone_mode=False)
    except Exception as error:
        while error:
            if "unpickled" in str(error):
                return "unpickled"
            said.write(repr(error))
            error = error.__cause__ or error.__context__
        if "unpickled" in said.getvalue():
            return "unpickled"
        return "damaged" if "IndexDamaged" in said.getvalue() else "refused"
    return "unpickled" if "unpickled" in said.getvalue() else "done"

seen = set()
for file in sorted(current(built).iterdir()):
    for kind, data in kinds(file.read_bytes()):
        seen.add(kind.partition(" ")[0])
        for command, *words in (*READING, next(MENDING)):
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(built, place)
            target = current(place) / file.name
            if data is None:
                target.unlink()
            else:
                target.write_bytes(data)
            os.environ["SEARCHER_LIBRARY"] = str(place)
            ended = asked(command, words)
            seen.add(ended)
            if ended == "unpickled":
                sys.exit(f"{file.name}, {kind}: {words} unpickles")
print(*sorted(seen))
raise SystemExit
"""


def test_nothing_but_a_check_unpickles_whatever_is_damaged(
    run, built: Library, volatile: Path
) -> None:
    """Each file in each way, under every command that opens an index."""
    arguments = str(built.root), str(volatile / "hurt")
    code = NO_PICKLES + EVERYTHING
    found = run("searcher", *arguments, library=built, before=code)
    assert (found.status, found.err) == (0, "")
    ways = {"cut", "empty", "flipped", "longer", "nonsense", "removed", "zero"}
    assert set(found.out.split()) - {"refused"} == {"damaged", "done", *ways}


HELPED = f"""
import searcher.index.embedded
import searcher.index.segment.helping as helping

searcher.index.embedded.MUCH = 0
helping._processors = lambda: 2
helping._MAIN = {NO_PICKLES!r} + helping._MAIN
"""


def test_a_process_that_helps_to_build_unpickles_nothing(run, library: Library) -> None:
    before = NO_PICKLES + HELPED
    found = run("searcher", "rebuild", library=library, before=before)
    assert found.status == 0, found.err
    assert check(library).differences == ()


class Marker(NamedTuple):
    """What leaves an empty folder where it is unpickled."""

    place: str

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (self.place,)


def sealed(library: Library) -> None:
    """Write checksums into the manifest that all files have now."""
    folder = current(library)
    value = json.loads((folder / "manifest.json").read_bytes())
    del value["crc32"]
    for name in ("manifest.json", "digests.jsonl"):
        value["files"].pop(name, None)
    for name in value["files"]:
        data = (folder / name).read_bytes()
        value["files"][name] = {"size": len(data), "crc32": zlib.crc32(data)}
    text = json.dumps(value, indent=0).encode().removesuffix(b"\n}")
    seal = b',\n"crc32": %d\n}\n' % zlib.crc32(text)
    (folder / "manifest.json").write_bytes(text + seal)


def _as_segments(library: Library, marker: bytes) -> None:
    begins = head_of(table(library).read_bytes(), number(library))
    table(library).write_bytes(begins + pack(">ii", number(library), 0) + marker)


def _as_schema(library: Library, marker: bytes) -> None:
    """In place of the schema, with its length in front."""
    data = table(library).read_bytes()
    begins = data.index(b"\x80\x02")
    ends = data.index(b"." + pack(">ii", number(library), 0)) + 1
    marker = marker[:-1].ljust(ends - begins - 1, b"0") + b"."
    table(library).write_bytes(data[:begins] + marker + data[ends:])


def _behind(library: Library, marker: bytes) -> None:
    with table(library).open("ab") as file:
        file.write(marker)


def _as_a_later_one(library: Library, marker: bytes) -> None:
    """Whoosh opens the table of the highest number."""
    begins = head_of(table(library).read_bytes(), number(library))
    other = current(library) / contents_file(999)
    other.write_bytes(begins + pack(">ii", 999, 0) + marker)


def _whole(library: Library, marker: bytes) -> None:
    table(library).write_bytes(marker)


WAYS = [_as_segments, _as_schema, _behind, _as_a_later_one, _whole]


@pytest.mark.parametrize("way", WAYS)
def test_a_table_that_is_not_ours_is_named_and_never_read(
    built: Library,
    library: Library,
    volatile: Path,
    ask: Callable[..., object],
    digest: Callable[..., Path],
    way: Callable[[Library, bytes], None],
) -> None:
    """Even though the manifest has its checksum."""
    place = volatile / "unpickled"
    way(library, pickle.dumps(Marker(str(place)), protocol=0))
    sealed(library)
    (*_, read) = sorted(current(library).glob("*.toc"))
    assert _asked(library, ask) == _asked(built, ask)
    (difference,) = check(library).differences
    assert read.name in difference.message
    digest(library, "2026-02-07.jsonl", 50)
    update(library)
    check(library)
    rebuild(library)
    assert check(library).differences == ()
    assert not place.exists()


def _asked(library: Library, ask: Callable[..., object]) -> object:
    with opened(library, update=False) as found:
        more = found.ask(lambda s: [s.like("2602.00003"), s.explain("trust", "x")])
    assert more
    return ask(library)


@pytest.mark.filterwarnings("ignore")  # Whoosh leaves the file open
@pytest.mark.parametrize("way", [_as_segments, _as_schema, _as_a_later_one])
def test_whoosh_would_read_it(
    library: Library, volatile: Path, way: Callable[[Library, bytes], None]
) -> None:
    """Or the test above tests nothing."""
    place = volatile / "unpickled"
    way(library, pickle.dumps(Marker(str(place)), protocol=0))
    with suppress(Exception):
        open_dir(str(current(library)))
    assert place.exists()


def test_every_process_writes_the_same_table(run, library: Library) -> None:
    """So that one can tell what another wrote."""
    code = (
        "from searcher.index.whoosh_codec import head; print(head()); raise SystemExit"
    )
    found = {run("search", library=library, before=code).out for _ in "abc"}
    assert found == {f"{head()!r}\n"}
