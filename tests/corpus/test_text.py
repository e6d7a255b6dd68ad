"""White space, languages, authors, subjects, days."""

from datetime import date as Date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus.text import (
    day_in_name,
    day_of,
    is_chinese,
    names,
    subjects,
    tidy,
)
from searcher.model import Subject


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a  b\n c\t", "a b c"),
        ("强化\n  学习", "强化学习"),
        ("强化,\n学习", "强化, 学习"),
        ("强化，\n学习", "强化，学习"),
        ("强化 学习", "强化 学习"),
        ("用 PPO\n训练", "用 PPO 训练"),
        ("a\u3000b\xa0c", "a b c"),
    ],
)
def test_tidy(text: str, line: str) -> None:
    assert tidy(text) == line


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("排序", True),
        ("Sorting", False),
        ("", False),
        ("123 ，。", False),
        ("abcdefghi排", True),
        ("abcdefghij排", False),
        ("GOPO:利用排名奖励", True),
    ],
)
def test_a_tenth_of_the_letters_makes_it_chinese(text: str, chinese: bool) -> None:
    assert is_chinese(text) is chinese


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Birch, Ben Cedar", ["Ada Birch", "Ben Cedar"]),
        ("Ada Birch and Ben Cedar", ["Ada Birch", "Ben Cedar"]),
        ("A. Birch, B. Cedar, and C. Dogwood", ["A. Birch", "B. Cedar", "C. Dogwood"]),
        ("LIGO and Virgo Collaborations", ["LIGO and Virgo Collaborations"]),
        (
            "A. Birch (1), B. Cedar (1, 2, and 3) ((1) X, Y, (2) Z)",
            ["A. Birch", "B. Cedar"],
        ),
        ("A. Birch (X, Y), B. Cedar", ["A. Birch", "B. Cedar"]),
        ("Meng-Xue (Mark) Tsai, Bo", ["Meng-Xue (Mark) Tsai", "Bo"]),
        ("A. Birch (X, B. Cedar", ["A. Birch", "B. Cedar"]),
        ("张三、李四，王五", ["张三", "李四", "王五"]),
        ("[A. Birch](https://x.org/a_(b)), **B. Cedar**", ["A. Birch", "B. Cedar"]),
        ('[A. Birch](https://x.org "A, B") and *B. Cedar*', ["A. Birch", "B. Cedar"]),
        (" , ", []),
        ("", []),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert list(names(text)) == expected


def test_subjects() -> None:
    assert subjects("Machine Learning (cs.LG); Robotics (cs.RO)") == (
        Subject("Machine Learning", "cs.LG"),
        Subject("Robotics", "cs.RO"),
    )
    assert subjects("cs.LG; quant-ph; I.2.7; ; Alchemy; (stat.ML); xx.YY") == (
        Subject("Machine Learning", "cs.LG"),
        Subject("Quantum Physics", "quant-ph"),
        Subject("I.2.7"),
        Subject("Alchemy"),
        Subject("Machine Learning", "stat.ML"),
        Subject("xx.YY", "xx.YY"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "cs.LG cs.AI",
        "cs.LG, cs.AI",
        "cs.LG，cs.AI",
        "cs.LG；cs.AI",
        "cs.LG、cs.AI",
        "cs.LG | cs.AI",
        "cs.LG / cs.AI",
        "- cs.LG\n- cs.AI",
        "`cs.LG` `cs.AI`",
        "[cs.LG, cs.AI]",
        '["cs.LG", "cs.AI"]',
        "Machine Learning (cs.LG), Artificial Intelligence (cs.AI)",
        "Machine Learning（cs.LG）；Artificial Intelligence（cs.AI）",
        "cs.LG (Machine Learning); cs.AI (Artificial Intelligence)",
        "Machine Learning [cs.LG]\nArtificial Intelligence [cs.AI]",
        "[cs.LG] [cs.AI]",
        "#cs.LG #cs.AI",
        "cs.LG and cs.AI",
        "cs.LG & cs.AI",
        "{cs.LG, cs.AI}",
        "(cs.LG, cs.AI)",
        "**cs.LG** (primary), cs.AI",
        "cs.LG; Secondary: cs.AI",
        "CS.LG, cs.ai",
        "cs.LG\\*, cs.AI",
        "cs.LG -> cs.AI",
        "[cs.LG](https://arxiv.org/list/cs.LG/recent), [cs.AI](https://x.org)",
        "cs.LG: Machine Learning; cs.AI: Artificial Intelligence",
        "cs.LG - Machine Learning; cs.AI - Artificial Intelligence",
    ],
)
def test_codes_of_subjects_between_anything(text: str) -> None:
    assert subjects(text) == (
        Subject("Machine Learning", "cs.LG"),
        Subject("Artificial Intelligence", "cs.AI"),
    )


