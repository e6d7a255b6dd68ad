"""The whole comparison, in order; what was found is one dictionary, kept as JSON.

A built index is kept in the work folder, and what its building took beside it.
"""

import json
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import measuring
from bench.agreement import agreement
from bench.corpus import SEED, Papers, records, write_papers
from bench.engines.base import cutter
from bench.installed import ENGINES, version
from bench.launching import Launcher
from bench.queries import CHINESE_KINDS, KINDS, Query, draw
from bench.summary import COUNTED

CUT_BY = "rjieba"
COLD_KINDS = ("rare", "common", "two all", "two any", "phrase")
GROWTH_KINDS = ("rare", "two all")
"""Those that are asked cold at every size."""
COLD_CHINESE_KINDS = ("Chinese word", "Chinese phrase", "mixed")
BUILDS, SMALL, LONG = 2, 20_000, 20.0
"""An index of up to so many papers is built so often, unless it takes so many seconds.
"""
JIEBA_PEERS = ("whoosh", "tantivy", "fts5", "xapian")


@dataclass(frozen=True)
class Options:
    """What is compared, and how thoroughly."""

    sizes: Sequence[int] = (10_000, 50_000, 200_000)
    english: int = 20_000
    bilingual: int = 10_000
    each: int = 25
    rounds: int = 5
    engines: Sequence[str] = ENGINES
    pool: int | None = None
    """Papers are drawn from so many of each file, else from all."""
    skip: Sequence[tuple[str, int]] = ()
    """Engines that are left out at sizes at which they take too long."""
    fresh: Sequence[str] = ()
    """Engines whose indexes are built again."""


class Run:
    """What the steps share."""

    def __init__(
        self,
        options: Options,
        launcher: Launcher,
        work: Path,
        papers: Path,
        say: Callable[[str], None],
    ) -> None:
        self.options, self.launcher, self.work, self.say = options, launcher, work, say
        wanted = {
            "mixed": options.sizes,
            "english": [options.english],
            "bilingual": [options.bilingual],
        }
        self.papers: Papers = write_papers(
            papers, work / "papers", wanted, most=options.pool
        )
        here = [name for name in options.engines if version(name)]
        self.absent = [name for name in options.engines if name not in here]
        self.engines = here
        self.failures: list[str] = []

    def settings(self, edition: str, size: int) -> list[str]:
        """What is built of an edition: our own, and peers as they are given Chinese."""
        found = []
        for engine in self.engines:
            if (engine, size) in self.options.skip and edition == "mixed":
                continue
            if engine == "ours" or edition == "english":
                found.append(engine)
                continue
            found.append(f"{engine}+{CUT_BY}")
            if edition == "bilingual" and engine in JIEBA_PEERS:
                found.append(f"{engine}+jieba")
        return found

    def folder(self, edition: str, size: int, setting: str) -> Path:
        return self.work / "built" / f"{edition}-{size}" / setting

    def folders(self, size: int) -> dict[str, Path]:
        """The indexes of mixed papers."""
        return {s: self.folder("mixed", size, s) for s in self.settings("mixed", size)}

    def queries(self) -> list[Query]:
        """The same at all sizes: drawn from the smallest part of the mixed papers."""
        sizes = self.papers.editions["mixed"]
        papers = list(records(sizes[min(sizes)]))
        return draw(papers, cutter(CUT_BY), each=self.options.each)


def run(run: Run) -> dict[str, Any]:
    """Everything: building, cold, warm, agreement, nothing found, a day more."""
    sizes = sorted(run.papers.editions["mixed"])
    queries = run.queries()
    found: dict[str, Any] = {
        "sizes": sizes,
        "absent": run.absent,
        "versions": {name: version(name) for name in run.engines},
        "queries": [list(query) for query in queries],
        "bytes": {
            f"{edition}-{size}": path.stat().st_size
            for edition, by_size in run.papers.editions.items()
            for size, path in by_size.items()
        },
        "building": list(building(run)),
    }
    found["cold"] = {str(size): cold(run, size, queries, sizes) for size in sizes}
    found["nothing"] = nothing(run, sizes[-1], queries)
    for each in ("warm", "first", "agreement", "totals"):
        found[each] = {}
    for size in sizes:
        asked = warm(run, size, queries, sizes)
        found["warm"][str(size)] = {what: one.times for what, one in asked.items()}
        found["first"][str(size)] = {what: one.first for what, one in asked.items()}
        answers = asked[COUNTED].answers
        found["agreement"][str(size)] = agreement(queries, answers)
        found["totals"][str(size)] = {
            setting: [answer and answer[0] for answer in given]
            for setting, given in answers.items()
        }
    found["failures"] = run.failures
    found["adding"] = {str(size): adding(run, size) for size in sizes}
    return found


