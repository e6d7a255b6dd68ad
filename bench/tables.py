"""What the tables of the page are made of; knows no numbers but as text."""

from collections.abc import Iterable, Iterator, Sequence

from bench.installed import title


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|---" + "|--:" * (len(heads) - 1) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def name(setting: str) -> str:
    shown = {
        "ours": "**ours**",
        "ours+shown": "ours, with what is shown",
        "ours, --no-update": "ours, --no-update",
    }
    return shown.get(setting) or title(setting)


def number(value: float | None) -> str:
    """Three digits that count, and none that do not."""
    if value is None:
        return "—"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 if value < 10 else 1}f}" if value >= 0.1 else f"{value:.3f}"
