"""Compiles `searcher/_core` while a wheel is built, with the compiler that is there.

Without a C compiler it asks for the one of the package index, `ziglang`. Without
Python's headers, or where compiling fails, the same files are installed as they are:
they are slower and do the same.
"""

import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CORE = Path("searcher") / "_core"
PLAIN = {"__init__.py", "uncompiled.py"}
ZIG = "ziglang>=0.13"
CHOICE = "DIGEST_SEARCHER_UNCOMPILED"
"""Set to anything, this environment variable has the core installed uncompiled."""


class CompileCore(BuildHookInterface):
    """Adds the compiled modules to a wheel, or to the folder of an editable one."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [ZIG] if not _why_not() and not _compiler() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        why = _why_not()
        if not why:
            try:
                built = _compile(Path(self.root), Path(tempfile.mkdtemp()))
            except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a compiler does
                why = f"compiling failed ({type(error).__name__}: {error})"
        if why:
            self.app.display_warning(f"searcher's core is not compiled: {why}")
            return
        for file in built:
            if version == "editable":
                shutil.copy(file, Path(self.root) / CORE)
            else:
                build_data["force_include"][str(file)] = (
                    f"{CORE.as_posix()}/{file.name}"
                )
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def _why_not() -> str:
    """Why nothing can be compiled here, or nothing."""
    if os.environ.get(CHOICE):
        return f"{CHOICE} is set"
    if sys.implementation.name != "cpython":
        return "it is compiled for CPython only"
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        return "Python's headers are missing (Debian and Ubuntu: python3-dev)"
    return ""


def _compiler() -> bool:
    """Whether there is a C compiler. Windows has its own way to find one."""
    named = os.environ.get("CC", "").split()[:1] or ["cc", "gcc", "clang"]
    return sys.platform == "win32" or any(map(shutil.which, named))


def _compile(root: Path, work: Path) -> list[Path]:
    """The modules, compiled, in a folder of their own. Raises whatever goes wrong."""
    from Cython.Build import cythonize  # noqa: PLC0415 (takes long to load)
    from setuptools import Distribution, Extension  # noqa: PLC0415 (as well)

    if not _compiler():
        zig = f"{sys.executable} -m ziglang cc -mcpu=baseline"
        os.environ |= {"CC": zig, "LDSHARED": f"{zig} -shared"}
    flags = [] if sys.platform == "win32" else ["-O3", "-g0", "-ffp-contract=off"]
    here = Path.cwd()
    os.chdir(root)
    try:
        modules = [
            Extension(
                ".".join(path.with_suffix("").parts),
                [str(path)],
                extra_compile_args=flags,
            )
            for path in sorted(CORE.glob("*.py"))
            if path.name not in PLAIN
        ]
        made = cythonize(
            modules, build_dir=str(work), quiet=True, language_level=3, force=True
        )
        command = Distribution({"ext_modules": made}).get_command_obj("build_ext")
        command.build_lib, command.build_temp = str(work / "lib"), str(work / "temp")
        command.ensure_finalized()
        command.run()
    finally:
        os.chdir(here)
    return sorted((work / "lib" / CORE).iterdir())
