"""What a generation is made of, as a file of its folder tells.

Knows neither what is in a segment nor how it is searched.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from searcher.index.lexicon import Source
from searcher.index.manifest import Published, read_file
from searcher.typed import NamedTuple

STATE = "segments.json"


class Part(NamedTuple):
    """A segment of a generation: its file, and the papers in it that are gone."""

    file: str
    gone: tuple[int, ...] = ()


class State(NamedTuple):
    """What a generation is made of, and the exact statistics of its papers.

    `totals` are, by scored field, how many words all papers have there, and how many
    papers have any. `sources` are what its lexicon was made of.
    """

    parts: tuple[Part, ...]
    totals: Mapping[str, tuple[int, int]]
    sources: tuple[Source, ...] = ()


def read_state(published: Published) -> State:
    """Raises IndexDamaged."""
    value = json.loads(read_file(published, STATE))
    parts = tuple(Part(part["file"], tuple(part["gone"])) for part in value["parts"])
    totals = {f: (w, n) for f, (w, n) in value["totals"].items()}
    sources = tuple(Source(*each) for each in value.get("sources", ()))
    return State(parts, totals, sources)


def write_state(folder: Path, state: State) -> None:
    value = {
        "parts": [part._asdict() for part in state.parts],
        "totals": dict(state.totals),
        "sources": state.sources,
    }
    (folder / STATE).write_text(json.dumps(value), encoding="ascii")
