"""New, changed, removed and unreadable digests since the last time."""

import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from searcher.corpus.changes import Changes, changes, is_within
from searcher.corpus.scanning import scan
from searcher.model import DigestState, Problem


def states(corpus: Path) -> tuple[DigestState, ...]:
    return tuple(
        DigestState(
            found.name,
            size=found.size,
            mtime=found.mtime,
            sha256=sha256(found.path.read_bytes()).hexdigest(),
            entries=3,
        )
        for found in scan(corpus).digests
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    place = tmp_path / "corpus"
    for name in ("a.md", "b.md", "c/d.md"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(name, "utf-8")
    return place


def later(path: Path) -> None:
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 5_000_000_000))


def test_nothing_changed(corpus: Path) -> None:
    before = states(corpus)
    found = changes(scan(corpus), before)
    assert found == Changes(same=before)
    assert not found.anything


def test_new_changed_and_removed(corpus: Path) -> None:
    before = states(corpus)
    (corpus / "a.md").write_text("longer than it was", "utf-8")
    (corpus / "b.md").unlink()
    (corpus / "c" / "d.md").write_text("d.mc/x", "utf-8")
    later(corpus / "c" / "d.md")
    (corpus / "e.md").write_text("e", "utf-8")
    found = changes(scan(corpus), before)
    assert [new.name for new in found.new] == ["e.md"]
    assert [changed.name for changed in found.changed] == ["a.md", "c/d.md"]
    assert found.removed == (before[1],)
    assert (found.same, found.unreadable, found.problems) == ((), (), ())
    assert found.anything


def test_touched_but_the_same(corpus: Path) -> None:
    before = states(corpus)
    later(corpus / "a.md")
    found = changes(scan(corpus), before)
    touched = before[0]._replace(mtime=(corpus / "a.md").stat().st_mtime_ns)
    assert found == Changes(same=(touched, *before[1:]))
    assert not found.anything


def test_a_moved_digest_is_removed_and_new(corpus: Path) -> None:
    before = states(corpus)
    (corpus / "a.md").rename(corpus / "z.md")
    found = changes(scan(corpus), before)
    assert [new.name for new in found.new] == ["z.md"]
    assert found.removed == before[:1]


def test_what_cannot_be_looked_at_is_not_removed(corpus: Path) -> None:
    before = states(corpus)
    found = scan(corpus)
    hidden = found._replace(rows=found.rows[:1], unreadable=("b.md", "c/"))
    assert changes(hidden, before).unreadable == before[1:]
    assert changes(hidden, before).removed == ()
    gone = changes(scan(corpus / "gone"), before)
    assert (gone.unreadable, gone.removed) == (before, ())
    assert gone.problems == (
        Problem(".", 0, "cannot be read: no such file or directory"),
    )
    assert not gone.anything


def test_gone_before_it_could_be_hashed(corpus: Path) -> None:
    before = states(corpus)
    later(corpus / "a.md")
    found = scan(corpus)
    (corpus / "a.md").unlink()
    seen = changes(found, before)
    assert seen.unreadable == before[:1]
    assert seen.problems == (
        Problem("a.md", 0, "cannot be read: no such file or directory"),
    )


@pytest.mark.parametrize(
    ("name", "places", "within"),
    [
        ("a/b.md", ("a/",), True),
        ("a/b.md", ("a",), True),
        ("a/b.md", ("a/b.md",), True),
        ("a/b.md", ("",), True),
        ("ab/c.md", ("a/", "a", "ab/c"), False),
        ("a/b.md", (), False),
    ],
)
def test_within(name: str, places: tuple[str, ...], within: bool) -> None:
    assert is_within(name, places) is within


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_what_is_not_mounted_hides_what_was_there(corpus: Path) -> None:
    before = states(corpus)
    elsewhere = corpus.parent / "elsewhere"
    (corpus / "c").rename(elsewhere)
    (corpus / "c").symlink_to(elsewhere)
    assert changes(scan(corpus), before).same == before
    elsewhere.rename(corpus.parent / "unmounted")
    assert changes(scan(corpus), before).unreadable == before[2:]
