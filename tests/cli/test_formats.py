"""JSON and the other shapes for programs."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.formats import json_text, record
from searcher.model import Paper, Subject

TEXT = st.text(st.characters() | st.sampled_from("\x1b\x9b\u202e\u2028\ud800\x7f信"))


@given(st.dictionaries(TEXT, TEXT | st.lists(TEXT) | st.none() | st.floats(0, 9)))
def test_json_comes_back_and_is_one_harmless_line(value):
    text = json_text(value)
    assert json.loads(text) == value
    assert text.endswith("\n")
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", text[:-1])
    text.encode()


def test_json_leaves_chinese_as_it_is():
    assert json_text({"a": "信任 é 😀"}) == '{"a": "信任 é 😀"}\n'


def test_a_record_has_no_empty_lines():
    paper = Paper("x", version=2, subjects=(Subject("Odd"), Subject("M", "cs.LG")))
    assert "".join(record(paper)) == "(no title)\nId: xv2\nSubjects: Odd; M (cs.LG)\n"
