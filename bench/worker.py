"""One engine in a process of its own: builds, adds, or answers until it is told to end.

    python -m bench.worker build|add|serve SETTING FOLDER [PAPERS]

Writes JSON lines; times are taken here, around what the engine does and nothing else.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.engines import load
from bench.engines.base import Asked, Index


def main(verb: str, setting: str, folder: str, papers: str = "") -> None:
    engine = load(setting)
    if verb == "serve":
        getattr(engine, "stay", _nothing)()
        serve(engine.open(Path(folder)))
        return
    before = {"build": "prepare", "add": "arrive"}[verb]
    # what a user has done before the engine comes to work
    getattr(engine, before, _nothing)(Path(papers), Path(folder))
    work: Callable[[Path, Path], Any] = getattr(engine, verb)
    cpu, start = _cpu(), perf_counter()
    done = work(Path(papers), Path(folder))
    wall, cpu = perf_counter() - start, _cpu() - cpu
    print(json.dumps({"wall": wall, "cpu": cpu, "done": done is not False}))


def serve(index: Index) -> None:
    """Each line asks queries: how long did each take, and what was answered."""
    for line in sys.stdin:
        order = json.loads(line)
        limit, count = order["limit"], order["count"]
        seconds: list[float | None] = []
        answers: list[Any] = []
        for kind, words, how, every in order["queries"]:
            asked = Asked(kind, tuple(words), how, every)
            start = perf_counter()
            answer = index.search(asked, limit=limit, count=count)
            took = perf_counter() - start
            seconds.append(None if answer is None else took)
            answers.append(answer and [answer.total, [id_ for id_, _ in answer.found]])
        reply = {
            "seconds": seconds,
            **({"answers": answers} if order["answers"] else {}),
        }
        print(json.dumps(reply), flush=True)


def _cpu() -> float:
    """Of this process and of those it waited for."""
    return sum(os.times()[:4])


def _nothing(*_: Path) -> None:
    """Most engines read the papers as they are, and stay as they came."""


if __name__ == "__main__":
    main(*sys.argv[1:])
