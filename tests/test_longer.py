"""The list of tests that take longer names tests that there are, and no others."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGER = ROOT / "tests" / "longer.txt"


def functions(file: str) -> set[str]:
    """The tests of a file, and those of its classes by both names."""
    found: set[str] = set()
    for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            inner = (one.name for one in node.body if isinstance(one, ast.FunctionDef))
            # a machine of hypothesis has a method that does not stand in it
            found |= {f"{node.name}::{name}" for name in (*inner, "runTest")}
    return found


def test_each_is_there_once_and_in_order() -> None:
    names = LONGER.read_text(encoding="utf-8").splitlines()
    assert names == sorted(set(names))
    for name in names:
        file, _, function = name.partition("::")
        assert function in functions(file), name
