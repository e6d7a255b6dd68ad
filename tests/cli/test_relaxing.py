"""Answers that are less strict than the question say so, in every shape."""

import json

LABEL = "nothing matches as typed; "


def test_people_are_told_above_and_below(run, built):
    found = run("trust", "regoin", library=built)
    assert found.status == 0
    first, blank, hit, *_ = found.out.splitlines()
    assert (first, blank) == (f"{LABEL}spelled differently: trust region", "")
    assert hit.startswith("1  ")
    [footer] = found.err.splitlines()  # it is said once
    assert footer.startswith("2 papers, none as typed (")


def test_an_exact_answer_has_no_label(run, built):
    found = run("-", "--color", "always", library=built, stdin=b"trust\nzebra trust\n")
    exact, relaxed = found.out.split("> zebra")
    assert exact.startswith("> trust  (2 papers)\n\x1b[2m1")
    assert relaxed.startswith(
        f" trust  (2 papers, none as typed)\n\x1b[1;33m{LABEL}with any of the words: "
    )


def test_programs_are_told(run, built):
    asked = b"trust\ntrust regoin\nzebra trust\nalculu\n1999.00001\n"
    found = run("-", "--json", library=built, stdin=asked)
    labels = [json.loads(line)["relaxed"] for line in found.out.splitlines()]
    assert labels == [None, "spelling", "any", "substring", None]
    lines = run("-", "--jsonl", library=built, stdin=b"trust\nalculu\n")
    told = [json.loads(line).get("relaxed") for line in lines.out.splitlines()]
    assert told == [None, None, "substring"]
    (line,) = run("alculu", "--jsonl", library=built).out.splitlines()
    assert json.loads(line)["relaxed"] == "substring"


def test_ids_are_told_beside(run, built):
    found = run("alculu", "--format", "ids", library=built)
    assert found == (
        0,
        "1502.05477\n",
        "note: nothing found; inside of words: *alculu*\n",
    )


def test_when_it_is_not_wanted_a_spelling_is_offered(run, built):
    found = run("trust", "regoin", "--no-relax", library=built)
    assert (found.status, found.out) == (1, "")
    assert found.err.startswith("note: did you mean: trust region\nno papers found")
    told = run("trust", "regoin", "--no-relax", "--json", library=built)
    assert json.loads(told.out)["notes"] == ["did you mean: trust region"]
    assert told.err == ""


def test_a_number_and_a_status_are_exact(run, built):
    assert run("trust", "regoin", "--count", library=built) == (1, "0\n", "")
    assert run("trust", "regoin", "--relax", "-q", library=built) == (1, "", "")
