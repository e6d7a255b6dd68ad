"""What the three files of a collection hold, whatever is wrong with some lines."""

import pytest

from searcher.errors import CollectionError
from searcher.evaluation.collection import read_collection
from searcher.model import Bilingual


def test_a_collection_is_read_as_it_is_written(make):
    found = read_collection(make())
    assert found.name == "tiny"
    ids = [paper.id for paper in found.documents]
    assert ids == ["d1", "d2", "d3", "4", "2602.00001v2"]
    assert found.documents[1].title == Bilingual()
    assert found.documents[3].abstract == Bilingual(zh="我们限制每次更新。")
    assert found.queries == {
        "a": 'moon: "water',
        "b": "信任区域",
        "c": "nowhere",
        "d": "gravity",
    }
    assert found.judgements["a"] == {"d3": 2, "2602.00001v2": 1, "d1": 0}
    assert [str(problem) for problem in found.problems] == [
        "qrels.tsv: 1 grades of documents not in docs.jsonl, the first 'absent'"
    ]


def test_the_bilingual_form_is_read_too(make):
    line = (
        '{"id": "1", "title": "Trust", "abstract": "Regions.",'
        ' "title_zh": "信任", "abstract_zh": "区域。"}'
    )
    (paper,) = read_collection(make(documents=line)).documents
    assert paper.title == Bilingual("Trust", "信任")
    assert paper.abstract == Bilingual("Regions.", "区域。")


def test_keywords_are_not_part_of_the_text(make):
    line = '{"id": "1", "title": "Trust", "text": "A.", "keywords": "x_y"}'
    (paper,) = read_collection(make(documents=line)).documents
    assert paper.title == Bilingual(en="Trust")
    assert paper.abstract == Bilingual(en="A.")


def test_line_ends_and_marks_of_windows_change_nothing(make):
    plain = read_collection(make())
    folder = make()
    for file in folder.iterdir():
        data = file.read_bytes().replace(b"\n", b"\r\n")
        file.write_bytes(b"\xef\xbb\xbf" + data + b"\r\n\r\n")
    assert read_collection(folder).queries == plain.queries
    assert read_collection(folder).judgements == plain.judgements
    ids = [paper.id for paper in read_collection(folder).documents]
    assert ids == [paper.id for paper in plain.documents]


def test_bad_lines_are_told_and_good_ones_kept(make):
    folder = make(
        documents='{"id": "d1", "title": "One"}\n{broken\n{"title": "No id"}\n'
        '{"id": "d1", "title": "Again"}\n[]\n{"id": "d3", "title": "Three"}\n',
        queries="a\tone\ttwo\nno tab\na\tagain\n\n\tnameless\nb\t\n",
        judgements="query-id\tcorpus-id\tscore\na\td1\t1\na d1 1\na\td3\t1.5\nz\td1\t1",
    )
    found = read_collection(folder)
    assert [paper.title.en for paper in found.documents] == ["One", "Three"]
    assert found.queries == {"a": "one\ttwo", "b": ""}
    assert found.judgements == {"a": {"d1": 1}, "z": {"d1": 1}}
    places = [(problem.path, problem.line) for problem in found.problems]
    assert places == [
        ("docs.jsonl", 2),
        ("docs.jsonl", 3),
        ("docs.jsonl", 4),
        ("docs.jsonl", 5),
        ("queries.tsv", 2),
        ("queries.tsv", 3),
        ("queries.tsv", 5),
        ("qrels.tsv", 1),
        ("qrels.tsv", 3),
        ("qrels.tsv", 4),
        ("qrels.tsv", 0),
    ]


@pytest.mark.parametrize("name", ["docs.jsonl", "queries.tsv", "qrels.tsv"])
def test_a_missing_file_is_named(make, name):
    folder = make()
    (folder / name).unlink()
    with pytest.raises(CollectionError, match=name):
        read_collection(folder)


@pytest.mark.parametrize("name", ["documents", "queries", "judgements"])
def test_a_file_without_one_good_line_is_an_error(make, name):
    with pytest.raises(CollectionError, match="wanted some") as raised:
        read_collection(make(**{name: "bad\n"}))
    assert ":1:" in raised.value.hint or ": " in raised.value.hint
