"""Where little is as it should be: sentences that say what to do, never a traceback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from searcher.denied import ROOM, denied

PLAIN = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""What keeps Python from taking UTF-8 whatever the locale says."""


def sentences(answer) -> list[str]:
    """What is said of an error: all of it two lines."""
    assert answer.status == 2, answer
    assert answer.out == ""
    message, hint = answer.err.splitlines()
    assert hint.startswith("hint: ")
    assert "this should not happen" not in message
    return [message, hint]


class TestPlaces:
    @pytest.mark.parametrize("name", ["~nosuchuser/x", "~nosuchuser"])
    def test_a_user_who_is_not_there(self, run, name):
        for program, words in (
            ("search", ("trust", "--library", name)),
            ("searcher", ("init", name)),
            ("searcher", ("--library", name, "status")),
        ):
            message, _ = sentences(run(*words, program=program))
            assert f"{name}: no such user" in message
        message, _ = sentences(run("trust", SEARCHER_LIBRARY=name))
        assert f"{name}: no such user" in message

    @pytest.mark.parametrize("where", ["", "x", "x/y"])
    def test_a_file_in_the_place_of_a_library(self, run, tmp_path, where):
        file = tmp_path / "file"
        file.touch()
        message, _ = sentences(run("trust", "--library", str(file / where)))
        assert f"{file} is not a directory" in message
        message, _ = sentences(run("init", str(file / where), program="searcher"))
        assert f"{file} cannot be made: it is there, and not a directory" in message

    @pytest.mark.parametrize("folder", ["corpus", "index"])
    def test_a_file_in_the_place_of_a_folder(self, run, tmp_path, folder):
        for name in ("corpus", "index"):
            (tmp_path / name).touch() if name == folder else (tmp_path / name).mkdir()
        for program, words in (("search", ("trust",)), ("searcher", ("status",))):
            found = run(*words, "--library", str(tmp_path), program=program)
            assert f"{tmp_path / folder} is not a directory" in sentences(found)[0]
        made = run("init", str(tmp_path), program="searcher")
        assert f"{tmp_path / folder} cannot be made" in sentences(made)[0]

    @pytest.mark.parametrize("home", ["/nonexistent", "relative", ""])
    def test_a_home_that_is_none(self, run, home):
        assert "no library at or above" in sentences(run("trust", HOME=home))[0]


class TestOthers:
    """Files of another user, whose umask let nobody else read them."""

    @pytest.fixture
    def theirs(self, built, tmp_path):
        if os.geteuid() != 0 or shutil.which("setpriv") is None:
            pytest.skip("only root can make files of another user")
        library = Path(shutil.copytree(built, tmp_path / "library"))
        library.chmod(0o755)
        for path in (library, *library.rglob("*")):
            os.chown(path, 65534, 65534)
        return library

    def asked(self, environment, library, *words, program="search"):
        """By a root who may not read everything."""
        module = {"search": "search", "searcher": "admin"}[program]
        bounds = "-dac_override,-dac_read_search,-fowner"
        found = subprocess.run(
            [
                *("setpriv", "--bounding-set", bounds, sys.executable, "-m"),
                *(f"searcher.cli.{module}", *words),
            ],
            env={**environment, "SEARCHER_LIBRARY": str(library)},
            capture_output=True,
            text=True,
            check=False,
        )
        return found.returncode, found.stderr or found.stdout

    @pytest.mark.parametrize("shut", ["", "index", "corpus", "index/CURRENT"])
    def test_whoever_may_change_it_is_named(self, environment, theirs, shut):
        if shut == "corpus":
            shutil.rmtree(theirs / "index")
            (theirs / "index").mkdir()
        for path in (theirs / shut, *(theirs / "index").glob("LOCK")):
            path.chmod(0o700 if path.is_dir() else 0o600)
        status, said = self.asked(environment, theirs, "trust")
        assert status == 2
        message, hint = said.splitlines()
        assert "ermission denied" in message
        assert f"chmod -R a+rX {theirs}" in hint
        assert "umask 022" in hint

    def test_a_status_tells_it_too(self, environment, theirs):
        (theirs / "index" / "CURRENT").chmod(0o600)
        status, said = self.asked(environment, theirs, "status", program="searcher")
        assert status == 0
        assert "CURRENT: Permission denied" in said

    def test_what_may_be_read_answers(self, environment, theirs):
        assert self.asked(environment, theirs, "trust", "-q") == (0, "")


