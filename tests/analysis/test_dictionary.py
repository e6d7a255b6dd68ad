"""The cut of the dictionary is jieba's; what the query path may load."""

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
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.dictionary import (
    Dictionary,
    jieba_dictionary,
    open_dictionary,
)
from searcher.analysis.han import FIRST, LAST, Segmenter, inside, words
from searcher.analysis.normal import normalise
from searcher.model import HAN

ROOT = Path(__file__).parents[2]
LONGEST_ENTRY = 16
"""No entry of jieba's dictionary is longer, in characters."""
RUN = re.compile(f"[{HAN}]+")


def runs(texts: Iterable[str]) -> list[str]:
    """The distinct Han runs of some raw texts, in order of appearance."""
    found: dict[str, None] = {}
    for text in texts:
        found |= dict.fromkeys(RUN.findall(normalise(text).text))
    return list(found)


def assert_agree(found: list[str], jieba: Segmenter, other: Segmenter) -> None:
    for run in found:
        cut = list(words(run, jieba))
        assert "".join(cut) == run
        assert list(words(run, other)) == cut
        for word in cut:
            assert list(inside(word, other)) == list(inside(word, jieba))


def test_segmenters_agree_on_our_sample(jieba: Segmenter, mapped: Dictionary) -> None:
    texts = [path.read_text(encoding="utf-8") for path in ROOT.glob("corpus/*")]
    found = runs(texts)
    assert len(found) > 100
    assert_agree(found, jieba, mapped)


def test_segmenters_agree_on_a_digest(
    data: Path, jieba: Segmenter, mapped: Dictionary
) -> None:
    digest = data / "digests" / "bilingual-2026-02-05.txt"
    assert_agree(runs([digest.read_text(encoding="utf-8")]), jieba, mapped)


def test_segmenters_agree_on_many_papers(
    data: Path, jieba: Segmenter, mapped: Dictionary
) -> None:
    with lzma.open(data / "papers" / "papers-bilingual.jsonl.xz", "rt") as file:
        papers = [json.loads(line) for line in islice(file, 200)]
    found = runs(paper["abstract_zh"] or "" for paper in papers)
    assert len(found) > 1000
    assert_agree(found[:3000], jieba, mapped)


@given(
    run=st.text(st.sampled_from("强化学习中华人民共和国一二〇的了㐀𠀀槑"), max_size=12)
)
def test_segmenters_agree_on_anything(
    run: str, jieba: Segmenter, mapped: Dictionary
) -> None:
    assert_agree([run], jieba, mapped)
    assert_agree([run], jieba, jieba_dictionary())


def test_it_holds_the_words_that_jieba_cuts_and_no_others(
    jieba: Any, mapped: Dictionary
) -> None:
    frequencies = jieba.tokenizer.FREQ
    assert max(map(len, filter(frequencies.get, frequencies))) == LONGEST_ENTRY
    han = [text for text in frequencies if FIRST <= min(text) <= max(text) <= LAST]
    assert len(han) > 400_000  # what words begin with among them
    assert all((text in mapped) == (text in jieba) for text in han)
    assert all((chr(n) in mapped) == (chr(n) in jieba) for n in range(0x4DF0, 0xA000))


def test_words_inside_a_word(mapped: Dictionary) -> None:
    word = "中华人民共和国"
    subs = {word[start:end] for start, end in inside(word, mapped)}
    assert {"中华", "人民", "共和国"} <= subs
    assert word not in subs
    assert not any(len(sub) == 1 for sub in subs)


def test_a_dictionary_knows_words_not_beginnings(mapped: Dictionary) -> None:
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
        open_dictionary(path)


@pytest.mark.parametrize(
    "content", [b"HANDICT0", b"\0" * 99, b"a text of some length about nothing"]
)
def test_a_foreign_file_is_no_dictionary(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "han.dict"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"han\.dict is not a dictionary"):
        open_dictionary(path)


def test_a_longer_dictionary_is_refused(dictionary: Path, tmp_path: Path) -> None:
    path = tmp_path / "han.dict"
    path.write_bytes(dictionary.read_bytes() + b"\0")
    with pytest.raises(ValueError, match=r"han\.dict is not a dictionary"):
        open_dictionary(path)


def test_a_dictionary_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_dictionary(tmp_path / "han.dict")


QUERY = """
import sys
from pathlib import Path
from searcher.analysis.dictionary import open_dictionary
from searcher.analysis.tokens import tokens

mapped = open_dictionary(Path(sys.argv[1]))
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
from searcher.analysis.dictionary import jieba_dictionary

assert jieba_dictionary().cut("强化学习") == ["强化", "学习"]
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
