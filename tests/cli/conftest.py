"""Real processes over small libraries."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

import searcher

ROOT = Path(__file__).resolve().parents[2]

DIGEST = """生成时间: 2026-02-05 16:48:14 (UTC+8); \
Arxiv 发布时间: 2026-02-05 20:00 EST (2026-02-06 09:00 UTC+8)
今天共有 2 篇相关文章
Keyword: reinforcement learning
Trust Region Policy Optimization
信任区域策略优化
- Authors: John Schulman, Sergey Levine, Philipp Moritz, Michael Jordan, Pieter Abbeel
- Subjects: Subjects:
Machine Learning (cs.LG); Robotics (cs.RO)
- Arxiv link: https://arxiv.org/abs/1502.05477
- Pdf link: https://arxiv.org/pdf/1502.05477
- Abstract
We bound each update. A trust region limits the step; \
its size follows from a constraint on the divergence. The rest is calculus.
- 中文摘要
我们限制每次更新。信任区域限制步长。其余是微积分。
A Region Without Trust
没有信任的区域
- Authors: Ann Author
- Subjects: Subjects:
Machine Learning (cs.LG)
- Arxiv link: https://arxiv.org/abs/1707.06347
- Pdf link: https://arxiv.org/pdf/1707.06347
- Abstract
Nobody trusts this region.
- 中文摘要
没有人信任这个区域。
"""

ODD = [
    {
        "id": "x\x1b]0;owned\x07y",
        "title": "Hostile \x1b[31mtitle\x9b2J with \u202eturned\u202c text\x7f",
        "abstract": "Hostile\x1b[2J abstract.\x00",
        "authors": ["Eve \x1b[5mBlink"],
        "title_zh": "敌意\x1b[31m标题",
    },
    {"id": "lonely", "title": "Surrogate \ud800 alone", "abstract": "Half a pair."},
    {"id": "1801.00001", "title": "Only English here", "abstract": "No other half."},
]


class Answer(NamedTuple):
    """What a process left behind."""

    status: int
    out: str
    err: str


class Run(Protocol):
    def __call__(
        self,
        *arguments: str | bytes,
        program: str = "search",
        library: Path | None = None,
        cwd: Path | None = None,
        stdin: bytes = b"",
        **environ: str,
    ) -> Answer: ...


@pytest.fixture(scope="session")
def command() -> Callable[[str], list[str]]:
    """How a program is started."""
    modules = {"search": "searcher.cli.search", "searcher": "searcher.cli.admin"}
    return lambda program: [sys.executable, "-W", "error", "-m", modules[program]]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the processes see: nothing of this one's settings."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "HOME": str(tmp_path_factory.mktemp("home")),
        "PYTHONPATH": str(Path(searcher.__file__).resolve().parents[1]),
        "COLUMNS": "80",
        # a build takes half the time; no test here reads a phrase of several readings
        "PYPINYIN_NO_PHRASES": "1",
    }


@pytest.fixture(scope="session")
def run(
    command: Callable[[str], list[str]],
    environment: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    nowhere = tmp_path_factory.mktemp("nowhere")

    def run(
        *arguments: str | bytes,
        program: str = "search",
        library: Path | None = None,
        cwd: Path | None = None,
        stdin: bytes = b"",
        **environ: str,
    ) -> Answer:
        named = {"SEARCHER_LIBRARY": str(library)} if library else {}
        done = subprocess.run(
            [*command(program), *arguments],
            cwd=cwd or nowhere,
            env={**environment, **named, **environ},
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Answer(
            done.returncode,
            done.stdout.decode("utf-8", "surrogateescape"),
            done.stderr.decode("utf-8", "surrogateescape"),
        )

    return run


@pytest.fixture(scope="session")
def built(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that is built already; a test must leave it as it is."""
    root = tmp_path_factory.mktemp("built")
    (root / "corpus").mkdir()
    (root / "corpus" / "2026-02-05.txt").write_text(DIGEST, encoding="utf-8")
    odd = "".join(json.dumps(paper) + "\n" for paper in ODD)
    (root / "corpus" / "odd.jsonl").write_text(odd + "{broken\n", encoding="utf-8")
    done = run("update", program="searcher", library=root)
    assert done.status == 0, done.err
    return root


@pytest.fixture(scope="session")
def sample(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library over the digests of this repository, to be left as it is."""
    root = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "corpus", root / "corpus")
    (root / "index").mkdir()
    done = run("update", program="searcher", library=root)
    assert done.status == 0, done.err
    return root


@pytest.fixture
def library(built: Path, tmp_path: Path) -> Path:
    """A copy of the built library, to do with as a test likes."""
    return Path(shutil.copytree(built, tmp_path / "library"))