def test_an_error_of_ones_own_files_has_another_hint(tmp_path):
    error = PermissionError(13, "Permission denied", str(tmp_path))
    assert denied(error, tmp_path).hint == ROOM
    full = OSError(28, "No space left on device")
    assert denied(full, tmp_path / "x") == (
        f"{tmp_path / 'x'}: No space left on device",
        ROOM,
    )


class TestLocales:
    @pytest.mark.parametrize("locale", ["C", "POSIX"])
    def test_chinese_is_understood_and_shown_or_told_of(self, run, built, locale):
        found = run("信任区域", library=built, LC_ALL=locale, COLUMNS="80")
        assert "信任区域策略优化" in found.out
        plain = run("信任区域", library=built, LC_ALL=locale, COLUMNS="80", **PLAIN)
        assert plain.status == 0
        assert r"\u4fe1\u4efb" in plain.out
        notes = [line for line in plain.err.splitlines() if line.startswith("note:")]
        assert len(notes) == 1
        assert "LC_ALL=C.UTF-8" in notes[0]

    def test_for_programs_it_is_utf_8(self, run, built):
        for words in (("--json",), ("--format", "bibtex"), ("--format", "ids")):
            mine = run("信任区域", *words, library=built)
            theirs = run("信任区域", *words, library=built, LC_ALL="C", **PLAIN)
            assert theirs.status == 0
            assert theirs.err == mine.err == ""
            if "--json" not in words:  # which tells the time it took
                assert theirs.out == mine.out

    def test_a_template_is_understood(self, run, built):
        words = ("信任区域", "--format", "标题 {id}", "-n", "1")
        found = run(*words, library=built, LC_ALL="C", **PLAIN)
        assert found.out.encode("ascii").decode("unicode_escape").startswith("标题 ")

    def test_names_of_files_stay_bytes(self, run, library, tmp_path):
        digest = tmp_path / "一.jsonl"
        digest.write_text('{"id": "2603.00001", "title": "A lamp"}\n')
        words = ("add", str(digest))
        added = run(*words, program="searcher", library=library, LC_ALL="C", **PLAIN)
        assert added.status == 0, added.err
        assert (library / "corpus" / "一.jsonl").exists()


class TestMemory:
    def limited(self, environment, library, mebibytes: int, *words: str):
        line = f'ulimit -v {mebibytes * 1024} && exec "$@"'
        found = subprocess.run(
            ["sh", "-c", line, "sh", sys.executable, "-m", *words],
            env={**environment, "SEARCHER_LIBRARY": str(library)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return found.returncode, found.stdout, found.stderr

    @pytest.mark.parametrize("mebibytes", [40, 64, 80, 96, 112, 130, 150, 180])
    def test_a_build_with_too_little_says_so(self, environment, library, mebibytes):
        shutil.rmtree(library / "index")
        (library / "index").mkdir()
        words = ("searcher.cli.admin", "update")
        status, out, said = self.limited(environment, library, mebibytes, *words)
        if status == 0:  # enough, on another machine
            return
        assert (status, out) == (2, "")
        message, hint = said.splitlines()
        assert "memory" in message
        assert "ulimit -v" in hint

    def test_a_search_needs_little(self, environment, library):
        words = ("searcher.cli.search", "trust", "--format", "ids")
        assert self.limited(environment, library, 64, *words)[0] == 0

    def test_what_is_built_answers_where_an_update_has_too_little(
        self, environment, library
    ):
        file = library / "corpus" / "new.jsonl"
        file.write_text('{"id": "2603.00001", "title": "A lamp"}\n')
        words = ("searcher.cli.search", "trust", "--format", "ids")
        status, _, said = self.limited(environment, library, 64, *words)
        assert status == 0
        assert said.startswith("note: memory is limited to 64 MiB")
        assert said.endswith(" answers\n")


class TestNothingToLookFor:
    @pytest.mark.parametrize("query", ["", " ", "!!!", "？", "()", "*", '""', "……"])
    def test_it_is_said(self, run, built, query):
        found = run("--", query, library=built)
        assert (found.status, found.out) == (1, "")
        notes = [line for line in found.err.splitlines() if line.startswith("note:")]
        assert notes[-1] == "note: there is no word in the query to look for"
        assert len(notes) == 1 + (query == '""')

    def test_a_query_that_has_one_is_not_told_so(self, run, built):
        for query in ("zebra", "-- -zebra", "date:1990", "id:1", "*zebra*"):
            assert "no word in the query" not in run("--", query, library=built).err
