"""What is given up, and what is kept, when nothing was found."""

from datetime import date

import pytest

from searcher.model import Match
from searcher.query.parser import parse
from searcher.query.relaxing import ANY, Stage, stages
from tests.oracle import MemoryBackend


def relaxed(typed: str) -> list[Stage]:
    """Every stage, in a library that holds nothing."""
    backend = MemoryBackend()
    with backend.begin(None) as build:
        build.publish(digests=(), problems=())
    reader = backend.open()
    query = parse(typed, today=date(2026, 3, 5)).query
    return list(stages(query, Match.ALL, reader, reader.segmenter, typed=typed))


@pytest.mark.parametrize(
    ("typed", "loose"),
    [
        ("trust region", "trust region"),
        ('"trust region" policy', "trust region policy"),
        ("trust -region metho*", "(trust OR metho*) -region"),
        ('"trust region" metho*', "trust OR region OR metho*"),
        ("trust^2 region cat:cs.LG", "(trust^2 OR region) subject:cs.LG"),
        ("title:(trust region) policy", "title:(trust region) OR policy"),
        ("trust rgion~", "trust OR rgion~2"),
        ("trust (a OR *reg*)", "trust OR a OR *reg*"),
        ("lang:zh trust metho*", "(trust OR metho*) lang:zh"),
        ('trust -"a region"', 'trust -"a region"'),
    ],
)
def test_any_of_what_is_text(typed: str, loose: str) -> None:
    """What is excluded stays excluded, and facets are meant as they are."""
    (stage,) = [stage for stage in relaxed(typed) if stage.label == ANY]
    assert str(stage.query) == loose
    assert stage.match is Match.ANY


@pytest.mark.parametrize("typed", ["cat:cs.LG date:2026", "2602.03876", "-trust", ""])
def test_what_is_not_text_is_not_relaxed(typed: str) -> None:
    assert not relaxed(typed)
