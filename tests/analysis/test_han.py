"""Three segmenters and one result; what the query path may load."""

import json
import lzma
import marshal
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.han import (
    LONGEST_ENTRY,
    MappedDictionary,
    PythonSegmenter,
    RustSegmenter,
    Segmenter,
    indexing_segmenter,
    inside,
    words,
)
from searcher.analysis.normal import normalise
from searcher.analysis.thrift import ThriftySegmenter
from searcher.model import HAN

ROOT = Path(__file__).parents[2]
RUN = re.compile(f"[{HAN}]+")


def runs(texts: Iterable[str]) -> list[str]:
    """The distinct Han runs of some raw texts, in order of appearance."""
    found: dict[str, None] = {}
    for text in texts:
        found |= dict.fromkeys(RUN.findall(normalise(text).text))
    return list(found)


def assert_agree(found: list[str], jieba: Segmenter, others: list[Segmenter]) -> None:
    for run in found:
        cut = list(words(run, jieba))
        assert "".join(cut) == run
        for other in others:
            assert list(words(run, other)) == cut
            for word in cut:
                assert list(inside(word, other)) == list(inside(word, jieba))


@pytest.fixture
def others(mapped: MappedDictionary) -> list[Segmenter]:
    try:
        return [mapped, RustSegmenter()]
    except ImportError:  # no wheel for this platform
        return [mapped]


def test_segmenters_agree_on_our_sample(
    jieba: PythonSegmenter, others: list[Segmenter]
) -> None:
    texts = [path.read_text(encoding="utf-8") for path in ROOT.glob("corpus/*")]
    found = runs(texts)
    assert len(found) > 100
    assert_agree(found, jieba, others)


def test_segmenters_agree_on_a_digest(
    data: Path, jieba: PythonSegmenter, others: list[Segmenter]
) -> None:
    digest = data / "digests" / "bilingual-2026-02-05.txt"
    assert_agree(runs([digest.read_text(encoding="utf-8")]), jieba, others)


def test_segmenters_agree_on_many_papers(
    data: Path, jieba: PythonSegmenter, others: list[Segmenter]
) -> None:
    with lzma.open(data / "papers" / "papers-bilingual.jsonl.xz", "rt") as file:
        papers = [json.loads(line) for line in islice(file, 200)]
    found = runs(paper["abstract_zh"] or "" for paper in papers)
    assert len(found) > 1000
    assert_agree(found[:3000], jieba, others)


@given(
    run=st.text(st.sampled_from("强化学习中华人民共和国一二〇的了㐀𠀀槑"), max_size=12)
)
def test_segmenters_agree_on_anything(
    run: str, jieba: PythonSegmenter, mapped: MappedDictionary
) -> None:
    assert_agree([run], jieba, [mapped, indexing_segmenter()])


def test_a_thrifty_segmenter_agrees_before_it_changes_and_after(
    jieba: PythonSegmenter, dictionary: Path
) -> None:
    found = runs(["强化学习的泛化", "深度强化学习更稳定", "信任区域策略优化"] * 2)
    for worth in (0, 12, 1000):
        thrifty = ThriftySegmenter(dictionary, worth=worth)
        assert_agree(found, jieba, [thrifty])
        thrifty.close()


def test_the_longest_entry_is_no_longer(jieba: PythonSegmenter) -> None:
    frequencies = jieba._jieba.FREQ
    assert max(map(len, filter(frequencies.get, frequencies))) == LONGEST_ENTRY


def test_words_inside_a_word(mapped: MappedDictionary) -> None:
    word = "中华人民共和国"
    subs = {word[start:end] for start, end in inside(word, mapped)}
    assert {"中华", "人民", "共和国"} <= subs
    assert word not in subs
    assert not any(len(sub) == 1 for sub in subs)


def test_a_dictionary_knows_words_not_beginnings(mapped: MappedDictionary) -> None:
    assert "共和国" in mapped
    assert "共和" in mapped
    assert "中华人民共" not in mapped
    assert "" not in mapped
    assert "龘龘" not in mapped
    assert "\ud800" not in mapped
    assert mapped.cut("") == []


@pytest.mark.parametrize("size", [0, 10, 40, 1_000_000, -1])
def test_a_cut_dictionary_is_refused(
    size: int, dictionary: Path, tmp_path: Path
) -> None:
    path = tmp_path / "han.dict"
    path.write_bytes(dictionary.read_bytes()[:size])
    with pytest.raises(ValueError, match=r"han\.dict is not a|empty file"):
        MappedDictionary(path)


@pytest.mark.parametrize(
    "content", [b"HANDICT0", b"\0" * 99, b"a text of some length about nothing"]
)
def test_a_foreign_file_is_no_dictionary(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "han.dict"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"han\.dict is not a dictionary"):
        MappedDictionary(path)


def test_a_longer_dictionary_is_refused(dictionary: Path, tmp_path: Path) -> None:
    path = tmp_path / "han.dict"
    path.write_bytes(dictionary.read_bytes() + b"\0")
    with pytest.raises(ValueError, match=r"han\.dict is not a dictionary"):
        MappedDictionary(path)


def test_a_dictionary_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        MappedDictionary(tmp_path / "han.dict")


QUERY = """
import sys
from pathlib import Path
from searcher.analysis.han import MappedDictionary
from searcher.analysis.tokens import tokens

mapped = MappedDictionary(Path(sys.argv[1]))
terms = [token.term for token in tokens("强化学习的標題", mapped)]
assert terms == ["强化", "学习", "的", "标题"], terms
heavy = {"jieba", "rjieba", "numpy", "whoosh", "Stemmer"} & set(sys.modules)
assert not heavy, heavy
tokens("trust region", mapped)
heavy = {"jieba", "rjieba", "numpy", "whoosh"} & set(sys.modules)
assert not heavy, heavy
"""


def test_a_query_loads_no_segmenter(dictionary: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", QUERY, str(dictionary)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


CACHE = """
from searcher.analysis.han import PythonSegmenter

assert PythonSegmenter().cut("强化学习") == ["强化", "学习"]
"""


def test_jieba_leaves_no_cache_behind(tmp_path: Path) -> None:
    """Others share the temporary folder, and jieba believes what it finds there."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CACHE],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_jieba_believes_no_cache_of_others(tmp_path: Path) -> None:
    """One in which the words of the test above are none."""
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps(({"强": 1, "化": 1}, 2)))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CACHE],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
