"""What is given to be added: files, folders, a stream."""

import io
import os
from pathlib import Path

import pytest

from searcher.corpus.sources import LINK, OURS, SKIPPED, Left, Source, sources
from searcher.corpus.sources import spooled as spooling
from searcher.errors import DigestError

PAPER = '{"id": "2603.00001", "title": "A lamp", "abstract": "It shines."}\n'


def write(place: Path, text: str = PAPER) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def test_a_file_is_meant_whatever_it_holds(tmp_path: Path) -> None:
    file = write(tmp_path / "2026" / "note.txt", "nothing")
    gone = tmp_path / "gone.txt"
    given = [Source(file, "note.txt"), Source(gone, "gone.txt")]
    assert list(sources([file, str(gone)], library=tmp_path)) == given


def test_of_a_folder_every_file_is_taken_or_told_of(tmp_path: Path) -> None:
    folder = tmp_path / "2026-03"
    taken = [
        write(folder / "a.jsonl"),
        write(folder / "b" / "c.txt"),
        write(folder / "b" / "d" / "信.md"),
    ]
    (folder / "linked.jsonl").symlink_to(taken[0])
    left = {
        write(folder / "README.md"): SKIPPED,
        write(folder / ".hidden" / "e.jsonl"): SKIPPED,
        write(folder / ".f.jsonl"): SKIPPED,
        write(folder / "g.jsonl.part"): SKIPPED,
        write(folder / "empty.txt", ""): None,
        write(folder / "note.txt", "Buy a lamp.\n"): None,
    }
    (folder / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    left[folder / "image.png"] = None
    (folder / "loop").symlink_to(folder)
    left[folder / "loop"] = LINK
    os.mkfifo(folder / "pipe")
    left[folder / "pipe"] = "cannot be read: a device or pipe, wanted a file"

    found = list(sources([folder], library=tmp_path / "library"))
    assert [one.name for one in found if isinstance(one, Source)] == [
        *("2026-03/a.jsonl", "2026-03/linked.jsonl"),
        *("2026-03/b/c.txt", "2026-03/b/d/信.md"),
    ]
    told = {one.path: one.why for one in found if isinstance(one, Left)}
    assert told.keys() == left.keys()
    for path, why in left.items():
        assert told[path]
        assert why is None or told[path] == why


def test_a_folder_has_a_name_however_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "2026-03" / "a.jsonl")
    monkeypatch.chdir(tmp_path / "2026-03")
    for given in (".", "../2026-03", "../2026-03/", str(tmp_path / "2026-03")):
        [found] = sources([given], library=tmp_path / "library")
        assert isinstance(found, Source)
        assert found.name == "2026-03/a.jsonl"
    (tmp_path / "2026-03").rename(tmp_path / ".cache")
    [found] = sources([tmp_path / ".cache"], library=tmp_path / "library")
    assert isinstance(found, Source)
    assert found.name == "a.jsonl"


def test_the_library_is_not_added_to_itself(tmp_path: Path) -> None:
    write(tmp_path / "corpus" / "a.jsonl")
    write(tmp_path / "index" / "b.jsonl")
    write(tmp_path / "c.jsonl")
    found = list(sources([tmp_path], library=tmp_path))
    assert [one.path.name for one in found if isinstance(one, Source)] == ["c.jsonl"]
    assert {one.path.name for one in found if isinstance(one, Left)} == {
        "corpus",
        "index",
    }
    [inside] = sources([tmp_path / "corpus"], library=tmp_path)
    assert isinstance(inside, Left)
    assert inside.why == OURS


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0)
    with pytest.raises(DigestError, match="shut cannot be read"):
        list(sources([tmp_path], library=tmp_path / "library"))


def test_a_stream_has_a_name_of_its_content_or_its_own() -> None:
    names = []
    for text in (PAPER, PAPER, PAPER + "\n"):
        with spooling(io.BytesIO(text.encode()), name=None) as source:
            assert source.path.read_text(encoding="utf-8") == text
            names.append(source.name)
        assert not source.path.exists()
    assert names[0] == names[1] != names[2]
    with spooling(io.BytesIO(b"x"), name="2026/2026-03-05.txt") as source:
        assert source.name == "2026/2026-03-05.txt"


@pytest.mark.parametrize(
    "name", ["../a", "/a", "a/../../b", "", "a//b", ".a", "README", "a.part", "a\0b"]
)
def test_a_name_stays_within_the_corpus(name: str) -> None:
    with pytest.raises(DigestError), spooling(io.BytesIO(b"x"), name=name):
        pass


def test_a_stream_with_nothing_in_it_is_an_error() -> None:
    with (
        pytest.raises(DigestError, match="found nothing"),
        spooling(io.BytesIO(), name=None),
    ):
        pass


def test_no_name_is_not_the_current_folder(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl")
    for names in ([""], [tmp_path / "a.jsonl", ""]):
        with pytest.raises(DigestError, match="found an empty name"):
            list(sources(names, library=tmp_path))
