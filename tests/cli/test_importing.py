"""Nothing is imported from the current directory, whatever is called as modules are."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path
from random import Random

import pytest

from searcher import importing
from searcher.index.segment.helping import Job, hired

ROOT = Path(__file__).resolve().parents[2]
HOME = str(Path(importing.__file__).resolve().parents[1])
"""Where the package is that is tested: in a checkout, or installed."""
DEPENDENCIES = {name for name in packages_distributions() if name.isidentifier()}
NAMES = {*sys.stdlib_module_names, *DEPENDENCIES, "sitecustomize", "usercustomize"}
NAMES -= {"searcher", "posix", *sys.builtin_module_names}
MARKER = "imported"


@pytest.fixture
def littered(tmp_path: Path) -> Path:
    """A folder with a module of every name that we could import: each leaves a line."""
    folder = tmp_path / "littered"
    folder.mkdir()
    text = (
        "import posix\nfile = posix.open({0!r}, posix.O_CREAT | posix.O_APPEND | 1)\n"
    )
    text += "posix.write(file, __name__.encode() + b'\\n')\nposix.close(file)\n"
    for name in NAMES:
        code = text.format(str(folder / MARKER))
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
    return folder


@pytest.fixture
def imported(littered: Path) -> Callable[[], list[str]]:
    """Which modules have left a line."""
    marker = littered / MARKER
    return lambda: marker.read_text().split() if marker.exists() else []


def begun(how: str, folder: Path) -> list[str]:
    """What Python imports itself before the first line of a program."""
    code = "import sys\nprint(*sys.modules)\n"
    (folder / "probe.py").write_text(code)
    words = {"-m": ["-m", "probe"], "-c": ["-c", code]}.get(how, ["probe.py"])
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONSAFEPATH"}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environ,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().split()


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of so many digests that they are looked at by another process."""
    library = tmp_path_factory.mktemp("many")
    (library / "index").mkdir()
    for number in range(1000):
        day = library / "corpus" / f"{2020 + number // 336}-{1 + number // 28 % 12:02}"
        day.mkdir(parents=True, exist_ok=True)
        paper = {"id": f"2602.{number:05}", "title": f"Trust region {number}"}
        file = day / f"{day.name}-{1 + number % 28:02}.jsonl"
        file.write_text(json.dumps(paper) + "\n", encoding="utf-8")
    return library


def started(program: str, how: str, scripts: Path) -> list[str]:
    """A program as it is installed, or as Python is told to run it."""
    module = {"search": "searcher.cli.search", "searcher": "searcher.cli.admin"}[
        program
    ]
    match how:
        case "installed":
            # what pip writes
            script = scripts / program
            code = f"import re\nimport sys\nfrom {module} import main\n"
            script.write_text(code + "sys.exit(main())\n", encoding="utf-8")
            return [sys.executable, str(script)]
        case "-m":
            return [sys.executable, "-m", module]
        case _:
            return [sys.executable, "-c", f"from {module} import main; main()"]


