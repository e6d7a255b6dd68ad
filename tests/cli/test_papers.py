"""The commands about one paper, `show` and `like`; `explain` has a file of its own."""

import json

import pytest

UNLIKE_ANY = "x\x1b]0;owned\x07y"


class TestShow:
    @pytest.mark.parametrize(
        "name", ["1502.05477v3", "https://arxiv.org/pdf/1502.05477v2.pdf"]
    )
    def test_every_form_of_an_id(self, run, built, name):
        found = run("show", name, "--json", program="searcher", library=built)
        value = json.loads(found.out)
        assert value.pop("format") == 1
        assert value["title"]["zh"] == "信任区域策略优化"

    def test_for_people(self, run, built):
        found = run("show", "1502.05477", program="searcher", library=built)
        assert found.out.startswith(
            "Trust Region Policy Optimization\n信任区域策略优化\n"
        )
        assert "Subjects: Machine Learning (cs.LG); Robotics (cs.RO)\n" in found.out

    def test_a_foreign_id(self, run, built):
        found = run("show", "lonely", program="searcher", library=built)
        assert found.out.startswith("Surrogate ")

    def test_unknown(self, run, built):
        found = run("show", "2001.00001", program="searcher", library=built)
        assert (found.status, found.out) == (1, "")
        assert "2001.00001" in found.err


class TestLike:
    def test_for_people(self, run, built):
        words = ("like", "arXiv:1502.05477v1", "--color", "always")
        found = run(*words, program="searcher", library=built)
        assert found.status == 0
        assert "Without\x1b[0m\x1b[1m" not in found.out
        assert "\x1b[1;31mTrust\x1b[0m" in found.out
        note, footer = found.err.splitlines()
        assert note.startswith("note: papers with: ")
        assert {"Trust", "Region", "信任"} <= set(note[18:].replace(",", "").split())
        assert footer.startswith("1 paper (")

    def test_for_programs(self, run, built):
        words = ("like", "1502.05477", "-n", "0")
        found = run(*words, "--json", program="searcher", library=built)
        value = json.loads(found.out)
        assert (value["query"], value["total"]) == ("1502.05477", 1)
        assert value["notes"][0].startswith("papers with: ")
        ids = run(*words, "--format", "ids", program="searcher", library=built)
        assert (ids.status, ids.out) == (0, "1707.06347\n")
        quiet = run("like", UNLIKE_ANY, "-q", program="searcher", library=built)
        assert quiet == (1, "", "")

    def test_none_and_unknown(self, run, built):
        none = run("like", UNLIKE_ANY, program="searcher", library=built)
        assert (none.status, none.out) == (1, "")
        assert none.err.startswith("no papers found")
        unknown = run("like", "2001.00001", program="searcher", library=built)
        assert (unknown.status, unknown.out) == (1, "")
        assert "2001.00001" in unknown.err
