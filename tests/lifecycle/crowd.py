"""Readers and one writer over a library, for some seconds: run with its root, how many
readers, and how long; prints what each of them saw as a line of JSON.

All papers of one version of the corpus hold the same word, so that an answer from two
generations at once is noticed.
"""

import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from searcher.building import update
from searcher.index import open_backend
from searcher.searching import Searcher
from searcher.settings import Library

DIGESTS, PAPERS = 3, 7


def write(library: Library, version: int) -> None:
    """All digests with one and the same word, in one go for the next update."""
    for digest in range(DIGESTS):
        lines = (
            {
                "id": f"2602.{digest}{number:04}",
                "title": f"Paper version{version}",
                "abstract": f"What it says is version{version}. " * (number + 1),
            }
            for number in range(PAPERS)
        )
        place = library.corpus / f"2026-02-0{digest + 1}.jsonl"
        place.write_text("".join(json.dumps(line) + "\n" for line in lines))
        os.utime(place, (1_770_000_000 + version, 1_770_000_000 + version))


def read(library: Library, until: float) -> dict[str, Any]:
    """Open and ask again and again; a reader that is kept must not change."""
    generations, answers = set(), 0
    while time.monotonic() < until:
        with Searcher(open_backend(library.index).open()) as searcher:
            number = searcher.generation.number
            generations.add(number)
            for _ in range(5):
                found = searcher.search("paper", limit=None)
                words = {hit.paper.title.en.split()[1] for hit in found}
                assert found.generation == number
                assert found.total == len(found) == DIGESTS * PAPERS, found.total
                assert len(words) == 1, words
                again = searcher.search(words.pop(), limit=None, highlights=False)
                assert {h.paper for h in again} == {h.paper for h in found}
                answers += 1
    return {"role": "reader", "generations": len(generations), "answers": answers}


def rewrite(library: Library, until: float) -> dict[str, Any]:
    version = 1
    while time.monotonic() < until:
        version += 1
        write(library, version)
        assert update(library).changed
    return {"role": "writer", "generations": version}


def main(root: Path, readers: int, seconds: float) -> None:
    library = Library(root)
    write(library, 1)
    update(library)
    until = time.monotonic() + seconds
    children = []
    for number in range(readers + 1):
        child = os.fork()
        if child:
            children.append(child)
            continue
        try:
            result = (read if number else rewrite)(library, until)
        except BaseException:  # noqa: BLE001  (told to the test)
            result = {"role": "failed", "why": traceback.format_exc()}
        os.write(1, json.dumps(result).encode() + b"\n")
        os._exit(0)
    for child in children:
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
