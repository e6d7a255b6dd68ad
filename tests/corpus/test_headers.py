"""Announcement days in UTC, and declared counts."""

from datetime import date as Date

import pytest

from searcher.corpus.headers import announced, declared, is_header

SAMPLE = (
    "生成时间: 2026-02-05 16:48:14 (UTC+8); "
    "Arxiv 发布时间: 2026-02-05 20:00 EST (2026-02-06 09:00 UTC+8)"
)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        (SAMPLE, Date(2026, 2, 6)),
        ("Arxiv 发布时间: 2026-02-05 20:00 EST", Date(2026, 2, 6)),
        ("Arxiv 发布时间: 2026-07-05 20:00 EDT", Date(2026, 7, 6)),
        ("Arxiv 发布时间：2026-02-06 07:59 (UTC+8)", Date(2026, 2, 5)),
        ("Arxiv 发布时间: 2026-02-06 09:00", Date(2026, 2, 6)),
        ("Arxiv 发布时间: 2026-02-06", Date(2026, 2, 6)),
        ("Arxiv 发布时间: 2026年2月6日", Date(2026, 2, 6)),
        ("发布时间: 2026-02-31 09:00 UTC+8 (2026-02-06 09:00 UTC)", Date(2026, 2, 6)),
        ("New submissions for Mon, 30 May 22", Date(2022, 5, 30)),
        (
            "New submissions for Thursday, 9 May 2024 (showing 70 of 70)",
            Date(2024, 5, 9),
        ),
        ("Showing new listings for Friday, 21 August 2026", Date(2026, 8, 21)),
        ("Showing new listings for August 21, 2026", Date(2026, 8, 21)),
        ("New submissions for Tue, 3 Sept 91", Date(1991, 9, 3)),
        ("New submissions for 2026-02-06", Date(2026, 2, 6)),
    ],
)
def test_the_day_of_the_announcement(line: str, day: Date) -> None:
    assert announced(line) == day
    assert is_header(line)


@pytest.mark.parametrize(
    "line",
    [
        "New submissions for the impatient",
        "New submissions for Mon, 31 Feb 26",
        "New submissions for Mon, 3 Foo 26",
        "2026-02-06",
        "发布时间: 9999-12-31 23:59 UTC-9",
        "发布时间: 2026-13-01",
        "we study new submissions for 3 May 2022" + " and others" * 40,
    ],
)
def test_no_day(line: str) -> None:
    assert announced(line) is None or not is_header(line)


def test_when_it_was_made_is_not_when_it_was_announced() -> None:
    line = "生成时间: 2026-02-05 16:48:14 (UTC+8)"
    assert is_header(line)
    assert announced(line) is None


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("今天共有 47 篇相关文章", 47),
        ("今日共有0篇", 0),
        ("Today: 15papers", 15),
        ("Today: 1 paper", 1),
        ("(showing 70 of 70 entries )", None),
        ("Today: papers", None),
        ("今天共有 , 篇", None),
        ("We read today: 15 papers", None),
        ("今天共有 " + "9" * 5000 + " 篇", None),
    ],
)
def test_declared(line: str, count: int | None) -> None:
    assert declared(line) == count
