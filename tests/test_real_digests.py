"""What must hold on the digest that this program was made for."""

import json
import lzma
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

import searcher
from searcher.model import Bilingual, Hit, Paper
from searcher.settings import create_library

DIGEST = "bilingual-2026-02-05.txt"


@pytest.fixture(scope="module")
def library(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("library")
    create_library(root)
    shutil.copy(data / "digests" / DIGEST, root / "corpus")
    searcher.update(root)
    return root


@pytest.fixture(scope="module")
def papers(library: Path) -> Iterator[searcher.Searcher]:
    with searcher.open(library) as opened:
        yield opened


def ids(papers: searcher.Searcher, query: str) -> list[str]:
    return [hit.paper.id for hit in papers.search(query, limit=None)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_title_finds_its_paper_first(
    papers: searcher.Searcher, language: str
) -> None:
    everything = papers.search("has:en OR has:zh", limit=None)
    assert len(everything) == 47
    for hit in everything:
        title = getattr(hit.paper.title, language)
        assert ids(papers, title)[:1] == [hit.paper.id], title


@pytest.mark.parametrize("query", ["trust region", '"trust region"', "信任区域"])
def test_trust_region(papers: searcher.Searcher, query: str) -> None:
    assert set(ids(papers, query)) == {"2602.04620", "2602.04879"}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ('"强化学习"', 46),
        ("“强化学习”", 46),
        ("強化學習", 46),
        ('"深度强化学习"', 3),
        ('"off-policy"', 1),
        ("off policy", 1),
        ("offpolicy", 1),
        ("off-policy", 1),
        ("Q-learning", 1),
        ("RLHF", 1),
    ],
)
def test_counts(papers: searcher.Searcher, query: str, count: int) -> None:
    assert papers.search(query).total == count


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LLMs", "LLM"),
        ("llms", "LLM"),
        ("ＧＲＰＯ", "GRPO"),
        ("標題：強化學習", "title:强化学习"),
        ("behaviour", "behavior"),
        ("2602.04620", "https://arxiv.org/pdf/2602.04620v2"),
    ],
)
def test_the_same(papers: searcher.Searcher, one: str, other: str) -> None:
    assert ids(papers, one) == ids(papers, other) != []


def test_a_title_field_finds_the_titles(papers: searcher.Searcher) -> None:
    for hit in papers.search("標題：強化學習", limit=None):
        assert "强化" in hit.paper.title.zh
        assert "学习" in hit.paper.title.zh


def marked(hit: Hit, field: str) -> set[str]:
    return {
        snippet.text[start:end].lower()
        for snippet in hit.highlights.get(field, ())
        for start, end in snippet.marks
    }


@pytest.mark.parametrize(
    ("query", "english", "chinese"),
    [
        ('"trust region"', {"trust region", "trust-region"}, set()),
        ("信任区域", set(), {"信任区域", "信任", "区域"}),
        ("off-policy", {"off-policy"}, set()),
        ('"强化学习"', set(), {"强化学习"}),
    ],
)
def test_marks_are_what_matched(
    papers: searcher.Searcher, query: str, english: set[str], chinese: set[str]
) -> None:
    for hit in papers.search(query, limit=None):
        for language, wanted in (("en", english), ("zh", chinese)):
            found = marked(hit, f"title.{language}") | marked(
                hit, f"abstract.{language}"
            )
            assert found <= wanted
        for field, snippets in hit.highlights.items():
            kind, language = field.split(".")
            whole = getattr(getattr(hit.paper, kind), language)
            assert all(snippet.text in whole for snippet in snippets)


def test_order_of_files_and_update_do_not_matter(data: Path, tmp_path: Path) -> None:
    """Files arriving one by one, in either order, and all at once: the same results."""
    digests = sorted((data / "digests" / "keyword-sections").iterdir())[:3]
    answers = []
    for number, arrivals in enumerate((digests, digests[::-1])):
        root = tmp_path / str(number)
        create_library(root)
        for digest in arrivals:
            shutil.copy(digest, root / "corpus")
            searcher.update(root)
        answers.append(answer(root))
    searcher.rebuild(root)
    answers.append(answer(root))
    assert answers[0] == answers[1] == answers[2]
    assert len(answers[0]) > 20


def answer(root: Path) -> list[dict[str, object]]:
    with searcher.open(root) as papers:
        return [
            hit.to_json()
            for query in ("lidar", "visual SLAM", "mapping -lidar")
            for hit in papers.search(query, limit=None)
        ]


FIELD_NAME = re.compile(
    r"(?:title|ti|abstract|abs|author|au|subject|cat|keyword|kw|id|arxiv|date|after"
    r"|since|before|until|lang|has|in|标题|题名|篇名|摘要|作者|分类|学科|关键词|日期)\s*[:：]",
    re.IGNORECASE,
)


def odd(title: str) -> bool:
    """Whether a title looks like syntax: 非…, or a field name before a colon."""
    return title.startswith("非") or FIELD_NAME.search(title) is not None


def records(data: Path) -> Iterator[dict[str, str]]:
    for name in ("papers-bilingual", "papers-english"):
        packed = data / "papers" / f"{name}.jsonl.xz"
        with lzma.open(packed, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def check_odd_titles(data: Path, root: Path, *, size: int, most: int) -> None:
    found, rest = [], []
    for record in records(data):
        titles = (record["title"], record.get("title_zh") or "")
        if any(map(odd, titles)):
            found.append(record)
        elif len(rest) < size:
            rest.append(record)
    found = Random(3).sample(found, min(most, len(found)))
    chosen = found + rest[: size - len(found)]
    counts = Counter(r.get(key) for r in chosen for key in ("title", "title_zh"))
    papers = [
        Paper(
            r["id"],
            title=Bilingual(r["title"], r.get("title_zh") or ""),
            abstract=Bilingual(r["abstract"], r.get("abstract_zh") or ""),
        )
        for r in chosen
    ]
    create_library(root)
    with (root / "corpus" / "papers.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(paper.to_json()) + "\n" for paper in papers)
    searcher.update(root)
    asked = 0
    with searcher.open(root) as opened:
        for record in found:
            for title in (record["title"], record.get("title_zh") or ""):
                if odd(title) and counts[title] == 1:
                    asked += 1
                    assert ids(opened, title)[:1] == [record["id"]], title
    assert asked >= len(found)


def test_titles_that_look_like_syntax(data: Path, tmp_path: Path) -> None:
    check_odd_titles(data, tmp_path, size=400, most=200)


@pytest.mark.slow
def test_all_titles_that_look_like_syntax(data: Path, tmp_path: Path) -> None:
    check_odd_titles(data, tmp_path, size=5000, most=5000)
