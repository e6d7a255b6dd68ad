"""Which engines can run here, with which Python, and what they are called.

A setting is an engine and how its Chinese is cut, as in `tantivy+rjieba`.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path

ENGINES = ("ours", "whoosh", "tantivy", "fts5", "xapian", "bm25s")
"""In the order of the tables; each is a module here."""
TITLES = {
    "ours": "ours",
    "whoosh": "Whoosh",
    "tantivy": "tantivy",
    "fts5": "SQLite FTS5",
    "xapian": "Xapian",
    "bm25s": "bm25s",
}
ROOT = Path(__file__).resolve().parents[1]


def title(setting: str) -> str:
    """The name of a setting in tables."""
    engine, _, cutter = setting.partition("+")
    return f"{TITLES[engine]} + {cutter}" if cutter else TITLES[engine]


@cache
def version(setting: str) -> str | None:
    """Of the engine of a setting, None when it is not installed here."""
    engine = setting.partition("+")[0]
    program = f"from bench.engines import load; print(load({engine!r}).version())"
    done = subprocess.run(
        [interpreter(engine), "-c", program],
        env=environment(engine),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or None


@cache
def interpreter(setting: str) -> str:
    """The Python that has the engine: Xapian comes with that of the system."""
    if not setting.startswith("xapian"):
        return sys.executable
    system = shutil.which("python3", path="/usr/bin")
    for python in filter(None, (sys.executable, system)):
        tried = subprocess.run(
            [python, "-P", "-c", "import xapian"], capture_output=True, check=False
        )
        if tried.returncode == 0:
            return python
    return sys.executable


@cache
def environment(setting: str) -> dict[str, str]:
    """For a process of the engine. Another Python borrows what is pure in ours."""
    paths = [str(ROOT)]
    if interpreter(setting) != sys.executable:
        paths.append(str(_borrowed()))
    # without them, whether a hash or a locale is lucky would be measured too
    fixed = {"PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(paths)}
    fixed |= {"SEARCHER_LIBRARY": "", "NO_COLOR": "1"}
    # what lies in the current directory is not to be imported
    fixed |= {"PYTHONSAFEPATH": "1"}
    # as our programs set it: threads for matrices, which no engine here multiplies
    fixed |= {"OPENBLAS_NUM_THREADS": "1"}
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | fixed


@cache
def _borrowed() -> Path:
    """A folder with links to the packages that the small program imports."""
    folder = Path(tempfile.mkdtemp(prefix="bench-borrowed-"))
    atexit.register(shutil.rmtree, folder)
    for name in ("click", "rjieba", "jieba"):
        spec = import_module(name)
        if spec.__file__ is not None:
            package = Path(spec.__file__).parent
            (folder / name).symlink_to(package, target_is_directory=True)
    return folder
