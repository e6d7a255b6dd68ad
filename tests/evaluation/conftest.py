"""A collection so small that every metric can be worked out by hand."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

DOCUMENTS = [
    {"id": "d1", "title": "Gravity waves", "text": "Ripples of space."},
    {"id": "d2", "title": "", "text": "Gravity, gravity, gravity!"},
    {"id": "d3", "title": "Tides", "text": "Water follows the moon."},
    {"id": 4, "title": "信任区域", "text": "我们限制每次更新。"},
    {"id": "2602.00001v2", "title": "Moon dust", "text": "Dust sticks."},
]
QUERIES = ['a\tmoon: "water', "b\t信任区域", "c\tnowhere", "d\tgravity"]
JUDGEMENTS = [
    "a\td3\t2",  # found first
    "a\t2602.00001v2\t1",  # found second
    "a\td1\t0",
    "b\t4\t1",
    "b\tabsent\t1",  # nothing can find it
    "c\td1\t1",  # finds nothing, and counts
]

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a collection; what is not given is as above."""

    def make(
        *,
        documents: str | bytes | None = None,
        queries: str | bytes | None = None,
        judgements: str | bytes | None = None,
    ) -> Path:
        folder = tmp_path / "tiny"
        folder.mkdir(exist_ok=True)
        if documents is None:
            lines = [json.dumps(d, ensure_ascii=False) for d in DOCUMENTS]
            documents = "\n".join(lines) + "\n"
        for name, content in (
            ("docs.jsonl", documents),
            ("queries.tsv", "\n".join(QUERIES) if queries is None else queries),
            ("qrels.tsv", "\n".join(JUDGEMENTS) if judgements is None else judgements),
        ):
            data = content if isinstance(content, bytes) else content.encode()
            (folder / name).write_bytes(data)
        return folder

    return make
