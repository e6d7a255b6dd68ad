"""The papers that every engine gets: files of JSON lines, each the start of the next.

Knows no engine. Nothing of what is read here belongs in this repository.
"""

import json
import lzma
import os
import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

Record = dict[str, Any]

SEED = 20260101
CHINESE = ("title_zh", "abstract_zh")
A_DAY = 50
"""Papers in a digest of one day, half of them in both languages."""
DAYS = 5
"""So many are held back, to be added one after the other."""
EDITIONS = {
    "mixed": "papers in both languages and papers in English, as they come",
    "bilingual": "papers in both languages",
    "english": "the English half of the mixed papers",
}


def default_papers() -> Path:
    """Where the papers are unless told: see CONTRIBUTING."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("SEARCHER_TEST_DATA", beside)) / "papers"


def read_papers(folder: Path, most: int | None = None) -> list[Record]:
    """Every paper of the *.jsonl and *.jsonl.xz of a folder, the first of each id; of
    each file, or its first lines.
    """
    found: dict[str, Record] = {}
    for path in sorted(folder.glob("*.jsonl*")):
        opened = lzma.open if path.suffix == ".xz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in islice(lines, most):
                paper = json.loads(line)
                found.setdefault(paper["id"], paper)
    return list(found.values())


class Papers(NamedTuple):
    """The files: of papers by edition and size, and of days that are in none of them.

    A size beyond what there is became all there is.
    """

    editions: dict[str, dict[int, Path]]
    days: list[Path]


def write_papers(
    folder: Path,
    out: Path,
    wanted: Mapping[str, Sequence[int]],
    *,
    most: int | None = None,
) -> Papers:
    """Drawn with a fixed seed, so that what is there from an earlier run is kept; only
    from so many papers of each file, when that is told.
    """
    out.mkdir(parents=True, exist_ok=True)
    papers = read_papers(folder, most)
    random.Random(SEED).shuffle(papers)
    both = [paper for paper in papers if _is_bilingual(paper)]
    english = [paper for paper in papers if not _is_bilingual(paper)]
    half = min(A_DAY // 2, len(papers) // (10 * DAYS))  # few papers, small days
    parts = [slice(half * day, half * (day + 1)) for day in range(DAYS)]
    days = [both[part] + english[part] for part in parts]
    held_back = {paper["id"] for day in days for paper in day}
    papers = [paper for paper in papers if paper["id"] not in held_back]
    editions: dict[str, dict[int, Path]] = {}
    for edition, sizes in wanted.items():
        chosen = _edition(edition, papers)
        for size in sorted({min(size, len(chosen)) for size in sizes} - {0}):
            path = out / f"{edition}-{size}.jsonl"
            editions.setdefault(edition, {})[size] = _write(path, chosen[:size])
    named = enumerate(days, 1)
    return Papers(editions, [_write(out / f"day-{n}.jsonl", day) for n, day in named])


def _is_bilingual(paper: Record) -> bool:
    return bool(paper.get("title_zh") and paper.get("abstract_zh"))


def _edition(edition: str, papers: list[Record]) -> list[Record]:
    if edition == "bilingual":
        return list(filter(_is_bilingual, papers))
    if edition == "english":
        return [{k: v for k, v in p.items() if k not in CHINESE} for p in papers]
    return papers


def _write(path: Path, papers: list[Record]) -> Path:
    if not path.exists():
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            for paper in papers:
                file.write(json.dumps(paper, ensure_ascii=False) + "\n")
        part.replace(path)
    return path


def records(path: Path) -> Iterator[Record]:
    """The papers of such a file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
