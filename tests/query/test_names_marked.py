"""Names of authors are marked however they were typed, whoever stands beside them."""

import json

import pytest

import searcher


@pytest.mark.parametrize("beside", ["Bo Xu", "Zoé Xu", "李明", r"A. K\'osa"])
@pytest.mark.parametrize(
    ("typed", "name", "marked"),
    [
        ("maryann", "Mary-Ann Lee", ["Mary-Ann"]),
        ("mary-ann", "Mary-Ann Lee", ["Mary-Ann"]),
        ("obrien", "Pat O'Brien", ["O'Brien"]),
        ("gomez", "Ana Gómez", ["Gómez"]),
        ("mueller", "Jo Müller", ["Müller"]),
        ("müller", "Jo Mueller", ["Mueller"]),
    ],
)
def test_a_name_is_marked(tmp_path, typed, name, marked, beside):
    for folder in ("corpus", "index"):
        (tmp_path / folder).mkdir()
    paper = {"id": "2603.00001", "title": "t", "authors": [beside, name]}
    (tmp_path / "corpus" / "a.jsonl").write_text(json.dumps(paper), encoding="utf-8")
    with searcher.open(tmp_path) as opened:
        [hit] = opened.search(typed)
        [found] = hit.authors
    assert found.text == name
    assert [name[start:end] for start, end in found.marks] == marked
