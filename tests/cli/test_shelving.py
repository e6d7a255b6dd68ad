"""`searcher add` and `searcher remove`, and what is said of digests that went."""

import os
import pty
import resource
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from searcher.corpus.adding import added
from searcher.corpus.sources import Source
from searcher.errors import DigestError


def paper(number: int, pad: int = 0) -> str:
    return (
        f'{{"id": "2603.{number:05}", "title": "Lamp {number}",'
        f' "abstract": "shine{" x" * pad}"}}\n'
    )


@pytest.fixture
def lib(tmp_path: Path) -> Path:
    root = tmp_path / "lib"
    (root / "corpus").mkdir(parents=True)
    (root / "index").mkdir()
    return root


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of three digests, one of them twice, and other things."""
    folder = tmp_path / "2026-03"
    (folder / "more").mkdir(parents=True)
    (folder / "a.jsonl").write_text(paper(1))
    (folder / "b.jsonl").write_text(paper(2))
    (folder / "more" / "c.jsonl").write_text(paper(3))
    (folder / "more" / "same.jsonl").write_text(paper(1))
    (folder / "note.txt").write_text("Buy a lamp.\n")
    return folder


def held(lib: Path) -> list[str]:
    corpus = lib / "corpus"
    found = [path for path in corpus.rglob("*") if path.is_file()]
    return sorted(path.relative_to(corpus).as_posix() for path in found)


def ids(run, lib: Path) -> list[str]:
    return sorted(run("lamp", "--format", "ids", library=lib).out.split())


class TestAdd:
    def test_a_folder_is_added_and_the_rest_is_said(self, run, lib, files):
        found = run("add", str(files), program="searcher", library=lib)
        assert found.status == 0, found.err
        assert held(lib) == [
            *("2026-03/a.jsonl", "2026-03/b.jsonl", "2026-03/more/c.jsonl")
        ]
        lines = found.out.splitlines()
        assert [line.split()[0] for line in lines[:4]] == [
            *("added", "added", "added", "there")
        ]
        assert lines[4].startswith("3 papers from 3 digests, 0 problems")
        assert found.err.startswith(f"left: {files / 'note.txt'}: ")
        again = run("add", str(files), program="searcher", library=lib)
        assert [line.split()[0] for line in again.out.splitlines()[:4]] == 4 * ["there"]

    def test_a_folder_without_digests_is_an_error(self, run, lib, tmp_path):
        (tmp_path / "none").mkdir()
        found = run("add", str(tmp_path / "none"), program="searcher", library=lib)
        assert (found.status, found.out) == (2, "")
        assert "found no digest in" in found.err

    def test_all_that_is_wrong_is_said_and_nothing_copied(self, run, lib, files):
        (lib / "corpus" / "b.jsonl").write_text(paper(9))
        wrong = [str(files / name) for name in ("gone", "b.jsonl", "note.part")]
        (files / "note.part").write_text("x")
        good = str(files / "a.jsonl")
        found = run("add", good, *wrong, program="searcher", library=lib)
        assert (found.status, found.out) == (2, "")
        for name in wrong:
            assert name in found.err
        assert "nothing was added" in found.err
        assert held(lib) == ["b.jsonl"]

    def test_one_that_cannot_be_read(self, command, environment, lib, files):
        (files / "b.jsonl").chmod(0)
        bounded: list[str] = []
        if os.geteuid() == 0:  # who may read everything, unless that is taken away
            if shutil.which("setpriv") is None:
                pytest.skip("nothing is forbidden to this user")
            os.chown(files / "b.jsonl", 65534, 65534)
            bounds = "-dac_override,-dac_read_search"
            bounded = ["setpriv", "--bounding-set", bounds]
        both = [str(files / name) for name in ("a.jsonl", "b.jsonl")]
        found = subprocess.run(
            [*bounded, *command("searcher"), "add", *both],
            env={**environment, "SEARCHER_LIBRARY": str(lib)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (found.returncode, found.stdout) == (2, "")
        assert "b.jsonl cannot be read: permission denied" in found.stderr
        assert held(lib) == []

    def test_an_interrupt_while_it_is_taken_in(self, command, environment, lib, files):
        """What was copied is in the corpus, and that is said."""
        lines = "".join(map(paper, range(20_000)))
        (files / "large.jsonl").write_text(lines)
        with subprocess.Popen(
            [*command("searcher"), "add", str(files / "large.jsonl")],
            env={**environment, "SEARCHER_LIBRARY": str(lib), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as adding:
            assert adding.stdout is not None
            assert adding.stdout.readline().startswith("added ")
            adding.send_signal(signal.SIGINT)
            _, said = adding.communicate(timeout=60)
        assert adding.returncode == 130
        # Python may tell before that of a module that it was loading
        assert said.endswith("note: the next search takes in what was added\n")
        assert said.count("note:") == 1
        assert held(lib) == ["large.jsonl"]

    def test_what_was_copied_before_an_error_is_told_and_taken_in(
        self, run, lib, files
    ):
        other = files / "more" / "a.jsonl"
        other.write_text(paper(7))
        both = [str(files / "a.jsonl"), str(other)]
        found = run("add", *both, program="searcher", library=lib)
        assert found.status == 2
        assert found.out.startswith(f"added {lib / 'corpus' / 'a.jsonl'}\n1 paper from")
        assert "differs from" in found.err
        assert run("lamp", "--no-update", "--count", library=lib).out == "1\n"

    def test_a_disk_that_is_full_half_way(self, lib, files):
        """A limit on the size of files stands for it: both end a copy half done."""
        (files / "b.jsonl").write_text(paper(2, pad=100_000))
        corpus = lib / "corpus"
        both = [Source(files / n, f"x/{n}") for n in ("a.jsonl", "b.jsonl")]
        seen = []
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
        try:
            with pytest.raises(DigestError, match="cannot be copied") as raised:
                seen.extend(one.path.name for one in added(corpus, both))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, old)
        assert "nothing of it was left" in raised.value.hint
        assert seen == ["a.jsonl"]
        assert held(lib) == ["x/a.jsonl"]

    def test_folders_of_what_could_not_be_copied_are_not_left(self, lib, files):
        source = Source(files / "a.jsonl", "x/y/" + 300 * "z")
        with pytest.raises(DigestError, match="cannot be copied"):
            list(added(lib / "corpus", [source]))
        assert list((lib / "corpus").iterdir()) == []

    def test_standard_input(self, run, lib):
        add = ("add", "-")
        text = paper(4).encode()
        first = run(*add, program="searcher", library=lib, stdin=text)
        assert first.status == 0, first.err
        [name] = held(lib)
        assert name.startswith("stdin-")
        again = run(*add, program="searcher", library=lib, stdin=text)
        assert again.out.startswith(f"there already: {lib / 'corpus' / name}\n")
        named = (*add, "--name", "2026-03-05.jsonl")
        found = run(*named, program="searcher", library=lib, stdin=paper(5).encode())
        assert found.status == 0, found.err
        assert run("2603.00005", library=lib, COLUMNS="80").out.count("2026-03-05")
        assert ids(run, lib) == ["2603.00004", "2603.00005"]

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("-",), "found nothing on standard input"),
            (("-", "--name", "../x"), "--name ../x"),
            (("a.jsonl", "--name", "x"), "found --name without -"),
            (("-", "-"), "found nothing on standard input"),
        ],
    )
    def test_standard_input_that_is_none(self, run, lib, files, words, said):
        found = run("add", *words, program="searcher", library=lib, cwd=files)
        assert (found.status, found.out) == (2, "")
        assert said in found.err
        assert held(lib) == []

    def test_a_closed_standard_input(self, command, environment, lib):
        line = " ".join([*command("searcher"), "add", "-", "<&-"])
        found = subprocess.run(
            ["sh", "-c", line],
            env={**environment, "SEARCHER_LIBRARY": str(lib)},
            capture_output=True,
            check=False,
        )
        assert found.returncode == 2
        assert b"found a closed standard input" in found.stderr


class TestRemove:
    @pytest.fixture
    def lib(self, run, lib, files):
        added = run("add", str(files), program="searcher", library=lib)
        assert added.status == 0, added.err
        return lib

    def remove(self, run, lib, *words: str):
        return run("remove", *words, program="searcher", library=lib)

    def test_what_goes_is_said_and_its_papers_go(self, run, lib):
        found = self.remove(run, lib, "2026-03/b.jsonl", "--yes")
        assert found.status == 0, found.err
        gone = lib / "corpus" / "2026-03" / "b.jsonl"
        assert found.out.startswith(f"removed {gone}\n2 papers from 2 digests")
        assert ids(run, lib) == ["2603.00001", "2603.00003"]

    def test_most_of_them_may_go_when_it_is_asked_for(self, run, lib):
        assert self.remove(run, lib, "2026-03", "-y").status == 0
        assert held(lib) == []
        assert ids(run, lib) == []

    def test_others_that_are_gone_are_not_accepted_with_it(self, run, lib):
        (lib / "corpus" / "2026-03" / "a.jsonl").unlink()
        found = self.remove(run, lib, "2026-03/b.jsonl", "--yes")
        assert found.status == 2
        assert found.out.startswith("removed ")
        assert "hint: if that is meant: searcher update --accept-removals" in found.err

    def test_a_dry_run_only_says_it(self, run, lib):
        before = held(lib)
        found = self.remove(run, lib, "2026-03", "--dry-run")
        assert found.status == 0
        assert len(found.out.splitlines()) == 3
        assert all(line.startswith("would remove ") for line in found.out.splitlines())
        assert held(lib) == before

    def test_where_nobody_can_be_asked_nothing_goes(self, run, lib):
        before = held(lib)
        found = self.remove(run, lib, "2026-03")
        assert (found.status, found.out) == (2, "")
        assert "--yes" in found.err
        assert held(lib) == before

    @pytest.mark.parametrize(("answer", "left"), [(b"y\n", 2), (b"n\n", 3), (b"\n", 3)])
    def test_a_person_is_asked(self, command, environment, lib, answer, left):
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            [*command("searcher"), "remove", "2026-03/b.jsonl"],
            env={**environment, "SEARCHER_LIBRARY": str(lib)},
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as asked:
            os.write(ours, answer)
            _, said = asked.communicate(timeout=60)
        os.close(ours)
        os.close(theirs)
        assert b"Delete 1 digest for good?" in said
        assert (asked.returncode, len(held(lib))) == (0 if left == 2 else 2, left)

    def test_a_name_that_is_none(self, run, lib):
        before = held(lib)
        for name in ("gone", "b.jsonl", "../index", str(lib), "-"):
            found = self.remove(run, lib, "2026-03/a.jsonl", name, "--yes")
            assert (found.status, found.out) == (2, ""), name
            assert "nothing was removed" in found.err
        assert held(lib) == before


class TestGone:
    def test_status_and_search_say_the_same(self, run, lib, files):
        run("add", str(files), program="searcher", library=lib)
        corpus = lib / "corpus" / "2026-03"
        (corpus / "a.jsonl").unlink()
        few = run("status", program="searcher", library=lib)
        assert "1 removed: the next search takes them in\n" in few.out
        assert "accept" not in run("lamp", library=lib).err
        run("add", str(files), program="searcher", library=lib)
        (corpus / "a.jsonl").unlink()
        (corpus / "b.jsonl").unlink()
        most = run("status", program="searcher", library=lib)
        assert "2 removed: most digests are gone" in most.out
        assert "the next search" not in most.out
        search = run("lamp", "--count", library=lib)
        assert search.out == "3\n"
        for text in (most.out, search.err):
            assert "searcher update --accept-removals" in text
        # moved, not gone
        (corpus / "d.jsonl").write_text(paper(1))
        (corpus / "e.jsonl").write_text(paper(2))
        moved = run("status", program="searcher", library=lib)
        assert "2 new, 2 removed: the next search takes them in\n" in moved.out
        assert "accept" not in run("lamp", library=lib).err
