"""Terms of the field, typed in pinyin as people read them: each is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from searcher.analysis.data import table
from searcher.analysis.dictionary import jieba_dictionary
from searcher.index import open_backend
from searcher.index.backend import Backend, Reader
from searcher.model import Bilingual, Paper, Record
from searcher.query.sounds import from_pinyin
from searcher.searching import Searcher
from tests.oracle import MemoryBackend

ROWS = Path(__file__).with_name("pinyin.tsv").read_text(encoding="utf-8").splitlines()
TERMS = [row.split("\t") for row in ROWS[1:]]


def holding(backend: Backend, texts: list[str]) -> Reader:
    papers = [Paper(str(n), title=Bilingual("", text)) for n, text in enumerate(texts)]
    with backend.begin(None) as build:
        build.add(map(Record, papers))
        build.publish(digests=(), problems=())
    return backend.open()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    terms = dict.fromkeys(term for term, _ in TERMS)
    reader = holding(open_backend(tmp_path_factory.mktemp("index")), list(terms))
    yield reader
    reader.close()


def test_there_are_enough() -> None:
    assert len({term for term, _ in TERMS}) > 200
    assert all(typed.isascii() and typed.isalpha() for _, typed in TERMS)


@pytest.mark.parametrize("typed", dict.fromkeys(typed for _, typed in TERMS))
def test_each_is_found(typed: str, reader: Reader) -> None:
    """Or another term that is typed alike."""
    alike = {term for term, way in TERMS if way == typed}
    assert from_pinyin(typed, reader) in alike
    found = Searcher(reader).search(typed, relax=True, limit=None)
    assert found.relaxed == "spelling"
    assert alike & {hit.paper.title.zh for hit in found}


def test_ways_to_type_a_rounded_u(reader: Reader) -> None:
    for typed in ("celve", "celue", "celyue"):
        assert from_pinyin(typed, reader) == "策略", typed
    for typed in ("nvxing", "nuxing", "nyuxing"):
        assert from_pinyin(typed, reader) == "女性", typed
    for typed in ("xulie", "xvlie"):
        assert from_pinyin(typed, reader) == "序列", typed
    for typed in ("lüboqi", "cèlüè", "LVBOQI"):
        found = Searcher(reader).search(typed, relax=True)
        assert found.relaxed == "spelling"
        assert found.total


def test_the_first_reading_comes_before_others() -> None:
    """银行 can be read `yinxing`, but so typed 隐形 is meant, however rare it is."""
    reader = holding(MemoryBackend(), ["银行", "银行", "隐形"])
    assert list(reader.sounding("yinxing")) == ["隐形", "银行"]
    assert list(reader.sounding("yinhang")) == ["银行"]


def test_engines_hear_the_same(reader: Reader) -> None:
    oracle = holding(MemoryBackend(), [row[0] for row in TERMS[:60]])
    alone = holding(MemoryBackend(), ["微调"])
    assert list(alone.sounding("weitiao")) == ["微调"]
    assert list(alone.sounding("weidiao")) == ["微调"]
    for _, typed in TERMS[:60:20]:
        assert set(oracle.sounding(typed)) <= {*reader.sounding(typed)}


def test_terms_that_are_spoken_are_cut_apart() -> None:
    """Of those that are words, the index knows how they sound."""
    segmenter = jieba_dictionary()
    terms = [term for term, _ in table("spoken.tsv")]
    assert [term for term in terms if segmenter.cut(term) == [term]] == []


def test_pinyin_comes_before_what_is_inside_of_other_words() -> None:
    """`cedu` is inside of procedure, and `boli` of symbolic."""
    reader = holding(MemoryBackend(), ["Procedures, symbolic", "测度与玻璃"])
    for typed in ("cedu", "boli"):
        found = Searcher(reader).search(typed, relax=True)
        assert (found.relaxed, found.total) == ("spelling", 1)
    inside = Searcher(reader).search("rocedur", relax=True)
    assert (inside.relaxed, inside.total) == ("substring", 1)


def test_of_two_ways_to_part_pinyin_the_usual_words_are_meant() -> None:
    """Not 便于 and 氨基酸, which sound the same."""
    texts = ["便于用氨基酸", *("边缘的计算" for _ in range(3))]
    reader = holding(MemoryBackend(), texts)
    assert from_pinyin("bianyuanjisuan", reader) == "边缘计算"
