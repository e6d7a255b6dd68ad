"""Small libraries that once went wrong, asked as a person asks them.

A case is a folder: `corpus/`, the commands of `cmd`, in a line of `kind` what it stands
for, and in `output` what the commands print, errors included, word for word but for
times and the place of the library. After a change that is meant,
`python tests/cases/test_cases.py NAME...` writes `output` anew.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASES = sorted(cmd.parent.name for cmd in HERE.glob("*/cmd"))


def printed(case: Path, library: Path) -> str:
    """What the commands of a case print in a fresh library."""
    shutil.copytree(case / "corpus", library / "corpus")
    (library / "index").mkdir()
    programs = Path(sys.executable).parent
    ran = subprocess.run(
        ["bash", str(case / "cmd")],
        cwd=library,
        env={
            **os.environ,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "100",
            "LC_ALL": "C.UTF-8",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    text = ran.stdout.decode().replace(str(library.resolve()), "LIBRARY")
    text = re.sub(r"\d+-\d+-\d+T\d+:\d+:\d+\+00:00", "TIME", text)
    return re.sub(r"\d+\.\d+ (s|[kM]B)\b", r"N \1", text)


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, tmp_path: Path) -> None:
    case = HERE / name
    wanted = (case / "output").read_text(encoding="utf-8")
    assert printed(case, tmp_path / "library") == wanted


def test_each_case_is_whole() -> None:
    for name in CASES:
        case = HERE / name
        assert {file.name for file in case.iterdir()} == {
            "cmd",
            "corpus",
            "kind",
            "output",
        }
        assert (case / "kind").read_text(encoding="utf-8").strip()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            output = printed(HERE / name, Path(folder) / "library")
        (HERE / name / "output").write_text(output, encoding="utf-8")
        sys.stdout.write(output)
