"""words.txt from end to end: what it makes findable, and when it is taken in."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import searcher
from searcher.corpus.pending import pending
from searcher.errors import IndexOutdated
from searcher.index import open_backend
from searcher.settings import Library, create_library

PAPERS = (
    ("1", "Trust regions", "信任域方法的收敛性", "使用信任域方法求解。"),
    ("2", "Method", "信任域方法论研究", "方法论。"),
    ("3", "Domain", "信任与域", "方法不同，域内信任方法。"),
    ("4", "Chain of thought prompting", "思维链", "逐步推理。"),
    ("5", "A thought on each chain of events", "事件链", "链。"),
    ("6", "GAN networks", "图GAN网络", "用GAN做网络。"),
)
MINE = "# 我的词\n信任域方法\nchain of thought\nGAN网络\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    found = create_library(tmp_path / "library")
    lines = (
        {"id": i, "title": en, "title_zh": zh, "abstract": "", "abstract_zh": text}
        for i, en, zh, text in PAPERS
    )
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (found.corpus / "a.jsonl").write_text(text, encoding="utf-8")
    return found


@pytest.fixture
def ask(library: Library) -> Callable[[str], list[str]]:
    def ids(query: str) -> list[str]:
        with searcher.open(library.root) as opened:
            return sorted(hit.paper.id for hit in opened.search(query))

    return ids


def test_a_term_is_found_before_and_after(
    library: Library, ask: Callable[[str], list[str]]
) -> None:
    searcher.update(library.root)
    assert ask("信任域方法") == ["1", "2", "3"]
    assert ask('"信任域方法"') == ["1", "2"]
    assert ask("chain of thought") == ["4", "5"]
    assert ask("chainofthought") == []
    assert ask("GAN网络") == ["6"]
    library.words.write_text(MINE, encoding="utf-8")
    assert searcher.update(library.root).changed
    for query in ("信任域方法", '"信任域方法"', "信賴域方法 OR 信任域方法"):
        assert ask(query) == ["1", "2"], query
    assert ask("使用信任域方法") == ["1"]
    assert ask('"使用信任域方法求解"') == ["1"]
    for query in ("chain of thought", "chain-of-thought", "ChainOfThought"):
        assert ask(query) == ["4"], query
    assert ask("thought chain") == ["4", "5"]
    assert ask("GAN网络") == ["6"]
    # what the words of a term found, they still find
    assert ask("信任") == ask("域") == ask("方法") == ["1", "2", "3"]
    assert ask("信任域") == ["1", "2", "3"]
    library.words.unlink()
    assert ask("信任域方法") == ["1", "2", "3"]


def test_marks_are_of_the_whole_term(library: Library) -> None:
    library.words.write_text(MINE, encoding="utf-8")
    with searcher.open(library.root) as opened:
        for query in ("信任域方法", "Chain of Thought"):
            hit = next(iter(opened.search(query)))
            marked = {
                snippet.text[start:end].lower()
                for snippets in hit.highlights.values()
                for snippet in snippets
                for start, end in snippet.marks
            }
            assert marked == {query.lower()}


def test_only_another_set_of_terms_rebuilds(library: Library) -> None:
    library.words.write_text(MINE, encoding="utf-8")
    first = searcher.update(library.root)
    assert not searcher.update(library.root).changed
    lines = MINE.splitlines()
    library.words.write_text("\n".join([*reversed(lines), "", "# more"]), "utf-8")
    assert not searcher.update(library.root).changed
    library.words.write_text(MINE + "强化学习法\n", encoding="utf-8")
    with pytest.raises(IndexOutdated, match="own words"):
        open_backend(library.index).open()
    last = searcher.update(library.root)
    assert last.changed
    assert last.papers == first.papers == len(PAPERS)


def test_new_digests_are_cut_as_the_old_ones(
    library: Library, ask: Callable[[str], list[str]]
) -> None:
    library.words.write_text(MINE, encoding="utf-8")
    searcher.update(library.root)
    line = {"id": "7", "title": "On chain of thought", "title_zh": "再谈信任域方法"}
    (library.corpus / "b.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert searcher.update(library.root).added == ("b.jsonl",)
    assert ask("信任域方法") == ["1", "2", "7"]
    assert ask("chain of thought") == ["4", "7"]


def test_a_bad_line_is_a_problem_while_it_is_there(library: Library) -> None:
    library.words.write_text(MINE + "!!\n", encoding="utf-8")
    bad = "words.txt:5: neither letters nor digits, wanted a term"
    report = searcher.update(library.root)
    assert [str(problem) for problem in report.problems] == [bad]
    again = searcher.update(library.root)
    assert (again.changed, again.problems) == (False, report.problems)
    found = pending(library, report.generation)
    assert [str(problem) for problem in found.problems] == [bad]
    library.words.write_text(MINE, encoding="utf-8")
    last = searcher.update(library.root)
    assert (last.changed, last.problems) == (False, ())


def test_a_file_of_nonsense_builds_as_if_there_were_none(library: Library) -> None:
    library.words.write_bytes(bytes(range(256)) * 4)
    report = searcher.update(library.root)
    assert [str(problem) for problem in report.problems] == [
        "words.txt: no text, wanted a term a line"
    ]
    library.words.unlink()
    assert not searcher.update(library.root).changed
