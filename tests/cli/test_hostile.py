"""Nothing that is typed, or that a paper holds, does harm."""

import json

import pytest

CONTROLS = [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F)]


@pytest.mark.parametrize(
    "shape", [["--explain"], ["--format", "plain"], ["--format", "bibtex"]]
)
def test_nothing_of_a_paper_moves_the_cursor(run, built, shape):
    found = run("hostile", *shape, library=built)
    assert found.status == 0
    bad = set(map(chr, CONTROLS)) - {"\n"}
    assert not bad & set(found.out)


def test_nor_in_ids_or_templates(run, built):
    ids = run("hostile", "--format", "ids", library=built)
    assert ids.out == "x\ufffd]0;owned\ufffdy\n"
    title = run("hostile", "--format", "{title.zh}", library=built)
    assert title.out == "敌意\ufffd[31m标题\n"


def test_json_is_still_exact(run, built):
    found = run("hostile", "--json", library=built)
    assert not set(map(chr, CONTROLS)) - {"\n"} & set(found.out)
    paper = json.loads(found.out)["hits"][0]["paper"]
    assert paper["id"] == "x\x1b]0;owned\x07y"


def test_colours_are_only_ours(run, built):
    found = run("hostile", "--color", "always", library=built)
    assert found.out.replace("\x1b[", "").replace("\x1b]8;;", "").count("\x1b") == 0
    assert "\x1b[5m" not in found.out


def test_half_a_surrogate_pair_is_printed(run, built):
    for shape in ([], ["--json"], ["--format", "{title.en}"]):
        found = run("surrogate", "alone", *shape, library=built)
        assert found.status == 0
        assert "alone" in found.out


def test_arguments_that_are_not_utf_8(run, built):
    found = run(b"\xff\xfe trust", "--json", library=built)
    assert found.status in (0, 1)
    assert json.loads(found.out)["query"] == "\udcff\udcfe trust"
    said = run(b"--\xff\x1b[31m", library=built)
    assert said.status == 2
    assert "\x1b" not in said.err


def test_anything_typed_is_answered(run, built):
    typed = ["C++", ")", '"', "NOT", "-", "标题：", "a*", "****", "(" * 10_000]
    typed += ["😀", "`", "*`", "\x1b[2J", "~" * 999, "a OR (" * 99, "*" * 99]
    asked = "\n".join(typed).encode()
    found = run("-", "--json", "--explain", library=built, stdin=asked)
    queries = [json.loads(line)["query"] for line in found.out.splitlines()]
    assert (found.status, queries, found.err) == (0, typed, "")
    people = run("-", "--explain", library=built, stdin=asked)
    assert people.out.count("\nread as ") == len(typed)
    assert "\x1b" not in people.out + people.err
    pasted = run("强化 qzx " * 8_000, "--json", library=built)
    assert json.loads(pasted.out)["notes"]


def test_an_encoding_without_chinese(run, built):
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    found = run("信任", library=built, **ascii_only)
    assert found.status == 0
    assert found.out.isascii()
    json_text = run("信任", "--json", library=built, **ascii_only).out
    assert json.loads(json_text)["hits"][0]["paper"]["title"]["zh"]
    assert "信任" in json_text
    assert run("信任", library=built, LC_ALL="C").status == 0