def building(run: Run) -> Iterator[measuring.Row]:
    for edition, by_size in run.papers.editions.items():
        for size, papers in by_size.items():
            settings = run.settings(edition, size)
            kept = {s: run.folder(edition, size, s) for s in settings}
            wanted = [s for s in settings if _is_wanted(run, kept[s])]
            for setting in wanted:
                _note(kept[setting]).unlink(missing_ok=True)
            rows: dict[str, list[measuring.Row]] = {}
            for turn in range(min(BUILDS, run.options.rounds) if size <= SMALL else 1):
                for setting in wanted:
                    taken = rows.setdefault(setting, [])
                    if sum(row["wall"] for row in taken) > LONG:
                        continue
                    run.say(f"building {edition} {size:,} with {setting}, {turn + 1}")
                    taken.append(
                        measuring.build(run.launcher, setting, papers, kept[setting])
                    )
            for setting, taken in rows.items():
                text = json.dumps(measuring.medians(taken))
                _note(kept[setting]).write_text(text, encoding="utf-8")
            for setting in settings:
                about = {"edition": edition, "papers": size, "setting": setting}
                yield about | json.loads(_note(kept[setting]).read_text("utf-8"))


def _note(folder: Path) -> Path:
    """What building an index took, beside it."""
    return folder.with_name(f"{folder.name}.json")


def _is_wanted(run: Run, folder: Path) -> bool:
    engine = folder.name.partition("+")[0]
    return engine in run.options.fresh or not _note(folder).exists()


def cold(
    run: Run, size: int, queries: Sequence[Query], sizes: Sequence[int]
) -> dict[str, Any]:
    """Whole processes. At the largest size also peers that load jieba, which has the
    same words; Whoosh with its own analyzer has only the smaller, bilingual index.
    """
    run.say(f"cold runs over {size:,} papers")
    folders = run.folders(size)
    last = size == sizes[-1]
    chinese = dict(folders)
    if last:
        for setting in folders:
            engine, _, cut = setting.partition("+")
            if cut and engine in JIEBA_PEERS:
                chinese[f"{engine}+jieba"] = folders[setting]
        [bilingual] = run.papers.editions.get("bilingual", {0: Path()})
        if "whoosh+jieba" in chinese and bilingual:
            own = run.folder("bilingual", bilingual, "whoosh+jieba")
            chinese["whoosh+jieba"] = own
    firsts = {
        kind: next((q for q in queries if q.kind == kind), None) for kind in KINDS
    }
    rounds = run.options.rounds if last else min(3, run.options.rounds)
    wanted: dict[str, tuple[tuple[str, ...], dict[str, Path]]]
    wanted = {"English": (COLD_KINDS if last else GROWTH_KINDS, folders)}
    if last:
        wanted["Chinese"] = (COLD_CHINESE_KINDS, chinese)
    return {
        language: measuring.cold(
            run.launcher,
            _commands(indexes, [q for k in kinds if (q := firsts[k])], last=last),
            rounds,
            run.failures,
        )
        for language, (kinds, indexes) in wanted.items()
    }


def _commands(
    folders: Mapping[str, Path], queries: Sequence[Query], *, last: bool
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for setting, folder in folders.items():
        asked = [q for q in queries if not setting.startswith("bm25s") or _loose(q)]
        found[setting] = {
            query.kind: measuring.command(setting, folder, query) for query in asked
        }
        if setting == "ours" and last:
            found["ours, --no-update"] = {
                query.kind: measuring.command(setting, folder, query, "--no-update")
                for query in asked
            }
    return found


def _loose(query: Query) -> bool:
    return query.how == "word" and not (query.all and len(query.words) > 1)


def nothing(run: Run, size: int, queries: Sequence[Query]) -> dict[str, Any]:
    """Our program where it must look inside of words, beside grep over the papers."""
    if "ours" not in run.engines:
        return {}
    run.say(f"nothing found in {size:,} papers")
    chance = random.Random(SEED)
    words = [q.words[0] for q in queries if q.kind == "nothing"][:2]
    long = [w for q in queries if q.kind == "rare" for w in q.words if len(w) > 8]
    words += [word[1:-2] for word in long[:2]]
    chinese = [
        q.words[0] for q in queries if q.kind in CHINESE_KINDS and q.how != "word"
    ]
    if chinese:  # characters of different words, in an order that nobody wrote
        words.append("".join(chance.sample(sorted({*"".join(chinese)}), 3)))
    folder = run.folder("mixed", size, "ours")
    papers = str(run.papers.editions["mixed"][size])
    commands = {
        "ours": {
            word: measuring.command("ours", folder, Query("nothing", (word,)))
            for word in words
        }
    }
    if grep := shutil.which("grep"):
        commands["grep"] = {
            word: ([grep, "-c", "-i", "-F", "-e", word, papers], {"LC_ALL": "C"})
            for word in words
        }
    return measuring.cold(
        run.launcher, commands, min(3, run.options.rounds), run.failures
    )


def warm(
    run: Run, size: int, queries: Sequence[Query], sizes: Sequence[int]
) -> dict[str, measuring.Asked]:
    run.say(f"{len(queries)} warm queries over {size:,} papers")
    folders = run.folders(size)
    if "ours" in folders:
        folders["ours+shown"] = folders["ours"]
    rounds = run.options.rounds
    found = {
        COUNTED: measuring.warm(folders, queries, limit=10, count=True, rounds=rounds)
    }
    if size == sizes[-1]:
        run.say("the same, for ten hits alone")
        found["ten hits"] = measuring.warm(
            folders, queries, limit=10, count=False, rounds=min(3, rounds)
        )
    return found


def adding(run: Run, size: int) -> dict[str, Any]:
    run.say(f"a day's papers more to {size:,}")
    folders = run.folders(size)
    scratch = run.work / "scratch"
    days = run.papers.days[: run.options.rounds]
    return measuring.add(run.launcher, folders, days, scratch)
