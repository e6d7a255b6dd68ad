"""Damage is noticed, named and mended; no answer is wrong, none is a traceback."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.building import update
from searcher.checking import check
from searcher.errors import IndexDamaged, IndexUnusable
from searcher.index import open_backend
from searcher.index.manifest import Kind, read_manifest, write_manifest
from searcher.searching import Searcher
from searcher.settings import Library

KINDS = ("json", "jsonl", "dict", "segment", "toc")
FIRST, SECOND = "g000001-0.segment", "g000002-0.segment"


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _lengthen(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\0" * 64)


def _zero(file: Path) -> None:
    file.write_bytes(b"\0" * file.stat().st_size)


def _remove(file: Path) -> None:
    file.unlink()


def _replace_by_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def flip(file: Path, where: float, bit: int = 0) -> None:
    data = bytearray(file.read_bytes())
    data[int(where * (len(data) - 1))] ^= 1 << bit
    file.write_bytes(data)


SIZES = (_truncate, _empty, _lengthen, _remove, _replace_by_folder)
"""What is noticed when an index is opened, whatever is in the file."""


def current(library: Library) -> Path:
    return library.index / (library.index / "CURRENT").read_text().strip()


def names(built: Library) -> list[str]:
    return sorted(path.name for path in current(built).iterdir())


def test_a_generation_is_of_these_files(built: Library) -> None:
    """So that the parameters below are all there are."""
    segments = [name for name in names(built) if name.endswith(".segment")]
    assert len(segments) >= 1
    assert {name.rpartition(".")[2] for name in names(built)} == set(KINDS)


def damaged(library: Library, kind: str, how: Callable[[Path], None]) -> list[Path]:
    """Every file of a kind, of which each call damages one more."""
    files = [current(library) / name for name in names(library) if name.endswith(kind)]
    assert files
    for file in files:
        how(file)
    return files


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", [*SIZES, _zero])
def test_damage_is_noticed_named_and_mended(
    built: Library,
    library: Library,
    ask: Callable[..., dict[str, list[str]]],
    kind: str,
    how: Callable[[Path], None],
) -> None:
    files = damaged(library, kind, how)
    differences = check(library).differences
    said = "\n".join(map(str, differences))
    assert any(file.name in said for file in files), said
    if how in SIZES or kind in ("json", "jsonl", "segment", "dict"):
        with pytest.raises(IndexDamaged) as caught:
            open_backend(library.index).open()
        assert any(file.name in caught.value.message for file in files)
        assert caught.value.hint == "searcher rebuild"
    assert ask(library, update=True) == ask(built)
    if how is not _zero or kind != "toc":  # which only Whoosh reads
        assert check(library).differences == ()


def survives(
    library: Library,
    right: dict[str, list[str]],
    ask: Callable[..., dict[str, list[str]]],
) -> None:
    """A check notices; to search raises nothing else, and mends what it notices."""
    assert check(library).differences
    with suppress(IndexUnusable):
        ask(library)
    ask(library, update=True)
    if not check(library).differences:
        assert ask(library) == right


FLIPS = {
    "kind": st.sampled_from(["segment", "dict", "json", "jsonl", "toc"]),
    "which": st.integers(0, 7),
    "where": st.floats(0, 1),
    "bit": st.integers(0, 7),
}
RELAXED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def flipped(library: Library, kind: str, which: int, where: float, bit: int) -> None:
    files = [current(library) / name for name in names(library) if name.endswith(kind)]
    flip(files[which % len(files)], where, bit)


@settings(max_examples=25, deadline=None, suppress_health_check=RELAXED)
@given(**FLIPS)
def test_a_flipped_bit_is_noticed_and_never_a_traceback(
    built: Library,
    copied: Callable[[], Library],
    ask: Callable[..., dict[str, list[str]]],
    kind: str,
    which: int,
    where: float,
    bit: int,
) -> None:
    library = copied()
    flipped(library, kind, which, where, bit)
    survives(library, ask(built), ask)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=RELAXED)
@given(**FLIPS)
def test_many_flipped_bits(
    built: Library,
    copied: Callable[[], Library],
    ask: Callable[..., dict[str, list[str]]],
    kind: str,
    which: int,
    where: float,
    bit: int,
) -> None:
    library = copied()
    flipped(library, kind, which, where, bit)
    survives(library, ask(built), ask)


@settings(max_examples=15, deadline=None, suppress_health_check=RELAXED)
@given(where=st.floats(0, 1), bit=st.integers(0, 7))
def test_flips_in_what_is_read_first_are_noticed_on_opening(
    copied: Callable[[], Library], where: float, bit: int
) -> None:
    for name in ("manifest.json", "digests.jsonl", "segments.json"):
        library = copied()
        flip(current(library) / name, where, bit)
        with pytest.raises(IndexUnusable):
            open_backend(library.index).open()


def segment_sections(file: Path) -> dict[str, tuple[int, int, str]]:
    """Where what is in a segment, as its own end tells."""
    found = re.search(rb'\{"papers".*\}', file.read_bytes()[-8000:], re.DOTALL)
    assert found
    sections: dict[str, tuple[int, int, str]] = json.loads(found[0])["sections"]
    return sections


def test_nonsense_in_any_section_of_a_segment_is_no_traceback(
    built: Library,
    copied: Callable[[], Library],
    ask: Callable[..., dict[str, list[str]]],
) -> None:
    """Each section as a whole, the directory being right."""
    (name, *_) = [name for name in names(built) if name.endswith(".segment")]
    right = ask(built)
    for section, (start, size, _) in segment_sections(current(built) / name).items():
        for filling in (b"\xff", b"\x01"):
            library = copied()
            file = current(library) / name
            data = bytearray(file.read_bytes())
            data[start : start + size] = filling * size
            file.write_bytes(data)
            if bytes(data) != (current(built) / name).read_bytes():
                assert check(library).differences, section
                survives(library, right, ask)


def test_an_answer_from_a_damaged_segment_names_it(
    built: Library, library: Library
) -> None:
    (name, *_) = [name for name in names(built) if name.endswith(".segment")]
    file = current(library) / name
    start, size, _ = segment_sections(file)["stored"]
    data = bytearray(file.read_bytes())
    data[start : start + size] = b"\xff" * size
    file.write_bytes(data)
    with (
        Searcher(open_backend(library.index).open()) as searcher,
        pytest.raises(IndexDamaged, match=re.escape(name)),
    ):
        searcher.search("trust", limit=None)


def test_the_program_says_what_is_damaged_and_mends_it(run, library: Library) -> None:
    (current(library) / "words.dict").unlink()
    refused = run("search", "--no-update", "trust", library=library)
    assert refused.status == 2
    assert refused.err.splitlines() == [
        f"search: {current(library) / 'words.dict'} is missing",
        "hint: searcher rebuild",
    ]
    found = run("search", "--count", "trust", library=library)
    assert (found.status, found.out) == (0, "10\n")
    file = next(current(library).glob("*.segment"))
    start, size, _ = segment_sections(file)["stored"]
    data = bytearray(file.read_bytes())
    data[start : start + size] = b"\xff" * size
    file.write_bytes(data)
    # of papers whose ids alone are written, nothing is read
    found = run("search", "-n0", "--format=ids", "trust", library=library)
    assert (found.status, len(found.out.splitlines())) == (0, 10)
    assert found.err == ""
    found = run("search", "-n0", "--jsonl", "trust", library=library)
    assert (found.status, len(found.out.splitlines())) == (0, 10)
    note, summary, *_ = found.err.splitlines()
    assert note.startswith(f"note: {file} ")
    assert note.endswith("; building the index anew")
    assert summary.startswith("10 papers from 2 digests")


def test_what_is_found_damaged_while_it_is_written_is_mended(
    run, library: Library
) -> None:
    """What is written already stays so, and says that it is not all."""
    file = next(current(library).glob("*.segment"))
    start, size, _ = segment_sections(file)["stored"]
    data = bytearray(file.read_bytes())
    data[start + size // 2 : start + size] = b"\xff" * (size - size // 2)
    file.write_bytes(data)
    asked = ("search", "-n0", "--format={title.en}", "trust")
    found = run(*asked, library=library)
    assert found.status == 2
    written = found.out.splitlines()
    assert f"search: {file} " in found.err
    assert "; not all that was found is written" in found.err
    assert "hint: ask again: the index was built anew" in found.err
    found = run(*asked, library=library)
    assert (found.status, found.err) == (0, "")
    again = found.out.splitlines()
    assert len(again) == 10
    assert again[: len(written)] == written


@pytest.mark.parametrize("text", ["", "garbage", "g000099", "g000001"])
def test_a_damaged_pointer_is_mended(
    built: Library, library: Library, ask: Callable[..., object], text: str
) -> None:
    (library.index / "CURRENT").write_text(text)
    assert check(library).differences
    assert ask(library, update=True) == ask(built)
    assert check(library).differences == ()


@pytest.mark.parametrize("name", ["CURRENT", "LOCK", "README.md"])
def test_a_missing_file_is_made_again(
    built: Library, library: Library, ask: Callable[..., object], name: str
) -> None:
    (library.index / name).unlink()
    assert ask(library, update=True) == ask(built)


@pytest.mark.parametrize("changed", [{"format": 1}, {"analysis": "another"}])
def test_another_version_is_built_anew(
    built: Library, library: Library, ask: Callable[..., object], changed: object
) -> None:
    manifest = current(library) / "manifest.json"
    value = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps(value | changed))  # type: ignore[operator]
    (difference,) = check(library).differences
    assert "was built with" in difference.message
    assert ask(library, update=True) == ask(built)
    assert check(library).differences == ()


@pytest.mark.parametrize("how", [_zero, lambda file: flip(file, 0.5)])
def test_what_is_damaged_is_not_built_upon_unnoticed(
    built: Library,
    library: Library,
    digest: Callable[..., Path],
    ask: Callable[..., dict[str, list[str]]],
    how: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where a file has to be copied, its new checksum does not vouch for damage."""
    import os

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    how(current(library) / names(library)[0])
    for file in current(library).glob("*.segment"):
        how(file)
    monkeypatch.setattr(os, "link", refuse)
    digest(library, "2026-02-07.jsonl", 50)
    update(library)
    assert check(library).differences == ()
    assert len(ask(library)["trust"]) == len(ask(built)["trust"]) + 1


@pytest.mark.parametrize("name", ["../../elsewhere", "/elsewhere", "x/../../elsewhere"])
def test_a_file_outside_of_the_folder_is_no_part_of_a_generation(
    library: Library, name: str
) -> None:
    """An update would make a file of that name beside its new folder."""
    folder = current(library)
    value = json.loads((folder / "manifest.json").read_bytes())
    kind = Kind(value["format"], value["analysis"])
    published = read_manifest(folder, kind)
    same = published.files["words.dict"]
    write_manifest(published._replace(files={**published.files, name: same}))
    with pytest.raises(IndexDamaged, match=r"manifest\.json is not the manifest"):
        open_backend(library.index).open()
