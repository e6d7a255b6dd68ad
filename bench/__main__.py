"""The command: `python -m bench --papers DIR --out bench/results`.

Knows the options; `run` knows the order of things.
"""

import json
import os
import platform
import shlex
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from bench.corpus import default_papers
from bench.installed import ENGINES, ROOT
from bench.launching import Launcher
from bench.measuring import Failed
from bench.run import Options, Run, run

QUICK = {"sizes": (1000, 3000), "english": 500, "bilingual": 500, "pool": 4000}


@click.command()
@click.option(
    "--papers",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=default_papers,
    show_default="$SEARCHER_TEST_DATA/papers",
    help="A folder of *.jsonl and *.jsonl.xz, one paper a line.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT / "bench" / "results",
    show_default="bench/results",
    help="Where the page, the numbers and the plot go.",
)
@click.option(
    "--work",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(tempfile.gettempdir()) / "searcher-bench",
    show_default="a folder in the temporary one",
    help="Where papers and indexes are kept from one run to the next.",
)
@click.option(
    "--sizes",
    default="10000,50000,200000",
    help="Of the mixed papers.",
    show_default=True,
)
@click.option("--english", default=20_000, show_default=True, help="English papers.")
@click.option(
    "--bilingual", default=10_000, show_default=True, help="Bilingual papers."
)
@click.option(
    "--each", default=25, show_default=True, help="Queries of every kind.", metavar="N"
)
@click.option("--rounds", default=5, show_default=True, help="How often all is timed.")
@click.option(
    "--engines", default=",".join(ENGINES), show_default=True, help="Which take part."
)
@click.option(
    "--skip",
    multiple=True,
    metavar="ENGINE:SIZE",
    help="Leave an engine out at a size of the mixed papers; can be repeated.",
)
@click.option(
    "--fresh",
    default="",
    metavar="ENGINES",
    help="Build the indexes of these again, or of `all`.",
)
@click.option("--quick", is_flag=True, help="A few thousand papers, about two minutes.")
def main(
    *,
    papers: Path,
    out: Path,
    work: Path,
    sizes: str,
    english: int,
    bilingual: int,
    each: int,
    rounds: int,
    engines: str,
    skip: tuple[str, ...],
    fresh: str,
    quick: bool,
) -> None:
    """Index the same papers and ask the same queries of every engine, side by side.

    Engines that are not installed are left out. Writes DATE-SIZE.md, .json and .svg.
    """
    chosen: dict[str, Any] = {
        "sizes": tuple(map(int, sizes.split(","))),
        "english": english,
        "bilingual": bilingual,
        "each": each,
        "rounds": rounds,
    }
    if quick:
        work = work / "quick"
        chosen |= QUICK | {"each": min(each, 5), "rounds": 1}
    options = Options(
        **chosen,
        engines=tuple(name for name in ENGINES if name in engines.split(",")),
        skip=tuple((name, int(size)) for name, size in (s.split(":") for s in skip)),
        fresh=ENGINES if fresh == "all" else tuple(fresh.split(",")),
    )
    started, load = perf_counter(), os.getloadavg()[0]
    work.mkdir(parents=True, exist_ok=True)

    def say(message: str) -> None:
        click.echo(f"{perf_counter() - started:6.0f} s  {message}", err=True)

    try:
        with Launcher(str(work)) as launcher:
            found = run(Run(options, launcher, work, papers, say))
    except Failed as failed:
        raise click.ClickException(str(failed)) from None
    minutes = (perf_counter() - started) / 60
    found["about"] = _about(load_before=load, minutes=minutes)
    for path in _write(found, out):
        click.echo(path)


def _write(found: dict[str, Any], out: Path) -> list[Path]:
    from bench.plotting import plot  # noqa: PLC0415 - the processes come first
    from bench.report import markdown  # noqa: PLC0415

    out.mkdir(parents=True, exist_ok=True)
    stem = f"{found['about']['date']}-{found['sizes'][-1]}"
    page, numbers, picture = (out / f"{stem}.{end}" for end in ("md", "json", "svg"))
    drawn = [picture] if plot(found, picture) else []
    found["about"]["plot"] = picture.name if drawn else None
    page.write_text(markdown(found), encoding="utf-8")
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    numbers.write_text(text + "\n", encoding="utf-8")
    return [page, numbers, *drawn]


def _about(*, load_before: float, minutes: float) -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "command": f"python -m bench {shlex.join(_public(sys.argv[1:]))}".strip(),
        "machine": _machine(),
        "python": platform.python_version(),
        "numba": find_spec("numba") is not None,
        "revision": _revision(),
        "load_before": load_before,
        "load_after": os.getloadavg()[0],
        "minutes": minutes,
    }


def _public(arguments: list[str]) -> list[str]:
    """The arguments, without where things are on this machine."""
    shown = []
    for before, argument in zip(["", *arguments], arguments, strict=False):
        hidden = before in {"--papers", "--work", "--out"}
        shown.append("DIR" if hidden else argument)
    return shown


def _machine() -> str:
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        named = [
            line.partition(":")[2] for line in lines if line.startswith("model name")
        ]
        model = named[0].strip() if named else model
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / (1 << 30)
    system = f"{platform.system()} {platform.machine()}"
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {system}"


def _revision() -> str:
    """Of this checkout, and whether it was changed since."""
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    try:
        done = subprocess.run(git, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


if __name__ == "__main__":
    main()
