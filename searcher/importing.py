"""Where modules are imported from: not from a directory because it is the current one.

In it lies what was downloaded, and a file named as a module of the standard library
would be run instead of it. Imports nothing that Python has not imported before.
"""

import os
import sys

_HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
"""The directory that holds this package."""


def paths() -> list[str]:
    """`sys.path` without the current directory that `python -c`, `python -m` and a
    prompt put first. This package is found by it nevertheless.
    """
    found = [*map(str, sys.path)]
    if found and _is_put_first(found[0]):
        del found[0]
    found = [path for path in found if path]
    # last, so that what lies beside a checkout stands for nothing else
    return found if _HOME in found else [*found, _HOME]


def leave_out_current_directory() -> None:
    """Import from nowhere else from now on: for a program, when it begins."""
    sys.path[:] = paths()


def _is_put_first(path: str) -> bool:
    # what `python -m` runs has a spec, what is run as a file or by -c has none
    main = sys.modules.get("__main__")
    if sys.flags.safe_path or getattr(main, "__spec__", None) is None:
        return False
    try:
        return path == os.getcwd()  # noqa: PTH109
    except OSError:  # it is there no more
        return False
