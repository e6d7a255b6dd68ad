"""Processes started by a process that is itself small, and what each of them used.

What a process reports as its most memory counts the moment between `fork` and `exec`,
when it has all that its parent has. So its parent must have next to nothing.
"""

import json
import subprocess
import sys
from typing import Any, NamedTuple, Self

_LAUNCHER = """
import json, os, sys
from time import perf_counter
for line in sys.stdin:
    order = json.loads(line)
    out = os.open(order["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    err = os.open(order["err"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    null = os.open(os.devnull, os.O_RDONLY)
    actions = [(os.POSIX_SPAWN_DUP2, null, 0),
        (os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, err, 2)]
    start = perf_counter()
    pid = os.posix_spawn(order["argv"][0], order["argv"], order["env"],
        file_actions=actions)
    _, status, used = os.wait4(pid, 0)
    wall = perf_counter() - start
    for each in (out, err, null):
        os.close(each)
    print(json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss,
        os.waitstatus_to_exitcode(status)]), flush=True)
"""


class Used(NamedTuple):
    """Of a whole process and those it waited for; `memory` is of the largest, MB."""

    wall: float
    cpu: float
    memory: float
    status: int
    out: str
    err: str


class Launcher:
    """A context manager: a small Python that starts what it is told, one at a time."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _LAUNCHER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def run(self, argv: list[str], env: dict[str, str]) -> Used:
        files = [f"{self._folder}/out", f"{self._folder}/err"]
        order: dict[str, Any] = {"argv": argv, "env": env}
        order |= {"out": files[0], "err": files[1]}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        wall, cpu, memory, status = json.loads(self._process.stdout.readline())
        texts = [_read(file) for file in files]
        # kilobytes, but bytes on macOS
        megabytes = memory / (1 << 20 if sys.platform == "darwin" else 1 << 10)
        return Used(wall, cpu, megabytes, status, *texts)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self._process.communicate()


def _read(file: str) -> str:
    with open(file, encoding="utf-8", errors="replace") as stream:  # noqa: PTH123
        return stream.read()
