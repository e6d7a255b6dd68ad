"""The program `searcher`, and what `search` does about an index that is not ready."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from searcher._core import is_compiled

MORE = """# New submissions for Mon, 9 Mar 26
## Keyword: transformer
### A Later Paper On Trust
 - **Authors:** Late Comer
 - **Subjects:** Machine Learning (cs.LG)
 - **Arxiv link:** https://arxiv.org/abs/2603.00001
 - **Pdf link:** https://arxiv.org/pdf/2603.00001
 - **Abstract**
 It came later.
"""


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """A digest that no library holds yet."""
    file = tmp_path / "2026-03-09.md"
    file.write_text(MORE, encoding="utf-8")
    return file


class TestLibraries:
    def test_one_is_made_and_found_from_within_and_added_to(self, run, tmp_path, later):
        made = run("init", "new lib", program="searcher", cwd=tmp_path)
        assert made.status == 0
        assert made.out == f"{tmp_path / 'new lib'} is a library\n"
        inside = tmp_path / "new lib" / "corpus"
        for word in ("added", "there already:"):
            added = run("add", str(later), program="searcher", cwd=inside)
            assert added.status == 0, added.err
            assert added.out.startswith(f"{word} {inside / later.name}\n")
        assert run("later", "--format", "ids", cwd=inside).out == "2603.00001\n"
        later.write_text("something else")
        refused = run("add", str(later), program="searcher", cwd=inside)
        assert (refused.status, refused.out) == (2, "")
        assert (inside / later.name).read_text(encoding="utf-8") == MORE

    def test_none_is_a_sentence_and_a_hint(self, run, tmp_path):
        for program, words in (("search", ["trust"]), ("searcher", ["status"])):
            found = run(*words, program=program, cwd=tmp_path)
            assert (found.status, found.out) == (2, "")
            message, hint = found.err.splitlines()
            assert message.startswith(f"{program}: no library")
            assert hint.startswith("hint: ")

    def test_the_option_counts_most_wherever_it_stands(self, run, library, tmp_path):
        for words in (
            ["--library", str(library), "status", "--json"],
            ["status", "--json", f"--library={library}"],
        ):
            found = run(*words, program="searcher", library=tmp_path)
            assert json.loads(found.out)["library"] == str(library)

    def test_a_foreign_index_is_not_touched(self, run, tmp_path):
        (tmp_path / "corpus").mkdir()
        (tmp_path / "index").mkdir()
        theirs = tmp_path / "index" / "theirs.db"
        theirs.write_text("x")
        for program, words in (("search", ["trust"]), ("searcher", ["rebuild"])):
            found = run(*words, program=program, library=tmp_path)
            assert found.status == 2
            assert "theirs.db" in found.err
        assert [p.name for p in theirs.parent.iterdir()] == ["theirs.db"]


class TestBuilding:
    def test_search_takes_in_what_is_new(self, run, library, later):
        shutil.copy(later, library / "corpus")
        assert run("later", "--no-update", "--count", library=library).out == "0\n"
        found = run("later", "--count", library=library)
        assert found.out == "1\n"
        (line,) = found.err.splitlines()
        assert line.startswith("6 papers from 3 digests")
        assert run("later", "--count", library=library) == (0, "1\n", "")

    def test_update_and_its_json(self, run, library, later):
        shutil.copy(later, library / "corpus")
        found = run("update", "--json", program="searcher", library=library)
        value = json.loads(found.out)
        assert (value["format"], value["changed"], value["added"]) == (
            1,
            True,
            ["2026-03-09.md"],
        )
        assert (value["papers"], value["digests"], value["generation"]) == (6, 3, 2)
        again = run("update", program="searcher", library=library)
        assert again.out.startswith("6 papers from 3 digests")

    def test_problems_are_told_with_their_line(self, run, library):
        broken = "".join(f"{{broken {n}\n" for n in range(30))
        good = json.dumps({"id": "g", "title": "Good", "abstract": "Good."}) + "\n"
        (library / "corpus" / "broken.jsonl").write_text(good + broken)
        found = run("update", program="searcher", library=library)
        assert found.status == 0
        assert "broken.jsonl:2: " in found.err
        assert "more: searcher status" in found.err
        assert len(found.err.splitlines()) == 21
        strict = run("update", "--strict", program="searcher", library=library)
        assert strict.status == 2
        assert "--strict" in strict.err
        status = run("status", "--json", program="searcher", library=library)
        first = json.loads(status.out)["problems"][0]
        assert (first["path"], first["line"]) == ("broken.jsonl", 2)

    def test_removals_are_refused_and_said(self, run, library):
        for digest in (library / "corpus").iterdir():
            digest.unlink()
        found = run("trust", "--count", library=library)
        assert found.out == "2\n"
        assert found.err.startswith("note: 2 of 2 digests are gone")
        refused = run("update", program="searcher", library=library)
        assert refused.status == 2
        assert "--accept-removals" in refused.err
        # and nothing is left that --strict could refuse
        words = ("rebuild", "--accept-removals", "--strict")
        done = run(*words, program="searcher", library=library)
        assert done.status == 0
        assert done.out.startswith("0 papers from 0 digests, 0 problems")

    def test_a_corpus_that_is_gone_is_said(self, run, library):
        (library / "corpus").rename(library / "elsewhere")
        found = run("trust", "--count", library=library)
        assert found.out == "2\n"
        assert "cannot be read" in found.err
        assert "generation 1 answers" in found.err

    def test_an_index_that_is_damaged_or_missing_is_built(self, run, library):
        for manifest in (library / "index").glob("g*/manifest.json"):
            manifest.write_text("{")
        assert run("trust", "--no-update", library=library).status == 2
        shutil.copytree(library, other := library.with_name("other"))
        shutil.rmtree(other / "index")
        assert run("trust", "--no-update", library=other).status == 2
        found = run("trust", "--count", library=library)
        assert found.out == "2\n"
        (line,) = found.err.splitlines()
        assert line.startswith("5 papers from 2 digests, 1 problem, generation ")


HOLD = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


class TestBusy:
    @pytest.fixture
    def holder(self, library):
        """A process that holds the build lock until its input is closed."""
        lock = library / "index" / "LOCK"
        with subprocess.Popen(
            [sys.executable, "-c", HOLD, str(lock)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout.readline() == b"held\n"
            yield process
            process.stdin.close()

    @pytest.mark.usefixtures("holder")
    def test_search_answers_from_what_there_is(self, run, library, later):
        shutil.copy(later, library / "corpus")
        found = run("trust", "--count", library=library)
        assert found.out == "2\n"
        assert found.err.startswith("note: another build of ")
        assert run("trust", "-q", library=library) == (0, "", "")
        refused = run("update", program="searcher", library=library)
        assert refused.status == 2
        assert "--wait" in refused.err

    @pytest.mark.usefixtures("holder")
    def test_add_leaves_it_to_the_next_search(self, run, library, later):
        found = run("add", str(later), program="searcher", library=library)
        assert found.status == 0
        assert found.err.startswith("note: another build of ")
        assert (library / "corpus" / later.name).is_file()

    def test_wait_waits(self, command, environment, library, later, holder):
        shutil.copy(later, library / "corpus")
        words = [*command("searcher"), "update", "--wait", "--library", str(library)]
        with subprocess.Popen(
            words, env=environment, stdout=subprocess.PIPE
        ) as waiting:
            with pytest.raises(subprocess.TimeoutExpired):
                waiting.wait(1)
            holder.stdin.close()
            out, _ = waiting.communicate()
        assert out.startswith(b"6 papers from 3 digests")

    def test_an_index_that_cannot_be_written(self, run, library, later):
        if os.name == "nt" or os.geteuid() == 0:
            pytest.skip("nothing is forbidden to this user")
        shutil.copy(later, library / "corpus")
        (library / "index").chmod(0o555)
        try:
            found = run("trust", "--count", library=library)
        finally:
            (library / "index").chmod(0o755)
        assert found.out == "2\n"
        assert found.err.startswith("note: ")

    def test_a_lock_that_cannot_be_taken(self, run, library, later):
        shutil.copy(later, library / "corpus")
        (library / "index" / "LOCK").unlink(missing_ok=True)
        (library / "index" / "LOCK").mkdir()
        found = run("trust", "--count", library=library)
        assert found.out == "2\n"
        assert found.err.startswith("note: ")


class TestStatus:
    def test_json(self, run, built):
        found = run("status", "--json", program="searcher", library=built)
        value = json.loads(found.out)
        (problem,) = value.pop("problems")
        assert sorted(problem) == ["line", "message", "path"]
        assert value.pop("created")
        assert value.pop("segments") == [{"papers": 5, "gone": 0}]
        assert value.pop("disk")["bytes"] > 5_000_000
        assert value.pop("compiled") is is_compiled()
        assert value == {
            "format": 1,
            "library": str(built),
            "generation": 1,
            "papers": 5,
            "digests": 2,
            "index": "ok",
            "pending": {"new": 0, "changed": 0, "removed": 0},
        }

    def test_for_people(self, run, library, later):
        shutil.copy(later, library / "corpus")
        found = run("status", program="searcher", library=library)
        assert f"library   {library}\n" in found.out
        assert "pending   1 new: the next search takes them in\n" in found.out
        assert "problems  1\n  odd.jsonl:" in found.out

    def test_nothing_built(self, run, tmp_path):
        run("init", str(tmp_path / "lib"), program="searcher")
        found = run("status", program="searcher", library=tmp_path / "lib")
        assert found.status == 0
        assert "nothing has been built" in found.out
        words = ("status", "--json")
        value = json.loads(
            run(*words, program="searcher", library=tmp_path / "lib").out
        )
        assert (value["generation"], value["papers"]) == (None, 0)


class TestErrors:
    def test_debug_shows_where(self, run, tmp_path):
        for words in (["status", "--debug"], ["--debug", "status"]):
            found = run(*words, program="searcher", library=tmp_path)
            assert "Traceback" in found.err
            assert found.err.splitlines()[-2].startswith("searcher: ")
        plain = run("status", program="searcher", library=tmp_path)
        assert "Traceback" not in plain.err

    def test_unknown_commands_and_missing_arguments(self, run):
        for words in (["nothing"], ["show"], ["add"], ["--nothing"]):
            found = run(*words, program="searcher")
            assert (found.status, found.out) == (2, "")
            assert found.err.splitlines()[-1].startswith("hint: searcher")

    def test_no_command_shows_the_commands(self, run):
        found = run(program="searcher")
        assert (found.status, found.out) == (2, "")
        assert "rebuild" in found.err