def test_a_name_with_commas_is_one_subject() -> None:
    name = "Distributed, Parallel, and Cluster Computing"
    assert subjects(name) == (Subject(name),)
    assert subjects(f"Robotics (cs.RO), {name} (cs.DC)") == (
        Subject("Robotics", "cs.RO"),
        Subject(name, "cs.DC"),
    )


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2026-02-05.txt", Date(2026, 2, 5)),
        ("a/b/daily_2026_02_05_zh.jsonl.gz", Date(2026, 2, 5)),
        ("20260205.md", Date(2026, 2, 5)),
        ("2025-02-19 02:43:11-Daily.md", Date(2025, 2, 19)),
        ("2026-13-05 2026-02-05", Date(2026, 2, 5)),
        ("2026-02-05/x.txt", Date(2026, 2, 5)),
        ("9-Oct-2025/AI/papers.md", Date(2025, 10, 9)),
        ("09_October_2025.md", Date(2025, 10, 9)),
        ("Oct 9, 2025.md", Date(2025, 10, 9)),
        ("2025-oct-09/x.md", Date(2025, 10, 9)),
        ("2026-2-5.md", Date(2026, 2, 5)),
        ("2026年2月5日/x.md", Date(2026, 2, 5)),
        ("2026/02/05.md", Date(2026, 2, 5)),
        ("docs/2026/2/5/index.md", Date(2026, 2, 5)),
        ("2026/02-05.md", Date(2026, 2, 5)),
        ("2026-02/05.md", Date(2026, 2, 5)),
        ("202602/05.md", Date(2026, 2, 5)),
        ("2026/202602/05.md", Date(2026, 2, 5)),
        ("2026/0205.md", Date(2026, 2, 5)),
        ("2026-02-01/2026-02-05.md", Date(2026, 2, 5)),
        ("2026-02-01/2026-02-05/x.md", Date(2026, 2, 5)),
        ("2026/Feb/05/x.md", Date(2026, 2, 5)),
        ("2026/02-February/5.md", Date(2026, 2, 5)),
        ("2026/02/day-05.md", Date(2026, 2, 5)),
        ("5th February 2026/x.md", Date(2026, 2, 5)),
        ("February 5th, 2026.md", Date(2026, 2, 5)),
        ("20260205_Thu/text.md", Date(2026, 2, 5)),
        ("20260205083000.md", Date(2026, 2, 5)),
        ("2026020508300.md", None),
        ("2026/02/2602.12345.md", None),
        ("2026/b/02/05.md", None),
        ("120260205", None),
        ("2026-0205", None),
        ("x", None),
    ],
)
def test_a_day_in_a_name(name: str, day: Date | None) -> None:
    assert day_in_name(name) == day


def test_a_moment_is_a_day_in_utc() -> None:
    assert day_of("2026-02-05") == Date(2026, 2, 5)
    assert day_of("2026-02-05T20:00:00-05:00") == Date(2026, 2, 6)
    assert day_of("2026-02-05T20:00:00Z") == Date(2026, 2, 5)
    for bad in ("", "2026", "yesterday", "2026-02-30", "0001-01-01T00:00+14:00"):
        with pytest.raises(ValueError, match=r".+"):
            day_of(bad)


@given(st.text(alphabet=st.sampled_from("ab ,;()（）、and排")))
def test_names_are_never_empty(text: str) -> None:
    assert all(name == name.strip() != "" for name in names(text))
    assert tidy(tidy(text)) == tidy(text)