@pytest.fixture
def run(
    littered: Path, environment: dict[str, str], tmp_path: Path
) -> Callable[..., "subprocess.CompletedProcess[bytes]"]:
    def run(how: str, program: str, *words: str, library: Path, **more: str):
        environ = {k: v for k, v in environment.items() if k != "PYTHONSAFEPATH"}
        return subprocess.run(
            [*started(program, how, tmp_path), *words],
            cwd=littered,
            env={**environ, "SEARCHER_LIBRARY": str(library), **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )

    return run


COMMANDS = [
    ["search", "trust", "region"],
    ["search", "信任"],
    ["search", "trsut OR reg*", "--explain", "--json"],
    ["search", "--format", "bibtex", "trust"],
    ["search", "--help"],
    ["search", "--version"],
    ["search", "nothing", "of", "the", "kind"],
    ["searcher", "status"],
    ["searcher", "update"],
    ["searcher", "rebuild"],
    ["searcher", "check"],
    ["searcher", "like", "2602.00003"],
    ["searcher", "explain", "trust", "2602.00003"],
    ["searcher", "show", "2602.00003", "--json"],
    ["searcher", "help", "query"],
    ["searcher", "evaluate", "nowhere"],
    ["searcher", "init", "--help"],
    ["searcher", "nonsense"],
]


@pytest.mark.parametrize("how", ["installed", "-m", "-c"])
def test_no_command_imports_from_the_current_directory(
    run,
    many: Path,
    littered: Path,
    imported: Callable[[], list[str]],
    tmp_path: Path,
    how: str,
) -> None:
    for name in begun(how, tmp_path):
        (littered / f"{name}.py").unlink(missing_ok=True)
    statuses = []
    for command in COMMANDS:
        done = run(how, *command, library=many)
        assert imported() == [], command
        assert b"should not happen" not in done.stderr, command
        statuses.append(done.returncode)
    assert statuses.count(0) >= 12, statuses


def test_the_modules_would_be_imported(
    littered: Path, imported: Callable[[], list[str]], tmp_path: Path
) -> None:
    """Or the tests here test nothing."""
    for name in begun("-c", tmp_path):
        (littered / f"{name}.py").unlink(missing_ok=True)
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONSAFEPATH"}
    code = "import json, subprocess, numpy"
    subprocess.run([sys.executable, "-c", code], cwd=littered, env=environ, check=True)
    assert imported() == ["json", "subprocess", "numpy"]


def test_a_bar_is_drawn_by_what_is_installed(
    littered: Path,
    environment: dict[str, str],
    tmp_path: Path,
    imported: Callable[[], list[str]],
) -> None:
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    (tmp_path / "library" / "corpus").mkdir(parents=True)
    (tmp_path / "library" / "index").mkdir()
    paper = {"id": "2602.00001", "title": "Trust region"}
    (tmp_path / "library/corpus/2026-02-05.jsonl").write_text(json.dumps(paper))
    ours, theirs = pty.openpty()
    environ = {k: v for k, v in environment.items() if k != "PYTHONSAFEPATH"}
    done = subprocess.run(
        [
            *started("search", "installed", tmp_path),
            "--library",
            tmp_path / "library",
            "trust",
        ],
        cwd=littered,
        env={**environ, "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
    )
    os.close(theirs)
    drawn = os.read(ours, 1 << 16)
    os.close(ours)
    assert done.returncode == 0
    assert b"\x1b[" in drawn
    assert imported() == []


class TestHelpers:
    @pytest.fixture(params=["prompt", "program"])
    def here(
        self,
        request: pytest.FixtureRequest,
        littered: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """As from a prompt in that folder, or from a program in it, by `python -m`."""
        monkeypatch.chdir(littered)
        if request.param == "prompt":
            monkeypatch.setattr(sys, "path", ["", *sys.path])
            return
        # these are loaded, so they are found here and imported from where they were
        monkeypatch.setattr(sys, "path", [str(littered), *sys.path])
        monkeypatch.setattr(sys, "flags", Flags(sys.flags))
        monkeypatch.setattr(sys.modules["__main__"], "__spec__", object())

    @pytest.mark.usefixtures("here")
    def test_they_come_to_life_and_import_nothing_from_there(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        imported: Callable[[], list[str]],
    ) -> None:
        monkeypatch.delenv("PYTHONSAFEPATH")
        (helper,) = hired(2)
        try:
            helper.begin(Job(str(tmp_path), "g1", [], {}, "", ["words.dict"]))
            assert helper.is_ready(wait=True)
            helper.end()
            assert helper.names() == []
        finally:
            helper.close()
        assert (tmp_path / "words.dict").exists()
        assert imported() == []


class Flags:
    """Those of Python, as if nobody had asked it to be safe."""

    safe_path = False

    def __init__(self, flags: object) -> None:
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        return getattr(self._flags, name)


@pytest.mark.parametrize("option", ["-I", "-E", "-s"])
def test_helpers_are_as_isolated_as_we_are(option: str) -> None:
    """What Python was told not to read, they do not read either."""
    code = (
        f"import sys; sys.path.append({HOME!r})\n"
        "from searcher.index.segment.helping import _alike\nprint(*_alike())"
    )
    done = subprocess.run(
        [sys.executable, option, "-c", code], capture_output=True, check=True
    )
    wanted = {"-I": "-P -E -s", "-E": "-P -E", "-s": "-P -s"}[option]
    assert done.stdout.decode().split() == wanted.split()


class TestPaths:
    def test_this_package_is_found_without_the_current_directory(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As of a checkout that nobody installed, in which Python was started."""
        rest = [path for path in sys.path if path not in ("", HOME)]
        monkeypatch.chdir(HOME)
        monkeypatch.setattr(sys, "path", ["", *rest])
        assert importing.paths() == [*rest, HOME]

    def test_what_was_named_stays_in_its_order(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """PYTHONPATH may name the current directory; that is its user's will."""
        monkeypatch.chdir(tmp_path)
        named = [str(tmp_path), HOME, *Random(1).sample(["/a", "/b", "/c"], 3)]
        monkeypatch.setattr(sys, "path", named)
        assert importing.paths() == named

    def test_a_directory_that_is_gone(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "gone").mkdir()
        monkeypatch.chdir(tmp_path / "gone")
        (tmp_path / "gone").rmdir()
        monkeypatch.setattr(sys, "path", ["", HOME])
        assert importing.paths() == [HOME]
