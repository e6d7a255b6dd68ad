"""Cost against size, one picture: what a query takes, and what a day more takes."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.installed import title
from bench.summary import COUNTED, cold_growth, percentile

Found = Mapping[str, Any]
Cost = Callable[[Found, str, str], float | None]


def plot(found: Found, path: Path) -> bool:
    """Write an SVG; False where matplotlib is missing."""
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra
    except ImportError:
        return False
    mpl.use("svg")
    # the same numbers make the same file
    mpl.rcParams.update(
        {"svg.hashsalt": "bench", "svg.fonttype": "none", "font.size": 9}
    )
    from matplotlib import pyplot as plt  # noqa: PLC0415 - after the choice above

    panels: tuple[tuple[str, Cost], ...] = (
        ("warm query, p50, ms", lambda f, s, e: _warm(f, s, e, 50)),
        ("warm query, p99, ms", lambda f, s, e: _warm(f, s, e, 99)),
        ("cold process, English, ms", cold_growth),
        ("50 papers more, ms", _added),
    )
    settings = list(found["adding"][str(found["sizes"][0])])
    figure, axes = plt.subplots(1, len(panels), figsize=(13, 3.6))
    for axis, (label, cost) in zip(axes, panels, strict=True):
        _panel(axis, found, settings, cost)
        axis.set_title(label)
    figure.legend(
        *axes[0].get_legend_handles_labels(), loc="lower center", ncol=len(settings)
    )
    figure.tight_layout(rect=(0, 0.08, 1, 1))
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
    return True


def _panel(axis: Any, found: Found, settings: Sequence[str], cost: Cost) -> None:
    from matplotlib import ticker  # noqa: PLC0415 - only where it is there

    sizes = found["sizes"]
    for setting in settings:
        costs = [cost(found, str(size), setting) for size in sizes]
        # it answers only some kinds of query, so its line is of another sort
        some = setting.startswith("bm25s")
        axis.plot(
            sizes,
            [float("nan") if one is None else one for one in costs],
            marker="o",
            markersize=3,
            linewidth=2.4 if setting == "ours" else 1.2,
            linestyle=":" if some else "-",
            label=title(setting) + (" (words, any)" if some else ""),
        )
    axis.set(xscale="log", yscale="log", xlabel="papers")
    axis.set_xticks(sizes, [_brief(size) for size in sizes])
    axis.yaxis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
    axis.yaxis.set_major_formatter("{x:g}")
    axis.minorticks_off()
    axis.grid(visible=True, linewidth=0.3)


def _brief(size: int) -> str:
    return f"{size // 1000} k" if size >= 1000 else str(size)


def _warm(found: Found, size: str, setting: str, at: float) -> float | None:
    times = found["warm"][size][COUNTED].get(setting, ())
    return percentile([1000 * time for time in times if time is not None], at)


def _added(found: Found, size: str, setting: str) -> float | None:
    row = found["adding"][size].get(setting)
    return 1000 * row["process"] if row else None
