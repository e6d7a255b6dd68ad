"""What people and scripts type by accident gets an answer, here and in a process."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import searcher
from searcher import Match, Searcher

ROOT = Path(__file__).resolve().parents[2]
ODD = [
    *(
        "C++",
        "C#",
        ")",
        "(",
        '"',
        "'",
        "NOT",
        "OR",
        "非",
        "-",
        "--",
        "- -",
        "+",
        "=",
        "~",
    ),
    *(
        "^",
        "^2",
        "*",
        "**",
        "***",
        "****",
        "* *",
        "a*",
        "A*",
        "a**",
        "*a",
        "?",
        "|",
        "&&",
    ),
    *(
        "标题：",
        "title:",
        "title:(",
        "title:-",
        "date:",
        "date:x",
        "lang:",
        "id:",
        "au:",
    ),
    *(
        "“",
        "”",
        "《》",
        "「」",
        '""',
        '" "',
        '"-"',
        "()",
        "(())",
        ")(",
        "(-)",
        "NOT NOT",
    ),
    *(
        "的",
        "，",
        "。",
        "　",
        "",
        " ",
        "\t\n",
        "\x00",
        "\x1b[31m",
        "\u202e",
        "\ufeff",
        "\ufffe",
    ),
    *(
        "😀",
        "👩\u200d🔬",
        "\ud800",
        "\udfff\ud800",
        "e\u0301",
        "\u0301",
        "ﷺ",
        "İ",
        "ſ",
        "µ",
    ),
    *(
        "\\",
        "\\\\",
        "\\textbf{",
        "$x^2$",
        "{}",
        "%",
        "%s",
        "{0}",
        "<b>",
        "../../etc",
        "a\x00b",
    ),
    *(
        "1e9999",
        "-1",
        "0",
        "9" * 400,
        "2602.",
        "2602.99999v999",
        "~2",
        "a~9",
        "a^9999999",
    ),
]


@pytest.mark.parametrize("match", Match)
def test_oddities_are_answered(sample: Searcher, match: Match) -> None:
    for query in ODD:
        for relax in (False, True):
            results = sample.search(query, match=match, relax=relax)
            assert len(results.hits) <= results.total, query
            assert results.query == query


def test_oddities_beside_words_leave_the_words(sample: Searcher) -> None:
    """Marks that say nothing do not keep a paper from being found."""
    (best,) = sample.search('"trust region policy optimization"').hits
    for query in [")", "(", '"', "|", "&&", "~", "^", "“", "，", "😀", "\ud800", "…"]:
        for typed in (f"{query} trust region", f"trust region {query}"):
            found = [hit.paper.id for hit in sample.search(typed)]
            assert best.paper.id in found, typed


Search = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="module")
def search(sample_library: Path) -> Search:
    def search(*arguments: str | bytes, stdin: bytes = b"") -> object:
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "searcher.cli.search", *arguments],
            env={
                **os.environ,
                "PYTHONPATH": str(Path(searcher.__file__).resolve().parents[1]),
                "SEARCHER_LIBRARY": str(sample_library),
            },
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
        )

    return search


@pytest.mark.parametrize(
    "arguments",
    [
        ["C++"],
        [")"],
        ['"'],
        ["NOT"],
        ["--", "-"],
        ["标题："],
        ["a*"],
        ["****"],
        ["(" * 10_000],
        ["😀"],
        ["👩\u200d🔬 强化学习"],
        [b"\xff\xfe\xed\xa0\x80"],
        ["trust region step " * 5_500],
        ["信任区域的步长，" * 4_000],
        ["x" * 100_000],
    ],
    ids=lambda arguments: ascii(arguments[-1])[:20],
)
def test_a_process_answers(search: Search, arguments: list[str | bytes]) -> None:
    done = search(*arguments)
    assert done.returncode in (0, 1), done.stderr
    assert b"Traceback" not in done.stderr
    assert len(done.stderr) < 2_000


def test_a_batch_of_oddities_is_answered(search: Search) -> None:
    lines = [query for query in ODD if query.strip() and "\n" not in query]
    stdin = "\n".join(lines).encode("utf-8", "surrogatepass")
    done = search("--jsonl", "-", stdin=stdin)
    assert done.returncode in (0, 1), done.stderr
    assert b"Traceback" not in done.stderr
